#ifndef DUNMAIL_APP_CONFIG_MANUAL_H
#define DUNMAIL_APP_CONFIG_MANUAL_H

#include <stdio.h>

/*
 * config_manual: man/gateway.conf.5 (mdoc) from the tables of settings and of
 * variables. `make man` writes it; a test holds the committed page to it.
 */
void config_manual_print(FILE *out);

#endif
