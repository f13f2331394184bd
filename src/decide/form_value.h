#ifndef DUNMAIL_DECIDE_FORM_VALUE_H
#define DUNMAIL_DECIDE_FORM_VALUE_H

#include <stdint.h>

#include "decide/form.h"

/* form_value: what stands behind a label of the form. Pure. */

/* Without blanks at both ends, those of typesetters (U+00A0, U+202F,
 * U+200B ...) included. */
struct str form_value_trim(struct str s);

/*
 * The beginning of a line for comparing: ASCII letters small, Latin letters
 * without their accents, blanks of any kind and number as one space. at[i] is
 * where in the line the i-th byte, or the end, comes from.
 */
#define FORM_FOLD 80
struct form_folded {
	char text[FORM_FOLD];
	uint16_t at[FORM_FOLD + 1];
	size_t n;
};
void form_value_fold(struct str line, struct form_folded *out);
struct str form_folded_str(const struct form_folded *f);

/* By its first word, in four languages. */
enum form_answer form_value_answer(struct str s);

/* The first mail address in it; empty: none. */
struct str form_value_email(struct str s);

/* "9-12", "2-4 pm", "9:00 bis 16:30 Uhr", "9h-12h": exactly two times, the
 * later one at least half an hour after the other. Else both are 0. */
void form_value_hours(struct str s, int *from, int *to);

#endif
