#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/day.h"
#include "model/aging.h"

/* As customers reckon: the due date itself is not past it. */
static void
buckets_by_the_calendar(void **state)
{
	static const struct {
		int y, m, d;
		enum aging want;
	} cases[] = {
	    {2026, 4, 30, AGING_CURRENT},                         /* 0 */
	    {2026, 5, 1, AGING_CURRENT}, {2026, 4, 29, AGING_30}, /* 1 */
	    {2026, 3, 31, AGING_30},                              /* 30 */
	    {2026, 3, 30, AGING_60},                              /* 31 */
	    {2026, 3, 1, AGING_60},                               /* 60 */
	    {2026, 2, 28, AGING_90},                              /* 61 */
	    {2026, 1, 30, AGING_90},                              /* 90 */
	    {2026, 1, 29, AGING_OLDER},                           /* 91 */
	};
	day_t as_of = day_of(2026, 4, 30);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		day_t due = day_of(cases[i].y, cases[i].m, cases[i].d);

		assert_int_equal(aging_of((int64_t)as_of - due), cases[i].want);
	}
	assert_int_equal(aging_of(INT64_MAX), AGING_OLDER);
	assert_int_equal(aging_of(INT64_MIN), AGING_CURRENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(buckets_by_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
