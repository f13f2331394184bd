#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "decide/stopword.h"

static void
reads(const char *text, enum stopword want)
{
	struct arena *a = arena_new(1 << 20);
	enum stopword got = stopword_read(a, str_of(text));

	if (got != want)
		fail_msg("%s: %d, not %d", text, got, want);
	arena_free(&a);
}

static void
test_stop(void **state)
{
	static const char *const texts[] = {"STOP", "stop", "Stop.", " stop \n",
	    "STOP!!!", "S T O P", "s.t.o.p", "StOp", "STOPP", "Stopp bitte",
	    "STOOOP", "ARRET", "Arrêt", "ARRÊTEZ svp", "ALTO", "BAJA",
	    "Baja por "
	    "favor",
	    "PARAR", "FERMA", "Basta!", "Abmelden", "uitschrijven",
	    "Please stop", "please STOP texting me", "STOP it now",
	    "stop stop stop", "STOPALL", "stop all", "Unsubscribe", "opt-out",
	    "OPT OUT", "Please don't text me",
	    "please don\xe2\x80\x99t text me", "pls dont text me anymore",
	    "Do not text this number again", "no more texts please",
	    "take me off your list", "Remove my number", "Quit texting me",
	    "leave me alone",
	    "\xef\xbc\xb3\xef\xbc\xb4\xef\xbc\xaf\xef\xbc\xb0",
	    "\xf0\x9f\x9b\x91", "\xe2\x9c\x8b\xe2\x9c\x8b",
	    "STOP \xf0\x9f\x9b\x91",
	    "\xf0\x9f\x87\xb8\xf0\x9f\x87\xb9\xf0\x9f\x87\xb4\xf0\x9f\x87\xb5",
	    "\xf0\x9d\x90\x92\xf0\x9d\x90\x93\xf0\x9d\x90\x8e\xf0\x9d\x90\x8f",
	    "\xe2\x80\x8bSTOP\xe2\x80\x8b", "STOP\nSent from my iPhone",
	    "Stop. I will pay on Friday.", "ok, stop", "cancel", "END", "quit",
	    "Keine SMS mehr bitte!", "Bitte nicht mehr schreiben",
	    "H\xc3\xb6ren Sie auf", "Ne m'envoyez plus de SMS",
	    "plus de sms svp",
	    "No me env\xc3\xad"
	    "e m\xc3\xa1s mensajes",
	    "quiero darme de baja", "N\xc3\xa3o me mande mais sms",
	    "Non mi scrivete pi\xc3\xb9", "Geen sms meer a.u.b.",
	    "\xd0\xa1\xd0\xa2\xd0\x9e\xd0\x9f", "\xe5\x81\x9c\xe6\xad\xa2",
	    "\xe9\x80\x80\xe8\xae\xa2", "I revoke my consent",
	    "stop\ntexting\nme", "Stop: we paid this in May"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		reads(texts[i], STOPWORD_STOP);
}

static void
test_no_stop(void **state)
{
	static const char *const texts[] = {"", " ", "ok", "Will pay friday",
	    "We will stop by on Friday", "Payment was stopped by our bank",
	    "I want to cancel order 12", "end of month", "Fin de mes",
	    "Para el viernes", "the full stop order is wrong", "ja, Freitag",
	    "Yes, on Friday", "can you help me with INV-1?", "please call me",
	    "Please do not stop these reminders", "\xf0\x9f\x91\x8d",
	    "nonstop delivery problems", "\xff\xfe", "fine"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		reads(texts[i], STOPWORD_NONE);
}

static void
test_others(void **state)
{
	(void)state;
	reads("Wrong number", STOPWORD_WRONG);
	reads("sorry, you have the wrong number", STOPWORD_WRONG);
	reads("wrong number, stop texting me", STOPWORD_WRONG);
	reads("Falsche Nummer!", STOPWORD_WRONG);
	reads("n\xc3\xbamero equivocado", STOPWORD_WRONG);
	reads("START", STOPWORD_START);
	reads("unstop", STOPWORD_START);
	reads("start?", STOPWORD_START);
	reads("when do you start delivering", STOPWORD_NONE);
	reads("Yes", STOPWORD_YES);
	reads("JA!", STOPWORD_YES);
	reads("S\xc3\xad", STOPWORD_YES);
	reads("HELP", STOPWORD_HELP);
	reads("?", STOPWORD_HELP);
	reads("Hilfe bitte", STOPWORD_HELP);
}

static void
more(const char *text, bool want)
{
	struct arena *a = arena_new(1 << 20);

	assert_int_equal(stopword_says_more(a, str_of(text)), want);
	arena_free(&a);
}

static void
test_more(void **state)
{
	(void)state;
	more("STOP", false);
	more("Please stop, thanks!", false);
	more("s t o p", false);
	more("Bitte keine SMS mehr an diese Nummer.", false);
	more("Stop. We pay on Friday.", true);
	more("We paid in May\nSTOP", true);
	more("Wrong number", false);
	more("Wrong number. Ask Joe at Acme.", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_no_stop),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
