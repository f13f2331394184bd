/*
 * tokens.c COUNT: tokens that nobody made, read in process: cut, longer, with
 * other bits, spelt otherwise, put together from several, used for another
 * purpose, a customer's as a colleague's. Prints how many of each kind were
 * tried and how many were accepted; 1 when one was, or when a genuine one was
 * not.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/day.h"
#include "render/link.h"
#include "render/stafflink.h"

#define NOW      INT64_C(1790000000)
#define GENUINE  64
#define THREADS  2
#define TEXT_MAX 2048

enum kind {
	KIND_FLIPPED, /* one bit of the bytes */
	KIND_FORGED,  /* our fields, random signature */
	KIND_SPLICED, /* the front of one, the end of another */
	KIND_SPELT,   /* one letter of the text */
	KIND_CUT,
	KIND_LONGER,
	KIND_PURPOSE, /* as it is, for another purpose */
	KIND_RANDOM,
	KIND_STAFF, /* a customer's as a colleague's, and back */
	KINDS
};

static const char *const names[KINDS] = {
    [KIND_FLIPPED] = "flipped",
    [KIND_FORGED] = "forged",
    [KIND_SPLICED] = "spliced",
    [KIND_SPELT] = "spelt",
    [KIND_CUT] = "cut",
    [KIND_LONGER] = "longer",
    [KIND_PURPOSE] = "purpose",
    [KIND_RANDOM] = "random",
    [KIND_STAFF] = "staff",
};

static struct seal_key *key;
static struct link links[GENUINE];
static struct str tokens[GENUINE], staff[GENUINE];

struct work {
	uint64_t seed;
	long count;
	long tried[KINDS], accepted[KINDS], same, genuine, lost;
};

static uint64_t
next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static size_t
bytes_of(struct str t, unsigned char *raw)
{
	size_t n = 0;

	if (!seal_unbase64url(t, raw, TEXT_MAX, &n))
		abort();
	return n;
}

static struct str
text_of(const unsigned char *raw, size_t n, char *out)
{
	seal_base64url(raw, n, out, 2 * TEXT_MAX);
	return str_of(out);
}

/* A token that is not genuine, or that is not what it is used for. */
static struct str
make(struct work *w, enum kind kind, size_t i, char *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char raw[2 * TEXT_MAX], other[TEXT_MAX];
	struct str t = tokens[i], u = tokens[(i + 1) % GENUINE];
	size_t n = bytes_of(t, raw), m = bytes_of(u, other), at;
	uint64_t r = next(&w->seed);

	switch (kind) {
	case KIND_FLIPPED:
		raw[r % n] ^= (unsigned char)(1u << (r >> 32 & 7));
		return text_of(raw, n, out);
	case KIND_FORGED:
		for (size_t k = n - SEAL_SIG; k < n; k++)
			raw[k] = (unsigned char)next(&w->seed);
		return text_of(raw, n, out);
	case KIND_SPLICED:
		at = r % n;
		if (m > at)
			memcpy(raw + at, other + at, m - at);
		return text_of(raw, m > at ? m : n, out);
	case KIND_SPELT:
		memcpy(out, t.p, t.n);
		out[r % t.n] = digits[r >> 32 & 63];
		return (struct str){out, t.n};
	case KIND_CUT:
		memcpy(out, t.p, t.n);
		return (struct str){out, r % t.n};
	case KIND_LONGER:
		memcpy(out, t.p, t.n);
		for (at = t.n; at < t.n + 1 + r % 64; at++)
			out[at] = digits[next(&w->seed) & 63];
		return (struct str){out, at};
	case KIND_RANDOM:
		n = r % TEXT_MAX;
		for (size_t k = 0; k < n; k++)
			raw[k] = (unsigned char)next(&w->seed);
		if (n > 1) { /* as far as it can look like one */
			raw[0] = 2;
			raw[1] = (unsigned char)seal_key_id(key);
		}
		return n > 0 ? text_of(raw, n, out) : STR("");
	case KIND_STAFF:
	case KIND_PURPOSE:
	case KINDS:
		break;
	}
	return t;
}

static bool
is_genuine(struct str t)
{
	for (size_t i = 0; i < GENUINE; i++)
		if (str_eq(t, tokens[i]))
			return true;
	return false;
}

