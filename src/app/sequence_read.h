#ifndef DUNMAIL_APP_SEQUENCE_READ_H
#define DUNMAIL_APP_SEQUENCE_READ_H

#include "app/mistake.h"
#include "base/arena.h"
#include "model/sequence.h"

/*
 * sequence_read: the text of templates/<name>/sequence.conf as a sequence.
 *
 * Steps come out in the order in which they are said: those counted from the
 * day of issue before those counted from the due day, each by their day; a
 * step counted from the previous one stays behind the step above it in the
 * file.
 *
 * gateway_gap is the least gap of gateway.conf, in business days, against which
 * steps are judged. Every mistake goes to *m; *out holds what could be
 * understood.
 */
void sequence_read_text(struct arena *a, const char *file, struct str name,
    struct str text, int64_t gateway_gap, struct mistakes *m,
    struct sequence *out);

#endif
