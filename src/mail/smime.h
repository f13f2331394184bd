#ifndef DUNMAIL_MAIL_SMIME_H
#define DUNMAIL_MAIL_SMIME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * smime: the MIME entity inside an opaque signed mail (RFC 8551, 3.5.2: CMS
 * SignedData over data). Nothing is verified: it is only made readable. False
 * when der is something else, encrypted mail above all.
 */
bool smime_content(struct arena *a, struct str der, struct str *out);

#endif
