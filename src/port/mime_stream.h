#ifndef DUNMAIL_PORT_MIME_STREAM_H
#define DUNMAIL_PORT_MIME_STREAM_H

#include <gmime/gmime.h>

#include "base/str.h"

/*
 * mime_stream: two spans, one behind the other, as a stream that GMime reads
 * and cuts into parts without a copy of the bytes. For mime.c alone.
 */
GMimeStream *mime_stream_new(struct str head, struct str body);

/* What s, cut from such a stream, covers of the body; empty if s is another
 * kind of stream. */
struct str mime_stream_bytes(GMimeStream *s);

#endif
