#include "app/app.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/calendars.h"
#include "app/filters.h"
#include "app/screen.h"
#include "base/file.h"
#include "flow/library.h"
#include "flow/ours.h"

int64_t
app_now(const struct app *app)
{
	if (app->now_given && !app->clock_runs)
		return app->now;
	return (int64_t)time(NULL) + app->clock_offset;
}

void
app_clock_goes(struct app *app)
{
	if (app->now_given && !app->clock_runs)
		app->clock_offset = app->now - (int64_t)time(NULL);
	app->clock_runs = true;
}

int
app_fail(const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	fputs("dunmail: ", stderr);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	screen_put(stderr, text);
	fputc('\n', stderr);
	return 1;
}

int
app_usage(const struct command *command)
{
	fprintf(stderr, "usage: dunmail %s%s%s\n", command->name,
	    command->usage[0] ? " " : "", command->usage);
	return 2;
}

static void
report(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	if (line > 0)
		fprintf(stderr, "%s:%d: %s\n", file, line, text);
	else
		fprintf(stderr, "%s: %s\n", file, text);
}

static int
open_config(struct app *app)
{
	struct err err = {{0}};
	enum rc rc;

	rc = config_load(app->config_path, &app->config, report, NULL, &err);
	if (rc == RC_MISS)
		return app_fail(
		    "%s; name the configuration with -c FILE", err.text);
	if (rc != RC_OK)
		return app_fail("%s", err.text);
	app->flow.set = config_settings(app->config);
	app->flow.sequences =
	    config_sequences(app->config, &app->flow.sequence_count);
	app->flow.rehearsed = app->now_given;
	app->flow.owner = "gateway";
	return 0;
}

int
app_open_store(struct app *app, unsigned needs)
{
	bool readonly = !(needs & APP_STORE);
	char path[PATH_MAX], *slash;
	struct err err = {{0}};
	unsigned flags = (readonly ? DB_READONLY : DB_CREATE) |
			 (needs & APP_BULK ? DB_BULK : 0);
	enum rc rc;

	snprintf(
	    path, sizeof(path), "%.*s", STR_ARG(app->flow.set->ledger_path));
	slash = strrchr(path, '/');
	if (!readonly && slash != NULL && slash != path) {
		*slash = '\0';
		if (file_mkdirs(path, &err) != RC_OK)
			return app_fail("%s", err.text);
		*slash = '/';
	}
	rc = readonly && strstr(path, "://") == NULL && !file_exists(path)
		 ? RC_MISS
		 : store_open(path, flags, &app->flow.store, &err);
	if (rc == RC_MISS)
		return app_fail("%s: there is no ledger yet; `dunmail import "
				"customers FILE` makes one",
		    path);
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

static int
open_key(struct app *app)
{
	char path[PATH_MAX];
	struct err err = {{0}};
	enum rc rc;

	snprintf(path, sizeof(path), "%.*s", STR_ARG(app->flow.set->keys_dir));
	rc = file_mkdirs(path, &err);
	if (rc == RC_OK)
		rc = seal_key_load(path, true, &app->key, &err);
	app->flow.key = app->key;
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

static int
open_rules(struct app *app, unsigned flags)
{
	char dir[PATH_MAX];
	struct err err = {{0}};
	enum rc rc;

	snprintf(dir, sizeof(dir), "%.*s", STR_ARG(app->flow.set->filters_dir));
	rc = filters_load(
	    dir, flags | FILTERS_MANY, &app->rules, report, NULL, &err);
	app->flow.rules = app->rules;
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

static int
open_calendars(struct app *app)
{
	struct mistakes m = {.report = report};

	app->almanac = calendars_load(app->flow.set->calendars_dir, &m);
	app->flow.almanac = app->almanac;
	return m.count == 0 ? 0
			    : app_fail("%.*s: %d mistake%s in the calendars",
				  STR_ARG(app->flow.set->calendars_dir),
				  m.count, m.count == 1 ? "" : "s");
}

static int
open_rates(struct app *app)
{
	struct mistakes m = {.report = report};

	app->rates = rates_load(app->flow.set, &m);
	app->flow.interest = rates_terms(app->rates);
	return m.count == 0 ? 0
			    : app_fail("[interest] of %s is not usable",
				  app->config_path);
}

int
app_open(struct app *app, unsigned needs)
{
	struct err err = {{0}};
	int status = 0;

	if (needs & APP_PARSER && parser_open(&app->parser, &err) != RC_OK)
		return app_fail("%s", err.text);
	if (needs & (APP_STORE | APP_KEY) && seal_start(&err) != RC_OK)
		return app_fail("%s", err.text);
	if (needs & APP_CONFIG)
		status = open_config(app);
	if (status == 0 && needs & APP_KEY)
		status = open_key(app);
	if (status == 0 && needs & (APP_STORE | APP_STORE_READ))
		status = app_open_store(app, needs);
	if (status == 0 && needs & APP_CALENDARS)
		status = open_calendars(app);
	if (status == 0 && needs & APP_LIBRARY)
		app->flow.library = library_new(app->flow.set->templates_dir);
	if (status == 0 && needs & (APP_LIBRARY | APP_RATES))
		status = open_rates(app);
	if (status == 0 && needs & (APP_RULES | APP_RULES_LATER))
		app->flow.ours = ours_new(app->flow.set->templates_dir);
	if (status == 0 && needs & APP_RULES)
		status = open_rules(app, 0);
	if (status == 0 && needs & APP_RULES_LATER)
		status = open_rules(app, FILTERS_LATER);
	return status;
}

void
app_close(struct app *app)
{
	library_free(&app->flow.library);
	ours_free(&app->flow.ours);
	almanac_free(&app->almanac);
	rates_free(&app->rates);
	rules_free(&app->rules);
	store_close(&app->flow.store);
	seal_key_free(&app->key);
	config_free(&app->config);
	parser_close(&app->parser);
}

static bool
try_folder(char *path, size_t size, const char *dir, const char *name)
{
	int n = snprintf(path, size, "%s/%s", dir, name);

	return n > 0 && (size_t)n < size && file_exists(path);
}

bool
app_shipped(const struct app *app, const char *name, char *path, size_t size)
{
	char exe[PATH_MAX], *slash;
	ssize_t n;

	snprintf(exe, sizeof(exe), "%s", app->config_path);
	slash = strrchr(exe, '/');
	if (slash != NULL)
		*slash = '\0';
	if (try_folder(path, size, slash ? exe : ".", name))
		return true;
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	exe[n > 0 ? n : 0] = '\0';
	for (int up = 0; up < 2 && (slash = strrchr(exe, '/')) != NULL; up++) {
		*slash = '\0';
		if (try_folder(path, size, exe, name))
			return true;
	}
	return try_folder(path, size, "/usr/share/dunmail", name);
}
