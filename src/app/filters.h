#ifndef DUNMAIL_APP_FILTERS_H
#define DUNMAIL_APP_FILTERS_H

#include "decide/rules.h"

/*
 * filters: all *.rules of a folder, in name order. RC_BAD when one of them
 * has a mistake (each was reported) or when there is none. Without `many`, a
 * language is read, and its mistakes are reported, when it is needed.
 */
enum rc filters_load(const char *dir, bool many, struct rules **out,
    rules_report *report, void *ctx, struct err *err);

#endif
