#ifndef DUNMAIL_WEB_STAFFLETTER_H
#define DUNMAIL_WEB_STAFFLETTER_H

#include "store/staffview.h"
#include "web/staffpage.h"

/* staffletter: a mail that came in, as values: what it is, where it lies, and
 * what its writer newly wrote, as text. Nothing of it is parsed here: its words
 * stand in the ledger since the parser's child read it. */
struct value *staffletter_of(
    const struct staffpage_ask *ask, const struct staffview_mail *m);

#endif
