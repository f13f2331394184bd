#ifndef DUNMAIL_MAIL_BORDER_H
#define DUNMAIL_MAIL_BORDER_H

#include "base/str.h"

/*
 * border: did this Received field (its value) take the mail from outside?
 * Names in it were chosen by the other side, the address was not: one must be
 * there behind the greeting, and every one must be of our own net. A field
 * without "from" is a hand-over inside one host; so is LMTP over a socket,
 * which writes no address. In doubt: yes.
 */
bool border_crossed(struct str received);

#endif
