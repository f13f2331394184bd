#ifndef DUNMAIL_MAIL_HEADER_H
#define DUNMAIL_MAIL_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * header: the header block of a mail, as fields with unfolded raw values.
 * Blank lines and an mbox "From " line on top, lines without a colon and
 * continuation lines of nothing are passed over; a block that runs into the
 * text without a blank line ends where its last field does.
 */
struct header_field {
	struct str name;
	struct str value; /* unfolded, still encoded, blanks trimmed */
};

struct header_block {
	struct header_field *v;
	size_t n;
	bool truncated;  /* a limit was met */
	struct str body; /* what follows, borrowed from raw */
};

/* The fields live in the arena. */
void header_scan(struct arena *a, struct str raw, struct header_block *out);

/* Value of the first field of that name, {NULL,0} if there is none. */
struct str header_find(const struct header_block *b, const char *name);

#endif
