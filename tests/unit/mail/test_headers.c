#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/file.h"
#include "mail/message.h"

/*
 * tests/corpus/headers: what is read of headers as they arrive. Each record
 * is read with LF and with CRLF; each miss is shown, and of each kind of value
 * FLOOR must be right.
 */
#define FLOOR 0.98
#define KEYS  5

static const char *const keys[KEYS] = {
    "subject", "from", "name", "date", "text"};

struct tally {
	int all, right;
};

static struct tally tallies[KEYS];

static int
hex(char c)
{
	return str_is_digit(c) ? c - '0' : str_lower(c) - 'a' + 10;
}

/* A line of a record as bytes: "\xHH", "\r" and "\\". */
static void
put_line(struct buf *raw, struct str line, const char *end)
{
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] != '\\') {
			buf_addc(raw, line.p[i]);
			continue;
		}
		assert_true(++i < line.n);
		if (line.p[i] == 'x' && i + 2 < line.n) {
			buf_addc(raw, (char)(hex(line.p[i + 1]) << 4 |
					     hex(line.p[i + 2])));
			i += 2;
		} else {
			buf_addc(raw, line.p[i] == 'r' ? '\r' : line.p[i]);
		}
	}
	buf_adds(raw, end);
}

static struct str
date_of(struct arena *a, const struct message *m)
{
	char instant[INSTANT_TEXT];

	if (!m->has_date)
		return STR("-");
	return arena_dup(a, str_of(day_instant_iso(m->date, instant)));
}

static struct str
value_of(struct arena *a, const struct message *m, int key)
{
	switch (key) {
	case 0:
		return m->subject;
	case 1:
		return m->from.n ? m->from.v[0].address : STR("");
	case 2:
		return m->from.n ? m->from.v[0].name : STR("");
	case 3:
		return date_of(a, m);
	default:
		return str_trim(m->text);
	}
}

static void
judge(struct str title, struct str wanted[KEYS], struct str raw)
{
	struct arena *a = arena_new(64u << 20);
	struct message *m = NULL;
	struct err err = {""};

	if (message_parse(a, raw, &m, &err) != RC_OK)
		print_message("%.*s: %s\n", STR_ARG(title), err.text);
	for (int k = 0; k < KEYS; k++) {
		struct str got = STR("(nothing)");

		if (wanted[k].p == NULL)
			continue;
		if (m != NULL)
			got = value_of(a, m, k);
		tallies[k].all++;
		if (str_eq(got, wanted[k])) {
			tallies[k].right++;
			continue;
		}
		print_message("%.*s: %s is [%.*s], wanted [%.*s]\n",
		    STR_ARG(title), keys[k], STR_ARG(got), STR_ARG(wanted[k]));
	}
	arena_free(&a);
}

/* One record, its title cut off; "?key value" lines, then the header. */
static void
read_record(struct str title, struct str text)
{
	struct str wanted[KEYS] = {{NULL, 0}}, line;
	struct buf raw[2];

	while (str_starts(text, STR("?")) && str_line(&text, &line))
		for (int k = 0; k < KEYS; k++) {
			struct str key = str_sub(line, 1, strlen(keys[k]));

			if (str_eqc(key, keys[k]))
				wanted[k] = str_sub(line, key.n + 2, line.n);
		}
	for (int crlf = 0; crlf < 2; crlf++) {
		const char *end = crlf ? "\r\n" : "\n";
		struct str rest = text;

		buf_init(&raw[crlf], 1u << 20);
		while (str_line(&rest, &line))
			put_line(&raw[crlf], line, end);
		put_line(&raw[crlf], STR(""), end);
		put_line(&raw[crlf], STR("Paid."), end);
		judge(title, wanted, buf_str(&raw[crlf]));
		buf_fini(&raw[crlf]);
	}
}

/* The next record, without the empty line that ends it. */
static bool
next_record(struct str *all, struct str *title, struct str *text)
{
	size_t from = str_find(*all, STR("\n== ")), to;

	if (from == STR_NPOS)
		return false;
	*all = str_sub(*all, from + 4, all->n);
	str_line(all, title);
	to = str_find(*all, STR("\n== "));
	*text = str_sub(*all, 0, to);
	*all = str_sub(*all, text->n, all->n);
	return true;
}

static void
test_corpus(void **state)
{
	const char *file = getenv("HEADERS");
	struct str all, title, text;
	struct err err = {""};
	struct buf b;
	int n = 0;

	(void)state;
	buf_init(&b, 4u << 20);
	if (file == NULL)
		file = "tests/corpus/headers/headers.txt";
	if (file_read(file, &b, &err) != RC_OK)
		fail_msg("%s", err.text);
	all = buf_str(&b);
	while (next_record(&all, &title, &text)) {
		read_record(title, text);
		n++;
	}
	assert_true(n >= 120);
	for (int k = 0; k < KEYS; k++) {
		struct tally *t = &tallies[k];

		print_message("%-8s %d of %d\n", keys[k], t->right, t->all);
		if (getenv("SCORE"))
			print_message("score: headers|%s|%.4f|>= 0.98\n",
			    keys[k], (double)t->right / t->all);
		assert_true(t->right >= t->all * FLOOR);
	}
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
