#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/posting.h"
#include "model/limits.h"

#define NOW 1793628000 /* 2026-11-02T14:00:00Z */

static struct arena *arena;
static struct facts_invoice invoices[4];
static struct facts_account facts;
static struct contact pat;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(4 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* Two open ones, one in dispute, one in another currency. */
static int
fresh(void **state)
{
	static const struct {
		const char *id, *currency;
		int64_t open;
	} rows[] = {{"INV-1", "USD", 100000}, {"INV-2", "USD", 5000},
	    {"INV-3", "USD", 7000}, {"INV-4", "EUR", 9000}};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		invoices[i] = (struct facts_invoice){
		    .id = str_of(rows[i].id),
		    .open = money_of(rows[i].open, str_of(rows[i].currency)),
		    .promised = DAY_NONE,
		};
	invoices[2].disputed = true;
	invoices[2].contested = invoices[2].open;
	pat = (struct contact){
	    .id = STR("P"),
	    .name = STR("Pat"),
	    .email = STR("pat@acme.example"),
	    .phone = STR("+1 555 0101"),
	    .language = STR("en-GB"),
	    .state = CONTACT_OK,
	};
	facts = (struct facts_account){
	    .account = {.id = STR("C-1"), .name = STR("Acme")},
	    .contacts = &pat,
	    .contact_count = 1,
	    .invoices = invoices,
	    .invoice_count = 4,
	    .today = day_of(2026, 11, 2),
	    .locale = STR("en-US"),
	};
	return 0;
}

static struct posting_read
read_as(enum posting_kind kind, const struct posting_form *form)
{
	struct posting_ask ask = {&facts, &pat, STR("en-US")};
	struct posting_read r;

	posting_read(arena, kind, form, &ask, &r);
	return r;
}

static bool
is_wrong(const struct posting_read *r, const char *field, const char *why)
{
	for (size_t i = 0; i < r->wrong_count; i++)
		if (strcmp(r->wrong[i].field, field) == 0 &&
		    strcmp(r->wrong[i].why, why) == 0)
			return true;
	return false;
}

static struct posting_result
decide(enum posting_kind kind, const struct posting_read *read)
{
	struct posting in = {
	    .kind = kind,
	    .read = read,
	    .account = &facts,
	    .contact = &pat,
	    .now = NOW,
	    .documents_per_day = 5,
	    .reply_rest_days = 3,
	};
	struct posting_result out;

	posting_decide(arena, &in, &out);
	return out;
}

static const struct effect *
effect(const struct posting_result *r, enum effect_kind kind)
{
	for (size_t i = 0; i < r->effects.n; i++)
		if (r->effects.v[i].kind == kind)
			return &r->effects.v[i];
	return NULL;
}

/* That must be there. */
static const struct effect *
the(const struct posting_result *r, enum effect_kind kind)
{
	static const struct effect none;
	const struct effect *x = effect(r, kind);

	assert_non_null(x);
	return x ? x : &none;
}

static void
what_a_dispute_lacks_is_said(void **state)
{
	static const struct {
		struct posting_form form;
		const char *field, *why;
	} cases[] = {
	    {{.reason = STR_INIT("tax")}, "invoices", "choose_invoice"},
	    {{.invoices = STR_INIT("INV-1")}, "reason", "choose_reason"},
	    {{.invoices = STR_INIT("INV-1"), .reason = STR_INIT("hunger")},
		"reason", "choose_reason"},
	    {{.invoices = STR_INIT("INV-9"), .reason = STR_INIT("tax")},
		"invoices", "unknown_invoice"},
	    {{.invoices = STR_INIT("inv-1"), .reason = STR_INIT("tax")},
		"invoices", "unknown_invoice"},
	    {{.invoices = STR_INIT("INV-3"), .reason = STR_INIT("tax")},
		"invoices", "disputed_already"},
	    {{.invoices = STR_INIT("INV-1\nINV-2"),
		 .reason = STR_INIT("tax"),
		 .amount = STR_INIT("5")},
		"amount", "amount_of_one"},
	    {{.invoices = STR_INIT("INV-1"),
		 .reason = STR_INIT("tax"),
		 .amount = STR_INIT("1000.01")},
		"amount", "too_much"},
	    {{.invoices = STR_INIT("INV-1"),
		 .reason = STR_INIT("tax"),
		 .amount = STR_INIT("0")},
		"amount", "no_amount"},
	    {{.invoices = STR_INIT("INV-1"),
		 .reason = STR_INIT("tax"),
		 .amount = STR_INIT("half")},
		"amount", "no_amount"},
	    {{.invoices = STR_INIT("INV-1"), .reason = STR_INIT("other")},
		"words", "say_why"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct posting_read r =
		    read_as(POSTING_DISPUTE, &cases[i].form);

		if (!is_wrong(&r, cases[i].field, cases[i].why))
			fail_msg("case %zu is not %s", i, cases[i].why);
	}
}

static void
a_dispute_is_opened_at_once(void **state)
{
	struct posting_form form = {
	    .invoices = STR("INV-1\r\nINV-1\n"),
	    .reason = STR("pricing"),
	    .amount = STR("250"),
	    .words = STR(" too much \n"),
	};
	struct posting_read read = read_as(POSTING_DISPUTE, &form);
	struct posting_result r = decide(POSTING_DISPUTE, &read);
	const struct effect *x = the(&r, EFFECT_DISPUTE);

	(void)state;
	assert_int_equal(read.wrong_count, 0);
	assert_int_equal(x->reason, DISPUTE_PRICING);
	assert_int_equal(x->invoice_count, 1);
	assert_true(x->has_amount);
	assert_int_equal(x->amount.minor, 25000);
	assert_true(str_eqc(x->text, "too much"));
	assert_true(str_eqc(the(&r, EFFECT_TASK)->what, "dispute"));
	assert_true(
	    str_eqc(the(&r, EFFECT_ANSWER)->what, "dispute-acknowledged"));
	assert_true(str_eqc(r.effects.queue, "Disputes"));
	assert_string_equal(r.answer, "disputed");
	assert_false(r.refused);
}

static void
all_of_it_is_no_part(void **state)
{
	struct posting_form form = {.invoices = STR("INV-1"),
	    .reason = STR("tax"),
	    .amount = STR("1000.00")};
	struct posting_read read = read_as(POSTING_DISPUTE, &form);

	(void)state;
	assert_int_equal(read.wrong_count, 0);
	assert_false(read.has_amount);
}

static void
promises_within_reach(void **state)
{
	static const struct {
		const char *invoices, *date, *amount, *why; /* NULL: fine */
	} cases[] = {
	    {"INV-1", "2026-11-02", "", NULL},
	    {"INV-1", "2027-03-02", "", NULL}, /* 120 days */
	    {"INV-1", "2027-03-03", "", "date_far"},
	    {"INV-1", "2026-11-01", "", "date_past"},
	    {"INV-1", "", "", "no_date"},
	    {"INV-1", "next week", "", "no_date"},
	    {"INV-1", "11/20/2026", "", NULL},
	    {"INV-1\nINV-2", "2026-11-20", "1050.00", NULL},
	    {"INV-1\nINV-2", "2026-11-20", "1050.01", "too_much"},
	    {"INV-1\nINV-4", "2026-11-20", "", "several_currencies"},
	    {"INV-3", "2026-11-20", "", "in_dispute"},
	    {"", "2026-11-20", "", "choose_invoice"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct posting_form form = {
		    .invoices = str_of(cases[i].invoices),
		    .date = str_of(cases[i].date),
		    .amount = str_of(cases[i].amount),
		};
		struct posting_read r = read_as(POSTING_PROMISE, &form);

		if (cases[i].why == NULL
			? r.wrong_count > 0
			: r.wrong_count == 0 ||
			      strcmp(r.wrong[0].why, cases[i].why) != 0)
			fail_msg("case %zu: %s", i,
			    r.wrong_count ? r.wrong[0].why : "nothing wrong");
	}
}

static void
a_promise_is_confirmed(void **state)
{
	struct posting_form form = {.invoices = STR("INV-1\nINV-2"),
	    .date = STR("2026-11-20"),
	    .amount = STR("500")};
	struct posting_read read = read_as(POSTING_PROMISE, &form);
	struct posting_result r = decide(POSTING_PROMISE, &read);
	const struct effect *x = the(&r, EFFECT_PROMISE);

	(void)state;
	assert_int_equal(x->day, day_of(2026, 11, 20));
	assert_int_equal(x->amount.minor, 50000);
	assert_int_equal(x->invoice_count, 2);
	assert_true(str_eqc(x->contact, "P"));
	x = the(&r, EFFECT_ANSWER);
	assert_true(str_eqc(x->what, "promise-confirmed"));
	assert_int_equal(x->day, day_of(2026, 11, 20));
	assert_null(effect(&r, EFFECT_TASK));
}

/* No rule reads what stands beside the fields. */
static void
words_go_to_a_person(void **state)
{
	struct posting_form form = {.invoices = STR("INV-1"),
	    .date = STR("2026-11-20"),
	    .words = STR("If you correct INV-2 first.")};
	struct posting_read read = read_as(POSTING_PROMISE, &form);
	struct posting_result r = decide(POSTING_PROMISE, &read);

	(void)state;
	assert_non_null(effect(&r, EFFECT_PROMISE));
	assert_true(str_eqc(the(&r, EFFECT_TASK)->what, "promise"));
	form = (struct posting_form){
	    .type = STR("statement"), .words = STR("And by post, please.")};
	read = read_as(POSTING_REQUEST, &form);
	r = decide(POSTING_REQUEST, &read);
	assert_string_equal(r.answer, "document-sent");
	assert_true(str_eqc(the(&r, EFFECT_TASK)->what, "question"));
}

/* Who reads no mail of a machine gets none; what they said holds. */
static void
answers_know_their_limits(void **state)
{
	struct posting_form form = {
	    .invoices = STR("INV-1"), .date = STR("2026-11-20")};
	struct posting_read read = read_as(POSTING_PROMISE, &form);
	struct posting in = {.kind = POSTING_PROMISE,
	    .read = &read,
	    .account = &facts,
	    .contact = &pat,
	    .now = NOW,
	    .answers = LIMIT_ANSWERS_ADDRESS_DAY};
	struct posting_result r;

	(void)state;
	posting_decide(arena, &in, &r);
	assert_non_null(effect(&r, EFFECT_PROMISE));
	assert_null(effect(&r, EFFECT_ANSWER));
	in.answers = 0;
	pat.state = CONTACT_STOPPED;
	posting_decide(arena, &in, &r);
	assert_null(effect(&r, EFFECT_ANSWER));
	pat.state = CONTACT_OK;
	facts.account.white_glove = true;
	posting_decide(arena, &in, &r);
	assert_non_null(effect(&r, EFFECT_PROMISE));
	assert_null(effect(&r, EFFECT_ANSWER));
}

static void
documents_go_to_who_is_on_file(void **state)
{
	struct posting_form form = {
	    .type = STR("invoice"), .reference = STR("INV-1")};
	struct posting_read read = read_as(POSTING_REQUEST, &form);
	struct posting in = {.kind = POSTING_REQUEST,
	    .read = &read,
	    .account = &facts,
	    .contact = &pat,
	    .now = NOW,
	    .documents_per_day = 2,
	    .invoice_is_theirs = true};
	struct posting_result r;

	(void)state;
	posting_decide(arena, &in, &r);
	assert_string_equal(r.answer, "document-sent");
	assert_int_equal(the(&r, EFFECT_ANSWER)->document_count, 1);
	if (the(&r, EFFECT_ANSWER)->documents != NULL)
		assert_true(
		    str_eqc(the(&r, EFFECT_ANSWER)->documents[0].ref, "INV-1"));
	in.documents = 2; /* enough for today */
	posting_decide(arena, &in, &r);
	assert_string_equal(r.answer, "document-asked");
	assert_null(effect(&r, EFFECT_ANSWER));
	assert_non_null(effect(&r, EFFECT_TASK));
	in.documents = 0;
	in.invoice_is_theirs = false; /* another's */
	posting_decide(arena, &in, &r);
	assert_null(effect(&r, EFFECT_ANSWER));
	in.invoice_is_theirs = true;
	pat.since = NOW + 1; /* not on file when it was asked for */
	posting_decide(arena, &in, &r);
	assert_null(effect(&r, EFFECT_ANSWER));
}

static void
requests_that_are_none(void **state)
{
	static const struct {
		const char *type, *reference, *why;
	} cases[] = {{"", "", "choose_document"},
	    {"bank-details", "", "choose_document"},
	    {"other", "", "choose_document"}, {"deed", "", "choose_document"},
	    {"invoice", " ", "which_invoice"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct posting_form form = {.type = str_of(cases[i].type),
		    .reference = str_of(cases[i].reference)};
		struct posting_read r = read_as(POSTING_REQUEST, &form);

		assert_int_equal(r.wrong_count, 1);
		assert_string_equal(r.wrong[0].why, cases[i].why);
	}
}

static void
preferences_that_change_something(void **state)
{
	struct posting_form form = {
	    .name = STR("Pat"),
	    .phone = STR("+49 (30) 555-12"),
	    .language = STR("de"),
	    .from = STR("09:00"),
	    .to = STR("11:30"),
	    .stop = STR("mails\ntexts\n"),
	};
	struct posting_read read = read_as(POSTING_PREFERENCES, &form);
	struct posting_result r = decide(POSTING_PREFERENCES, &read);

	(void)state;
	assert_int_equal(read.wrong_count, 0);
	assert_int_equal(read.name.n, 0); /* as it is on file */
	assert_true(str_eqc(the(&r, EFFECT_LANGUAGE)->text, "de"));
	assert_int_equal(the(&r, EFFECT_HOURS)->from, 540);
	assert_int_equal(the(&r, EFFECT_HOURS)->to, 690);
	assert_int_equal(the(&r, EFFECT_CONTACT)->state, CONTACT_STOPPED);
	assert_non_null(effect(&r, EFFECT_NO_TEXTS));
	assert_true(str_eqc(the(&r, EFFECT_TASK)->what, "contact-change"));
}

static void
preferences_that_change_nothing(void **state)
{
	struct posting_form form = {.name = STR("Pat"),
	    .phone = STR("+1 555 0101"),
	    .language = STR("en")};
	struct posting_read read = read_as(POSTING_PREFERENCES, &form);
	struct posting_result r = decide(POSTING_PREFERENCES, &read);

	(void)state;
	assert_int_equal(read.wrong_count, 0);
	assert_null(effect(&r, EFFECT_LANGUAGE)); /* stays en-GB */
	assert_null(effect(&r, EFFECT_HOURS));
	assert_null(effect(&r, EFFECT_TASK));
	assert_null(effect(&r, EFFECT_CONTACT));
	assert_true(str_eqc(r.effects.queue, "Done"));
}

static void
preferences_that_are_wrong(void **state)
{
	static const struct {
		struct posting_form form;
		const char *field, *why;
	} cases[] = {
	    {{.phone = STR_INIT("call me")}, "phone", "no_phone"},
	    {{.phone = STR_INIT("123")}, "phone", "no_phone"},
	    {{.language = STR_INIT("tlh")}, "language", "choose_language"},
	    {{.from = STR_INIT("09:00")}, "from", "no_hours"},
	    {{.to = STR_INIT("09:00")}, "from", "no_hours"},
	    {{.from = STR_INIT("11:00"), .to = STR_INIT("09:00")}, "from",
		"no_hours"},
	    {{.from = STR_INIT("09:00"), .to = STR_INIT("09:29")}, "from",
		"no_hours"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct posting_read r =
		    read_as(POSTING_PREFERENCES, &cases[i].form);

		assert_true(is_wrong(&r, cases[i].field, cases[i].why));
	}
}

static void
addresses_for_a_link(void **state)
{
	static const struct {
		const char *typed;
		bool good;
	} cases[] = {{"pat@acme.example", true}, {" pat@acme.example ", true},
	    {"", false}, {"pat", false}, {"pat@acme", false},
	    {"pat@acme.example, bo@bolt.example", false},
	    {"Pat <pat@acme.example>", false},
	    {"pat@acme.example\nBcc: x@y.example", false}};
	struct posting_ask nobody = {.locale = STR("en")};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct posting_form form = {.address = str_of(cases[i].typed)};
		struct posting_read r;

		posting_read(arena, POSTING_NEW_LINK, &form, &nobody, &r);
		if ((r.wrong_count == 0) != cases[i].good)
			fail_msg("\"%s\"", cases[i].typed);
	}
}

static void
too_long_is_said(void **state)
{
	char *words = arena_alloc(arena, LIMIT_POST_WORDS + 1);
	struct posting_form form = {.words = {words, LIMIT_POST_WORDS + 1}};
	struct posting_read r;

	(void)state;
	memset(words, 'a', LIMIT_POST_WORDS + 1);
	r = read_as(POSTING_MESSAGE, &form);
	assert_true(is_wrong(&r, "words", "too_long"));
	form.words.n--;
	r = read_as(POSTING_MESSAGE, &form);
	assert_int_equal(r.wrong_count, 0);
}

/* Paid since the page was shown: nothing is opened, nothing is lost. */
static void
what_cannot_be_done_goes_to_a_person(void **state)
{
	struct posting_form form = {.invoices = STR("INV-9"),
	    .reason = STR("other"),
	    .words = STR("We never got it.")};
	struct posting_read read = read_as(POSTING_DISPUTE, &form);
	struct posting_result r = decide(POSTING_DISPUTE, &read);

	(void)state;
	assert_true(r.refused);
	assert_string_equal(r.answer, "unknown_invoice");
	assert_null(effect(&r, EFFECT_DISPUTE));
	assert_null(effect(&r, EFFECT_ANSWER));
	assert_true(str_find(the(&r, EFFECT_NOTE)->text,
			STR("We never got it.")) != STR_NPOS);
	assert_non_null(effect(&r, EFFECT_TASK));
	assert_non_null(effect(&r, EFFECT_REST));
	assert_true(str_eqc(r.effects.queue, "Unsure"));
}

static void
kinds_have_names(void **state)
{
	enum posting_kind kind;

	(void)state;
	for (int k = 0; k < POSTING_KINDS; k++) {
		assert_true(posting_kind_parse(
		    str_of(posting_kind_name((enum posting_kind)k)), &kind));
		assert_int_equal(kind, k);
	}
	assert_false(posting_kind_parse(STR("pay"), &kind));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(what_a_dispute_lacks_is_said, fresh),
	    cmocka_unit_test_setup(a_dispute_is_opened_at_once, fresh),
	    cmocka_unit_test_setup(all_of_it_is_no_part, fresh),
	    cmocka_unit_test_setup(promises_within_reach, fresh),
	    cmocka_unit_test_setup(a_promise_is_confirmed, fresh),
	    cmocka_unit_test_setup(words_go_to_a_person, fresh),
	    cmocka_unit_test_setup(answers_know_their_limits, fresh),
	    cmocka_unit_test_setup(documents_go_to_who_is_on_file, fresh),
	    cmocka_unit_test_setup(requests_that_are_none, fresh),
	    cmocka_unit_test_setup(preferences_that_change_something, fresh),
	    cmocka_unit_test_setup(preferences_that_change_nothing, fresh),
	    cmocka_unit_test_setup(preferences_that_are_wrong, fresh),
	    cmocka_unit_test_setup(addresses_for_a_link, fresh),
	    cmocka_unit_test_setup(too_long_is_said, fresh),
	    cmocka_unit_test_setup(what_cannot_be_done_goes_to_a_person, fresh),
	    cmocka_unit_test_setup(kinds_have_names, fresh),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
