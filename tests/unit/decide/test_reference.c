#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decide/reference.h"
#include "shipped.h"

static struct rules *rules;
static struct arena *arena;

/* The references found, joined by blanks. */
static void
wants_in(
    const char *lang, const char *subject, const char *text, const char *joined)
{
	const struct rulebook *book = rulebook_of(rules, str_of(lang));
	struct reference_shapes shapes = {.n = 0}, others = {.n = 0};
	struct references found;
	size_t asked = 0;
	struct buf got;

	reference_learn(book, str_of(subject), &shapes);
	reference_find(book, arena, str_of(text), &shapes, &asked, &found);
	reference_learn_others(&found, &others);
	reference_learn_found(&found, &others, &shapes);
	reference_sift(&found, &shapes, &others);
	buf_init(&got, 1000);
	for (size_t i = 0; i < found.n; i++) {
		if (i)
			buf_addc(&got, ' ');
		buf_add_str(&got, found.v[i]);
	}
	buf_adds(&got, "");
	if (strcmp(got.p, joined) != 0)
		print_error("%s: %s\n", text, got.p);
	assert_string_equal(got.p ? got.p : "", joined);
	buf_fini(&got);
	arena_reset(arena);
}

static void
wants(const char *subject, const char *text, const char *joined)
{
	wants_in("en", subject, text, joined);
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
	wants("", "invoice 7/2026 is late", "7/2026");
	wants("", "invoice 07/2026 is late", "");
}

