#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>
#include <unistd.h>

#include "app/app.h"

#define NOON INT64_C(1764072000)

/* Two commands with the same --now have the same moment. */
static void
test_now_stands(void **state)
{
	struct app app = {.now_given = true, .now = NOON};
	time_t began = time(NULL);

	(void)state;
	while (time(NULL) == began)
		usleep(20000);
	assert_int_equal(app_now(&app), NOON);
}

static void
test_now_goes_on(void **state)
{
	struct app app = {.now_given = true, .now = NOON};
	struct app plain = {0};
	time_t began = time(NULL);

	(void)state;
	app_clock_goes(&app);
	while (time(NULL) == began)
		usleep(20000);
	assert_in_range(app_now(&app), NOON + 1, NOON + 5);
	app_clock_goes(&app);
	assert_in_range(app_now(&app), NOON + 1, NOON + 5);
	app_clock_goes(&plain);
	assert_in_range(app_now(&plain), began + 1, began + 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_now_stands),
	    cmocka_unit_test(test_now_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
