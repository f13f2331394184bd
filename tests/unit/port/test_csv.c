#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "model/limits.h"
#include "port/csv.h"

static struct err err;
static FILE *file;

static struct csv *
open_bytes(const char *p, size_t n)
{
	struct csv *csv;

	file = tmpfile();
	assert_non_null(file);
	assert_int_equal(fwrite(p, 1, n, file), n);
	rewind(file);
	if (csv_open(fileno(file), &csv, &err) != RC_OK)
		fail_msg("%s", err.text);
	return csv;
}

static struct csv *
open_text(const char *text)
{
	return open_bytes(text, strlen(text));
}

static void
done(struct csv *csv)
{
	struct csv_row row;

	assert_int_equal(csv_next(csv, &row, &err), RC_MISS);
	assert_int_equal(csv_next(csv, &row, &err), RC_MISS);
	csv_close(&csv);
	assert_null(csv);
	fclose(file);
}

/* The next row, its cells joined with bars, is `want` and begins there. */
static void
want_row(struct csv *csv, int64_t line, const char *want)
{
	struct csv_row row;
	struct buf b;

	assert_int_equal(csv_next(csv, &row, &err), RC_OK);
	if (row.fault != NULL)
		fail_msg("line %lld: %s", (long long)row.line, row.fault);
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < row.count; i++) {
		buf_adds(&b, i ? "|" : "");
		buf_add_str(&b, row.cells[i]);
	}
	assert_string_equal(b.p ? b.p : "", want);
	assert_int_equal(row.line, line);
	buf_fini(&b);
}

static void
want_fault(struct csv *csv, int64_t line, const char *words)
{
	struct csv_row row;

	assert_int_equal(csv_next(csv, &row, &err), RC_OK);
	assert_non_null(row.fault);
	assert_non_null(strstr(row.fault, words));
	assert_int_equal(row.line, line);
	assert_int_equal(row.count, 0);
	assert_true(row.raw.n > 0 && row.raw.n <= LIMIT_CSV_LINE);
}

static void
plain_rows(void **state)
{
	struct csv *csv = open_text("a,b\n1,2\n 3 ,\n");

	(void)state;
	assert_int_equal(csv_separator(csv), ',');
	want_row(csv, 1, "a|b");
	want_row(csv, 2, "1|2");
	want_row(csv, 3, "3|");
	done(csv);
}

static void
crlf_mark_and_no_last_line_end(void **state)
{
	struct csv *csv = open_text("\xef\xbb\xbf\"a\",b\r\n1,\"2\"\r\n3,4");

	(void)state;
	want_row(csv, 1, "a|b");
	want_row(csv, 2, "1|2");
	want_row(csv, 3, "3|4");
	done(csv);
}

static void
lines_that_end_with_cr(void **state)
{
	struct csv *csv = open_text("a,b\r1,\r\"2\r3\",4\r");

	(void)state;
	want_row(csv, 1, "a|b");
	want_row(csv, 2, "1|");
	want_row(csv, 3, "2\r3|4");
	done(csv);
}

/* A carriage return ends a row where one stands, so two rows would be made of
 * the line. */
static void
carriage_return_inside(void **state)
{
	struct csv *csv = open_text("a,b\n1\r2,3\n\"4\r5\",6\n7,8\r\n");

	(void)state;
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "carriage return");
	want_row(csv, 3, "4\r5|6");
	want_row(csv, 4, "7|8");
	done(csv);
}

static void
separators(void **state)
{
	struct csv *csv = open_text("\na;\"x,y,z\";b\n1,5;2;3\n");

	(void)state;
	assert_int_equal(csv_separator(csv), ';');
	want_row(csv, 2, "a|x,y,z|b");
	want_row(csv, 3, "1,5|2|3");
	done(csv);
	csv = open_text("a\tb\n\t2\n1\t\n");
	want_row(csv, 1, "a|b");
	want_row(csv, 2, "|2");
	want_row(csv, 3, "1|");
	done(csv);
}

static void
quotes_and_line_numbers(void **state)
{
	struct csv *csv =
	    open_text("a,b\n\n\"x\n\"\"y\"\"\nz\",2\n  \r\n\"p\" , q\n,\n");

	(void)state;
	want_row(csv, 1, "a|b");
	want_row(csv, 3, "x\n\"y\"\nz|2");
	want_row(csv, 7, "p|q");
	want_row(csv, 8, "|");
	done(csv);
}

static void
bad_quotes_cost_one_line(void **state)
{
	struct csv *csv = open_text("a,b\n12\" pipe,1\n\"x\"y,2\n3,4\n"
				    "\"never,closed\n5,6\n7,8\n");

	(void)state;
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "quote inside");
	want_fault(csv, 3, "behind a closing quote");
	want_row(csv, 4, "3|4");
	want_fault(csv, 5, "never closed");
	want_row(csv, 6, "5|6");
	want_row(csv, 7, "7|8");
	done(csv);
}

/* A quote that runs into a later one, so that the rows between would be
 * taken for one value: what comes behind shows it. */
