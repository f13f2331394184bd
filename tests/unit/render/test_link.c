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

#include "render/link.h"
#include "render/link_tree.h"

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
	assert_true(url.n < 230);
	assert_int_equal(l.id.n, 32);
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
		assert_int_equal(raw[0], 2);
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

#define SALT_AT 10 /* in a token's bytes */
#define SALT    16
#define BODY    (SALT_AT + SALT + 1 + 7 + 1 + 6 + 1 + 5) /* ids of neighbours */

/* Three links each of five accounts, as one signature covers them. */
static void
neighbours(struct link l[15])
{
	struct err err;

	for (int i = 0; i < 15; i++) {
		l[i] = sample((enum link_purpose)(i % 3));
		l[i].account = arena_fmt(a, "C-1044%d", i / 3);
		l[i].contact = arena_fmt(a, "ct-88%d", i / 3);
	}
	assert_int_equal(link_make_set(a, key, STR("x"), l, 15, &err), RC_OK);
}

/*
 * What the holder of the third link (of the first account) can put together
 * for the fourth (the next account's first): its leaf but for the salt, and
 * the whole way up from it.
 */
static size_t
neighbours_token(const struct link l[15], unsigned char out[512])
{
	unsigned char mine[512];
	size_t n = decode(token_of(l[2].url), mine, sizeof(mine));
	struct link_tree_hash leaf =
	    link_tree_leaf((struct str){(char *)mine, BODY});

	memcpy(out, mine, n);
	out[3] = 3;
	out[4] = LINK_PAY;
	memset(out + SALT_AT, 0, SALT);
	memcpy(out + SALT_AT + SALT + 1, l[3].account.p, 7);
	memcpy(out + SALT_AT + SALT + 1 + 7 + 1, l[3].contact.p, 6);
	memcpy(out + BODY, leaf.bytes, sizeof(leaf));
	return n;
}

