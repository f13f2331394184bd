#ifndef DUNMAIL_DECIDE_AMOUNT_SIGN_H
#define DUNMAIL_DECIDE_AMOUNT_SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * amount_sign: the signs of currencies, and which one a plain "$" is in the
 * customer's country.
 */

/* The code of "$" there; NULL when the country has no dollar or peso. */
const char *amount_sign_dollar(struct str locale);

/* out becomes those three letters; always true. */
bool amount_sign_set(char out[4], const char *code);

/* A sign that ends where the head ends, and where it starts. */
bool amount_sign_before(
    struct str head, struct str locale, size_t *from, char out[4]);

/* A sign at that place of the text, and where it ends. */
bool amount_sign_after(
    struct str s, size_t at, struct str locale, size_t *end, char out[4]);

#endif
