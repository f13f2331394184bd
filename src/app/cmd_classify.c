#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/filters.h"
#include "app/shape.h"
#include "app/verdict.h"
#include "base/file.h"
#include "decide/classify.h"
#include "decide/guard.h"
#include "flow/parser.h"
#include "model/limits.h"

#define MANY 100 /* from so many mails compiling longer pays */

struct work {
	struct parser *parser;
	struct rules *rules;
	struct classify_context ctx;
	bool json;
	bool bad; /* a rules file has a mistake */
};

static void
say_rule(void *ctx, const char *file, int line, const char *text)
{
	struct work *w = ctx;

	w->bad = true;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
}

static enum rc
read_and_parse(struct work *w, struct arena *a, const char *file,
    struct message **m, struct err *err)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_MAIL_RAW);
	rc = file_read(file, &b, err);
	if (rc == RC_OK)
		rc = parser_read(w->parser, a, buf_str(&b), m, err);
	buf_fini(&b);
	return rc;
}

/* The file is named anyway. */
static const char *
without_file(const char *why, const char *file)
{
	size_t n = strlen(file);

	return strncmp(why, file, n) == 0 && strncmp(why + n, ": ", 2) == 0
		   ? why + n + 2
		   : why;
}

static int
classify_file(struct work *w, const char *file)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct verdict v = {.file = file};
	struct message *m = NULL;
	struct err err = {{0}};
	enum rc rc;

	rc = read_and_parse(w, a, file, &m, &err);
	if (rc == RC_OK) {
		v.message = m;
		guard_judge(a, m, &v.guard);
		if (v.guard.kind == KIND_HUMAN) {
			classify_message(w->rules, a, m, &w->ctx, &v.intent);
			v.human = true;
		}
		verdict_print(&v, w->json);
	} else {
		verdict_print_error(
		    file, without_file(err.text, file), w->json);
	}
	arena_free(&a);
	return rc == RC_OK ? 0 : 1;
}

/* The configuration is welcome, not needed. */
static int
settle_context(struct app *app, struct work *w, const char *locale)
{
	w->ctx = (struct classify_context){
	    .locale = STR("en-US"),
	    .threshold = 0.6,
	};
	if (app->config_given || file_exists(app->config_path)) {
		int status = app_open(app, APP_CONFIG);

		if (status != 0)
			return status;
		w->ctx.locale = app->flow.set->company_locale;
		w->ctx.threshold =
		    (double)app->flow.set->classify_threshold / 100.0;
	}
	if (locale != NULL)
		w->ctx.locale = str_of(locale);
	return 0;
}

static int
load_rules(struct app *app, struct work *w, bool many)
{
	char dir[PATH_MAX];
	struct err err = {{0}};

	if (app->flow.set != NULL)
		snprintf(dir, sizeof(dir), "%.*s",
		    STR_ARG(app->flow.set->filters_dir));
	else if (!app_shipped(app, "filters", dir, sizeof(dir)))
		return app_fail("no folder of filters found; name the "
				"configuration with -c FILE");
	if (filters_load(dir, FILTERS_LATER | (many ? FILTERS_MANY : 0),
		&w->rules, say_rule, w, &err) != RC_OK)
		return app_fail("%s", err.text);
	return 0;
}

static int
classify(struct app *app, int argc, char **argv)
{
	struct work w = {.json = app->json};
	const char *locale = NULL;
	struct err err = {{0}};
	int first = 1, status;

	if (argc > 2 && strcmp(argv[1], "--locale") == 0) {
		locale = argv[2];
		first = 3;
	}
	if (first >= argc || argv[first][0] == '-')
		return app_usage(&cmd_classify);
	if (locale != NULL && !shape_locale(str_of(locale))) {
		app_fail("--locale %s: write a language and a country such "
			 "as en-GB",
		    locale);
		return 2;
	}
	/* First of all, that it gets ready while we do; nothing is secret. */
	if (parser_open_brief(&w.parser, &err) != RC_OK)
		return app_fail("%s", err.text);
	status = settle_context(app, &w, locale);
	if (status == 0)
		status = load_rules(app, &w, argc - first >= MANY);
	for (int i = first; w.rules != NULL && i < argc; i++)
		status |= classify_file(&w, argv[i]) | w.bad;
	rules_free(&w.rules);
	parser_close(&w.parser);
	return status;
}

const struct command cmd_classify = {
    .name = "classify",
    .usage = "[--json] [--locale en-GB] FILE...",
    .summary = "what each mail is and says; needs no ledger",
    .needs = 0,
    .run = classify,
};
