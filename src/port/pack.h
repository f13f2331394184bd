#ifndef DUNMAIL_PORT_PACK_H
#define DUNMAIL_PORT_PACK_H

#include "base/arena.h"
#include "base/err.h"

/*
 * pack: bytes as what sets them apart from others that both sides have, their
 * base (LZ4, the base for its dictionary). Quick and not small: for what
 * resembles its base. Each has LIMIT_PACK bytes at most: both lie within
 * LZ4's window of 64 KB.
 */
struct pack_base;

/* It lives in the arena, the bytes are the caller's and must stay. NULL for
 * more than LIMIT_PACK bytes. */
struct pack_base *pack_base_new(struct arena *a, struct str bytes);

/* Into `room` bytes at `out`. The number used, or 0: they do not fit, or there
 * are more than LIMIT_PACK of them. */
size_t pack_make(
    const struct pack_base *base, struct str bytes, char *out, size_t room);

/* Back to exactly `size` bytes in the arena. RC_BAD: the packed ones are
 * damaged, or their base is another; no harm comes of either. */
enum rc pack_open(struct arena *a, struct str base, struct str packed,
    int64_t size, struct str *out, struct err *err);

/* A checksum against damage, not against an enemy: a byte that changed always
 * shows. The same on every machine. */
int64_t pack_sum(struct str bytes);

#endif
