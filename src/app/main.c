#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "app/app.h"
#include "app/screen.h"
#include "base/day.h"
#include "flow/tokens.h"
#include "port/connect.h"

#define VERSION "0.1.0"

static const struct command *const commands[] = {
    &cmd_run,
    &cmd_portal,
    &cmd_tick,
    &cmd_check,
    &cmd_oauth,
    &cmd_import,
    &cmd_plan,
    &cmd_classify,
    &cmd_inbound,
    &cmd_account,
    &cmd_why,
    &cmd_note,
    &cmd_follow,
    &cmd_dispute,
    &cmd_resolve,
    &cmd_link,
    &cmd_statement,
    &cmd_approve,
    &cmd_pause,
    &cmd_resume,
    &cmd_stop,
    &cmd_hours,
    &cmd_interest,
    &cmd_spool,
    &cmd_hold,
    &cmd_release_hold,
    &cmd_holds,
    &cmd_limit,
    &cmd_approve_limit,
    &cmd_reject_limit,
    &cmd_whiteglove,
    &cmd_rules,
    &cmd_release,
    &cmd_verify,
    &cmd_backup,
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
help(FILE *out)
{
	fputs("usage: dunmail [-c FILE] [--now 2026-11-22T09:00:00Z] "
	      "COMMAND [...]\n\n",
	    out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-13s %s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\n  dunmail COMMAND --help says more; so does man dunmail.\n"
	      "  Exit status: 0 done, 1 something was refused or failed, "
	      "2 wrong usage.\n",
	    out);
}

static const struct command *
find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static bool
set_now(struct app *app, const char *text)
{
	int64_t t;

	if (text == NULL || !day_instant_parse(str_of(text), &t))
		return false;
	app->now_given = true;
	app->now = t;
	return true;
}

/* Options that stand before or behind the command; the others are its own. */
static int
take_options(struct app *app, int argc, char **argv, int *left)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		const char *o = argv[i];

		if (strcmp(o, "-c") == 0 && i + 1 < argc) {
			app->config_path = argv[++i];
			app->config_given = true;
		} else if (strcmp(o, "--now") == 0) {
			if (!set_now(app, i + 1 < argc ? argv[i + 1] : NULL))
				return app_fail("--now wants an instant such "
						"as 2026-11-22T09:00:00Z"),
				       2;
			i++;
		} else if (strcmp(o, "--json") == 0) {
			app->json = true;
		} else if (strcmp(o, "--") == 0) {
			while (++i < argc)
				argv[n++] = argv[i];
		} else {
			argv[n++] = argv[i];
		}
	}
	*left = n;
	return 0;
}

static bool
wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static int
run(struct app *app, const struct command *command, int argc, char **argv)
{
	int status;

	if (wants_help(argc, argv)) {
		printf("usage: dunmail %s%s%s\n\n%s.\n", command->name,
		    command->usage[0] ? " " : "", command->usage,
		    command->summary);
		return 0;
	}
	status = app_open(app, command->needs);
	if (status == 0)
		status = command->run(app, argc, argv);
	app_close(app);
	if (fflush(stdout) != 0 && status == 0)
		status = app_fail("standard output: write error");
	return status;
}

int
main(int argc, char **argv)
{
	struct app app = {.config_path = "gateway.conf"};
	const struct rlimit no_core = {0, 0};
	const struct command *command;
	int left, status;

	/* Nothing of ours is for other users, and no dump holds a secret. */
	umask(077);
	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGPIPE, SIG_IGN);
	screen_guard();
	connect_keep_tokens(tokens_fresh);
	status = take_options(&app, argc, argv, &left);
	if (status != 0)
		return status;
	if (left < 2) {
		help(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("dunmail " VERSION);
		return 0;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		help(stdout);
		return 0;
	}
	command = find(argv[1]);
	if (command == NULL) {
		help(stderr);
		return app_fail("no command '%s'", argv[1]), 2;
	}
	return run(&app, command, left - 1, argv + 1);
}
