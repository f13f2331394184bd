#ifndef DUNMAIL_RENDER_DIGITS_H
#define DUNMAIL_RENDER_DIGITS_H

#include <stdint.h>

#include "base/arena.h"

/*
 * digits: numbers in a letter. A letter has dozens, too many for formats that
 * are read anew for each.
 */
#define DIGITS_MAX 20

/* Decimal, with noughts before it up to `least`; returns where the text now
 * stands, at most DIGITS_MAX further. No NUL. */
char *digits_put(char *o, uint64_t v, int least);

/* As a text, with its sign. */
struct str digits_text(struct arena *a, int64_t v);

#endif
