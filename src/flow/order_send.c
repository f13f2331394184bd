#include "flow/orders.h"

#include "flow/params.h"
#include "model/limits.h"
#include "model/names.h"
#include "render/msgid.h"
#include "store/inbox.h"

/* Only what the gateway makes itself, and only to an address on file. */
static enum rc
documents(const struct order_job *j, struct params *p, struct err *err)
{
	struct intent_document *v;
	struct orders_scope scope = {.n = 0};
	enum rc rc = RC_OK;

	if (j->o->document != DOCUMENT_INVOICE &&
	    j->o->document != DOCUMENT_STATEMENT)
		return err_set(err, RC_BAD,
		    "only an invoice or a statement can be sent this way, no "
		    "%s; attach it to a mail of yours",
		    name_document(j->o->document));
	if (j->o->document == DOCUMENT_INVOICE)
		rc = orders_invoices(j, ORDERS_ANY, &scope, err);
	if (rc == RC_OK && j->o->document == DOCUMENT_INVOICE && scope.n == 0)
		return err_set(err, RC_BAD, "which invoice? Nothing is open");
	if (rc == RC_OK && scope.n > LIMIT_ATTACHMENTS)
		return err_set(err, RC_BAD,
		    "%zu invoices are more than one mail carries; name some",
		    scope.n);
	v = arena_array(j->m->a, scope.n + 1, sizeof(*v));
	for (size_t i = 0; i < scope.n; i++)
		v[p->document_count++] =
		    (struct intent_document){DOCUMENT_INVOICE, scope.ids[i]};
	if (j->o->document == DOCUMENT_STATEMENT)
		v[p->document_count++].type = DOCUMENT_STATEMENT;
	p->documents = v;
	p->invoices = scope.ids;
	p->invoice_count = scope.n;
	return rc;
}

static const struct contact *
usable(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (facts->contacts[i].state == CONTACT_OK &&
		    (id.n == 0 || str_eq(facts->contacts[i].id, id)))
			return &facts->contacts[i];
	return NULL;
}

/* Who asked for it, below their mail; else who is written to first. */
static enum rc
find_reader(const struct order_job *j, struct params *p,
    const struct contact **to, struct err *err)
{
	struct inbox_answered from = {.contact = {NULL, 0}};
	enum rc rc = RC_MISS;

	if (!str_is_empty(j->m->answers->inbox))
		rc = inbox_answered(
		    j->m->f->store, j->m->a, j->m->answers->inbox, &from, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	*to = from.contact.n > 0 ? usable(j->facts, from.contact) : NULL;
	if (*to != NULL && from.message_id.n > 0) {
		p->in_reply_to = from.message_id;
		p->references = arena_array(j->m->a, 1, sizeof(*p->references));
		p->references[p->reference_count++] = from.message_id;
	}
	if (*to == NULL)
		*to = usable(j->facts, (struct str){NULL, 0});
	if (*to == NULL)
		return err_set(err, RC_BAD,
		    "no contact of account %.*s can be written to",
		    STR_ARG(j->facts->account.id));
	return RC_OK;
}

enum rc
order_send(struct order_job *j, struct err *err)
{
	const struct contact *to = NULL;
	struct params p = {.promise_day = DAY_NONE};
	struct outbox_touch t = {
	    .account = j->facts->account.id,
	    .kind = STR("answer"),
	    .template_name = STR("document"),
	    .mailbox = j->m->mailbox,
	    .inbox = j->m->inbox,
	    .natural_key = j->id,
	    .reason = STR("a colleague sends it"),
	    .planned_at = j->m->now,
	    .not_before = j->m->now,
	};
	enum rc rc = documents(j, &p, err);

	if (rc == RC_OK)
		rc = find_reader(j, &p, &to, err);
	if (rc != RC_OK)
		return rc;
	p.subject =
	    p.document_count == 1 && p.invoice_count == 1
		? arena_fmt(j->m->a, "Invoice %.*s", STR_ARG(p.invoices[0]))
		: STR("Your documents");
	t.contact = to->id;
	t.recipient = to->email;
	t.params = params_write(j->m->a, &p);
	t.id = msgid_touch(j->m->a, j->m->f->key, t.natural_key);
	rc = outbox_put(j->m->f->store, &t, err);
	j->done = arena_fmt(j->m->a, "%s goes to %.*s.",
	    p.document_count > 1                   ? "A mail with the documents"
	    : j->o->document == DOCUMENT_STATEMENT ? "A statement"
						   : "The invoice",
	    STR_ARG(to->email));
	return rc == RC_OK
		   ? orders_remark(j, "document",
			 arena_fmt(j->m->a, "sends %s to %.*s",
			     name_document(j->o->document), STR_ARG(to->email)),
			 err)
		   : rc;
}
