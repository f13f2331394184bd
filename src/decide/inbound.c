#include "decide/inbound.h"

#include "decide/answer.h"
#include "decide/answer_form.h"
#include "decide/answer_visit.h"
#include "decide/order.h"
#include "model/names.h"

const char *
inbound_trust_name(enum thread_trust trust)
{
	switch (trust) {
	case THREAD_UNVERIFIED:
		return "unverified";
	case THREAD_VERIFIED:
		return "verified";
	case THREAD_FORGED:
		return "forged";
	}
	return "unverified";
}

const char *
inbound_role_name(enum thread_role role)
{
	switch (role) {
	case THREAD_STRANGER:
		return "none";
	case THREAD_CONTACT:
		return "contact";
	case THREAD_STAFF:
		return "staff";
	}
	return "none";
}

/* The words of the mail, for the timeline, never longer than a screen. */
static struct str
excerpt(struct arena *a, struct str text)
{
	struct str head = str_head(text, 600);

	if (head.n == text.n)
		return text;
	return arena_fmt(a, "%.*s ...", STR_ARG(head));
}

static void
note(struct effects *e, const char *kind, struct str text)
{
	struct effect *x = effect_add(e, EFFECT_NOTE);

	x->what = str_of(kind);
	x->text = text;
}

static void
task(struct effects *e, const char *kind, struct str text)
{
	struct effect *x = effect_add(e, EFFECT_TASK);

	x->what = str_of(kind);
	x->text = text;
}

static void
rest(struct effects *e, const char *kind, struct str why, int64_t until)
{
	struct effect *x = effect_add(e, EFFECT_REST);

	x->what = str_of(kind);
	x->text = why;
	x->until = until;
}

/*
 * A report about a mail of ours names its keyed Message-ID, which only who got
 * that mail has seen. The tag proves less: it stands in the address of each
 * reply, for all its readers, and no report is sent there.
 */
static bool
is_report_proven(const struct inbound *in)
{
	return in->thread->proven && in->thread->how != THREAD_TAG &&
	       in->asked != NULL;
}

static const struct contact *
on_file(const struct inbound *in, struct str address)
{
	for (size_t i = 0; i < in->account->contact_count; i++)
		if (str_fold_eq(in->account->contacts[i].email, address))
			return &in->account->contacts[i];
	return NULL;
}

/* Whose address it is that a report of our mail names: a copy of it may have
 * gone to another contact of the account. */
static const struct contact *
who_bounced(const struct inbound *in)
{
	const struct contact *who = on_file(in, in->guard->recipient);

	return who ? who : in->asked;
}

/* A mail came back. */
static void
decide_bounce(const struct inbound *in, struct effects *e)
{
	const struct guard *g = in->guard;
	struct str why = arena_fmt(e->a, "%s bounce from %.*s %.*s: %.*s",
	    name_severity(g->severity), STR_ARG(g->recipient),
	    STR_ARG(g->status), STR_ARG(excerpt(e->a, g->diagnostic)));
	const struct contact *who;
	struct effect *x;

	e->queue = STR("Bounces");
	e->reason = why;
	if (in->account == NULL)
		return;
	note(e, "bounce", why);
	if (g->severity != BOUNCE_HARD || !is_report_proven(in))
		return;
	who = who_bounced(in);
	x = effect_add(e, EFFECT_CONTACT);
	x->contact = who->id;
	x->state = CONTACT_BOUNCED;
	if (who == in->asked) {
		x = effect_add(e, EFFECT_BOUNCED);
		x->what = in->thread->touch;
		x->text = why;
	}
	task(e, "bad-address",
	    arena_fmt(e->a,
		"mail to %.*s does not arrive: find another "
		"address",
		STR_ARG(who->email)));
}

/*
 * Who is away names somebody else: a proposal to the collector. No mail of
 * ours goes there by itself, for an address in a mail is nobody's on file;
 * and what somebody unproven says is not even proposed.
 */
