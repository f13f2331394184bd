#ifndef DUNMAIL_WEB_STAFFRECENT_H
#define DUNMAIL_WEB_STAFFRECENT_H

#include "web/staffpage.h"

/* staffrecent: the timeline of an account, newest first, as rows "entries" of
 * the map: its first `most` (then "more" where there are others), or with
 * `most` 0 one page of all. */
enum rc staffrecent_set(const struct staffpage_ask *ask, struct value *map,
    struct str account, size_t most, struct err *err);

#endif
