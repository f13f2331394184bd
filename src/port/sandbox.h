#ifndef DUNMAIL_PORT_SANDBOX_H
#define DUNMAIL_PORT_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * sandbox: take from this process all that a parser of foreign bytes does not
 * need. In the order of these calls, each before any foreign byte is read.
 * There is no way back.
 */

/* NULL, or why this kernel can keep no path from a process (Landlock, 5.13). */
const char *sandbox_no_paths(void);

/* Close every descriptor but keep; 0, 1 and 2 become /dev/null. Returns the
 * number that keep has now (never 0 to 2), -1 on failure. */
int sandbox_files(int keep);

/*
 * No new privileges, no core file, at most `memory` more bytes than now, no
 * file access (Landlock, where the kernel has it), and only the system calls
 * that computing, memory and talking over open descriptors need, none that
 * opens a path among them; any other fails with EPERM. RC_DOWN when a rule
 * that the kernel must know is refused. Builds with a sanitizer keep their
 * memory and their system calls.
 */
enum rc sandbox_enter(size_t memory, struct err *err);

/*
 * The same for a server that strangers talk to: it keeps what it listens to,
 * takes connections and answers. Before its first thread is started. No other
 * program, no new privileges, no core file, no memory that is written and run;
 * of files only those that are named here, and what lies below them; where the
 * kernel has no Landlock, all that its user may, which the caller has to tell.
 */
struct sandbox_path {
	const char *path; /* one that is not there is left out */
	enum sandbox_use {
		SANDBOX_READ,
		SANDBOX_LIST,  /* names only */
		SANDBOX_WRITE, /* read and write, not make or remove */
	} use;
};

struct sandbox_server {
	const struct sandbox_path *paths;
	size_t count;
	bool connects; /* to a database: it may connect, and read all */
};

enum rc sandbox_serve(const struct sandbox_server *s, struct err *err);

#endif
