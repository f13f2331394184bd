#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/form.h"
#include "decide/form_value.h"

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

static struct form
read(const char *reply, const char *text)
{
	struct form f;

	form_read(a, str_of(reply), str_of(text), &f);
	return f;
}

static void
same(struct str got, const char *want)
{
	if (!str_eqc(got, want))
		fail_msg("\"%.*s\", not \"%s\"", STR_ARG(got), want);
}

/* Copied into the reply, as the welcome mail asks for. */
static void
test_copied(void **state)
{
	struct form f = read("Payables contact: Anna Jones\n"
			     "Their e-mail: anna@acme.example\n"
			     "Purchase order needed (yes/no): no\n"
			     "Day of your payment run: 15th\n"
			     "Best hours to reach you: 9-12\n",
	    "");

	(void)state;
	assert_int_equal(f.labels, 5);
	assert_int_equal(f.filled, 5);
	same(f.value[FORM_CONTACT], "Anna Jones");
	same(f.email, "anna@acme.example");
	assert_int_equal(f.po, FORM_NO);
	same(f.value[FORM_RUN], "15th");
	assert_int_equal(f.from, 540);
	assert_int_equal(f.to, 720);
	assert_int_equal(f.rest_words, 0);
}

/* Into the quoted lines, in an order of their own, some left empty. */
static void
test_quoted(void **state)
{
	struct form f = read("See below. Regards, Anna",
	    "See below. Regards, Anna\n\n"
	    "> Best hours to reach you:\n"
	    "> > Day of your payment run: every second Friday\\\n"
	    "> Payables contact:\n"
	    "Lee Chan\n"
	    "> Purchase order needed (yes/no): YES please\n");

	(void)state;
	assert_int_equal(f.labels, 4);
	assert_int_equal(f.filled, 3);
	same(f.value[FORM_HOURS], "");
	same(f.value[FORM_RUN], "every second Friday");
	same(f.value[FORM_CONTACT], "Lee Chan");
	assert_int_equal(f.po, FORM_YES);
	assert_int_equal(f.rest_words, 4);
}

/* An own word goes before the empty form below it; a later one is no news. */
static void
test_first_stands(void **state)
{
	struct form f = read("Payables contact: Anna\n",
	    "Payables contact: Anna\n> Payables contact:\n"
	    "> Payables contact: Zoe\n");

	(void)state;
	same(f.value[FORM_CONTACT], "Anna");
	assert_int_equal(f.filled, 1);
}

static void
test_languages(void **state)
{
	struct form de = read("KONTAKT KREDITORENBUCHHALTUNG: Jana\n"
			      "E-Mail-Adresse: jana@blau.example\n"
			      "Bestellnummer erforderlich (ja/nein): ja\n"
			      "Tag Ihres Zahllaufs: montags\n"
			      "Am besten erreichbar: 9 bis 11 Uhr\n",
	    "");
	struct form fr =
	    read("Contact comptabilit\xc3\xa9 fournisseurs\xc2\xa0"
		 ": Luc\n"
		 "Son adresse e-mail\xe2\x80\xaf: luc@a.example\n"
		 "NUM\xc3\x89RO DE COMMANDE REQUIS (oui/non) : non\n"
		 "Jour de vos r\xc3\xa8glements : le 10\n"
		 "Meilleures heures pour vous joindre : 9h-12h\n",
		"");
	/* Letters and their accents apart, as one system writes them. */
	struct form es = read("Contacto de pagos a proveedores: Eva\n"
			      "Su correo electro\xcc\x81nico: eva@b.example\n"
			      "Numero de pedido obligatorio (s\xc3\xad/no): "
			      "s\xc3\xad\n"
			      "D\xc3\xad"
			      "a de sus pagos\xef\xbc\x9a viernes\n"
			      "Mejor horario para llamar: 10:00 a 13:30\n",
	    "");

	(void)state;
	assert_int_equal(de.filled, 5);
	assert_int_equal(de.po, FORM_YES);
	assert_int_equal(de.to, 660);
	assert_int_equal(fr.filled, 5);
	assert_int_equal(fr.po, FORM_NO);
	same(fr.value[FORM_CONTACT], "Luc");
	assert_int_equal(fr.from, 540);
	assert_int_equal(es.filled, 5);
	assert_int_equal(es.po, FORM_YES);
	same(es.email, "eva@b.example");
	same(es.value[FORM_RUN], "viernes");
	assert_int_equal(es.to, 810);
}

