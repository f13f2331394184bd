#ifndef DUNMAIL_PORT_OAUTH_H
#define DUNMAIL_PORT_OAUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * oauth: one request to an authorisation server (RFC 6749, 8628), a form by
 * POST, JSON back. TLS is verified; http is for loopback only, by the address
 * that is really dialled. Nothing is redirected, an answer has a ceiling
 * (LIMIT_OAUTH_ANSWER) and the whole request a time.
 */
struct oauth_field {
	const char *name;
	struct str value;
	bool secret; /* blanked wherever the server repeats it */
};

struct oauth_request {
	struct str url;
	struct str ca_file; /* empty: the system's trust */
	int64_t timeout;    /* seconds */
	const struct oauth_field *fields;
	size_t count;
};

/* Absent texts are empty, absent numbers 0. All are plain text that may stand
 * in a URL, a header or a line; other answers are refused. */
struct oauth_answer {
	int64_t status;      /* of HTTP */
	int64_t retry_after; /* seconds, as the server wants */
	struct str error, description;
	struct str access_token, refresh_token;
	int64_t expires_in;
	struct str device_code, user_code, verification_uri;
	int64_t interval;

	struct buf text; /* what the others point into */
};

/*
 * RC_OK: 200 and JSON that is no error. RC_BAD: the server answered with an
 * error of OAuth; it stands in *out, and in words in err. RC_LATER: anything
 * else, a network, a certificate, a redirect, no JSON. oauth_answer_fini in
 * every case.
 */
enum rc oauth_post(
    const struct oauth_request *rq, struct oauth_answer *out, struct err *err);
void oauth_answer_fini(struct oauth_answer *a); /* wipes */

/* The pure half: what an answer of that status says. */
enum rc oauth_read(
    int64_t status, struct str body, struct oauth_answer *out, struct err *err);

/* name=value&..., percent-encoded; false if it does not fit. */
bool oauth_form(const struct oauth_field *fields, size_t n, struct buf *out);

/* Seconds since 1970 by the real clock, whatever --now says: the server goes
 * by it. */
int64_t oauth_clock(void);

#endif
