#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/token.h"

#define NOW INT64_C(1795338000)

static struct arena *a;
static struct seal_key *key;
static struct token_memory *m;
static char dir[64];

static int
setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/tokenXXXXXX");
	assert_non_null(mkdtemp(dir));
	assert_int_equal(seal_start(NULL), RC_OK);
	assert_int_equal(seal_key_load(dir, true, &key, NULL), RC_OK);
	a = arena_new(64u << 20);
	m = token_memory_new();
	return 0;
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	token_memory_free(&m);
	arena_free(&a);
	seal_key_free(&key);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static struct str
make(enum link_purpose purpose, const char *account, int64_t expires)
{
	struct link link = {.purpose = purpose,
	    .account = str_of(account),
	    .contact = STR("C-1"),
	    .invoice = STR("INV-1"),
	    .expires = expires};
	struct str url;

	assert_int_equal(
	    link_make(a, key, STR("https://x"), &link, &url, NULL), RC_OK);
	return str_sub(url, str_rchr(url, '/') + 1, url.n);
}

static enum rc
reading(
    enum link_purpose purpose, struct str text, int64_t now, struct link *out)
{
	const struct token_ask ask = {key, purpose, text, now};
	struct err err;

	return token_read(m, a, &ask, out, &err);
}

static void
test_remembered(void **state)
{
	struct str text = make(LINK_PAY, "A1", NOW + 100);
	struct link first, again;

	(void)state;
	assert_int_equal(reading(LINK_PAY, text, NOW, &first), RC_OK);
	assert_int_equal(reading(LINK_PAY, text, NOW, &again), RC_OK);
	assert_true(str_eqc(again.account, "A1"));
	assert_true(str_eqc(again.contact, "C-1"));
	assert_true(str_eqc(again.invoice, "INV-1"));
	assert_true(str_eq(first.id, again.id));
	assert_int_equal(again.expires, NOW + 100);
	assert_int_equal(again.purpose, LINK_PAY);
	/* What is remembered expires all the same, for no other purpose. */
	assert_int_equal(reading(LINK_PAY, text, NOW + 100, &again), RC_MISS);
	assert_int_equal(reading(LINK_DISPUTE, text, NOW, &again), RC_BAD);
}

static void
test_forged(void **state)
{
	struct str text = make(LINK_ACCOUNT, "A1", NOW + 100);
	char copy[512];
	struct link out;
	int taken = 0;

	(void)state;
	assert_int_equal(reading(LINK_ACCOUNT, text, NOW, &out), RC_OK);
	for (size_t i = 0; i < text.n; i++) {
		memcpy(copy, text.p, text.n);
		copy[i] = copy[i] == 'A' ? 'B' : 'A';
		taken += reading(LINK_ACCOUNT, (struct str){copy, text.n}, NOW,
			     &out) == RC_OK;
		taken += reading(LINK_ACCOUNT, (struct str){text.p, i}, NOW,
			     &out) == RC_OK;
	}
	assert_int_equal(taken, 0);
	memset(copy, 'A', sizeof(copy));
	assert_int_equal(
	    reading(LINK_ACCOUNT, (struct str){copy, 512}, NOW, &out), RC_BAD);
	assert_int_equal(
	    reading(LINK_ACCOUNT, (struct str){NULL, 0}, NOW, &out), RC_BAD);
}

/* More links than it can remember: each is still its own. */
static void
test_many(void **state)
{
	static struct str texts[4000];
	struct link out;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "A%d", i);
		texts[i] = make(LINK_ACCOUNT, name, NOW + 100);
		texts[i] = arena_dup(a, texts[i]);
	}
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 4000; i++) {
			char name[16];

			snprintf(name, sizeof(name), "A%d", i);
			assert_int_equal(
			    reading(LINK_ACCOUNT, texts[i], NOW, &out), RC_OK);
			assert_true(str_eqc(out.account, name));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_remembered, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_forged, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
