#include "flow/receive.h"

#include "base/log.h"
#include "flow/apply.h"
#include "flow/carrier_round.h"
#include "flow/desk.h"
#include "flow/enclose.h"
#include "flow/intake.h"
#include "flow/parked.h"
#include "flow/settle.h"
#include "flow/textbook.h"
#include "model/limits.h"

struct batch {
	struct arena *a;
	struct intake_item *v;
	size_t n;
};

struct round {
	const struct flow *f;
	struct intake *intake;
	struct arena *a;
	int64_t now;
	struct receive_stats *stats;
};

static enum rc
park(const struct round *r, const struct intake_item *it, struct err *err)
{
	struct inbox_verdict v = {
	    .id = it->claimed.id,
	    .state = "parked",
	    .kind = STR("other"),
	    .queue = STR("Unsure"),
	    .reason = str_of(it->why.text),
	    .now = 0, /* until a person is told */
	};

	r->stats->parked++;
	log_event(LOG_WARN, "mail-parked", "mail=%.16s why=%s",
	    it->claimed.id.p, it->why.text);
	return inbox_settle(r->f->store, &v, err);
}

static int64_t
count_answers(const struct effects *e)
{
	int64_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->v[i].kind == EFFECT_ANSWER;
	return n;
}

/* A proven mail of our own people: orders, an answer to a customer, a yes. */
static enum rc
act_for_staff(const struct round *r, const struct intake_item *it,
    struct judge *j, struct err *err)
{
	struct desk_mail mail = {
	    .f = r->f,
	    .a = it->a,
	    .inbox = it->claimed.id,
	    .mailbox = it->claimed.mailbox,
	    .message = it->message,
	    .by = j->staff.by,
	    .rights = j->staff.rights,
	    .answers = &j->staff.answers,
	    .again = j->staff.again,
	    .account = j->has_account ? &j->facts : NULL,
	    .now = r->now,
	};
	struct desk_result done;
	enum rc rc = desk_handle(&mail, &done, err);

	j->result.effects.queue = done.queue;
	j->result.effects.reason = done.reason;
	return rc;
}

/* The number to answer, of a text; empty: it came otherwise, answers go by
 * mail, or who wrote wants no texts. */
static enum rc
find_number(const struct round *r, const struct intake_item *it,
    struct str *out, struct err *err)
{
	struct str number = carrier_number_of(it->claimed.place);
	bool wanted = false;
	enum rc rc;

	*out = (struct str){NULL, 0};
	if (!str_eqc(it->claimed.folder, CARRIER_FOLDER) ||
	    it->claimed.account.n == 0 ||
	    r->f->set->texts_answer != TEXTS_BY_TEXT)
		return RC_OK;
	rc = textbook_wanted(r->f, it->a, number, &wanted, err);
	if (rc == RC_OK && wanted)
		*out = number;
	return rc;
}

/* Who wrote a text is told that it was read: once, whatever follows. */
static void
acknowledge(const struct intake_item *it, struct judge *j)
{
	struct effects *e = &j->result.effects;
	struct effect *x;

	if (!j->human || count_answers(e) > 0)
		return;
	x = effect_add(e, EFFECT_ANSWER);
	x->what = STR("text-noted");
	x->contact = it->claimed.contact;
}

static enum rc
act_for_customer(const struct round *r, const struct intake_item *it,
    struct judge *j, struct err *err)
{
	struct apply ap = {
	    .f = r->f,
	    .a = it->a,
	    .inbox = it->claimed.id,
	    .mailbox = it->claimed.mailbox,
	    .thread = j->exchange,
	    .message = it->message,
	    .account = j->has_account ? &j->facts : NULL,
	    .judge = j,
	    .now = r->now,
	};

	enum rc rc = find_number(r, it, &ap.number, err);

	if (rc == RC_OK && ap.number.n > 0 && j->has_account)
		acknowledge(it, j);
	return rc == RC_OK ? apply_effects(&ap, &j->result.effects, err) : rc;
}

static enum rc
act(const struct round *r, const struct intake_item *it, struct err *err)
{
	struct judge j;
	struct settle done = {
	    .f = r->f,
	    .a = it->a,
	    .inbox = it->claimed.id,
	    .message = it->message,
	    .now = r->now,
	};
	enum rc rc = judge_end(it->work, &j, err);

	if (rc != RC_OK)
		return rc;
	rc = j.staff.proven ? act_for_staff(r, it, &j, err)
			    : act_for_customer(r, it, &j, err);
	if (rc == RC_OK)
		rc = settle_mail(&done, &j, err);
	if (rc == RC_OK) {
		r->stats->handled++;
		r->stats->answered += count_answers(&j.result.effects);
	}
	return rc;
}

