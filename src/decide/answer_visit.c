#include "decide/answer_visit.h"

static void
note(struct effects *e, struct str text)
{
	struct effect *x = effect_add(e, EFFECT_NOTE);

	x->what = STR("calendar");
	x->text = text;
}

static void
task(struct effects *e, struct str text)
{
	struct effect *x = effect_add(e, EFFECT_TASK);

	x->what = STR("visit");
	x->text = text;
}

static void
change(const struct inbound_visit *v, struct effects *e, const char *state)
{
	struct effect *x = effect_add(e, EFFECT_VISIT);

	x->what = v->visit.id;
	x->text = str_of(state);
	x->day = v->day;
	x->from = v->minute;
}

/* An id that names no talk of this account, or a sender whom nothing proves. */
static bool
is_proven(const struct inbound *in)
{
	const struct inbound_visit *v = in->visit;

	return v->known && in->account != NULL && in->sender != NULL &&
	       in->thread->role == THREAD_CONTACT &&
	       in->thread->trust == THREAD_VERIFIED &&
	       str_eq(v->visit.account, in->account->account.id);
}

static struct str
at(struct effects *e, day_t day, int minute)
{
	char text[DAY_TEXT];

	return arena_fmt(
	    e->a, "%s %02d:%02d", day_iso(day, text), minute / 60, minute % 60);
}

static void
on_counter(const struct inbound *in, struct effects *e)
{
	const struct inbound_visit *v = in->visit;
	struct str was = at(e, v->visit.day, v->visit.minute);
	struct str wanted = v->day == DAY_NONE ? STR("a time that is not clear")
					       : at(e, v->day, v->minute);

	if (v->open) {
		change(v, e, "moved");
		note(e, arena_fmt(e->a, "the talk of %.*s is moved to %.*s",
			    STR_ARG(was), STR_ARG(wanted)));
		return;
	}
	e->queue = STR("Unsure");
	task(e,
	    arena_fmt(e->a,
		"for the talk of %.*s %.*s proposes %.*s, on which no business "
		"is done or which cannot be read: agree on another day",
		STR_ARG(was), STR_ARG(in->sender->name), STR_ARG(wanted)));
}

static void
on_reply(const struct inbound *in, struct effects *e)
{
	const struct visit *v = &in->visit->visit;
	struct str state = in->message->calendar_state;
	struct str when = at(e, v->day, v->minute);

	if (str_eqc(state, "ACCEPTED")) {
		change(in->visit, e, "accepted");
		note(e, arena_fmt(e->a, "the talk of %.*s is accepted",
			    STR_ARG(when)));
	} else if (str_eqc(state, "DECLINED")) {
		change(in->visit, e, "declined");
		note(e, arena_fmt(e->a, "the talk of %.*s is declined",
			    STR_ARG(when)));
		task(e, arena_fmt(e->a, "%.*s declines the talk of %.*s: %.*s",
			    STR_ARG(in->sender->name), STR_ARG(when),
			    STR_ARG(str_head(in->message->reply, 300))));
	} else {
		note(e, arena_fmt(e->a, "the talk of %.*s: %.*s", STR_ARG(when),
			    STR_ARG(state)));
	}
}

/* A colleague in whose calendar it stands, whom our own server proves. */
static bool
is_ours(const struct inbound *in)
{
	const struct inbound_visit *v = in->visit;
	const struct message_addresses *from = &in->message->from;

	return v->known && in->account != NULL && from->n == 1 &&
	       in->thread->role == THREAD_STAFF && in->thread->authenticated &&
	       in->thread->trust == THREAD_VERIFIED &&
	       v->visit.diary_of.n > 0 &&
	       str_fold_eq(from->v[0].address, v->visit.diary_of) &&
	       str_eq(v->visit.account, in->account->account.id);
}

/* Theirs to move: the customer's invitation follows. */
static void
on_colleague(const struct inbound *in, struct effects *e)
{
	const struct inbound_visit *v = in->visit;
	const struct message *m = in->message;
	struct str who = v->visit.diary_of;
	struct str was = at(e, v->visit.day, v->visit.minute);

	e->reason = STR("a colleague's answer to an invitation");
	/* What was said last to their calendar bears one less. */
	if (v->sequence + 1 < v->visit.diary_sequence)
		return;
	if (str_eqc(m->calendar_method, "COUNTER") && v->open) {
		change(v, e, "moved");
		note(e, arena_fmt(e->a, "%.*s moved the talk of %.*s to %.*s",
			    STR_ARG(who), STR_ARG(was),
			    STR_ARG(at(e, v->day, v->minute))));
	} else if (str_eqc(m->calendar_method, "COUNTER") ||
		   str_eqc(m->calendar_state, "DECLINED")) {
		e->queue = STR("Unsure");
		task(e,
		    arena_fmt(e->a,
			"%.*s cannot hold the talk of %.*s: agree on another "
			"day, or let somebody else hold it (#assign WHO)",
			STR_ARG(who), STR_ARG(was)));
	}
}

bool
answer_visit(const struct inbound *in, struct effects *e)
{
	const struct inbound_visit *v = in->visit;

	if (v == NULL)
		return false;
	e->queue = STR("Done");
	e->reason = STR("an answer to an invitation");
	if (is_ours(in)) {
		on_colleague(in, e);
	} else if (!is_proven(in)) {
		e->queue = STR("Unsure");
		e->reason = STR("an answer to an invitation that nothing "
				"proves: nothing was done");
		task(e, e->reason);
	} else if (v->sequence < v->visit.sequence) {
		note(e, STR("an answer to an invitation that was replaced"));
	} else if (str_eqc(in->message->calendar_method, "COUNTER")) {
		on_counter(in, e);
	} else if (str_eqc(in->message->calendar_method, "REPLY")) {
		on_reply(in, e);
	} else {
		note(e, in->message->calendar_method);
	}
	return true;
}
