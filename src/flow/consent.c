#include "flow/consent.h"

#include <string.h>

#include "decide/token.h"
#include "flow/tokens.h"
#include "model/limits.h"
#include "port/seal.h"

#define INTERVAL_SECS     5 /* RFC 8628, 3.2 and 3.5 */
#define INTERVAL_MAX_SECS 120
#define CODE_LIFE_SECS    900
#define RANDOM_BYTES      32
#define BASE64_MAX        44
/* Nothing listens there: who consents brings the address back. */
#define REDIRECT "http://localhost"

enum rc
consent_device(const struct oauth_settings *o, struct arena *a,
    struct consent *out, struct err *err)
{
	struct oauth_answer got;
	enum rc rc = tokens_post(o, o->device_url, NULL, 0, &got, err);

	*out = (struct consent){.interval = INTERVAL_SECS};
	if (rc == RC_OK && (got.device_code.n == 0 || got.user_code.n == 0 ||
			       !str_starts(got.verification_uri, STR("http"))))
		rc = err_set(err, RC_LATER, "the answer holds no code");
	if (rc == RC_OK) {
		out->url = arena_dup(a, got.verification_uri);
		out->user_code = arena_dup(a, got.user_code);
		out->device_code = arena_dup(a, got.device_code);
		if (got.interval > 0)
			out->interval = got.interval;
		out->until =
		    oauth_clock() +
		    (got.expires_in > 0 ? got.expires_in : CODE_LIFE_SECS);
	}
	oauth_answer_fini(&got);
	return rc;
}

/* Not yet, or never. */
static enum rc
judge(struct consent *c, const struct oauth_answer *got, struct err *err)
{
	switch (token_meaning(got->status, got->error)) {
	case TOKEN_PENDING:
		return RC_LATER;
	case TOKEN_SLOW_DOWN:
		c->interval += INTERVAL_SECS;
		return RC_LATER;
	case TOKEN_EXPIRED:
		return err_set(err, RC_BAD, "nobody typed the code in time");
	case TOKEN_DENIED:
		return err_set(err, RC_BAD, "consent was denied");
	case TOKEN_STOP:
		return RC_BAD;
	case TOKEN_LATER:
		break;
	}
	if (c->interval < INTERVAL_MAX_SECS)
		c->interval *= 2;
	return RC_LATER;
}

enum rc
consent_device_poll(
    const struct oauth_settings *o, struct consent *c, struct err *err)
{
	struct oauth_field fields[] = {
	    {"grant_type", STR("urn:ietf:params:oauth:grant-type:device_code"),
		false},
	    {"device_code", c->device_code, true},
	};
	struct oauth_answer got;
	enum rc rc;

	if (oauth_clock() >= c->until)
		return err_set(err, RC_BAD, "nobody typed the code in time");
	rc = tokens_post(o, o->token_url, fields, 2, &got, err);
	if (rc == RC_OK)
		rc = tokens_adopt(o, &got, err);
	else if (rc != RC_DOWN)
		rc = judge(c, &got, err);
	oauth_answer_fini(&got);
	return rc == RC_DOWN ? RC_BAD : rc;
}

static struct str
random_text(struct arena *a)
{
	unsigned char bytes[RANDOM_BYTES];
	char text[BASE64_MAX];

	seal_random(bytes, sizeof(bytes));
	seal_base64url(bytes, sizeof(bytes), text, sizeof(text));
	return arena_dup(a, str_of(text));
}

void
consent_browser(
    const struct oauth_settings *o, struct arena *a, struct consent *out)
{
	unsigned char hash[SEAL_HASH];
	char challenge[BASE64_MAX];
	struct oauth_field fields[9] = {
	    {"response_type", STR("code"), false},
	    {"client_id", o->client_id, false},
	    {"redirect_uri", STR(REDIRECT), false},
	    {"scope", o->scope, false},
	    {"code_challenge_method", STR("S256"), false},
	};
	size_t n = 5;
	struct buf b;

	*out = (struct consent){
	    .verifier = random_text(a), .state = random_text(a)};
	seal_sha256(out->verifier, hash);
	seal_base64url(hash, sizeof(hash), challenge, sizeof(challenge));
	fields[n++] =
	    (struct oauth_field){"code_challenge", str_of(challenge), false};
	fields[n++] = (struct oauth_field){"state", out->state, false};
	if (o->provider == OAUTH_GOOGLE) {
		/* Else Google gives a refresh token the first time only. */
		fields[n++] =
		    (struct oauth_field){"access_type", STR("offline"), false};
		fields[n++] =
		    (struct oauth_field){"prompt", STR("consent"), false};
	}
	buf_init(&b, LIMIT_OAUTH_ANSWER);
	(void)oauth_form(fields, n, &b);
	out->url = arena_fmt(
	    a, "%.*s?%.*s", STR_ARG(o->auth_url), STR_ARG(buf_str(&b)));
	buf_fini(&b);
}

static int
digit(char c)
{
	c = str_lower(c);
	if (str_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str
decode(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%' && i + 2 < s.n && digit(s.p[i + 1]) >= 0 &&
		    digit(s.p[i + 2]) >= 0) {
			c = (char)(digit(s.p[i + 1]) * 16 + digit(s.p[i + 2]));
			i += 2;
		}
		out[n++] = c;
	}
	return (struct str){out, n};
}

/* A value of the query of an address; empty: it has none of that name. */
static struct str
value_of(struct arena *a, struct str address, const char *name)
{
	struct str rest, pair, key;
	size_t at = str_chr(address, '?');

	if (at == STR_NPOS)
		return (struct str){NULL, 0};
	rest = str_sub(address, at + 1, address.n);
	rest = str_sub(rest, 0, str_chr(rest, '#'));
	while (str_cut(&rest, '&', &pair))
		if (str_cut(&pair, '=', &key) && str_eqc(key, name))
			return decode(a, pair);
	return (struct str){NULL, 0};
}

static enum rc
code_of(struct arena *a, const struct consent *c, struct str pasted,
    struct str *code, struct err *err)
{
	pasted = str_trim(pasted);
	*code = pasted;
	if (str_find(pasted, STR("://")) != STR_NPOS) {
		struct str error = value_of(a, pasted, "error");

		if (error.n > 0)
			return err_set(err, RC_BAD, "consent was denied (%.*s)",
			    STR_ARG(str_sub(error, 0, 60)));
		if (!str_eq(value_of(a, pasted, "state"), c->state))
			return err_set(err, RC_BAD,
			    "this address belongs to another try; open the "
			    "page that was just printed");
		*code = value_of(a, pasted, "code");
	}
	if (code->n == 0)
		return err_set(err, RC_BAD, "there is no code in that");
	return RC_OK;
}

enum rc
consent_browser_done(const struct oauth_settings *o, struct arena *a,
    const struct consent *c, struct str pasted, struct err *err)
{
	struct oauth_field fields[] = {
	    {"grant_type", STR("authorization_code"), false},
	    {"redirect_uri", STR(REDIRECT), false},
	    {"code_verifier", c->verifier, true},
	    {"code", pasted, true},
	};
	struct oauth_answer got;
	enum rc rc = code_of(a, c, pasted, &fields[3].value, err);

	if (rc != RC_OK)
		return rc;
	rc = tokens_post(o, o->token_url, fields, 4, &got, err);
	if (rc == RC_OK)
		rc = tokens_adopt(o, &got, err);
	oauth_answer_fini(&got);
	return rc == RC_OK ? rc : RC_BAD;
}
