#ifndef DUNMAIL_MAIL_WINMAIL_H
#define DUNMAIL_MAIL_WINMAIL_H

#include "base/arena.h"
#include "port/mime.h"

/*
 * winmail: the parts of a mail from Exchange that lie in one part of its own
 * kind (application/ms-tnef, "winmail.dat"), as if they had been sent as
 * parts: text or HTML, then the files. The text only where the mail has no
 * words in front of it: those are the same. What cannot be read stays a file.
 */
void winmail_open(struct arena *a, struct mime *m);

#endif
