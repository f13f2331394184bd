#include "decide/posting_read.h"

#include "decide/form_value.h"
#include "decide/posting_value.h"
#include "model/limits.h"
#include "model/names.h"

static const char *const kinds[POSTING_KINDS] = {
    [POSTING_DISPUTE] = "dispute",
    [POSTING_PROMISE] = "promise",
    [POSTING_MESSAGE] = "message",
    [POSTING_REQUEST] = "request",
    [POSTING_PREFERENCES] = "preferences",
    [POSTING_NEW_LINK] = "new-link",
};

const char *
posting_kind_name(enum posting_kind kind)
{
	return kind < POSTING_KINDS ? kinds[kind] : "?";
}

bool
posting_kind_parse(struct str s, enum posting_kind *out)
{
	for (int k = 0; k < POSTING_KINDS; k++)
		if (str_eqc(s, kinds[k])) {
			*out = (enum posting_kind)k;
			return true;
		}
	return false;
}

#define HALF_HOUR 30
#define DAY_END   1440

/* One form in the reading. */
struct turn {
	struct arena *a;
	const struct posting_form *form;
	const struct posting_ask *ask;
	struct posting_read *out;
	const struct facts_invoice **chosen; /* what out->invoices name */
};

static void
wrong(struct turn *t, const char *field, const char *why)
{
	if (t->out->wrong_count < POSTING_WRONGS)
		t->out->wrong[t->out->wrong_count++] =
		    (struct posting_wrong){field, why};
}

static const struct facts_invoice *
find(const struct turn *t, struct str id)
{
	const struct facts_account *f = t->ask->facts;

	for (size_t i = 0; i < f->invoice_count; i++)
		if (str_eq(f->invoices[i].id, id))
			return &f->invoices[i];
	return NULL;
}

static bool
is_listed(const struct turn *t, struct str id)
{
	for (size_t i = 0; i < t->out->invoice_count; i++)
		if (str_eq(t->out->invoices[i], id))
			return true;
	return false;
}

/* Open ones of the account, each once. What is another's is not there. */
static void
read_invoices(struct turn *t)
{
	struct str rest = t->form->invoices, line;

	t->out->invoices =
	    arena_array(t->a, LIMIT_POST_INVOICES, sizeof(*t->out->invoices));
	t->chosen = arena_array(t->a, LIMIT_POST_INVOICES, sizeof(*t->chosen));
	while (str_line(&rest, &line)) {
		const struct facts_invoice *inv;

		line = str_trim(line);
		if (line.n == 0 || is_listed(t, line))
			continue;
		inv = find(t, line);
		if (inv == NULL ||
		    t->out->invoice_count == LIMIT_POST_INVOICES) {
			wrong(t, "invoices",
			    inv ? "too_many_invoices" : "unknown_invoice");
			return;
		}
		t->chosen[t->out->invoice_count] = inv;
		t->out->invoices[t->out->invoice_count++] = inv->id;
	}
	if (t->out->invoice_count == 0)
		wrong(t, "invoices", "choose_invoice");
}

/* What may be asked for of those chosen; false: of several currencies. */
static bool
sum(const struct turn *t, struct money *out)
{
	for (size_t i = 0; i < t->out->invoice_count; i++) {
		const struct facts_invoice *inv = t->chosen[i];

		if (i == 0)
			*out = inv->open;
		else if (!money_add(*out, inv->open, out))
			return false;
	}
	return t->out->invoice_count > 0;
}

static void
read_amount(struct turn *t)
{
	struct posting_read *r = t->out;
	struct money all, m;

	if (str_is_empty(str_trim(t->form->amount)) || r->invoice_count == 0)
		return;
	if (!sum(t, &all)) {
		wrong(t, "invoices", "several_currencies");
		return;
	}
	if (!posting_value_amount(
		t->form->amount, t->ask->locale, str_of(all.currency), &m) ||
	    m.minor <= 0) {
		wrong(t, "amount", "no_amount");
		return;
	}
	if (m.minor > all.minor) {
		wrong(t, "amount", "too_much");
		return;
	}
	r->has_amount = true;
	r->amount = m;
}

static void
read_words(struct turn *t)
{
	t->out->words = str_trim(t->form->words);
	if (t->out->words.n > LIMIT_POST_WORDS)
		wrong(t, "words", "too_long");
}

/* Nothing of an invoice is in dispute twice. */
static void
check_disputed(struct turn *t)
{
	for (size_t i = 0; i < t->out->invoice_count; i++)
		if (t->chosen[i]->contested.minor > 0) {
			wrong(t, "invoices", "disputed_already");
			return;
		}
}

static void
read_dispute(struct turn *t)
{
	struct posting_read *r = t->out;
	bool known = name_reason_parse(str_trim(t->form->reason), &r->reason);

	read_invoices(t);
	check_disputed(t);
	if (!known)
		wrong(t, "reason", "choose_reason");
	if (r->invoice_count > 1 && !str_is_empty(str_trim(t->form->amount)))
		wrong(t, "amount", "amount_of_one");
	else
		read_amount(t);
	/* The whole of it is no part. */
	if (r->has_amount && r->amount.minor == t->chosen[0]->open.minor)
		r->has_amount = false;
	read_words(t);
	if (known && r->reason == DISPUTE_OTHER && r->words.n == 0)
		wrong(t, "words", "say_why");
}

