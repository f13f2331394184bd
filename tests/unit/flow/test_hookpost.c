#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "flow/hookout.h"
#include "flow/hookpost.h"
#include "port/seal.h"

#define FIRST "067a2cdcdf795783390f9287060b1699626fe496661553e3fae129beee61ba2a"
#define SECOND                                                                 \
	"ce793962fcfefe87638f6f24c2c730c81407105da4edfebb69a22150bfcd1619"

/* What another implementation says of the same bytes. */
static void
test_signature(void **state)
{
	const struct str body = STR("{\"event\":\"hold\"}");
	struct str secrets[HOOKPOST_SECRETS + 1];
	char out[HOOKPOST_SIGNATURE];
	struct str s;

	(void)state;
	for (size_t i = 0; i <= HOOKPOST_SECRETS; i++)
		secrets[i] = STR("bbbbbbbbbbbbbbbb");
	secrets[0] = STR("first-secret-0123456789abcdef");
	s = hookpost_sign(secrets, 1, 1790000000, body, out);
	assert_string_equal(out, "t=1790000000,v1=" FIRST);
	assert_int_equal(s.n, strlen(out));
	hookpost_sign(secrets, 2, 1790000000, body, out);
	assert_string_equal(out, "t=1790000000,v1=" FIRST ",v1=" SECOND);
	s = hookpost_sign(secrets, HOOKPOST_SECRETS + 1, INT64_MAX, body, out);
	assert_true(s.n < sizeof(out));
	assert_int_equal(s.n, strlen(out));
	hookpost_sign(secrets, 0, 1, body, out);
	assert_string_equal(out, "t=1");
}

static void
write_file(const char *path, const char *text, unsigned mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	chmod(path, mode);
}

static bool
opens(const char *path)
{
	struct settings set = {.hooks_secret_file = str_of(path)};
	struct flow f = {.set = &set};
	struct err err = {{0}};
	struct hookpost *h = hookpost_new(&f, &err);
	bool is = h != NULL;

	assert_true(is || err.text[0] != '\0');
	hookpost_free(&h);
	return is;
}

static void
test_secrets(void **state)
{
	char path[] = "/tmp/hookpost-XXXXXX";
	char many[1024] = "";

	(void)state;
	close(mkstemp(path));
	write_file(path, "a-secret-of-sixteen\n", 0600);
	assert_true(opens(path));
	write_file(
	    path, "\n a-secret-of-sixteen \r\n\nanother-of-sixteen", 0600);
	assert_true(opens(path));
	write_file(path, "a-secret-of-sixteen\n", 0640);
	assert_false(opens(path));
	write_file(path, "fifteen-letters", 0600);
	assert_false(opens(path));
	write_file(path, "a-secret-of-sixteen\nshort\n", 0600);
	assert_false(opens(path));
	write_file(path, "\n\n", 0600);
	assert_false(opens(path));
	for (int i = 0; i <= HOOKPOST_SECRETS; i++)
		strncat(many, "a-secret-of-sixteen\n",
		    sizeof(many) - strlen(many) - 1);
	write_file(path, many, 0600);
	assert_false(opens(path));
	unlink(path);
	assert_false(opens(path));
}

static void
test_events(void **state)
{
	struct settings set = {.hooks_url = STR("https://x.example"),
	    .hooks_events = STR(" hold ,promise")};
	struct str word;

	(void)state;
	assert_true(hookout_wants(&set, "hold"));
	assert_true(hookout_wants(&set, "promise"));
	assert_false(hookout_wants(&set, "hol"));
	assert_false(hookout_wants(&set, "dispute"));
	set.hooks_url.n = 0;
	assert_false(hookout_wants(&set, "hold"));
	assert_int_equal(hookout_events_check(STR(""), &word), RC_OK);
	assert_int_equal(
	    hookout_events_check(STR("hold, release,"), &word), RC_OK);
	assert_int_equal(
	    hookout_events_check(STR("hold, Hold"), &word), RC_BAD);
	assert_true(str_eqc(word, "Hold"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_signature),
	    cmocka_unit_test(test_secrets),
	    cmocka_unit_test(test_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
