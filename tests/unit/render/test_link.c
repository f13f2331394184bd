#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/link.h"

#define NOW INT64_C(1795338000)

static char dir[64];
static struct seal_key *key, *pub;
static struct arena *a;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/link-test-XXXXXX");
	if (mkdtemp(dir) == NULL || seal_start(&err) != RC_OK ||
	    seal_key_load(dir, true, &key, &err) != RC_OK ||
	    seal_key_load_public(dir, &pub, &err) != RC_OK)
		return -1;
	a = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/master.key", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/links-%u.pub", dir, seal_key_id(key));
	unlink(path);
	rmdir(dir);
	seal_key_free(&key);
	seal_key_free(&pub);
	arena_free(&a);
	return 0;
}

static struct link
sample(enum link_purpose purpose)
{
	return (struct link){
	    .purpose = purpose,
	    .expires = NOW + 1,
	    .account = STR("C-10442"),
	    .contact = STR("ct-881"),
	    .invoice = STR("INV-1"),
	};
}

static struct str
token_of(struct str url)
{
	return str_sub(url, str_rchr(url, '/') + 1, url.n);
}

static enum rc
read_as(enum link_purpose purpose, struct str token, struct link *out)
{
	struct err err;

	return link_read(a, pub, purpose, token, NOW, out, &err);
}

static void
test_round(void **state)
{
	struct link l = sample(LINK_PAY), got;
	struct str url, again;
	struct err err;

	(void)state;
	assert_int_equal(
	    link_make(a, key, STR("https://pay.example/"), &l, &url, &err),
	    RC_OK);
	assert_true(str_starts(url, STR("https://pay.example/pay/A")));
	assert_true(url.n < 220);
	assert_int_equal(l.id.n, 16);
	assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_OK);
	assert_true(str_eq(got.account, l.account));
	assert_true(str_eq(got.contact, l.contact));
	assert_true(str_eq(got.invoice, l.invoice));
	assert_true(str_eq(got.id, l.id));
	assert_true(got.expires == l.expires);
	assert_int_equal(got.purpose, LINK_PAY);
	/* Also by the side that made it; and every link has its own id. */
	assert_int_equal(
	    link_read(a, key, LINK_PAY, token_of(url), NOW, &got, &err), RC_OK);
	assert_int_equal(
	    link_make(a, key, STR("https://x"), &l, &again, &err), RC_OK);
	assert_false(str_eq(got.id, l.id));
	l.contact = l.invoice = STR("");
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
	assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_OK);
	assert_int_equal(got.contact.n, 0);
	assert_int_equal(got.invoice.n, 0);
}

static void
test_expiry(void **state)
{
	struct link l = sample(LINK_PAY), got;
	struct str url;
	struct err err;

	(void)state;
	l.expires = NOW;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
	assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_MISS);
	/* Who holds an expired link may still ask for a new one. */
	assert_true(str_eq(got.account, l.account));
	l.expires = (INT64_C(1) << 40) - 1;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
	assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_OK);
	assert_true(got.expires == l.expires);
}

static void
test_refused_input(void **state)
{
	struct link l = sample(LINK_PAY), got;
	char id[66];
	struct str url;
	struct err err;

	(void)state;
	memset(id, 'x', sizeof(id));
	l.invoice = (struct str){id, LINK_ID_MAX + 1};
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_BAD);
	l.invoice.n = LINK_ID_MAX;
	l.account = l.contact = l.invoice;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
	assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_OK);
	assert_int_equal(got.contact.n, LINK_ID_MAX);
	l.account.n = 0;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_BAD);
	l = sample(LINK_PAY);
	l.expires = -1;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_BAD);
	l.expires = INT64_C(1) << 40;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_BAD);
	assert_int_equal(link_make_set(a, key, STR("x"), &l, 0, &err), RC_BAD);
	assert_int_equal(
	    link_make_set(a, key, STR("x"), &l, LINK_SET_MAX + 1, &err),
	    RC_BAD);
}