static void
check_promisable(struct turn *t)
{
	struct money all;

	for (size_t i = 0; i < t->out->invoice_count; i++)
		if (t->chosen[i]->disputed) {
			wrong(t, "invoices", "in_dispute");
			return;
		}
	if (t->out->invoice_count > 1 && !sum(t, &all))
		wrong(t, "invoices", "several_currencies");
}

static void
read_promise(struct turn *t)
{
	day_t today = t->ask->facts->today;
	day_t day = posting_value_day(t->form->date, t->ask->locale);

	read_invoices(t);
	check_promisable(t);
	t->out->day = day;
	if (day == DAY_NONE)
		wrong(t, "date", "no_date");
	else if (day < today)
		wrong(t, "date", "date_past");
	else if (day > today + LIMIT_PROMISE_DAYS)
		wrong(t, "date", "date_far");
	if (t->out->wrong_count == 0 || t->out->invoice_count == 1)
		read_amount(t);
	read_words(t);
}

static void
read_message(struct turn *t)
{
	read_words(t);
	if (t->out->words.n == 0)
		wrong(t, "words", "say_something");
	if (!str_is_empty(str_trim(t->form->invoices)))
		read_invoices(t);
}

static bool
may_be_asked_for(enum document_type type)
{
	return type != DOCUMENT_BANK_DETAILS && type != DOCUMENT_OTHER;
}

static void
read_request(struct turn *t)
{
	struct posting_read *r = t->out;

	r->reference = str_trim(t->form->reference);
	if (!name_document_parse(str_trim(t->form->type), &r->type) ||
	    !may_be_asked_for(r->type))
		wrong(t, "type", "choose_document");
	else if (r->type == DOCUMENT_INVOICE && r->reference.n == 0)
		wrong(t, "reference", "which_invoice");
	if (r->reference.n > LIMIT_POST_TEXT)
		wrong(t, "reference", "too_long");
	read_words(t);
}

/* Digits, and what people put between them. */
static bool
is_phone(struct str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (str_is_digit(s.p[i]))
			digits++;
		else if (s.p[i] == '\0' || strchr("+()-/. x", s.p[i]) == NULL)
			return false;
	}
	return digits >= 5 && digits <= 20;
}

/* "de" keeps "de-AT", if that is what they have. */
static void
read_language(struct turn *t)
{
	static const char *const known[] = {
	    "en", "de", "fr", "es", "it", "nl", "pt"};
	struct str wish = str_trim(t->form->language), now;

	now = t->ask->contact->language.n ? t->ask->contact->language
					  : t->ask->facts->locale;
	if (wish.n == 0 || str_fold_eq(wish, str_sub(now, 0, 2)))
		return;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eqc(wish, known[i])) {
			t->out->language = str_of(known[i]);
			return;
		}
	wrong(t, "language", "choose_language");
}

static void
read_hours(struct turn *t)
{
	const struct contact *c = t->ask->contact;
	struct posting_read *r = t->out;
	struct str from = str_trim(t->form->from), to = str_trim(t->form->to);
	int a = 0, b = 0;

	if ((from.n > 0 || to.n > 0) &&
	    (!posting_value_time(from, &a) || !posting_value_time(to, &b) ||
		b - a < HALF_HOUR || b > DAY_END)) {
		wrong(t, "from", "no_hours");
		return;
	}
	r->has_hours = a != c->hours_from || b != c->hours_to;
	r->from = a;
	r->to = b;
}

static void
read_stops(struct turn *t)
{
	struct str rest = t->form->stop, line;

	while (str_line(&rest, &line)) {
		t->out->stop_mails |= str_eqc(str_trim(line), "mails");
		t->out->stop_texts |= str_eqc(str_trim(line), "texts");
	}
}

static void
read_preferences(struct turn *t)
{
	const struct contact *c = t->ask->contact;
	struct posting_read *r = t->out;

	if (c == NULL) {
		wrong(t, "name", "nobody");
		return;
	}
	r->name = str_trim(t->form->name);
	r->phone = str_trim(t->form->phone);
	if (r->name.n > LIMIT_POST_TEXT)
		wrong(t, "name", "too_long");
	if (str_eq(r->name, c->name))
		r->name = (struct str){NULL, 0};
	if (str_eq(r->phone, c->phone))
		r->phone = (struct str){NULL, 0};
	else if (r->phone.n > 0 && !is_phone(r->phone))
		wrong(t, "phone", "no_phone");
	read_language(t);
	read_hours(t);
	read_stops(t);
	read_words(t);
}

static void
read_address(struct turn *t)
{
	struct str typed = form_value_trim(t->form->address);

	t->out->address = form_value_email(typed);
	if (typed.n > LIMIT_POST_TEXT || typed.n == 0 ||
	    !str_eq(t->out->address, typed))
		wrong(t, "address", "no_address");
}

void
posting_read(struct arena *a, enum posting_kind kind,
    const struct posting_form *form, const struct posting_ask *ask,
    struct posting_read *out)
{
	struct turn t = {a, form, ask, out, NULL};

	*out = (struct posting_read){.day = DAY_NONE};
	switch (kind) {
	case POSTING_DISPUTE:
		read_dispute(&t);
		return;
	case POSTING_PROMISE:
		read_promise(&t);
		return;
	case POSTING_MESSAGE:
		read_message(&t);
		return;
	case POSTING_REQUEST:
		read_request(&t);
		return;
	case POSTING_PREFERENCES:
		read_preferences(&t);
		return;
	case POSTING_NEW_LINK:
		read_address(&t);
		return;
	case POSTING_KINDS:
		break;
	}
}
