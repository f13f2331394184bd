#ifndef DUNMAIL_APP_CONFIG_CROSS_H
#define DUNMAIL_APP_CONFIG_CROSS_H

#include "app/config.h"

/*
 * config_cross: settings that are right alone and wrong together. Wants the
 * defaults filled in.
 */
void config_cross_check(const struct config *c, struct mistakes *m);

#endif
