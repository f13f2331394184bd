#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/outbox.h"
#include "store/outbox_letters.h"

static char dir[64], path[80];
static struct store *st;
static struct arena *a;
static struct err err;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	snprintf(dir, sizeof(dir), "/tmp/dunmail-outbox.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", dir);
	return store_open(path, DB_CREATE, &st, &err) == RC_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(&st);
	arena_free(&a);
	unlink(path);
	return rmdir(dir);
}

static enum rc
plan(void)
{
	const struct outbox_touch t = {
	    .id = STR("t1"),
	    .natural_key = STR("k1"),
	    .account = STR("A"),
	    .contact = STR("C"),
	    .kind = STR("reminder"),
	    .sequence = STR("invoicing"),
	    .step = STR("reminder-1"),
	    .template_name = STR("reminder-1"),
	    .mailbox = STR("ar"),
	    .recipient = STR("c@d"),
	    .thread = STR(""),
	    .inbox = STR(""),
	    .params = STR("{}"),
	    .reason = STR(""),
	};

	return outbox_add(st, &t, &err);
}

static void
freeze(const char *bytes, const char *owner)
{
	struct outbox_letters *letters = outbox_letters_new(st, a);
	const struct outbox_frozen f = {
	    .touch = STR("t1"),
	    .like = STR("reminder-1"),
	    .message_id = STR("id"),
	    .subject = STR("s"),
	    .bytes = str_of(bytes),
	    .owner = str_of(owner),
	};

	assert_int_equal(outbox_freeze(letters, &f, &err), RC_OK);
}

static void
settle(const char *to)
{
	const struct outbox_settled x = {
	    .touch = STR("t1"),
	    .state = to,
	    .reason = STR(""),
	    .reply = STR(""),
	};

	assert_int_equal(outbox_settle(st, &x, &err), RC_OK);
}

/* What is kept is what went, though other words were frozen before. */
static void
test_frozen_anew(void **state)
{
	struct str bytes;

	(void)state;
	assert_int_equal(plan(), RC_OK);
	freeze("first", "o");
	settle("deferred");
	assert_int_equal(plan(), RC_MISS);
	assert_int_equal(
	    outbox_skip(st, STR("t1"), STR("promised"), 1, &err), RC_OK);
	assert_int_equal(plan(), RC_OK);
	freeze("second", "o");
	assert_int_equal(outbox_bytes(st, a, STR("t1"), &bytes, &err), RC_OK);
	assert_true(str_eqc(bytes, "second"));
}

static void
test_left_over(void **state)
{
	struct outbox_left *left;
	size_t n;

	(void)state;
	assert_int_equal(plan(), RC_OK);
	assert_int_equal(outbox_left_over(st, a, &left, &n, &err), RC_OK);
	assert_int_equal(n, 0);
	freeze("first", "gateway 12ab");
	assert_int_equal(outbox_left_over(st, a, &left, &n, &err), RC_OK);
	assert_int_equal(n, 1);
	assert_true(str_eqc(left[0].id, "t1"));
	assert_true(str_eqc(left[0].owner, "gateway 12ab"));
	settle("uncertain");
	assert_int_equal(outbox_left_over(st, a, &left, &n, &err), RC_OK);
	assert_int_equal(n, 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_frozen_anew),
	    TEST(test_left_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
