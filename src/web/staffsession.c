#include "web/staffsession.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "port/seal.h"

#define VERSION     1
#define SINCE       5
#define OUTS        4
#define HEAD        (1 + SINCE + OUTS)
#define ADDRESS_MAX 254
#define RAW_MAX     (HEAD + ADDRESS_MAX + SEAL_HASH)
#define TEXT_MAX    (RAW_MAX / 3 * 4 + 8)

struct staffsession {
	unsigned char key[32];
};

struct staffsession *
staffsession_new(void)
{
	struct staffsession *s = xcalloc(1, sizeof(*s));

	seal_random(s->key, sizeof(s->key));
	return s;
}

void
staffsession_free(struct staffsession **s)
{
	if (*s != NULL)
		explicit_bzero(*s, sizeof(**s));
	free(*s);
	*s = NULL;
}

static void
mac_of(const struct staffsession *s, const unsigned char *raw, size_t n,
    unsigned char out[SEAL_HASH])
{
	struct str parts[] = {
	    STR("dunmail staff session"), {(const char *)raw, n}};

	seal_hmac_sha256(
	    (struct str){(const char *)s->key, sizeof(s->key)}, parts, 2, out);
}

static void
put_number(unsigned char *p, size_t n, int64_t v)
{
	while (n-- > 0) {
		p[n] = (unsigned char)v;
		v >>= 8;
	}
}

static int64_t
get_number(const unsigned char *p, size_t n)
{
	int64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

enum rc
staffsession_make(const struct staffsession *s, struct arena *a,
    const struct staffsession_who *who, struct str *out, struct err *err)
{
	unsigned char raw[RAW_MAX];
	char text[TEXT_MAX];
	size_t n = HEAD + who->address.n;

	if (who->address.n == 0 || who->address.n > ADDRESS_MAX)
		return err_set(err, RC_BAD, "no session for such an address");
	raw[0] = VERSION;
	put_number(raw + 1, SINCE, who->since);
	put_number(raw + 1 + SINCE, OUTS, who->outs);
	memcpy(raw + HEAD, who->address.p, who->address.n);
	mac_of(s, raw, n, raw + n);
	seal_base64url(raw, n + SEAL_HASH, text, sizeof(text));
	*out = arena_dup(a, str_of(text));
	return RC_OK;
}

enum rc
staffsession_read(const struct staffsession *s, struct arena *a,
    struct str value, int64_t now, struct staffsession_who *out)
{
	unsigned char raw[RAW_MAX], mac[SEAL_HASH];
	size_t n = 0;

	if (value.n > TEXT_MAX ||
	    !seal_unbase64url(value, raw, sizeof(raw), &n) ||
	    n <= HEAD + SEAL_HASH || raw[0] != VERSION)
		return RC_BAD;
	n -= SEAL_HASH;
	mac_of(s, raw, n, mac);
	if (!seal_equal((struct str){(char *)mac, sizeof(mac)},
		(struct str){(char *)raw + n, SEAL_HASH}))
		return RC_BAD;
	out->since = get_number(raw + 1, SINCE);
	out->outs = get_number(raw + 1 + SINCE, OUTS);
	out->address = arena_dup(a, (struct str){(char *)raw + HEAD, n - HEAD});
	return now < out->since || now - out->since >= STAFFSESSION_SECONDS
		   ? RC_MISS
		   : RC_OK;
}

struct str
staffsession_find(struct str cookies)
{
	struct str found = {NULL, 0}, part;

	while (str_cut(&cookies, ';', &part)) {
		part = str_trim(part);
		if (!str_starts(part, STR(STAFFSESSION_COOKIE "=")))
			continue;
		if (found.n > 0) /* somebody planted another */
			return (struct str){NULL, 0};
		found =
		    str_sub(part, sizeof(STAFFSESSION_COOKIE "=") - 1, part.n);
	}
	return found;
}

struct str
staffsession_cookie(
    struct arena *a, struct str root, struct str value, bool secure)
{
	return arena_fmt(a,
	    STAFFSESSION_COOKIE
	    "=%.*s; Path=%.*s/staff; Max-Age=%d; HttpOnly; SameSite=Strict%s",
	    STR_ARG(value), STR_ARG(root),
	    value.n > 0 ? STAFFSESSION_SECONDS : 0, secure ? "; Secure" : "");
}
