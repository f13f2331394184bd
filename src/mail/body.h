#ifndef DUNMAIL_MAIL_BODY_H
#define DUNMAIL_MAIL_BODY_H

#include "base/arena.h"
#include "model/message.h"
#include "port/mime.h"

/*
 * body: text, reply, files and the flags that go with them, from the parts of
 * a mail whose addresses are filled in already. Of alternatives the plain
 * text is taken, unless it is empty or only says that there is HTML; HTML's
 * structure then still tells which lines of the plain text are a signature
 * or an answer in colour.
 */
void body_read(struct arena *a, const struct mime *mime, struct message *m);
/* The same, with the bytes of its files as long as all of them together are
 * no more than max; one that is too much has none. */
void body_read_files(
    struct arena *a, const struct mime *mime, size_t max, struct message *m);

/* The text of a leaf: charset, line ends, format=flowed (RFC 3676). */
struct str body_text(
    struct arena *a, const struct mime_part *p, unsigned *flags);

#endif
