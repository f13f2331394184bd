#include "flow/compose_case.h"

#include "decide/bankwords.h"
#include "flow/agingrows.h"
#include "flow/compose_case_list.h"
#include "flow/compose_links.h"
#include "flow/creditdesk.h"
#include "flow/desk_relay.h"
#include "flow/facts.h"
#include "flow/library.h"
#include "flow/mailto.h"
#include "flow/staffmail.h"
#include "render/digits.h"
#include "render/locale.h"
#include "store/cases.h"
#include "store/holds.h"

#define HOLDS_MAX 20 /* shown */
#define LINES_MAX 400

static struct str
locale_of(const struct compose *j)
{
	return j->f->set->company_locale;
}

/* A list of maps with one text each. */
static void
set_texts(struct arena *a, struct value *root, const char *name,
    const char *each, const struct str *v, size_t n)
{
	struct value *list = value_list(a);

	for (size_t i = 0; i < n; i++) {
		struct value *m = value_map(a);

		value_set_text(a, m, each, v[i]);
		value_set_bool(a, m, "first", i == 0);
		value_push(a, list, m);
	}
	value_set(a, root, name, list);
}

static void
set_lines(
    struct arena *a, struct value *root, const char *name, struct str text)
{
	struct str v[LINES_MAX], line;
	size_t n = 0;

	while (n < LINES_MAX && str_line(&text, &line))
		v[n++] = str_rtrim(line);
	set_texts(a, root, name, "line", v, n);
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
	const struct contact *who =
	    find_contact(&j->facts, j->params.contact);
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
	set_lines(a, root, "quote", p->text);
	set_texts(a, root, "understood", "text", p->understood,
	    p->understood_count);
	set_texts(a, root, "done", "text", p->done, p->done_count);
	set_texts(a, root, "files", "name", p->files, p->file_count);
	value_set_text(a, root, "late", p->late);
	if (j->answer_to != NULL)
		value_set_text(a, root, "answer_to", j->answer_to->email);
}

static struct str
hold_words(const struct compose *j, const struct hold *h)
{
	struct arena *a = j->a;
	struct str until = {"", 0};

	if (h->day != DAY_NONE)
		until = arena_fmt(a, ", until %.*s",
		    STR_ARG(locale_date(a, locale_of(j), h->day)));
	else if (h->until > 0 && h->until < INT64_MAX)
		until = arena_fmt(a, ", until %.*s",
		    STR_ARG(locale_date(a, locale_of(j),
			facts_day(j->f, &j->facts, h->until))));
	return arena_fmt(a, "%.*s%s%.*s: %.*s%s%.*s%.*s", STR_ARG(h->kind),
	    h->subject.n ? " " : "", STR_ARG(h->subject),
	    STR_ARG(h->reason.n ? h->reason : STR("no reason given")),
	    h->by.n ? ", by " : "", STR_ARG(h->by), STR_ARG(until));
}

static enum rc
set_holds(const struct compose *j, struct value *root, struct err *err)
{
	struct str v[HOLDS_MAX];
	struct hold *holds = NULL;
	size_t n = 0;
	enum rc rc = holds_list(j->f->store, j->a, j->facts.account.id, j->now,
	    &holds, &n, err);

	if (rc != RC_OK)
		return rc;
	n = n < HOLDS_MAX ? n : HOLDS_MAX;
	for (size_t i = 0; i < n; i++)
		v[i] = hold_words(j, &holds[i]);
	set_texts(j->a, root, "holds", "text", v, n);
	return RC_OK;
}

/* How new orders stand. */
static void
set_orders(
    const struct compose *j, struct value *m, const struct creditbook *book)
{
	struct str since = {"", 0};

	if (book->since != DAY_NONE)
		since = arena_fmt(j->a, " since %.*s",
		    STR_ARG(locale_date(j->a, locale_of(j), book->since)));
	if (book->held)
		value_set_text(j->a, m, "hold",
		    arena_fmt(j->a, "new orders are held%.*s (%.*s)",
			STR_ARG(since), STR_ARG(book->reason)));
	else if (book->warned != DAY_NONE)
		value_set_text(j->a, m, "hold",
		    arena_fmt(j->a, "a hold of orders was announced%.*s (%.*s)",
			STR_ARG(since), STR_ARG(book->reason)));
}