/* Each link of a set of every small size, and of the largest. */
static void
test_sets(void **state)
{
	static const size_t sizes[] = {
	    1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 31, 100, 254, 255};
	struct link l[LINK_SET_MAX], got;
	struct err err;

	(void)state;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		for (size_t i = 0; i < sizes[s]; i++) {
			l[i] = sample((enum link_purpose)(i % LINK_PURPOSES));
			l[i].invoice = arena_fmt(a, "INV-%zu", i);
		}
		assert_int_equal(
		    link_make_set(a, key, STR("x"), l, sizes[s], &err), RC_OK);
		for (size_t i = 0; i < sizes[s]; i++) {
			assert_int_equal(
			    read_as(l[i].purpose, token_of(l[i].url), &got),
			    RC_OK);
			assert_true(str_eq(got.invoice, l[i].invoice));
			assert_true(str_eq(got.id, l[i].id));
		}
	}
}

/* One link each a purpose: none is taken for another's. */
static void
test_purpose_swap(void **state)
{
	struct link l[LINK_PURPOSES], got;
	struct err err;

	(void)state;
	for (int i = 0; i < LINK_PURPOSES; i++)
		l[i] = sample((enum link_purpose)i);
	assert_int_equal(
	    link_make_set(a, key, STR("x"), l, LINK_PURPOSES, &err), RC_OK);
	for (int i = 0; i < LINK_PURPOSES; i++)
		for (int k = 0; k < LINK_PURPOSES; k++)
			assert_int_equal(read_as((enum link_purpose)k,
					     token_of(l[i].url), &got),
			    i == k ? RC_OK : RC_BAD);
}

static size_t
decode(struct str token, unsigned char *raw, size_t room)
{
	size_t n = 0;

	assert_true(seal_unbase64url(token, raw, room, &n));
	return n;
}

static enum rc
read_raw(enum link_purpose purpose, const unsigned char *raw, size_t n)
{
	struct link got;
	char text[1024];

	seal_base64url(raw, n, text, sizeof(text));
	return read_as(purpose, str_of(text), &got);
}

/* Every bit of the token counts, whatever purpose is asked for. */
static void
test_bit_flips(void **state)
{
	struct link l[3] = {
	    sample(LINK_PAY), sample(LINK_DISPUTE), sample(LINK_ACCOUNT)};
	unsigned char raw[512];
	struct err err;
	size_t n;

	(void)state;
	assert_int_equal(link_make_set(a, key, STR("x"), l, 3, &err), RC_OK);
	for (size_t i = 0; i < 3; i++) {
		n = decode(token_of(l[i].url), raw, sizeof(raw));
		for (size_t bit = 0; bit < n * 8; bit++) {
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
			for (int p = 0; p < LINK_PURPOSES; p++)
				assert_int_equal(
				    read_raw((enum link_purpose)p, raw, n),
				    RC_BAD);
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
		}
		assert_int_equal(read_raw(l[i].purpose, raw, n), RC_OK);
	}
}

