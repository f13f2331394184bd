#include "app/mistake.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX 1024

void
mistake_add(
    struct mistakes *m, const char *file, int line, const char *fmt, ...)
{
	char text[TEXT_MAX];
	va_list ap;

	m->count++;
	if (m->report == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (unsigned char *c = (unsigned char *)text; *c != '\0'; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
	m->report(m->ctx, file, line, text);
}
