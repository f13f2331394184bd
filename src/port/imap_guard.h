#ifndef DUNMAIL_PORT_IMAP_GUARD_H
#define DUNMAIL_PORT_IMAP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * imap_guard: looks at what an IMAP server says before a parser does that
 * trusts sizes and recurses. A literal larger than what may still come and
 * brackets nested deeper than an honest server needs are not let through.
 * Zeroed, with `left` set, is the start.
 */
struct imap_guard {
	uint64_t left;    /* bytes that may still come; whoever asks sets it */
	uint64_t literal; /* bytes of it to come */
	uint64_t number;  /* between { and } */
	int depth;
	bool quoted;
	bool escaped;
	enum {
		GUARD_TEXT,
		GUARD_NUMBER, /* behind { */
		GUARD_CLOSED, /* behind } */
		GUARD_CR,
	} at;
};

/* The next n bytes, n <= left. False: the link must end here. */
bool imap_guard(struct imap_guard *g, const char *p, size_t n);

#endif
