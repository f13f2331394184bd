#ifndef DUNMAIL_PORT_CONNECT_H
#define DUNMAIL_PORT_CONNECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"
#include "model/settings.h"

/*
 * connect: a verified, logged-in byte stream to a mail server. libcurl
 * resolves, speaks TLS 1.2 or newer (chain and host name checked, no switch
 * to turn that off), does STARTTLS where it is asked for and never goes on
 * without it, and logs in (PLAIN or LOGIN). After that the bytes are the
 * caller's. TLS_NONE is refused unless every address used is loopback.
 *
 * The stream does not block. A ceiling counts what was read: a server that
 * never stops talking is a link that is gone.
 */
enum connect_service {
	CONNECT_SMTP, /* stands behind EHLO and AUTH */
	CONNECT_IMAP, /* stands in the authenticated state */
};

struct connect;

/*
 * helo: name said in EHLO, unused for IMAP. RC_DOWN with the reason when no
 * connection could be had, whatever it was: name, TCP, certificate, log-in,
 * password file. No secret is sent before the certificate was verified.
 */
enum rc connect_open(const struct server_settings *server,
    enum connect_service service, struct str helo, struct connect **out,
    struct err *err);

/*
 * The same n times side by side. out[i] is NULL where it failed; RC_OK when
 * at least one stands. err holds the reason of the last that failed, also
 * when others stand.
 */
enum rc connect_open_many(const struct server_settings *server,
    enum connect_service service, struct str helo, size_t n,
    struct connect **out, struct err *err);

/* Closes without a word of the protocol; NULL is fine. */
void connect_close(struct connect **c);

int connect_fd(const struct connect *c);

/* Both: bytes moved, 0 would block, -1 link gone (or ceiling reached). */
ssize_t connect_recv(struct connect *c, void *p, size_t n);
ssize_t connect_send(struct connect *c, const void *p, size_t n);

/* What send did not take has not left. Inside TLS some of it may have. */
bool connect_exact(const struct connect *c);

/* More may be held back inside TLS, where poll cannot see it: recv again. */
bool connect_holds(const struct connect *c);

/* From now on recv gives at most that many bytes; at the start 1 MB. */
void connect_allow(struct connect *c, uint64_t bytes);

/*
 * Wait until the stream has one of `events` (POLLIN, POLLOUT) or an end:
 * RC_OK. RC_MISS when `ms` passed, RC_LATER when wake_fd (or -1) is readable.
 */
enum rc connect_wait(struct connect *c, short events, int64_t ms, int wake_fd);

/*
 * Who keeps the token_file of a server with `oauth` fresh. Asked before each
 * opening; and once more, with refused, when the log-in was refused: then
 * RC_OK means that another token is there, and the log-in is tried once more.
 * Set once, before anything is opened; without it such servers are refused.
 */
typedef enum rc connect_keeper(
    const struct server_settings *server, bool refused, struct err *err);
void connect_keep_tokens(connect_keeper *keeper);

/* For another door that is built on libcurl. */
void connect_start(void);
bool connect_is_loopback(const struct sockaddr *sa);

/* Milliseconds on a clock that only goes forward. */
int64_t connect_clock(void);

#endif
