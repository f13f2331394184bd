#ifndef DUNMAIL_APP_CMD_IMPORT_H
#define DUNMAIL_APP_CMD_IMPORT_H

#include "flow/flow.h"

/*
 * cmd_import: the command `import`; argv[0] is its name.
 *
 *   import KIND FILE|-  [--total "EUR 1234.00"]... [--as-of DATE] [--dry-run]
 *   import --undo BATCH
 *   import --list
 *
 * each also with --json: one object a line. Best with a store opened with
 * DB_BULK. Returns the exit status: 0 done, 1 something was refused or
 * failed, 2 wrong usage.
 */
int cmd_import(const struct flow *f, int argc, char **argv, int64_t now);

#endif