static void
try_one(struct work *w, struct arena *a, enum kind kind, size_t i)
{
	static __thread char text[4 * TEXT_MAX];
	enum link_purpose purpose = links[i].purpose;
	struct str t = make(w, kind, i, text);
	struct stafflink colleague;
	struct link link;
	struct err err;
	enum rc rc;

	if (kind == KIND_PURPOSE)
		purpose = (enum link_purpose)(
		    (purpose + 1 + next(&w->seed) % (LINK_PURPOSES - 1)) %
		    LINK_PURPOSES);
	else if (kind != KIND_STAFF && is_genuine(t)) {
		w->same++;
		return;
	}
	w->tried[kind]++;
	if (kind != KIND_STAFF)
		rc = link_read(a, key, purpose, t, NOW, &link, &err);
	else if (next(&w->seed) & 1)
		rc = link_read(a, key, purpose, staff[i], NOW, &link, &err);
	else
		rc = stafflink_read(a, key, t, NOW, &colleague, &err);
	w->accepted[kind] += rc != RC_BAD;
}

static void *
work(void *ctx)
{
	struct work *w = ctx;
	struct arena *a = arena_new(1u << 20);
	struct link link;
	struct err err;

	for (long n = 0; n < w->count; n++) {
		size_t i = next(&w->seed) % GENUINE;

		arena_reset(a);
		try_one(w, a, (enum kind)(n % KINDS), i);
		if (n % 10000 != 0)
			continue;
		w->genuine++;
		w->lost += link_read(a, key, links[i].purpose, tokens[i], NOW,
			       &link, &err) != RC_OK;
	}
	arena_free(&a);
	return NULL;
}

static void
make_genuine(struct arena *a)
{
	struct err err;

	for (size_t i = 0; i < GENUINE; i++)
		links[i] = (struct link){
		    .purpose = (enum link_purpose)(i % LINK_PURPOSES),
		    .expires = NOW + 1 + (int64_t)i * DAY_SECS,
		    .account = arena_fmt(a, "C-%zu", i),
		    .contact = arena_fmt(a, "%032zx", i),
		    .invoice = arena_fmt(a, "INV/%zu", i),
		};
	/* Half of them in sets, half alone. */
	for (size_t i = 0; i < GENUINE; i += i < GENUINE / 2 ? 8 : 1)
		if (link_make_set(a, key, STR("https://x"), &links[i],
			i < GENUINE / 2 ? 8 : 1, &err) != RC_OK)
			abort();
	for (size_t i = 0; i < GENUINE; i++) {
		struct stafflink s = {arena_fmt(a, "ruth%zu@example.com", i),
		    NOW + 900, {NULL, 0}};
		struct str url;

		tokens[i] = str_sub(links[i].url,
		    str_rchr(links[i].url, '/') + 1, links[i].url.n);
		if (stafflink_make(a, key, STR("https://x"), &s, &url, &err) !=
		    RC_OK)
			abort();
		staff[i] = str_sub(url, str_rchr(url, '/') + 1, url.n);
	}
}

static struct seal_key *
new_key(void)
{
	char dir[] = "/tmp/attack-keys-XXXXXX", path[128];
	struct seal_key *made = NULL;
	struct err err;

	if (mkdtemp(dir) == NULL || seal_start(&err) != RC_OK ||
	    seal_key_load(dir, true, &made, &err) != RC_OK)
		abort();
	snprintf(path, sizeof(path), "%s/master.key", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/links-%u.pub", dir, seal_key_id(made));
	unlink(path);
	rmdir(dir);
	return made;
}

int
main(int argc, char **argv)
{
	long count = argc > 1 ? (long)strtoull(argv[1], NULL, 10) : 100000;
	struct arena *a = arena_new(4u << 20);
	struct work w[THREADS] = {
	    {.seed = 0x9e3779b97f4a7c15}, {.seed = 0xd1b54a32d192ed03}};
	pthread_t threads[THREADS];
	long all = 0, bad = 0;

	key = new_key();
	make_genuine(a);
	for (int i = 0; i < THREADS; i++) {
		w[i].count = count / THREADS;
		if (pthread_create(&threads[i], NULL, work, &w[i]) != 0)
			abort();
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int k = 0; k < KINDS; k++) {
		long tried = w[0].tried[k] + w[1].tried[k];
		long accepted = w[0].accepted[k] + w[1].accepted[k];

		printf("  %-8s %9ld tried, %ld accepted\n", names[k], tried,
		    accepted);
		all += tried;
		bad += accepted;
	}
	printf("tokens: %ld tried in process, %ld accepted; of %ld genuine "
	       "%ld refused\n",
	    all, bad, w[0].genuine + w[1].genuine, w[0].lost + w[1].lost);
	bad += w[0].lost + w[1].lost;
	seal_key_free(&key);
	arena_free(&a);
	return bad == 0 ? 0 : 1;
}
