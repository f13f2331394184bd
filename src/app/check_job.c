#include "app/check_job.h"

#include <stdarg.h>
#include <stdio.h>

#define WORDS_MAX 1024

void
check_job_tell(struct check_job *j, const void *field, const char *fmt, ...)
{
	char words[WORDS_MAX];
	const char *file;
	va_list ap;
	int line = config_where(j->config, field, &file);

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	mistake_add(&j->m, file, line, "%s", words);
}

void
check_job_well(struct check_job *j, const char *fmt, ...)
{
	char words[WORDS_MAX];
	va_list ap;

	if (j->sink->well == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	j->sink->well(j->sink->ctx, words);
}
