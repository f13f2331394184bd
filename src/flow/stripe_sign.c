#include "flow/stripe_sign.h"

#include <string.h>

#include "port/js.h"
#include "port/seal.h"

#define HEADER_MAX 4096
#define HEX        (2 * SEAL_HASH)
#define SIGNATURES 8

struct header {
	struct str time;
	int64_t at;
	struct str v1[SIGNATURES];
	size_t count;
};

static bool
read_header(struct str text, struct header *out)
{
	struct str part;

	*out = (struct header){.count = 0};
	if (text.n > HEADER_MAX)
		return false;
	while (str_cut(&text, ',', &part)) {
		if (str_starts(part, STR("t="))) {
			if (out->time.n > 0)
				return false;
			out->time = str_sub(part, 2, part.n);
		} else if (str_starts(part, STR("v1="))) {
			if (out->count == SIGNATURES)
				return false;
			out->v1[out->count++] = str_sub(part, 3, part.n);
		}
	}
	return str_to_i64(out->time, 0, INT64_MAX / 2, &out->at) &&
	       out->count > 0;
}

/* All are compared, whichever fits. */
static bool
fits(const struct header *h, struct str secret, struct str body)
{
	const struct str parts[] = {h->time, STR("."), body};
	unsigned char mac[SEAL_HASH];
	char hex[HEX + 1];
	bool any = false;

	seal_hmac_sha256(secret, parts, 3, mac);
	seal_hex(mac, sizeof(mac), hex);
	for (size_t i = 0; i < h->count; i++)
		any |= seal_equal(h->v1[i], (struct str){hex, HEX});
	return any;
}

enum rc
stripe_sign_check(struct str secrets, struct str header, struct str body,
    int64_t now, struct err *err)
{
	struct header h;
	struct str secret;
	bool any = false;

	if (header.n == 0)
		return err_set(err, RC_BAD, "not signed");
	if (!read_header(header, &h))
		return err_set(
		    err, RC_BAD, "the signature's header cannot be read");
	if (h.at < now - STRIPE_SIGN_SECONDS)
		return err_set(err, RC_BAD, "signed too long ago");
	if (h.at > now + STRIPE_SIGN_SECONDS)
		return err_set(err, RC_BAD, "signed in the future");
	for (int i = 0; i < STRIPE_SIGN_SECRETS && str_line(&secrets, &secret);
	     i++) {
		secret = str_trim(secret);
		if (secret.n > 0)
			any |= fits(&h, secret, body);
	}
	return any ? RC_OK : err_set(err, RC_BAD, "the signature is wrong");
}

enum rc
stripe_sign_event(struct str body, char *id, size_t room, struct err *err)
{
	struct js *j = NULL;
	struct err why = {""};
	struct str s;
	enum rc rc = RC_OK;

	if (js_parse(body, &j, &why) != RC_OK)
		return err_set(err, RC_BAD, "no JSON");
	s = js_str(js_get(j, "id"));
	if (!str_eqc(js_str(js_get(j, "object")), "event") || s.n == 0 ||
	    s.n >= room)
		rc = err_set(err, RC_BAD, "no event");
	for (size_t i = 0; i < s.n && rc == RC_OK; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '_')
			rc = err_set(err, RC_BAD, "no id of an event");
	if (rc == RC_OK) {
		memcpy(id, s.p, s.n);
		id[s.n] = '\0';
	}
	js_free(&j);
	return rc;
}
