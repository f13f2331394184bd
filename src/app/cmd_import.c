#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/cmd_import_show.h"
#include "flow/import.h"
#include "model/limits.h"
#include "store/batch.h"

#define TOTALS_MAX 20
#define LIST_MAX   1000

struct asked {
	struct import_options import;
	struct money totals[TOTALS_MAX];
	const char *undo;
	bool list;
	bool json;
	bool as_of_given;
};

static int
usage(const char *why, const char *what)
{
	fprintf(stderr, "dunmail: import: %s%s\n", why, what);
	app_usage(&cmd_import);
	fprintf(stderr, "KIND is one of %s\n", import_kinds());
	return 2;
}

/* "EUR 1234.00" */
static bool
read_total(struct asked *q, const char *text)
{
	struct str rest = str_of(text), currency;

	if (q->import.total_count == TOTALS_MAX ||
	    !str_cut(&rest, ' ', &currency) ||
	    !money_parse(
		str_trim(rest), currency, &q->totals[q->import.total_count]))
		return false;
	for (size_t i = 0; i < q->import.total_count; i++)
		if (str_eqc(currency, q->totals[i].currency))
			return false;
	q->import.totals = q->totals;
	q->import.total_count++;
	return true;
}

/* The value of an option: behind '=', or the next word. */
static const char *
value_of(const char *name, int argc, char **argv, int *i)
{
	size_t n = strlen(name);

	if (strncmp(argv[*i], name, n) != 0)
		return NULL;
	if (argv[*i][n] == '=')
		return argv[*i] + n + 1;
	if (argv[*i][n] != '\0' || *i + 1 >= argc)
		return NULL;
	return argv[++*i];
}

static bool
read_word(struct asked *q, const char *word)
{
	if (q->import.kind == NULL)
		q->import.kind = word;
	else if (q->import.path == NULL)
		q->import.path = word;
	else
		return false;
	return true;
}

/* 0, or the exit status of a wrong usage. */
static int
read_option(struct asked *q, int argc, char **argv, int *i)
{
	const char *arg = argv[*i], *v;

	if (arg[0] != '-' || strcmp(arg, "-") == 0)
		return read_word(q, arg) ? 0
					 : usage("one file at a time: ", arg);
	if (strcmp(arg, "--list") == 0) {
		q->list = true;
	} else if (strcmp(arg, "--dry-run") == 0) {
		q->import.dry_run = true;
	} else if (strcmp(arg, "--new") == 0) {
		q->import.greet = IMPORT_GREET_NEW;
	} else if (strcmp(arg, "--known") == 0) {
		q->import.greet = IMPORT_GREET_KNOWN;
	} else if ((v = value_of("--undo", argc, argv, i)) != NULL) {
		q->undo = v;
	} else if ((v = value_of("--as-of", argc, argv, i)) != NULL) {
		q->as_of_given = true;
		if (!day_parse(str_of(v), &q->import.as_of))
			return usage("no date, want 2026-11-22: ", v);
	} else if ((v = value_of("--total", argc, argv, i)) != NULL) {
		if (!read_total(q, v))
			return usage(
			    "no total, want \"EUR 1234.00\", once a currency: ",
			    v);
	} else {
		return usage("not known, or without its value: ", arg);
	}
	return 0;
}

static int
check_import(struct asked *q, int64_t now)
{
	day_t today = day_of_instant(now);

	if (q->import.kind == NULL)
		return usage("what kind of file?", "");
	if (!import_kind_known(q->import.kind))
		return usage("no such kind: ", q->import.kind);
	if (q->import.path == NULL)
		return usage("which file?", "");
	if (q->import.greet != IMPORT_GREET_LATER &&
	    strcmp(q->import.kind, "customers") != 0)
		return usage("--new and --known are about customers, not ",
		    q->import.kind);
	if (q->import.total_count > 0 && !import_has_amounts(q->import.kind))
		return usage("no amounts, so no --total: ", q->import.kind);
	if (!q->as_of_given)
		q->import.as_of = today;
	/* Somewhere it is tomorrow already. */
	if (q->import.as_of > today + 1)
		return usage("--as-of lies in the future", "");
	return 0;
}

static int
read_all(struct asked *q, int argc, char **argv, int64_t now)
{
	int status = 0;

	for (int i = 1; status == 0 && i < argc; i++)
		status = read_option(q, argc, argv, &i);
	if (status != 0)
		return status;
	if (q->undo == NULL && !q->list)
		return check_import(q, now);
	if (q->import.kind != NULL || (q->undo != NULL && q->list))
		return usage("one thing at a time", "");
	return 0;
}

static int
run(const struct flow *f, struct arena *a, const struct asked *q, int64_t now)
{
	struct cmd_import_show show = {.file = strcmp(q->import.path, "-")
						   ? q->import.path
						   : "standard input"};
	struct import_sink sink;
	struct import_result result;
	struct err err;
	enum rc rc;

	cmd_import_show_start(&show, &sink);
	rc = import_run(f, a, &q->import, &sink, now, &result, &err);
	cmd_import_show_end(&show);
	if (rc != RC_OK) {
		app_fail("%s", err.text);
		if (rc != RC_BAD)
			fputs("what was taken so far stays; import the same "
			      "file again to complete it\n",
			    stderr);
		return 1;
	}
	cmd_import_show_result(&q->import, &result, q->json);
	return result.refused > 0 || result.waiting_on > 0;
}

static int
undo(const struct flow *f, struct arena *a, const struct asked *q, int64_t now)
{
	struct cmd_import_show show = {.file = "import"};
	struct import_sink sink;
	struct err err;

	cmd_import_show_start(&show, &sink);
	if (import_undo(f, a, str_of(q->undo), &sink, now, &err) != RC_OK)
		return app_fail("%s", err.text);
	cmd_import_show_undone(q->undo, q->json);
	return 0;
}

static int
list(const struct flow *f, struct arena *a, const struct asked *q)
{
	struct batch *batches;
	struct err err;
	size_t n;

	if (batch_list(f->store, a, LIST_MAX, &batches, &n, &err) != RC_OK)
		return app_fail("%s", err.text);
	cmd_import_show_list(batches, n, q->json);
	return 0;
}

static int
import(struct app *app, int argc, char **argv)
{
	struct asked q = {.json = app->json};
	int64_t now = app_now(app);
	struct arena *a;
	int status = read_all(&q, argc, argv, now);

	if (status != 0)
		return status;
	a = arena_new(LIMIT_JOB_ARENA);
	if (q.list)
		status = list(&app->flow, a, &q);
	else if (q.undo != NULL)
		status = undo(&app->flow, a, &q, now);
	else
		status = run(&app->flow, a, &q, now);
	arena_free(&a);
	return status;
}

const struct command cmd_import = {
    .name = "import",
    .usage = "KIND FILE|- [--total \"EUR 1234.00\"] [--as-of DATE] "
	     "[--dry-run] [--new|--known] [--json]\n"
	     "       dunmail import --undo IMPORT\n"
	     "       dunmail import --list [--json]",
    .summary = "customers, contacts, invoices, payments or credits from CSV",
    .needs = APP_CONFIG | APP_STORE | APP_BULK,
    .run = import,
};
