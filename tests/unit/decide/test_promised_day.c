#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/classify.h"
#include "shipped.h"

/*
 * Which of the days and sums that a reply names are those of its promises.
 * All was written on Tuesday 17 November 2026.
 */
static struct rules *rules;
static struct arena *arena;

/* "2026-11-20,80000,EUR,if" for each promise, by blanks. */
static void
promises(const char *locale, const char *text, const char *wanted)
{
	struct classify_context ctx = {str_of(locale), CLASSIFY_THRESHOLD};
	struct message m = {.reply = str_of(text),
	    .has_date = true,
	    .date = day_instant(day_of(2026, 11, 17)) + 36000};
	struct intent got;
	char all[400] = "";
	size_t n = 0;

	classify_message(rules, arena, &m, &ctx, &got);
	for (size_t i = 0; i < got.promise_count; i++) {
		const struct intent_promise *p = &got.promises[i];
		char day[DAY_TEXT] = "-", sum[64] = "";

		if (p->date != DAY_NONE)
			day_iso(p->date, day);
		if (p->has_amount)
			snprintf(sum, sizeof(sum), ",%lld,%s",
			    (long long)p->amount_minor, p->currency);
		n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s%s%s",
		    i ? " " : "", day, sum, p->conditional ? ",if" : "");
		assert_true(n < sizeof(all));
	}
	if (strcmp(all, wanted))
		print_error("%s\n", text);
	assert_string_equal(all, wanted);
	arena_reset(arena);
}

static void
test_lesser_day(void **state)
{
	(void)state;
	promises("fr-FR", "Le patron signe mercredi, virement vendredi.",
	    "2026-11-20");
	promises("it-IT", "Il titolare firma mercoledì, bonifico venerdì.",
	    "2026-11-20");
	promises("it-IT",
	    "Il cliente ci paga il 10 dicembre e noi paghiamo voi il 12.",
	    "2026-12-12");
	promises("es-ES",
	    "El jefe firma el martes y la transferencia sale el jueves 26.",
	    "2026-11-26");
	promises("pt-PT",
	    "O chefe assina na terça e pagamos na quinta, dia 26.",
	    "2026-11-26");
	/* alone it is the day */
	promises(
	    "fr-FR", "Le patron signe les virements mercredi.", "2026-11-18");
	promises("fr-FR", "Pas vendredi mais mardi, promis, le virement part.",
	    "2026-11-24");
}

static void
test_day_after_the_lesser(void **state)
{
	(void)state;
	promises("fr-FR",
	    "La comptable rentre lundi et elle fera le virement mercredi.",
	    "2026-11-25");
	promises("it-IT",
	    "La contabile rientra lunedì e farà il bonifico mercoledì.",
	    "2026-11-25");
}

static void
test_corrected(void **state)
{
	(void)state;
	promises("fr-FR", "Je vous règle vendredi, non pardon, lundi.",
	    "2026-11-23");
	promises(
	    "fr-FR", "Je vous règle vendredi. Pardon, lundi.", "2026-11-23");
	promises(
	    "it-IT", "Vi paghiamo venerdì, anzi no, lunedì.", "2026-11-23");
	promises("es-MX", "Le deposito el miércoles, no perdón, el viernes.",
	    "2026-11-20");
	promises("pt-BR", "Deposito na quarta, não, desculpe, na sexta.",
	    "2026-11-20");
}

static void
test_condition(void **state)
{
	(void)state;
	promises("es-ES",
	    "Cámbienla y a finales de diciembre tienen el dinero.",
	    "2026-12-31,if");
	promises("pt-BR", "Arruma a nota que eu pago.", "-,if");
	promises("pt-PT", "Só pagamos depois de corrigirem o IVA.", "-,if");
	promises("es-ES",
	    "Se nos pasó cuando cambiamos de programa y sale el "
	    "viernes.",
	    "2026-11-20");
	promises("pt-BR", "Se não me engano sai nesta sexta.", "2026-11-20");
}

static void
test_says_which(void **state)
{
	(void)state;
	promises("it-IT", "Paghiamo a fine mese prossimo, il 30 dicembre.",
	    "2026-12-30");
	promises("fr-FR", "Nous payons en fin de mois, soit le 27 novembre.",
	    "2026-11-27");
	promises("en-US", "We will pay at the end of the month, the 27th.",
	    "2026-11-27");
	/* another day is no explanation */
	promises("it-IT",
	    "Paghiamo a fine mese (non il 5 novembre come scritto).",
	    "2026-11-30");
}

static void
test_tomorrow_has_its_name(void **state)
{
	(void)state;
	promises("it-IT", "Paghiamo mercoledì prossimo.", "2026-11-25");
	promises("it-IT", "Paghiamo giovedì prossimo.", "2026-11-19");
	promises("it-IT", "Paghiamo mercoledì.", "2026-11-18");
}

