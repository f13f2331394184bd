#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "decide/desk_line.h"

static struct arena *arena;

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(4u << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct desk_lines
codes(const char *text)
{
	struct desk_lines l;

	desk_line_codes(arena, str_of(text), 9, &l);
	return l;
}

static struct desk_lines
words(const char *text)
{
	struct desk_lines l;

	desk_line_words(arena, str_of(text), &l);
	return l;
}

static void
assert_str(struct str s, const char *want)
{
	assert_string_equal(arena_cstr(arena, s), want);
}

static void
test_every_code(void **state)
{
	struct desk_lines l = codes("1 r\n2 V left word\n3 p 18.12.2026 500\n"
				    "4 d pricing\n5 w\n6 n call early\n7 s 3");
	static const char *const orders[] = {"#call reached ",
	    "#call voicemail left word", "#promise 18.12.2026 500",
	    "#dispute pricing", "#call wrong-number ", "#note call early", ""};

	(void)state;
	assert_int_equal(l.mistake_count, 0);
	assert_int_equal(l.n, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(l.codes[i].code, i);
		assert_int_equal(l.codes[i].number, i + 1);
		assert_int_equal(l.codes[i].line, i + 1);
		assert_str(l.codes[i].order, orders[i]);
	}
	assert_int_equal(l.codes[6].days, 3);
}

static void
test_ways_to_write_a_number(void **state)
{
	struct desk_lines l = codes("1. r\n2) r\n3: r\n#4 r\nNo. 5 r\n 6\tr\n"
				    "7\xc2\xa0r\xc2\xa0yes\n");

	(void)state;
	assert_int_equal(l.n, 7);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(l.codes[i].number, i + 1);
	assert_str(l.codes[6].text, "yes");
}

static void
test_ends_with_the_first_text(void **state)
{
	struct desk_lines l = codes("\n1 r\n\n2 v\nRegards\n3 r\n");

	(void)state;
	assert_int_equal(l.n, 2);
	assert_str(l.rest, "Regards\n3 r");
	l = codes("1 r\n5551234567 is my number\n");
	assert_int_equal(l.n, 1);
	assert_int_equal(l.mistake_count, 0);
	l = codes("1 r\n555-1234\n");
	assert_int_equal(l.mistake_count, 0);
	assert_str(l.rest, "555-1234");
}

static void
test_wrong_lines(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
	    {"0 r", "line 1, \"0 r\": there is no number 0"},
	    {"10 r", "line 1, \"10 r\": there is no number 10"},
	    {"\n3", "line 2, \"3\": a code is missing"},
	    {"3 rr", "line 1, \"3 rr\": there is no code \"rr\""},
	    {"3 p", "line 1, \"3 p\": write N p DATE"},
	    {"3 n", "line 1, \"3 n\": write N n TEXT"},
	    {"3 s", "line 1, \"3 s\": write N s DAYS"},
	    {"3 s 0", "line 1, \"3 s 0\": write N s DAYS"},
	    {"3 s 366", "line 1, \"3 s 366\": write N s DAYS"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct desk_lines l = codes(wrong[i].text);

		assert_int_equal(l.n, 0);
		assert_int_equal(l.mistake_count, 1);
		if (!str_starts(l.mistakes[0], str_of(wrong[i].why)))
			fail_msg("%s", arena_cstr(arena, l.mistakes[0]));
	}
}

static void
test_words(void **state)
{
	struct desk_lines l =
	    words("Skip 3, C-17 and #5\nHOLD ALL.\n#send\nsend 2\nBest, R");

	(void)state;
	assert_int_equal(l.mistake_count, 1); /* "ALL." is not all */
	l = words("Skip 3, C-17 and #5\nhold all\nSend!\nsend 2\nBest, R");
	assert_int_equal(l.mistake_count, 0);
	assert_int_equal(l.n, 4);
	assert_int_equal(l.words[0].word, DESK_SKIP);
	assert_int_equal(l.words[0].what_count, 3);
	assert_str(l.words[0].what[1], "C-17");
	assert_str(l.words[0].what[2], "5");
	assert_int_equal(l.words[1].word, DESK_HOLD_ALL);
	assert_int_equal(l.words[2].what_count, 0);
	assert_str(l.words[3].what[0], "2");
	assert_str(l.rest, "Best, R");
}

static void
test_wrong_words(void **state)
{
	static const char *const wrong[] = {
	    "skip", "hold", "hold 3", "hold all of it"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(words(wrong[i]).mistake_count, 1);
	assert_int_equal(words("please skip 3").n, 0);
	assert_int_equal(words("please skip 3").mistake_count, 0);
	assert_true(words("?").help);
	assert_true(codes("#help").help);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_code),
	    cmocka_unit_test(test_ways_to_write_a_number),
	    cmocka_unit_test(test_ends_with_the_first_text),
	    cmocka_unit_test(test_wrong_lines),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_wrong_words),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
