#include "flow/morning.h"

#include <stdlib.h>

#include "flow/approval.h"
#include "flow/facts.h"
#include "flow/params.h"
#include "flow/plan.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/mornings.h"

#define LINES_MAX   300 /* that one digest lists */
#define PLANNED_MAX 2000
#define CURRENCIES  4
#define WHY_MAX     160

struct part {
	struct str who;
	struct params_row *rows;
	size_t count, cap;
	size_t more; /* that are not listed */
};

struct digest {
	struct morning *m;
	struct part *parts;
	size_t part_count, part_cap;
	struct str *planned; /* touches that are listed already */
	size_t planned_count;
};

static struct part *
part_of(struct digest *d, struct str who)
{
	struct morning *m = d->m;

	for (size_t i = 0; i < d->part_count; i++)
		if (str_fold_eq(d->parts[i].who, who))
			return &d->parts[i];
	d->parts = arena_grow(
	    m->keep, d->parts, d->part_count, &d->part_cap, sizeof(*d->parts));
	d->parts[d->part_count] = (struct part){.who = who};
	return &d->parts[d->part_count++];
}

static void
add_row(struct digest *d, struct str who, const struct params_row *row)
{
	struct part *p;

	if (str_is_empty(who))
		return;
	p = part_of(d, who);
	if (p->count == LINES_MAX) {
		p->more++;
		return;
	}
	p->rows = arena_grow(
	    d->m->keep, p->rows, p->count, &p->cap, sizeof(*p->rows));
	p->rows[p->count++] = *row;
}

/* Of the invoices that it speaks of, currency by currency. */
static struct str
amount(const struct morning *m, const struct plan_item *it)
{
	struct money sums[CURRENCIES];
	struct str out = {NULL, 0};
	size_t n = 0, k;

	for (size_t i = 0; it->dun && i < it->facts->invoice_count; i++) {
		struct money asked = facts_asked(&it->facts->invoices[i]);

		if (it->dun->lines[i].state != DUN_DUE &&
		    it->dun->lines[i].state != DUN_LISTED)
			continue;
		for (k = 0; k < n; k++)
			if (money_add(sums[k], asked, &sums[k]))
				break;
		if (k == n && n < CURRENCIES)
			sums[n++] = asked;
	}
	for (k = 0; k < n; k++)
		out = arena_fmt(m->keep, "%.*s%s%.*s", STR_ARG(out),
		    k ? " and " : "",
		    STR_ARG(locale_money(m->keep, m->us.locale, sums[k])));
	return out;
}

/* About invoices: how many, and how late the first of them is. */
static struct str
why(const struct morning *m, const struct plan_item *it)
{
	const struct facts_invoice *first = NULL;
	size_t n = 0;
	int late;

	for (size_t i = 0; it->dun && i < it->facts->invoice_count; i++) {
		if (it->dun->lines[i].state != DUN_DUE &&
		    it->dun->lines[i].state != DUN_LISTED)
			continue;
		first = first ? first : &it->facts->invoices[i];
		n++;
	}
	if (first == NULL)
		return morning_line(m->keep, it->why, WHY_MAX);
	late = it->facts->today - first->due;
	return arena_fmt(m->keep, "%zu invoice%s, %.*s %s %d day%s", n,
	    n == 1 ? "" : "s", STR_ARG(first->id),
	    late > 0 ? "past due for" : "due in", late > 0 ? late : -late,
	    late == 1 || late == -1 ? "" : "s");
}

/* The reader's own clock. */
static struct str
when(const struct morning *m, int64_t at)
{
	struct facts_account us = m->us;

	facts_set_moment(m->f, &us, at > m->now ? at : m->now);
	return arena_fmt(m->keep, "%.*s %02d:%02d",
	    STR_ARG(locale_date(m->a, us.locale, us.today)), us.minutes / 60,
	    us.minutes % 60);
}

static void
take(void *ctx, const struct plan_item *it)
{
	struct digest *d = ctx;
	struct morning *m = d->m;
	struct params_row row = {0};
	struct str *c = row.cell;

	if (!it->send || it->step == NULL || !step_is_outward(it->step))
		return;
	c[CELL_ACCOUNT] = arena_dup(m->keep, it->account);
	c[CELL_NAME] = morning_line(m->keep, it->account_name, WHY_MAX);
	c[CELL_STEP] =
	    arena_fmt(m->keep, "%.*s/%.*s by %s", STR_ARG(it->sequence->name),
		STR_ARG(it->step->name), step_channels[it->step->channel]);
	c[CELL_TO] = arena_dup(m->keep, it->to);
	c[CELL_AMOUNT] = amount(m, it);
	c[CELL_WHY] = why(m, it);
	c[CELL_WHEN] = when(m, it->at);
	if (it->approval)
		c[CELL_WAITS] = STR("then it waits for a yes");
	add_row(d, morning_reader(m, it->facts), &row);
}

