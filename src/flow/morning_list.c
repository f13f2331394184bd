#include "flow/morning.h"

#include <stdlib.h>

#include "decide/worklist.h"
#include "flow/compose.h"
#include "flow/facts.h"
#include "flow/params.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/meta.h"
#include "store/mornings.h"
#include "store/promises.h"

#define YEAR_SECS  (365 * DAY_SECS)
#define TASKS_MAX  20000
#define SAID_MAX   280
#define TASK_MAX   200
#define SCRIPT_MAX 1800
#define CURRENCIES 4 /* that a row names */

/* An account on somebody's list. */
struct item {
	struct str account;
	struct worklist_weight weight;
};

struct group {
	struct str who;
	struct item *items;
	size_t count, cap;
};

struct listing {
	struct morning *m;
	struct mornings_task *tasks; /* by account */
	size_t task_count;
	struct str *snoozed; /* in order */
	size_t snoozed_count;
	struct group *groups;
	size_t group_count, group_cap;
};

static int
by_account(const void *x, const void *y)
{
	const struct mornings_task *a = x, *b = y;
	int n = str_cmp(a->account, b->account);

	return n ? n : str_cmp(a->id, b->id);
}

static int
by_name(const void *x, const void *y)
{
	const struct str *a = x, *b = y;

	return str_cmp(*a, *b);
}

static int
by_weight(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int n = worklist_compare(&a->weight, &b->weight);

	return n ? n : str_cmp(a->account, b->account);
}

static bool
is_snoozed(const struct listing *l, struct str account)
{
	return l->snoozed_count > 0 &&
	       bsearch(&account, l->snoozed, l->snoozed_count,
		   sizeof(*l->snoozed), by_name) != NULL;
}

static bool
is_call(const struct mornings_task *t)
{
	return str_eqc(t->kind, "call");
}

/* Those of one account stand together. */
static const struct mornings_task *
tasks_of(const struct listing *l, struct str account, size_t *count)
{
	size_t lo = 0, hi = l->task_count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(l->tasks[mid].account, account) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*count = 0;
	while (lo + *count < l->task_count &&
	       str_eq(l->tasks[lo + *count].account, account))
		++*count;
	return *count ? &l->tasks[lo] : NULL;
}

static bool
is_past_due(const struct facts_account *facts)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (facts->invoices[i].due < facts->today)
			return true;
	return false;
}

static enum rc
weigh(const struct listing *l, const struct facts_account *facts,
    struct worklist_weight *out, struct err *err)
{
	struct worklist_ask ask = {.facts = facts};
	size_t n;
	const struct mornings_task *t = tasks_of(l, facts->account.id, &n);
	enum rc rc;

	*out = (struct worklist_weight){.any = false};
	if (n == 0 && !is_past_due(facts))
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		ask.calls += is_call(&t[i]);
	ask.tasks = (int64_t)n - ask.calls;
	rc = promises_broken_since(l->m->f->store, facts->account.id,
	    l->m->now - YEAR_SECS, &ask.broken, err);
	if (rc == RC_OK)
		worklist_weigh(l->m->a, &ask, out);
	return rc;
}

static struct group *
group_of(struct listing *l, struct str who)
{
	struct morning *m = l->m;

	for (size_t i = 0; i < l->group_count; i++)
		if (str_fold_eq(l->groups[i].who, who))
			return &l->groups[i];
	l->groups = arena_grow(m->keep, l->groups, l->group_count,
	    &l->group_cap, sizeof(*l->groups));
	l->groups[l->group_count] = (struct group){.who = who};
	return &l->groups[l->group_count++];
}

static enum rc
look_at(
    struct listing *l, const struct facts_account *facts, struct err *err)
{
	struct morning *m = l->m;
	struct worklist_weight w;
	struct group *g;
	enum rc rc;

	if (is_snoozed(l, facts->account.id))
		return RC_OK;
	rc = weigh(l, facts, &w, err);
	if (rc != RC_OK || !w.any)
		return rc;
	w.why = (struct str){NULL, 0}; /* said again for those listed */
	g = group_of(l, morning_reader(m, facts));
	g->items = arena_grow(
	    m->keep, g->items, g->count, &g->cap, sizeof(*g->items));
	g->items[g->count++] =
	    (struct item){arena_dup(m->keep, facts->account.id), w};
	return RC_OK;
}

static enum rc
look_at_pile(
    struct listing *l, const struct str *ids, size_t count, struct err *err)
{
	struct facts_account facts[FACTS_PILE];
	struct facts_pile pile = {
	    ids, count, l->m->now, NULL, LEDGER_UNAPPLIED | LEDGER_HISTORY};
	enum rc rc = facts_load_pile(l->m->f, l->m->a, &pile, facts, err);

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = look_at(l, &facts[i], err);
	return rc;
}

