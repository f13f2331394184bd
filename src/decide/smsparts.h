#ifndef DUNMAIL_DECIDE_SMSPARTS_H
#define DUNMAIL_DECIDE_SMSPARTS_H

#include <stddef.h>

#include "base/str.h"

/*
 * smsparts: how many messages a carrier counts a text as (3GPP TS 23.038):
 * 160 characters of its own alphabet or 70 others in one, else 153 or 67 in
 * each.
 */
size_t smsparts(struct str text);

#endif
