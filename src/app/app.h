#ifndef DUNMAIL_APP_APP_H
#define DUNMAIL_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/config.h"
#include "app/rates.h"
#include "flow/flow.h"
#include "flow/parser.h"

/*
 * app: what a command is handed, opened as far as it asks for. One command is
 * one file that exports one const entry.
 */
enum app_need {
	APP_CONFIG = 1 << 0,
	APP_STORE = 1 << 1,      /* the ledger, writable */
	APP_STORE_READ = 1 << 2, /* the ledger, to read */
	APP_KEY = 1 << 3,        /* secrets of links and tags */
	APP_LIBRARY = 1 << 4,
	APP_RULES = 1 << 5,
	APP_BULK = 1 << 7,   /* the ledger for much writing at once */
	APP_PARSER = 1 << 6, /* opened before any secret is read */
	APP_CALENDARS = 1 << 8,
	APP_RATES = 1 << 9, /* of late interest; comes with the library */
	APP_RULES_LATER = 1 << 10, /* each language when a mail needs it */
};

struct app {
	const char *config_path;
	bool config_given;
	bool json;
	bool now_given;
	int64_t now;          /* what --now said */
	int64_t clock_offset; /* once it goes on from there: in run */
	bool clock_runs;

	struct config *config;
	struct seal_key *key;
	struct rules *rules;
	struct almanac *almanac;
	struct parser *parser;
	struct rates *rates;
	struct flow flow;
};

struct command {
	const char *name;
	const char *usage;   /* behind the name */
	const char *summary; /* one line */
	unsigned needs;      /* enum app_need */
	/* Returns the exit status: 0 done, 1 refused or failed, 2 usage. */
	int (*run)(struct app *app, int argc, char **argv);
};

/*
 * The moment of this command: the real clock, or the instant of --now, which
 * stands still, however long the command takes, until app_clock_goes.
 */
int64_t app_now(const struct app *app);
void app_clock_goes(struct app *app);

/* Open what is needed; says on standard error what is wrong (exit status). */
int app_open(struct app *app, unsigned needs);
void app_close(struct app *app);

/* Only the ledger, in a process that was forked: handles do not pass. */
int app_open_store(struct app *app, unsigned needs);

/* "dunmail: text" on standard error; returns 1. */
int app_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The command's usage on standard error; returns 2. */
int app_usage(const struct command *command);

/* Folder of the shipped files: beside gateway.conf, the program, or share. */
bool app_shipped(
    const struct app *app, const char *name, char *path, size_t size);

extern const struct command cmd_account, cmd_approve, cmd_backup, cmd_check,
    cmd_classify, cmd_hours, cmd_import, cmd_inbound, cmd_interest, cmd_link,
    cmd_follow, cmd_note, cmd_pause, cmd_plan, cmd_release, cmd_resume, cmd_run,
    cmd_spool, cmd_statement, cmd_stop, cmd_tick, cmd_verify, cmd_whiteglove,
    cmd_why;

/* of credit control */
extern const struct command cmd_hold, cmd_holds, cmd_release_hold, cmd_limit,
    cmd_approve_limit, cmd_reject_limit;

/* What customers see. */
extern const struct command cmd_portal;

/* Log-ins. */
extern const struct command cmd_oauth;

/* Disputes. */
extern const struct command cmd_dispute, cmd_resolve;

/* What people moved. */
extern const struct command cmd_rules;

#endif
