#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "app/verdict.h"
#include "base/printable.h"
#include "model/limits.h"
#include "model/names.h"
#include "store/corrections.h"

#define SLOTS  (4 * LIMIT_RULES)
#define MISSED 500 /* words that are read */
#define SHOWN  5   /* and shown, of one intent */

struct rule {
	struct str intent, name; /* no name: a free slot */
	int64_t hits, confirmed, corrected;
};

struct missed {
	struct str intent, text;
	int64_t at;
};

struct report {
	struct arena *a;
	struct rule *slots;
	size_t count;
	struct missed missed[MISSED];
	size_t missed_count;
};

static size_t
hash(struct str a, struct str b)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < a.n; i++)
		h = (h ^ (unsigned char)a.p[i]) * UINT64_C(0x100000001b3);
	for (size_t i = 0; i < b.n; i++)
		h = (h ^ (unsigned char)b.p[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h % SLOTS);
}

/* NULL: more rules than there can be. */
static struct rule *
find(struct report *r, struct str intent, struct str name)
{
	size_t at = hash(intent, name);
	struct rule *x = &r->slots[at];

	while (x->name.n > 0 &&
	       !(str_eq(x->name, name) && str_eq(x->intent, intent))) {
		at = (at + 1) % SLOTS;
		x = &r->slots[at];
	}
	if (x->name.n > 0)
		return x;
	if (str_is_empty(name) || r->count == SLOTS / 2)
		return NULL;
	r->count++;
	x->name = arena_dup(r->a, name);
	x->intent = arena_dup(r->a, intent);
	return x;
}

/* Each rule once a mail, however many words of it matched. */
static bool
is_first(const struct js *list, size_t i)
{
	const struct js *d = js_at(list, i);

	for (size_t k = 0; k < i; k++) {
		const struct js *e = js_at(list, k);

		if (str_eq(js_str(js_at(e, 0)), js_str(js_at(d, 0))) &&
		    str_eq(js_str(js_at(e, 1)), js_str(js_at(d, 1))))
			return false;
	}
	return true;
}

static enum rc
add_hits(void *ctx, struct db_stmt *row, struct err *err)
{
	enum intent_kind kind;
	struct js *list = NULL;
	enum rc rc = js_parse(db_col_text(row, 0), &list, err);

	for (size_t i = 0; rc == RC_OK && i < js_count(list); i++) {
		const struct js *d = js_at(list, i);
		struct rule *x;

		if (!name_intent_parse(js_str(js_at(d, 0)), &kind) ||
		    !is_first(list, i))
			continue;
		x = find(ctx, js_str(js_at(d, 0)), js_str(js_at(d, 1)));
		if (x != NULL)
			x->hits++;
	}
	js_free(&list);
	return rc;
}

static enum rc
add_verdicts(void *ctx, struct db_stmt *row, struct err *err)
{
	struct rule *x = find(ctx, db_col_text(row, 0), db_col_text(row, 1));

	(void)err;
	if (x == NULL)
		return RC_OK;
	x->confirmed = db_col_i64(row, 2);
	x->corrected = db_col_i64(row, 3);
	return RC_OK;
}

static enum rc
add_missed(void *ctx, struct db_stmt *row, struct err *err)
{
	struct report *r = ctx;

	(void)err;
	if (r->missed_count == MISSED)
		return RC_OK;
	r->missed[r->missed_count++] = (struct missed){
	    .intent = arena_dup(r->a, db_col_text(row, 0)),
	    .text = arena_dup(r->a, db_col_text(row, 1)),
	    .at = db_col_i64(row, 2),
	};
	return RC_OK;
}

static enum rc
load(struct app *app, struct report *r, struct err *err)
{
	struct store *st = app->flow.store;
	enum rc rc;

	r->slots = arena_array(r->a, SLOTS, sizeof(*r->slots));
	rc = corrections_hits(st, add_hits, r, err);
	if (rc == RC_OK)
		rc = corrections_verdicts(st, add_verdicts, r, err);
	if (rc == RC_OK)
		rc = corrections_words(st, MISSED, add_missed, r, err);
	return rc;
}