static void
test_spellings(void **state)
{
	struct link l = sample(LINK_PAY), got;
	struct str url, token;
	unsigned char raw[512];
	struct err err;
	char *text;
	size_t n;

	(void)state;
	assert_int_equal(link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
	token = token_of(url);
	text = arena_cstr(a, arena_fmt(a, "%.*s==\n ", STR_ARG(token)));
	for (size_t cut = 0; cut <= token.n + 4; cut++)
		assert_int_equal(
		    read_as(LINK_PAY, (struct str){text, cut}, &got),
		    cut == token.n ? RC_OK : RC_BAD);
	for (size_t i = 0; i < token.n; i++) {
		static const char other[] = " \n+/=.%\0\303\377";
		char was = text[i];

		for (size_t k = 0; k < sizeof(other) - 1; k++) {
			text[i] = other[k];
			assert_int_equal(read_as(LINK_PAY,
					     (struct str){text, token.n}, &got),
			    RC_BAD);
		}
		text[i] = was;
	}
	/* Swapped letter case is another token. */
	for (size_t i = 0; i < token.n; i++)
		if (str_is_alpha(text[i])) {
			text[i] ^= 0x20;
			assert_int_equal(read_as(LINK_PAY,
					     (struct str){text, token.n}, &got),
			    RC_BAD);
			text[i] ^= 0x20;
		}
	/* Bytes behind the signature or taken from between. */
	n = decode(token, raw, sizeof(raw));
	raw[n] = 0;
	assert_int_equal(read_raw(LINK_PAY, raw, n + 1), RC_BAD);
	assert_int_equal(read_raw(LINK_PAY, raw + 1, n - 1), RC_BAD);
	assert_int_equal(read_as(LINK_PAY, STR(""), &got), RC_BAD);
	assert_int_equal(
	    read_as(LINK_PAY, (struct str){NULL, 0}, &got), RC_BAD);
}

/*
 * The signature of one set says nothing about links it does not hold: parts of
 * two tokens put together, and a node offered as a leaf.
 */
static void
test_forgeries(void **state)
{
	struct link l[4], m[4], got;
	unsigned char x[512], y[512];
	struct err err;
	size_t nx, ny;

	(void)state;
	for (int i = 0; i < 4; i++) {
		l[i] = sample(LINK_PAY);
		m[i] = sample(LINK_PAY);
		m[i].account = STR("C-10443");
	}
	assert_int_equal(link_make_set(a, key, STR("x"), l, 4, &err), RC_OK);
	assert_int_equal(link_make_set(a, key, STR("x"), m, 4, &err), RC_OK);
	nx = decode(token_of(l[0].url), x, sizeof(x));
	ny = decode(token_of(m[0].url), y, sizeof(y));
	assert_int_equal(nx, ny);
	/* One's head with the other's way up and signature. */
	for (size_t cut = 1; cut < nx; cut++) {
		unsigned char z[512];

		if (memcmp(x, y, cut) == 0 ||
		    memcmp(x + cut, y + cut, nx - cut) == 0)
			continue;
		memcpy(z, x, cut);
		memcpy(z + cut, y + cut, nx - cut);
		assert_int_equal(read_raw(LINK_PAY, z, nx), RC_BAD);
	}
	/* Another index or count, same bytes. */
	x[3] = 1;
	assert_int_equal(read_raw(LINK_PAY, x, nx), RC_BAD);
	x[3] = 0;
	x[2] = 3;
	assert_int_equal(read_raw(LINK_PAY, x, nx), RC_BAD);
	x[2] = 4;
	assert_int_equal(read_raw(LINK_PAY, x, nx), RC_OK);
	/* A set of one made of what was a node's two halves. */
	x[2] = 1;
	assert_int_equal(read_raw(LINK_PAY, x, nx - 32), RC_BAD);
	(void)got;
}

static void
test_purpose_names(void **state)
{
	enum link_purpose p;

	(void)state;
	for (int i = 0; i < LINK_PURPOSES; i++) {
		const char *name = link_purpose_name((enum link_purpose)i);

		assert_true(link_purpose_parse(str_of(name), &p));
		assert_int_equal(p, i);
	}
	assert_false(link_purpose_parse(STR("PAY"), &p));
	assert_false(link_purpose_parse(STR(""), &p));
	assert_false(link_purpose_parse(STR("pay "), &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round),
	    cmocka_unit_test(test_expiry),
	    cmocka_unit_test(test_refused_input),
	    cmocka_unit_test(test_sets),
	    cmocka_unit_test(test_purpose_swap),
	    cmocka_unit_test(test_bit_flips),
	    cmocka_unit_test(test_spellings),
	    cmocka_unit_test(test_forgeries),
	    cmocka_unit_test(test_purpose_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
