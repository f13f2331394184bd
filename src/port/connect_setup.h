#ifndef DUNMAIL_PORT_CONNECT_SETUP_H
#define DUNMAIL_PORT_CONNECT_SETUP_H

#include <curl/curl.h>

#include "port/connect.h"

/*
 * connect_setup: where to, whom to trust and who we are, as options of a
 * libcurl handle. RC_DOWN when the settings cannot be used: then nothing may
 * be dialled.
 */
enum rc connect_setup(CURL *easy, const struct server_settings *server,
    enum connect_service service, struct str helo, struct err *err);

#endif
