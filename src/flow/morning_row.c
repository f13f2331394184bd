#include "flow/morning_row.h"

#include "flow/compose.h"
#include "flow/facts.h"
#include "render/locale.h"

#define SAID_MAX   280
#define TASK_MAX   200
#define SCRIPT_MAX 1800
#define CURRENCIES 4 /* that a row names */

bool
morning_row_is_call(const struct mornings_task *t)
{
	return str_eqc(t->kind, "call");
}

static struct str
join(struct arena *a, struct str to, const char *by, struct str more)
{
	return to.n ? arena_fmt(a, "%.*s%s%.*s", STR_ARG(to), by, STR_ARG(more))
		    : more;
}

/* What is past due, currency by currency. */
static struct str
owed(const struct morning *m, const struct facts_account *facts)
{
	struct money sums[CURRENCIES];
	const struct facts_invoice *oldest = NULL;
	struct str out = {NULL, 0};
	size_t n = 0, late = 0, k;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (inv->due >= facts->today)
			continue;
		late++;
		oldest = oldest ? oldest : inv;
		for (k = 0; k < n; k++)
			if (money_add(sums[k], inv->open, &sums[k]))
				break;
		if (k == n && n < CURRENCIES)
			sums[n++] = inv->open;
	}
	for (k = 0; k < n; k++)
		out = join(m->keep, out, " and ",
		    locale_money(m->keep, m->us.locale, sums[k]));
	if (oldest == NULL)
		return STR("nothing past due");
	return arena_fmt(m->keep,
	    "%.*s past due, %zu invoice%s, the oldest %.*s for %d day%s",
	    STR_ARG(out), late, late == 1 ? "" : "s", STR_ARG(oldest->id),
	    facts->today - oldest->due,
	    facts->today - oldest->due == 1 ? "" : "s");
}

static struct str
expected(const struct morning *m, const struct worklist_weight *w)
{
	if (w->expected.minor <= 0)
		return (struct str){NULL, 0};
	return arena_fmt(m->keep, "%.*s, %lld %% of %.*s",
	    STR_ARG(locale_money(m->keep, m->us.locale, w->expected)),
	    (long long)w->percent,
	    STR_ARG(locale_money(m->keep, m->us.locale, w->due)));
}

/* Somebody who can be telephoned with before somebody who cannot. */
static const struct contact *
speaker(const struct facts_account *facts)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (facts->contacts[i].phone.n > 0)
			return &facts->contacts[i];
	return facts->contact_count ? &facts->contacts[0] : NULL;
}

static enum rc
set_said(const struct morning *m, struct str account, struct params_row *row,
    struct err *err)
{
	struct str text;
	int64_t at;
	enum rc rc =
	    mornings_last_words(m->f->store, m->a, account, &text, &at, err);

	if (rc == RC_OK)
		row->cell[CELL_SAID] = arena_fmt(m->keep, "%.*s: %.*s",
		    STR_ARG(locale_date(
			m->a, m->us.locale, facts_day(m->f, &m->us, at))),
		    STR_ARG(morning_line(m->a, text, SAID_MAX)));
	return rc == RC_MISS ? RC_OK : rc;
}

/* A list's own lines stay. */
static bool
goes_on(char c)
{
	return c != '\n' && c != '-' && !str_is_digit(c);
}

/* Its lines were broken for a mail of text; here they stand in another. */
static struct str
unwrap(struct arena *a, struct str text)
{
	char *p = arena_cstr(a, text);

	for (size_t i = 1; i + 1 < text.n; i++)
		if (p[i] == '\n' && p[i - 1] != '\n' && goes_on(p[i + 1]))
			p[i] = ' ';
	return (struct str){p, text.n};
}

/* What the mail that came with the task says, as things are now. */
static enum rc
script(
    const struct morning *m, struct str task, struct str *out, struct err *err)
{
	static const struct facts_gate open;
	struct compose_ask ask = {.now = m->now, .gate = &open};
	struct compose_sheet sheet;
	struct outbox_touch t;
	struct str rest = task, id;
	enum rc rc;

	if (!str_cut(&rest, '/', &id))
		return RC_OK;
	rc = outbox_get(m->f->store, m->a, id, &t, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	sheet = (struct compose_sheet){.touch = &t};
	rc = compose_load(m->f, m->a, &ask, &sheet, 1, err);
	if (rc == RC_OK && sheet.result.verdict == COMPOSE_SEND)
		*out = unwrap(
		    m->keep, str_head(str_trim(compose_words(sheet.compose)),
				 SCRIPT_MAX));
	return rc;
}

static enum rc
set_tasks(const struct morning_row *x, struct params_row *row, struct err *err)
{
	const struct morning *m = x->m;
	const struct mornings_task *t = x->tasks;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->task_count; i++) {
		struct str *cell = row->cell;

		if (!morning_row_is_call(&t[i])) {
			cell[CELL_TASKS] = join(m->keep, cell[CELL_TASKS], "; ",
			    morning_line(m->keep, t[i].text, TASK_MAX));
			continue;
		}
		cell[CELL_CALLS] =
		    join(m->keep, cell[CELL_CALLS], "\n", t[i].id);
		if (cell[CELL_SCRIPT].n == 0)
			rc = script(m, t[i].id, &cell[CELL_SCRIPT], err);
	}
	row->cell[CELL_TASKS] = str_head(row->cell[CELL_TASKS], 3 * TASK_MAX);
	return rc;
}

enum rc
morning_row_fill(
    const struct morning_row *x, struct params_row *row, struct err *err)
{
	const struct morning *m = x->m;
	const struct contact *to = speaker(x->facts);
	struct str *cell = row->cell;
	enum rc rc;

	cell[CELL_ACCOUNT] = arena_dup(m->keep, x->facts->account.id);
	cell[CELL_NAME] =
	    morning_line(m->keep, x->facts->account.name, TASK_MAX);
	cell[CELL_OWED] = owed(m, x->facts);
	cell[CELL_EXPECTED] = expected(m, x->weight);
	cell[CELL_RANK] = arena_dup(m->keep, x->weight->why);
	if (to != NULL) {
		cell[CELL_CONTACT] = morning_line(m->keep, to->name, TASK_MAX);
		cell[CELL_PHONE] = arena_dup(m->keep, to->phone);
	}
	rc = set_said(m, cell[CELL_ACCOUNT], row, err);
	return rc == RC_OK ? set_tasks(x, row, err) : rc;
}
