#include "flow/textlook.h"

#include "base/day.h"
#include "base/log.h"
#include "flow/carrier.h"
#include "model/limits.h"
#include "store/deed.h"
#include "store/outbox.h"
#include "store/texts.h"

#define AGAIN_SECS   600
#define CLOCKS_APART 300

struct look {
	const struct flow *f;
	struct arena *a;
	const struct carrier *carrier;
	void *session;
	int64_t now;
};

static enum rc
find(const struct look *k, struct err *err, struct texts_row **v, size_t *n)
{
	enum rc rc = store_begin(k->f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = texts_uncertain(k->f->store, k->a, k->now - DAY_SECS,
	    k->now - AGAIN_SECS, v, n, err);
	store_rollback(k->f->store);
	return rc;
}

static enum rc
write_down(const struct look *k, const struct texts_row *row,
    const struct carrier_told *told, struct err *err)
{
	struct store *st = k->f->store;
	struct texts_said said = {
	    .touch = row->touch,
	    .sid = str_of(told->sid),
	    .state = str_of(told->state[0] ? told->state : "queued"),
	    .at = k->now,
	};
	struct outbox_settled settled = {
	    .touch = row->touch,
	    .state = "accepted",
	    .now = k->now,
	    .reply = said.sid,
	};
	enum rc rc = texts_looked(st, row->touch, k->now, err);

	if (rc != RC_OK || told->fate != CARRIER_TAKEN)
		return rc;
	rc = texts_sent(st, &said, err);
	if (rc == RC_OK)
		rc = outbox_settle(st, &settled, err);
	if (rc == RC_OK)
		rc = deed_task_close(st,
		    arena_fmt(k->a, "uncertain/%.*s", STR_ARG(row->touch)),
		    k->now, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* The server is asked outside any transaction. */
static enum rc
look_for(const struct look *k, const struct texts_row *row, struct err *err)
{
	struct carrier_job job = {
	    .touch = row->touch,
	    .to = row->number,
	    .since = k->f->rehearsed ? 0 : row->at - CLOCKS_APART,
	};
	struct carrier_told told = {.fate = CARRIER_UNCERTAIN};
	struct err why = {{0}};
	enum rc rc =
	    outbox_bytes(k->f->store, k->a, row->touch, &job.words, err);

	if (rc == RC_OK &&
	    k->carrier->look(k->session, &job, &told, &why) != RC_OK)
		log_event(LOG_INFO, "text-uncertain", "touch=%.*s why=%s",
		    STR_ARG(row->touch), why.text);
	if (rc == RC_OK)
		rc = store_begin(k->f->store, err);
	if (rc != RC_OK)
		return rc;
	rc = write_down(k, row, &told, err);
	if (rc == RC_OK)
		return store_commit(k->f->store, err);
	store_rollback(k->f->store);
	return rc;
}

enum rc
textlook_round(const struct flow *f, int64_t now, struct err *err)
{
	struct look k = {.f = f, .carrier = carrier_find(f->set), .now = now};
	struct texts_row *v = NULL;
	size_t n = 0;
	enum rc rc;

	if (k.carrier == NULL)
		return RC_OK;
	k.a = arena_new(LIMIT_JOB_ARENA);
	rc = find(&k, err, &v, &n);
	if (rc == RC_OK && n > 0)
		rc = k.carrier->open(f->set, &k.session, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = look_for(&k, &v[i], err);
	if (k.session)
		k.carrier->close(&k.session);
	arena_free(&k.a);
	/* A secret that cannot be read is told where texts are sent. */
	return rc == RC_BAD ? RC_LATER : rc;
}
