#ifndef DUNMAIL_APP_CONFIG_H
#define DUNMAIL_APP_CONFIG_H

#include <stdio.h>

#include "app/mistake.h"
#include "base/err.h"
#include "model/sequence.h"
#include "model/settings.h"

/*
 * config: gateway.conf, mailboxes/<name>.conf and collectors/<name>.conf beside
 * it, and the sequences in the templates folder, read once and never changed.
 */
struct config;

/*
 * Read everything that `path` leads to and judge it as far as text can be
 * judged (app/check does the rest). `report` (may be NULL) is called for each
 * mistake, with the file as a path that can be opened. RC_OK: *out is to be
 * freed by config_free(). RC_MISS: no such file. RC_BAD: there were mistakes,
 * or the file cannot be read; *out is NULL.
 */
enum rc config_load(const char *path, struct config **out,
    config_report *report, void *ctx, struct err *err);

/* The same, but gives what could be read even with mistakes (still RC_BAD),
 * so that `check` can go on looking. *out is NULL only without a readable
 * gateway.conf. */
enum rc config_inspect(const char *path, struct config **out,
    config_report *report, void *ctx, struct err *err);

int config_mistakes(const struct config *c); /* how many were told */

void config_free(struct config **c);

const struct settings *config_settings(const struct config *c);

/* NULL: no such mailbox, of ours or a collector's; no such sequence. */
const struct mailbox_settings *config_mailbox(
    const struct config *c, struct str name);
const struct sequence *config_sequence(const struct config *c, struct str name);
const struct sequence *config_sequences(const struct config *c, size_t *count);

/* Path of gateway.conf as it was given; path of a sequence's own file. */
const char *config_path(const struct config *c);
const char *config_sequence_path(
    const struct config *c, const struct sequence *s);

/*
 * Where a member of the settings was written: field is its address, as in
 * config_where(c, &mailbox->smtp.host, &file). Returns its line; that of its
 * section if it has its default; 0 if not even that is there.
 */
int config_where(const struct config *c, const void *field, const char **file);

/* Every setting of the four kinds of file, with its default and what it is
 * for, in the form of these files: `dunmail check --settings`. */
void config_document(FILE *out);

#endif
