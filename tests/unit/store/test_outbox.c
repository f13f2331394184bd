#include "ledger_fixture.h"

#include "model/limits.h"
#include "store/outbox.h"
#include "store/outbox_letters.h"
#include "store/verify.h"

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

static void
plan_named(const char *id)
{
	const struct outbox_touch t = {
	    .id = str_of(id),
	    .natural_key = str_of(id),
	    .account = STR("A"),
	    .contact = STR("C"),
	    .kind = STR("reminder"),
	    .params = STR("{}"),
	};

	assert_int_equal(outbox_add(st, &t, &err), RC_OK);
}

static struct str
letter(int n)
{
	return arena_fmt(a,
	    "Subject: %d\n\nDear customer %d,\nour books show %d as unpaid. "
	    "Please arrange payment, or tell us when we can expect it.\n",
	    n, n, n);
}

static void
keep(struct outbox_letters *l, const char *id, const char *like, struct str b)
{
	const struct outbox_frozen f = {
	    .touch = str_of(id),
	    .like = str_of(like),
	    .bytes = b,
	};

	plan_named(id);
	assert_int_equal(outbox_freeze(l, &f, &err), RC_OK);
}

static void
want(const char *id, struct str bytes)
{
	struct str got;

	if (outbox_bytes(st, a, str_of(id), &got, &err) != RC_OK)
		fail_msg("%s", err.text);
	assert_true(str_eq(got, bytes));
}

static int64_t
number(const char *sql)
{
	struct db_stmt *s;
	int64_t n;

	assert_int_equal(db_prepare(store_db(st), sql, &s, &err), RC_OK);
	assert_int_equal(db_step(s, &err), RC_OK);
	n = db_col_i64(s, 0);
	db_finalize(&s);
	return n;
}

static void
run(const char *sql)
{
	if (db_exec(store_db(st), sql, &err) != RC_OK)
		fail_msg("%s: %s", sql, err.text);
}

/* Four letters: two of a kind, one of another, one too large to be packed. */
static struct str
keep_four(void)
{
	struct outbox_letters *l = outbox_letters_new(st, a);
	char *p = arena_alloc(a, LIMIT_PACK + 1);
	struct str large = {p, LIMIT_PACK + 1};

	memset(p, 'x', large.n);
	keep(l, "t1", "reminder", letter(1));
	keep(l, "t2", "reminder", letter(2));
	keep(l, "t3", "answer", STR("Here is what you asked for."));
	keep(l, "t4", "reminder", large);
	return large;
}

static void
test_packed(void **state)
{
	struct str large = keep_four();

	(void)state;
	assert_int_equal(
	    number("SELECT count(*) FROM letter WHERE base IS NOT NULL"), 1);
	assert_true(number("SELECT length(bytes) FROM letter WHERE base = 1") <
		    (int64_t)letter(2).n / 2);
	want("t1", letter(1));
	want("t2", letter(2));
	want("t3", STR("Here is what you asked for."));
	want("t4", large);
	/* Another transaction has its own base. */
	keep(outbox_letters_new(st, a), "t5", "reminder", letter(5));
	want("t5", letter(5));
	assert_int_equal(
	    number("SELECT count(*) FROM letter WHERE base IS NOT NULL"), 1);
}

/* Words that are frozen anew leave those alone that lean on them. */
static void
test_base_stays(void **state)
{
	struct outbox_letters *l = outbox_letters_new(st, a);
	struct outbox_frozen f = {
	    .touch = STR("t1"), .like = STR("r"), .bytes = letter(9)};

	(void)state;
	keep(l, "t1", "r", letter(1));
	keep(l, "t2", "r", letter(2));
	assert_int_equal(outbox_freeze(l, &f, &err), RC_OK);
	want("t1", letter(9));
	want("t2", letter(2));
	assert_int_equal(db_exec(store_db(st),
			     "UPDATE touch SET letter = NULL; "
			     "DELETE FROM letter WHERE id = 1",
			     &err),
	    RC_BAD);
}

