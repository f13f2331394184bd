#include <stdio.h>

#include "app/app.h"
#include "app/folder.h"
#include "app/verdict.h"
#include "flow/spool.h"
#include "model/limits.h"
#include "store/outbox.h"

/* One file that nobody has fetched yet. */
struct waiting {
	struct str channel, path;
	struct outbox_touch touch;
	bool known; /* the ledger knows it */
};

static void
show(const struct app *app, const struct waiting *w)
{
	const struct outbox_touch *t = &w->touch;
	char stamp[INSTANT_TEXT];
	struct js *j;

	day_instant_iso(t->planned_at, stamp);
	if (!app->json) {
		printf("%-8.*s %.10s  %-10.*s %-20.*s %.*s\n",
		    STR_ARG(w->channel), w->known ? stamp : "?",
		    STR_ARG(t->account), STR_ARG(t->step), STR_ARG(w->path));
		return;
	}
	j = js_object();
	js_set_str(j, "channel", w->channel);
	js_set_str(j, "touch", t->id);
	js_set_str(j, "file", w->path);
	if (w->known) {
		js_set_str(j, "account", t->account);
		js_set_str(j, "sequence", t->sequence);
		js_set_str(j, "step", t->step);
		js_set_str(j, "to", t->recipient);
		js_set_str(j, "planned", str_of(stamp));
	}
	verdict_put(&j);
}

static enum rc
show_file(struct app *app, struct arena *a, struct str channel, struct str name,
    struct err *err)
{
	struct str dir = app->flow.set->spool_dir, id;
	struct waiting w = {.channel = channel};
	enum rc rc;

	w.path = arena_fmt(
	    a, "%.*s/%.*s/%.*s", STR_ARG(dir), STR_ARG(channel), STR_ARG(name));
	if (!str_cut(&name, '.', &id))
		return RC_OK;
	rc = outbox_get(app->flow.store, a, id, &w.touch, err);
	w.known = rc == RC_OK;
	w.touch.id = id;
	if (rc == RC_OK || rc == RC_MISS)
		show(app, &w);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
show_all(struct app *app, struct arena *a, size_t *count, struct err *err)
{
	struct str dir = app->flow.set->spool_dir;
	enum rc rc = RC_OK;

	for (int c = 0; rc == RC_OK && c < STEP_CHANNELS; c++) {
		struct str channel = str_of(step_channels[c]);
		struct folder f;

		if (spool_ending(channel) == NULL)
			continue;
		folder_list(a,
		    arena_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(channel)).p,
		    arena_fmt(a, ".%s", spool_ending(channel)), LIMIT_FILES,
		    &f);
		for (size_t i = 0; rc == RC_OK && i < f.count; i++)
			rc = show_file(app, a, channel, f.names[i], err);
		*count += f.count;
	}
	return rc;
}

static int
spool(struct app *app, int argc, char **argv)
{
	struct arena *a;
	struct err err = {{0}};
	size_t count = 0;
	enum rc rc;

	(void)argv;
	if (argc != 1)
		return app_usage(&cmd_spool);
	a = arena_new(LIMIT_JOB_ARENA);
	rc = show_all(app, a, &count, &err);
	arena_free(&a);
	if (rc == RC_OK && count == 0 && !app->json)
		puts("nothing waits to be fetched");
	return rc == RC_OK ? 0 : app_fail("%s", err.text);
}

const struct command cmd_spool = {
    .name = "spool",
    .usage = "[--json]",
    .summary = "letters, texts, calls, events and placements not yet fetched",
    .needs = APP_CONFIG | APP_STORE_READ,
    .run = spool,
};