static void
test_by_their_look(void **state)
{
	(void)state;
	wants("", "INV-10482 is short", "INV-10482");
	wants("", "BP00469 please", "BP00469");
	wants("", "TX-0098 and W-5501 are billed", "TX-0098 W-5501");
	wants("", "2026-00431 is not due", "2026-00431");
	wants("", "2026-0009 is not due", "2026-0009");
	wants("", "2) 70245: two short", "70245");
	wants("", "88213 is the same as 88190", "88213 88190");
	wants("", "under this number (41190) nothing came", "41190");
	wants("", "4402: paid on Monday.", "4402");
	wants("", "9000441207 - cleared", "9000441207");
	wants("", "4402-5 items", "");
	wants("", "1022-A : entered twice.", "1022-A");
	wants("", "31/PA: split payment.", "31/PA");
	wants("", "2) 118233 : the same as 118201", "118233 118201");
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
	wants("", "order 45-7781 is closed, put 45-7718 on it", "");
	wants("", "order 45-7781 is closed, invoice 45-7718 too", "45-7718");
	wants("", "PO 4500118 is closed, 4500119 is not", "4500119");
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
test_others_of_latin(void **state)
{
	(void)state;
	wants_in("fr", "",
	    "la commande 4500012877 est close, la 4500013402 "
	    "est bonne",
	    "");
	wants_in("fr", "",
	    "FC-55081 : la commande 4500012877 est close, mettez-la sur la "
	    "4500013402",
	    "FC-55081");
	wants_in("fr", "", "confirmation 77120934", "");
	wants_in("fr", "", "881 part mercredi, 884 fin juillet", "881 884");
	wants_in(
	    "fr", "", "7714 et 7731, c'est la meme livraison", "7714 7731");
	wants_in("fr", "", "500 partent vendredi", "");
	wants_in("it", "", "ordine errato: il nostro e' 66120", "");
	wants_in("it", "", "502 saldata venerdi", "502");
	wants_in("it", "", "2204 e 2198 sono la stessa consegna", "2204 2198");
	wants_in("it", "", "500 pagati venerdi", "");
}

static void
test_other_shape(void **state)
{
	(void)state;
	wants("Reminder: invoice OP-26-1187", "it should be 774418", "");
	wants("", "INV-20433 should say 66120", "INV-20433");
}

/* Where the noun is left out, its article says what the number is. */
static void
test_pointed_at(void **state)
{
	(void)state;
	wants_in("es", "", "la 3302 sale el lunes", "3302");
	wants_in("es", "", "de la 26-3381 no se nada", "26-3381");
	wants_in("es", "", "1811 pagada ayer", "1811");
	wants_in("es", "", "26/3402: devuelta", "26/3402");
	wants_in("pt", "", "na 27/602 aplicaram outra tarifa", "27/602");
	wants_in("pt", "", "a 845 e a 861 sao o mesmo", "845 861");
	wants_in("pt", "", "da 21.990 falta o canhoto", "21.990");
	wants_in("pt", "", "o credito da guia da 27-40", "27-40");
	wants_in("es", "", "la K-1 esta pagada", "K-1");
	wants_in("es", "", "la 88 ya esta", "88");
	wants_in("pt", "", "a nota 88 foi paga no domingo", "88");
	wants_in("pt", "", "na FAC-18 o IVA", "FAC-18");
	wants_in("es", "", "la 20 ya veremos", "");
	wants_in("es", "", "las 12 pagadas", "");
	wants_in("es", "Factura INV-20433", "la 3302 sale el lunes", "");
	wants_in("es", "", "la orden de compra es la 2213", "");
	wants_in("es", "", "la 12/05 a las 1030", "");
	wants_in("pt", "", "passou de 1200 a 1500", "");
	wants_in("pt", "", "a 1200 euros e a 450 caixas", "");
	wants_in("pt", "", "ligue (47) 99120-3341", "");
}

/* "04/2027" is a month, "44/2027" an invoice; "4.512" one when named. */
static void
test_like_days_and_sums(void **state)
{
	(void)state;
	wants("", "invoice 44/2027", "44/2027");
	wants("", "invoice 27/88", "27/88");
	wants("", "invoice 04/2027", "");
	wants("", "invoice 12/31", "");
	wants_in("pt", "", "a nota 44.120 chegou", "44.120");
	wants_in("pt", "", "a nota 4.512,30", "");
	wants_in("pt", "", "nota com 1.200 caixas", "");
	wants_in("pt", "", "a FT27.014 chegou", "FT27.014");
	wants("", "invoice a.b1234@firm.example", "");
}

static void
test_pointed_at_in_german(void **state)
{
	(void)state;
	wants_in("de", "", "die 3318 kenne ich nicht", "3318");
	wants_in("de", "", "Ablieferbeleg zu 4417, bitte", "4417");
	wants_in("de", "", "3307 ist bezahlt", "3307");
	wants_in("de", "", "4310 bitte gutschreiben", "4310");
	wants_in("de", "", "4471 und 4498 sind doppelt", "4471 4498");
	wants_in("de", "", "die 240 Klinker", "");
	wants_in("de", "", "die 240 gelieferten Klinker", "");
	wants_in("de", "", "die 1.200 kommen", "");
	wants_in("de", "", "die 2380 \xe2\x82\xac vom Juli", "");
	wants_in("de", "", "der 2025 bestellten Ware", "");
	wants_in("de", "", "Am Hafen 7, 28195 Bremen", "");
}

static void
test_pointed_at_in_dutch(void **state)
{
	(void)state;
	wants_in("nl", "", "op 7104 staat de verkeerde bon", "7104");
	wants_in("nl", "", "getekende vrachtbrief van 9031 graag", "9031");
	wants_in(
	    "nl", "", "de creditnota bij 6120 laat op zich wachten", "6120");
	wants_in("nl", "", "En VF-771 heb ik nooit gezien", "VF-771");
	wants_in("nl", "", "EN 1090-2", "");
	wants_in("nl", "", "de 240 tegels", "");
	wants_in("nl", "", "die 1.450 die u noemt", "");
	wants_in("nl", "", "bel me op 0610000412", "");
	wants_in("nl", "", "het bedrag van 1200 is betaald", "");
}

/* Whoever writes thousands of them is not read to the end, and it is told. */
static void
test_too_many(void **state)
{
	const struct rulebook *book = rulebook_of(rules, STR("en"));
	struct reference_shapes shapes = {.n = 0};
	struct references found;
	char text[12 * REFERENCE_ASKS + 1];
	size_t asked = 0;

	(void)state;
	for (size_t i = 0; i < REFERENCE_ASKS; i++)
		memcpy(text + 12 * i, "x INV-10482 ", 12);
	reference_find(book, arena, (struct str){text, sizeof(text) - 1},
	    &shapes, &asked, &found);
	assert_int_equal(found.n, REFERENCE_ASKS);
	assert_false(found.limit);
	reference_find(
	    book, arena, STR("and INV-10483"), &shapes, &asked, &found);
	assert_int_equal(found.n, 0);
	assert_true(found.limit);
	arena_reset(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_named),
	    cmocka_unit_test(test_by_their_look),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_others_of_latin),
	    cmocka_unit_test(test_other_shape),
	    cmocka_unit_test(test_pointed_at),
	    cmocka_unit_test(test_like_days_and_sums),
	    cmocka_unit_test(test_pointed_at_in_german),
	    cmocka_unit_test(test_pointed_at_in_dutch),
	    cmocka_unit_test(test_too_many),
	};
	int failed;

	shipped_add(&rules, "en", false);
	shipped_add(&rules, "es", false);
	shipped_add(&rules, "pt", false);
	shipped_add(&rules, "fr", false);
	shipped_add(&rules, "it", false);
	shipped_add(&rules, "de", false);
	shipped_add(&rules, "nl", false);
	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
