#ifndef DUNMAIL_MAIL_LZFU_H
#define DUNMAIL_MAIL_LZFU_H

#include "base/arena.h"
#include "base/str.h"

/*
 * lzfu: compressed RTF as Outlook sends it ([MS-OXRTFCP]). Gives at most max
 * bytes; of what is cut or broken as much as can be read. Linear.
 */
struct str lzfu_read(struct arena *a, struct str packed, size_t max);

#endif
