#ifndef DUNMAIL_FLOW_IMPORT_H
#define DUNMAIL_FLOW_IMPORT_H

#include "base/arena.h"
#include "base/day.h"
#include "base/money.h"
#include "flow/flow.h"

/*
 * import: a CSV file into the ledger. Good rows are taken, bad ones refused
 * one by one with line and reason, into FILE.refused.csv. The same file again
 * changes nothing. A large file goes in by parts; after a stop at any point
 * the same file completes it. What an import did can be undone.
 */
#define IMPORT_SUMS 200 /* more than there are currencies */

/* Which customers that are added are new ones, to be greeted. */
enum import_greet {
	IMPORT_GREET_LATER, /* all but those of the ledger's first import */
	IMPORT_GREET_NEW,
	IMPORT_GREET_KNOWN,
};

struct import_options {
	const char *kind; /* customers, contacts, invoices, ... */
	const char *path; /* "-": standard input */
	day_t as_of;
	bool dry_run;               /* find out, and change nothing */
	enum import_greet greet;    /* customers */
	const struct money *totals; /* what the amounts must come to */
	size_t total_count;
};

/* Called as the work goes on; each may be NULL. Line 0: no line. */
struct import_sink {
	void *ctx;
	void (*warn)(void *ctx, int64_t line, const char *text);
	void (*refused)(void *ctx, int64_t line, const char *reason);
	void (*progress)(void *ctx, int64_t done, int64_t of, int64_t rows);
};

struct import_result {
	struct str batch; /* empty: nothing was written */
	int64_t added, changed, unchanged, refused;
	int64_t quarantined; /* of those refused */
	int64_t taken_in;    /* rows that had waited for their account */
	int64_t waiting_on;  /* ... and that could not be taken in */
	struct money sums[IMPORT_SUMS]; /* of the rows taken, a currency each */
	size_t sum_count;
	struct str refused_path; /* empty: nothing was refused */
};

/*
 * RC_OK: done, with what was refused in *out. RC_BAD: the whole file is
 * refused and nothing has changed (no such kind or file, columns missing,
 * another control total). RC_LATER, RC_DOWN: the ledger or the disk; run the
 * same file again. Texts go to the arena.
 */
enum rc import_run(const struct flow *f, struct arena *a,
    const struct import_options *options, const struct import_sink *sink,
    int64_t now, struct import_result *out, struct err *err);

/*
 * Take back the latest import that stands, with all its rows. RC_BAD: it is
 * not the latest, or what it brought is named by something that came after;
 * each is told to sink->warn.
 */
enum rc import_undo(const struct flow *f, struct arena *a, struct str batch,
    const struct import_sink *sink, int64_t now, struct err *err);

/* "customers, contacts, ...": for messages. */
const char *import_kinds(void);
bool import_kind_known(const char *kind);
bool import_has_amounts(const char *kind);

#endif
