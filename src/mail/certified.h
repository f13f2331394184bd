#ifndef DUNMAIL_MAIL_CERTIFIED_H
#define DUNMAIL_MAIL_CERTIFIED_H

#include "mail/header.h"
#include "port/mime.h"

/*
 * certified: Italy's certified mail (posta elettronica certificata, D.P.R.
 * 68/2005). Its providers send the mail of a customer as an attachment of one
 * of their own, which says no more than that. Where the header tells of such
 * an envelope (X-Trasporto) the mail inside is the mail: its parts take the
 * place of all others, its fields that of theirs, except what servers said of
 * the way. True if it was one.
 */
bool certified_open(struct arena *a, struct header_block *b, struct mime *mime);

#endif
