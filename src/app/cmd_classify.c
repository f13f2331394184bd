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

/* Judged together: what the rules need is then near at hand. */
#define LOT       64
#define LOT_BYTES (4u << 20)

struct judged {
	struct arena *a; /* used again */
	struct message *message;
	struct verdict v;
	enum rc rc;
	struct err why; /* that it could not be read */
};

struct lot {
	struct judged v[LOT];
	size_t n;
	size_t bytes; /* of their arenas */
};

struct work {
	struct parser *parser;
	struct rules *rules;
	struct classify_context ctx;
	bool json;
	bool bad;    /* a rules file has a mistake */
	size_t held; /* bytes of mails that are on their way */
	struct lot lot;
};

/* A mail that is with the parser, or what was wrong with it. */
struct ahead {
	const char *file;
	struct buf raw;
	enum rc rc;
	struct err why;
};

static void
say_rule(void *ctx, const char *file, int line, const char *text)
{
	struct work *w = ctx;

	w->bad = true;
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
}

/* Read the file and hand it to the parser, which works while we do not wait. */
static void
begin(struct work *w, struct ahead *h, const char *file)
{
	*h = (struct ahead){.file = file};
	buf_init(&h->raw, LIMIT_MAIL_RAW);
	h->rc = file_read(file, &h->raw, &h->why);
	if (h->rc == RC_OK)
		h->rc = parser_submit(w->parser, buf_str(&h->raw), &h->why);
	w->held += h->raw.n;
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

/* The parser's answer to the oldest mail becomes the last of the lot. */
static void
take(struct work *w, struct ahead *h)
{
	struct lot *lot = &w->lot;
	struct judged *j = &lot->v[lot->n++];

	if (j->a == NULL)
		j->a = arena_new(LIMIT_MAIL_ARENA);
	j->v = (struct verdict){.file = h->file};
	j->why = h->why;
	j->rc = h->rc;
	if (j->rc == RC_OK)
		j->rc = parser_next(w->parser, j->a, &j->message, &j->why);
	lot->bytes += arena_used(j->a);
	w->held -= h->raw.n;
	buf_fini(&h->raw);
}

static void
judge(const struct work *w, struct judged *v, size_t n)
{
	struct classify_job jobs[LOT];
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct verdict *to = &v[i].v;

		if (v[i].rc != RC_OK)
			continue;
		to->message = v[i].message;
		guard_judge(v[i].a, v[i].message, &to->guard);
		to->human = to->guard.kind == KIND_HUMAN;
		if (to->human)
			jobs[count++] = (struct classify_job){
			    .a = v[i].a,
			    .m = v[i].message,
			    .ctx = w->ctx,
			    .out = &to->intent,
			};
	}
	classify_messages(w->rules, jobs, count);
}

/* All of the lot, in the order of the files. */
static int
finish(struct work *w)
{
	struct lot *lot = &w->lot;
	int status = 0;

	judge(w, lot->v, lot->n);
	for (size_t i = 0; i < lot->n; i++) {
		struct judged *j = &lot->v[i];

		if (j->rc == RC_OK)
			verdict_print(&j->v, w->json);
		else
			verdict_print_error(j->v.file,
			    without_file(j->why.text, j->v.file), w->json);
		status |= j->rc == RC_OK ? 0 : 1;
		arena_reset(j->a);
	}
	lot->n = lot->bytes = 0;
	return status | w->bad;
}

/* As many behind file `at` as there is room for; says which is next. */
static int
begin_ahead(
    struct work *w, struct ahead *ahead, char **files, int next, int at, int n)
{
	while (next < n && next < at + PARSER_WINDOW &&
	       (next == at || w->held < LIMIT_AHEAD_BYTES)) {
		begin(w, &ahead[next % PARSER_WINDOW], files[next]);
		next++;
	}
	return next;
}

/* While some mails are judged the parser reads those behind them. */
static int
classify_files(struct work *w, char **files, int n)
{
	struct ahead ahead[PARSER_WINDOW];
	int status = 0, begun = begin_ahead(w, ahead, files, 0, 0, n);

	/* While the first is with the parser. */
	rules_expect(w->rules, str_sub(w->ctx.locale, 0, 2));
	for (int i = 0; i < n; i++) {
		if (begun - i < PARSER_WINDOW / 2)
			begun = begin_ahead(w, ahead, files, begun, i, n);
		take(w, &ahead[i % PARSER_WINDOW]);
		if (w->lot.n == LOT || w->lot.bytes >= LOT_BYTES || i + 1 == n)
			status |= finish(w);
	}
	for (size_t i = 0; i < LOT; i++)
		arena_free(&w->lot.v[i].a);
	return status;
}

/* The configuration is welcome, not needed. */
static int
settle_context(struct app *app, struct work *w, const char *locale)
{
	w->ctx = (struct classify_context){
	    .locale = STR("en-US"),
	    .threshold = CLASSIFY_THRESHOLD,
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
	if (w.rules != NULL)
		status |= classify_files(&w, argv + first, argc - first);
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
