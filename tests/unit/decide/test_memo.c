#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "../../support/build_message.h"
#include "decide/memo.h"

#define NOW INT64_C(1793620800)

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

#define ONE(account)                                                           \
	{                                                                      \
		(const struct str[]){STR(account)}, 1                          \
	}
#define TWO(x, y)                                                              \
	{                                                                      \
		(const struct str[]){STR(x), STR(y)}, 2                        \
	}

static void
assert_match(const struct memo_facts *f, struct thread_hit hit,
    const char *account, enum thread_how how)
{
	memo_match(f, &hit);
	assert_true(str_eqc(hit.account, account));
	assert_int_equal(hit.how, how);
	assert_true(str_is_empty(hit.contact));
}

/* The note address wins over the thread, that over recipients, and those over
 * invoices. */
static void
test_order(void **state)
{
	const struct thread_note notes[] = {{STR("N")}};
	const struct memo_recipient to[] = {ONE("R")};
	const struct thread_invoice inv[] = {{STR("I-1"), STR("I")}};
	struct memo_facts f = {notes, 1, to, 1, inv, 1};
	struct thread_hit thread = {.account = STR("T"),
	    .how = THREAD_REPLY,
	    .touch = STR("t"),
	    .contact = STR("c"),
	    .proven = true};
	struct thread_hit guessed = {
	    .account = STR("G"), .how = THREAD_SENDER, .contact = STR("c")};

	(void)state;
	assert_match(&f, thread, "N", THREAD_NOTE);
	f.note_count = 0;
	assert_match(&f, thread, "T", THREAD_REPLY);
	assert_match(&f, guessed, "R", THREAD_RECIPIENT);
	f.to_count = 0;
	assert_match(&f, guessed, "I", THREAD_INVOICE);
	f.invoice_count = 0;
	assert_match(&f, guessed, "", THREAD_NONE);
}

static void
assert_ambiguous(const struct memo_facts *f)
{
	struct thread_hit hit = {.how = THREAD_NONE};

	memo_match(f, &hit);
	assert_true(hit.ambiguous);
	assert_true(str_is_empty(hit.account));
	assert_int_equal(hit.how, THREAD_NONE);
}

static void
test_several(void **state)
{
	const struct thread_note notes[] = {{STR("A")}, {STR("B")}};
	const struct memo_recipient to[] = {ONE("A"), ONE("B")};
	const struct memo_recipient shared[] = {TWO("A", "B")};
	const struct memo_recipient both[] = {TWO("A", "B"), ONE("B")};
	const struct thread_invoice inv[] = {
	    {STR("I-1"), STR("A")}, {STR("I-2"), STR("B")}};
	const struct thread_invoice others[] = {{STR("I-3"), STR("C")}};
	struct thread_hit none = {.how = THREAD_NONE};

	(void)state;
	assert_ambiguous(&(struct memo_facts){.notes = notes, .note_count = 2});
	assert_ambiguous(&(struct memo_facts){.to = to, .to_count = 2});
	assert_ambiguous(
	    &(struct memo_facts){.invoices = inv, .invoice_count = 2});
	/* An invoice does not choose between two customers. */
	assert_ambiguous(&(struct memo_facts){
	    .to = to, .to_count = 2, .invoices = inv, .invoice_count = 1});
	assert_match(&(struct memo_facts){.to = both, .to_count = 2}, none, "B",
	    THREAD_RECIPIENT);
	/* An address of two accounts: an invoice of one of them says. */
	assert_match(&(struct memo_facts){.to = shared, .to_count = 1}, none,
	    "", THREAD_NONE);
	assert_match(&(struct memo_facts){.to = shared,
			 .to_count = 1,
			 .invoices = inv,
			 .invoice_count = 1},
	    none, "A", THREAD_INVOICE);
	assert_match(&(struct memo_facts){.to = shared,
			 .to_count = 1,
			 .invoices = others,
			 .invoice_count = 1},
	    none, "", THREAD_NONE);
}

static struct contact pat = {
    .id = STR_INIT("c1"), .email = STR_INIT("Pat@Acme.example")};
static struct facts_account acme = {
    .account = {.id = STR_INIT("C-1")}, .contacts = &pat, .contact_count = 1};

static struct effects
decide(const char *head, const char *text, struct memo *m)
{
	struct effects e = {.a = arena};

	m->message = build_message(arena, head, text);
	m->by = STR("lee@ours.example");
	m->now = NOW;
	m->rest_days = 5;
	memo_decide(m, &e);
	return e;
}

/* Nothing but the note: no rest, no touch, no answer, no order. */
static void
test_note(void **state)
{
	struct memo m = {.account = &acme};
	struct effects e = decide("From: lee@ours.example\n"
				  "To: note@ours.example\n"
				  "Subject: Fwd: bill\n",
	    "For the file.\n> We dispute INV-1 and pay on Friday.\n", &m);

	(void)state;
	assert_int_equal(e.n, 1);
	assert_int_equal(e.v[0].kind, EFFECT_NOTE);
	assert_true(str_eqc(e.v[0].what, "mail"));
	assert_true(str_eqc(e.v[0].by, "lee@ours.example"));
	assert_true(str_starts(e.v[0].text, STR("Fwd: bill\n\nFor the")));
	/* What is forwarded stays in it. */
	assert_true(str_find(e.v[0].text, STR("INV-1")) != STR_NPOS);
	assert_true(str_eqc(e.queue, "Done"));
}

