#include "flow/facts.h"
#include "flow/staff.h"
#include "flow/sums.h"
#include "flow/words.h"
#include "model/names.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "render/reasons.h"
#include "store/disputes.h"

#define TEXT_MAX  2000 /* bytes of the customer's words */
#define ID_DIGITS 8

/* The disputes of one message: for the same reason, ended alike. */
struct talk {
	const struct words_ask *ask;
	struct words *out;
	struct disputes_row *rows;
	size_t count;
	struct value *map; /* dispute.* */
	struct sums disputed, credited, undisputed;
	struct str ids, invoices;
	const struct sequence *seq;
};

static struct str
joined(struct arena *a, struct str list, struct str one)
{
	return arena_fmt(
	    a, "%.*s%s%.*s", STR_ARG(list), list.n ? ", " : "", STR_ARG(one));
}

/* What people call it by: short, and the same for ever. */
static struct str
short_id(const struct words_ask *ask, struct str id)
{
	struct str hash = msgid_touch(ask->a, ask->f->key, id);

	return arena_fmt(ask->a, "D-%.*s", STR_ARG(str_head(hash, ID_DIGITS)));
}

static const struct facts_invoice *
open_invoice(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (str_eq(facts->invoices[i].id, id))
			return &facts->invoices[i];
	return NULL;
}

/* Still to be paid all the same: neither contested, nor promised, nor at
 * rest. */
static void
add_undisputed(struct talk *t, const struct disputes_row *d)
{
	const struct facts_account *facts = t->ask->facts;
	const struct facts_invoice *inv = open_invoice(facts, d->invoice);

	if (inv == NULL || inv->disputed || inv->promised != DAY_NONE ||
	    inv->rests_until > facts->now)
		return;
	sums_add(&t->undisputed, facts_asked(inv));
	if (step_is_outward(t->ask->step))
		t->out->invoices[t->out->invoice_count++] = d->invoice;
}

/* Of a dispute about all of it, what was open is what is disputed. */
static struct money
disputed(const struct disputes_row *d)
{
	struct money m = d->amount;

	if (!d->part && !str_eqc(d->state, "resolved"))
		m.minor = d->invoiced - d->applied;
	return m;
}

static void
add(struct talk *t, const struct disputes_row *d)
{
	struct arena *a = t->ask->a;
	struct money credit = d->amount;

	credit.minor = d->credited;
	sums_add(&t->disputed, disputed(d));
	sums_add(&t->credited, credit);
	t->ids = joined(a, t->ids, short_id(t->ask, d->id));
	t->invoices = joined(a, t->invoices, d->invoice);
	add_undisputed(t, d);
}

static enum rc
read_rows(struct talk *t, struct err *err)
{
	const struct words_ask *ask = t->ask;
	enum rc rc = RC_OK;

	t->rows = arena_array(ask->a, ask->course_count, sizeof(*t->rows));
	for (size_t i = 0; rc == RC_OK && i < ask->course_count; i++) {
		rc = disputes_get(ask->f->store, ask->a,
		    ask->courses[i].subject, &t->rows[t->count], err);
		if (rc == RC_OK)
			t->count++;
		if (rc == RC_MISS) /* its invoice was taken back */
			rc = RC_OK;
	}
	return rc;
}

/* On one line: a quotation in a letter ends with its line. */
static struct str
one_line(struct arena *a, struct str text)
{
	struct str head = str_head(text, TEXT_MAX);
	char *p = arena_cstr(a, head);

	for (size_t i = 0; i < head.n; i++)
		if ((unsigned char)p[i] < ' ')
			p[i] = ' ';
	return str_trim((struct str){p, head.n});
}

