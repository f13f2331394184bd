#include "flow/compose_case_account.h"

#include "decide/bankwords.h"
#include "flow/agingrows.h"
#include "flow/creditdesk.h"
#include "flow/facts.h"
#include "flow/textrows.h"
#include "render/digits.h"
#include "render/locale.h"
#include "store/cases.h"
#include "store/holds.h"

#define HOLDS_MAX 20 /* shown */
#define NOTES_MAX 10

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

static struct str
until_words(const struct compose *j, const struct hold *h)
{
	day_t day = h->day;

	if (day == DAY_NONE && h->until > 0 && h->until < INT64_MAX)
		day = facts_day(j->f, &j->facts, h->until);
	return day == DAY_NONE
		   ? STR("")
		   : arena_fmt(j->a, ", until %.*s",
			 STR_ARG(locale_date(j->a, locale_of(j), day)));
}

static struct str
hold_words(const struct compose *j, const struct hold *h)
{
	const struct contact *who = find_contact(&j->facts, h->by);
	struct str by = who ? who->name : h->by;

	return arena_fmt(j->a, "%.*s%s%.*s%s%.*s%s%.*s%.*s", STR_ARG(h->kind),
	    h->subject.n ? " " : "", STR_ARG(h->subject),
	    h->reason.n ? ": " : "", STR_ARG(h->reason), by.n ? ", by " : "",
	    STR_ARG(by), STR_ARG(until_words(j, h)));
}

static enum rc
set_holds(const struct compose *j, struct value *root, struct err *err)
{
	struct str v[HOLDS_MAX];
	struct hold *holds = NULL;
	size_t n = 0;
	enum rc rc = holds_list(
	    j->f->store, j->a, j->facts.account.id, j->now, &holds, &n, err);

	if (rc != RC_OK)
		return rc;
	n = n < HOLDS_MAX ? n : HOLDS_MAX;
	for (size_t i = 0; i < n; i++)
		v[i] = hold_words(j, &holds[i]);
	textrows_set(j->a, root, "holds", "text", v, n);
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
	enum rc rc = cases_promises(j->f->store, j->facts.account.id, &n, err);

	if (rc != RC_OK)
		return rc;
	value_set_text(j->a, root, "promises_kept", digits_text(j->a, n.kept));
	value_set_text(
	    j->a, root, "broken_promises", digits_text(j->a, n.broken));
	value_set_text(j->a, root, "promises_open", digits_text(j->a, n.open));
	return RC_OK;
}

static struct str
one_line(struct arena *a, struct str s)
{
	char *p = arena_cstr(a, s);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (!str_is_space(s.p[i]))
			p[n++] = s.p[i];
		else if (n > 0 && p[n - 1] != ' ')
			p[n++] = ' ';
	return str_rtrim((struct str){p, n});
}

/* Notes hold what customers wrote: no mail of ours carries bank details of
 * others. */
static struct str
note_text(const struct compose *j, const struct cases_note *n)
{
	struct bankwords hit;

	if (n->bank || bankwords_find(n->text, j->f->set->company_bank, &hit))
		return STR("(speaks of bank details: not repeated here)");
	return one_line(j->a, n->text);
}

static enum rc
set_notes(const struct compose *j, struct value *root, struct err *err)
{
	struct value *list = value_list(j->a);
	struct cases_note *v = NULL;
	size_t n = 0;
	enum rc rc =
	    cases_notes(j->f->store, j->a, j->facts.account.id, &v, &n, err);

	for (size_t i = 0, shown = 0; rc == RC_OK && i < n; i++) {
		struct value *m = value_map(j->a);

		/* The words that it tells stand above. */
		if (str_eq(v[i].inbox, j->t->inbox) || shown++ == NOTES_MAX)
			continue;
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

enum rc
compose_case_account(
    const struct compose *j, struct value *root, struct err *err)
{
	enum rc rc;

	value_set(
	    j->a, root, "aging", agingrows_list(j->a, locale_of(j), &j->facts));
	rc = set_holds(j, root, err);
	if (rc == RC_OK)
		rc = set_credit(j, root, err);
	if (rc == RC_OK)
		rc = set_promises(j, root, err);
	if (rc == RC_OK)
		rc = set_notes(j, root, err);
	return rc;
}