static void
test_contact(void **state)
{
	const struct thread_invoice named[] = {{STR("INV-1"), STR("C-1")},
	    {STR("INV-2"), STR("C-1")}, {STR("INV-3"), STR("C-2")}};
	struct memo m = {.account = &acme, .named = named, .named_count = 3};
	struct effects e = decide("From: lee@ours.example\n"
				  "To: other@acme.example\n"
				  "Cc: pat@acme.EXAMPLE\n"
				  "Subject: inv-1 and INV-3\n",
	    "Please call.\n> INV-2\n", &m);

	(void)state;
	assert_int_equal(e.n, 2);
	assert_true(str_eqc(e.v[0].what, "contact"));
	assert_true(str_find(e.v[0].text, STR("INV-2")) == STR_NPOS);
	assert_int_equal(e.v[1].kind, EFFECT_REST);
	assert_int_equal(e.v[1].invoice_count, 1);
	assert_true(str_eqc(e.v[1].invoices[0], "INV-1"));
	assert_int_equal(e.v[1].until, NOW + 5 * 86400);
	/* It names none of theirs: all rests. */
	m.named_count = 0;
	e = decide("From: lee@ours.example\nTo: pat@acme.example\n", "Hi", &m);
	assert_int_equal(e.n, 2);
	assert_int_equal(e.v[1].invoice_count, 0);
}

/* An old one is a note, and holds nothing up. */
static void
test_old(void **state)
{
	struct memo m = {.account = &acme, .now = NOW, .max_age_days = 30};
	struct message *in = build_message(
	    arena, "From: lee@ours.example\nTo: pat@acme.example\n", "Hi");
	struct effects e = {.a = arena};

	(void)state;
	in->has_date = true;
	in->date = NOW - INT64_C(31) * 86400;
	m.message = in;
	memo_decide(&m, &e);
	assert_int_equal(e.n, 1);
	assert_true(str_eqc(e.v[0].what, "mail"));
	in->date = NOW - INT64_C(29) * 86400;
	e = (struct effects){.a = arena};
	memo_decide(&m, &e);
	assert_int_equal(e.n, 2);
}

static void
test_nowhere(void **state)
{
	struct memo m = {.account = NULL};
	struct effects e = decide("From: lee@ours.example\n", "Hi", &m);

	(void)state;
	assert_int_equal(e.n, 1);
	assert_int_equal(e.v[0].kind, EFFECT_TELL);
	assert_true(str_eqc(e.v[0].by, "lee@ours.example"));
	assert_true(str_eqc(e.queue, "Unmatched"));
	m.met = true;
	e = decide("From: lee@ours.example\n", "Hi", &m);
	assert_int_equal(e.n, 0);
	assert_true(str_eqc(e.queue, "Done"));
}

/* What we drafted, as they sent it. */
static void
test_drafted(void **state)
{
	struct memo m = {
	    .account = &acme,
	    .draft = STR("t1"),
	    .draft_words = STR("Dear Pat, see you."),
	    .drafted_at = NOW - 86400,
	};
	struct effects e = decide("From: lee@ours.example\n"
				  "To: pat@acme.example\n"
				  "Subject: Our talk\n",
	    "Dear Pat,\nsee you.\n", &m);

	(void)state;
	assert_int_equal(e.n, 3);
	assert_int_equal(e.v[0].kind, EFFECT_DRAFT);
	assert_true(str_eqc(e.v[0].what, "t1"));
	assert_false(str_eqc(e.v[0].text, "changed"));
	assert_true(str_eqc(e.v[1].what, "contact"));
	assert_true(str_ends(e.v[1].text, STR(", sent as it was)")));
	e = decide("From: lee@ours.example\nTo: pat@acme.example\n",
	    "Dear Pat, call me.\n", &m);
	assert_true(str_eqc(e.v[0].text, "changed"));
	assert_true(str_ends(e.v[1].text, STR(", with changed words)")));
	/* By the other way, it says nothing more. */
	m.met = true;
	e = decide("From: lee@ours.example\nTo: pat@acme.example\n", "x", &m);
	assert_int_equal(e.n, 0);
}

/* However long, it fits the timeline; files are named. */
static void
test_long(void **state)
{
	struct message_file files[] = {
	    {.name = STR("a.pdf")}, {.name = {NULL, 0}}};
	char *text = arena_alloc(arena, 100001);
	struct memo m = {.account = &acme};
	struct effects e = {.a = arena};
	struct message *in;

	(void)state;
	memset(text, 'x', 100000);
	text[100000] = '\0';
	in = build_message(arena, "From: lee@ours.example\n", text);
	in->files = files;
	in->file_count = 2;
	m.message = in;
	memo_decide(&m, &e);
	assert_true(e.v[0].text.n < 9000);
	assert_true(str_ends(
	    e.v[0].text, STR("Attached: a.pdf, a file without a name")));
	in->flags |= MESSAGE_ENCRYPTED;
	e = (struct effects){.a = arena};
	memo_decide(&m, &e);
	assert_true(str_find(e.v[0].text, STR("(encrypted)")) != STR_NPOS);
	assert_true(str_find(e.v[0].text, STR("xxx")) == STR_NPOS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_several),
	    cmocka_unit_test(test_note),
	    cmocka_unit_test(test_contact),
	    cmocka_unit_test(test_old),
	    cmocka_unit_test(test_nowhere),
	    cmocka_unit_test(test_drafted),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
