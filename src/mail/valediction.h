#ifndef DUNMAIL_MAIL_VALEDICTION_H
#define DUNMAIL_MAIL_VALEDICTION_H

#include <stdbool.h>

#include "base/str.h"

/*
 * valediction: is a line a closing and nothing else ("Kind regards,",
 * "Thanks, Karen", "Gruß Hinnerk", "Je vous prie d'agréer ...")? key is that
 * of mail/quoteword, line the same with its capitals.
 */
bool valediction_is(struct str key, struct str line);

#endif
