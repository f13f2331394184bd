#include "flow/happen.h"

/* One entry a kind; NULL: nothing happens by itself. */
static const struct {
	happen_look *look;
	bool wakes; /* what an import changes may bring something about */
	happen_note *note;
} table[SEQUENCE_KINDS] = {
    [SEQUENCE_INVOICING] = {NULL, true, NULL},
    [SEQUENCE_ONBOARDING] = {happen_onboarding, true, NULL},
    [SEQUENCE_WHITE_GLOVE] = {happen_white_glove, false,
	happen_white_glove_note},
    [SEQUENCE_MONTH_END] = {happen_month_end, true, NULL},
    [SEQUENCE_CREDIT] = {happen_credit_look, true, happen_credit_note},
    /* batch_wake_held wakes those that an import concerns. */
    [SEQUENCE_DISPUTES] = {happen_disputes, false, NULL},
    [SEQUENCE_PROMISE] = {happen_promise, false, NULL},
};

enum rc
happen_now(const struct happen_ask *ask, struct happen *out, struct err *err)
{
	*out = (struct happen){.next_day = DAY_NONE};
	return table[ask->seq->kind].look
		   ? table[ask->seq->kind].look(ask, out, err)
		   : RC_OK;
}

enum rc
happen_settle(const struct happen_ask *ask, struct happen *out, struct err *err)
{
	happen_note *note = table[ask->seq->kind].note;
	enum rc rc = happen_now(ask, out, err);

	for (size_t i = 0; rc == RC_OK && i < out->count; i++) {
		rc = courses_happened(
		    ask->f->store, ask->a, &out->events[i], err);
		if (rc == RC_MISS)
			rc = RC_OK;
	}
	if (rc != RC_OK || note == NULL ||
	    (out->memo == NULL && out->count == 0))
		return rc;
	return note(ask, out, err);
}

bool
happen_wakes(enum sequence_kind kind)
{
	return table[kind].wakes;
}

struct courses_event *
happen_add(const struct happen_ask *ask, struct happen *out, struct str subject,
    enum step_anchor what)
{
	size_t cap = out->count; /* events are few */

	out->events = arena_grow(
	    ask->a, out->events, out->count, &cap, sizeof(*out->events));
	out->events[out->count] = (struct courses_event){
	    .account = ask->facts->account.id,
	    .sequence = ask->seq->kind,
	    .subject = subject,
	    .what = what,
	    .day = ask->facts->today,
	    .at = ask->facts->now,
	};
	return &out->events[out->count++];
}

static struct course *
find(struct course *v, size_t n, struct str subject)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].subject, subject))
			return &v[i];
	return NULL;
}

static void
remember(struct arena *a, struct course *c, const struct courses_event *e)
{
	size_t cap = c->event_count;

	if (course_day(c, e->what) != DAY_NONE)
		return;
	c->events =
	    arena_grow(a, c->events, c->event_count, &cap, sizeof(*c->events));
	c->events[c->event_count++] = (struct course_event){e->what, e->day};
}

void
happen_remember(struct arena *a, const struct happen *h,
    struct course **courses, size_t *count)
{
	for (size_t i = 0; i < h->count; i++) {
		const struct courses_event *e = &h->events[i];
		struct course *c = find(*courses, *count, e->subject);
		size_t cap = *count;

		if (c == NULL) {
			*courses = arena_grow(
			    a, *courses, *count, &cap, sizeof(**courses));
			c = &(*courses)[(*count)++];
			*c = (struct course){
			    .id = courses_id(a, e->sequence, e->subject),
			    .subject = e->subject,
			    .detail = e->detail,
			};
		}
		remember(a, c, e);
	}
}

void
happen_hold(const struct happen *h, struct advance *plan)
{
	if (str_is_empty(h->held))
		return;
	for (size_t i = 0; i < plan->message_count; i++) {
		plan->messages[i].verdict = ADVANCE_WAIT;
		plan->messages[i].why = h->held;
	}
	plan->why = h->held;
}
