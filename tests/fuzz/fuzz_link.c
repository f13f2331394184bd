/*
 * A token of any bytes: never accepted, for nothing here was signed with the
 * key at hand; and a good one with a few bytes changed is not, either.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/link.h"
#include "render/msgid.h"

static struct arena *a;
static struct seal_key *key;
static struct str good;

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
	struct link l = {
	    .purpose = LINK_PAY,
	    .expires = 1,
	    .account = STR("A"),
	    .invoice = STR("I"),
	};
	struct link set[3] = {l, l, l};
	struct err err;

	if (seal_start(&err) != RC_OK || mkdtemp(dir) == NULL ||
	    seal_key_load(dir, true, &key, &err) != RC_OK)
		abort();
	unlink_in(dir, "master.key");
	snprintf(name, sizeof(name), "links-%u.pub", seal_key_id(key));
	unlink_in(dir, name);
	rmdir(dir);
	a = arena_new(1 << 20);
	if (link_make_set(a, key, STR("x"), set, 3, &err) != RC_OK)
		abort();
	good = set[1].url;
	good = str_sub(good, str_rchr(good, '/') + 1, good.n);
	good = (struct str){strndup(good.p, good.n), good.n};
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size}, touch;
	char *mixed;

	if (key == NULL)
		start();
	never(in);
	if (msgid_read(a, key, in, &touch) ||
	    msgid_read_address(a, key, in, &touch))
		abort();
	/* Two bytes: a place in the good token; the rest goes over it. */
	if (size < 3 || size > good.n)
		return 0;
	mixed = strndup(good.p, good.n);
	if (mixed == NULL)
		abort();
	memcpy(mixed + (data[0] << 8 | data[1]) % (good.n - size + 3), data + 2,
	    size - 2);
	if (memcmp(mixed, good.p, good.n) != 0)
		never((struct str){mixed, good.n});
	free(mixed);
	return 0;
}
