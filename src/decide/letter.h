#ifndef DUNMAIL_DECIDE_LETTER_H
#define DUNMAIL_DECIDE_LETTER_H

#include <stdint.h>

/*
 * letter: the Latin letter under an accent, for code points U+00C0..U+017F.
 * Returns the small base letter, or 0 when there is none (a multiplication
 * sign, another script).
 */
char letter_base(uint32_t point);

/* The same, a capital for a capital. */
char letter_base_cased(uint32_t point);

#endif
