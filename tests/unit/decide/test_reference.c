#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decide/reference.h"
#include "english.h"

static struct rules *rules;
static struct arena *arena;

/* The references found, joined by blanks. */
static void
wants(const char *subject, const char *text, const char *joined)
{
	struct reference_shapes shapes = {.n = 0};
	struct references found;
	struct buf got;

	reference_learn(rules->books[0], str_of(subject), &shapes);
	reference_find(rules->books[0], arena, str_of(text), &shapes, &found);
	reference_learn_found(&found, &shapes);
	reference_sift(&found, &shapes);
	buf_init(&got, 1000);
	for (size_t i = 0; i < found.n; i++) {
		if (i)
			buf_addc(&got, ' ');
		buf_add_str(&got, found.v[i]);
	}
	buf_adds(&got, "");
	assert_string_equal(got.p ? got.p : "", joined);
	buf_fini(&got);
	arena_reset(arena);
}

static void
test_named(void **state)
{
	(void)state;
	wants("", "invoice 4471 is wrong", "4471");
	wants("", "Invoice no. AB/2026/17 is late", "AB/2026/17");
	wants("", "invoices 5512, 5519 and 5533", "5512 5519 5533");
	wants("", "inv #88213", "88213");
	wants("", "bill KP-1190", "KP-1190");
	wants("", "invoices 24-1187 and 24-1188", "24-1187 24-1188");
	/* no month has such a number */
	wants("", "invoice 19/27 is late", "19/27");
	wants("", "invoice 66-2019 is late", "66-2019");
	wants("", "invoice 77/2027 is late", "77/2027");
	wants("", "invoice 11/27 is late", "");
	wants("", "invoice 12/2026 is late", "");
}

static void
test_by_their_look(void **state)
{
	(void)state;
	wants("", "INV-10482 is short", "INV-10482");
	wants("", "BP00469 please", "BP00469");
	wants("", "TX-0098 and W-5501 are billed", "TX-0098 W-5501");
	wants("", "2026-00431 is not due", "2026-00431");
	wants("", "88213 is the same as 88190", "88213 88190");
	wants("", "under this number (41190) nothing came", "41190");
	wants("", "4402: paid on Monday.", "4402");
	wants("", "1022-A : entered twice.", "1022-A");
	wants("Reminder: invoice 7718", "who signed for 7719", "7719");
	wants("", "26-1411 is paid", "26-1411");
	wants("", "for 2026/553 and 27/4409", "2026/553 27/4409");
	wants("", "10-88214 is paid", "10-88214");
	wants("", "112-27 is paid", "112-27");
}

static void
test_others(void **state)
{
	(void)state;
	wants("", "PO 771204 was closed", "");
	wants("", "raise the limit to R500 000", "");
	wants("", "write to Austin, TX 75001", "");
	wants("", "PO-4500071288", "");
	wants("", "check #20931", "");
	wants("", "credit note CN-3311", "");
	wants("", "ticket 44120", "");
	wants("", "call 0491 570 156", "");
	wants("", "my line is 0570-555012", "");
	wants("", "call (51400) 555", "");
	wants("", "2026: a good year", "");
	wants("", "0155443322: my number", "");
	wants("", "we met at 4402:", "");
	wants("", "on 2026-12-03", "");
	wants("", "03/12/2026", "");
	wants("", "11/2026 or 2026/11", "");
	wants("", "20-30 of them, 24/7", "");
	wants("", "10-150 of them, 12/4000", "");
	wants("", "in 2026 we paid $14000", "");
	wants("", "a W-9 form", "");
	wants("", "mail a12345@firm.example", "");
	wants("", "", "");
}

/* A seller whose numbers look otherwise did not write this one. */
static void
test_other_shape(void **state)
{
	(void)state;
	wants("Reminder: invoice OP-26-1187", "it should be 774418", "");
	wants("", "INV-20433 should say 66120", "INV-20433");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_named),
	    cmocka_unit_test(test_by_their_look),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_other_shape),
	};
	int failed;

	rules = english_rules(false);
	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
