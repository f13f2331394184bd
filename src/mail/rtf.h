#ifndef DUNMAIL_MAIL_RTF_H
#define DUNMAIL_MAIL_RTF_H

#include "base/arena.h"
#include "base/str.h"

/*
 * rtf: the words of a text in Rich Text Format as clean UTF-8 with LF line
 * ends; fonts, pictures and all that a reader may leave out are left out (HTML
 * that Outlook hides in it, [MS-OXRTFEX], too: the words stand beside it).
 * Linear, no recursion, broken texts as far as they go.
 */
struct str rtf_text(struct arena *a, struct str rtf);

#endif
