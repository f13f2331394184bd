#include "flow/document.h"
#include "store/history.h"
#include "web/press.h"
#include "web/staffvalue.h"
#include "web/view.h"

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

/* Printed as customers' are: one at a time. */
struct job {
	const struct staffpage_ask *ask;
	struct facts_account facts;
	struct letter_file file;
};

static enum rc
show_file(const struct staffpage_ask *ask, const char *account,
    press_job *print, struct page_out *out, struct err *err)
{
	const struct press_ask press = {ask->who, ask->now, PRESS_COLLEAGUE};
	struct job j = {.ask = ask};
	enum rc rc = load(ask, staffvalue_query(ask, account), &j.facts, err);

	if (rc == RC_OK)
		rc = press_run(&press, print, &j, err);
	if (rc == RC_OK)
		view_file(out, &j.file);
	return rc;
}

/* Without a link to pay: it would let its reader in as the customer. */
static enum rc
print_invoice(void *ctx, struct err *err)
{
	struct job *j = ctx;

	return document_invoice(j->ask->f, j->ask->a, &j->facts,
	    staffvalue_query(j->ask, "id"), (struct str){NULL, 0}, &j->file,
	    err);
}

static enum rc
show_invoice(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	return show_file(ask, "account", print_invoice, out, err);
}

static enum rc
print_statement(void *ctx, struct err *err)
{
	struct job *j = ctx;

	return document_statement(j->ask->f, j->ask->a, &j->facts,
	    (struct str){NULL, 0}, &j->file, err);
}

static enum rc
show_statement(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	return show_file(ask, "id", print_statement, out, err);
}

const struct staffpage staff_documents = {
    .name = "documents", .show = show_documents};
const struct staffpage staff_invoice = {
    .name = "invoice", .show = show_invoice};
const struct staffpage staff_statement = {
    .name = "statement", .show = show_statement};