static void
open_quote_meets_another(void **state)
{
	struct csv *csv = open_text("a,b\n\"x,1\n3,4\n\"y\",2\n");

	(void)state;
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "closing quote");
	want_row(csv, 3, "3|4");
	want_row(csv, 4, "y|2");
	done(csv);
}

static void
wrong_encoding(void **state)
{
	static const char zero[] = "a,b\nx\0y,1\n3,4\n";
	struct csv *csv = open_text("a,b\nM\xfcller,1\nM\xc3\xbcller,2\n"
				    "\xed\xa0\x80,3\n");
	struct csv *none = csv;

	(void)state;
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "UTF-8");
	want_row(csv, 3, "M\xc3\xbcller|2");
	want_fault(csv, 4, "UTF-8");
	done(csv);
	csv = open_bytes(zero, sizeof(zero) - 1);
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "UTF-8");
	want_row(csv, 3, "3|4");
	done(csv);
	file = tmpfile();
	fputs("\xff\xfe"
	      "a",
	    file);
	rewind(file);
	assert_int_equal(csv_open(fileno(file), &none, &err), RC_BAD);
	assert_non_null(strstr(err.text, "UTF-16"));
	assert_null(none);
	fclose(file);
}

static void
put_many(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_addc(b, c);
}

static void
ten_megabytes_in_a_line(void **state)
{
	struct csv *csv;
	struct buf b;

	(void)state;
	buf_init(&b, 32u << 20);
	buf_adds(&b, "a,b\n");
	put_many(&b, 'x', 10u << 20);
	buf_adds(&b, ",1\n3,4\n\"");
	put_many(&b, 'y', 10u << 20);
	buf_adds(&b, "\",1\n5,6\n");
	put_many(&b, 'z', 1u << 20);
	csv = open_bytes(b.p, b.n);
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "too long");
	want_row(csv, 3, "3|4");
	want_fault(csv, 4, "too long");
	want_row(csv, 5, "5|6");
	want_fault(csv, 6, "too long");
	assert_int_equal(csv_offset(csv), b.n);
	done(csv);
	buf_fini(&b);
}

/* At the limit a row is read, one byte more and it is not. */
static void
longest_row(void **state)
{
	struct csv *csv;
	struct csv_row row;
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	put_many(&b, 'x', LIMIT_CSV_LINE - 1);
	buf_adds(&b, "\n");
	put_many(&b, 'x', LIMIT_CSV_LINE);
	buf_adds(&b, "\n");
	put_many(&b, 'y', LIMIT_CSV_LINE);
	csv = open_bytes(b.p, b.n);
	assert_int_equal(csv_next(csv, &row, &err), RC_OK);
	assert_int_equal(row.cells[0].n, LIMIT_CSV_LINE - 1);
	want_fault(csv, 2, "too long");
	assert_int_equal(csv_next(csv, &row, &err), RC_OK);
	assert_null(row.fault);
	assert_int_equal(row.cells[0].n, LIMIT_CSV_LINE);
	done(csv);
	buf_fini(&b);
}

/* Many lines in one open quote, longer than a row may be: only the line that
 * opens it is lost. */
static void
open_quote_over_many_lines(void **state)
{
	struct csv *csv;
	struct buf b;

	(void)state;
	buf_init(&b, 4u << 20);
	buf_adds(&b, "a,b\n\"open,1\n");
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, "3,4\n");
	csv = open_bytes(b.p, b.n);
	want_row(csv, 1, "a|b");
	want_fault(csv, 2, "never closed");
	for (int i = 0; i < 100000; i++)
		want_row(csv, 3 + i, "3|4");
	done(csv);
	buf_fini(&b);
}

static void
too_many_cells(void **state)
{
	struct csv *csv;
	struct buf b;

	(void)state;
	buf_init(&b, 1u << 20);
	put_many(&b, ',', 60000);
	buf_adds(&b, "\n1,2\n");
	csv = open_bytes(b.p, b.n);
	want_fault(csv, 1, "too many columns");
	want_row(csv, 2, "1|2");
	done(csv);
	buf_fini(&b);
}

static void
nothing_in_it(void **state)
{
	(void)state;
	done(open_text(""));
	done(open_text("\xef\xbb\xbf"));
	done(open_text("\n\r\n  \n"));
}

static void
unreadable(void **state)
{
	struct csv *csv;

	(void)state;
	assert_int_equal(csv_open(-1, &csv, &err), RC_DOWN);
	assert_null(csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_rows),
	    cmocka_unit_test(crlf_mark_and_no_last_line_end),
	    cmocka_unit_test(lines_that_end_with_cr),
	    cmocka_unit_test(carriage_return_inside),
	    cmocka_unit_test(separators),
	    cmocka_unit_test(quotes_and_line_numbers),
	    cmocka_unit_test(bad_quotes_cost_one_line),
	    cmocka_unit_test(open_quote_meets_another),
	    cmocka_unit_test(wrong_encoding),
	    cmocka_unit_test(ten_megabytes_in_a_line),
	    cmocka_unit_test(longest_row),
	    cmocka_unit_test(open_quote_over_many_lines),
	    cmocka_unit_test(too_many_cells),
	    cmocka_unit_test(nothing_in_it),
	    cmocka_unit_test(unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
