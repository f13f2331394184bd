#include "flow/facts.h"
#include "flow/invitation.h"
#include "flow/visit.h"
#include "flow/words.h"
#include "render/digits.h"
#include "render/locale.h"
#include "store/profile.h"
#include "store/visits.h"

#define NOTES   5
#define EXCERPT 300 /* bytes of one */

/* One text in the making, with the talks it is about. */
struct talk {
	const struct words_ask *ask;
	struct words *out;
	struct visit *visits;
	size_t count;
};

static struct str
moment(const struct talk *t, const struct visit *v)
{
	return arena_fmt(t->ask->a, "%.*s, %02d:%02d",
	    STR_ARG(locale_date_long(t->ask->a, t->ask->locale, v->day)),
	    v->minute / 60, v->minute % 60);
}

static bool
is_off(const struct visit *v)
{
	return str_eqc(v->state, "declined") || str_eqc(v->state, "cancelled");
}

/* The talk of a course, as it stands; moot when it was called off or moved. */
static enum rc
load_visit(
    struct talk *t, const struct course *c, struct str id, struct err *err)
{
	const struct words_ask *ask = t->ask;
	enum rc rc;

	t->visits = arena_alloc(ask->a, sizeof(*t->visits));
	rc = visits_get(ask->f->store, ask->a, id, t->visits, err);
	t->count = rc == RC_OK;
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	if (rc == RC_MISS || is_off(t->visits) ||
	    !str_eq(visit_subject(ask->a, t->visits), c->subject))
		t->out->moot = STR("the talk was called off or moved");
	return RC_OK;
}

/* Those that a schedule still has to propose. */
static enum rc
load_schedule(struct talk *t, const struct course *c, struct err *err)
{
	const struct words_ask *ask = t->ask;
	size_t n = 0;
	enum rc rc = visits_of_course(
	    ask->f->store, ask->a, c->subject, &t->visits, &t->count, err);

	for (size_t i = 0; rc == RC_OK && i < t->count; i++)
		if (str_eqc(t->visits[i].state, "proposed") &&
		    t->visits[i].day > ask->facts->today)
			t->visits[n++] = t->visits[i];
	t->count = n;
	if (n == 0)
		t->out->moot = STR("there is no date to propose");
	return rc;
}

static const struct contact *
reader(const struct words_ask *ask)
{
	for (size_t i = 0; i < ask->facts->contact_count; i++)
		if (str_eq(ask->facts->contacts[i].id, ask->touch->contact))
			return &ask->facts->contacts[i];
	return NULL;
}

static void
set_visits(struct talk *t)
{
	struct arena *a = t->ask->a;
	struct value *list = value_list(a), *one = value_map(a);

	for (size_t i = 0; i < t->count; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, "date", moment(t, &t->visits[i]));
		value_push(a, list, m);
	}
	value_set(a, t->out->root, "visits", list);
	if (t->count == 0)
		return;
	value_set_text(a, one, "date", moment(t, &t->visits[0]));
	value_set(a, t->out->root, "visit", one);
}

static void
attach(struct talk *t, const struct visit *v, const struct contact *to)
{
	const struct words_ask *ask = t->ask;
	struct invitation in = {
	    .f = ask->f,
	    .a = ask->a,
	    .touch = ask->touch,
	    .facts = ask->facts,
	    .visit = v,
	    .sequence = v->sequence,
	    .attendee_name = to->name,
	    .attendee = to->email,
	};

	t->out->files[t->out->file_count++] = invitation_file(&in);
}

static void
attach_all(struct talk *t)
{
	const struct contact *to = reader(t->ask);

	if (t->ask->step->channel != STEP_INVITE || to == NULL ||
	    t->ask->f->key == NULL)
		return;
	t->out->files =
	    arena_array(t->ask->a, t->count, sizeof(*t->out->files));
	for (size_t i = 0; i < t->count; i++)
		attach(t, &t->visits[i], to);
}

/* What a collector wants to know before they call. */
static void
set_figures(struct talk *t)
{
	const struct facts_account *facts = t->ask->facts;
	struct arena *a = t->ask->a;
	struct value *root = t->out->root, *m = value_map(a);
	day_t promised = DAY_NONE;
	int64_t disputes = 0;
	const struct contact *to = reader(t->ask);

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		disputes += inv->disputed;
		if (inv->promised != DAY_NONE &&
		    (promised == DAY_NONE || inv->promised < promised))
			promised = inv->promised;
	}
	if (disputes > 0)
		value_set_text(
		    a, root, "open_disputes", digits_text(a, disputes));
	if (to != NULL && !str_is_empty(to->phone))
		value_set_text(a, root, "phone", to->phone);
	if (promised == DAY_NONE)
		return;
	value_set_text(a, m, "date", locale_date(a, t->ask->locale, promised));
	value_set(a, root, "promise", m);
}

static enum rc
set_notes(struct talk *t, struct err *err)
{
	const struct words_ask *ask = t->ask;
	struct value *list = value_list(ask->a);
	struct profile_note *notes = NULL;
	size_t n = 0;
	enum rc rc = profile_notes(ask->f->store, ask->a,
	    ask->facts->account.id, NOTES, &notes, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *m = value_map(ask->a);

		value_set_text(ask->a, m, "at",
		    locale_date(ask->a, ask->locale,
			facts_day(ask->f, ask->facts, notes[i].at)));
		value_set_text(ask->a, m, "author", notes[i].author);
		value_set_text(
		    ask->a, m, "text", str_head(notes[i].text, EXCERPT));
		value_push(ask->a, list, m);
	}
	value_set(ask->a, t->out->root, "notes", list);
	return rc;
}

enum rc
words_white_glove(
    const struct words_ask *ask, struct words *out, struct err *err)
{
	struct talk t = {.ask = ask, .out = out};
	const struct course *c = &ask->courses[0];
	struct str id = visit_of_course(ask->a, c);
	enum rc rc = str_is_empty(id) ? load_schedule(&t, c, err)
				      : load_visit(&t, c, id, err);

	if (rc != RC_OK)
		return rc;
	if (!ask->facts->account.white_glove)
		out->moot = STR("it is no white-glove account any more");
	if (!str_is_empty(out->moot))
		return RC_OK;
	set_visits(&t);
	attach_all(&t);
	set_figures(&t);
	return set_notes(&t, err);
}
