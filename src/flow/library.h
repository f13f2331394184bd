#ifndef DUNMAIL_FLOW_LIBRARY_H
#define DUNMAIL_FLOW_LIBRARY_H

#include "base/err.h"
#include "render/letter.h"

/*
 * library: the texts under templates/, compiled when first used and kept.
 */
struct library;

struct library *library_new(struct str templates_dir);
void library_free(struct library **l);

/*
 * The text of <folder>/<name>.<language>.md; where that language is missing,
 * the fallback's (the company's), then English. RC_BAD with file and line
 * when none can be had.
 */
enum rc library_letter(struct library *l, struct str folder, struct str name,
    struct str language, struct str fallback,
    const struct letter_template **out, struct err *err);

/* Hex of the hash of that text's source; empty: it cannot be had. Lives as
 * long as the library. */
struct str library_hash(struct library *l, struct str folder, struct str name,
    struct str language, struct str fallback);

/* layout.html; RC_BAD when it cannot be read. */
enum rc library_layout(
    struct library *l, const struct template **out, struct err *err);

#endif
