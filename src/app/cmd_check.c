#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/check.h"

static void
mistake(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	if (line > 0)
		fprintf(stderr, "%s:%d: %s\n", file, line, text);
	else
		fprintf(stderr, "%s: %s\n", file, text);
}

static void
well(void *ctx, const char *words)
{
	(void)ctx;
	printf("ok  %s\n", words);
}

static void
note(void *ctx, const char *words)
{
	(void)ctx;
	printf("note  %s\n", words);
}

static int
check(struct app *app, int argc, char **argv)
{
	struct check_sink sink = {.mistake = mistake,
	    .well = well,
	    .note = note,
	    .now = app_now(app)};
	struct err err = {{0}};
	unsigned flags = CHECK_SERVERS;

	if (argc == 2 && strcmp(argv[1], "--settings") == 0) {
		config_document(stdout);
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "--offline") == 0)
		flags = 0;
	else if (argc != 1)
		return app_usage(&cmd_check);
	if (check_run(app->config_path, flags, &sink, &err) != RC_OK)
		return app_fail("%s", err.text);
	puts("all is well");
	return 0;
}

const struct command cmd_check = {
    .name = "check",
    .usage = "[--offline|--settings]",
    .summary = "configuration, texts, filters, and a log-in to every server",
    .run = check,
};
