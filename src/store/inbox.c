#include "store/inbox.h"

#include <stdlib.h>

#include "base/buf.h"

#define DECISIONS_MAX ((size_t)4 << 20) /* bytes of one mail's */

static enum rc
note_place(struct store *st, const struct inbox_mail *mail, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_PLACE_ADD);

	db_text(s, 1, mail->mailbox);
	db_text(s, 2, mail->folder);
	db_text(s, 3, mail->place);
	db_text(s, 4, mail->id);
	db_i64(s, 5, mail->received_at);
	return store_run(s, err);
}

enum rc
inbox_known(struct store *st, struct str id, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_KNOWN);

	db_text(s, 1, id);
	return store_one(s, err);
}

static enum rc
add_row(struct store *st, const struct inbox_mail *mail, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_ADD);
	bool park = !str_is_empty(mail->park);

	db_text(s, 1, mail->id);
	db_text(s, 2, mail->mailbox);
	db_text(s, 3, mail->folder);
	db_text(s, 4, mail->place);
	db_i64(s, 5, mail->received_at);
	db_i64(s, 6, (int64_t)mail->raw.n);
	db_text(s, 7, park ? STR("parked") : STR("new"));
	db_text(s, 8, mail->park);
	db_text(s, 9, mail->account);
	db_text(s, 10, mail->contact);
	return store_run(s, err);
}

enum rc
inbox_add(struct store *st, const struct inbox_mail *mail, struct err *err)
{
	enum rc known = inbox_known(st, mail->id, err), rc = RC_OK;
	struct db_stmt *s;

	if (known != RC_OK && known != RC_MISS)
		return known;
	if (known == RC_MISS)
		rc = add_row(st, mail, err);
	if (rc == RC_OK)
		rc = note_place(st, mail, err);
	if (rc != RC_OK || known == RC_OK)
		return rc == RC_OK ? RC_MISS : rc;
	s = store_stmt(st, SQL_INBOX_RAW_ADD);
	db_text(s, 1, mail->id);
	db_blob(s, 2, mail->raw);
	return store_run(s, err);
}

enum rc
inbox_place_seen(struct store *st, struct str mailbox, struct str folder,
    struct str place, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_PLACE_SEEN);

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	db_text(s, 3, place);
	return store_one(s, err);
}

enum rc
inbox_cursor(struct store *st, struct str mailbox, struct str folder,
    int64_t *uidvalidity, int64_t *next_uid, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CURSOR_GET);
	enum rc rc;

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	rc = db_step(s, err);
	if (rc == RC_OK) {
		*uidvalidity = db_col_i64(s, 0);
		*next_uid = db_col_i64(s, 1);
	}
	db_reset(s);
	return rc;
}

enum rc
inbox_cursor_put(struct store *st, struct str mailbox, struct str folder,
    int64_t uidvalidity, int64_t next_uid, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_CURSOR_PUT);

	db_text(s, 1, mailbox);
	db_text(s, 2, folder);
	db_i64(s, 3, uidvalidity);
	db_i64(s, 4, next_uid);
	return store_run(s, err);
}

/* "7:99" comes before "7:100": numbers count as such. */
static int
by_place(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	while (i < a.n && j < b.n) {
		size_t from_a = i, from_b = j;

		while (i < a.n && str_is_digit(a.p[i]))
			i++;
		while (j < b.n && str_is_digit(b.p[j]))
			j++;
		if (i - from_a != j - from_b)
			return i - from_a < j - from_b ? -1 : 1;
		if (i == from_a)
			i++, j++;
		for (; from_a < i; from_a++, from_b++)
			if (a.p[from_a] != b.p[from_b])
				return a.p[from_a] < b.p[from_b] ? -1 : 1;
	}
	return (i < a.n) - (j < b.n);
}

static int
by_arrival(const void *pa, const void *pb)
{
	const struct inbox_claimed *a = pa, *b = pb;

	if (a->received_at != b->received_at)
		return a->received_at < b->received_at ? -1 : 1;
	if (!str_eq(a->mailbox, b->mailbox))
		return str_cmp(a->mailbox, b->mailbox);
	return by_place(a->place, b->place);
}

enum rc
inbox_claim(struct store *st, struct arena *a, size_t max, bool fresh,
    struct inbox_claimed **out, size_t *count, struct err *err)
{
	struct db_stmt *s =
	    store_stmt(st, fresh ? SQL_INBOX_CLAIM : SQL_INBOX_CLAIM_TRIED);
	struct inbox_claimed *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].id = arena_dup(a, db_col_text(s, 0));
		v[n].attempts = db_col_i64(s, 1);
		v[n].mailbox = arena_dup(a, db_col_text(s, 2));
		v[n].received_at = db_col_i64(s, 3);
		v[n].place = arena_dup(a, db_col_text(s, 4));
		v[n].folder = arena_dup(a, db_col_text(s, 5));
		v[n].account = arena_dup(a, db_col_text(s, 6));
		v[n].contact = arena_dup(a, db_col_text(s, 7));
		n++;
	}
	db_reset(s);
	/* RETURNING gives them in any order. */
	if (n > 1)
		qsort(v, n, sizeof(*v), by_arrival);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
