#ifndef DUNMAIL_APP_CONFIG_VALUE_H
#define DUNMAIL_APP_CONFIG_VALUE_H

#include <stdbool.h>

#include "app/config_table.h"
#include "base/arena.h"
#include "base/str.h"

/*
 * config_value: the words behind the '=' as a typed value in its struct.
 */
#define CONFIG_WHY_MAX 256

/*
 * Store `value` at base + setting->offset; texts are copied into the arena,
 * paths joined to dir ("" leaves them as they are). False, with "what is
 * wrong; how to cure it" in why, when it does not fit; base is untouched then.
 * An empty value of an optional text is its absence.
 */
bool config_value_set(const struct config_setting *setting, void *base,
    struct str value, struct arena *a, const char *dir,
    char why[CONFIG_WHY_MAX]);

/* dir/path, or path alone when it is absolute or dir is "". */
struct str config_value_join(struct arena *a, const char *dir, struct str path);

#endif
