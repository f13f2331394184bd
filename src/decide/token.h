#ifndef DUNMAIL_DECIDE_TOKEN_H
#define DUNMAIL_DECIDE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * token: when an access token is fetched anew, how long a failure waits, and
 * what the errors of OAuth 2.0 mean (RFC 6749, 5.2; RFC 8628, 3.5). Instants
 * are seconds; 0: never.
 */
#define TOKEN_EARLY_SECS 300 /* before its end */
#define TOKEN_LIFE_SECS  900 /* of one whose server says nothing */

/* The instant from which it is to be refreshed: five minutes before its end,
 * or in the middle of a life of less than ten. */
int64_t token_due(int64_t fetched, int64_t expires);

/* Can it still be shown to a server? */
bool token_alive(int64_t expires, int64_t now);

/* Seconds until the next try after so many failures in a row; asked: what the
 * server wants (Retry-After), 0: nothing. */
int64_t token_backoff(int64_t failures, int64_t asked);

/* May a token that a mail server refused be replaced before its time? Once in
 * five minutes: who refuses all of them does not get a new one each time. */
bool token_replace(int64_t refused_at, int64_t now);

enum token_meaning {
	TOKEN_STOP,      /* only a person can cure it */
	TOKEN_LATER,     /* may pass by itself */
	TOKEN_PENDING,   /* device code: not consented yet */
	TOKEN_SLOW_DOWN, /* device code: ask less often */
	TOKEN_EXPIRED,   /* device code: nobody came in time */
	TOKEN_DENIED,    /* device code: somebody said no */
};
enum token_meaning token_meaning(int64_t http_status, struct str error);

#endif
