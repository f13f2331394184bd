#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "base/file.h"
#include "house.h"

static void
put(const char *where, const char *bytes)
{
	struct str file = arena_fmt(a, "%s/documents/%s", dir, where);
	char *slash;
	char *folder = arena_cstr(a, file);

	slash = strrchr(folder, '/');
	*slash = '\0';
	assert_int_equal(file_mkdirs(folder, &err), RC_OK);
	assert_int_equal(file_write(file.p, str_of(bytes), 0600, &err), RC_OK);
}

static void
lists_invoices_and_files(void **state)
{
	(void)state;
	assert_int_equal(ask(&page_documents, "A", ""), RC_OK);
	assert_int_equal(count("invoices"), 4);
	is("invoices.0.number", "A/3");
	is("invoices.0.path", "A%2F3");
	assert_false(truth("invoices.2.open"));
	assert_false(truth("has_files"));
	put("A/Contract & more.pdf", "%PDF-1.4 x");
	put("A/.hidden", "x");
	put("A/deeper/file.txt", "x");
	put("B/secret.txt", "of B");
	assert_int_equal(symlink("../B/secret.txt",
			     arena_fmt(a, "%s/documents/A/link", dir).p),
	    0);
	assert_int_equal(ask(&page_documents, "A", ""), RC_OK);
	assert_int_equal(count("files"), 1);
	is("files.0.name", "Contract & more.pdf");
	is("files.0.path", "Contract%20%26%20more.pdf");
	is("files.0.size", "1 kB");
}

static void
gives_a_file(void **state)
{
	(void)state;
	assert_int_equal(
	    ask(&page_documents, "A", "Contract & more.pdf"), RC_OK);
	assert_int_equal(out.form, PAGE_FILE);
	assert_true(str_eqc(out.type, "application/pdf"));
	assert_true(str_eqc(out.bytes, "%PDF-1.4 x"));
	assert_int_equal(ask(&page_documents, "B", "secret.txt"), RC_OK);
	assert_true(str_eqc(out.bytes, "of B"));
}

static void
reaches_nothing_else(void **state)
{
	static const char *const rest[] = {"link", ".hidden", "deeper",
	    "deeper/file.txt", "../B/secret.txt", "..", ".", "../../ledger.db",
	    "secret.txt", "/etc/passwd", "Contract", "\n", "a\001b", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++)
		if (ask(&page_documents, "A", rest[i]) != RC_MISS)
			fail_msg("%s was found", rest[i]);
}

/* An account that is called like a path has a folder like any other. */
static void
keeps_odd_accounts_in(void **state)
{
	static const char *const ids[] = {"../A", "..", ".", "A/deeper", "/"};

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		add_account(ids[i]);
		assert_int_equal(ask(&page_documents, ids[i], ""), RC_OK);
		assert_false(truth("has_files"));
		assert_int_equal(
		    ask(&page_documents, ids[i], "Contract & more.pdf"),
		    RC_MISS);
		assert_int_equal(
		    ask(&page_documents, ids[i], "file.txt"), RC_MISS);
	}
	put("%2E./mine.txt", "x");
	assert_int_equal(ask(&page_documents, "..", "mine.txt"), RC_OK);
	put("%2F/root.txt", "x");
	assert_int_equal(ask(&page_documents, "/", "root.txt"), RC_OK);
	/* The folder itself may be no link either. */
	add_account("L");
	assert_int_equal(
	    symlink("B", arena_fmt(a, "%s/documents/L", dir).p), 0);
	assert_int_equal(ask(&page_documents, "L", "secret.txt"), RC_MISS);
	assert_int_equal(ask(&page_documents, "L", ""), RC_OK);
	assert_false(truth("has_files"));
}

static void
bounds_files(void **state)
{
	struct str big = arena_fmt(a, "%s/documents/A/big.bin", dir);
	struct str pipe = arena_fmt(a, "%s/documents/A/pipe", dir);

	(void)state;
	put("A/big.bin", "");
	assert_int_equal(truncate(big.p, LIMIT_PAPER + 1), 0);
	assert_int_equal(mkfifo(pipe.p, 0600), 0);
	assert_int_equal(ask(&page_documents, "A", "big.bin"), RC_MISS);
	assert_int_equal(ask(&page_documents, "A", "pipe"), RC_MISS);
	assert_int_equal(truncate(big.p, 5), 0);
	assert_int_equal(ask(&page_documents, "A", "big.bin"), RC_OK);
	assert_int_equal(out.bytes.n, 5);
	assert_true(str_eqc(out.type, "application/octet-stream"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_invoices_and_files),
	    cmocka_unit_test(gives_a_file),
	    cmocka_unit_test(reaches_nothing_else),
	    cmocka_unit_test(keeps_odd_accounts_in),
	    cmocka_unit_test(bounds_files),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
