#include "flow/fetch.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap.h"
#include "port/maildir.h"
#include "store/inbox.h"
#include "store/meta.h"

struct fetch {
	const struct flow *f;
	const struct mailbox_settings *box;
	struct imap *imap;
	struct imap_state state;

	/* the running batch */
	int64_t came_at; /* of mails without a date of a server */
	struct arena *a;
	struct inbox_mail *mails;
	size_t count, cap, bytes;
	bool full;   /* the rest of the batch waits for the next */
	size_t most; /* mails of it */
	struct fetch_stats *stats;

	fetch_news *news;
	const void *news_ctx;
};

/* A round begins with fewer, that others soon have something to do. */
#define FETCH_FIRST 64

struct fetch *
fetch_new(const struct flow *f, const struct mailbox_settings *box)
{
	struct fetch *x = xcalloc(1, sizeof(*x));

	x->f = f;
	x->box = box;
	x->a = arena_new(LIMIT_FETCH_BYTES + (size_t)LIMIT_MAIL_RAW);
	return x;
}

void
fetch_free(struct fetch **x)
{
	if (*x == NULL)
		return;
	imap_close(&(*x)->imap);
	arena_free(&(*x)->a);
	free(*x);
	*x = NULL;
}

void
fetch_tells(struct fetch *x, fetch_news *news, const void *ctx)
{
	x->news = news;
	x->news_ctx = ctx;
}

/* Here and not where it is written, that the ledger is not locked meanwhile. */
static void
name_mail(const struct fetch *x, struct inbox_mail *m)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];

	/* A mail over the limit comes without bytes; its place names it. */
	seal_blake2b(m->raw.n ? m->raw : m->place, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	m->id = arena_dup(x->a, str_of(hex));
	if (m->raw.n == 0)
		m->park = STR("empty, or larger than the limit");
}

/* Kept in memory until the batch is complete: the ledger is locked only for
 * as long as writing takes, never while a server talks. */
static enum rc
collect(struct fetch *x, struct str place, int64_t received_at, struct str raw)
{
	bool dated = received_at > 0 && !x->f->rehearsed;
	struct inbox_mail *m;

	x->full = x->count > 0 && x->bytes + raw.n > LIMIT_FETCH_BYTES;
	if (x->full)
		return RC_LATER;
	x->bytes += raw.n;
	x->mails =
	    arena_grow(x->a, x->mails, x->count, &x->cap, sizeof(*x->mails));
	m = &x->mails[x->count++];
	*m = (struct inbox_mail){
	    .mailbox = x->box->name,
	    .folder = x->box->inbox,
	    .place = arena_dup(x->a, place),
	    .received_at = dated ? received_at : x->came_at,
	    .raw = arena_dup(x->a, raw),
	};
	name_mail(x, m);
	return RC_OK;
}

