#include "flow/correction.h"

#include "base/log.h"
#include "decide/correct.h"
#include "decide/spoken.h"
#include "flow/apply.h"
#include "flow/correction_rules.h"
#include "flow/facts.h"
#include "flow/judge.h"
#include "model/limits.h"
#include "store/corrections.h"
#include "store/inbox.h"

#define BATCH 100

struct work {
	const struct flow *f;
	struct arena *a;
	const struct correction *c;
	int64_t now;
	struct correction_mail mail;
	struct message *message; /* NULL: it cannot be read */
	struct judge judge;
	struct facts_account own; /* when the mail is another's by now */
	const struct facts_account *account;
	struct spoken disputed, promised;
};

static enum rc
load_account(struct work *w, struct err *err)
{
	struct facts_ask ask = {w->mail.account, w->now, NULL, 0};
	enum rc rc;

	if (str_is_empty(w->mail.account))
		return RC_OK;
	if (w->judge.has_account &&
	    str_eq(w->judge.facts.account.id, w->mail.account)) {
		w->account = &w->judge.facts;
		return RC_OK;
	}
	rc = facts_load(w->f, w->a, &ask, &w->own, err);
	if (rc == RC_OK)
		w->account = &w->own;
	return rc == RC_MISS ? RC_OK : rc;
}

/* Those that it or its thread names: which others it could mean a person has
 * to say. */
static void
find_invoices(struct work *w)
{
	struct inbound in = {
	    .intent = &w->judge.intent,
	    .account = w->account,
	    .touch_invoices = w->judge.touch_invoices,
	    .touch_invoice_count = w->judge.touch_invoice_count,
	};
	struct spoken all;

	if (w->account == NULL)
		return;
	spoken_find(w->a, &in, &all);
	if (!all.named)
		return;
	spoken_about(w->a, &in, INTENT_DISPUTE, &all, &w->disputed);
	spoken_about(w->a, &in, INTENT_PROMISE, &all, &w->promised);
}

static enum rc
understand(struct work *w, struct err *err)
{
	struct judge_in in = {
	    .message = w->message,
	    .mailbox = w->c->mailbox,
	    .now = w->now,
	    .came_at = w->mail.received_at,
	};
	enum rc rc = RC_OK;

	if (w->message != NULL)
		rc = judge_mail(w->f, w->a, &in, &w->judge, err);
	if (rc == RC_OK)
		rc = load_account(w, err);
	if (rc == RC_OK)
		find_invoices(w);
	return rc;
}

static void
decide(const struct work *w, struct effects *out)
{
	const struct correction_mail *m = &w->mail;
	struct correct_task *tasks =
	    arena_array(w->a, m->task_count, sizeof(*tasks));
	struct correct c = {
	    .from = w->c->from,
	    .to = w->c->to,
	    .now = w->now,
	    .account = w->account,
	    .intent = &w->judge.intent,
	    .contact = m->contact,
	    .disputed = w->disputed.ids,
	    .disputed_count = w->disputed.count,
	    .promised = w->promised.ids,
	    .promised_count = w->promised.count,
	    .disputes = m->disputes,
	    .dispute_count = m->dispute_count,
	    .promises = m->promises,
	    .promise_count = m->promise_count,
	    .tasks = tasks,
	    .task_count = m->task_count,
	    .rest_days = w->f->set->reply_rest_days,
	};

	for (size_t i = 0; i < m->task_count; i++)
		tasks[i] = (struct correct_task){m->tasks[i], m->task_kinds[i]};
	correct_decide(w->a, &c, out);
}

static enum rc
apply(const struct work *w, const struct effects *effects, struct err *err)
{
	bool promise = str_eqc(w->c->to, "Promises");
	struct apply ap = {
	    .f = w->f,
	    .a = w->a,
	    .inbox = w->c->inbox,
	    .mailbox = w->c->mailbox,
	    .thread = w->judge.exchange,
	    .turn = arena_fmt(w->a, "move-%lld", (long long)w->c->ordinal),
	    .again = promise ? w->mail.promised_once : w->mail.disputed_once,
	    .unsaid = w->judge.intent.bank_change,
	    .message = w->message,
	    .account = w->account,
	    .now = w->now,
	};

	return apply_effects(&ap, effects, err);
}

