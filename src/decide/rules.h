#ifndef DUNMAIL_DECIDE_RULES_H
#define DUNMAIL_DECIDE_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/*
 * rules: filters/<lang>.rules, read by a credit manager, compiled here. Each
 * rule has examples that must match and that must not.
 */
struct rules;

struct rules_problem {
	int line;
	char text[256];
};

/* Called once for each thing wrong with the text. */
typedef void rules_report(
    void *ctx, const char *file, int line, const char *text);

/*
 * Add the rules of one file's text to *rules (made when NULL). Every mistake
 * is reported; RC_BAD if there was any. With `examples`, each rule's examples
 * are tried too (check, run and tests do; a one-shot classify need not).
 */
enum rc rules_add(struct rules **rules, const char *file, struct str lang,
    struct str text, bool jit, bool examples, rules_report *report, void *ctx,
    struct err *err);

/* Where the text of a file comes from when it is wanted again. */
typedef enum rc rules_text(const char *file, struct buf *text, struct err *err);

/*
 * The same when few languages may be needed: only the common words are read
 * now, and `text` needs no more than the file's first LIMIT_RULE_HEAD bytes.
 * The rest is asked for when the first reply in its language comes; its
 * mistakes are reported then, and such a language says nothing. What `again`,
 * `report` and `ctx` point to lives as long as the rules.
 */
struct rules_later {
	rules_text *again;
	bool jit;
	rules_report *report;
	void *ctx;
};
void rules_add_later(struct rules **rules, const char *file, struct str lang,
    struct str text, const struct rules_later *later);
/* The i-th book, read now if it was not yet. For one thread. */
struct rulebook;
const struct rulebook *rules_ready(const struct rules *rules, size_t i);
/* The next reply is likely in this language: have its book ready. */
void rules_expect(const struct rules *rules, struct str lang);
void rules_free(struct rules **rules);
size_t rules_count(const struct rules *rules);

#endif
