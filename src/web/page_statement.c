#include "web/pages.h"

#include "flow/document.h"
#include "flow/agingrows.h"
#include "flow/month.h"
#include "flow/sums.h"
#include "render/locale.h"
#include "store/passbook.h"
#include "web/view.h"

#define MONTHS 12 /* that are offered, before this one */

/* /statement is what is open today, /statement/2026-10 a month that is over;
 * each has its /pdf. */
struct job {
	const struct page_ask *ask;
	day_t month; /* its last day; DAY_NONE: today */
	struct letter_file file;
};

static struct str
pay_url(const struct page_ask *ask)
{
	return view_url(ask, arena_fmt(ask->a, "%.*s/pay", STR_ARG(ask->base)));
}

static enum rc
print(void *ctx, struct err *err)
{
	struct job *j = ctx;
	const struct page_ask *ask = j->ask;
	const struct facts_account facts = view_facts(ask);
	const struct month_file want = {
	    .facts = &facts,
	    .month = j->month,
	    .forward = true,
	    .pay_url = pay_url(ask),
	};

	return j->month == DAY_NONE
		   ? document_statement(
			 ask->f, ask->a, &facts, want.pay_url, &j->file, err)
		   : month_file(ask->f, ask->a, &want, &j->file, err);
}

static enum rc
show_file(const struct page_ask *ask, day_t month, struct page_out *out,
    struct err *err)
{
	struct job j = {.ask = ask, .month = month};
	enum rc rc = view_print(ask, print, &j, err);

	if (rc == RC_OK)
		view_file(out, &j.file);
	return rc;
}

static struct str
month_path(struct arena *a, day_t month)
{
	struct ymd d = day_ymd(month);

	return arena_fmt(a, "%04d-%02d", d.y, d.m);
}

static day_t
month_before(day_t month)
{
	struct ymd d = day_ymd(month);

	return day_of(d.y, d.m, 1) - 1;
}

static enum rc
first_day(const struct page_ask *ask, day_t *out, struct err *err)
{
	const struct passbook_ask q = {
	    .st = ask->f->store,
	    .a = ask->a,
	    .account = ask->facts->account.id,
	};

	return passbook_first(&q, out, err);
}

/* Those that are over and not older than the account's first entry. */
static enum rc
put_months(const struct page_ask *ask, struct value *values, struct err *err)
{
	struct value *list = value_list(ask->a);
	day_t first, month = month_before(ask->today);
	enum rc rc = first_day(ask, &first, err);

	for (int i = 0; rc == RC_OK && first != DAY_NONE && i < MONTHS; i++) {
		struct value *map = value_map(ask->a);

		if (month < first)
			break;
		value_set_text(ask->a, map, "name",
		    locale_month(ask->a, ask->locale, month));
		value_set_text(ask->a, map, "path", month_path(ask->a, month));
		value_push(ask->a, list, map);
		month = month_before(month);
	}
	view_list(ask, values, "months", list);
	return rc;
}

static struct value *
item(const struct page_ask *ask, const struct facts_invoice *inv)
{
	struct value *map = value_map(ask->a);
	int64_t days = (int64_t)ask->today - inv->due;

	value_set_text(ask->a, map, "number", inv->id);
	value_set_text(ask->a, map, "path", view_path(ask->a, inv->id));
	value_set_text(ask->a, map, "po", inv->po);
	view_day(ask, map, "issued", inv->issued);
	view_day(ask, map, "due", inv->due);
	view_money(ask, map, "amount", inv->amount);
	view_money(ask, map, "open", inv->open);
	value_set_bool(ask->a, map, "disputed", inv->disputed);
	value_set_bool(ask->a, map, "part_disputed",
	    !inv->disputed && inv->contested.minor > 0);
	view_day(ask, map, "promised", inv->promised);
	if (days > 0) {
		value_set_bool(ask->a, map, "one_day", days == 1);
		view_number(ask, map, "late", days);
	}
	return map;
}

static void
put_sums(const struct page_ask *ask, struct value *values)
{
	const struct facts_account *facts = ask->facts;
	struct sums open = {.n = 0}, unapplied = {.n = 0};

	for (size_t i = 0; i < facts->invoice_count; i++)
		sums_add(&open, facts->invoices[i].open);
	for (size_t i = 0; i < facts->unapplied_count; i++)
		sums_add(&unapplied, facts->unapplied[i]);
	value_set(
	    ask->a, values, "totals", sums_list(ask->a, &open, ask->locale));
	value_set(ask->a, values, "unapplied",
	    sums_list(ask->a, &unapplied, ask->locale));
	value_set(ask->a, values, "aging",
	    agingrows_list(ask->a, ask->locale, facts));
}

static enum rc
show_today(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	const struct facts_account *facts = ask->facts;
	struct value *list = value_list(ask->a);
	int64_t total = (int64_t)facts->invoice_count;
	struct view_turn turn;
	enum rc rc = view_turn(ask, &turn);

	if (rc != RC_OK)
		return rc;
	for (int64_t i = turn.skip; i < total && i < turn.skip + VIEW_ROWS; i++)
		value_push(ask->a, list, item(ask, &facts->invoices[i]));
	view_list(ask, out->values, "invoices", list);
	put_sums(ask, out->values);
	out->template_name = "statement";
	rc = view_turn_put(ask, out->values, &turn,
	    arena_fmt(ask->a, "%.*s/statement", STR_ARG(ask->base)), total);
	return rc == RC_OK ? put_months(ask, out->values, err) : rc;
}

