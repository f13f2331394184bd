#ifndef DUNMAIL_RENDER_TINT_H
#define DUNMAIL_RENDER_TINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * tint: 0xRRGGBB arithmetic.
 */

/* "#1155cc"; false for anything else, *out untouched then. */
bool tint_parse(struct str text, uint32_t *out);

uint32_t tint_mix(uint32_t a, uint32_t b, unsigned percent_b);

/*
 * The colour, darkened until it can be read on white and white on it: a
 * company's yellow has to serve for text too.
 */
uint32_t tint_readable(uint32_t color);

/* The contrast of two colours, times 100: WCAG 2.2 wants 450 of text. */
int tint_contrast(uint32_t a, uint32_t b);

/* The colour, darkened until white on it has that contrast. */
uint32_t tint_legible(uint32_t color);

#endif