static enum rc
add(struct fetch *x, const struct inbox_mail *mail, struct err *err)
{
	enum rc rc = inbox_add(x->f->store, mail, err);

	if (rc == RC_OK)
		x->stats->fetched++;
	if (rc == RC_MISS)
		x->stats->known++;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
add_from_imap(void *ctx, uint32_t uid, int64_t internal_date, struct str raw,
    struct err *err)
{
	struct fetch *x = ctx;
	char place[32];

	(void)err;
	snprintf(place, sizeof(place), "%lu:%lu",
	    (unsigned long)x->state.uidvalidity, (unsigned long)uid);
	return collect(x, str_of(place), internal_date, raw);
}

static enum rc
add_from_maildir(
    void *ctx, struct str name, int64_t mtime, struct str raw, struct err *err)
{
	(void)err;
	return collect(ctx, name, mtime, raw);
}

/* The batch, and for IMAP where to go on, in one transaction. */
static enum rc
write_batch(struct fetch *x, uint32_t next, struct err *err)
{
	struct fetch_stats before = *x->stats;
	enum rc rc = store_begin(x->f->store, err);

	for (size_t i = 0; rc == RC_OK && i < x->count; i++)
		rc = add(x, &x->mails[i], err);
	if (rc == RC_OK && next > 0)
		rc = inbox_cursor_put(x->f->store, x->box->name, x->box->inbox,
		    x->state.uidvalidity, next, err);
	if (rc == RC_OK)
		rc = store_commit(x->f->store, err);
	else
		store_rollback(x->f->store);
	if (rc != RC_OK)
		*x->stats = before;
	else if (x->news != NULL && x->stats->fetched > before.fetched)
		x->news(x->news_ctx);
	return rc;
}

static bool
maildir_known(void *ctx, struct str unique)
{
	struct fetch *x = ctx;

	return inbox_place_seen(x->f->store, x->box->name, x->box->inbox,
		   unique, NULL) == RC_OK;
}

static enum rc
maildir_batch(struct fetch *x, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc;

	snprintf(path, sizeof(path), "%.*s", STR_ARG(x->box->read_maildir));
	rc = maildir_make(path, err);
	if (rc == RC_OK)
		rc = maildir_scan(
		    path, x->most, maildir_known, add_from_maildir, x, err);
	if (rc == RC_LATER && x->full)
		rc = RC_OK;
	if (rc != RC_OK || x->count == 0)
		return rc;
	return write_batch(x, 0, err);
}

/* Log in and select, if not done; a new UIDVALIDITY starts from the first. */
static enum rc
imap_ready(struct fetch *x, struct err *err)
{
	enum rc rc;

	if (x->imap == NULL) {
		rc = imap_open(&x->box->imap, &x->imap, err);
		if (rc != RC_OK)
			return rc;
		rc = imap_select(x->imap, x->box->inbox, &x->state, err);
		if (rc != RC_OK) {
			imap_close(&x->imap);
			return rc == RC_MISS ? RC_DOWN : rc;
		}
	}
	return RC_OK;
}

static enum rc
imap_cursor_from(struct fetch *x, int64_t *from, struct err *err)
{
	int64_t validity = 0, next = 1;
	enum rc rc;

	rc = inbox_cursor(
	    x->f->store, x->box->name, x->box->inbox, &validity, &next, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	/* Read again from the first mail: what is known is known by hash. */
	*from = validity == (int64_t)x->state.uidvalidity ? next : 1;
	return RC_OK;
}

static enum rc
imap_batch(struct fetch *x, struct err *err)
{
	uint32_t next = 0;
	int64_t from = 1;
	enum rc rc;

	rc = imap_ready(x, err);
	if (rc == RC_OK)
		rc = imap_cursor_from(x, &from, err);
	if (rc == RC_OK)
		rc = imap_fetch(x->imap, (uint32_t)from, (unsigned)x->most,
		    add_from_imap, x, &next, err);
	if (rc == RC_LATER && x->full)
		rc = RC_OK;
	if (rc == RC_DOWN)
		imap_close(&x->imap);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	return write_batch(x, next, err);
}

enum rc
fetch_round(
    struct fetch *x, int64_t now, struct fetch_stats *out, struct err *err)
{
	int64_t imported = 0;
	enum rc rc;

	*out = (struct fetch_stats){0};
	x->came_at = now;
	x->stats = out;
	/* A clock set by hand knows nothing of the dates of a server, nor of
	 * imports by another clock: what is here now came after those. */
	if (x->f->rehearsed) {
		rc = meta_latest_import(x->f->store, &imported, err);
		if (rc != RC_OK)
			return rc;
		x->came_at = imported > now ? imported : now;
	}
	x->most = FETCH_FIRST;
	do {
		arena_reset(x->a);
		x->mails = NULL;
		x->count = x->cap = x->bytes = 0;
		x->full = false;
		rc = x->box->read == CHANNEL_SERVER ? imap_batch(x, err)
						    : maildir_batch(x, err);
		x->most = 2 * x->most < LIMIT_FETCH_BATCH ? 2 * x->most
							  : LIMIT_FETCH_BATCH;
	} while (rc == RC_OK && x->count > 0);
	return rc;
}

enum rc
fetch_wait(struct fetch *x, int64_t seconds, int wake_fd, struct err *err)
{
	char path[PATH_MAX];
	enum rc rc;

	if (x->box->read == CHANNEL_MAILDIR) {
		snprintf(
		    path, sizeof(path), "%.*s", STR_ARG(x->box->read_maildir));
		return maildir_wait(path, seconds, wake_fd, err);
	}
	rc = imap_ready(x, err);
	if (rc == RC_OK)
		rc = imap_wait(
		    x->imap, seconds, x->box->poll_seconds, wake_fd, err);
	if (rc == RC_DOWN)
		imap_close(&x->imap);
	return rc;
}
