#ifndef DUNMAIL_RENDER_RUN_H
#define DUNMAIL_RENDER_RUN_H

#include "base/str.h"

/*
 * run: how far a text goes on without a byte that needs care. Nearly all of a
 * letter needs none, most of all the addresses of its links, and each byte is
 * looked at by whoever escapes, measures or checks it.
 */

/* Bytes at the front of s whose entry in the table is 0. */
size_t run_length(const unsigned char care[256], struct str s);

/* Bytes at the front of s that are ASCII. */
size_t run_ascii(struct str s);

#endif
