#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "port/maildir.h"
#include "port/maildir_folder.h"

struct box {
	char root[64];
	char disputes[PATH_MAX];
	struct err err;
};

static int
setup(void **state)
{
	static struct box b;

	b = (struct box){.root = "/tmp/dunmail-test.XXXXXX"};
	assert_non_null(mkdtemp(b.root));
	assert_int_equal(maildir_make(b.root, &b.err), RC_OK);
	assert_int_equal(maildir_folder_make(b.root, STR("dunmail/Disputes"),
			     b.disputes, sizeof(b.disputes), &b.err),
	    RC_OK);
	*state = &b;
	return 0;
}

static int
teardown(void **state)
{
	struct box *b = *state;
	char command[PATH_MAX + 32];
	FILE *f;

	snprintf(command, sizeof(command), "rm -rf %s", b->root);
	f = popen(command, "r");
	if (f)
		pclose(f);
	return 0;
}

static void
put(const char *path, const char *sub, const char *name)
{
	char full[PATH_MAX + 300];
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s/%s", path, sub, name);
	f = fopen(full, "w");
	assert_non_null(f);
	fprintf(f, "Subject: %s\n\n", name);
	fclose(f);
}

static bool
is_there(const char *path, const char *name)
{
	char full[PATH_MAX + 300];

	snprintf(full, sizeof(full), "%s/%s", path, name);
	return access(full, F_OK) == 0;
}

static enum rc
count(void *ctx, struct str unique, struct err *err)
{
	(void)unique;
	(void)err;
	++*(size_t *)ctx;
	return RC_OK;
}

static size_t
mails(struct box *b, const char *path)
{
	size_t n = 0;

	assert_int_equal(maildir_folder_list(path, count, &n, &b->err), RC_OK);
	return n;
}

static void
made_as_clients_know_it(void **state)
{
	struct box *b = *state;

	assert_true(is_there(b->root, ".dunmail.Disputes/cur"));
	assert_true(is_there(b->root, ".dunmail.Disputes/maildirfolder"));
	/* A second time. */
	assert_int_equal(maildir_folder_make(b->root, STR("dunmail/Disputes"),
			     b->disputes, sizeof(b->disputes), &b->err),
	    RC_OK);
}

static void
no_name(void **state)
{
	static const char *const bad[] = {"", "/", "..", "../x", "a//b", "/a",
	    "a/", "a/../b", ".hidden", "a\nb"};
	struct box *b = *state;
	char path[PATH_MAX], small[8];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(maildir_folder_make(b->root, str_of(bad[i]),
				     path, sizeof(path), &b->err),
		    RC_BAD);
	assert_int_equal(maildir_folder_make(
			     b->root, STR("x"), small, sizeof(small), &b->err),
	    RC_BAD);
}

static void
moves_with_its_flags(void **state)
{
	struct box *b = *state;

	put(b->root, "cur", "1.a:2,RS");
	put(b->root, "new", "2.b");
	assert_int_equal(
	    maildir_folder_move(b->root, STR("1.a"), b->disputes, &b->err),
	    RC_OK);
	assert_int_equal(
	    maildir_folder_move(b->root, STR("2.b"), b->disputes, &b->err),
	    RC_OK);
	assert_true(is_there(b->disputes, "cur/1.a:2,RS"));
	assert_true(is_there(b->disputes, "new/2.b"));
	assert_int_equal(mails(b, b->root), 0);
	assert_int_equal(mails(b, b->disputes), 2);
	assert_int_equal(maildir_folder_sync(b->disputes, &b->err), RC_OK);
}

static void
a_person_was_faster(void **state)
{
	struct box *b = *state;

	assert_int_equal(
	    maildir_folder_move(b->root, STR("1.a"), b->disputes, &b->err),
	    RC_MISS);
	/* Thrown away, and one that lies there already: never replaced. */
	put(b->root, "cur", "2.b:2,ST");
	assert_int_equal(
	    maildir_folder_move(b->root, STR("2.b"), b->disputes, &b->err),
	    RC_MISS);
	put(b->root, "new", "3.c");
	put(b->disputes, "new", "3.c");
	assert_int_equal(
	    maildir_folder_move(b->root, STR("3.c"), b->disputes, &b->err),
	    RC_MISS);
	assert_true(is_there(b->root, "new/3.c"));
	assert_int_equal(mails(b, b->root), 1);
}

