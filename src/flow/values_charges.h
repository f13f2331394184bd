#ifndef DUNMAIL_FLOW_VALUES_CHARGES_H
#define DUNMAIL_FLOW_VALUES_CHARGES_H

#include "flow/values.h"

/*
 * values_charges: {{#charges}} and {{charges_total}}, where there are any.
 */
void values_charges_set(struct arena *a, struct value *root,
    const struct values_in *in, struct str locale);

#endif
