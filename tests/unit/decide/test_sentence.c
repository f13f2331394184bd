#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "decide/letter.h"
#include "decide/sentence.h"

static struct arena *arena;

static void
folds_to(const char *text, const char *wanted)
{
	struct str got = sentence_fold(arena, str_of(text));

	assert_true(got.n <= strlen(text));
	assert_string_equal(arena_cstr(arena, got), wanted);
}

static void
test_letters_lose_their_accents(void **state)
{
	(void)state;
	folds_to("Überweisung läuft, größer", "Uberweisung lauft, grosser");
	folds_to("réglée à Noël, œuvre, Œ", "reglee a Noel, oeuvre, OE");
	folds_to("mañana ¿cuándo?", "manana ¿cuando?");
	folds_to("não está à mão", "nao esta a mao");
	folds_to("più città Æ æ", "piu citta AE ae");
	folds_to("n\xc2\xba 12, n\xc2\xb0 7, 1\xc2\xaa", "no 12, no 7, 1a");
	folds_to("Žluťoučký Łódź", "Zlutoucky Lodz");
	/* as typed by a Mac: the accent after its letter */
	folds_to("re\xcc\x81gle\xcc\x81", "regle");
	folds_to("\xe2\x80\x9eJa\xe2\x80\x9c \xe2\x80\x93 l\xe2\x80\x99"
		 "avoir\xe2\x80\xa6",
	    "\"Ja\" - l'avoir...");
}

static void
test_others_stay(void **state)
{
	(void)state;
	folds_to("5 € £ ₹ × ÷ Платёж 支払", "5 € £ ₹ × ÷ Платёж 支払");
	folds_to("\xc3", "\xc3");
	folds_to("\xff\x80 ok", "\xff\x80 ok");
	assert_int_equal(letter_base_cased(0xc9), 'E');
	assert_int_equal(letter_base_cased(0x17e), 'z');
	assert_int_equal(letter_base_cased(0x17d), 'Z');
	assert_int_equal(letter_base(0xd7), 0);
	assert_int_equal(letter_base(0x41), 0);
}

/* What is shown to people is what the customer typed. */
static void
test_words_as_written(void **state)
{
	struct str text = STR("Déjà  réglée.\nÇa va,\n\nl\xe2\x80\x99été à "
			      "Nîmes");
	struct sentences s = sentence_split(arena, text, NULL, NULL);
	struct str all;

	(void)state;
	assert_int_equal(s.n, 3);
	assert_true(str_eqc(s.v[0].text, "Deja reglee."));
	assert_true(str_eqc(s.v[2].text, "l'ete a Nimes"));
	assert_true(
	    str_eqc(sentence_written(&s, s.v[0].text), "Déjà  réglée."));
	assert_true(str_eqc(sentence_written(&s, str_sub(s.v[2].text, 0, 5)),
	    "l\xe2\x80\x99été"));
	assert_true(str_eqc(
	    sentence_written(&s, str_sub(s.v[2].text, 8, 13)), "Nîmes"));
	all = sentence_written(&s, s.text);
	assert_true(str_eq(all, text));
	all = sentence_written(&s, str_sub(s.text, 0, 0));
	assert_int_equal(all.n, 0);
}

static bool
day_or_dr(const void *ctx, struct str word, struct str next)
{
	(void)ctx;
	if (str_is_digit(word.p[0]))
		return !str_eqc(next, "Wir");
	return str_eqc(word, "Dr");
}

/* In German a full stop makes a number the day of a month. */
static void
test_full_stops(void **state)
{
	struct sentences s = sentence_split(arena,
	    STR("Zahlung am 15. Dezember. Oder bis 15.12. spaeter. Am 3. Wir "
		"warten, Dr. Klein auch. Rechnung 12345. Ende"),
	    day_or_dr, NULL);

	(void)state;
	assert_int_equal(s.n, 6);
	assert_true(str_eqc(s.v[0].text, "Zahlung am 15. Dezember."));
	assert_true(str_eqc(s.v[1].text, "Oder bis 15.12. spaeter."));
	assert_true(str_eqc(s.v[2].text, "Am 3."));
	assert_true(str_eqc(s.v[4].text, "Rechnung 12345."));
	s = sentence_split(
	    arena, STR("Op de 22e. Bij de rest niet"), day_or_dr, NULL);
	assert_int_equal(s.n, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_letters_lose_their_accents),
	    cmocka_unit_test(test_others_stay),
	    cmocka_unit_test(test_words_as_written),
	    cmocka_unit_test(test_full_stops),
	};
	int failed;

	arena = arena_new(1u << 20);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