static enum rc
handle(void *ctx, struct intake_item *it, struct err *err)
{
	const struct round *r = ctx;

	if (it->again)
		return RC_OK;
	return it->message == NULL ? park(r, it, err) : act(r, it, err);
}

/* In the transaction that is open; none are claimed if it fails. */
static enum rc
claim(const struct round *r, struct batch *b, struct err *err)
{
	struct inbox_claimed *c = NULL;
	size_t n = 0;
	enum rc rc;

	arena_reset(b->a);
	rc = inbox_claim(
	    r->f->store, b->a, LIMIT_RECEIVE_BATCH, true, &c, &n, err);
	/* Those that were tried before go alone: one may be poison. */
	if (rc == RC_OK && n == 0)
		rc = inbox_claim(r->f->store, b->a, 1, false, &c, &n, err);
	b->n = rc == RC_OK ? n : 0;
	b->v = arena_array(b->a, b->n, sizeof(*b->v));
	for (size_t i = 0; i < b->n; i++)
		b->v[i].claimed = c[i];
	return rc;
}

static enum rc
claim_first(const struct round *r, struct batch *b, struct err *err)
{
	enum rc rc = store_begin(r->f->store, err);

	b->n = 0;
	if (rc != RC_OK)
		return rc;
	rc = claim(r, b, err);
	if (rc == RC_OK)
		rc = store_commit(r->f->store, err);
	else
		store_rollback(r->f->store);
	if (rc != RC_OK)
		b->n = 0;
	return rc;
}

/* With what was done the next batch is claimed, if that is wanted: a commit
 * waits for the disk. */
static enum rc
handle_all(struct round *r, struct intake_item *items, size_t n,
    struct batch *next, struct err *err)
{
	struct receive_stats before = *r->stats;
	enum rc rc = store_begin(r->f->store, err);

	if (rc == RC_OK)
		rc = intake_run(r->intake, items, n, handle, r, err);
	if (rc == RC_OK && next != NULL)
		rc = claim(r, next, err);
	if (rc == RC_OK)
		rc = store_commit(r->f->store, err);
	else
		store_rollback(r->f->store);
	if (rc == RC_OK)
		return rc;
	if (next != NULL)
		next->n = 0;
	*r->stats = before;
	return rc;
}

static enum rc
park_alone(const struct round *r, const struct intake_item *it, struct err *err)
{
	enum rc rc = store_begin(r->f->store, err);

	if (rc == RC_OK)
		rc = park(r, it, err);
	if (rc == RC_OK)
		return store_commit(r->f->store, err);
	store_rollback(r->f->store);
	return rc;
}

/* One of the batch cannot be handled: find it, and let the others pass. */
static enum rc
handle_apart(
    struct round *r, struct intake_item *items, size_t n, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = handle_all(r, &items[i], 1, NULL, err);
		if (rc != RC_BAD && rc != RC_MISS)
			continue;
		items[i].why = *err;
		rc = park_alone(r, &items[i], err);
	}
	return rc;
}

static enum rc
receive_batch(
    struct round *r, const struct batch *b, struct batch *next, struct err *err)
{
	enum rc rc;

	next->n = 0;
	intake_expect(r->intake, b->n);
	rc = handle_all(r, b->v, b->n, next, err);
	intake_rest(r->intake, b->v, b->n);
	if (rc == RC_BAD || rc == RC_MISS)
		rc = handle_apart(r, b->v, b->n, err);
	for (size_t i = 0; i < b->n; i++)
		intake_forget(r->intake, &b->v[i]);
	return rc;
}

enum rc
receive_round(const struct flow *f, struct parser *parser, int64_t now,
    struct receive_stats *out, struct err *err)
{
	struct intake intake;
	struct round r = {
	    .f = f,
	    .intake = &intake,
	    .a = arena_new(LIMIT_JOB_ARENA),
	    .now = now,
	    .stats = out,
	};
	struct batch b[2] = {
	    {.a = arena_new(LIMIT_JOB_ARENA)},
	    {.a = arena_new(LIMIT_JOB_ARENA)},
	};
	size_t at = 0;
	enum rc rc;

	*out = (struct receive_stats){0};
	intake_open(&intake, f, parser, now);
	rc = claim_first(&r, &b[0], err);
	while (rc == RC_OK && b[at].n > 0) {
		arena_reset(r.a);
		rc = receive_batch(&r, &b[at], &b[!at], err);
		at = !at;
		if (rc == RC_OK && b[at].n == 0)
			rc = claim_first(&r, &b[at], err);
	}
	if (rc == RC_OK)
		rc = parked_tell(f, r.a, now, err);
	if (rc == RC_OK)
		rc = enclose_round(f, parser, now, err);
	intake_close(&intake);
	arena_free(&b[0].a);
	arena_free(&b[1].a);
	arena_free(&r.a);
	return rc;
}
