#ifndef DUNMAIL_DECIDE_E164_H
#define DUNMAIL_DECIDE_E164_H

#include <stdbool.h>

#include "base/str.h"

/*
 * e164: a telephone number as people write it ("(0171) 234 56 78") as the one
 * that a carrier takes ("+491712345678"). Pure. What is not sure is refused:
 * a number without country where none is known, of a country that is not in
 * the table, of a length that its country does not have, with an extension,
 * or one that costs whoever calls it.
 */
#define E164_MAX 17 /* '+', at most 15 digits, NUL */

/* country: "DE", of whoever has it on file; empty: not known. */
bool e164_read(struct str written, struct str country, char out[E164_MAX]);

/* Whose it is, "DE"; NULL: of none in the table. */
const char *e164_country(struct str number);

/* It is a mobile one, or nobody can tell from the number. */
bool e164_takes_texts(struct str number);

/* "DE, AT, +44": is it of one of these countries, or does it begin so? An
 * empty list has none. */
bool e164_is_listed(struct str number, struct str list);
/* The first entry that is no country of the table and no beginning of a
 * number; false: there is none. */
bool e164_list_mistake(struct str list, struct str *entry);

/* For logs: "+4930****12". */
void e164_mask(struct str number, char out[E164_MAX]);

#endif