/* Planned before, and not gone: it waits for a yes, an hour or its turn. */
static enum rc
take_planned(struct digest *d, struct str id, struct err *err)
{
	struct morning *m = d->m;
	struct facts_account facts;
	struct approvals_row waits;
	struct params_row row = {0};
	struct outbox_touch t;
	struct str *c = row.cell;
	struct facts_ask ask = {.now = m->now};
	enum rc rc;

	arena_reset(m->a);
	rc = outbox_get(m->f->store, m->a, id, &t, err);
	ask.account = t.account;
	if (rc == RC_OK)
		rc = facts_load(m->f, m->a, &ask, &facts, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	rc = approvals_get(m->f->store, m->a, id, &waits, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	c[CELL_TOUCH] = id;
	c[CELL_ACCOUNT] = arena_dup(m->keep, t.account);
	c[CELL_NAME] = morning_line(m->keep, facts.account.name, WHY_MAX);
	c[CELL_STEP] = arena_fmt(m->keep, "%.*s/%.*s by %.*s",
	    STR_ARG(t.sequence), STR_ARG(t.step),
	    STR_ARG(t.channel.n ? t.channel : STR("email")));
	c[CELL_TO] = arena_dup(m->keep, t.recipient);
	c[CELL_WHY] = STR("planned before, and not gone yet");
	if (rc == RC_OK)
		c[CELL_WAITS] = arena_dup(m->keep, approval_words(waits.why));
	add_row(d, morning_reader(m, &facts), &row);
	return RC_OK;
}

static enum rc
rehearse_all(struct digest *d, struct err *err)
{
	struct morning *m = d->m;
	struct mornings_due want = {m->until, STR(""), LIMIT_PLAN_BATCH};
	struct str *ids = NULL;
	size_t count = 0;
	enum rc rc;

	do {
		rc = mornings_due(
		    m->f->store, m->keep, &want, &ids, &count, err);
		for (size_t i = 0; rc == RC_OK && i < count; i++) {
			arena_reset(m->a);
			rc = plan_rehearse(
			    m->f, m->now, m->until - 1, ids[i], take, d, err);
		}
		if (count > 0)
			want.after = ids[count - 1];
	} while (rc == RC_OK && count > 0);
	return rc;
}

static struct str
standing(const struct morning *m)
{
	if (!m->stands)
		return (struct str){NULL, 0};
	return arena_fmt(m->keep,
	    "Everything to customers waits: %.*s (by %.*s). Answer `send` to "
	    "let it go.",
	    STR_ARG(m->still.reason), STR_ARG(m->still.by));
}

static void
add_mail(struct digest *d, struct part *part)
{
	struct morning *m = d->m;
	struct params p = {
	    .promise_day = DAY_NONE,
	    .rows = part->rows,
	    .row_count = part->count,
	    .until = m->until,
	    .text = standing(m),
	};

	p.subject = arena_fmt(m->keep,
	    "About to be sent: %zu message%s until %.*s", part->count,
	    part->count == 1 ? "" : "s", STR_ARG(when(m, m->until)));
	if (part->more > 0)
		p.text = arena_fmt(m->keep,
		    "%.*s%s%zu more are not listed; `dunmail plan` shows all.",
		    STR_ARG(p.text), p.text.n ? " " : "", part->more);
	morning_mail(m, "digest", part->who, params_write(m->keep, &p), m->now);
}

enum rc
morning_digest(struct morning *m, struct err *err)
{
	struct digest d = {.m = m};
	enum rc rc = mornings_planned(m->f->store, m->keep, PLANNED_MAX,
	    &d.planned, &d.planned_count, err);

	for (size_t i = 0; rc == RC_OK && i < d.planned_count; i++)
		rc = take_planned(&d, d.planned[i], err);
	if (rc == RC_OK)
		rc = rehearse_all(&d, err);
	/* Who let everything wait is reminded of it. */
	if (rc == RC_OK && m->stands)
		part_of(&d, m->still.by);
	for (size_t i = 0; rc == RC_OK && i < d.part_count; i++)
		add_mail(&d, &d.parts[i]);
	return rc;
}