/* What only looks like the form. */
static void
test_others(void **state)
{
	struct form signature = read("Thanks\n",
	    "Thanks\n--\nJana Gross\nE-Mail-Adresse: jana@blau.example\n");
	struct form prose = read("Our payables contact is Anna.\n"
				 "Payables contact Anna\n"
				 "Payables contacts: Anna\n",
	    "");

	(void)state;
	assert_int_equal(signature.filled, 0);
	assert_int_equal(signature.labels, 0);
	assert_int_equal(prose.filled, 0);
}

static void
test_decorated(void **state)
{
	struct form f =
	    read("* **Payables contact:** Anna\n"
		 "- __Day of your payment run__: 1st *\n"
		 "\xe2\x80\xa2 Purchase order needed (no):\n"
		 "Their e-mail: Anna <mailto:anna.b@acme.example>, cc me\n",
		"");

	(void)state;
	same(f.value[FORM_CONTACT], "Anna");
	same(f.value[FORM_RUN], "1st");
	assert_int_equal(f.po, FORM_NO);
	same(f.email, "anna.b@acme.example");
}

/* A value is bounded, and never cut within a letter. */
static void
test_long(void **state)
{
	char line[600] = "Payables contact: ";
	struct form f;

	(void)state;
	for (size_t i = strlen(line); i + 2 < 500; i += 2)
		memcpy(line + i, "\xc3\xa9", 2);
	f = read(line, "");
	assert_true(f.value[FORM_CONTACT].n <= FORM_VALUE);
	assert_true(f.value[FORM_CONTACT].n >= FORM_VALUE - 1);
	assert_true(str_is_utf8(f.value[FORM_CONTACT]));
}

static void
test_hours(void **state)
{
	static const struct {
		const char *text;
		int from, to;
	} table[] = {
	    {"9-12", 540, 720},
	    {"09:00 - 16:30", 540, 990},
	    {"9-5", 540, 1020},
	    {"2-4 pm", 840, 960},
	    {"2-4pm, not on Fridays", 840, 960},
	    {"9 a.m. to 4 p.m.", 540, 960},
	    {"9am-12pm", 540, 720},
	    {"11 am - 1 pm", 660, 780},
	    {"von 8.30 bis 11 Uhr", 510, 660},
	    {"de 14h30 \xc3\xa0 17h", 870, 1020},
	    {"0-24", 0, 1440},
	    {"mornings", 0, 0},
	    {"after 14:00", 0, 0},
	    {"9-12 and 14-16", 0, 0},
	    {"+1 207 555 0199", 0, 0},
	    {"12-12", 0, 0},
	    {"25-26", 0, 0},
	    {"9:75-10", 0, 0},
	    {"", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int from, to;

		form_value_hours(str_of(table[i].text), &from, &to);
		if (from != table[i].from || to != table[i].to)
			fail_msg("%s: %d to %d", table[i].text, from, to);
	}
}

static void
test_answers(void **state)
{
	(void)state;
	assert_int_equal(form_value_answer(STR("Yes, always")), FORM_YES);
	assert_int_equal(form_value_answer(STR("S\xc3\x8d")), FORM_YES);
	assert_int_equal(form_value_answer(STR("nicht n\xc3\xb6tig")), FORM_NO);
	assert_int_equal(form_value_answer(STR("only above 500")), FORM_UNSAID);
	assert_int_equal(form_value_answer(STR("nobody")), FORM_UNSAID);
	assert_int_equal(form_value_answer(STR("")), FORM_UNSAID);
}

static void
test_emails(void **state)
{
	(void)state;
	same(
	    form_value_email(STR("<a.b+c@x-y.example>.")), "a.b+c@x-y.example");
	same(form_value_email(STR("@acme")), "");
	same(form_value_email(STR("anna@localhost")), "");
	same(form_value_email(STR("call me")), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_copied),
	    cmocka_unit_test(test_quoted),
	    cmocka_unit_test(test_first_stands),
	    cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_decorated),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_hours),
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_emails),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
