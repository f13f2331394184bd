#include "ledger_fixture.h"

#include "store/drafts.h"
#include "store/outbox.h"

static void
put(const char *touch, const char *token, const char *collector, int64_t at)
{
	const struct outbox_touch t = {
	    .id = str_of(touch),
	    .natural_key = str_of(touch),
	    .account = STR("A"),
	    .kind = STR("staff"),
	    .template_name = STR("draft"),
	    .params = STR("{}"),
	};
	const struct outbox_settled sent = {
	    .touch = t.id, .state = "accepted", .now = at};
	const struct drafts_row d = {
	    .touch = t.id,
	    .token = str_of(token),
	    .account = STR("A"),
	    .contact = STR("C"),
	    .person = STR("ruth@x"),
	    .recipient = STR("pat@y"),
	    .collector = str_of(collector),
	    .subject = STR("s"),
	    .words = STR("w"),
	    .state = collector[0] ? STR("made") : STR("mailed"),
	    .at = at,
	    .due_at = at + 100,
	};
	enum rc rc = outbox_add(st, &t, &err);

	assert_true(rc == RC_OK || rc == RC_MISS);
	assert_int_equal(outbox_settle(st, &sent, &err), RC_OK);
	assert_int_equal(drafts_put(st, &d, &err), RC_OK);
}

static size_t
waiting(enum drafts_which which, int64_t at)
{
	struct drafts_row *v = NULL;
	size_t n = 0;

	assert_int_equal(drafts_waiting(st, a, which, at, &v, &n, &err), RC_OK);
	return n;
}

static size_t
in_box(const char *collector)
{
	struct drafts_row *v = NULL;
	size_t n = 0;

	assert_int_equal(
	    drafts_of_box(st, a, str_of(collector), 100, &v, &n, &err), RC_OK);
	return n;
}

static void
test_its_life(void **state)
{
	struct drafts_row d;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	put("t1", "k1", "ruth", 1000);
	assert_int_equal(in_box("ruth"), 1);
	assert_int_equal(in_box("lee"), 0);
	assert_int_equal(waiting(DRAFTS_STUCK, 999), 0);
	assert_int_equal(waiting(DRAFTS_STUCK, 1000), 1);
	assert_int_equal(drafts_by_token(st, a, STR("k1"), &d, &err), RC_OK);
	assert_true(d.open && !d.mine && str_eqc(d.state, "made"));
	d.folder = STR("Drafts");
	d.place = STR("7:1");
	d.mine = true;
	assert_int_equal(drafts_place(st, &d, &err), RC_OK);
	assert_int_equal(drafts_get(st, a, STR("t1"), &d, &err), RC_OK);
	assert_true(d.mine && str_eqc(d.state, "lies"));
	assert_int_equal(waiting(DRAFTS_STUCK, 9000), 0);
	/* Late, then told, then late again. */
	assert_int_equal(waiting(DRAFTS_DUE, 1099), 0);
	assert_int_equal(waiting(DRAFTS_DUE, 1100), 1);
	assert_int_equal(drafts_told(st, STR("t1"), 1100, 1200, &err), RC_OK);
	assert_int_equal(waiting(DRAFTS_DUE, 1100), 0);
	assert_int_equal(waiting(DRAFTS_LATE, 1199), 0);
	assert_int_equal(waiting(DRAFTS_LATE, 1200), 1);
	/* Once what was sent is found, nobody is told any more. */
	assert_int_equal(drafts_found(st, STR("t1"), STR("mail"), &err), RC_OK);
	assert_int_equal(waiting(DRAFTS_LATE, 1200), 0);
	assert_int_equal(drafts_by_found(st, a, STR("mail"), &d, &err), RC_OK);
	assert_int_equal(drafts_by_found(st, a, STR(""), &d, &err), RC_MISS);
	assert_int_equal(drafts_sent(st, STR("t1"), 1150, true, &err), RC_OK);
	assert_int_equal(drafts_sent(st, STR("t1"), 1150, true, &err), RC_MISS);
	/* It may still lie there. */
	assert_int_equal(in_box("ruth"), 1);
	assert_int_equal(drafts_get(st, a, STR("t1"), &d, &err), RC_OK);
	d.place = STR("");
	assert_int_equal(drafts_place(st, &d, &err), RC_OK);
	assert_int_equal(in_box("ruth"), 0);
	assert_int_equal(drafts_get(st, a, STR("t1"), &d, &err), RC_OK);
	assert_true(!d.open && str_eqc(d.state, "sent"));
	/* Made anew: as if it had never been. */
	put("t1", "k1", "", 2000);
	assert_int_equal(drafts_get(st, a, STR("t1"), &d, &err), RC_OK);
	assert_true(d.open && str_eqc(d.state, "mailed") && d.found.n == 0 &&
		    d.told_at == 0);
	assert_int_equal(store_commit(st, &err), RC_OK);
}

static void
test_of_no_use(void **state)
{
	struct drafts_row d, *v = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	put("t1", "k1", "ruth", 1000);
	put("t2", "k2", "", 1001);
	assert_int_equal(
	    drafts_of_person(st, a, STR("A"), STR("ruth@x"), &v, &n, &err),
	    RC_OK);
	assert_int_equal(n, 2);
	assert_true(str_eqc(v[0].touch, "t1"));
	assert_int_equal(drafts_void_account(st, STR("B"), 1, &err), RC_OK);
	assert_int_equal(drafts_get(st, a, STR("t1"), &d, &err), RC_OK);
	assert_true(d.open);
	assert_int_equal(drafts_void_account(st, STR("A"), 1, &err), RC_OK);
	assert_int_equal(waiting(DRAFTS_DUE, 9000), 0);
	assert_int_equal(in_box("ruth"), 0);
	assert_int_equal(drafts_sent(st, STR("t2"), 1, false, &err), RC_MISS);
	assert_int_equal(store_commit(st, &err), RC_OK);
}

static void
test_box_down(void **state)
{
	int64_t since = 0;

	(void)state;
	assert_int_equal(store_begin(st, &err), RC_OK);
	assert_int_equal(
	    drafts_box_since(st, STR("ruth"), &since, &err), RC_MISS);
	assert_int_equal(
	    drafts_box_down(st, STR("ruth"), 5, STR("x"), &err), RC_OK);
	assert_int_equal(
	    drafts_box_down(st, STR("ruth"), 9, STR("y"), &err), RC_OK);
	assert_int_equal(
	    drafts_box_since(st, STR("ruth"), &since, &err), RC_OK);
	assert_int_equal(since, 5);
	assert_int_equal(drafts_box_up(st, STR("ruth"), &err), RC_OK);
	assert_int_equal(
	    drafts_box_since(st, STR("ruth"), &since, &err), RC_MISS);
	assert_int_equal(store_commit(st, &err), RC_OK);
}

#define WITH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH(test_its_life),
	    WITH(test_of_no_use),
	    WITH(test_box_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