/* All is known but the salt: with it, it would be the token. */
static void
test_neighbour_lacks_salt_only(void **state)
{
	unsigned char forged[512], real[512];
	struct link l[15];
	size_t n;

	(void)state;
	neighbours(l);
	n = neighbours_token(l, forged);
	assert_int_equal(decode(token_of(l[3].url), real, sizeof(real)), n);
	assert_int_equal(read_raw(LINK_PAY, forged, n), RC_BAD);
	memcpy(forged + SALT_AT, real + SALT_AT, SALT);
	assert_memory_equal(forged, real, n);
	assert_int_equal(read_raw(LINK_PAY, forged, n), RC_OK);
	/* Every bit of it is needed. */
	for (size_t bit = 0; bit < SALT * 8; bit++) {
		forged[SALT_AT + bit / 8] ^= (unsigned char)(1u << bit % 8);
		assert_int_equal(read_raw(LINK_PAY, forged, n), RC_BAD);
		forged[SALT_AT + bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
}

static void
unhex(struct str hex, unsigned char *out)
{
	for (size_t i = 0; i < hex.n / 2; i++) {
		char two[3] = {hex.p[2 * i], hex.p[2 * i + 1], '\0'};

		out[i] = (unsigned char)strtoul(two, NULL, 16);
	}
}

/* Nothing that others see holds a salt: tokens of one's own, the hashes in
 * them, ids that are logged; nor do salts follow from each other. */
static void
test_neighbour_guesses(void **state)
{
	unsigned char forged[512], mine[512], real[512], id[16];
	struct link l[15];
	size_t n;

	(void)state;
	neighbours(l);
	n = neighbours_token(l, forged);
	assert_int_equal(decode(token_of(l[3].url), real, sizeof(real)), n);
	for (int k = 0; k < 3; k++) {
		size_t length = decode(token_of(l[k].url), mine, sizeof(mine));

		for (size_t i = 0; i + SALT <= length; i++) {
			memcpy(forged + SALT_AT, mine + i, SALT);
			assert_int_equal(read_raw(LINK_PAY, forged, n), RC_BAD);
		}
	}
	for (int k = 0; k < 15; k++) {
		assert_int_equal(l[k].id.n, 2 * sizeof(id));
		unhex(l[k].id, id);
		memcpy(forged + SALT_AT, id, SALT);
		assert_int_equal(read_raw(LINK_PAY, forged, n), RC_BAD);
	}
	for (int k = 0; k < 10000; k++) {
		seal_random(forged + SALT_AT, SALT);
		assert_int_equal(read_raw(LINK_PAY, forged, n), RC_BAD);
	}
	/* As version 1 it would have eight bytes less to guess. */
	forged[0] = 1;
	memmove(
	    forged + SALT_AT + 8, forged + SALT_AT + SALT, n - SALT_AT - SALT);
	assert_int_equal(read_raw(LINK_PAY, forged, n - 8), RC_BAD);
	memmove(real + SALT_AT + 8, real + SALT_AT + SALT, n - SALT_AT - SALT);
	real[0] = 1;
	assert_int_equal(read_raw(LINK_PAY, real, n - 8), RC_BAD);
}

/* All in a leaf but the salt may be the same; no two salts are. */
static void
test_salts(void **state)
{
	static unsigned char raw[LINK_SET_MAX][512];
	struct link l[LINK_SET_MAX];
	struct err err;

	(void)state;
	for (size_t i = 0; i < LINK_SET_MAX; i++)
		l[i] = sample(LINK_PAY);
	assert_int_equal(
	    link_make_set(a, key, STR("x"), l, LINK_SET_MAX, &err), RC_OK);
	for (size_t i = 0; i < LINK_SET_MAX; i++) {
		decode(token_of(l[i].url), raw[i], sizeof(raw[i]));
		for (size_t k = 0; k < i; k++) {
			assert_memory_not_equal(
			    raw[i] + SALT_AT, raw[k] + SALT_AT, SALT / 2);
			assert_memory_not_equal(raw[i] + SALT_AT + SALT / 2,
			    raw[k] + SALT_AT + SALT / 2, SALT / 2);
			assert_false(str_eq(l[i].id, l[k].id));
		}
	}
}

/* Tokens of a set of several accounts: cut, flipped, put to another use. */
static void
test_shared_set(void **state)
{
	static const int at[] = {0, 3, 7, 14};
	unsigned char raw[512];
	struct link l[15], got;
	size_t n;

	(void)state;
	neighbours(l);
	for (size_t k = 0; k < sizeof(at) / sizeof(at[0]); k++) {
		const struct link *one = &l[at[k]];

		n = decode(token_of(one->url), raw, sizeof(raw));
		assert_int_equal(
		    read_as(one->purpose, token_of(one->url), &got), RC_OK);
		assert_true(str_eq(got.account, one->account));
		assert_true(str_eq(got.contact, one->contact));
		assert_true(str_eq(got.id, one->id));
		for (int p = 0; p < LINK_PURPOSES; p++) {
			raw[4] = (unsigned char)p;
			assert_int_equal(read_raw((enum link_purpose)p, raw, n),
			    p == (int)one->purpose ? RC_OK : RC_BAD);
		}
		raw[4] = (unsigned char)one->purpose;
		for (size_t bit = 0; bit < n * 8; bit++) {
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
			assert_int_equal(
			    read_raw(one->purpose, raw, n), RC_BAD);
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
		}
		for (size_t cut = 1; cut < n; cut++)
			assert_int_equal(
			    read_raw(one->purpose, raw, cut), RC_BAD);
		/* Without one of the hashes, the count as it would be. */
		memmove(raw + BODY, raw + BODY + 16, n - BODY - 16);
		for (int count = 0; count < 256; count++) {
			raw[2] = (unsigned char)count;
			assert_int_equal(
			    read_raw(one->purpose, raw, n - 16), RC_BAD);
		}
	}
}

/* Ids of hex digits take half the bytes, and come back as they were. */
static void
test_packed_ids(void **state)
{
	static const char digits[] = "0123456789abcdef0123456789abcdef"
				     "0123456789abcdef0123456789abcdef";
	static const struct {
		const char *id;
		size_t bytes;
	} ids[] = {
	    {"c48e0c6bfe412cde", 9},
	    {"10", 2},
	    {"00", 2},
	    {"104", 4},
	    {"1", 2},
	    {"C48E", 5},
	    {"c48g", 5},
	    {"c4 8", 5},
	    {digits, 33},
	    {digits + 1, 64},
	};
	unsigned char to[LINK_ID_ROOM];
	struct link l = sample(LINK_PAY), got;
	struct str url;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct str id = str_of(ids[i].id);

		assert_int_equal(link_id_put(to, id), ids[i].bytes);
		l.account = l.contact = l.invoice = id;
		assert_int_equal(
		    link_make(a, key, STR("x"), &l, &url, &err), RC_OK);
		assert_int_equal(read_as(LINK_PAY, token_of(url), &got), RC_OK);
		assert_true(str_eq(got.account, id));
		assert_true(str_eq(got.contact, id));
		assert_true(str_eq(got.invoice, id));
	}
	assert_int_equal(link_id_put(to, STR("")), 1);
}

static void
test_id_bytes(void **state)
{
	char room[LINK_ID_MAX], in[1 + LINK_ID_MAX];
	struct str rest, id;

	(void)state;
	memset(in, 'a', sizeof(in));
	for (unsigned head = 0; head < 256; head++) {
		unsigned n = head & 0x7f;

		in[0] = (char)head;
		rest = (struct str){in, sizeof(in)};
		assert_int_equal(link_id_take(&rest, true, room, &id),
		    head < 128 ? n <= 64 : n <= 32);
		rest = (struct str){in, sizeof(in)};
		assert_int_equal(
		    link_id_take(&rest, false, room, &id), head <= 64);
		/* Cut short by one. */
		rest = (struct str){in, n};
		assert_false(link_id_take(&rest, true, room, &id));
	}
	rest = (struct str){NULL, 0};
	assert_false(link_id_take(&rest, true, room, &id));
}

/* How long an address gets: what a reader of the text part sees. */
static void
test_length(void **state)
{
	struct link l[15];
	size_t shared;
	struct err err;

	(void)state;
	neighbours(l);
	shared = l[0].url.n;
	assert_int_equal(link_make_set(a, key, STR("x"), l, 3, &err), RC_OK);
	/* Two hashes more, in base64. */
	assert_in_range(shared - l[0].url.n, 42, 43);
}

/* Made by the version 1 of this program from a master key of 0, 1, .. 31. */
static const struct {
	enum link_purpose purpose;
	const char *id, *invoice, *token;
} old[] = {
    {LINK_PAY, "33e5736f1f2f4b1d", "",
	"AWQDAAAAcNvYgDPlc28fL0sdB0MtMTA0NDIGY3QtODgxAHhMVrIHLHvbo_OjBbwVwTdYJq"
	"3IsyP-Oin-17tXVCF8ugtSSdVd679GSAXNz5UO1s6TLWAdwsbkSASjrK1MDyq5LUguT1s9"
	"WbBOEe39Y-87HmTOgQXXWNaP6VdCKWlXCQ"},
    {LINK_DISPUTE, "b37f717163063a88", "INV-1",
	"AWQDAQEAcNvYgLN_cXFjBjqIB0MtMTA0NDIGY3QtODgxBUlOVi0xhQVw_8MbXkH0oRo_sR"
	"FrI1gmrcizI_46Kf7Xu1dUIXy6C1JJ1V3rv0ZIBc3PlQ7WzpMtYB3CxuRIBKOsrUwPKrkt"
	"SC5PWz1ZsE4R7f1j7zseZM6BBddY1o_pV0IpaVcJ"},
    {LINK_ACCOUNT, "5f353d16a5fff853", "",
	"AWQDAgIAcNvYgF81PRal__hTB0MtMTA0NDIGY3QtODgxAGczEY75DT994nyhjH8qTm26C1"
	"JJ1V3rv0ZIBc3PlQ7WzpMtYB3CxuRIBKOsrUwPKrktSC5PWz1ZsE4R7f1j7zseZM6BBddY"
	"1o_pV0IpaVcJ"},
    {LINK_PAY, "f0240de2863ddda0", "",
	"AWQBAAAAcNvYgPAkDeKGPd2gB0MtMTA0NDIGY3QtODgxAJlXSGwOGesNCXlkTM4wETWG4J"
	"a7b_qJHG-pglwRDVvWF4KmQxbNv8IYwoWJXdtM4b_Lhh4IOcF6B1XBY51uzg4"},
};

static struct seal_key *
old_key(void)
{
	char folder[] = "/tmp/link-old-XXXXXX", path[64];
	struct seal_key *k = NULL;
	struct err err;
	FILE *f;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/master.key", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < 32; i++)
		fputc(i, f);
	fclose(f);
	chmod(path, 0600);
	assert_int_equal(seal_key_load(folder, false, &k, &err), RC_OK);
	unlink(path);
	snprintf(path, sizeof(path), "%s/links-%u.pub", folder, seal_key_id(k));
	unlink(path);
	rmdir(folder);
	return k;
}

static void
test_version_1(void **state)
{
	struct seal_key *k = old_key();
	unsigned char raw[512];
	struct link got;
	char text[1024];
	struct err err;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		assert_int_equal(link_read(a, k, old[i].purpose,
				     str_of(old[i].token), NOW, &got, &err),
		    RC_OK);
		assert_true(str_eqc(got.account, "C-10442"));
		assert_true(str_eqc(got.contact, "ct-881"));
		assert_true(str_eqc(got.invoice, old[i].invoice));
		assert_true(got.expires == 1893456000);
		/* The name by which it may have been revoked. */
		assert_true(str_eqc(got.id, old[i].id));
		assert_int_equal(link_read(a, k, LINK_DOCUMENT,
				     str_of(old[i].token), NOW, &got, &err),
		    RC_BAD);
		assert_int_equal(
		    link_read(a, k, old[i].purpose, str_of(old[i].token),
			1893456000, &got, &err),
		    RC_MISS);
		n = decode(str_of(old[i].token), raw, sizeof(raw));
		for (size_t bit = 0; bit < n * 8; bit++) {
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
			seal_base64url(raw, n, text, sizeof(text));
			assert_int_equal(link_read(a, k, old[i].purpose,
					     str_of(text), NOW, &got, &err),
			    RC_BAD);
			raw[bit / 8] ^= (unsigned char)(1u << bit % 8);
		}
	}
	seal_key_free(&k);
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
	    cmocka_unit_test(test_neighbour_lacks_salt_only),
	    cmocka_unit_test(test_neighbour_guesses),
	    cmocka_unit_test(test_salts),
	    cmocka_unit_test(test_shared_set),
	    cmocka_unit_test(test_packed_ids),
	    cmocka_unit_test(test_id_bytes),
	    cmocka_unit_test(test_length),
	    cmocka_unit_test(test_version_1),
	    cmocka_unit_test(test_purpose_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