static enum rc
set_credit(const struct compose *j, struct value *root, struct err *err)
{
	struct creditdesk_ask ask = {.f = j->f, .a = j->a, .facts = &j->facts};
	struct str currency = j->facts.account.currency;
	struct value *m = value_map(j->a);
	struct creditdesk desk;
	enum rc rc;

	ask.seq = flow_sequence_for(j->f, SEQUENCE_CREDIT, &j->facts);
	rc = creditdesk_load(&ask, &desk, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	value_set_text(j->a, m, "used",
	    locale_money(
		j->a, locale_of(j), money_of(desk.figures.open, currency)));
	if (desk.figures.limit > 0) {
		value_set_text(j->a, m, "limit",
		    locale_money(j->a, locale_of(j),
			money_of(desk.figures.limit, currency)));
		value_set_text(j->a, m, "used_percent",
		    digits_text(j->a, credit_used(&desk.figures) / 100));
	}
	set_orders(j, m, &desk.book);
	value_set(j->a, root, "credit", m);
	return RC_OK;
}

static enum rc
set_promises(const struct compose *j, struct value *root, struct err *err)
{
	struct cases_promises n;
	enum rc rc =
	    cases_promises(j->f->store, j->facts.account.id, &n, err);

	if (rc != RC_OK)
		return rc;
	value_set_text(j->a, root, "promises_kept", digits_text(j->a, n.kept));
	value_set_text(
	    j->a, root, "broken_promises", digits_text(j->a, n.broken));
	value_set_text(j->a, root, "promises_open", digits_text(j->a, n.open));
	return RC_OK;
}

/* Notes hold what customers wrote: no mail of ours carries bank details of
 * others. */
static struct str
note_text(const struct compose *j, const struct cases_note *n)
{
	struct bankwords hit;

	if (n->bank ||
	    bankwords_find(n->text, j->f->set->company_bank, &hit))
		return STR("(speaks of bank details: not repeated here)");
	return n->text;
}

static enum rc
set_notes(const struct compose *j, struct value *root, struct err *err)
{
	struct value *list = value_list(j->a);
	struct cases_note *v = NULL;
	size_t n = 0;
	enum rc rc =
	    cases_notes(j->f->store, j->a, j->facts.account.id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct value *m = value_map(j->a);

		value_set_text(j->a, m, "at",
		    locale_date(j->a, locale_of(j),
			facts_day(j->f, &j->facts, v[i].at)));
		value_set_text(j->a, m, "author", v[i].author);
		value_set_text(j->a, m, "text", note_text(j, &v[i]));
		value_push(j->a, list, m);
	}
	value_set(j->a, root, "notes", list);
	return rc;
}

static enum rc
set_account(struct compose *j, struct value *root, struct err *err)
{
	enum rc rc;

	value_set(j->a, root, "aging",
	    agingrows_list(j->a, locale_of(j), &j->facts));
	rc = set_holds(j, root, err);
	if (rc == RC_OK)
		rc = set_credit(j, root, err);
	if (rc == RC_OK)
		rc = set_promises(j, root, err);
	if (rc == RC_OK)
		rc = set_notes(j, root, err);
	return rc;
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
	set_lines(j->a, j->words.root, "quote", j->params.text);
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
	rc = set_account(j, j->words.root, err);
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
	set_lines(j->a, values, "draft", arena_dup(j->a, buf_str(&body)));
	m.subject = buf_str(&subject);
	m.body = buf_str(&body);
	m.in_reply_to = j->head.message_id;
	value_set_text(j->a, values, "mailto_url", mailto_url(j->a, &m));
	buf_fini(&subject);
	buf_fini(&body);
}
