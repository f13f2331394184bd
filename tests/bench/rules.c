/*
 * rules CORPUS...: how long the rules take for a reply, each language's read
 * by the shipped rules of all languages. Prints the median, what one in a
 * hundred takes at least, and the longest, in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/filters.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "decide/classify.h"
#include "model/limits.h"

#define REPLIES 20000
#define WARM    3 /* times before it counts: patterns compile when needed */

static int64_t took[REPLIES];
static size_t count;

static void
say(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
}

static int64_t
micros(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
one(const struct rules *rules, struct arena *a, struct str text, bool counts)
{
	struct classify_context ctx = {STR("en-US"), 0.7};
	struct message m = {.reply = text, .text = text};
	struct intent out;
	int64_t began = micros();

	classify_message(rules, a, &m, &ctx, &out);
	if (counts && count < REPLIES)
		took[count++] = micros() - began;
	arena_reset(a);
}

/* Records start with a line of "==". */
static void
each(const struct rules *rules, struct arena *a, struct str file, bool counts)
{
	struct str line, text = {NULL, 0};

	while (str_line(&file, &line)) {
		if (!str_starts(line, STR("=="))) {
			if (text.p)
				text.n = (size_t)(line.p + line.n - text.p);
			continue;
		}
		if (text.n)
			one(rules, a, str_trim(text), counts);
		text = (struct str){line.p + line.n, 0};
	}
	if (text.n)
		one(rules, a, str_trim(text), counts);
}

static int
later(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new(64u << 20);
	struct rules *rules = NULL;
	struct err err = {{0}};
	int status = 0;

	if (filters_load("filters", FILTERS_MANY, &rules, say, NULL, &err) !=
	    RC_OK)
		status = 1;
	for (int i = 1; i < argc && status == 0; i++) {
		struct buf file;

		buf_init(&file, 4u << 20);
		if (file_read(argv[i], &file, &err) != RC_OK)
			status = 1;
		for (int k = 0; k <= WARM && status == 0; k++)
			each(rules, a, buf_str(&file), k == WARM);
		buf_fini(&file);
	}
	if (status != 0 || count == 0) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	qsort(took, count, sizeof(*took), later);
	printf("%zu replies: median %lld us, 99 %% within %lld us, longest "
	       "%lld us\n",
	    count, (long long)took[count / 2],
	    (long long)took[count * 99 / 100], (long long)took[count - 1]);
	/* What the table of the bench shows is the pace of the median one. */
	printf("units=%zu\nsecs=%.6f\n", count,
	    (double)count * (double)took[count / 2] / 1e6);
	rules_free(&rules);
	arena_free(&a);
	return 0;
}
