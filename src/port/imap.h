#ifndef DUNMAIL_PORT_IMAP_H
#define DUNMAIL_PORT_IMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "model/settings.h"

/*
 * imap: one log-in to one server. libcurl connects, verifies TLS and logs in,
 * libetpan speaks. UIDs only; mail is read with BODY.PEEK[] so that \Seen
 * stays the human's flag. Folder names are UTF-8 here, modified UTF-7 there.
 */
struct imap;

struct imap_state {
	uint32_t uidvalidity;
	uint32_t uidnext; /* 0 if the server did not say */
	uint32_t exists;
};

/* One mail of a range. raw lives until the callback returns. */
typedef enum rc imap_each(void *ctx, uint32_t uid, int64_t internal_date,
    struct str raw, struct err *err);

enum rc imap_open(
    const struct server_settings *server, struct imap **out, struct err *err);
void imap_close(struct imap **s);

/* Select read-write without changing anything. RC_MISS: no such folder. */
enum rc imap_select(
    struct imap *s, struct str folder, struct imap_state *st, struct err *err);

/*
 * Fetch up to `max` mails with uid >= from, ascending, in ranges; a mail
 * larger than LIMIT_MAIL_RAW is delivered with an empty raw span. *next is
 * the uid to go on from; RC_MISS when there was none. The callback's own
 * failure ends the call with that result.
 */
enum rc imap_fetch(struct imap *s, uint32_t from, unsigned max, imap_each *each,
    void *ctx, uint32_t *next, struct err *err);

/*
 * Wait for new mail in the folder of imap_select: IDLE where offered, and a
 * NOOP every poll_seconds; IDLE is renewed then, and every nine minutes.
 * Returns RC_OK when something arrived since imap_fetch last looked, RC_MISS
 * after `seconds` or as soon as wake_fd (or -1) is readable, RC_DOWN when the
 * link is gone, has gone silent, or leads to another folder of that name.
 */
enum rc imap_wait(struct imap *s, int64_t seconds, int64_t poll_seconds,
    int wake_fd, struct err *err);

/* APPEND with \Seen (the Sent folder); the folder is made when absent. */
enum rc imap_append(
    struct imap *s, struct str folder, struct str raw, struct err *err);

/* Is a mail with this Message-ID (without <>) in the folder? RC_OK/RC_MISS */
enum rc imap_find(
    struct imap *s, struct str folder, struct str message_id, struct err *err);

enum rc imap_probe(
    const struct server_settings *server, struct str folder, struct err *err);

#endif