static void
test_sums(void **state)
{
	(void)state;
	promises("it-IT",
	    "Verserò 2.000 euro il 10 dicembre e altri 2.000 il 31.",
	    "2026-12-10,200000,EUR 2026-12-31,200000,EUR");
	promises("en-US",
	    "I can pay JPY 5000 on Thursday and 6,000 on December 3.",
	    "2026-11-19,5000,JPY 2026-12-03,6000,JPY");
	promises("fr-FR",
	    "Je propose deux virements de 500 € : le 5 et le 20 décembre.",
	    "2026-12-05,50000,EUR 2026-12-20,50000,EUR");
	promises("fr-FR", "Je verse 6 k€ vendredi.", "2026-11-20,600000,EUR");
	promises("fr-FR", "jvous fais un virement de 300e vendredi",
	    "2026-11-20,30000,EUR");
	promises("es-ES",
	    "La mitad, 1.500 €, este viernes; la otra mitad, otros 1.500 €, "
	    "el 4 de diciembre.",
	    "2026-11-20,150000,EUR 2026-12-04,150000,EUR");
	promises("es-ES",
	    "Te pago en dos veces, 500 € cada una: el 1 y el 15 de diciembre.",
	    "2026-12-01,50000,EUR 2026-12-15,50000,EUR");
	promises("pt-PT", "A fatura é de 1.200 €, pagamos no fim do mês.",
	    "2026-11-30,120000,EUR");
	promises("fr-FR",
	    "Nous retenons 104 € sur la 70415 et payons 832,00 € le 30/11.",
	    "2026-11-30,83200,EUR");
	promises("en-US",
	    "We'll send three payments of $500: Nov 20, Dec 4 and Dec 18.",
	    "2026-11-20,50000,USD 2026-12-04,50000,USD 2026-12-18,50000,USD");
}

static void
test_bare_sums(void **state)
{
	(void)state;
	promises("en-US", "450 friday, rest the friday after thanksgiving",
	    "2026-11-20,45000, 2026-11-27");
	promises("en-US", "Paying 4410 friday", "2026-11-20,441000,");
	promises("en-US", "4411 goes friday", "2026-11-20");
}

/* The rest borrows no day, and a day that stands in the sentence beside
 * brings its sum. */
static void
test_beside_the_sentence(void **state)
{
	(void)state;
	promises("en-US", "I'll mail $600 Monday. The balance as I can.",
	    "2026-11-23,60000,USD -");
	promises("en-US",
	    "I'm putting $7,600.45 in Friday's FedEx. Payment will be on its "
	    "way.",
	    "2026-11-20,760045,USD");
	promises("en-US",
	    "This was matched today. Net 30 from today, so 12/17.",
	    "2026-12-17");
}

static void
test_bill_of_a_day(void **state)
{
	(void)state;
	promises("en-US", "We will pay this bill on Monday.", "2026-11-23");
	promises("en-US", "I'll pay the invoice Friday.", "2026-11-20");
	promises("en-US", "We got the invoice of November 20 and pay Friday.",
	    "2026-11-20");
	promises(
	    "en-US", "The check will be issued on November 25.", "2026-11-25");
}

/* A day of the month counts on from the date before it, even if that is none
 * of payment. */
static void
test_following_day(void **state)
{
	(void)state;
	promises("fr-FR",
	    "Nos comptes sont arrêtés jusqu'au 10 décembre, le règlement "
	    "partira le 5.",
	    "2027-01-05");
	promises("fr-FR", "Le comptable revient lundi et paiera le lendemain.",
	    "2026-11-24");
	promises("it-IT", "La contabile torna lunedì e paga il giorno dopo.",
	    "2026-11-24");
	promises(
	    "it-IT", "Pagheremo mercoledì tra due settimane.", "2026-12-02");
	promises("fr-FR", "On vous règle le premier vendredi de décembre.",
	    "2026-12-04");
}

/* What was so is no condition; what is asked for is one. */
static void
test_what_was_so(void **state)
{
	(void)state;
	promises("fr-FR",
	    "Elle nous avait échappé quand on a changé de logiciel, elle part "
	    "vendredi.",
	    "2026-11-20");
	promises("it-IT",
	    "Quando mi avete chiamato ero in ferie, pago venerdì.",
	    "2026-11-20");
	promises("fr-FR", "Remplacez-la et vous êtes payés fin décembre.",
	    "2026-12-31,if");
	promises(
	    "it-IT", "Un duplicato e vi pago il 15 dicembre.", "2026-12-15,if");
}

