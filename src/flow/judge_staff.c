#include "flow/judge_staff.h"

#include "flow/people.h"
#include "store/inbox.h"

#define TRIES_MAX 10 /* answers of ours to answers of theirs */

static struct str
sender(const struct gather *g)
{
	return g->message->from.n == 1 ? g->message->from.v[0].address
				       : (struct str){NULL, 0};
}

static bool
went_to_them(const struct gather *g)
{
	for (size_t i = 0; i < g->touch_count; i++)
		if (str_is_empty(g->touches[i].contact) &&
		    str_fold_eq(g->touches[i].address, sender(g)))
			return true;
	return false;
}

/* A contact of a customer is not looked for among those who look after
 * accounts, unless the mail says that there is something to it. */
enum rc
judge_staff_rights(const struct gather *g, unsigned *rights, struct err *err)
{
	enum rc rc;

	*rights = 0;
	if (str_is_empty(sender(g)))
		return RC_OK;
	if (g->owner_count > 0 && !went_to_them(g)) {
		*rights = people_listed(g->f, sender(g));
		return RC_OK;
	}
	rc = people_rights(g->f, sender(g), rights, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* The one mail of ours that it answers; all that it names beside References,
 * which are a history, name the same. */
static const struct thread_touch *
answered(const struct gather *g)
{
	const struct thread_touch *first = NULL;

	for (size_t i = 0; i < g->touch_count; i++) {
		const struct thread_touch *t = &g->touches[i];

		if (str_is_empty(t->address))
			continue;
		if (first == NULL)
			first = t;
		else if (t->place != THREAD_IN_REFERENCES)
			return NULL;
	}
	return first;
}

static enum rc
no(struct judge_staff *out, const char *why)
{
	out->why = str_of(why);
	return RC_MISS;
}

/* Who answers our answer means what was answered with it. */
static enum rc
find_first(const struct gather *g, struct judge_staff *out, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < TRIES_MAX &&
			str_eqc(out->answers.template_name, "desk-answer");
	     i++) {
		struct inbox_answered from;

		out->again = true;
		rc = inbox_answered(
		    g->f->store, g->a, out->answers.inbox, &from, err);
		if (rc == RC_OK)
			rc = outbox_get(
			    g->f->store, g->a, from.touch, &out->answers, err);
	}
	if (rc == RC_MISS ||
	    (rc == RC_OK && str_eqc(out->answers.template_name, "desk-answer")))
		return no(out, "answers a mail that is not there any more");
	return rc;
}

static enum rc
find_touch(
    const struct judge_staff_ask *ask, struct judge_staff *out, struct err *err)
{
	const struct gather *g = ask->g;
	const struct thread_touch *t = answered(g);
	enum rc rc;

	if (t == NULL)
		return no(out, "answers no mail of ours, or several");
	rc = outbox_get(g->f->store, g->a, t->touch, &out->answers, err);
	if (rc == RC_MISS)
		return no(out, "answers no mail of ours");
	if (rc != RC_OK)
		return rc;
	if (!str_eqc(out->answers.kind, "staff") ||
	    !str_fold_eq(out->answers.recipient, sender(g)))
		return no(out, "answers a mail that went to somebody else");
	rc = inbox_said_before(
	    g->f->store, g->message->message_id, out->answers.id, err);
	if (rc == RC_OK)
		return no(out, "came before");
	if (rc != RC_MISS)
		return rc;
	rc = find_first(g, out, err);
	if (rc == RC_OK && !str_fold_eq(out->answers.recipient, sender(g)))
		return no(out, "answers a mail that went to somebody else");
	return rc;
}

static bool
too_old(const struct judge_staff_ask *ask)
{
	const struct message *m = ask->g->message;

	return !m->has_date ||
	       m->date < ask->now - ask->g->f->set->max_age_days * DAY_SECS;
}

static enum rc
judge(
    const struct judge_staff_ask *ask, struct judge_staff *out, struct err *err)
{
	const struct message *m = ask->g->message;

	if (ask->auth != AUTHRES_PASS || ask->thread->trust != THREAD_VERIFIED)
		return no(out, "is not authenticated by our own server");
	if (m->flags & (MESSAGE_ENCRYPTED | MESSAGE_AMBIGUOUS))
		return no(out, "is encrypted or ambiguous");
	if (str_is_empty(m->message_id) || too_old(ask))
		return no(out, "is too old, or has no date or Message-ID");
	return find_touch(ask, out, err);
}

enum rc
judge_staff(
    const struct judge_staff_ask *ask, struct judge_staff *out, struct err *err)
{
	enum rc rc;

	*out = (struct judge_staff){.rights = ask->rights};
	if (!(ask->rights & PEOPLE_KNOWN))
		return RC_OK;
	rc = judge(ask, out, err);
	out->proven = rc == RC_OK;
	out->by = out->answers.recipient;
	return rc == RC_MISS ? RC_OK : rc;
}
