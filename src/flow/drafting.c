#include "flow/drafting.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "flow/drafting_parts.h"
#include "model/limits.h"

struct drafting {
	const struct flow *f;
	struct arena *a;
	int64_t *next_at; /* of each collector */
};

struct drafting *
drafting_new(const struct flow *f)
{
	struct drafting *x = xcalloc(1, sizeof(*x));

	x->f = f;
	x->a = arena_new(LIMIT_JOB_ARENA + 4 * (size_t)LIMIT_MAIL_RAW);
	x->next_at = xcalloc(f->set->collector_count + 1, sizeof(*x->next_at));
	return x;
}

void
drafting_free(struct drafting **x)
{
	if (*x == NULL)
		return;
	arena_free(&(*x)->a);
	free((*x)->next_at);
	free(*x);
	*x = NULL;
}

day_t
drafting_since(const struct drafting_look *l)
{
	int64_t first = l->now;

	/* A clock set by hand knows nothing of the dates of a server. */
	if (l->f->rehearsed)
		return day_of(1970, 1, 2);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].row.at < first)
			first = l->v[i].row.at;
	return day_of_instant(first) - 1; /* its clock may be behind ours */
}

struct drafting_item *
drafting_match(const struct drafting_look *l, struct str head)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_fold_find(head, l->v[i].row.token) != STR_NPOS)
			return &l->v[i];
	return NULL;
}

static enum rc
load(struct drafting_look *l, struct err *err)
{
	struct drafts_row *rows = NULL;
	size_t n = 0;
	enum rc rc = drafts_of_box(l->f->store, l->a, l->box.set->box.name,
	    DRAFTING_MAX, &rows, &n, err);

	l->v = arena_array(l->a, n, sizeof(*l->v));
	for (size_t i = 0; i < n; i++)
		l->v[i] = (struct drafting_item){.row = rows[i]};
	l->n = n;
	return rc;
}

/* Whether it can be had is written down: drafts go out by mail when it cannot
 * for long. */
static enum rc
record(const struct drafting_look *l, enum rc looked, const struct err *why,
    struct err *err)
{
	struct store *st = l->f->store;
	struct str name = l->box.set->box.name;
	int64_t since = 0;
	enum rc rc = drafts_box_since(st, name, &since, err);

	if (rc == RC_MISS && looked == RC_OK)
		return RC_OK;
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	rc = store_begin(st, err);
	if (rc != RC_OK)
		return rc;
	rc = looked == RC_OK
		 ? drafts_box_up(st, name, err)
		 : drafts_box_down(st, name, l->now, str_of(why->text), err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}

static enum rc
look(struct drafting_look *l, struct err *err)
{
	enum rc rc = drafting_sent(l, err);

	if (rc == RC_OK)
		rc = drafting_lies(l, err);
	return rc == RC_OK ? drafting_put(l, err) : rc;
}

static enum rc
look_at(struct drafting *x, const struct collector_settings *set, int64_t now,
    struct drafting_stats *out, struct err *err)
{
	struct drafting_look l = {
	    .f = x->f,
	    .a = x->a,
	    .box = {.set = set,
		.door = set->box.read == CHANNEL_SERVER ? &draftbox_imap
							: &draftbox_maildir},
	    .now = now,
	    .stats = out,
	};
	struct err why = {{0}};
	enum rc rc, looked;

	arena_reset(x->a);
	l.name = arena_fmt(x->a, "collectors/%.*s", STR_ARG(set->box.name));
	rc = load(&l, err);
	if (rc != RC_OK || l.n == 0)
		return rc;
	looked = look(&l, &why);
	l.box.door->close(&l.box);
	if (looked != RC_OK)
		log_event(LOG_WARN, "drafts-failed", "collector=%.*s why=%s",
		    STR_ARG(set->box.name), why.text);
	return record(&l, looked, &why, err);
}

enum rc
drafting_round(struct drafting *x, int64_t now, struct drafting_stats *out,
    struct err *err)
{
	const struct settings *set = x->f->set;
	enum rc rc = RC_OK;

	*out = (struct drafting_stats){0};
	for (size_t i = 0; rc == RC_OK && i < set->collector_count; i++) {
		if (now < x->next_at[i])
			continue;
		rc = look_at(x, &set->collectors[i], now, out, err);
		x->next_at[i] = now + set->collectors[i].box.poll_seconds;
	}
	return rc;
}

int64_t
drafting_wait(const struct drafting *x, int64_t now, int64_t most)
{
	int64_t wait = most;

	for (size_t i = 0; i < x->f->set->collector_count; i++)
		if (x->next_at[i] - now < wait)
			wait = x->next_at[i] - now;
	return wait < 1 ? 1 : wait;
}

enum rc
drafting_is(const struct flow *f, struct arena *a, const struct outbox_touch *t,
    bool *yes, struct err *err)
{
	struct drafts_row row;
	enum rc rc;

	*yes = false;
	if (!str_eqc(t->channel, "draft"))
		return RC_OK;
	rc = drafts_get(f->store, a, t->id, &row, err);
	*yes = rc == RC_OK && row.collector.n > 0;
	return rc == RC_MISS ? RC_OK : rc;
}
