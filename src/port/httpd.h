#ifndef DUNMAIL_PORT_HTTPD_H
#define DUNMAIL_PORT_HTTPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * httpd: libmicrohttpd. Whole requests in, whole answers out: a body has
 * arrived, within the ceiling of its path, before anybody looks at it; header
 * lines, connections, connections of one address and the time of a request
 * have ceilings from the first line on. What several readers could understand
 * differently (two lengths, length and chunks, a blank before a colon, no or
 * two Host, %00, a bare CR) is refused with 400.
 */
enum httpd_method {
	HTTPD_GET,
	HTTPD_HEAD,
	HTTPD_POST,
	HTTPD_OPTIONS,
	HTTPD_OTHER, /* answered 405 before it gets here */
};

/* A field of a form, urlencoded or multipart; a file has a type and may have a
 * file name. Names and values are valid UTF-8, without NUL. */
struct httpd_field {
	struct str name, value;
	bool is_file;
	struct str file_name, file_type;
};

struct httpd_request {
	enum httpd_method method;
	struct str path;  /* "/pay/TOKEN/x", as sent: nothing is undone */
	struct str query; /* behind '?', as sent */
	struct str body;  /* raw; of POST */
	struct str type;  /* Content-Type, as sent; may be empty */
	struct str peer;  /* address of the client; that which a proxy of
			   * ours names, if one is between */
	struct str place; /* the same as bytes, for counting: of IPv6 the /64 */
	const struct httpd_field *fields; /* of POST, by its type */
	size_t field_count;
	void *own; /* for httpd_header */
};

/* Is it known where it comes from? Behind a socket whose proxy names nobody,
 * all would be one. */
bool httpd_is_placed(const struct httpd_request *rq);

/* Empty if it is not there. */
struct str httpd_header(const struct httpd_request *rq, const char *name);

/* All names and values are ours and plain text: CR or LF end the process. */
#define HTTPD_HEADERS 16
struct httpd_answer {
	int status;
	struct buf body; /* ready, empty; freed by the caller of serve */
	const char *names[HTTPD_HEADERS];
	struct str values[HTTPD_HEADERS]; /* live until serve is asked again
					   * by the same thread */
	size_t header_count;
};
void httpd_add(struct httpd_answer *out, const char *name, struct str value);

/* One a worker thread; called by that thread alone. */
struct httpd_handler {
	void *ctx;
	/* Once the address is ours and files are read, before any thread: the
	 * place to give up rights. NULL: none. */
	enum rc (*ready)(void *ctx, struct err *err);
	void *(*open)(void *ctx); /* NULL: it cannot work; the server ends */
	void (*close)(void *ctx, void *thread);
	/* Bytes that a body may have there: 0 none (413). */
	size_t (*ceiling)(void *ctx, struct str path);
	void (*serve)(void *ctx, void *thread, const struct httpd_request *rq,
	    struct httpd_answer *out);
};

struct httpd_settings {
	struct str listen;    /* "127.0.0.1:8080", "[::1]:8080", "unix:PATH" */
	struct str cert_file; /* with key_file: TLS 1.2 or newer; empty: none */
	struct str key_file;
	struct str proxies; /* addresses whose X-Forwarded-For is believed,
			     * one a line; "unix" is always */
	int64_t threads;
	int64_t connections;
	int64_t per_address; /* connections */
	int64_t timeout;     /* seconds for a whole request */
	int64_t stop_ms;     /* for what is under way at the end; 0: 5000 */
};

struct httpd;

/* Whether it could be started so, but for that the address may be taken:
 * RC_BAD says what is wrong. */
enum rc httpd_check(const struct httpd_settings *set, struct err *err);

/* Listens and serves in threads of its own from now on. RC_DOWN: the address
 * is taken, or a file cannot be read. */
enum rc httpd_start(const struct httpd_settings *set,
    const struct httpd_handler *handler, struct httpd **out, struct err *err);
/* Takes nothing new, from its first moment on; finishes what it has: a POST
 * that a thread has begun as long as it takes, all else within stop_ms. */
void httpd_stop(struct httpd **h);
int httpd_port(const struct httpd *h); /* 0 of a Unix socket */

#endif
