#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "house.h"
#include "web/press.h"
#include "web/staffpage.h"

static atomic_bool held;

/* As the colleague `who`, so many minutes from now. */
static enum rc
look(const struct staffpage *page, const char *who, int minute)
{
	const struct staffpage_ask p = {
	    .f = &flow,
	    .a = a,
	    .now = NOW + 60 * minute,
	    .today = day_of_instant(NOW),
	    .who = str_of(who),
	    .locale = STR("en-US"),
	    .base = STR("/staff"),
	    .query = query,
	    .query_count = query_count,
	};

	out = (struct page_out){.values = value_map(a)};
	return page->show(&p, &out, &err);
}

static void
of(const char *account, const char *invoice)
{
	query[0] = (struct httpd_field){
	    .name = STR("account"), .value = str_of(account)};
	query[1] =
	    (struct httpd_field){.name = STR("id"), .value = str_of(invoice)};
	query_count = 2;
}

static void
is_pdf(void)
{
	assert_int_equal(out.form, PAGE_FILE);
	assert_true(str_eqc(out.type, "application/pdf"));
	assert_true(str_starts(out.bytes, STR("%PDF-")));
}

static void
gives_files(void **state)
{
	(void)state;
	say("id", "A");
	assert_int_equal(look(&staff_documents, "ruth@x.example", 0), RC_OK);
	is("about.id", "A");
	assert_true(truth("has_documents"));
	assert_int_equal(count("documents"), 4);
	assert_int_equal(look(&staff_statement, "ruth@x.example", 0), RC_OK);
	is_pdf();
	of("A", "A/3");
	assert_int_equal(look(&staff_invoice, "ruth@x.example", 0), RC_OK);
	is_pdf();
	of("A", "B-1");
	assert_int_equal(look(&staff_invoice, "ruth@x.example", 0), RC_MISS);
	of("C", "A-1");
	assert_int_equal(look(&staff_invoice, "ruth@x.example", 0), RC_MISS);
}

/* Where nothing is printed more than so often, nor for more than so many. */
static void
has_a_bound(void **state)
{
	(void)state;
	of("A", "A-1");
	for (int i = 0; i < PRESS_COLLEAGUE; i++)
		assert_int_equal(
		    look(&staff_invoice, "lee@x.example", 10), RC_OK);
	assert_int_equal(look(&staff_invoice, "lee@x.example", 10), RC_LATER);
	say("id", "A");
	assert_int_equal(look(&staff_statement, "lee@x.example", 10), RC_LATER);
	assert_int_equal(look(&staff_statement, "amy@x.example", 10), RC_OK);
	assert_int_equal(look(&staff_statement, "lee@x.example", 11), RC_OK);
	assert_int_equal(ask(&page_invoice, "A", "A-1/pdf"), RC_OK);
}

static enum rc
hold(void *ctx, struct err *why)
{
	(void)ctx;
	(void)why;
	while (atomic_load(&held))
		usleep(1000);
	return RC_OK;
}

static void *
customer(void *arg)
{
	const struct press_ask press = {str_of(arg), NOW + 7200, 10};
	struct err why;

	press_run(&press, hold, NULL, &why);
	return NULL;
}

/* While the press is full of customers' documents, nobody prints beside it. */
static void
waits_with_all_others(void **state)
{
	static char names[PRESS_WAITING + 1][2];
	pthread_t threads[PRESS_WAITING + 1];
	enum rc rc = RC_OK;

	(void)state;
	of("A", "A-1");
	atomic_store(&held, true);
	for (int i = 0; i <= PRESS_WAITING; i++) {
		names[i][0] = (char)('0' + i);
		assert_int_equal(
		    pthread_create(&threads[i], NULL, customer, names[i]), 0);
	}
	usleep(300000);
	rc = look(&staff_invoice, "ruth@x.example", 20);
	atomic_store(&held, false);
	for (int i = 0; i <= PRESS_WAITING; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(rc, RC_LATER);
	assert_int_equal(look(&staff_invoice, "ruth@x.example", 20), RC_OK);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    T(gives_files),
	    T(has_a_bound),
	    T(waits_with_all_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
