#include "flow/import_accounts.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "flow/flow.h"
#include "model/limits.h"
#include "store/agenda.h"
#include "store/books.h"
#include "store/ledger.h"
#include "store/meta.h"

#define FIRST_SLOTS 1024
#define PAGE        10000
#define PAGE_ARENA  (4u << 20)

/* The ids lie one behind the other: a length, a flag, the bytes. */
struct import_accounts {
	unsigned char *pool;
	size_t used, room;
	uint32_t *slots; /* offset in the pool + 1; 0: free */
	size_t cap;      /* a power of two */
	size_t count;
	uint32_t found; /* the slot of the last one that was asked for */
	bool credit;    /* what is owed matters to more than reminders */
};

enum {
	AT_LENGTH,
	AT_TOUCHED,
	AT_ID
};

struct import_accounts *
import_accounts_new(void)
{
	struct import_accounts *x = xcalloc(1, sizeof(*x));

	x->cap = FIRST_SLOTS;
	x->slots = xcalloc(x->cap, sizeof(*x->slots));
	return x;
}

void
import_accounts_free(struct import_accounts **xp)
{
	struct import_accounts *x = *xp;

	*xp = NULL;
	if (x == NULL)
		return;
	free(x->pool);
	free(x->slots);
	free(x);
}

static size_t
hash_of(struct str id)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < id.n; i++)
		h = (h ^ (unsigned char)id.p[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ (h >> 32));
}

static bool
is_at(const struct import_accounts *x, uint32_t slot, struct str id)
{
	const unsigned char *p = x->pool + slot - 1;

	return p[AT_LENGTH] == id.n && memcmp(p + AT_ID, id.p, id.n) == 0;
}

static uint32_t *
slot_of(const struct import_accounts *x, struct str id)
{
	size_t i = hash_of(id) & (x->cap - 1);

	while (x->slots[i] != 0 && !is_at(x, x->slots[i], id))
		i = (i + 1) & (x->cap - 1);
	return &x->slots[i];
}

static void
grow(struct import_accounts *x)
{
	size_t cap = x->cap;
	uint32_t *old = x->slots;

	x->cap *= 2;
	x->slots = xcalloc(x->cap, sizeof(*x->slots));
	for (size_t i = 0; i < cap; i++) {
		const unsigned char *p;

		if (old[i] == 0)
			continue;
		p = x->pool + old[i] - 1;
		*slot_of(x, (struct str){(const char *)p + AT_ID,
				p[AT_LENGTH]}) = old[i];
	}
	free(old);
}

/* False: no more room. */
static bool
put(struct import_accounts *x, struct str id)
{
	size_t need = AT_ID + id.n;

	if (id.n == 0 || id.n > LIMIT_IMPORT_ID ||
	    x->used + need > LIMIT_IMPORT_ACCOUNTS)
		return false;
	if (x->used + need > x->room) {
		x->room = x->room ? 2 * x->room : 4096;
		x->pool = xrealloc(x->pool, x->room);
	}
	if (x->count >= x->cap / 4 * 3)
		grow(x);
	*slot_of(x, id) = (uint32_t)x->used + 1;
	x->pool[x->used + AT_LENGTH] = (unsigned char)id.n;
	x->pool[x->used + AT_TOUCHED] = 0;
	memcpy(x->pool + x->used + AT_ID, id.p, id.n);
	x->used += need;
	x->count++;
	return true;
}

enum rc
import_accounts_load(
    struct store *st, struct import_accounts **out, struct err *err)
{
	struct import_accounts *x = import_accounts_new();
	struct arena *a = arena_new(PAGE_ARENA);
	struct str after = {NULL, 0}, *ids;
	char last[LIMIT_IMPORT_ID];
	bool more = true;
	enum rc rc = RC_OK;
	size_t n;

	while (rc == RC_OK && more) {
		arena_reset(a);
		rc = meta_account_ids(st, a, after, PAGE, &ids, &n, err);
		more = rc == RC_OK && n == PAGE;
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			more = put(x, ids[i]) && more;
		if (more) {
			after = (struct str){last, ids[n - 1].n};
			memcpy(last, ids[n - 1].p, after.n);
		}
	}
	arena_free(&a);
	if (rc != RC_OK)
		import_accounts_free(&x);
	*out = x;
	return rc;
}

enum rc
import_accounts_known(
    struct import_accounts *x, struct store *st, struct str id, struct err *err)
{
	x->found = *slot_of(x, id);
	if (x->found != 0)
		return RC_OK;
	return books_account_known(st, id, err);
}

void
import_accounts_credit(struct import_accounts *x)
{
	x->credit = true;
}

static enum rc
look_again(const struct import_accounts *x, struct store *st, struct str id,
    int64_t now, struct err *err)
{
	enum rc rc = agenda_look(st, id, STR(FLOW_INVOICING), now, err);

	if (rc == RC_OK && x->credit)
		rc = agenda_look(st, id,
		    str_of(sequence_kind_name(SEQUENCE_CREDIT)), now, err);
	return rc;
}

enum rc
import_accounts_touch(struct import_accounts *x, struct store *st,
    struct str id, int64_t now, struct err *err)
{
	uint32_t slot = x->found;

	if (slot == 0 || !is_at(x, slot, id))
		slot = *slot_of(x, id);
	if (slot == 0)
		return look_again(x, st, id, now, err);
	x->pool[slot - 1 + AT_TOUCHED] = 1;
	return RC_OK;
}

enum rc
import_accounts_wake(
    struct import_accounts *x, struct store *st, int64_t now, struct err *err)
{
	enum rc rc = RC_OK;
	size_t at = 0;

	while (rc == RC_OK && at < x->used) {
		unsigned char *p = x->pool + at;
		struct str id = {(const char *)p + AT_ID, p[AT_LENGTH]};

		if (p[AT_TOUCHED])
			rc = look_again(x, st, id, now, err);
		p[AT_TOUCHED] = 0;
		at += AT_ID + id.n;
	}
	return rc;
}
