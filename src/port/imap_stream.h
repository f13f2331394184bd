#ifndef DUNMAIL_PORT_IMAP_STREAM_H
#define DUNMAIL_PORT_IMAP_STREAM_H

#include <libetpan/libetpan.h>
#include <stdbool.h>
#include <stdint.h>

#include "port/connect.h"
#include "port/imap_guard.h"

/*
 * imap_stream: what libetpan reads and writes through: our connection, with
 * time-outs and ceilings, and a guard that looks at every byte before
 * libetpan does.
 */
struct imap_stream {
	struct connect *c;
	int64_t timeout; /* milliseconds without a byte */
	const char *why; /* static: what ended the link; NULL while it lives */
	size_t greeted;  /* of the greeting that we make up */

	/* read ahead by imap_stream_ready */
	char ahead[2048];
	size_t ahead_at;
	size_t ahead_n;

	struct imap_guard guard;
};

/* st outlives the stream; the stream is freed by its IMAP session. */
mailstream *imap_stream_new(
    struct imap_stream *st, struct connect *c, int64_t timeout);

/* From now on the server may say that much. */
void imap_stream_allow(struct imap_stream *st, uint64_t bytes);

/* 1: bytes are there to be read; 0: none yet; -1: gone. Does not block. */
int imap_stream_ready(struct imap_stream *st, mailstream *stream);

#endif
