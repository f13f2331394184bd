#include "store/outbox_letters.h"

#include "model/limits.h"
#include "port/pack.h"

#define KINDS_MAX 16 /* of one transaction; letters of more are kept whole */

struct kind {
	struct str like;
	int64_t base;
	struct pack_base *pack;
};

struct outbox_letters {
	struct store *store;
	struct arena *a;
	int64_t last; /* number given out; 0: not asked yet */
	struct kind kinds[KINDS_MAX];
	size_t count;
	char room[LIMIT_PACK];
};

/* A letter as it is kept. */
struct kept {
	struct str letter, bytes;
	int64_t base; /* 0: whole */
};

struct outbox_letters *
outbox_letters_new(struct store *st, struct arena *a)
{
	struct outbox_letters *l = arena_alloc(a, sizeof(*l));

	l->store = st;
	l->a = a;
	return l;
}

struct store *
outbox_letters_store(struct outbox_letters *l)
{
	return l->store;
}

static enum rc
next_id(struct outbox_letters *l, int64_t *id, struct err *err)
{
	struct db_stmt *s;
	enum rc rc = RC_OK;

	if (l->last == 0) {
		s = store_stmt(l->store, SQL_LETTER_LAST);
		rc = db_step(s, err);
		if (rc == RC_OK)
			l->last = db_col_i64(s, 0);
		db_reset(s);
	}
	*id = ++l->last;
	return rc;
}

static enum rc
add(struct outbox_letters *l, const struct kept *k, int64_t *id,
    struct err *err)
{
	struct db_stmt *s;
	enum rc rc = next_id(l, id, err);

	if (rc != RC_OK)
		return rc;
	s = store_stmt(l->store, SQL_LETTER_ADD);
	db_i64(s, 1, *id);
	if (k->base)
		db_i64(s, 2, k->base);
	else
		db_null(s, 2);
	db_i64(s, 3, (int64_t)k->letter.n);
	db_i64(s, 4, pack_sum(k->letter));
	db_blob(s, 5, k->bytes);
	return store_run(s, err);
}

static const struct kind *
find_kind(const struct outbox_letters *l, struct str like)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_eq(l->kinds[i].like, like))
			return &l->kinds[i];
	return NULL;
}

/* Its bytes may go before the transaction does. */
static void
add_kind(
    struct outbox_letters *l, struct str like, struct str bytes, int64_t id)
{
	if (l->count == KINDS_MAX)
		return;
	l->kinds[l->count++] = (struct kind){
	    .like = arena_dup(l->a, like),
	    .base = id,
	    .pack = pack_base_new(l->a, arena_dup(l->a, bytes)),
	};
}

enum rc
outbox_letters_keep(struct outbox_letters *l, struct str like, struct str bytes,
    int64_t *id, struct err *err)
{
	struct kept k = {bytes, bytes, 0};
	const struct kind *kind;
	enum rc rc;
	size_t n;

	if (bytes.n > LIMIT_PACK)
		return add(l, &k, id, err);
	kind = find_kind(l, like);
	if (kind == NULL) {
		rc = add(l, &k, id, err);
		if (rc == RC_OK)
			add_kind(l, like, bytes, *id);
		return rc;
	}
	/* An eighth gained pays for looking at two rows to read it. */
	n = pack_make(kind->pack, bytes, l->room, bytes.n - bytes.n / 8);
	if (n > 0) {
		k.bytes = (struct str){l->room, n};
		k.base = kind->base;
	}
	return add(l, &k, id, err);
}

static enum rc
unpack(struct db_stmt *s, struct arena *a, struct str kept, struct str *bytes,
    struct err *err)
{
	struct str base = db_col_blob(s, 5);

	if (base.p == NULL)
		return err_set(err, RC_BAD, "its base is not there");
	return pack_open(a, base, kept, db_col_i64(s, 2), bytes, err);
}

enum rc
outbox_letters_read(
    struct db_stmt *s, struct arena *a, struct str *bytes, struct err *err)
{
	struct str kept = db_col_blob(s, 1), letter = {NULL, 0};
	struct err why = {{0}};
	enum rc rc = RC_OK;

	if (kept.n > LIMIT_LETTER)
		rc = err_set(&why, RC_BAD, "larger than any");
	else if (db_col_is_null(s, 4))
		letter = arena_dup(a, kept);
	else
		rc = unpack(s, a, kept, &letter, &why);
	if (rc == RC_OK && ((int64_t)letter.n != db_col_i64(s, 2) ||
			       pack_sum(letter) != db_col_i64(s, 3)))
		rc = err_set(&why, RC_BAD, "not as it was frozen");
	if (rc != RC_OK)
		return err_set(err, rc, "letter of %.*s: %s",
		    STR_ARG(db_col_text(s, 0)), why.text);
	*bytes = letter;
	return RC_OK;
}
