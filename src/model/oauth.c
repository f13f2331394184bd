#include "model/oauth.h"

#include <stddef.h>

const char *const oauth_providers[] = {
    [OAUTH_NONE] = "none",
    [OAUTH_GOOGLE] = "google",
    [OAUTH_MICROSOFT] = "microsoft",
    [OAUTH_OTHER] = "other",
    NULL,
};

const char *const oauth_flows[] = {
    [OAUTH_REFRESH] = "refresh",
    [OAUTH_CLIENT_CREDENTIALS] = "client_credentials",
    [OAUTH_DEVICE] = "device",
    NULL,
};
