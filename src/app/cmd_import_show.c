#include "app/cmd_import_show.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "app/screen.h"
#include "port/js.h"

#define REFUSED_SHOWN 50  /* the file has them all */
#define BAR_AFTER     0.7 /* seconds: work that is long */
#define BAR_EVERY     0.1
#define BAR_WIDTH     40
#define LINE_MAX_JSON (1u << 20)

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
clear_bar(struct cmd_import_show *show)
{
	if (show->drawn)
		fputs("\r\033[K", stderr);
	show->drawn = false;
}

static void
place(struct cmd_import_show *show, int64_t line)
{
	clear_bar(show);
	if (line > 0)
		fprintf(stderr, "%s:%lld: ", show->file, (long long)line);
	else
		fprintf(stderr, "%s: ", show->file);
}

static void
warned(void *ctx, int64_t line, const char *text)
{
	place(ctx, line);
	screen_put(stderr, text);
	fputc('\n', stderr);
}

static void
refused(void *ctx, int64_t line, const char *reason)
{
	struct cmd_import_show *show = ctx;

	if (show->refused++ >= REFUSED_SHOWN)
		return;
	place(show, line);
	fputs("refused: ", stderr);
	screen_put(stderr, reason);
	fputc('\n', stderr);
}

static void
progress(void *ctx, int64_t done, int64_t of, int64_t rows)
{
	struct cmd_import_show *show = ctx;
	double now = seconds(), part;
	char bar[BAR_WIDTH + 1];
	int i;

	if (!show->terminal || now - show->since < BAR_AFTER ||
	    now - show->last < BAR_EVERY || of <= 0)
		return;
	part = (double)done / (double)of;
	for (i = 0; i < BAR_WIDTH; i++)
		bar[i] = (double)i < part * BAR_WIDTH ? '#' : '.';
	bar[i] = '\0';
	fprintf(stderr, "\r\033[K[%s] %3d %%  %lld rows", bar,
	    (int)(part * 100), (long long)rows);
	if (part > 0.02)
		fprintf(stderr, "  %.0f s left",
		    (now - show->since) * (1 - part) / part);
	fflush(stderr);
	show->last = now;
	show->drawn = true;
}

void
cmd_import_show_start(struct cmd_import_show *show, struct import_sink *sink)
{
	show->terminal = isatty(STDERR_FILENO) == 1;
	show->since = seconds();
	*sink = (struct import_sink){.ctx = show,
	    .warn = warned,
	    .refused = refused,
	    .progress = progress};
}

void
cmd_import_show_end(struct cmd_import_show *show)
{
	clear_bar(show);
	if (show->refused > REFUSED_SHOWN)
		fprintf(stderr, "%s: and %lld more\n", show->file,
		    (long long)(show->refused - REFUSED_SHOWN));
}

static void
print_json(struct js **j)
{
	struct buf line;

	buf_init(&line, LINE_MAX_JSON);
	js_write(*j, &line);
	fwrite(line.p, 1, line.n, stdout);
	putchar('\n');
	buf_fini(&line);
	js_free(j);
}

static void
result_json(const struct import_options *options, const struct import_result *r)
{
	struct js *j = js_object(), *sums = js_object();
	char text[MONEY_TEXT];

	for (size_t i = 0; i < r->sum_count; i++)
		js_set_str(sums, r->sums[i].currency,
		    str_of(money_plain(r->sums[i], text)));
	js_set_str(j, "kind", str_of(options->kind));
	js_set_str(j, "file", str_of(options->path));
	if (r->batch.n > 0)
		js_set_str(j, "import", r->batch);
	else
		js_set_null(j, "import");
	js_set_bool(j, "dry_run", options->dry_run);
	js_set_i64(j, "added", r->added);
	js_set_i64(j, "changed", r->changed);
	js_set_i64(j, "unchanged", r->unchanged);
	js_set_i64(j, "refused", r->refused);
	js_set_i64(j, "quarantined", r->quarantined);
	js_set_i64(j, "taken_in", r->taken_in);
	js_set(j, "totals", sums);
	if (r->refused_path.n > 0)
		js_set_str(j, "refused_file", r->refused_path);
	else
		js_set_null(j, "refused_file");
	print_json(&j);
}

