#ifndef DUNMAIL_FLOW_SECRET_H
#define DUNMAIL_FLOW_SECRET_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* secret: the first line of a file of 0600, held only while it is needed. */
struct secret {
	struct str line; /* trimmed; empty: no file is named */
	struct buf bytes;
};

/* RC_DOWN: the file cannot be read, or is empty. secret_fini always. */
enum rc secret_read(struct str file, struct secret *s, struct err *err);
void secret_fini(struct secret *s); /* wipes */

#endif
