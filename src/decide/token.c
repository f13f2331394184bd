#include "decide/token.h"

#include <stddef.h>

#define BACKOFF_FIRST_SECS 30
#define BACKOFF_MAX_SECS   3600
#define SKEW_SECS          10 /* clocks differ, and a log-in takes time */

int64_t
token_due(int64_t fetched, int64_t expires)
{
	int64_t life = expires - fetched;

	if (life <= 0)
		return expires;
	if (life < 2 * TOKEN_EARLY_SECS)
		return fetched + life / 2;
	return expires - TOKEN_EARLY_SECS;
}

bool
token_alive(int64_t expires, int64_t now)
{
	return now < expires - SKEW_SECS;
}

int64_t
token_backoff(int64_t failures, int64_t asked)
{
	int64_t wait = BACKOFF_FIRST_SECS;

	for (int64_t i = 1; i < failures && wait < BACKOFF_MAX_SECS; i++)
		wait *= 2;
	if (wait < asked)
		wait = asked;
	return wait < BACKOFF_MAX_SECS ? wait : BACKOFF_MAX_SECS;
}

bool
token_replace(int64_t refused_at, int64_t now)
{
	/* A clock that was set back must not close the door for long. */
	return refused_at == 0 || now < refused_at ||
	       now - refused_at >= TOKEN_EARLY_SECS;
}

enum token_meaning
token_meaning(int64_t http_status, struct str error)
{
	static const struct {
		const char *error;
		enum token_meaning means;
	} known[] = {
	    {"invalid_grant", TOKEN_STOP},
	    {"invalid_client", TOKEN_STOP},
	    {"invalid_request", TOKEN_STOP},
	    {"invalid_scope", TOKEN_STOP},
	    {"unauthorized_client", TOKEN_STOP},
	    {"unsupported_grant_type", TOKEN_STOP},
	    {"interaction_required", TOKEN_STOP},
	    {"consent_required", TOKEN_STOP},
	    {"login_required", TOKEN_STOP},
	    {"deleted_client", TOKEN_STOP},
	    {"bad_verification_code", TOKEN_STOP},
	    {"authorization_pending", TOKEN_PENDING},
	    {"slow_down", TOKEN_SLOW_DOWN},
	    {"expired_token", TOKEN_EXPIRED},
	    {"code_expired", TOKEN_EXPIRED},
	    {"access_denied", TOKEN_DENIED},
	    {"authorization_declined", TOKEN_DENIED},
	};

	/* A server in trouble says anything; what it says then is no verdict.
	 * Google writes slow_down and authorization_pending with 4xx. */
	if (http_status >= 500)
		return TOKEN_LATER;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eqc(error, known[i].error))
			return known[i].means;
	return TOKEN_LATER;
}
