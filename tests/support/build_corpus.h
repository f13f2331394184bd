#ifndef DUNMAIL_TESTS_BUILD_CORPUS_H
#define DUNMAIL_TESTS_BUILD_CORPUS_H

#include "base/day.h"
#include "model/intent.h"

/*
 * build_corpus: mails of machines (and of people who look like them) from
 * tests/corpus/machine, whose README says how they are written. Each becomes
 * the bytes of a mail with what a reader should say of it.
 */
struct build_corpus_mail {
	struct str name;
	struct str family; /* the name up to its first '-' */
	struct str lang;
	enum mail_kind kind;
	unsigned also; /* 1u << kind: as good */
	enum bounce_severity severity;
	struct str recipient; /* empty: not judged */
	day_t back;
	struct str deputy;
	struct str raw; /* borrowed for the call */
};

typedef void build_corpus_fn(const struct build_corpus_mail *m, void *ctx);

/* Ends the test when a file or a record of it is wrong. */
void build_corpus_each(const char *path, build_corpus_fn *fn, void *ctx);

#endif
