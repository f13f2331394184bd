#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/twiml.h"

static struct buf out;

static int
setup(void **state)
{
	(void)state;
	buf_init(&out, 1 << 16);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_fini(&out);
	return 0;
}

static const struct twiml usual = {
    .locale = STR_INIT("en-US"),
    .company = STR_INIT("Harbour & Pine <Co>"),
    .phone = STR_INIT("+1 207"),
    .name = STR_INIT("Pat \"P\" Miller"),
    .script = STR_INIT("You owe 100.00 USD.\n---|---\nPay at "
		       "https://pay.example/a?b=c&d now."),
    .next = STR_INIT("https://x.example/hook/twilio?touch=1&on=key&turn=1"),
    .dial = STR_INIT("+12075550101"),
    .caller = STR_INIT("+12075550100"),
};

static void
write_scene(enum twiml_scene scene, const char *locale)
{
	struct twiml t = usual;

	t.scene = scene;
	t.locale = str_of(locale);
	buf_clear(&out);
	twiml_write(&t, &out);
}

static bool
says(const char *text)
{
	return str_find(buf_str(&out), str_of(text)) != STR_NPOS;
}

/* Each scene in each language is a document, with the names in place. */
static void
test_all(void **state)
{
	static const char *const locales[] = {"en-US", "de-DE", "es-MX",
	    "fr-CA", "it-IT", "pt-BR", "nl-BE", "xx", ""};

	(void)state;
	for (size_t l = 0; l < sizeof(locales) / sizeof(*locales); l++)
		for (int s = 0; s < TWIML_SCENES; s++) {
			write_scene((enum twiml_scene)s, locales[l]);
			assert_true(str_starts(
			    buf_str(&out), STR("<?xml version=\"1.0\"")));
			assert_true(str_ends(
			    buf_str(&out), STR("<Hangup/></Response>\n")));
			assert_false(says("{"));
			assert_false(says("& "));
			assert_false(out.full);
		}
}

/* Of money nothing is said before somebody wants to hear it. */
static void
test_privacy(void **state)
{
	(void)state;
	write_scene(TWIML_ASK, "en-US");
	assert_true(says("Harbour &amp; Pine &lt;Co&gt;"));
	assert_true(says("Pat &quot;P&quot; Miller"));
	assert_false(says("owe"));
	assert_true(says("<Gather"));
	assert_true(says("touch=1&amp;on=key&amp;turn=1"));
	write_scene(TWIML_MACHINE, "de-DE");
	assert_false(says("owe"));
	assert_false(says("<Gather"));
	assert_true(says("language=\"de-DE\""));
	assert_true(says("+ 1  2 0 7"));
}

static void
test_script(void **state)
{
	(void)state;
	write_scene(TWIML_SCRIPT, "en-GB");
	assert_true(says("You owe 100.00 USD."));
	assert_true(says("Pay at now."));
	assert_false(says("https://pay.example"));
	assert_false(says("---"));
	assert_true(says("press 1"));
	assert_true(says("language=\"en-GB\""));
	write_scene(TWIML_PERSON, "en");
	assert_true(says("callerId=\"+12075550100\""));
	assert_true(says("<Number>+12075550101</Number>"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_all, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_privacy, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_script, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