static enum rc
count(const struct work *w, struct err *err)
{
	struct correction_rules r = {
	    .st = w->f->store,
	    .a = w->a,
	    .c = w->c,
	    .decisions = w->mail.decisions,
	    .text = w->message && !w->judge.intent.bank_change
			? w->message->reply
			: STR(""),
	    .now = w->now,
	};

	return correction_rules(&r, err);
}

/* In the transaction of the caller. */
static enum rc
follow(struct work *w, struct effects *effects, struct err *err)
{
	struct store *st = w->f->store;
	enum rc rc = corrections_done(st, w->c, w->now, err);

	if (rc != RC_OK)
		return rc;
	rc = corrections_mail(st, w->a, w->c->inbox, &w->mail, err);
	if (rc == RC_OK)
		rc = understand(w, err);
	if (rc != RC_OK)
		return rc;
	decide(w, effects);
	rc = apply(w, effects, err);
	return rc == RC_OK ? count(w, err) : rc;
}

/* It cannot be followed, now or ever: a person has to. */
static enum rc
give_up(struct work *w, struct effects *effects, struct err *err)
{
	struct effect *task;
	struct err why = *err;
	enum rc rc = corrections_done(w->f->store, w->c, w->now, err);

	if (rc != RC_OK)
		return rc;
	*effects = (struct effects){.a = w->a};
	task = effect_add(effects, EFFECT_TASK);
	task->what = STR("moved");
	task->text = arena_fmt(w->a,
	    "moved by a person from %.*s to %.*s, which could not be "
	    "followed: %s",
	    STR_ARG(w->c->from), STR_ARG(w->c->to), why.text);
	log_event(LOG_WARN, "move-not-followed", "mail=%.16s why=%s",
	    w->c->inbox.p, why.text);
	return apply(w, effects, err);
}

typedef enum rc attempt(
    struct work *w, struct effects *effects, struct err *err);

static enum rc
try(attempt *how, struct work *w, struct effects *effects, struct err *err)
{
	enum rc rc = store_begin(w->f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = how(w, effects, err);
	if (rc == RC_OK)
		return store_commit(w->f->store, err);
	store_rollback(w->f->store);
	return rc;
}

/* What was read once is read again; a mail that cannot be says nothing. */
static enum rc
read_again(struct work *w, struct parser *parser, struct err *err)
{
	struct str raw = {NULL, 0};
	struct err why;
	enum rc rc = inbox_raw(w->f->store, w->a, w->c->inbox, &raw, err);

	if (rc == RC_OK && raw.n > 0 &&
	    parser_read(parser, w->a, raw, &w->message, &why) != RC_OK)
		w->message = NULL;
	return rc == RC_MISS ? RC_OK : rc;
}

static bool
is_refused(const struct work *w, const struct effects *e)
{
	return w->account == NULL && e->n > 0 && e->v[0].kind == EFFECT_TASK;
}

static enum rc
one(struct work *w, struct parser *parser, struct correction_stats *out,
    struct err *err)
{
	struct effects effects = {.a = w->a};
	enum rc rc = read_again(w, parser, err);

	if (rc == RC_OK)
		rc = try(follow, w, &effects, err);
	if (rc == RC_BAD) {
		rc = try(give_up, w, &effects, err);
		out->refused += rc == RC_OK;
		return rc;
	}
	if (rc == RC_MISS) /* another process was faster */
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	out->followed++;
	out->refused += is_refused(w, &effects);
	return RC_OK;
}

enum rc
correction_round(const struct flow *f, struct parser *parser, int64_t now,
    struct correction_stats *out, struct err *err)
{
	struct arena *list = arena_new(LIMIT_JOB_ARENA);
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct correction *v = NULL;
	size_t n = 1;
	enum rc rc = RC_OK;

	*out = (struct correction_stats){0};
	while (rc == RC_OK && n > 0) {
		arena_reset(list);
		rc = corrections_open(f->store, list, BATCH, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			struct work w = {
			    .f = f, .a = a, .c = &v[i], .now = now};

			arena_reset(a);
			rc = one(&w, parser, out, err);
		}
	}
	arena_free(&a);
	arena_free(&list);
	return rc;
}
