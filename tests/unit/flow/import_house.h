#ifndef DUNMAIL_TESTS_UNIT_FLOW_IMPORT_HOUSE_H
#define DUNMAIL_TESTS_UNIT_FLOW_IMPORT_HOUSE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "flow/import.h"
#include "model/settings.h"

/*
 * import_house: a ledger in a folder of its own, and files that are imported
 * into it.
 */
#define HOUSE_NOW  INT64_C(1795334400) /* 2026-11-22T08:00:00Z */
#define HOUSE_TOLD 64

struct house {
	char dir[64];
	char file[128];
	struct arena *a;
	struct settings set;
	struct flow flow;
	struct import_sink sink;
	struct import_result r;
	struct err err;
	enum rc rc;
	int64_t now;

	int warned, refused, parts;
	int die_after; /* parts, then the process ends; 0: never */
	char warning[HOUSE_TOLD][600];
	char reason[HOUSE_TOLD][600];
	int64_t line[HOUSE_TOLD];
};

static void
house_warn(void *ctx, int64_t line, const char *text)
{
	struct house *h = ctx;

	(void)line;
	if (h->warned < HOUSE_TOLD)
		snprintf(h->warning[h->warned], 600, "%s", text);
	h->warned++;
}

static void
house_refused(void *ctx, int64_t line, const char *reason)
{
	struct house *h = ctx;

	if (h->refused < HOUSE_TOLD) {
		snprintf(h->reason[h->refused], 600, "%s", reason);
		h->line[h->refused] = line;
	}
	h->refused++;
}

static void
house_progress(void *ctx, int64_t done, int64_t of, int64_t rows)
{
	struct house *h = ctx;

	(void)done;
	(void)of;
	(void)rows;
	if (++h->parts == h->die_after)
		_exit(9);
}

static void
house_open(struct house *h)
{
	char path[160];

	memset(h, 0, sizeof(*h));
	snprintf(h->dir, sizeof(h->dir), "/tmp/dunmail-import-XXXXXX");
	if (mkdtemp(h->dir) == NULL)
		abort();
	snprintf(h->file, sizeof(h->file), "%s/in.csv", h->dir);
	snprintf(path, sizeof(path), "%s/ledger.db", h->dir);
	h->a = arena_new(64u << 20);
	h->now = HOUSE_NOW;
	h->set.company_currency = STR("EUR");
	h->flow.set = &h->set;
	h->sink = (struct import_sink){.ctx = h,
	    .warn = house_warn,
	    .refused = house_refused,
	    .progress = house_progress};
	if (store_open(path, DB_CREATE, &h->flow.store, &h->err) != RC_OK)
		abort();
}

static void
house_close(struct house *h)
{
	pid_t pid;

	store_close(&h->flow.store);
	arena_free(&h->a);
	pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", "--", h->dir, (char *)NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

static enum rc
house_run(struct house *h, struct import_options o)
{
	h->warned = h->refused = h->parts = 0;
	o.path = h->file;
	o.as_of = day_of_instant(h->now);
	h->rc =
	    import_run(&h->flow, h->a, &o, &h->sink, h->now, &h->r, &h->err);
	return h->rc;
}

static void
house_write(struct house *h, const char *p, size_t n)
{
	struct err err;

	if (file_write(h->file, (struct str){p, n}, 0600, &err) != RC_OK)
		abort();
}

/* Import this text as that kind. */
static enum rc
house_take(struct house *h, const char *kind, const char *text)
{
	house_write(h, text, strlen(text));
	return house_run(h, (struct import_options){.kind = kind});
}

/* The one value of a query, as text; "" for none. */
static const char *
house_ask(struct house *h, const char *sql)
{
	static char out[4096];
	struct db_stmt *s = NULL;
	struct err err;

	out[0] = '\0';
	if (db_prepare(store_db(h->flow.store), sql, &s, &err) != RC_OK)
		abort();
	if (db_step(s, &err) == RC_OK)
		snprintf(out, sizeof(out), "%.*s", STR_ARG(db_col_text(s, 0)));
	db_finalize(&s);
	return out;
}

#endif