static void
propose_deputy(const struct inbound *in, struct effects *e)
{
	struct str deputy = in->guard->deputy, until = {"", 0};
	const struct contact *there;
	char day[DAY_TEXT];

	if (str_is_empty(deputy) || in->account->invoice_count == 0 ||
	    (in->thread->trust != THREAD_VERIFIED && !in->thread->proven))
		return;
	there = on_file(in, deputy);
	if (in->guard->returns != DAY_NONE)
		until = arena_fmt(
		    e->a, " until %s", day_iso(in->guard->returns, day));
	e->queue = STR("Unsure");
	task(e, "deputy",
	    arena_fmt(e->a,
		"%.*s is away%.*s and names %.*s to write to meanwhile, %s. "
		"Nothing goes there by itself: if you know them, write to them "
		"with us in Cc",
		STR_ARG(in->message->from.n ? in->message->from.v[0].address
					    : STR("The contact")),
		STR_ARG(until), STR_ARG(deputy),
		there ? "who is on file for this account"
		      : "who is not on file"));
}

/* Away: wait until they are back, a week at most. */
static void
decide_absence(const struct inbound *in, struct effects *e)
{
	int64_t week = in->now + 7 * DAY_SECS, until = week;

	e->queue = STR("Done");
	e->reason = STR("automatic reply");
	if (in->account == NULL)
		return;
	note(e, "auto-reply", excerpt(e->a, in->message->reply));
	if (!in->guard->out_of_office || in->thread->trust == THREAD_FORGED ||
	    in->thread->role == THREAD_STAFF) /* a colleague is away */
		return;
	if (in->guard->returns != DAY_NONE) {
		int64_t back = day_instant(in->guard->returns);

		if (back > in->now && back < week)
			until = back;
	}
	rest(e, "away", STR("the contact is away"), until);
	propose_deputy(in, e);
}

static void
decide_complaint(const struct inbound *in, struct effects *e)
{
	e->queue = STR("Unsure");
	e->reason = STR("complaint");
	if (in->account == NULL)
		return;
	note(e, "complaint", STR("the recipient reported our mail as spam"));
	if (is_report_proven(in)) {
		struct effect *x = effect_add(e, EFFECT_CONTACT);

		x->contact = in->asked->id;
		x->state = CONTACT_COMPLAINED;
	}
	task(e, "complaint", STR("a mail of ours was reported as spam"));
}

static void
decide_machine(const struct inbound *in, struct effects *e)
{
	switch (in->guard->kind) {
	case KIND_BOUNCE:
		decide_bounce(in, e);
		return;
	case KIND_AUTO_REPLY:
		decide_absence(in, e);
		return;
	case KIND_COMPLAINT:
		decide_complaint(in, e);
		return;
	case KIND_CALENDAR:
		if (answer_visit(in, e))
			return;
		break;
	case KIND_HUMAN:
	case KIND_DELAY:
	case KIND_RECEIPT:
	case KIND_LIST:
	case KIND_OTHER:
	case KIND_COUNT:
		break;
	}
	e->queue = in->guard->kind == KIND_DELAY ? STR("Bounces") : STR("Done");
	e->reason = str_of(name_kind(in->guard->kind));
	if (in->account != NULL)
		note(e, name_kind(in->guard->kind),
		    excerpt(e->a, in->message->subject));
}

static bool
too_old(const struct inbound *in, const struct inbound_limits *limits)
{
	return limits->max_age_days > 0 && in->message->has_date &&
	       in->now - in->message->date > limits->max_age_days * DAY_SECS;
}

/* Nothing automatic: the words are kept and a person is called. */
static void
to_person(const struct inbound *in, const struct inbound_limits *limits,
    struct effects *e, const char *kind, struct str why)
{
	e->queue = in->account ? STR("Unsure") : STR("Unmatched");
	e->reason = why;
	task(e, kind, why);
	if (in->account == NULL || in->thread->trust == THREAD_FORGED)
		return;
	rest(e, "reply", STR("a reply waits for a person"),
	    in->now + limits->reply_rest_days * DAY_SECS);
}

