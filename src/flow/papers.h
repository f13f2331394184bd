#ifndef DUNMAIL_FLOW_PAPERS_H
#define DUNMAIL_FLOW_PAPERS_H

#include "base/arena.h"
#include "base/err.h"
#include "model/settings.h"
#include "render/letter.h"

/*
 * papers: files that the company lays out for an account, to be had in the
 * portal: [folders] documents, in it a folder with the account's number (what
 * is no letter, digit, '-', '_' or '.' in it as %XX), in that the files.
 * Folders within are not looked into, links are not followed, and names that
 * begin with a dot are nobody's.
 */
struct papers_file {
	struct str name;
	int64_t size;
	int64_t at; /* when it was last changed */
};

/* By name, at most LIMIT_PAPERS; none is no mistake. */
enum rc papers_list(const struct settings *set, struct arena *a,
    struct str account, struct papers_file **out, size_t *count,
    struct err *err);

/* RC_MISS: there is no such file for that account. */
enum rc papers_read(const struct settings *set, struct arena *a,
    struct str account, struct str name, struct letter_file *out,
    struct err *err);

#endif
