#include "web/hooks.h"

#include <stddef.h>

const struct hook *const hooks[] = {
    &hook_stripe,
    &hook_twilio,
    NULL,
};
