#include "flow/compose_case.h"

#include "flow/compose_case_account.h"
#include "flow/compose_case_list.h"
#include "flow/compose_links.h"
#include "flow/desk_relay.h"
#include "flow/library.h"
#include "flow/mailto.h"
#include "flow/staffmail.h"
#include "flow/textrows.h"
#include "render/locale.h"
#include "render/plain.h"
#include "render/unwrap.h"

static struct str
locale_of(const struct compose *j)
{
	return j->f->set->company_locale;
}

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (id.n > 0 && str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

static void
set_writer(const struct compose *j, struct value *root)
{
	const struct contact *who = find_contact(&j->facts, j->params.contact);
	struct value *m = value_map(j->a);

	if (str_is_empty(j->params.from))
		return;
	value_set_text(j->a, m, "address", j->params.from);
	value_set_text(j->a, m, "name",
	    who && who->name.n ? who->name : j->params.from_name);
	value_set_text(j->a, m, "trust", j->params.trust);
	if (who != NULL) {
		value_set_text(
		    j->a, m, "role", str_of(party_role_name(who->role)));
		value_set_text(j->a, m, "phone", who->phone);
	}
	value_set(j->a, root, "from", m);
}

static void
set_mail(const struct compose *j, struct value *root)
{
	const struct params *p = &j->params;
	struct arena *a = j->a;

	set_writer(j, root);
	textrows_lines(a, root, "quote", p->text);
	textrows_set(
	    a, root, "understood", "text", p->understood, p->understood_count);
	textrows_set(a, root, "done", "text", p->done, p->done_count);
	textrows_set(a, root, "files", "name", p->files, p->file_count);
	value_set_text(a, root, "late", p->late);
	if (j->answer_to != NULL)
		value_set_text(a, root, "answer_to", j->answer_to->email);
}

/* In the language in which the customer would read it. */
static struct str
their_locale(const struct compose *j)
{
	if (!str_is_empty(j->answer_to->language))
		return j->answer_to->language;
	return j->facts.locale.n ? j->facts.locale : locale_of(j);
}

static enum rc
load_suggestion(struct compose *j, struct err *err)
{
	enum rc rc;

	if (j->answer_to == NULL)
		return RC_OK;
	rc = library_letter(j->f->library, STR("staff"), STR("suggestion"),
	    locale_language(their_locale(j)), locale_language(locale_of(j)),
	    &j->suggestion, err);
	/* Without that text the person writes it alone. */
	return rc == RC_MISS || rc == RC_BAD ? RC_OK : rc;
}

/* What one of our own people wrote. */
static void
set_answer(struct compose *j)
{
	j->words.root = value_map(j->a);
	textrows_lines(j->a, j->words.root, "quote", j->params.text);
	value_set_text(j->a, j->words.root, "by", j->params.by);
}

enum rc
compose_case_load(struct compose *j, struct err *err)
{
	enum rc rc;

	if (str_eqc(j->t->kind, "relay"))
		set_answer(j);
	if (!compose_is_staff(j->t))
		return RC_OK;
	if (str_eqc(j->t->template_name, STAFFMAIL_LIST)) {
		j->words.root = value_map(j->a);
		return compose_case_list(j, err);
	}
	if (!str_eqc(j->t->template_name, STAFFMAIL_TASK))
		return RC_OK;
	j->words.root = value_map(j->a);
	if (j->facts.account.id.n > 0)
		j->answer_to = desk_relay_to(&j->facts, j->params.contact);
	set_mail(j, j->words.root);
	if (str_is_empty(j->facts.account.id))
		return RC_OK;
	rc = compose_case_account(j, j->words.root, err);
	if (rc == RC_OK)
		rc = compose_links_account(j, err);
	return rc == RC_OK ? load_suggestion(j, err) : rc;
}

/* {{#ask.dispute}}: by the kinds of the tasks, "-" as "_". */
static struct value *
asked(const struct compose *j)
{
	struct value *m = value_map(j->a);
	bool any = false;

	for (size_t i = 0; i < j->params.kind_count; i++) {
		char *name = arena_cstr(j->a, j->params.kinds[i]);

		for (char *c = name; *c; c++)
			if (*c == '-')
				*c = '_';
		value_set_bool(j->a, m, name, true);
		any = true;
	}
	value_set_bool(j->a, m, "any", any);
	return m;
}

void
compose_case_write(struct compose *j, struct value *values)
{
	struct mailto m = {.address = j->head.reply_to};
	struct outbox_touch as_theirs;
	struct params none = {.promise_day = DAY_NONE};
	struct values_in in;
	struct buf subject, body;
	struct value *theirs;

	if (j->suggestion == NULL)
		return;
	as_theirs = *j->t;
	as_theirs.kind = STR("relay");
	none.subject = j->params.subject;
	none.reason = j->params.reason;
	none.invoices = j->params.invoices;
	none.invoice_count = j->params.invoice_count;
	in = (struct values_in){.touch = &as_theirs,
	    .facts = &j->facts,
	    .contact = j->answer_to,
	    .mailbox = j->mailbox,
	    .params = &none,
	    .shown = j->shown,
	    .shown_count = j->shown_count,
	    .links = j->links,
	    .deadline = DAY_NONE};
	theirs = values_build(j->f, j->a, &in);
	value_set(j->a, theirs, "ask", asked(j));
	buf_init(&subject, LIMIT_LETTER);
	buf_init(&body, LIMIT_LETTER);
	letter_text(j->suggestion, theirs, &subject, &body);
	m.subject = buf_str(&subject);
	m.body = unwrap(j->a, buf_str(&body), PLAIN_WIDTH);
	textrows_lines(j->a, values, "draft", m.body);
	m.in_reply_to = j->head.message_id;
	value_set_text(j->a, values, "mailto_url", mailto_url(j->a, &m));
	buf_fini(&subject);
	buf_fini(&body);
}
