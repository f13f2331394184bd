#include "flow/document.h"
#include "store/history.h"
#include "web/staffvalue.h"

struct listing {
	const struct staffpage_ask *ask;
	struct str account;
	struct staffvalue_turn turn;
	struct value *rows;
};

static enum rc
list(void *ctx, const struct history_row *row, struct err *err)
{
	struct listing *l = ctx;
	struct arena *a = l->ask->a;
	struct value *v;

	(void)err;
	if (str_cmp(str_of(row->kind), STR("invoice")) != 0 ||
	    !staffvalue_turn_has(&l->turn))
		return RC_OK;
	v = value_map(a);
	value_set_text(a, v, "id", arena_dup(a, row->id));
	value_set_text(a, v, "issued", arena_dup(a, row->day));
	value_set_text(a, v, "due", arena_dup(a, row->due));
	staffvalue_set_money(l->ask, v, "amount", row->amount);
	if (row->open.minor > 0)
		staffvalue_set_money(l->ask, v, "open", row->open);
	value_set_text(a, v, "pdf",
	    arena_fmt(a, "%.*s/invoice?account=%.*s&id=%.*s",
		STR_ARG(l->ask->base),
		STR_ARG(staffvalue_escape(a, l->account)),
		STR_ARG(staffvalue_escape(a, row->id))));
	value_push(a, l->rows, v);
	return RC_OK;
}

static enum rc
load(const struct staffpage_ask *ask, struct str account,
    struct facts_account *facts, struct err *err)
{
	struct facts_ask want = {account, ask->now, NULL, LEDGER_UNAPPLIED};

	return account.n > 0 ? facts_load(ask->f, ask->a, &want, facts, err)
			     : RC_MISS;
}

static enum rc
show_documents(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct listing l = {.ask = ask, .rows = value_list(ask->a)};
	struct value *about = value_map(ask->a);
	struct facts_account facts;
	enum rc rc;

	l.account = staffvalue_query(ask, "id");
	l.turn.from = staffvalue_from(ask);
	rc = load(ask, l.account, &facts, err);
	if (rc == RC_OK)
		rc = history_read(ask->f->store, l.account, list, &l, err);
	if (rc != RC_OK)
		return rc;
	out->template_name = "staff-documents";
	value_set_text(ask->a, out->values, "title",
	    staffvalue_words(ask->a, facts.account.name, 100));
	value_set_text(ask->a, about, "id", facts.account.id);
	value_set_text(ask->a, about, "name", facts.account.name);
	staffvalue_set_link(ask, about, "link", "account", l.account);
	staffvalue_set_link(ask, about, "statement", "statement", l.account);
	value_set(ask->a, out->values, "about", about);
	value_set(ask->a, out->values, "documents", l.rows);
	value_set_bool(ask->a, out->values, "has_documents", l.rows->count > 0);
	staffvalue_turn_set(ask, out->values, &l.turn,
	    arena_fmt(ask->a, "&id=%.*s",
		STR_ARG(staffvalue_escape(ask->a, l.account))));
	return RC_OK;
}

static void
set_file(const struct letter_file *file, struct page_out *out)
{
	out->form = PAGE_FILE;
	out->name = file->name;
	out->type = file->type;
	out->bytes = file->bytes;
}

/* Without a link to pay: it would let its reader in as the customer. */
static enum rc
show_invoice(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct facts_account facts;
	struct letter_file file = {.bytes = {NULL, 0}};
	enum rc rc = load(ask, staffvalue_query(ask, "account"), &facts, err);

	if (rc == RC_OK)
		rc = document_invoice(ask->f, ask->a, &facts,
		    staffvalue_query(ask, "id"), (struct str){NULL, 0}, &file,
		    err);
	if (rc == RC_OK)
		set_file(&file, out);
	return rc;
}

static enum rc
show_statement(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct facts_account facts;
	struct letter_file file = {.bytes = {NULL, 0}};
	enum rc rc = load(ask, staffvalue_query(ask, "id"), &facts, err);

	if (rc == RC_OK)
		rc = document_statement(
		    ask->f, ask->a, &facts, (struct str){NULL, 0}, &file, err);
	if (rc == RC_OK)
		set_file(&file, out);
	return rc;
}

const struct staffpage staff_documents = {
    .name = "documents", .show = show_documents};
const struct staffpage staff_invoice = {
    .name = "invoice", .show = show_invoice};
const struct staffpage staff_statement = {
    .name = "statement", .show = show_statement};
