#include "base/log.h"
#include "flow/filing_parts.h"
#include "model/intent.h"

#define ROUND_MAX 2000 /* moves of one round: the inbox is read in between */

/* One that was moved, or is not there any more. */
struct moved {
	const struct filing_todo *todo;
	struct str folder, place; /* new ones; no folder: gone */
};

/* "promise" is "$Promise", "bank-details" "$BankDetails". */
static struct str
keyword(struct arena *a, struct str intent)
{
	char *p = arena_alloc(a, intent.n + 2);
	size_t n = 0;
	bool capital = true;

	p[n++] = '$';
	for (size_t i = 0; i < intent.n; i++) {
		char c = intent.p[i];

		if (!str_is_alnum(c)) {
			capital = true;
			continue;
		}
		p[n++] = capital && str_is_alpha(c) ? (char)(c & ~0x20) : c;
		capital = false;
	}
	return (struct str){p, n};
}

static enum rc
mark(struct filing *x, const struct filing_todo *todo, struct err *err)
{
	struct str words[INTENT_COUNT], rest = todo->intents, word;
	size_t n = 0;
	enum rc rc;

	if (x->box.wordless)
		return RC_OK;
	while (n < INTENT_COUNT && str_cut(&rest, ' ', &word))
		if (!str_is_empty(word))
			words[n++] = keyword(x->a, word);
	if (n == 0)
		return RC_OK;
	rc = x->box.door->mark(&x->box, todo->place, words, n, err);
	x->box.wordless = rc == RC_MISS;
	/* A mail without keywords is filed all the same. */
	return rc == RC_DOWN ? rc : RC_OK;
}

static enum rc
record(
    struct filing *x, struct str from, const struct moved *m, struct err *err)
{
	struct store *st = x->f->store;
	const struct filing_todo *t = m->todo;
	struct filing_at old = filing_place(x, from, t->place, t->inbox);
	struct filing_at new = filing_place(x, m->folder, m->place, t->inbox);
	enum rc rc = filing_gone(st, &old, err);

	if (rc != RC_OK)
		return rc;
	if (!str_is_empty(m->folder))
		return filing_put(st, &new, filing_queue_of(x, m->folder), err);
	return filing_not_due(st, x->box.set->name, t->inbox, err);
}

static enum rc
record_all(struct filing *x, struct str from, const struct moved *v, size_t n,
    struct err *err)
{
	struct store *st = x->f->store;
	int64_t filed = 0;
	enum rc rc = x->box.door->sync(&x->box, err);

	if (rc == RC_OK)
		rc = store_begin(st, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		rc = record(x, from, &v[i], err);
		filed += !str_is_empty(v[i].folder);
	}
	if (rc == RC_OK)
		rc = store_commit(st, err);
	else
		store_rollback(st);
	if (rc == RC_OK)
		x->stats->filed += filed;
	return rc;
}

static enum rc
move_one(struct filing *x, const struct filing_todo *todo, struct moved *out,
    struct err *err)
{
	struct str folder = filing_folder_of(x, todo->queue);
	enum rc rc = RC_OK;

	*out = (struct moved){.todo = todo};
	if (str_is_empty(todo->from))
		rc = mark(x, todo, err);
	if (rc == RC_OK)
		rc = x->box.door->move(
		    &x->box, todo->place, folder, x->a, &out->place, err);
	if (rc == RC_OK)
		out->folder = folder;
	return rc == RC_MISS ? RC_OK : rc;
}

/* All from the open folder. What was moved before a failure is recorded. */
static enum rc
move_some(struct filing *x, struct str from, const struct filing_todo *v,
    size_t n, struct err *err)
{
	struct moved done[FILING_BATCH];
	struct err why = {{0}};
	size_t k = 0;
	enum rc rc = RC_OK, recorded;

	for (; rc == RC_OK && k < n; k++)
		rc = move_one(x, &v[k], &done[k], err);
	if (rc != RC_OK)
		k--;
	recorded = record_all(x, from, done, k, rc == RC_OK ? err : &why);
	return rc == RC_OK ? recorded : rc;
}

enum rc
filing_move_new(struct filing *x, struct err *err)
{
	const struct mailbox_settings *set = x->box.set;
	struct filing_todo *v = NULL;
	bool open = false;
	size_t n = 1;
	enum rc rc = RC_OK;

	for (size_t done = 0; rc == RC_OK && n > 0 && done < ROUND_MAX;
	     done += n) {
		arena_reset(x->a);
		rc = filing_todo(x->f->store, x->a, set->name, set->inbox,
		    FILING_BATCH, &v, &n, err);
		if (rc != RC_OK || n == 0)
			break;
		if (!open)
			rc = x->box.door->open(&x->box, set->inbox, false, err);
		open = true;
		if (rc == RC_OK)
			rc = move_some(x, set->inbox, v, n, err);
	}
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
filing_move_due(struct filing *x, struct err *err)
{
	struct filing_todo *v = NULL;
	size_t n = 0;
	enum rc rc;

	arena_reset(x->a);
	rc = filing_due(
	    x->f->store, x->a, x->box.set->name, FILING_BATCH, &v, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct str from = filing_folder_of(x, v[i].from);

		rc = x->box.door->open(&x->box, from, true, err);
		if (rc == RC_OK)
			rc = move_some(x, from, &v[i], 1, err);
	}
	return rc == RC_MISS ? RC_OK : rc;
}
