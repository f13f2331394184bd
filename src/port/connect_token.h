#ifndef DUNMAIL_PORT_CONNECT_TOKEN_H
#define DUNMAIL_PORT_CONNECT_TOKEN_H

#include "port/connect.h"

/* connect_token: asks the keeper of tokens, where the server has one; else
 * RC_OK, and RC_MISS for a refused password. */
enum rc connect_token(
    const struct server_settings *server, bool refused, struct err *err);

#endif