static enum rc
set_text(struct talk *t, struct err *err)
{
	const struct disputes_row *d = &t->rows[0];
	struct str text = d->text;
	enum rc rc = RC_OK;

	if (str_is_empty(text) && !str_is_empty(d->inbox))
		rc = disputes_words(
		    t->ask->f->store, t->ask->a, d->inbox, &text, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	value_set_text(t->ask->a, t->map, "text", one_line(t->ask->a, text));
	return RC_OK;
}

/* The days on which our own people are asked, in their order. */
static day_t
inward_day(const struct talk *t, day_t after)
{
	struct dun_limits limits;
	day_t first = DAY_NONE;

	facts_limits(t->ask->f, t->ask->facts, &limits);
	for (size_t i = 0; i < t->seq->step_count; i++) {
		const struct sequence_step *s = &t->seq->steps[i];
		day_t anchor = course_day(&t->ask->courses[0], s->anchor);
		day_t day = anchor == DAY_NONE || step_is_outward(s)
				? DAY_NONE
				: gate_step_day(s, anchor, &limits);

		for (int64_t n = 1; day != DAY_NONE && day <= after &&
				    s->repeat > 0 && n < s->times;
		     n++)
			day += (day_t)s->repeat;
		if (day != DAY_NONE && (after == DAY_NONE || day > after) &&
		    (first == DAY_NONE || day < first))
			first = day;
	}
	return first;
}

static void
set_days(struct talk *t)
{
	struct arena *a = t->ask->a;
	struct str locale = t->ask->locale;
	day_t asked = inward_day(t, DAY_NONE);
	day_t until = asked == DAY_NONE ? DAY_NONE : inward_day(t, asked);
	day_t next = inward_day(t, t->ask->facts->today);

	value_set_text(a, t->map, "opened",
	    locale_date_long(a, locale,
		facts_day(t->ask->f, t->ask->facts, t->rows[0].opened_at)));
	if (until != DAY_NONE)
		value_set_text(
		    a, t->map, "deadline", locale_date_long(a, locale, until));
	if (next != DAY_NONE)
		value_set_text(a, t->out->root, "deadline",
		    locale_date_long(a, locale, next));
}

/* They were asked before this, if anybody was. */
static bool
was_asked(const struct talk *t, struct str role)
{
	const struct course *c = &t->ask->courses[0];

	for (size_t i = 0; i < c->said_count; i++)
		for (size_t k = 0; k < t->seq->step_count; k++) {
			const struct sequence_step *s = &t->seq->steps[k];

			if (str_eq(s->name, c->said[i].step) &&
			    !str_eq(s->name, t->ask->step->name) &&
			    str_eq(s->to, role))
				return true;
		}
	return false;
}

static void
set_stakeholder(struct talk *t)
{
	struct arena *a = t->ask->a;
	struct value *m = value_map(a);
	struct str who = staff_stakeholder(t->ask->f, t->rows[0].reason);

	if (str_is_empty(who) || !was_asked(t, STR("stakeholder")))
		return;
	value_set_text(a, m, "name", who);
	value_set(a, t->out->root, "stakeholder", m);
}

static void
set_figures(struct talk *t)
{
	struct arena *a = t->ask->a;
	struct str locale = t->ask->locale, outcome = t->rows[0].outcome;
	struct value *left = sums_list(a, &t->undisputed, locale);
	enum dispute_reason reason;

	value_set_text(a, t->map, "id", t->ids);
	value_set_text(a, t->map, "invoices", t->invoices);
	value_set_text(a, t->map, "amount", sums_text(a, &t->disputed, locale));
	value_set_text(a, t->map, "credit", sums_text(a, &t->credited, locale));
	if (name_reason_parse(t->rows[0].reason, &reason))
		value_set_text(
		    a, t->map, "reason", reasons_text(locale, reason));
	value_set_bool(a, t->map, "credited", str_eqc(outcome, "credited"));
	value_set_bool(a, t->map, "upheld", str_eqc(outcome, "upheld"));
	value_set_bool(a, t->map, "withdrawn", str_eqc(outcome, "withdrawn"));
	value_set_bool(a, t->map, "part", str_eqc(outcome, "part"));
	if (left != NULL)
		value_set(a, t->out->root, "undisputed", left);
	else /* there is nothing that a link could lead to */
		value_set_text(a, t->out->root, "pay_url", STR(""));
}

enum rc
words_disputes(const struct words_ask *ask, struct words *out, struct err *err)
{
	struct talk t = {.ask = ask, .out = out, .map = value_map(ask->a)};
	enum rc rc = read_rows(&t, err);

	if (rc != RC_OK)
		return rc;
	if (t.count == 0) {
		out->moot = STR("the dispute is gone");
		return RC_OK;
	}
	t.seq = flow_sequence_for(ask->f, SEQUENCE_DISPUTES, ask->facts);
	out->invoices = arena_array(ask->a, t.count, sizeof(*out->invoices));
	for (size_t i = 0; i < t.count; i++)
		add(&t, &t.rows[i]);
	set_figures(&t);
	set_days(&t);
	set_stakeholder(&t);
	value_set(ask->a, out->root, "dispute", t.map);
	return set_text(&t, err);
}
