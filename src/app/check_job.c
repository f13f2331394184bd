#include "app/check_job.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 1024
#define NAMES_MAX 10000

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

static int
by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool
check_job_list(struct check_job *j, struct str dir, struct str ending,
    struct str **out, size_t *n)
{
	DIR *d = opendir(arena_cstr(j->a, dir));
	struct dirent *e;
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	if (d == NULL)
		return false;
	while (*n < NAMES_MAX && (e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (name.p[0] == '.' || !str_ends(name, ending))
			continue;
		*out = arena_grow(j->a, *out, *n, &cap, sizeof(**out));
		(*out)[(*n)++] = arena_dup(j->a, name);
	}
	closedir(d);
	if (*n > 0)
		qsort(*out, *n, sizeof(**out), by_name);
	return true;
}
