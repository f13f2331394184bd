#include "web/hooks.h"

#include <stddef.h>

const struct hook *const hooks[] = {
    NULL,
};
