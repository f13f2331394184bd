#include "flow/morning.h"

#include <stdlib.h>

#include "flow/facts.h"
#include "flow/morning_row.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/meta.h"
#include "store/promises.h"

#define YEAR_SECS (365 * DAY_SECS)
#define TASKS_MAX 20000

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
		ask.calls += morning_row_is_call(&t[i]);
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
look_at(struct listing *l, const struct facts_account *facts, struct err *err)
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
	g->items =
	    arena_grow(m->keep, g->items, g->count, &g->cap, sizeof(*g->items));
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

/* As it is now, in words. */
static enum rc
fill(const struct listing *l, const struct item *item, struct params_row *row,
    struct err *err)
{
	struct morning *m = l->m;
	struct facts_ask ask = {item->account, m->now, NULL, LEDGER_ALL};
	struct facts_account facts;
	struct worklist_weight w;
	struct morning_row x = {.m = m, .facts = &facts, .weight = &w};
	enum rc rc;

	arena_reset(m->a);
	rc = facts_load(m->f, m->a, &ask, &facts, err);
	if (rc == RC_OK)
		rc = weigh(l, &facts, &w, err);
	x.tasks = tasks_of(l, item->account, &x.task_count);
	return rc == RC_OK ? morning_row_fill(&x, row, err) : rc;
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
	enum rc rc = mornings_tasks(
	    m->f->store, m->keep, TASKS_MAX, &l.tasks, &l.task_count, err);

	if (rc == RC_OK)
		rc = mornings_snoozes(m->f->store, m->keep, m->now, &l.snoozed,
		    &l.snoozed_count, err);
	if (rc != RC_OK)
		return rc;
	if (l.task_count > 0)
		qsort(l.tasks, l.task_count, sizeof(*l.tasks), by_account);
	if (l.snoozed_count > 0)
		qsort(l.snoozed, l.snoozed_count, sizeof(*l.snoozed), by_name);
	rc = look_at_all(&l, err);
	for (size_t i = 0; rc == RC_OK && i < l.group_count; i++)
		if (l.groups[i].who.n > 0)
			rc = add_mail(&l, &l.groups[i], err);
	return rc;
}
