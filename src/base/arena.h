#ifndef DUNMAIL_BASE_ARENA_H
#define DUNMAIL_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

/*
 * arena: the memory of one job. Everything a job decodes lives here and goes
 * with it. The ceiling is fixed at birth; going past it ends the process
 * (every foreign size met model/limits.h before; parsers of hostile mail run
 * in a child of their own).
 */
struct arena;

struct arena *arena_new(size_t max);
void arena_free(struct arena **a);
void arena_reset(struct arena *a); /* forget all, keep one block */
size_t arena_used(const struct arena *a);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t count, size_t size);

/* Copies; NUL-terminated behind the span. */
char *arena_cstr(struct arena *a, struct str s);
struct str arena_dup(struct arena *a, struct str s);
struct str arena_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Make room for one more element in a growing array: items may move.
 * Usage: v = arena_grow(a, v, n, &cap, sizeof(*v)); v[n++] = x;
 */
void *arena_grow(
    struct arena *a, void *items, size_t n, size_t *cap, size_t size);

#endif