static void
hostile_names(void **state)
{
	struct box *b = *state;
	struct buf raw;
	int64_t mtime;

	buf_init(&raw, 1000);
	assert_int_equal(maildir_folder_move(
			     b->root, STR("../new/1.a"), b->disputes, &b->err),
	    RC_MISS);
	assert_int_equal(maildir_folder_read(b->root, STR("../../etc/passwd"),
			     &raw, &mtime, &b->err),
	    RC_MISS);
	assert_int_equal(
	    maildir_folder_read(b->root, STR(""), &raw, &mtime, &b->err),
	    RC_MISS);
	buf_fini(&raw);
}

static void
read_by_its_unique_name(void **state)
{
	struct box *b = *state;
	struct buf raw;
	int64_t mtime = 0;

	put(b->disputes, "cur", "1.a:2,S");
	buf_init(&raw, 1000);
	assert_int_equal(
	    maildir_folder_read(b->disputes, STR("1.a"), &raw, &mtime, &b->err),
	    RC_OK);
	assert_string_equal(raw.p, "Subject: 1.a:2,S\n\n");
	assert_true(mtime > 0);
	buf_fini(&raw);
}

static void
state_tells_of_changes(void **state)
{
	struct timespec old[2] = {{1000, 0}, {1000, 0}};
	struct box *b = *state;
	int64_t first[2], second[2];
	char sub[PATH_MAX + 8];

	/* Just made: it cannot be told. */
	assert_int_equal(
	    maildir_folder_state(b->disputes, first, &b->err), RC_OK);
	assert_int_equal(first[0], 0);
	snprintf(sub, sizeof(sub), "%s/new", b->disputes);
	assert_int_equal(utimensat(-1, sub, old, 0), 0);
	snprintf(sub, sizeof(sub), "%s/cur", b->disputes);
	assert_int_equal(utimensat(-1, sub, old, 0), 0);
	assert_int_equal(
	    maildir_folder_state(b->disputes, first, &b->err), RC_OK);
	assert_int_equal(
	    maildir_folder_state(b->disputes, second, &b->err), RC_OK);
	assert_true(first[0] > 0 && first[0] == second[0]);
	assert_true(first[1] > 0 && first[1] == second[1]);
	put(b->disputes, "new", "1.a");
	assert_int_equal(
	    maildir_folder_state(b->disputes, second, &b->err), RC_OK);
	assert_true(first[0] != second[0]);
}

static void
flagged_and_removed(void **state)
{
	struct box *b = *state;

	put(b->disputes, "new", "1.a");
	assert_int_equal(
	    maildir_folder_flag(b->disputes, STR("1.a"), "DS", &b->err), RC_OK);
	assert_true(is_there(b->disputes, "cur/1.a:2,DS"));
	assert_false(is_there(b->disputes, "new/1.a"));
	assert_int_equal(mails(b, b->disputes), 1);
	assert_int_equal(
	    maildir_folder_remove(b->disputes, STR("1.a"), &b->err), RC_OK);
	assert_int_equal(mails(b, b->disputes), 0);
	assert_int_equal(
	    maildir_folder_remove(b->disputes, STR("1.a"), &b->err), RC_MISS);
	assert_int_equal(
	    maildir_folder_flag(b->disputes, STR("1.a"), "DS", &b->err),
	    RC_MISS);
	assert_int_equal(
	    maildir_folder_remove(b->disputes, STR("../cur"), &b->err),
	    RC_MISS);
}

#define IN_BOX(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_BOX(made_as_clients_know_it),
	    IN_BOX(no_name),
	    IN_BOX(moves_with_its_flags),
	    IN_BOX(a_person_was_faster),
	    IN_BOX(hostile_names),
	    IN_BOX(read_by_its_unique_name),
	    IN_BOX(state_tells_of_changes),
	    IN_BOX(flagged_and_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