static struct value *
section_map(const struct page_ask *ask, const struct statement_section *s)
{
	static const char *const ages[AGING_BUCKETS] = {
	    [AGING_CURRENT] = "current",
	    [AGING_30] = "days_30",
	    [AGING_60] = "days_60",
	    [AGING_90] = "days_90",
	    [AGING_OLDER] = "older",
	};
	struct value *map = value_map(ask->a);

	value_set_text(ask->a, map, "currency", str_of(s->closing.currency));
	view_money(ask, map, "opening", s->opening);
	view_money(ask, map, "invoiced", s->invoiced);
	view_money(ask, map, "credited", s->credited);
	view_money(ask, map, "paid", s->paid);
	view_money(ask, map, "closing", s->closing);
	if (s->unapplied.minor > 0)
		view_money(ask, map, "unapplied", s->unapplied);
	for (int b = 0; b < AGING_BUCKETS; b++)
		view_money(ask, map, ages[b], s->aging[b]);
	return map;
}

static struct value *
move_map(const struct page_ask *ask, const struct statement_entry *e)
{
	static const char *const kinds[] = {"invoice", "credit", "payment"};
	struct value *map = value_map(ask->a);
	struct str id = view_path(ask->a, e->id);

	view_word(ask, map, "kind", str_of(kinds[e->kind]));
	value_set_text(ask->a, map, "id", e->id);
	if (id.n > 0)
		id = e->kind == STATEMENT_INVOICE
			 ? arena_fmt(ask->a, "invoice/%.*s", STR_ARG(id))
			 : arena_fmt(ask->a, "payments/%s/%.*s", kinds[e->kind],
			       STR_ARG(id));
	value_set_text(ask->a, map, "path", id);
	value_set_text(ask->a, map, "note", e->note);
	view_day(ask, map, "day", e->day);
	view_money(ask, map, "amount", statement_signed(e));
	return map;
}

/* The movements of all currencies, one list over several pages. */
static enum rc
put_moves(const struct page_ask *ask, const struct statement *st,
    struct page_out *out, day_t month)
{
	struct value *sections = value_list(ask->a), *list = value_list(ask->a);
	struct view_turn turn;
	int64_t at = 0;
	enum rc rc = view_turn(ask, &turn);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < st->count; i++) {
		const struct statement_section *s = &st->sections[i];

		value_push(ask->a, sections, section_map(ask, s));
		for (size_t k = 0; k < s->move_count; k++, at++)
			if (at >= turn.skip && at < turn.skip + VIEW_ROWS)
				value_push(
				    ask->a, list, move_map(ask, s->moves[k]));
	}
	value_set(ask->a, out->values, "sections", sections);
	view_list(ask, out->values, "moves", list);
	return view_turn_put(ask, out->values, &turn,
	    arena_fmt(ask->a, "%.*s/statement/%.*s", STR_ARG(ask->base),
		STR_ARG(month_path(ask->a, month))),
	    at);
}

static enum rc
show_month(const struct page_ask *ask, day_t month, struct page_out *out,
    struct err *err)
{
	struct value *map = value_map(ask->a);
	struct statement st;
	enum rc rc = month_statement(
	    ask->f, ask->a, ask->facts->account.id, month, &st, err);

	if (rc != RC_OK)
		return rc;
	value_set_text(
	    ask->a, map, "name", locale_month(ask->a, ask->locale, month));
	value_set_text(ask->a, map, "path", month_path(ask->a, month));
	value_set_bool(ask->a, map, "unproven", !str_is_empty(st.unproven));
	if (str_is_empty(st.unproven)) {
		view_day(ask, map, "from", st.from);
		view_day(ask, map, "to", st.to);
	}
	value_set(ask->a, out->values, "month", map);
	out->template_name = "month";
	return str_is_empty(st.unproven) ? put_moves(ask, &st, out, month)
					 : RC_OK;
}

/* The month of "2026-10": one that is over, and not before the account's
 * first. */
static enum rc
month_asked(
    const struct page_ask *ask, struct str text, day_t *out, struct err *err)
{
	day_t month = month_of(text), first;
	enum rc rc;

	if (month == DAY_NONE || month >= ask->today ||
	    !str_eq(month_path(ask->a, month), text))
		return RC_MISS;
	*out = month;
	rc = first_day(ask, &first, err);
	return rc == RC_OK && (first == DAY_NONE || month < first) ? RC_MISS
								   : rc;
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct str head = ask->rest;
	bool file;
	day_t month;
	enum rc rc;

	if (str_is_empty(head))
		return show_today(ask, out, err);
	if (str_eqc(head, "pdf"))
		return show_file(ask, DAY_NONE, out, err);
	file = view_tail(ask->rest, "pdf", &head);
	rc = month_asked(ask, head, &month, err);
	if (rc != RC_OK)
		return rc;
	return file ? show_file(ask, month, out, err)
		    : show_month(ask, month, out, err);
}

const struct page page_statement = {.name = "statement", .show = show};
