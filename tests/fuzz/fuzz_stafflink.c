/*
 * A link to sign in, and the cookie of a session, of any bytes: never accepted,
 * for nothing here was signed with the keys at hand; and good ones with bytes
 * changed are not, either. The header line of cookies is taken apart without
 * going astray.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/stafflink.h"
#include "web/staffsession.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *a;
static struct seal_key *key;
static struct staffsession *sessions;
static char link_text[512], cookie_text[512];

static void
make_key(void)
{
	char dir[] = "/tmp/fuzz-stafflink-XXXXXX", path[128];
	struct err err;

	if (seal_start(&err) != RC_OK || mkdtemp(dir) == NULL ||
	    seal_key_load(dir, true, &key, &err) != RC_OK)
		abort();
	snprintf(path, sizeof(path), "%s/master.key", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/links-%u.pub", dir, seal_key_id(key));
	unlink(path);
	rmdir(dir);
}

static void
start(void)
{
	struct stafflink l = {.address = STR("ruth@x.example"), .expires = 900};
	struct staffsession_who who = {STR("ruth@x.example"), 1, 0};
	struct str url, value;
	struct err err;

	make_key();
	a = arena_new(1 << 20);
	sessions = staffsession_new();
	if (stafflink_make(a, key, STR("x"), &l, &url, &err) != RC_OK ||
	    staffsession_make(sessions, a, &who, &value, &err) != RC_OK)
		abort();
	url = str_sub(url, str_rchr(url, '/') + 1, url.n);
	memcpy(link_text, url.p, url.n);
	memcpy(cookie_text, value.p, value.n);
}

static void
want_refused(struct str text)
{
	struct staffsession_who who;
	struct stafflink l;
	struct err err;

	if (!str_eqc(text, link_text) &&
	    stafflink_read(a, key, text, 1, &l, &err) != RC_BAD)
		abort();
	if (!str_eqc(text, cookie_text) &&
	    staffsession_read(sessions, a, text, 1, &who) != RC_BAD)
		abort();
}

/* The good text with what was given written over it, from a place on. */
static void
want_changed_refused(const char *good, const uint8_t *data, size_t size)
{
	char text[512];
	size_t n = strlen(good), at = size > 0 ? data[0] % n : 0;

	memcpy(text, good, n);
	for (size_t i = 1; i < size && at + i - 1 < n; i++)
		text[at + i - 1] = (char)data[i];
	want_refused((struct str){text, n});
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = {(const char *)data, size};

	if (a == NULL)
		start();
	arena_reset(a);
	want_refused(all);
	want_refused(staffsession_find(all));
	want_changed_refused(link_text, data, size);
	want_changed_refused(cookie_text, data, size);
	return 0;
}
