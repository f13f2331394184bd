#include "flow/compose_case_list.h"

#include "flow/facts.h"
#include "flow/mailto.h"
#include "flow/sums.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/cases.h"

#define EXCERPT 600 /* bytes of each mail's words */

/* A reply to the address of the case's own mail, which never left. */
static struct str
answer_url(const struct compose *j, const struct outbox_touch *t,
    const struct params *p)
{
	const struct mailbox_settings *box = flow_mailbox(j->f, t->mailbox);
	struct str domain = str_sub(
	    box->address, str_rchr(box->address, '@') + 1, box->address.n);
	struct mailto m = {
	    .subject = arena_fmt(j->a, "Re: %.*s", STR_ARG(p->subject)),
	    .in_reply_to = msgid_make(j->a, j->f->key, t->id, domain),
	    .address = box->reply_tag ? msgid_reply_address(j->a, j->f->key,
					    t->id, box->reply_address)
				      : box->reply_address,
	};

	return mailto_url(j->a, &m);
}

static void
set_open(
    const struct compose *j, struct value *m, const struct facts_account *facts)
{
	struct sums open = {.n = 0};

	for (size_t i = 0; i < facts->invoice_count; i++)
		sums_add(&open, facts->invoices[i].open);
	value_set_text(
	    j->a, m, "open", sums_text(j->a, &open, j->f->set->company_locale));
}

static struct value *
row(const struct compose *j, const struct outbox_touch *t,
    const struct facts_account *facts)
{
	struct value *m = value_map(j->a);
	struct str todo = {"", 0};
	struct params p;

	params_read(j->a, t->params, &p);
	value_set_text(j->a, m, "account", facts->account.id);
	value_set_text(j->a, m, "name", facts->account.name);
	value_set_text(j->a, m, "subject", p.subject);
	value_set_text(j->a, m, "from", p.from);
	value_set_text(j->a, m, "trust", p.trust);
	value_set_text(j->a, m, "text", str_head(p.text, EXCERPT));
	set_open(j, m, facts);
	for (size_t i = 0; i < p.task_count; i++)
		todo = arena_fmt(j->a, "%.*s%s%.*s", STR_ARG(todo),
		    i ? "; " : "", STR_ARG(p.tasks[i]));
	value_set_text(j->a, m, "todo", todo);
	if (facts->account.id.n > 0)
		value_set_text(j->a, m, "answer_url", answer_url(j, t, &p));
	return m;
}

enum rc
compose_case_list(struct compose *j, struct err *err)
{
	struct value *list = value_list(j->a);
	struct cases_row *v = NULL;
	size_t n = 0;
	enum rc rc = cases_of_digest(j->f->store, j->a, j->t->id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct facts_ask ask = {v[i].account, j->now, NULL, 0};
		struct facts_account facts = {.now = j->now};
		struct outbox_touch t;

		rc = outbox_get(j->f->store, j->a, v[i].touch, &t, err);
		if (rc == RC_OK && v[i].account.n > 0)
			rc = facts_load(j->f, j->a, &ask, &facts, err);
		if (rc == RC_OK)
			value_push(j->a, list, row(j, &t, &facts));
		rc = rc == RC_MISS ? RC_OK : rc;
	}
	value_set(j->a, j->words.root, "cases", list);
	return rc;
}
