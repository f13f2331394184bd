#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide/token.h"

static void
test_due(void **state)
{
	(void)state;
	assert_int_equal(token_due(1000, 1000 + 3600), 1000 + 3300);
	assert_int_equal(token_due(1000, 1000 + 601), 1000 + 301);
	/* Too short for five minutes: in the middle. */
	assert_int_equal(token_due(1000, 1000 + 599), 1000 + 299);
	assert_int_equal(token_due(1000, 1000 + 6), 1003);
	assert_int_equal(token_due(1000, 1001), 1000);
	/* An end before its beginning is over. */
	assert_int_equal(token_due(1000, 900), 900);
	assert_int_equal(token_due(0, 0), 0);
}

static void
test_alive(void **state)
{
	(void)state;
	assert_true(token_alive(1000, 989));
	assert_false(token_alive(1000, 990));
	assert_false(token_alive(0, 5));
}

static void
test_backoff(void **state)
{
	(void)state;
	assert_int_equal(token_backoff(1, 0), 30);
	assert_int_equal(token_backoff(2, 0), 60);
	assert_int_equal(token_backoff(7, 0), 1920);
	assert_int_equal(token_backoff(8, 0), 3600);
	assert_int_equal(token_backoff(INT64_MAX, 0), 3600);
	assert_int_equal(token_backoff(0, 0), 30);
	/* What the server wants, within reason. */
	assert_int_equal(token_backoff(1, 77), 77);
	assert_int_equal(token_backoff(3, 77), 120);
	assert_int_equal(token_backoff(1, 86000), 3600);
}

static void
test_replace(void **state)
{
	(void)state;
	assert_true(token_replace(0, 1000));
	assert_false(token_replace(1000, 1000));
	assert_false(token_replace(1000, 1299));
	assert_true(token_replace(1000, 1300));
	/* The clock was set back. */
	assert_true(token_replace(1000, 999));
}

static void
test_meaning(void **state)
{
	static const struct {
		int64_t status;
		const char *error;
		enum token_meaning means;
	} rows[] = {
	    {400, "invalid_grant", TOKEN_STOP},
	    {401, "invalid_client", TOKEN_STOP},
	    {400, "interaction_required", TOKEN_STOP},
	    {400, "authorization_pending", TOKEN_PENDING},
	    {428, "authorization_pending", TOKEN_PENDING},
	    {403, "slow_down", TOKEN_SLOW_DOWN},
	    {400, "expired_token", TOKEN_EXPIRED},
	    {400, "authorization_declined", TOKEN_DENIED},
	    {403, "access_denied", TOKEN_DENIED},
	    /* May pass: never a reason to stop for good. */
	    {400, "temporarily_unavailable", TOKEN_LATER},
	    {500, "server_error", TOKEN_LATER},
	    {400, "internal_failure", TOKEN_LATER},
	    {400, "", TOKEN_LATER},
	    {400, "invalid_grant2", TOKEN_LATER},
	    {400, "Invalid_Grant", TOKEN_LATER},
	    /* A server in trouble gives no verdict. */
	    {500, "invalid_grant", TOKEN_LATER},
	    {503, "invalid_client", TOKEN_LATER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    token_meaning(rows[i].status, str_of(rows[i].error)),
		    rows[i].means);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_due),
	    cmocka_unit_test(test_alive),
	    cmocka_unit_test(test_backoff),
	    cmocka_unit_test(test_replace),
	    cmocka_unit_test(test_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
