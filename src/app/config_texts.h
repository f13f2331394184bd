#ifndef DUNMAIL_APP_CONFIG_TEXTS_H
#define DUNMAIL_APP_CONFIG_TEXTS_H

#include "app/config.h"
#include "app/mistake.h"

/* config_texts: what has to fit together in [texts]. */
void config_texts_check(const struct config *c, struct mistakes *m);

#endif
