#include "flow/twilio_sign.h"

#include "base/arena.h"
#include "base/buf.h"
#include "decide/carrier_event.h"
#include "port/hmac.h"

#define SIGNED_MAX (2 * (size_t)CARRIER_BODY_MAX)
#define ARENA_MAX  (4u << 20)

struct parts {
	struct str scheme, host, path; /* "https://", "x:443", "/a?b" */
};

static bool
part(struct str url, struct parts *out)
{
	size_t at = str_find(url, STR("://")), slash;

	if (at == STR_NPOS)
		return false;
	out->scheme = str_sub(url, 0, at + 3);
	url = str_sub(url, at + 3, url.n);
	slash = str_chr(url, '/');
	out->host = str_sub(url, 0, slash);
	out->path = slash == STR_NPOS ? STR("") : str_sub(url, slash, url.n);
	return true;
}

/* Where the port begins; IPv6 has colons within brackets. */
static size_t
port_at(struct str host)
{
	size_t colon = str_rchr(host, ':'), bracket = str_rchr(host, ']');

	if (colon == STR_NPOS || (bracket != STR_NPOS && bracket > colon))
		return STR_NPOS;
	return colon;
}

static bool
is_signed(struct str token, const struct parts *p, const char *port,
    struct str fields, struct str signature)
{
	struct buf b;
	bool yes;

	buf_init(&b, SIGNED_MAX);
	buf_add_str(&b, p->scheme);
	buf_add_str(&b, p->host);
	buf_adds(&b, port);
	buf_add_str(&b, p->path);
	buf_add_str(&b, fields);
	yes = !b.full && hmac_sha1_is(token, buf_str(&b), signature);
	buf_fini(&b);
	return yes;
}

/* Names and values one behind the other; what stands there twice counts
 * once. */
static void
put_fields(const struct carrier_field *v, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && str_eq(v[i].name, v[i - 1].name) &&
		    str_eq(v[i].value, v[i - 1].value))
			continue;
		buf_add_str(out, v[i].name);
		buf_add_str(out, v[i].value);
	}
}

bool
twilio_verify(
    struct str token, struct str url, struct str body, struct str signature)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct carrier_field *v = NULL;
	struct parts p = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
	struct buf fields;
	size_t n = 0, colon;
	bool yes = false;

	buf_init(&fields, CARRIER_BODY_MAX);
	if (token.n == 0 || signature.n != HMAC_SHA1_BASE64 - 1 ||
	    !part(url, &p) || !carrier_form(a, body, &v, &n))
		goto out;
	put_fields(v, n, &fields);
	if (fields.full)
		goto out;
	yes = is_signed(token, &p, "", buf_str(&fields), signature);
	colon = port_at(p.host);
	if (!yes && colon == STR_NPOS)
		yes = is_signed(token, &p,
		    str_fold_eqc(p.scheme, "https://") ? ":443" : ":80",
		    buf_str(&fields), signature);
	if (!yes && colon != STR_NPOS) {
		p.host = str_sub(p.host, 0, colon);
		yes = is_signed(token, &p, "", buf_str(&fields), signature);
	}
out:
	buf_fini(&fields);
	arena_free(&a);
	return yes;
}
