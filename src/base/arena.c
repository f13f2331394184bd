#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define BLOCK_SIZE ((size_t)16384)
#define KEEP_SIZE  (16 * BLOCK_SIZE)
#define SMALL_SIZE ((size_t)64) /* of an item: many of them at once */

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *top;
	size_t used;
	size_t max;
};

struct arena *
arena_new(size_t max)
{
	struct arena *a = xcalloc(1, sizeof(*a));

	a->max = max;
	return a;
}

static void
blocks_free(struct block *b)
{
	while (b != NULL) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_free(struct arena **a)
{
	if (*a == NULL)
		return;
	blocks_free((*a)->top);
	free(*a);
	*a = NULL;
}

void
arena_reset(struct arena *a)
{
	struct block *keep = a->top;

	if (keep == NULL)
		return;
	blocks_free(keep->next);
	keep->next = NULL;
	keep->used = 0;
	a->used = 0;
	/* A block that grew for one large item is not kept for the next job. */
	if (keep->size > KEEP_SIZE) {
		free(keep);
		a->top = NULL;
	}
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

static struct block *
block_push(struct arena *a, size_t size)
{
	size_t want = BLOCK_SIZE;
	struct block *b;

	/* Growing, so that what arena_reset keeps suffices for the next job. */
	if (a->top != NULL)
		want =
		    a->top->size < KEEP_SIZE / 2 ? 2 * a->top->size : KEEP_SIZE;
	if (size > want)
		want = size;
	b = xmalloc(sizeof(*b) + want);

	b->next = a->top;
	b->size = want;
	b->used = 0;
	a->top = b;
	return b;
}

/* The bytes are what they were. */
static void *
take(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->top;
	void *p;

	if (size > a->max || a->used > a->max - size)
		xdie("arena over its ceiling of %zu bytes", a->max);
	size = (size + align - 1) & ~(align - 1);
	if (b == NULL || b->size - b->used < size)
		b = block_push(a, size);
	p = b->bytes + b->used;
	b->used += size;
	a->used += size;
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		xdie("arena array of %zu x %zu bytes", count, size);
	return arena_alloc(a, total);
}

char *
arena_cstr(struct arena *a, struct str s)
{
	char *p = take(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str
arena_dup(struct arena *a, struct str s)
{
	return (struct str){arena_cstr(a, s), s.n};
}

struct str
arena_fmt(struct arena *a, const char *fmt, ...)
{
	char small[256], *p;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0)
		xdie("arena_fmt: bad format");
	if ((size_t)n < sizeof(small))
		return arena_dup(a, (struct str){small, (size_t)n});
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){p, (size_t)n};
}

void *
arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
	void *more;

	if (n < *cap)
		return items;
	*cap = *cap ? *cap * 2 : size <= SMALL_SIZE ? 8 : 2;
	more = arena_array(a, *cap, size);
	if (n)
		memcpy(more, items, n * size);
	return more;
}
