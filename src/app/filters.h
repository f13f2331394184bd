#ifndef DUNMAIL_APP_FILTERS_H
#define DUNMAIL_APP_FILTERS_H

#include "decide/rules.h"

enum filters_flag {
	FILTERS_MANY = 1 << 0, /* mails: compiling for speed pays */
	/* A language is read, and its mistakes are told, when it is needed. */
	FILTERS_LATER = 1 << 1,
};

/*
 * filters: all *.rules of a folder, in name order. RC_BAD when one of them
 * has a mistake (each was reported) or when there is none.
 */
enum rc filters_load(const char *dir, unsigned flags, struct rules **out,
    rules_report *report, void *ctx, struct err *err);

#endif
