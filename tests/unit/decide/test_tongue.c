#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/tongue.h"
#include "shipped.h"

static struct rules *rules;
static struct arena *arena;

static void
language(const char *text, const char *locale, const char *wanted)
{
	struct str got = {NULL, 0};
	const struct rulebook *book =
	    tongue_of(rules, arena, str_of(text), str_of(locale), &got);

	assert_non_null(book);
	if (!str_eqc(book->lang, wanted))
		fail_msg("%s: %.*s, not %s", text, STR_ARG(book->lang), wanted);
	arena_reset(arena);
}

/* Few words, and small ones that a neighbour has too. */
static void
test_short(void **state)
{
	(void)state;
	language("Zwei Kartons waren beschädigt.", "de-DE", "de");
	language("Nunca recibimos la mercancía.", "es-ES", "es");
	language("Twee dozen kwamen beschadigd aan.", "nl-NL", "nl");
	language("La mercancía no llegó.", "es-MX", "es");
	language("A mercadoria não chegou.", "pt-PT", "pt");
	language("Manca una scatola.", "it-IT", "it");
	language("Il manque un carton.", "fr-FR", "fr");
	language("Paid.", "en-US", "en");
}

/* Not everybody writes in the language of his country. */
static void
test_abroad(void **state)
{
	(void)state;
	language("Please send us the invoice again, we cannot find it.",
	    "de-DE", "en");
	language(
	    "Bitte senden Sie uns die Rechnung noch einmal.", "en-US", "de");
	language("Nous n'avons pas reçu la facture.", "nl-BE", "fr");
	language("Wij hebben de factuur niet ontvangen.", "fr-BE", "nl");
	language("Wij betalen vrijdag.", "de-DE", "nl");
	language("La fattura è già stata pagata.", "de-CH", "it");
}

/* Nothing tells: what the customer speaks. */
static void
test_nothing(void **state)
{
	(void)state;
	language("", "pt-BR", "pt");
	language("INV-20417", "it-IT", "it");
	language("12.11.", "fr-FR", "fr");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_short),
	    cmocka_unit_test(test_abroad),
	    cmocka_unit_test(test_nothing),
	};
	int failed;

	rules = shipped_rules(false);
	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
