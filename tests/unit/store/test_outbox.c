#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/outbox.h"

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
	const struct outbox_frozen f = {
	    .touch = STR("t1"),
	    .message_id = STR("id"),
	    .subject = STR("s"),
	    .bytes = str_of(bytes),
	    .owner = str_of(owner),
	};

	assert_int_equal(outbox_freeze(st, &f, &err), RC_OK);
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

/* One that went, or waits, with its lines in no order. */
static struct outbox_touch
add(const char *id, const char *kind, int64_t episode, int64_t at)
{
	const struct outbox_line lines[] = {
	    {.invoice = STR("I2"), .step = STR("")},
	    {.invoice = str_of(id), .step = STR("s"), .level = 3},
	};
	struct outbox_touch t = {
	    .id = str_of(id),
	    .natural_key = str_of(id),
	    .account = STR("A"),
	    .kind = str_of(kind),
	    .sequence = STR("invoicing"),
	    .episode = episode,
	    .planned_at = at,
	};
	char text[128];

	assert_int_equal(outbox_add(st, &t, &err), RC_OK);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(
		    outbox_add_line(st, t.id, t.sequence, &lines[i], &err),
		    RC_OK);
	snprintf(text, sizeof(text),
	    "UPDATE touch SET message_id = 'm-%s' WHERE id = '%s'", id, id);
	assert_int_equal(db_exec(store_db(st), text, &err), RC_OK);
	return t;
}

static void
went(const char *id, const char *state)
{
	const struct outbox_settled x = {.touch = str_of(id), .state = state};

	assert_int_equal(outbox_settle(st, &x, &err), RC_OK);
}

/* Below those of its episode that may have arrived, oldest first. */
static void
test_rows(void **state)
{
	struct outbox_touch next, other, answer;
	const struct outbox_touch *touches[] = {&other, &next, &answer, &next};
	struct outbox_rows rows[4];

	(void)state;
	add("Ib", "reminder", 2, 20);
	went("Ib", "uncertain");
	add("Ic", "reminder", 2, 10);
	went("Ic", "accepted");
	add("Ia", "reminder", 2, 20);
	went("Ia", "accepted");
	add("Id", "reminder", 2, 15);
	went("Id", "failed");
	add("Ie", "reminder", 1, 5);
	went("Ie", "accepted");
	add("If", "answer", 2, 5);
	went("If", "accepted");
	next = add("Ix", "reminder", 2, 30);
	other = add("Iy", "reminder", 3, 30);
	answer = add("Iz", "answer", 2, 30);
	assert_int_equal(outbox_rows(st, a, touches, 4, rows, &err), RC_OK);
	assert_int_equal(rows[0].thread_count, 0);
	assert_int_equal(rows[2].thread_count, 0);
	for (size_t i = 1; i < 4; i += 2) {
		assert_int_equal(rows[i].thread_count, 3);
		assert_true(str_eqc(rows[i].thread[0], "m-Ic"));
		assert_true(str_eqc(rows[i].thread[1], "m-Ia"));
		assert_true(str_eqc(rows[i].thread[2], "m-Ib"));
	}
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(rows[i].line_count, 2);
		assert_true(str_eqc(rows[i].lines[0].invoice, "I2"));
		assert_true(str_is_empty(rows[i].lines[0].step));
		assert_true(str_eq(rows[i].lines[1].invoice, touches[i]->id));
		assert_int_equal(rows[i].lines[1].level, 3);
	}
}

static void
test_long_thread(void **state)
{
	struct outbox_touch next;
	const struct outbox_touch *one = &next;
	struct outbox_rows rows;
	char id[16];

	(void)state;
	for (int i = 0; i < 70; i++) {
		snprintf(id, sizeof(id), "L%d", i);
		add(id, "reminder", 1, i);
		went(id, "accepted");
	}
	next = add("Lx", "reminder", 1, 99);
	assert_int_equal(outbox_rows(st, a, &one, 1, &rows, &err), RC_OK);
	assert_int_equal(rows.thread_count, 50);
	assert_true(str_eqc(rows.thread[49], "m-L49"));
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(test_frozen_anew),
	    TEST(test_left_over),
	    TEST(test_rows),
	    TEST(test_long_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
