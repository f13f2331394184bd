#include "port/connect_token.h"

static connect_keeper *keep_tokens;

void
connect_keep_tokens(connect_keeper *keeper)
{
	keep_tokens = keeper;
}

enum rc
connect_token(
    const struct server_settings *server, bool refused, struct err *err)
{
	if (server->oauth == NULL)
		return refused ? RC_MISS : RC_OK;
	if (keep_tokens == NULL)
		return err_set(err, RC_DOWN, "nobody keeps the token");
	return keep_tokens(server, refused, err);
}
