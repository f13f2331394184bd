#ifndef DUNMAIL_WEB_HOOKS_H
#define DUNMAIL_WEB_HOOKS_H

#include "web/hook.h"

/* hooks: all there are; NULL ends them. */
extern const struct hook *const hooks[];

#endif
