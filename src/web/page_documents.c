#include "web/pages.h"

#include "flow/facts.h"
#include "flow/papers.h"
#include "store/passbook.h"
#include "web/view.h"

/* /documents, and /documents/NAME of a file that lies ready. */
static struct value *
invoice_map(const struct page_ask *ask, const struct facts_invoice *inv)
{
	struct value *map = value_map(ask->a);

	value_set_text(ask->a, map, "number", inv->id);
	value_set_text(ask->a, map, "path", view_path(ask->a, inv->id));
	value_set_text(ask->a, map, "po", inv->po);
	view_day(ask, map, "issued", inv->issued);
	view_day(ask, map, "due", inv->due);
	view_money(ask, map, "amount", inv->amount);
	if (inv->open.minor > 0)
		view_money(ask, map, "open", inv->open);
	return map;
}

static enum rc
put_invoices(const struct page_ask *ask, struct value *values, struct err *err)
{
	struct value *list = value_list(ask->a);
	struct passbook_ask q = {
	    .st = ask->f->store,
	    .a = ask->a,
	    .account = ask->facts->account.id,
	    .max = VIEW_ROWS,
	};
	struct facts_invoice *v = NULL;
	struct view_turn turn;
	int64_t total = 0;
	size_t n = 0;
	enum rc rc = view_turn(ask, &turn);

	q.skip = turn.skip;
	if (rc == RC_OK)
		rc = passbook_invoices(&q, &v, &n, &total, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		value_push(ask->a, list, invoice_map(ask, &v[i]));
	view_list(ask, values, "invoices", list);
	return rc == RC_OK ? view_turn_put(ask, values, &turn,
				 arena_fmt(ask->a, "%.*s/documents",
				     STR_ARG(ask->base)),
				 total)
			   : rc;
}

/* "12 kB", the same in all languages; never nothing. */
static struct str
size_text(struct arena *a, int64_t size)
{
	if (size >= 1 << 20)
		return arena_fmt(a, "%lld MB", (long long)(size >> 20));
	return arena_fmt(a, "%lld kB", (long long)(size >> 10) + 1);
}

static enum rc
put_files(const struct page_ask *ask, struct value *values, struct err *err)
{
	struct value *list = value_list(ask->a);
	struct papers_file *v = NULL;
	size_t n = 0;
	enum rc rc = papers_list(
	    ask->f->set, ask->a, ask->facts->account.id, &v, &n, err);

	for (size_t i = 0; i < n; i++) {
		struct value *map = value_map(ask->a);

		value_set_text(ask->a, map, "name", v[i].name);
		value_set_text(
		    ask->a, map, "path", view_path(ask->a, v[i].name));
		value_set_text(
		    ask->a, map, "size", size_text(ask->a, v[i].size));
		view_day(
		    ask, map, "day", facts_day(ask->f, ask->facts, v[i].at));
		value_push(ask->a, list, map);
	}
	view_list(ask, values, "files", list);
	return rc;
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	struct letter_file file;
	enum rc rc;

	if (!str_is_empty(ask->rest)) {
		rc = papers_read(ask->f->set, ask->a, ask->facts->account.id,
		    ask->rest, &file, err);
		if (rc == RC_OK)
			view_file(out, &file);
		return rc;
	}
	out->template_name = "documents";
	rc = put_invoices(ask, out->values, err);
	return rc == RC_OK ? put_files(ask, out->values, err) : rc;
}

const struct page page_documents = {.name = "documents", .show = show};
