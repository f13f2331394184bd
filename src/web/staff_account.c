#include "decide/dun.h"
#include "flow/agingrows.h"
#include "flow/facts.h"
#include "store/creditbook.h"
#include "store/holds.h"
#include "store/staffview.h"
#include "web/staffrecent.h"
#include "web/staffvalue.h"

#define LAST 20 /* entries of the timeline that stand here */

/* One account, and what the page says of it. */
struct look {
	const struct staffpage_ask *ask;
	struct facts_account facts;
	struct dun dun;
	struct value *map;
};

static struct value *
push_row(const struct look *l, struct value *rows)
{
	struct value *v = value_map(l->ask->a);

	value_push(l->ask->a, rows, v);
	return v;
}

static void
put_list(const struct look *l, const char *name, struct value *rows)
{
	struct arena *a = l->ask->a;

	value_set(a, l->map, name, rows);
	value_set_bool(a, l->map, arena_cstr(a, arena_fmt(a, "has_%s", name)),
	    rows->count > 0);
}

static void
set_head(const struct look *l)
{
	const struct account *acc = &l->facts.account;
	struct arena *a = l->ask->a;
	struct value *v = value_map(a);

	value_set_text(a, v, "id", acc->id);
	value_set_text(a, v, "name", acc->name);
	value_set_text(a, v, "collector", acc->collector);
	value_set_text(a, v, "segment", acc->segment);
	value_set_text(a, v, "language", l->facts.locale);
	value_set_text(a, v, "timezone", acc->timezone);
	value_set_bool(a, v, "white_glove", acc->white_glove);
	if (acc->credit_limit > 0)
		staffvalue_set_money(l->ask, v, "limit",
		    money_of(acc->credit_limit, acc->currency));
	staffvalue_set_link(l->ask, v, "all_timeline", "timeline", acc->id);
	staffvalue_set_link(l->ask, v, "documents", "documents", acc->id);
	value_set(a, l->map, "about", v);
}

static const char *
state_words(enum contact_state state)
{
	switch (state) {
	case CONTACT_OK:
		return NULL;
	case CONTACT_BOUNCED:
		return "mails come back";
	case CONTACT_COMPLAINED:
		return "called us spam";
	case CONTACT_STOPPED:
		return "wants no mails";
	}
	return NULL;
}

static void
set_contacts(const struct look *l)
{
	struct arena *a = l->ask->a;
	struct value *rows = value_list(a);

	for (size_t i = 0; i < l->facts.contact_count; i++) {
		const struct contact *c = &l->facts.contacts[i];
		struct value *v = push_row(l, rows);

		value_set_text(a, v, "name", c->name);
		value_set_text(a, v, "role", str_of(party_role_name(c->role)));
		value_set_text(a, v, "email", c->email);
		value_set_text(a, v, "phone", c->phone);
		value_set_text(a, v, "state", str_of(state_words(c->state)));
		value_set_text(a, v, "rests", c->rest_reason);
	}
	put_list(l, "contacts", rows);
}

static const char *
line_words(enum dun_line_state state)
{
	switch (state) {
	case DUN_NOT_YET:
		return "not yet";
	case DUN_DUE:
		return "due now";
	case DUN_LISTED:
		return "said";
	case DUN_HELD:
		return "held";
	}
	return "";
}

static void
set_invoices(const struct look *l)
{
	struct arena *a = l->ask->a;
	struct value *rows = value_list(a);

	for (size_t i = 0; i < l->facts.invoice_count; i++) {
		const struct facts_invoice *inv = &l->facts.invoices[i];
		struct value *v = push_row(l, rows);

		value_set_text(a, v, "id", inv->id);
		value_set_text(a, v, "po", inv->po);
		staffvalue_set_day(l->ask, v, "due", inv->due);
		if (l->facts.today > inv->due)
			staffvalue_set_number(
			    l->ask, v, "days", l->facts.today - inv->due);
		staffvalue_set_money(l->ask, v, "open", inv->open);
		if (inv->contested.minor > 0 && !inv->disputed)
			staffvalue_set_money(
			    l->ask, v, "contested", inv->contested);
		staffvalue_set_day(l->ask, v, "promised", inv->promised);
		value_set_text(
		    a, v, "state", str_of(line_words(l->dun.lines[i].state)));
		value_set_text(a, v, "why", l->dun.lines[i].why);
		value_set_text(a, v, "pdf",
		    arena_fmt(a, "%.*s/invoice?account=%.*s&id=%.*s",
			STR_ARG(l->ask->base),
			STR_ARG(staffvalue_escape(a, l->facts.account.id)),
			STR_ARG(staffvalue_escape(a, inv->id))));
	}
	put_list(l, "invoices", rows);
	value_set(
	    a, l->map, "aging", agingrows_list(a, l->ask->locale, &l->facts));
}

static void
set_money(const struct look *l)
{
	struct arena *a = l->ask->a;
	struct value *unapplied = value_list(a), *promises = value_list(a);

	for (size_t i = 0; i < l->facts.unapplied_count; i++)
		staffvalue_set_money(l->ask, push_row(l, unapplied), "amount",
		    l->facts.unapplied[i]);
	for (size_t i = 0; i < l->facts.promise_count; i++) {
		const struct facts_promise *p = &l->facts.promises[i];
		struct value *v = push_row(l, promises);

		staffvalue_set_day(l->ask, v, "day", p->day);
		if (p->has_amount)
			staffvalue_set_money(l->ask, v, "amount", p->amount);
	}
	put_list(l, "unapplied", unapplied);
	put_list(l, "promises", promises);
}

