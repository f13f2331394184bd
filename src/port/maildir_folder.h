#ifndef DUNMAIL_PORT_MAILDIR_FOLDER_H
#define DUNMAIL_PORT_MAILDIR_FOLDER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * maildir_folder: folders inside a Maildir, as Maildir++ has them: the folder
 * "dunmail/Disputes" of box is box/.dunmail.Disputes, which Dovecot, Courier
 * and mutt show. A mail keeps its unique name when it moves.
 */
/* The path of the folder, made where absent. RC_BAD: no name for one. */
enum rc maildir_folder_make(const char *box, struct str folder, char *path,
    size_t size, struct err *err);

/* Two numbers that are others after a mail came or went; zeros while it cannot
 * be told because something just changed. */
enum rc maildir_folder_state(
    const char *path, int64_t state[2], struct err *err);

/* The unique name of each mail, once; one that is marked as trash (T) is left
 * out. */
typedef enum rc maildir_each_name(
    void *ctx, struct str unique, struct err *err);
enum rc maildir_folder_list(
    const char *path, maildir_each_name *each, void *ctx, struct err *err);

/* Append the mail to *raw, which stays empty when it is larger than
 * LIMIT_MAIL_RAW. RC_MISS: it is not there. */
enum rc maildir_folder_read(const char *path, struct str unique,
    struct buf *raw, int64_t *mtime, struct err *err);

/* Its flags, and whether anybody has seen it, stay. RC_MISS: it is not there,
 * or one of that name is there already. Durable after maildir_folder_sync of
 * both. */
enum rc maildir_folder_move(
    const char *from, struct str unique, const char *to, struct err *err);
enum rc maildir_folder_sync(const char *path, struct err *err);

/* It goes. RC_MISS: it is not there. */
enum rc maildir_folder_remove(
    const char *path, struct str unique, struct err *err);
/* It is seen, with these flags (sorted letters: "DS") and no others. RC_MISS:
 * it is not there. */
enum rc maildir_folder_flag(
    const char *path, struct str unique, const char *flags, struct err *err);

#endif
