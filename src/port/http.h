#ifndef DUNMAIL_PORT_HTTP_H
#define DUNMAIL_PORT_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * http: one request to a server that the configuration names, over libcurl.
 * TLS is verified (1.2 or newer); http is for loopback only, by the address
 * that is really dialled. Nothing is redirected, no proxy of the environment
 * is used, an answer has a ceiling and the whole request a time.
 */
struct http_header {
	const char *name;
	struct str value; /* plain text of one line, else RC_BAD */
};

struct http_request {
	const char *method; /* "GET", "POST", "DELETE" */
	struct str url;
	struct str ca_file;        /* empty: the system's trust */
	struct str user, password; /* Basic; both empty: none */
	const struct http_header *headers;
	size_t header_count;
	struct str body;
	struct str type;   /* Content-Type of the body */
	int64_t timeout;   /* seconds */
	size_t answer_max; /* bytes */
};

struct http_answer {
	int64_t status;
	int64_t retry_after; /* seconds, as the server wants; 0 */
	struct buf body;
	bool sent; /* of RC_LATER: it may have arrived there */
};

/* RC_OK: it was answered, whatever the status. RC_LATER: it was not, or not
 * wholly. RC_BAD: this request can't be made. http_answer_fini in every
 * case. */
enum rc http_send(
    const struct http_request *rq, struct http_answer *out, struct err *err);
void http_answer_fini(struct http_answer *a); /* wipes */

/* A form as application/x-www-form-urlencoded: name=value&..., both encoded.
 * Names may hold brackets. */
struct http_field {
	struct str name, value;
};
void http_form(const struct http_field *fields, size_t n, struct buf *out);

#endif
