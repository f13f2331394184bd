#ifndef DUNMAIL_DECIDE_POSTING_FILE_H
#define DUNMAIL_DECIDE_POSTING_FILE_H

#include "base/arena.h"

/*
 * posting_file: a file that a customer attaches. Its type is what its name's
 * ending says, never what a browser says; programs, pages and mails are taken
 * from nobody. Pure.
 */

/* "application/pdf"; NULL: such files are not taken. */
const char *posting_file_type(struct str name);

/* The name alone, without folders, control characters and what else a header
 * or a file system could take amiss; at most 100 bytes, with its ending. */
struct str posting_file_name(struct arena *a, struct str name);

#endif
