#ifndef DUNMAIL_FLOW_TOKENS_H
#define DUNMAIL_FLOW_TOKENS_H

#include "base/err.h"
#include "model/settings.h"
#include "port/oauth.h"

/*
 * tokens: keeps the access tokens of [oauth] fresh, for all processes of the
 * gateway: who finds one due takes the lock of its file, looks again, asks the
 * server and writes what came before it is used, a rotated refresh token with
 * it. The clock is the real one: the server goes by it, whatever --now says.
 */

/*
 * A connect_keeper (port/connect.h). RC_OK: token_file holds a token to try.
 * refused: that one was not taken; RC_OK when there is another now, RC_MISS
 * when none may be fetched yet. RC_DOWN: none, and why.
 */
enum rc tokens_fresh(
    const struct server_settings *server, bool refused, struct err *err);

/* A person asks: forget that it stopped or waits, and fetch one now. RC_DOWN
 * with the reason. */
enum rc tokens_again(const struct oauth_settings *o, struct err *err);

/* Put away what a consent brought (flow/consent.h). RC_BAD: no refresh token
 * came with it. */
enum rc tokens_adopt(const struct oauth_settings *o,
    const struct oauth_answer *got, struct err *err);

/* One request to token_url, with the application's own fields and the scope
 * added. As oauth_post; RC_DOWN: a file of ours cannot be read. */
enum rc tokens_post(const struct oauth_settings *o, struct str url,
    const struct oauth_field *fields, size_t count, struct oauth_answer *out,
    struct err *err);

#endif
