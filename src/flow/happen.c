#include "flow/happen.h"

/* One entry a kind; NULL: nothing happens by itself. */
static const struct {
	happen_look *look;
	bool wakes; /* what an import changes may bring something about */
} table[SEQUENCE_KINDS] = {
    [SEQUENCE_INVOICING] = {NULL, true},
    [SEQUENCE_DISPUTES] = {happen_disputes, true},
    [SEQUENCE_PROMISE] = {happen_promise, true},
};

enum rc
happen_now(const struct happen_ask *ask, struct happen *out, struct err *err)
{
	*out = (struct happen){.next_day = DAY_NONE};
	return table[ask->seq->kind].look
		   ? table[ask->seq->kind].look(ask, out, err)
		   : RC_OK;
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
