#include "flow/send.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "flow/compose.h"
#include "flow/deliver.h"
#include "flow/outcome.h"
#include "model/limits.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define POSTPONE_SECS 900

struct send {
	const struct flow *f;
	struct journal *journal;
	struct deliver *deliver;
	int64_t hour_left; /* reminders; negative: not counted this round */
	bool unsettled;    /* outcomes could not be written: recover first */
};

struct send *
send_new(const struct flow *f)
{
	struct send *s = xcalloc(1, sizeof(*s));

	s->f = f;
	s->journal = journal_open(f->set->ledger_path);
	s->deliver = deliver_new(f, s->journal);
	return s;
}

void
send_free(struct send **s)
{
	if (*s == NULL)
		return;
	deliver_free(&(*s)->deliver);
	journal_close(&(*s)->journal);
	free(*s);
	*s = NULL;
}

/* One batch on its way. */
struct batch {
	struct send *s;
	struct arena *a;
	int64_t now;
	struct facts_gate gate;
	struct deliver_item *items;
	size_t count;
	char owner[80]; /* of the rows it sends; names its journal too */
	struct send_stats *stats;
};

static enum rc
settle_unsent(struct batch *b, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	struct outbox_settled x = {
	    .touch = t->id,
	    .reason = r->reason,
	    .now = b->now,
	    .not_before = b->now + POSTPONE_SECS,
	};
	enum rc rc;

	switch (r->verdict) {
	case COMPOSE_SKIP:
		b->stats->skipped++;
		rc = outbox_skip(b->s->f->store, t->id, r->reason, b->now, err);
		if (rc == RC_OK)
			rc = ledger_look_again(b->s->f->store, t->account,
			    t->sequence, b->now, err);
		return rc;
	case COMPOSE_POSTPONE:
		b->stats->postponed++;
		x.state = "planned";
		return outbox_settle(b->s->f->store, &x, err);
	case COMPOSE_FAIL:
		b->stats->failed++;
		x.state = "failed";
		return outcome_failed(b->s->f, b->a, t, &x, err);
	case COMPOSE_SEND:
		break;
	}
	return RC_OK;
}

static void
push_item(struct batch *b, const struct outbox_touch *t, struct str bytes)
{
	b->items[b->count++] = (struct deliver_item){
	    .touch = *t,
	    .bytes = bytes,
	};
}

/* The journal begins before a first row can be found in sending. */
static struct str
owner_of(struct batch *b)
{
	char id[JOURNAL_BATCH];

	if (b->owner[0] == '\0') {
		journal_begin(b->s->journal, id);
		snprintf(
		    b->owner, sizeof(b->owner), "%s %s", b->s->f->owner, id);
	}
	return str_of(b->owner);
}

static enum rc
freeze(struct batch *b, const struct outbox_touch *t,
    const struct compose_result *r, struct err *err)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];
	struct outbox_frozen frozen = {
	    .touch = t->id,
	    .message_id = r->message_id,
	    .subject = r->subject,
	    .bytes = r->bytes,
	    .owner = owner_of(b),
	};

	seal_blake2b(r->bytes, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	frozen.digest = str_of(hex);
	return outbox_freeze(b->s->f->store, &frozen, err);
}

/* Bytes that were frozen before go as they are. */
static enum rc
claim_frozen(struct batch *b, const struct outbox_touch *t, struct err *err)
{
	struct str bytes = {NULL, 0};
	enum rc rc;

	rc = outbox_bytes(b->s->f->store, b->a, t->id, &bytes, err);
	if (rc != RC_OK)
		return rc;
	rc = outbox_sending(b->s->f->store, t->id, owner_of(b), err);
	if (rc == RC_OK)
		push_item(b, t, bytes);
	return rc;
}

static enum rc
claim_one(struct batch *b, const struct outbox_touch *t, struct err *err)
{
	struct compose_result r;
	struct err why = {{0}};
	enum rc rc;

	rc = compose_touch(b->s->f, b->a, t, b->now, &b->gate, &r, &why);
	if (rc != RC_OK)
		return err_set(err, rc, "%s", why.text);
	if (r.verdict != COMPOSE_SEND)
		return settle_unsent(b, t, &r, err);
	/* A deferred mail keeps the bytes of its first try. */
	if (!str_eqc(t->state, "planned"))
		return claim_frozen(b, t, err);
	rc = freeze(b, t, &r, err);
	if (rc == RC_OK)
		push_item(b, t, r.bytes);
	return rc;
}

/* How many reminders may still go within this hour: counted once a round,
 * then kept. */
static enum rc
hour_left(struct batch *b, struct err *err)
{
	int64_t sent = 0, cap = b->s->f->set->per_hour;
	enum rc rc;

	if (b->s->hour_left >= 0)
		return RC_OK;
	rc = outbox_sent_since(b->s->f->store, b->now - 3600, &sent, err);
	if (rc == RC_OK)
		b->s->hour_left = cap > sent ? cap - sent : 0;
	return rc;
}

static enum rc
due(struct batch *b, const char *kind, struct outbox_touch **t, size_t *n,
    struct err *err)
{
	struct outbox_want want = {
	    .kind = kind,
	    .now = b->now,
	    .max = LIMIT_SEND_BATCH - b->count,
	};

	*n = 0;
	if (want.max == 0)
		return RC_OK;
	return outbox_due(b->s->f->store, b->a, &want, t, n, err);
}

static enum rc
claim_all(struct batch *b, const struct outbox_touch *t, size_t n, size_t *seen,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = claim_one(b, &t[i], err);
	*seen += n;
	return rc;
}