static enum rc
look_at_all(struct listing *l, struct err *err)
{
	struct arena *page = arena_new(LIMIT_JOB_ARENA);
	char last[256];
	struct str after = {"", 0}, *ids;
	size_t count = 0;
	enum rc rc = RC_OK;

	do {
		arena_reset(page);
		rc = meta_account_ids(l->m->f->store, page, after,
		    LIMIT_PLAN_BATCH, &ids, &count, err);
		for (size_t i = 0; rc == RC_OK && i < count; i += FACTS_PILE) {
			arena_reset(l->m->a);
			rc = look_at_pile(l, &ids[i],
			    count - i < FACTS_PILE ? count - i : FACTS_PILE,
			    err);
		}
		if (count > 0) {
			after = str_head(ids[count - 1], sizeof(last));
			memcpy(last, after.p, after.n);
			after.p = last;
		}
	} while (rc == RC_OK && count > 0);
	arena_free(&page);
	return rc;
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
	enum rc rc = mornings_last_words(
	    m->f->store, m->a, account, &text, &at, err);

	if (rc == RC_OK)
		row->cell[CELL_SAID] = arena_fmt(m->keep, "%.*s: %.*s",
		    STR_ARG(locale_date(m->a, m->us.locale,
			facts_day(m->f, &m->us, at))),
		    STR_ARG(morning_line(m->a, text, SAID_MAX)));
	return rc == RC_MISS ? RC_OK : rc;
}

/* What the mail that came with the task says, as things are now. */
static enum rc
script(const struct morning *m, struct str task, struct str *out,
    struct err *err)
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
		*out = arena_dup(m->keep,
		    str_head(
			str_trim(compose_words(sheet.compose)), SCRIPT_MAX));
	return rc;
}

static enum rc
set_tasks(const struct listing *l, struct str account, struct params_row *row,
    struct err *err)
{
	struct morning *m = l->m;
	size_t n;
	const struct mornings_task *t = tasks_of(l, account, &n);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct str *cell = row->cell;

		if (!is_call(&t[i])) {
			cell[CELL_TASKS] = join(m->keep, cell[CELL_TASKS],
			    "; ", morning_line(m->keep, t[i].text, TASK_MAX));
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

static enum rc
fill(const struct listing *l, const struct item *item, struct params_row *row,
    struct err *err)
{
	struct morning *m = l->m;
	struct facts_ask ask = {item->account, m->now, NULL, LEDGER_ALL};
	const struct contact *to;
	struct facts_account facts;
	struct worklist_weight w;
	enum rc rc;

	arena_reset(m->a);
	rc = facts_load(m->f, m->a, &ask, &facts, err);
	if (rc == RC_OK)
		rc = weigh(l, &facts, &w, err);
	if (rc != RC_OK)
		return rc;
	to = speaker(&facts);
	row->cell[CELL_ACCOUNT] = item->account;
	row->cell[CELL_NAME] =
	    morning_line(m->keep, facts.account.name, TASK_MAX);
	row->cell[CELL_OWED] = owed(m, &facts);
	row->cell[CELL_EXPECTED] = expected(m, &w);
	row->cell[CELL_RANK] = arena_dup(m->keep, w.why);
	if (to != NULL) {
		row->cell[CELL_CONTACT] =
		    morning_line(m->keep, to->name, TASK_MAX);
		row->cell[CELL_PHONE] = arena_dup(m->keep, to->phone);
	}
	rc = set_said(m, item->account, row, err);
	return rc == RC_OK ? set_tasks(l, item->account, row, err) : rc;
}

static enum rc
add_mail(struct listing *l, struct group *g, struct err *err)
{
	struct morning *m = l->m;
	size_t max = (size_t)m->f->set->staff_worklist_lines;
	struct params p = {.promise_day = DAY_NONE};
	enum rc rc = RC_OK;

	qsort(g->items, g->count, sizeof(*g->items), by_weight);
	p.row_count = g->count < max ? g->count : max;
	p.rows = arena_array(m->keep, p.row_count, sizeof(*p.rows));
	for (size_t i = 0; rc == RC_OK && i < p.row_count; i++)
		rc = fill(l, &g->items[i], &p.rows[i], err);
	if (rc != RC_OK)
		return rc;
	p.subject = arena_fmt(m->keep, "Worklist of %.*s: %zu contact%s",
	    STR_ARG(locale_date(m->keep, m->us.locale, m->us.today)),
	    p.row_count, p.row_count == 1 ? "" : "s");
	if (g->count > max)
		p.text = arena_fmt(m->keep,
		    "%zu more wait; they come up as these are done.",
		    g->count - max);
	morning_mail(m, "worklist", g->who, params_write(m->keep, &p),
	    m->now - 1); /* before the digest */
	return RC_OK;
}

enum rc
morning_list(struct morning *m, struct err *err)
{
	struct listing l = {.m = m};
	enum rc rc = mornings_tasks(m->f->store, m->keep, TASKS_MAX, &l.tasks,
	    &l.task_count, err);

	if (rc == RC_OK)
		rc = mornings_snoozes(m->f->store, m->keep, m->now, &l.snoozed,
		    &l.snoozed_count, err);
	if (rc != RC_OK)
		return rc;
	if (l.task_count > 0)
		qsort(l.tasks, l.task_count, sizeof(*l.tasks), by_account);
	if (l.snoozed_count > 0)
		qsort(
		    l.snoozed, l.snoozed_count, sizeof(*l.snoozed), by_name);
	rc = look_at_all(&l, err);
	for (size_t i = 0; rc == RC_OK && i < l.group_count; i++)
		if (l.groups[i].who.n > 0)
			rc = add_mail(&l, &l.groups[i], err);
	return rc;
}
