#ifndef DUNMAIL_RENDER_PAYBOX_H
#define DUNMAIL_RENDER_PAYBOX_H

#include "render/sheet.h"

/*
 * paybox: how to pay, in one frame that never breaks over two pages: the
 * seller's bank lines, a button that is a link, and the same address as a QR
 * code. Draws nothing if there is neither an address nor a bank.
 */
void paybox_draw(struct sheet *s, struct str url, struct str reference);

#endif
