#include "render/stafflink.h"

#include <string.h>

#define VERSION    1
#define EXPIRY     5
#define EXPIRY_MAX ((INT64_C(1) << (8 * EXPIRY)) - 1)
#define SALT       16
#define HEAD       (2 + EXPIRY + SALT)
#define RAW_MAX    (HEAD + STAFFLINK_ADDRESS + SEAL_SIG)
#define TEXT_MAX   (RAW_MAX / 3 * 4 + 8)
#define CONTEXT    "dunmail staff link"
#define CONTEXT_N  (sizeof(CONTEXT) - 1)
#define ID         16

/* What is signed stands behind its context. */
struct token {
	unsigned char bytes[CONTEXT_N + RAW_MAX];
	size_t n; /* without the context */
};

static struct str
body_of(const struct token *t, size_t n)
{
	return (struct str){(const char *)t->bytes + CONTEXT_N, n};
}

static struct str
signed_of(const struct token *t, size_t n)
{
	return (struct str){(const char *)t->bytes, CONTEXT_N + n};
}

static struct str
id_of(struct arena *a, const struct token *t, size_t n)
{
	unsigned char hash[ID];
	char hex[2 * ID + 1];

	seal_blake2b(signed_of(t, n), hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	return arena_dup(a, str_of(hex));
}

enum rc
stafflink_make(struct arena *a, const struct seal_key *key, struct str base,
    struct stafflink *link, struct str *url, struct err *err)
{
	struct token t = {.n = HEAD};
	unsigned char *p = t.bytes + CONTEXT_N;
	char text[TEXT_MAX];

	if (link->address.n == 0 || link->address.n > STAFFLINK_ADDRESS ||
	    link->expires < 0 || link->expires > EXPIRY_MAX)
		return err_set(err, RC_BAD, "no link for such an address");
	memcpy(t.bytes, CONTEXT, CONTEXT_N);
	p[0] = VERSION;
	p[1] = (unsigned char)seal_key_id(key);
	for (int i = 0; i < EXPIRY; i++)
		p[2 + i] =
		    (unsigned char)(link->expires >> (8 * (EXPIRY - 1 - i)));
	seal_random(p + 2 + EXPIRY, SALT);
	memcpy(p + HEAD, link->address.p, link->address.n);
	t.n += link->address.n;
	seal_sign(key, signed_of(&t, t.n), p + t.n);
	seal_base64url(p, t.n + SEAL_SIG, text, sizeof(text));
	link->id = id_of(a, &t, t.n);
	*url = arena_fmt(a, "%.*s/staff/in/%s", STR_ARG(base), text);
	return RC_OK;
}

static bool
token_take(struct str text, struct token *t)
{
	if (text.n > TEXT_MAX ||
	    !seal_unbase64url(text, t->bytes + CONTEXT_N, RAW_MAX, &t->n) ||
	    t->n <= HEAD + SEAL_SIG || t->bytes[CONTEXT_N] != VERSION)
		return false;
	memcpy(t->bytes, CONTEXT, CONTEXT_N);
	t->n -= SEAL_SIG;
	return true;
}

enum rc
stafflink_read(struct arena *a, const struct seal_key *key, struct str token,
    int64_t now, struct stafflink *out, struct err *err)
{
	struct token t = {.n = 0};
	const unsigned char *p = t.bytes + CONTEXT_N;

	if (!token_take(token, &t) ||
	    !seal_verify_id(key, p[1], signed_of(&t, t.n), p + t.n) ||
	    !str_is_utf8(str_sub(body_of(&t, t.n), HEAD, t.n)))
		return err_set(err, RC_BAD, "not a link of ours");
	*out = (struct stafflink){.id = id_of(a, &t, t.n)};
	for (int i = 0; i < EXPIRY; i++)
		out->expires = out->expires << 8 | p[2 + i];
	out->address = arena_dup(a, str_sub(body_of(&t, t.n), HEAD, t.n));
	if (now >= out->expires)
		return err_set(
		    err, RC_MISS, "link %.*s has expired", STR_ARG(out->id));
	return RC_OK;
}
