#ifndef DUNMAIL_BASE_BUF_H
#define DUNMAIL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * buf: a byte buffer with a ceiling set at birth. Writing past the ceiling
 * adds nothing and sets `full`, so a writer checks once at the end. p is
 * always NUL-terminated (or NULL while nothing was added).
 */
struct buf {
	char *p;
	size_t n;
	size_t cap;
	size_t max;
	bool full;
};

void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);  /* frees; the buf may be used again */
void buf_clear(struct buf *b); /* keeps the memory, resets `full` */

void buf_add(struct buf *b, const void *bytes, size_t n);

/* Here for the compiler to see: a literal's length is known to it, and texts
 * are written a byte at a time. */
static inline void
buf_adds(struct buf *b, const char *cstr)
{
	buf_add(b, cstr, strlen(cstr));
}

static inline void
buf_addc(struct buf *b, char c)
{
	if (b->full || b->n >= b->max || b->cap - b->n < 2) {
		buf_add(b, &c, 1);
		return;
	}
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}

void buf_add_str(struct buf *b, struct str s);
void buf_fmt(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for n more bytes at p + n without counting them; NULL if full. */
char *buf_reserve(struct buf *b, size_t n);

/* What is in it, borrowed until the next change. */
struct str buf_str(const struct buf *b);

/* Hand the bytes over (NUL-terminated, free() them); b is empty after. */
char *buf_take(struct buf *b);

#endif
