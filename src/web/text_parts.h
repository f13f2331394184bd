#ifndef DUNMAIL_WEB_TEXT_PARTS_H
#define DUNMAIL_WEB_TEXT_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "web/text.h"

/*
 * text_parts: for the files of text alone. What was read: sources, no more. A
 * page is put together with its words once, in the language in which it is
 * first asked for, so that showing it looks up values and nothing else.
 */
#define TEXT_LANGUAGES 32
#define TEXT_WORDS     2000
#define TEXT_PAGES     200
#define TEXT_CONTENT   "content"
#define TEXT_PART      "part_" /* files that pages and words share */

struct text_entry {
	char *name;
	char *plain; /* a word as it is */
	char *html;  /* a page; a word, escaped */
};

struct text_list {
	struct text_entry *v; /* sorted by name once it is loaded */
	size_t n, cap;
};

struct text_tongue {
	char code[8];
	struct text_list words;
	_Atomic(struct template *) *made; /* one a page */
};

struct text {
	struct text_list pages;
	struct text_tongue tongues[TEXT_LANGUAGES];
	size_t tongue_count;
	pthread_mutex_t lock; /* of who makes a page */
};

const struct text_entry *text_find(const struct text_list *l, struct str name);
/* NULL: it has no words. */
struct text_tongue *text_tongue(const struct text *t, struct str language);

/* What stands for a partial: a word of that language, else of English, else a
 * part; NULL: none. */
const char *text_partial(
    const struct text *t, const struct text_tongue *tongue, struct str name);

#endif
