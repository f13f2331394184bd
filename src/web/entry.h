#ifndef DUNMAIL_WEB_ENTRY_H
#define DUNMAIL_WEB_ENTRY_H

#include "web/answer.h"
#include "web/guest.h"

/* entry: what every request to a page has in common, whoever comes: a
 * customer, anybody, or one of our own people. */

/* Not there, not theirs, not from our form: counted, and said in words. */
void entry_refuse(
    struct guest *g, enum answer_kind kind, struct httpd_answer *out);
/* Too often. */
void entry_busy(struct guest *g, int64_t wait, struct httpd_answer *out);
/* The store is away, or something of ours is wrong: said once, here. */
void entry_fail(struct guest *g, enum rc rc, const struct err *err,
    struct httpd_answer *out);

/* A reading transaction of the thread's handle, which cannot write. */
enum rc entry_begin(struct guest *g, struct err *err);

/* The fields behind '?'; none where they cannot be read. */
const struct httpd_field *entry_query(struct guest *g, size_t *count);

/* Was the form sent by another site? */
bool entry_is_foreign(const struct guest *g);

#endif
