#ifndef DUNMAIL_PORT_SEAL_FILE_H
#define DUNMAIL_PORT_SEAL_FILE_H

#include <stdint.h>

#include "base/err.h"

/*
 * seal_file: seal's key files, as bytes only; nothing here knows what a key
 * is. master.key and links.key hold 32 raw bytes, links-<id>.pub 64 hex digits
 * and a LF, links-<id>.old an instant and a LF.
 */
#define SEAL_FILE_BYTES  32
#define SEAL_FILE_IDS    256
#define SEAL_FILE_MASTER "master.key"
#define SEAL_FILE_LINKS  "links.key"

/* RC_MISS if there is none; RC_BAD for loose modes or a wrong size. */
enum rc seal_file_secret(const char *dir, const char *name,
    unsigned char out[SEAL_FILE_BYTES], struct err *err);

/*
 * Put a new master in place, unless there is one by now: of several starting
 * processes one wins, and none reads half a key. Read it back afterwards.
 */
enum rc seal_file_master_write(const char *dir,
    const unsigned char master[SEAL_FILE_BYTES], struct err *err);

enum rc seal_file_public(const char *dir, unsigned id,
    unsigned char out[SEAL_FILE_BYTES], struct err *err);
enum rc seal_file_public_write(const char *dir, unsigned id,
    const unsigned char bytes[SEAL_FILE_BYTES], struct err *err);

/* In the place of the one before, if there was one. */
enum rc seal_file_links_write(const char *dir,
    const unsigned char links[SEAL_FILE_BYTES], struct err *err);

/* RC_MISS if there is none. */
enum rc seal_file_old(
    const char *dir, unsigned id, int64_t *until, struct err *err);
enum rc seal_file_old_write(
    const char *dir, unsigned id, int64_t until, struct err *err);

#endif