/* Whoever writes from an address after it bounced reads mail there again. */
static void
revive(const struct inbound *in, struct effects *e)
{
	const struct contact *who = in->sender;
	struct effect *x;

	if (who == NULL || who->state != CONTACT_BOUNCED ||
	    in->thread->role != THREAD_CONTACT ||
	    in->thread->trust != THREAD_VERIFIED || !in->message->has_date ||
	    in->message->date <= who->state_at)
		return;
	x = effect_add(e, EFFECT_CONTACT);
	x->contact = who->id;
	x->state = CONTACT_OK;
	note(e, "contact",
	    arena_fmt(e->a, "mail to %.*s is tried again: they wrote from it",
		STR_ARG(who->email)));
}

/* What a colleague writes to nobody in particular is filed; an order has to
 * answer a mail of ours, and where nothing proves the sender a person looks. */
static void
decide_staff(const struct inbound *in, const struct inbound_limits *limits,
    bool order, struct effects *e)
{
	struct str why = in->staff_why ? *in->staff_why : STR("is not proven");

	if (in->thread->trust == THREAD_VERIFIED && in->thread->authenticated &&
	    !order) {
		e->queue = STR("Done");
		return;
	}
	to_person(in, limits, e, "unproven-staff",
	    arena_fmt(e->a,
		"claims to be from a colleague and %.*s: nothing was done",
		STR_ARG(why)));
}

static void
decide_human(const struct inbound *in, const struct inbound_limits *limits,
    struct inbound_result *out)
{
	struct effects *e = &out->effects;

	out->staff_command_rejected = order_is_first(in->message->reply);
	if (in->account == NULL && in->thread->role == THREAD_STAFF &&
	    out->staff_command_rejected) {
		decide_staff(in, limits, true, e);
		return;
	}
	if (in->account == NULL) {
		to_person(in, limits, e, "unmatched",
		    STR("belongs to no account that can be proven"));
		return;
	}
	note(e, "reply",
	    arena_fmt(e->a, "%.*s wrote: %.*s",
		STR_ARG(in->message->from.n ? in->message->from.v[0].address
					    : STR("somebody")),
		STR_ARG(excerpt(e->a, in->message->reply))));
	revive(in, e);
	if (in->thread->trust == THREAD_FORGED)
		to_person(in, limits, e, "forged",
		    STR("the sender is forged: nothing was done"));
	else if (in->thread->role == THREAD_STAFF)
		decide_staff(in, limits, out->staff_command_rejected, e);
	else if (too_old(in, limits))
		to_person(in, limits, e, "old",
		    STR("an old mail: nothing automatic"));
	else if (in->message->flags & (MESSAGE_ENCRYPTED | MESSAGE_AMBIGUOUS))
		to_person(in, limits, e, "unreadable",
		    STR("encrypted or ambiguous: a person has to read it"));
	else if (!answer_form(in, limits, out))
		answer_decide(in, limits, out);
	if (in->intent->intents & INTENT_BIT(INTENT_DOCUMENT) &&
	    out->document_answer == ANSWER_NONE)
		out->document_answer = ANSWER_REFUSE;
}

void
inbound_decide(struct arena *a, const struct inbound *in,
    const struct inbound_limits *limits, struct inbound_result *out)
{
	*out = (struct inbound_result){
	    .effects = {.a = a, .queue = STR("Done")},
	};
	if (in->guard->kind == KIND_HUMAN && in->intent != NULL) {
		decide_human(in, limits, out);
		if (in->account == NULL &&
		    in->intent->intents & INTENT_BIT(INTENT_DOCUMENT))
			out->document_answer = ANSWER_REFUSE;
	} else {
		decide_machine(in, &out->effects);
	}
}