static enum rc
claim_kind(struct batch *b, const char *kind, size_t *seen, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n;
	enum rc rc = due(b, kind, &t, &n, err);

	return rc == RC_OK ? claim_all(b, t, n, seen, err) : rc;
}

static enum rc
claim_reminders(struct batch *b, size_t *seen, struct err *err)
{
	struct outbox_touch *t = NULL;
	size_t n, before = b->count;
	enum rc rc = due(b, "reminder", &t, &n, err);

	if (rc == RC_OK && n > 0 && b->s->f->set->per_hour > 0) {
		rc = hour_left(b, err);
		if (rc == RC_OK && (int64_t)n > b->s->hour_left)
			n = (size_t)b->s->hour_left;
	}
	if (rc == RC_OK)
		rc = claim_all(b, t, n, seen, err);
	if (b->s->hour_left > 0)
		b->s->hour_left -= (int64_t)(b->count - before);
	return rc;
}

/* Answers first: somebody waits for them. */
static enum rc
claim(struct batch *b, size_t *seen, struct err *err)
{
	enum rc rc;

	rc = store_begin(b->s->f->store, err);
	if (rc != RC_OK)
		return rc;
	rc = facts_gate(b->s->f, b->a, b->now, &b->gate, err);
	/* Held: no customer hears of us before a person has looked. */
	if (rc == RC_OK && !b->gate.held)
		rc = claim_kind(b, "answer", seen, err);
	if (rc == RC_OK)
		rc = claim_kind(b, "staff", seen, err);
	if (rc == RC_OK)
		rc = b->gate.held ? RC_OK : claim_reminders(b, seen, err);
	if (rc == RC_OK)
		return store_commit(b->s->f->store, err);
	store_rollback(b->s->f->store);
	return rc;
}

static enum rc
settle(struct batch *b, struct err *err)
{
	enum rc rc = store_begin(b->s->f->store, err);

	for (size_t i = 0; rc == RC_OK && i < b->count; i++)
		rc = outcome_record(
		    b->s->f, b->a, &b->items[i], b->now, b->stats, err);
	if (rc == RC_OK)
		return store_commit(b->s->f->store, err);
	store_rollback(b->s->f->store);
	return rc;
}

/* Busy is no outcome: what was handed over must be written down. */
static enum rc
settle_stubbornly(struct batch *b, struct err *err)
{
	struct send_stats before = *b->stats;
	enum rc rc;

	for (int i = 0; i < 20; i++) {
		rc = settle(b, err);
		if (rc != RC_LATER)
			return rc;
		*b->stats = before;
	}
	return rc;
}

static enum rc
send_batch(struct send *s, struct arena *a, int64_t now,
    struct send_stats *stats, size_t *seen, struct err *err)
{
	struct batch b = {.s = s, .a = a, .now = now, .stats = stats};
	enum rc rc, down = RC_OK;
	struct err why = {{0}};

	b.items = arena_array(a, LIMIT_SEND_BATCH, sizeof(*b.items));
	rc = claim(&b, seen, err);
	if (rc != RC_OK || b.count == 0)
		return rc;
	down = deliver_all(s->deliver, b.items, b.count, &why);
	rc = settle_stubbornly(&b, err);
	s->unsettled = rc != RC_OK;
	if (rc == RC_OK)
		journal_end(s->journal);
	if (rc == RC_OK && down == RC_OK)
		deliver_copies(s->deliver, b.items, b.count);
	if (rc == RC_OK && down != RC_OK)
		rc = err_set(err, down, "%s", why.text);
	return rc;
}

enum rc
send_round(struct send *s, int64_t now, struct send_stats *out, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA * 4);
	size_t seen;
	enum rc rc = RC_OK;

	*out = (struct send_stats){0};
	s->hour_left = -1;
	if (s->unsettled)
		rc = send_recover(s, now, &out->uncertain, err);
	if (rc != RC_OK)
		goto out;
	do {
		seen = 0;
		arena_reset(a);
		rc = send_batch(s, a, now, out, &seen, err);
	} while (rc == RC_OK && seen > 0);
out:
	arena_free(&a);
	return rc;
}

static enum rc
recover_one(struct send *s, const struct outbox_left *left, int64_t now,
    int64_t *uncertain, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str batch = left->owner, owner;
	struct outbox_touch t;
	struct outcome_left x = {.touch = &t, .now = now};
	enum rc rc;

	str_cut(&batch, ' ', &owner);
	x.mark = journal_look(s->journal, batch, left->id, &x.code);
	rc = outbox_get(s->f->store, a, left->id, &t, err);
	if (rc == RC_OK)
		rc = outcome_interrupted(s->f, a, &x, uncertain, err);
	arena_free(&a);
	return rc;
}

enum rc
send_recover(struct send *s, int64_t now, int64_t *uncertain, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct outbox_left *left = NULL;
	size_t n = 0;
	enum rc rc;

	*uncertain = 0;
	journal_load(s->journal);
	rc = store_begin(s->f->store, err);
	if (rc == RC_OK)
		rc = outbox_left_over(s->f->store, a, &left, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = recover_one(s, &left[i], now, uncertain, err);
	if (rc == RC_OK)
		rc = store_commit(s->f->store, err);
	else
		store_rollback(s->f->store);
	s->unsettled = rc != RC_OK;
	if (rc == RC_OK)
		journal_end(s->journal);
	arena_free(&a);
	return rc;
}
