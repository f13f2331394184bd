#ifndef DUNMAIL_FLOW_AGINGROWS_H
#define DUNMAIL_FLOW_AGINGROWS_H

#include "base/arena.h"
#include "model/facts.h"
#include "render/template.h"

/* agingrows: what is open by days past due, a row for each currency. */
struct value *agingrows_list(
    struct arena *a, struct str locale, const struct facts_account *facts);

#endif
