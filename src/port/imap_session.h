#ifndef DUNMAIL_PORT_IMAP_SESSION_H
#define DUNMAIL_PORT_IMAP_SESSION_H

#include <libetpan/libetpan.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "port/imap_folder.h"
#include "port/imap_stream.h"

/*
 * imap_session: what imap.c, imap_fetch.c and imap_wait.c share.
 */
struct imap {
	struct connect *c;
	struct imap_stream stream;
	mailimap *session;
	bool dead;         /* nothing more will be said over this link */
	bool idle;         /* the server offers IDLE and has not refused it */
	struct buf home;   /* folder of imap_select, as on the wire */
	struct buf at;     /* folder that is selected now; empty: none */
	uint32_t count;    /* mails there, as the last answer left it */
	uint64_t highest;  /* HIGHESTMODSEQ when it was selected; 0: none */
	uint32_t validity; /* UIDVALIDITY of home at imap_select */
	uint32_t next;     /* UIDNEXT of home and what came since; 0: unknown */
	uint32_t waiting;  /* mails in home when it was left */
	bool news;         /* mails came to home that nobody looked for yet */

	struct imap_can can;
	bool namespaces;   /* the server can be asked for them */
	bool asked;        /* what follows is known */
	char separator;    /* of levels; '\0': the server has none */
	struct buf prefix; /* of own folders, as on the wire */
};

/*
 * Say how a libetpan call ended: RC_OK, RC_LATER with the server's words when
 * it said no, RC_DOWN when the link is worthless (and stays so).
 */
enum rc imap_session_result(
    struct imap *s, int r, const char *what, struct err *err);

/* RC_DOWN on a dead link; else ready for a command whose answer may have
 * that many bytes. */
enum rc imap_session_begin(struct imap *s, uint64_t bytes, struct err *err);

/* Select `folder` (wire form) unless it is. RC_MISS: there is none. */
enum rc imap_session_enter(struct imap *s, const char *folder, struct err *err);

/* Back to the folder of imap_select. RC_BAD: there was no imap_select.
 * RC_DOWN also when it is another folder by now (UIDVALIDITY). */
enum rc imap_session_home(struct imap *s, struct err *err);

/* Mails in the selected folder, as the server last said. */
uint32_t imap_session_exists(const struct imap *s);

/* In the selected folder that many mails came, that many are gone. */
void imap_session_came(struct imap *s, uint64_t n);
void imap_session_gone(struct imap *s, uint64_t n);

/* How many uids a set names. */
uint64_t imap_session_size(const struct mailimap_set *set);

/* A command in words, of which nothing is foreign; what it brought lies in
 * session->imap_response_info until the next. */
enum rc imap_session_say(
    struct imap *s, const char *command, uint64_t bytes, struct err *err);

#endif