static enum rc
set_disputes(const struct look *l, struct err *err)
{
	struct arena *a = l->ask->a;
	struct value *rows = value_list(a);
	struct staffview_dispute *d = NULL;
	size_t n = 0;
	enum rc rc = staffview_disputes(
	    l->ask->f->store, a, l->facts.account.id, &d, &n, err);

	for (size_t i = 0; i < n; i++) {
		struct value *v = push_row(l, rows);

		value_set_text(a, v, "invoice", d[i].invoice);
		value_set_text(a, v, "reason", d[i].reason);
		value_set_text(a, v, "state", d[i].state);
		value_set_text(a, v, "by", d[i].by);
		value_set_text(a, v, "text",
		    staffvalue_words(a, d[i].text, STAFFVALUE_TEXT));
		staffvalue_set_instant(l->ask, v, "at", d[i].at);
		if (d[i].part)
			staffvalue_set_money(l->ask, v, "amount", d[i].amount);
	}
	put_list(l, "disputes", rows);
	return rc;
}

static enum rc
set_holds(const struct look *l, struct err *err)
{
	struct arena *a = l->ask->a;
	struct value *rows = value_list(a);
	struct hold *h = NULL;
	size_t n = 0;
	enum rc rc = holds_list(
	    l->ask->f->store, a, l->facts.account.id, l->ask->now, &h, &n, err);

	for (size_t i = 0; i < n; i++) {
		struct value *v = push_row(l, rows);

		value_set_text(a, v, "kind", h[i].kind);
		value_set_text(a, v, "subject", h[i].subject);
		value_set_text(a, v, "reason", h[i].reason);
		value_set_text(a, v, "by", h[i].by);
		staffvalue_set_instant(l->ask, v, "since", h[i].since);
		if (h[i].day != DAY_NONE)
			staffvalue_set_day(l->ask, v, "until", h[i].day);
		else
			staffvalue_set_instant(l->ask, v, "until", h[i].until);
	}
	put_list(l, "holds", rows);
	return rc;
}

static enum rc
set_credit(const struct look *l, struct err *err)
{
	struct creditbook book;
	struct arena *a = l->ask->a;
	enum rc rc = creditbook_get(
	    l->ask->f->store, a, l->facts.account.id, &book, err);

	if (rc != RC_OK || !book.held)
		return rc;
	value_set_bool(a, l->map, "on_hold", true);
	value_set_text(a, l->map, "hold_reason", book.reason);
	staffvalue_set_day(l->ask, l->map, "hold_since", book.since);
	return RC_OK;
}

static enum rc
push_task(void *ctx, const struct staffview_task *t, struct err *err)
{
	struct look *l = ctx;
	struct arena *a = l->ask->a;
	struct value *v;

	(void)err;
	v = push_row(l, (struct value *)value_get(l->map, STR("tasks")));
	value_set_text(a, v, "kind", arena_dup(a, t->kind));
	value_set_text(
	    a, v, "text", staffvalue_words(a, t->text, STAFFVALUE_TEXT));
	staffvalue_set_instant(l->ask, v, "at", t->at);
	staffvalue_set_link(l->ask, v, "mail", "mail", t->inbox);
	value_set_bool(a, l->map, "has_tasks", true);
	return RC_OK;
}

/* The same decision that `why` shows. */
static enum rc
set_why(struct look *l, const struct facts_gate *gate, struct err *err)
{
	const struct staffpage_ask *ask = l->ask;
	struct dun_limits limits;
	int64_t next;

	(void)gate;
	(void)err;
	facts_limits(ask->f, &l->facts, &limits);
	dun_decide(ask->a, &l->facts,
	    flow_sequence_for(ask->f, SEQUENCE_INVOICING, &l->facts), &limits,
	    &l->dun);
	next = facts_next(ask->f, &l->facts, &l->dun);
	value_set_text(ask->a, l->map, "why", l->dun.why);
	value_set_bool(ask->a, l->map, "sends_now", l->dun.verdict == DUN_SEND);
	if (l->dun.contact != NULL)
		value_set_text(ask->a, l->map, "why_to", l->dun.contact->name);
	if (l->dun.verdict != DUN_SEND)
		staffvalue_set_instant(ask, l->map, "next", next);
	return RC_OK;
}

static enum rc
load(struct look *l, struct str id, struct err *err)
{
	const struct staffpage_ask *ask = l->ask;
	struct facts_gate gate;
	enum rc rc = facts_gate(ask->f, ask->a, ask->now, &gate, err);

	if (rc == RC_OK) {
		struct facts_ask facts = {id, ask->now, &gate, LEDGER_ALL};

		rc = facts_load(ask->f, ask->a, &facts, &l->facts, err);
	}
	return rc == RC_OK ? set_why(l, &gate, err) : rc;
}

static enum rc
show_account(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct look l = {.ask = ask, .map = out->values};
	struct str id = staffvalue_query(ask, "id");
	enum rc rc = id.n > 0 ? load(&l, id, err) : RC_MISS;

	if (rc != RC_OK)
		return rc;
	out->template_name = "staff-account";
	value_set_text(ask->a, out->values, "title",
	    staffvalue_words(ask->a, l.facts.account.name, 100));
	set_head(&l);
	set_contacts(&l);
	set_invoices(&l);
	set_money(&l);
	value_set(ask->a, l.map, "tasks", value_list(ask->a));
	rc = staffview_tasks(ask->f->store, id, push_task, &l, err);
	if (rc == RC_OK)
		rc = set_disputes(&l, err);
	if (rc == RC_OK)
		rc = set_holds(&l, err);
	if (rc == RC_OK)
		rc = set_credit(&l, err);
	return rc == RC_OK ? staffrecent_set(ask, l.map, id, LAST, err) : rc;
}

const struct staffpage staff_account = {
    .name = "account", .show = show_account};