inbox_raw(struct store *st, struct arena *a, struct str id, struct str *raw,
    struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_RAW_GET);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*raw = arena_dup(a, db_col_blob(s, 0));
	db_reset(s);
	return rc;
}

static void
put_quoted(struct buf *out, struct str s)
{
	static const char hex[] = "0123456789abcdef";

	buf_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_addc(out, '\\');
		if (c < ' ') {
			buf_adds(out, c < 16 ? "\\u000" : "\\u001");
			buf_addc(out, hex[c & 15]);
		} else {
			buf_addc(out, s.p[i]);
		}
	}
	buf_addc(out, '"');
}

/* One row tells it all: as many rows as decisions cost more than the rest. */
static void
put_decisions(struct buf *out, const struct inbox_verdict *v)
{
	buf_addc(out, '[');
	for (size_t i = 0; i < v->decision_count; i++) {
		const struct inbox_decision *d = &v->decisions[i];

		buf_adds(out, i ? ",[" : "[");
		put_quoted(out, d->intent);
		buf_addc(out, ',');
		put_quoted(out, d->rule);
		buf_addc(out, ',');
		put_quoted(out, d->words);
		buf_addc(out, ']');
	}
	buf_addc(out, ']');
}

enum rc
inbox_settle(struct store *st, const struct inbox_verdict *v, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_SETTLE);
	const struct str texts[] = {v->id, str_of(v->state), v->message_id,
	    v->account, v->contact, v->touch, v->threaded, v->kind,
	    v->guard_rule, v->trust, v->intents, v->queue, v->reason};
	struct buf decisions;
	enum rc rc;

	buf_init(&decisions, DECISIONS_MAX);
	put_decisions(&decisions, v);
	for (int i = 0; i < 13; i++)
		db_text(s, i + 1, texts[i]);
	db_i64(s, 14, v->now);
	db_text(s, 15, buf_str(&decisions));
	rc = decisions.full ? err_set(err, RC_BAD, "too many decisions")
			    : store_run(s, err);
	buf_fini(&decisions);
	return rc;
}

enum rc
inbox_answered(struct store *st, struct arena *a, struct str id,
    struct inbox_answered *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_ANSWERED);
	enum rc rc;

	db_text(s, 1, id);
	rc = db_step(s, err);
	if (rc == RC_OK)
		*out = (struct inbox_answered){
		    .touch = arena_dup(a, db_col_text(s, 0)),
		    .message_id = arena_dup(a, db_col_text(s, 1)),
		    .account = arena_dup(a, db_col_text(s, 2)),
		    .contact = arena_dup(a, db_col_text(s, 3)),
		    .mailbox = arena_dup(a, db_col_text(s, 4)),
		};
	db_reset(s);
	return rc;
}

enum rc
inbox_met(struct store *st, struct str message_id, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_MET);

	db_text(s, 1, message_id);
	return store_one(s, err);
}

enum rc
inbox_said_before(
    struct store *st, struct str message_id, struct str touch, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_SAID_BEFORE);

	db_text(s, 1, message_id);
	db_text(s, 2, touch);
	return store_one(s, err);
}

enum rc
inbox_parked(struct store *st, struct arena *a, size_t max,
    struct inbox_parked **out, size_t *count, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_PARKED);
	struct inbox_parked *v = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	db_i64(s, 1, (int64_t)max);
	while ((rc = db_step(s, err)) == RC_OK) {
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		v[n].id = arena_dup(a, db_col_text(s, 0));
		v[n].mailbox = arena_dup(a, db_col_text(s, 1));
		v[n].place = arena_dup(a, db_col_text(s, 2));
		v[n].reason = arena_dup(a, db_col_text(s, 3));
		n++;
	}
	db_reset(s);
	*out = v;
	*count = n;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
inbox_told(struct store *st, struct str id, int64_t now, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_TOLD);

	db_text(s, 1, id);
	db_i64(s, 2, now);
	return store_run(s, err);
}

enum rc
inbox_waiting(struct store *st, int64_t *out, struct err *err)
{
	struct db_stmt *s = store_stmt(st, SQL_INBOX_WAITING);
	enum rc rc = db_step(s, err);

	*out = rc == RC_OK ? db_col_i64(s, 0) : 0;
	db_reset(s);
	return rc;
}
