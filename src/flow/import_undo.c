#include "flow/import.h"

#include "flow/checkout_book.h"
#include "flow/enrol.h"
#include "flow/import_put.h"
#include "flow/import_waiting.h"
#include "port/js.h"

#define NAMED_MAX  100
#define PAGE       500
#define PAGE_ARENA (256u << 20)

static void
tell(const struct import_sink *sink, const struct batch_named *n)
{
	struct err text;

	if (sink->warn == NULL)
		return;
	err_set(&text, RC_BAD, "%.*s %.*s: %.*s names it", STR_ARG(n->what),
	    STR_ARG(n->id), STR_ARG(n->by));
	sink->warn(sink->ctx, 0, text.text);
}

/* Is it the latest, and does nothing that came after build on it? */
static enum rc
may_undo(struct store *st, struct arena *a, struct str batch,
    const struct import_sink *sink, struct err *err)
{
	struct batch_named *named;
	struct batch latest;
	size_t n = 0;
	enum rc rc = batch_standing(st, a, &latest, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "there is no import to undo");
	if (rc == RC_OK && !str_eq(latest.id, batch))
		return err_set(err, RC_BAD,
		    "only the latest import can be undone: that is %.*s (%.*s "
		    "from %.*s)",
		    STR_ARG(latest.id), STR_ARG(latest.kind),
		    STR_ARG(latest.source));
	if (rc == RC_OK)
		rc = batch_named(st, a, batch, NAMED_MAX, &named, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		tell(sink, &named[i]);
	if (rc == RC_OK && n > 0)
		rc = err_set(err, RC_BAD,
		    "import %.*s cannot be undone: %zu%s of what it brought "
		    "%s named by what came after",
		    STR_ARG(batch), n, n == NAMED_MAX ? " or more" : "",
		    n == 1 ? "is" : "are");
	return rc;
}

/* Not what another import has written since. */
static enum rc
restore_row(struct store *st, struct arena *a, struct str batch,
    const struct import_kind *kind, const struct batch_before *b,
    struct err *err)
{
	struct books_row now, before = {.id = b->id};
	enum rc rc = books_find(st, kind->table, b->id, &now, err);

	if (rc == RC_MISS || (rc == RC_OK && !str_eq(now.batch, batch)))
		return RC_OK;
	if (rc == RC_OK)
		rc = import_put_unpack(kind->table, a, b->before, &before, err);
	return rc == RC_OK ? books_change(st, kind->table, &before, err) : rc;
}

static enum rc
restore_application(struct store *st, struct arena *a, struct str batch,
    const struct batch_before *b, struct err *err)
{
	struct books_application x = {.invoice = b->id};
	struct js *j = NULL;
	enum rc rc;

	str_cut(&x.invoice, IMPORT_UNIT, &x.kind);
	str_cut(&x.invoice, IMPORT_UNIT, &x.source);
	rc = books_applied(st, &x, err);
	if (rc == RC_MISS || (rc == RC_OK && !str_eq(x.batch, batch)))
		return RC_OK;
	if (rc == RC_OK)
		rc = js_parse(b->before, &j, err);
	if (rc != RC_OK)
		return rc;
	x.amount = js_i64(js_get(j, "amount"), 0);
	x.batch = arena_dup(a, js_str(js_get(j, "batch")));
	js_free(&j);
	return books_apply(st, &x, err);
}

static enum rc
restore(struct store *st, struct arena *a, struct str batch,
    const struct batch_before *b, struct err *err)
{
	const struct import_kind *kind = import_kind_find(b->kind);

	if (kind != NULL)
		return restore_row(st, a, batch, kind, b, err);
	if (str_eqc(b->kind, IMPORT_APPLICATION))
		return restore_application(st, a, batch, b, err);
	return import_waiting_restore(st, a, b, err);
}

static enum rc
restore_all(struct store *st, struct str batch, struct err *err)
{
	struct batch_before after = {.kind = STR("")}, *v;
	struct arena *pages[2] = {arena_new(PAGE_ARENA), arena_new(PAGE_ARENA)};
	size_t n = PAGE;
	enum rc rc = RC_OK;

	/* The last key of a page lives while the next is read. */
	for (int p = 0; rc == RC_OK && n == PAGE; p = !p) {
		arena_reset(pages[p]);
		rc = batch_before_next(
		    st, pages[p], batch, &after, PAGE, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			rc = restore(st, pages[p], batch, &v[i], err);
		if (rc == RC_OK && n > 0)
			after = v[n - 1];
	}
	arena_free(&pages[0]);
	arena_free(&pages[1]);
	return rc;
}

enum rc
import_undo(const struct flow *f, struct arena *a, struct str batch,
    const struct import_sink *sink, int64_t now, struct err *err)
{
	struct checkout_book own = {f, a, now};
	struct store *st = f->store;
	enum rc rc = store_begin(st, err);

	if (rc != RC_OK)
		return rc;
	rc = may_undo(st, a, batch, sink, err);
	if (rc == RC_OK)
		rc = db_unload(store_db(st), err);
	if (rc == RC_OK)
		rc = batch_wake(st, batch, STR(FLOW_INVOICING), now, err);
	if (rc == RC_OK)
		rc = enrol_follow(f, now, err);
	if (rc == RC_OK)
		rc = batch_remove(st, batch, err);
	if (rc == RC_OK)
		rc = restore_all(st, batch, err);
	if (rc == RC_OK)
		rc = checkout_book_again(&own, err);
	if (rc == RC_OK)
		rc = batch_undone(st, batch, now, err);
	if (rc == RC_OK)
		return store_commit(st, err);
	store_rollback(st);
	return rc;
}
