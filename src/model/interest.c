#include "model/interest.h"

#include <stddef.h>

const char *const interest_rules[] = {
    [INTEREST_NONE] = "none",
    [INTEREST_EU] = "eu",
    [INTEREST_UK] = "uk",
    [INTEREST_FLAT] = "flat",
    NULL,
};
