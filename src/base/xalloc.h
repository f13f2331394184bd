#ifndef DUNMAIL_BASE_XALLOC_H
#define DUNMAIL_BASE_XALLOC_H

#include <stddef.h>

/*
 * xalloc: allocation that succeeds or ends the process. A supervisor starts
 * it again and the open transaction never happened. Sizes that come from
 * outside are held against model/limits.h before they get here.
 */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Print a reason on standard error and abort. For broken invariants only. */
_Noreturn void xdie(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
