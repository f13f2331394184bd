/*
 * A token of any bytes: never accepted, for nothing here was signed with the
 * key at hand; and a good one with a few bytes changed is not, either: as
 * text, or as the bytes it stands for, so that it still parses. The good one
 * is of a set that several accounts share.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/link.h"
#include "render/msgid.h"

#define SET 15

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *a;
static struct seal_key *key;
static struct str good;
static unsigned char good_raw[512];
static size_t good_n;

static void
unlink_in(const char *dir, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

static void
start(void)
{
	char name[32];
	char dir[] = "/tmp/fuzz-link-XXXXXX";
	struct link set[SET];
	struct err err;

	if (seal_start(&err) != RC_OK || mkdtemp(dir) == NULL ||
	    seal_key_load(dir, true, &key, &err) != RC_OK)
		abort();
	unlink_in(dir, "master.key");
	snprintf(name, sizeof(name), "links-%u.pub", seal_key_id(key));
	unlink_in(dir, name);
	rmdir(dir);
	a = arena_new(1 << 20);
	for (size_t i = 0; i < SET; i++)
		set[i] = (struct link){
		    .purpose = (enum link_purpose)(i % 3),
		    .expires = 1,
		    .account = arena_fmt(a, "A%zu", i / 3),
		    .invoice = STR("I"),
		};
	if (link_make_set(a, key, STR("x"), set, SET, &err) != RC_OK)
		abort();
	good = set[SET / 2].url;
	good = str_sub(good, str_rchr(good, '/') + 1, good.n);
	good = (struct str){strndup(good.p, good.n), good.n};
	if (!seal_unbase64url(good, good_raw, sizeof(good_raw), &good_n))
		abort();
}

static void
never(struct str token)
{
	struct link l;
	struct err err;

	arena_reset(a);
	for (int p = 0; p < LINK_PURPOSES; p++)
		if (link_read(a, key, (enum link_purpose)p, token, 0, &l,
			&err) != RC_BAD)
			abort();
}

/* data: a place in the token, two bytes; the rest goes over it. */
static void
over(const char *token, size_t n, const uint8_t *data, size_t size, bool raw)
{
	char mixed[512], text[1024];

	if (size < 3 || size - 2 > n || n > sizeof(mixed))
		return;
	memcpy(mixed, token, n);
	memcpy(mixed + (size_t)(data[0] << 8 | data[1]) % (n - size + 3),
	    data + 2, size - 2);
	if (memcmp(mixed, token, n) == 0)
		return;
	if (!raw) {
		never((struct str){mixed, n});
		return;
	}
	seal_base64url((unsigned char *)mixed, n, text, sizeof(text));
	never(str_of(text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size}, touch;

	if (key == NULL)
		start();
	never(in);
	if (msgid_read(a, key, in, &touch) ||
	    msgid_read_address(a, key, in, &touch))
		abort();
	over(good.p, good.n, data, size, false);
	over((const char *)good_raw, good_n, data, size, true);
	return 0;
}
