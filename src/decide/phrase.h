#ifndef DUNMAIL_DECIDE_PHRASE_H
#define DUNMAIL_DECIDE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include <stdint.h>

#include "base/str.h"

/*
 * phrase: many fixed wordings looked for in one walk over a text. The text is
 * folded first: lower case (Latin, Greek, Cyrillic), accents off, full-width
 * to ASCII, every run of blanks one space, typographic marks to plain ones.
 * So a wording is found across a line break and however it was typed.
 *
 * A phrase is written folded. It is found where a word starts (anywhere in
 * scripts without spaces) and may end inside a word; '*' stands for up to
 * PHRASE_GAP bytes.
 */
#define PHRASE_TAGS 16
#define PHRASE_MAX  1200 /* phrases in one table without an index */
#define PHRASE_GAP  160

struct phrase {
	const char *text;
	unsigned char tag; /* < PHRASE_TAGS, the table's own meaning */
};

/* A table and its size, for a call. */
#define PHRASES(table) (table), sizeof(table) / sizeof(*(table))

struct phrase_hits {
	unsigned mask;                 /* 1u << tag */
	struct str first[PHRASE_TAGS]; /* earliest place of each tag */
};

/* Folded copy of at most max bytes of s; never longer than s. */
struct str phrase_fold(struct arena *a, struct str s, size_t max);

void phrase_scan(const struct phrase *t, size_t n, struct str folded,
    struct phrase_hits *hits);

/* The same for a large table: what it was made of once, for every text. */
#define PHRASE_INDEX_MAX  12000 /* phrases */
#define PHRASE_INDEX_KEYS 4096

struct phrase_index {
	const struct phrase *v;
	uint16_t head[PHRASE_INDEX_KEYS]; /* by the first bytes; from 1 */
	uint16_t next[PHRASE_INDEX_MAX];
	uint16_t brief; /* those of fewer bytes, looked at everywhere */
};

/* v, of at most PHRASE_INDEX_MAX, outlives the index. */
void phrase_index_make(
    const struct phrase *v, size_t n, struct phrase_index *out);
void phrase_index_scan(const struct phrase_index *index, struct str folded,
    struct phrase_hits *hits);

/* As phrase_start(). */
int phrase_index_start(
    const struct phrase_index *index, struct str folded, size_t *len);

/* The tag of the longest phrase folded begins with, or -1; *len its bytes. */
int phrase_start(
    const struct phrase *t, size_t n, struct str folded, size_t *len);

bool phrase_has(const struct phrase_hits *hits, unsigned tag);

#endif