static void
test_many_kinds(void **state)
{
	struct outbox_letters *l = outbox_letters_new(st, a);

	(void)state;
	for (int i = 0; i < 60; i++)
		keep(l, arena_cstr(a, arena_fmt(a, "t%d", i)),
		    arena_cstr(a, arena_fmt(a, "kind %d", i % 30)), letter(i));
	for (int i = 0; i < 60; i++)
		want(arena_cstr(a, arena_fmt(a, "t%d", i)), letter(i));
}

static void
test_rolled_back(void **state)
{
	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	keep(outbox_letters_new(st, a), "t1", "r", letter(1));
	store_rollback(st);
	assert_int_equal(store_begin(st, &err), RC_OK);
	keep_four();
	assert_int_equal(store_commit(st, &err), RC_OK);
	want("t2", letter(2));
}

/* As a version before this kept it. */
static void
test_kept_before(void **state)
{
	struct str bytes;

	(void)state;
	plan_named("t1");
	assert_int_equal(outbox_bytes(st, a, STR("t1"), &bytes, &err), RC_MISS);
	run("INSERT INTO touch_mail VALUES ('t1', x'6f6c64')");
	want("t1", STR("old"));
	assert_int_equal(
	    outbox_freeze(outbox_letters_new(st, a),
		&(struct outbox_frozen){.touch = STR("t1"), .bytes = letter(1)},
		&err),
	    RC_OK);
	want("t1", letter(1));
}

static void
count_broken(void *ctx, const char *rule, struct str what)
{
	(void)what;
	if (strcmp(rule, "a letter is kept as it was frozen") == 0)
		++*(int *)ctx;
}

static int
broken_letters(void)
{
	int64_t broken;
	int rules, n = 0;

	assert_int_equal(
	    verify_ledger(st, count_broken, &n, &rules, &broken, &err), RC_OK);
	return n;
}

static void
test_damaged(void **state)
{
	static const char *const damage[] = {
	    "UPDATE letter SET bytes = x'00' WHERE id = 2",
	    "UPDATE letter SET bytes = x'' WHERE id = 2",
	    "UPDATE letter SET bytes = zeroblob(70000) WHERE id = 2",
	    "UPDATE letter SET size = size + 1 WHERE id = 2",
	    "UPDATE letter SET size = -1 WHERE id = 2",
	    "UPDATE letter SET size = 9223372036854775807 WHERE id = 2",
	    "UPDATE letter SET sum = sum + 1 WHERE id = 2",
	    "UPDATE letter SET base = 3 WHERE id = 2", /* another kind's */
	    "UPDATE letter SET base = 2 WHERE id = 2",
	    "UPDATE letter SET base = NULL WHERE id = 2",
	    "UPDATE letter SET bytes = x'' WHERE id = 1",
	    "UPDATE letter SET bytes = zeroblob(70000) WHERE id = 1",
	    "UPDATE letter SET base = 3 WHERE id = 1",
	    "PRAGMA foreign_keys=OFF; DELETE FROM letter WHERE id = 1",
	};
	struct str got;

	(void)state;
	keep_four();
	assert_int_equal(broken_letters(), 0);
	for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
		run("CREATE TABLE was AS SELECT * FROM letter");
		run(damage[i]);
		if (outbox_bytes(st, a, STR("t2"), &got, &err) != RC_BAD)
			fail_msg("%s", damage[i]);
		assert_true(broken_letters() > 0);
		run("PRAGMA foreign_keys=OFF; DELETE FROM letter; "
		    "INSERT INTO letter SELECT * FROM was; DROP TABLE was; "
		    "PRAGMA foreign_keys=ON");
		want("t2", letter(2));
	}
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
	    TEST(test_packed),
	    TEST(test_base_stays),
	    TEST(test_many_kinds),
	    TEST(test_rolled_back),
	    TEST(test_kept_before),
	    TEST(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
