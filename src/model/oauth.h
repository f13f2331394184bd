#ifndef DUNMAIL_MODEL_OAUTH_H
#define DUNMAIL_MODEL_OAUTH_H

#include <stdint.h>

#include "base/str.h"

/*
 * oauth: how a mailbox logs in by OAuth 2.0 ([oauth] of mailboxes/NAME.conf).
 * Secrets are named by their files and never held here.
 */
enum oauth_provider {
	OAUTH_NONE,      /* password_file or token_file, if any */
	OAUTH_GOOGLE,    /* Gmail, Google Workspace */
	OAUTH_MICROSOFT, /* Microsoft 365 */
	OAUTH_OTHER,     /* by the URLs of the settings */
};
extern const char *const oauth_providers[]; /* names; ends with NULL */

/* Where the first token comes from; then it is refreshed, or asked anew. */
enum oauth_flow {
	OAUTH_REFRESH, /* consent in a browser, or a refresh token in a file */
	OAUTH_CLIENT_CREDENTIALS, /* the application itself, nobody consents */
	OAUTH_DEVICE,             /* a code typed on another device */
};
extern const char *const oauth_flows[];

struct oauth_settings {
	struct str mailbox; /* its name, for the words of errors */
	enum oauth_provider provider;
	enum oauth_flow flow;
	struct str client_id;
	struct str client_secret_file; /* 0600; empty: a public client */
	struct str refresh_file; /* 0600; where the first one comes from */
	struct str tenant;       /* of Microsoft */
	struct str scope;
	struct str token_url, device_url, auth_url;
	struct str store; /* 0600; the tokens, written by the program alone */
	struct str ca_file;
	int64_t timeout; /* seconds for one request, all of it */
};

#endif