/* By intent, the most corrected first, then by name. */
static int
by_need(const void *pa, const void *pb)
{
	const struct rule *a = pa, *b = pb;
	int diff = str_cmp(a->intent, b->intent);

	if (diff != 0)
		return diff;
	if (a->corrected != b->corrected)
		return a->corrected > b->corrected ? -1 : 1;
	if (a->hits != b->hits)
		return a->hits > b->hits ? -1 : 1;
	return str_cmp(a->name, b->name);
}

static void
order(struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < SLOTS; i++)
		if (r->slots[i].name.n > 0)
			r->slots[n++] = r->slots[i];
	if (n > 1)
		qsort(r->slots, n, sizeof(*r->slots), by_need);
	r->count = n;
}

/* Of those that a person judged. */
static bool
precision(const struct rule *x, double *out)
{
	int64_t judged = x->confirmed + x->corrected;

	if (judged == 0)
		return false;
	*out = (double)x->confirmed / (double)judged;
	return true;
}

static void
put_rule(const struct rule *x)
{
	struct js *j = js_object();
	double p;

	js_set_str(j, "rule", x->name);
	js_set_str(j, "intent", x->intent);
	js_set_i64(j, "hits", x->hits);
	js_set_i64(j, "confirmed", x->confirmed);
	js_set_i64(j, "corrected", x->corrected);
	if (precision(x, &p))
		js_set_real(j, "precision", p);
	else
		js_set_null(j, "precision");
	verdict_put(&j);
}

static void
put_missed(const struct report *r, enum intent_kind kind)
{
	struct js *j = NULL, *list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < r->missed_count && n < SHOWN; i++) {
		if (!str_eqc(r->missed[i].intent, name_intent(kind)))
			continue;
		if (n++ == 0)
			list = js_array();
		js_push_str(list, r->missed[i].text);
	}
	if (n == 0)
		return;
	j = js_object();
	js_set_str(j, "intent", str_of(name_intent(kind)));
	js_set(j, "missed", list);
	verdict_put(&j);
}

static void
print_json(const struct report *r)
{
	for (size_t i = 0; i < r->count; i++)
		put_rule(&r->slots[i]);
	for (int k = 0; k < INTENT_COUNT; k++)
		put_missed(r, (enum intent_kind)k);
}

static void
print_missed(const struct report *r, enum intent_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < r->missed_count && n < SHOWN; i++) {
		char day[DAY_TEXT];
		struct buf b;

		if (!str_eqc(r->missed[i].intent, name_intent(kind)))
			continue;
		if (n++ == 0)
			printf("\n%s, not seen by any rule in\n",
			    name_intent(kind));
		buf_init(&b, 4096);
		printable_text(&b, r->missed[i].text);
		printf("  %s  %s\n",
		    day_iso(day_of_instant(r->missed[i].at), day),
		    b.p ? b.p : "");
		buf_fini(&b);
	}
}

static void
print_text(const struct report *r)
{
	if (r->count == 0)
		puts("no rule has decided anything yet");
	else
		printf("%-32s %-16s %8s %9s %9s  %s\n", "rule", "intent",
		    "hits", "confirmed", "corrected", "precision");
	for (size_t i = 0; i < r->count; i++) {
		const struct rule *x = &r->slots[i];
		double p = 0;

		printf("%-32.*s %-16.*s %8lld %9lld %9lld  ", STR_ARG(x->name),
		    STR_ARG(x->intent), (long long)x->hits,
		    (long long)x->confirmed, (long long)x->corrected);
		if (precision(x, &p))
			printf("%.0f %%\n", 100 * p);
		else
			puts("-");
	}
	for (int k = 0; k < INTENT_COUNT; k++)
		print_missed(r, (enum intent_kind)k);
}

static int
rules_run(struct app *app, int argc, char **argv)
{
	struct report r = {.count = 0};
	struct err err = {{0}};
	enum rc rc;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_rules);
	r.a = arena_new(LIMIT_JOB_ARENA);
	rc = load(app, &r, &err);
	if (rc == RC_OK) {
		order(&r);
		if (app->json)
			print_json(&r);
		else
			print_text(&r);
	}
	arena_free(&r.a);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_rules = {
    .name = "rules",
    .usage = "[--json]",
    .summary = "how often each rule was right, by what people moved",
    .needs = APP_CONFIG | APP_STORE_READ,
    .run = rules_run,
};