/* What is left of a sum. */
static void
test_rest(void **state)
{
	(void)state;
	promises("fr-FR",
	    "Je vire 3 000 € vendredi, le reste dès que mon client me paie.",
	    "2026-11-20,300000,EUR -,if");
	promises("it-IT",
	    "Bonifico 3.000 € venerdì, il resto appena incasso dal cliente.",
	    "2026-11-20,300000,EUR -,if");
	promises("fr-FR", "420 € fin novembre et autant fin décembre.",
	    "2026-11-30,42000,EUR 2026-12-31,42000,EUR");
	promises("it-IT",
	    "Vi mando 1.000 euro venerdì. Per il residuo ci risentiamo a "
	    "gennaio.",
	    "2026-11-20,100000,EUR");
}

static void
test_german(void **state)
{
	(void)state;
	promises("de-DE",
	    "Die Rechnung wird n\xc3\xa4"
	    "chsten Freitag, 27.11., bezahlt.",
	    "2026-11-27");
	promises(
	    "de-DE", "Wir zahlen zwei Wochen ab diesem Freitag.", "2026-12-04");
	promises("de-DE", "Wir zahlen am letzten Freitag im November.",
	    "2026-11-27");
	promises("de-DE",
	    "Wir zahlen n\xc3\xa4"
	    "chsten Monat gleich am 4.",
	    "2026-12-04");
	promises("de-DE",
	    "Der Chef unterschreibt am Mittwoch, wir zahlen am Freitag.",
	    "2026-11-20");
	promises(
	    "de-DE", "Kommt der Beleg, wird die Rechnung bezahlt.", "-,if");
	promises(
	    "de-DE", "Mache ich fertig, wird morgen bezahlt.", "2026-11-18");
}

static void
test_dutch(void **state)
{
	(void)state;
	promises("nl-NL", "Wij betalen op de laatste vrijdag van november.",
	    "2026-11-27");
	promises("nl-NL", "Wij betalen uiterlijk 19-11-2026.", "2026-11-19");
	promises("nl-NL", "Wij betalen uiterlijk 19-11.", "2026-11-19");
	promises("nl-NL",
	    "De klant betaalt ons op donderdag, wij betalen u op vrijdag.",
	    "2026-11-20");
	promises(
	    "nl-NL", "Eerst de afspraak nakomen, dan volgt betaling.", "-,if");
	promises(
	    "nl-NL", "Nog 14 dagen, dan betaal ik de factuur.", "2026-12-01");
	promises("nl-NL",
	    "De betaling volgt op 15 december, nadat de penningmeester terug "
	    "is.",
	    "2026-12-15");
}

static void
test_sum_of_its_day(void **state)
{
	(void)state;
	promises("de-DE",
	    "Freitag zahlen wir 800 Euro, die restlichen 400 Euro eine Woche "
	    "sp\xc3\xa4"
	    "ter.",
	    "2026-11-20,80000,EUR 2026-11-27,40000,EUR");
	promises("nl-NL",
	    "Vrijdag betaal ik 800 euro, de resterende 400 euro een week "
	    "later.",
	    "2026-11-20,80000,EUR 2026-11-27,40000,EUR");
	promises("de-DE",
	    "Am 4. Dezember zahlen wir 3.000 Euro, den Rest, wenn der Kunde "
	    "gezahlt hat.",
	    "2026-12-04,300000,EUR -,if");
	promises("nl-NL",
	    "Op 4 december betalen we 3.000 euro, de rest als de klant "
	    "betaald heeft.",
	    "2026-12-04,300000,EUR -,if");
}

static void
test_asked_for_the_rest(void **state)
{
	(void)state;
	promises("nl-NL",
	    "Vrijdag betaal ik 500 euro. Mag het restant in februari?",
	    "2026-11-20,50000,EUR");
	promises("nl-NL",
	    "Vrijdag betaal ik 500 euro. Het restant in februari.",
	    "2026-11-20,50000,EUR 2027-02-28");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lesser_day),
	    cmocka_unit_test(test_day_after_the_lesser),
	    cmocka_unit_test(test_corrected),
	    cmocka_unit_test(test_condition),
	    cmocka_unit_test(test_says_which),
	    cmocka_unit_test(test_tomorrow_has_its_name),
	    cmocka_unit_test(test_sums),
	    cmocka_unit_test(test_following_day),
	    cmocka_unit_test(test_what_was_so),
	    cmocka_unit_test(test_rest),
	    cmocka_unit_test(test_german),
	    cmocka_unit_test(test_dutch),
	    cmocka_unit_test(test_sum_of_its_day),
	    cmocka_unit_test(test_asked_for_the_rest),
	    cmocka_unit_test(test_bare_sums),
	    cmocka_unit_test(test_beside_the_sentence),
	    cmocka_unit_test(test_bill_of_a_day),
	};
	int failed;

	rules = NULL;
	shipped_add(&rules, "en", false);
	shipped_add(&rules, "fr", false);
	shipped_add(&rules, "it", false);
	shipped_add(&rules, "de", false);
	shipped_add(&rules, "nl", false);
	shipped_add(&rules, "es", false);
	shipped_add(&rules, "pt", false);
	arena = arena_new(16u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	rules_free(&rules);
	return failed;
}
