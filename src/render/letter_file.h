#ifndef DUNMAIL_RENDER_LETTER_FILE_H
#define DUNMAIL_RENDER_LETTER_FILE_H

#include "render/letter.h"

/*
 * letter_file: what is attached to a letter. Between letter.c and here only.
 */

/* RC_BAD: too many, or one that a header cannot carry. */
enum rc letter_file_check(
    const struct letter_file *files, size_t n, struct err *err);

/* Behind its boundary: fields and bytes. */
void letter_file_put(struct buf *out, const struct letter_file *f);

#endif