static void
count(int64_t n, const char *what)
{
	printf("%16lld %s", (long long)n, what);
}

void
cmd_import_show_result(const struct import_options *options,
    const struct import_result *r, bool json)
{
	char text[MONEY_TEXT];

	if (json) {
		result_json(options, r);
		return;
	}
	if (options->dry_run)
		printf("%s: nothing was changed; it would be\n", options->kind);
	else
		printf("%s: import %.*s\n", options->kind, STR_ARG(r->batch));
	count(r->added, "added\n");
	count(r->changed, "changed\n");
	count(r->unchanged, "unchanged\n");
	count(r->refused, "refused");
	if (r->refused_path.n > 0)
		printf(", see %.*s", STR_ARG(r->refused_path));
	putchar('\n');
	if (r->quarantined > 0)
		count(r->quarantined, "of these wait for their account\n");
	if (r->taken_in > 0)
		printf("%16lld waiting row%s taken in\n",
		    (long long)r->taken_in, r->taken_in == 1 ? "" : "s");
	for (size_t i = 0; i < r->sum_count; i++)
		printf("%16s %s\n", money_plain(r->sums[i], text),
		    r->sums[i].currency);
}

void
cmd_import_show_undone(const char *batch, bool json)
{
	struct js *j;

	if (!json) {
		printf("import %s is undone\n", batch);
		return;
	}
	j = js_object();
	js_set_str(j, "undone", str_of(batch));
	print_json(&j);
}

static const char *
state_of(const struct batch *b)
{
	if (b->undone_at != 0)
		return "undone";
	return b->finished_at != 0 ? "stands" : "stopped";
}

static void
instant_json(struct js *j, const char *key, int64_t at)
{
	char text[INSTANT_TEXT];

	if (at != 0)
		js_set_str(j, key, str_of(day_instant_iso(at, text)));
	else
		js_set_null(j, key);
}

static void
batch_json(const struct batch *b)
{
	struct js *j = js_object();

	js_set_str(j, "import", b->id);
	js_set_str(j, "kind", b->kind);
	js_set_str(j, "source", b->source);
	js_set_str(j, "state", str_of(state_of(b)));
	js_set_str(j, "as_of", b->as_of);
	instant_json(j, "started", b->started_at);
	instant_json(j, "finished", b->finished_at);
	instant_json(j, "undone", b->undone_at);
	js_set_i64(j, "added", b->added);
	js_set_i64(j, "changed", b->changed);
	js_set_i64(j, "unchanged", b->unchanged);
	js_set_i64(j, "refused", b->refused);
	js_set_i64(j, "quarantined", b->quarantined);
	js_set_str(j, "totals", b->totals);
	print_json(&j);
}

static void
batch_line(const struct batch *b)
{
	char at[INSTANT_TEXT];

	printf("%6.*s  %-20s  %-10s  %-9.*s  %9lld %9lld %9lld %9lld  %-7s  "
	       "%.*s  (%.*s)\n",
	    STR_ARG(b->id), day_instant_iso(b->started_at, at), b->as_of.p,
	    STR_ARG(b->kind), (long long)b->added, (long long)b->changed,
	    (long long)b->unchanged, (long long)b->refused, state_of(b),
	    STR_ARG(b->source), STR_ARG(b->totals));
}

void
cmd_import_show_list(const struct batch *batches, size_t n, bool json)
{
	if (!json && n > 0)
		printf("%6s  %-20s  %-10s  %-9s  %9s %9s %9s %9s  %-7s  %s\n",
		    "import", "at", "as of", "kind", "added", "changed",
		    "unchanged", "refused", "state", "source");
	for (size_t i = 0; i < n; i++) {
		if (json)
			batch_json(&batches[i]);
		else
			batch_line(&batches[i]);
	}
}
