#ifndef DUNMAIL_RENDER_LOCALE_H
#define DUNMAIL_RENDER_LOCALE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"

/*
 * locale: dates and money as the reader writes them ("en-US" 11/22/2026,
 * "en-GB" 22/11/2026, "de-DE" 22.11.2026; $1,240.00, 1.240,00 EUR sign).
 * An unknown locale reads as ISO dates and code-first money.
 */
struct str locale_date(struct arena *a, struct str locale, day_t day);
struct str locale_date_long(struct arena *a, struct str locale, day_t day);
struct str locale_month(struct arena *a, struct str locale, day_t day);
struct str locale_money(struct arena *a, struct str locale, struct money m);
bool locale_known(struct str locale);
struct str locale_language(struct str locale); /* "en" of "en-GB" */

#endif
