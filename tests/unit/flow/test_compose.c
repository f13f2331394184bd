#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flow/compose_rows.h"

#define NOW   INT64_C(1795338000)
#define PILE  24
#define TOKEN 512

static char dir[64];
static struct seal_key *key;
static struct settings set = {.links_days = 30};
static struct flow flow = {.set = &set};
static struct arena *a;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	set.links_base = STR("https://pay.example/");
	snprintf(dir, sizeof(dir), "/tmp/compose-test-XXXXXX");
	if (mkdtemp(dir) == NULL || seal_start(&err) != RC_OK ||
	    seal_key_load(dir, true, &key, &err) != RC_OK)
		return -1;
	flow.key = key;
	a = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/master.key", dir);
	unlink(path);
	snprintf(
	    path, sizeof(path), "%s/links-%u.pub", dir, seal_key_id(flow.key));
	unlink(path);
	rmdir(dir);
	seal_key_free(&key);
	arena_free(&a);
	return 0;
}

/* A pile of reminders, each to another account. */
struct pile {
	struct outbox_touch t[PILE];
	struct compose sheet[PILE];
	struct compose *c[PILE];
};

static struct pile *
pile_new(void)
{
	struct pile *p = arena_alloc(a, sizeof(*p));

	for (int i = 0; i < PILE; i++) {
		p->t[i].kind = STR("reminder");
		p->t[i].account = arena_fmt(a, "C-%d", i);
		p->t[i].contact = arena_fmt(a, "ct-%d", i);
		p->sheet[i] = (struct compose){
		    .f = &flow, .a = a, .t = &p->t[i], .now = NOW};
		p->c[i] = &p->sheet[i];
	}
	return p;
}

static size_t
token(const struct compose *c, enum link_purpose purpose,
    unsigned char raw[TOKEN])
{
	struct str url = c->links[purpose].url;
	size_t n = 0;

	assert_true(seal_unbase64url(
	    str_sub(url, str_rchr(url, '/') + 1, url.n), raw, TOKEN, &n));
	return n;
}

/* Its three links say what they are for and whose they are. */
static void
assert_links(const struct compose *c, size_t set_of)
{
	unsigned char raw[TOKEN];

	assert_true(c->linked);
	for (int p = LINK_PAY; p <= LINK_ACCOUNT; p++) {
		struct str url = c->links[p].url;
		struct link got;
		struct err err;

		assert_int_equal(
		    link_read(a, flow.key, (enum link_purpose)p,
			str_sub(url, str_rchr(url, '/') + 1, url.n), NOW, &got,
			&err),
		    RC_OK);
		assert_true(str_eq(got.account, c->t->account));
		assert_true(str_eq(got.contact, c->t->contact));
		assert_true(got.expires == NOW + 30 * DAY_SECS);
		token(c, (enum link_purpose)p, raw);
		assert_int_equal(raw[2], set_of);
	}
}

static bool
same_signature(const struct compose *x, const struct compose *y)
{
	unsigned char p[TOKEN], q[TOKEN];
	size_t n = token(x, LINK_PAY, p), m = token(y, LINK_ACCOUNT, q);

	return memcmp(p + n - SEAL_SIG, q + m - SEAL_SIG, SEAL_SIG) == 0;
}

static void
test_groups(void **state)
{
	struct pile *p = pile_new();

	(void)state;
	compose_link(p->c, PILE, a);
	for (size_t i = 0; i < PILE; i++) {
		assert_links(p->c[i], i < 20 ? 30 : 12);
		for (size_t k = 0; k < PILE; k++)
			assert_int_equal(
			    same_signature(p->c[i], p->c[k]), i / 10 == k / 10);
	}
}

static void
test_one(void **state)
{
	struct pile *p = pile_new();

	(void)state;
	compose_link(p->c, 1, a);
	assert_links(p->c[0], 3);
	assert_false(p->c[1]->linked);
	compose_link(p->c, 0, a);
}

/* Somebody waits for an answer; staff get no links; an attached document
 * shows those that the letter has. */
static void
test_left_out(void **state)
{
	struct pile *p = pile_new();
	struct str url;

	(void)state;
	compose_link(&p->c[1], 1, a);
	url = p->c[1]->links[LINK_PAY].url;
	p->t[3].kind = STR("answer");
	p->t[4].kind = STR("staff");
	compose_link(p->c, 13, a);
	assert_true(str_eq(p->c[1]->links[LINK_PAY].url, url));
	assert_links(p->c[1], 3);
	assert_false(p->c[3]->linked);
	assert_false(p->c[4]->linked);
	for (size_t i = 0; i < 13; i++)
		if (i != 1 && i != 3 && i != 4)
			assert_links(p->c[i], 30);
}

/* An id that no link can hold costs its neighbours their common signature,
 * not their links: each letter makes its own when it is written. */
static void
test_impossible(void **state)
{
	struct pile *p = pile_new();
	char id[LINK_ID_MAX + 1];

	(void)state;
	memset(id, 'x', sizeof(id));
	p->t[2].account = (struct str){id, sizeof(id)};
	compose_link(p->c, 12, a);
	for (size_t i = 0; i < 10; i++)
		assert_false(p->c[i]->linked);
	assert_links(p->c[10], 6);
	assert_links(p->c[11], 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_one),
	    cmocka_unit_test(test_left_out),
	    cmocka_unit_test(test_impossible),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
