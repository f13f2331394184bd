#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/day.h"
#include "decide/token.h"
#include "flow/consent.h"
#include "flow/tokens.h"
#include "flow/tokenstore.h"
#include "port/js.h"

#define ARENA_MAX (1u << 20)
#define PASTE_MAX 8192

static int
done(const struct oauth_settings *o)
{
	printf("mailbox %.*s: the tokens are in %.*s\n", STR_ARG(o->mailbox),
	    STR_ARG(o->store));
	return 0;
}

static int
by_device(const struct oauth_settings *o, struct arena *a)
{
	struct consent c;
	struct err err = {{0}};
	enum rc rc = consent_device(o, a, &c, &err);

	if (rc != RC_OK)
		return app_fail("%s", err.text);
	printf("Open     %.*s\nand type %.*s\n", STR_ARG(c.url),
	    STR_ARG(c.user_code));
	printf("Log in as somebody who may use the mailbox. Waiting for %lld "
	       "minutes at most; Ctrl-C gives up.\n",
	    (long long)(c.until - oauth_clock() + 59) / 60);
	fflush(stdout);
	do {
		sleep((unsigned)c.interval);
		rc = consent_device_poll(o, &c, &err);
	} while (rc == RC_LATER);
	return rc == RC_OK ? done(o) : app_fail("%s", err.text);
}

static int
by_browser(const struct oauth_settings *o, struct arena *a)
{
	char line[PASTE_MAX];
	struct consent c;
	struct err err = {{0}};
	enum rc rc;

	consent_browser(o, a, &c);
	printf("Open this page in a browser, log in as somebody who may use "
	       "the mailbox, and consent:\n\n%.*s\n\nThe browser then says "
	       "that it cannot reach localhost. That is well: copy the\n"
	       "whole address that it shows (http://localhost/?...), paste it "
	       "here, and press Enter:\n",
	    STR_ARG(c.url));
	fflush(stdout);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return app_fail("no address was given");
	rc = consent_browser_done(o, a, &c, str_of(line), &err);
	explicit_bzero(line, sizeof(line));
	return rc == RC_OK ? done(o) : app_fail("%s", err.text);
}

static int
begin(const struct oauth_settings *o)
{
	struct arena *a;
	struct err err = {{0}};
	int status;

	if (seal_start(&err) != RC_OK)
		return app_fail("%s", err.text);
	if (o->flow == OAUTH_CLIENT_CREDENTIALS ||
	    (o->flow == OAUTH_REFRESH && o->refresh_file.n > 0))
		return tokens_again(o, &err) == RC_OK
			   ? done(o)
			   : app_fail("%s", err.text);
	a = arena_new(ARENA_MAX);
	status = o->flow == OAUTH_DEVICE ? by_device(o, a) : by_browser(o, a);
	arena_free(&a);
	return status;
}

static void
show_json(const struct oauth_settings *o, const struct tokenstore *t)
{
	char at[INSTANT_TEXT];
	struct js *j = js_object();
	struct buf b;

	js_set_str(j, "mailbox", o->mailbox);
	if (t->expires > 0)
		js_set_str(j, "until", str_of(day_instant_iso(t->expires, at)));
	else
		js_set_null(j, "until");
	js_set_bool(j, "refreshable",
	    o->flow == OAUTH_CLIENT_CREDENTIALS || t->refresh.n > 0);
	if (t->stopped > 0)
		js_set_str(
		    j, "stopped", str_of(day_instant_iso(t->stopped, at)));
	else
		js_set_null(j, "stopped");
	js_set_i64(j, "failures", t->failures);
	js_set_str(j, "why", t->why);
	buf_init(&b, 65536);
	js_write(j, &b);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
}

static void
show_text(const struct oauth_settings *o, const struct tokenstore *t)
{
	int64_t now = oauth_clock();
	char at[INSTANT_TEXT];

	if (t->access.n > 0 && t->expires > 0)
		printf("mailbox %.*s: the token %s %s\n", STR_ARG(o->mailbox),
		    token_alive(t->expires, now) ? "ends" : "ended",
		    day_instant_iso(t->expires, at));
	else
		printf(
		    "mailbox %.*s: there is no token\n", STR_ARG(o->mailbox));
	if (t->stopped > 0)
		printf("stopped at %s: %.*s\n", day_instant_iso(t->stopped, at),
		    STR_ARG(t->why));
	else if (t->failures > 0)
		printf("%lld failure%s in a row, the next try from %s: %.*s\n",
		    (long long)t->failures, t->failures == 1 ? "" : "s",
		    day_instant_iso(t->retry_at, at), STR_ARG(t->why));
	if (o->flow != OAUTH_CLIENT_CREDENTIALS && t->refresh.n == 0)
		puts("there is no refresh token");
}

static int
show(const struct app *app, const struct oauth_settings *o)
{
	struct tokenstore t;
	struct err err = {{0}};
	enum rc rc = tokenstore_read(o->store, &t, &err);
	bool well;

	if (rc != RC_OK && rc != RC_MISS) {
		tokenstore_fini(&t);
		return app_fail("%s", err.text);
	}
	if (app->json)
		show_json(o, &t);
	else
		show_text(o, &t);
	well = t.stopped == 0 &&
	       (token_alive(t.expires, oauth_clock()) || t.refresh.n > 0 ||
		   o->flow == OAUTH_CLIENT_CREDENTIALS);
	tokenstore_fini(&t);
	return well ? 0 : 1;
}

static int
oauth(struct app *app, int argc, char **argv)
{
	const struct mailbox_settings *box;
	const char *name = NULL;
	bool status = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--status") == 0)
			status = true;
		else if (name == NULL && argv[i][0] != '-')
			name = argv[i];
		else
			name = "";
	}
	if (name == NULL || name[0] == '\0')
		return app_usage(&cmd_oauth);
	box = config_mailbox(app->config, str_of(name));
	if (box == NULL)
		return app_fail("there is no mailbox '%s'", name);
	if (box->oauth.provider == OAUTH_NONE)
		return app_fail(
		    "mailbox %s has no [oauth] with a provider", name);
	return status ? show(app, &box->oauth) : begin(&box->oauth);
}

const struct command cmd_oauth = {
    .name = "oauth",
    .usage = "MAILBOX [--status [--json]]",
    .summary = "fetch the first OAuth 2.0 token, or say when it ends",
    .needs = APP_CONFIG,
    .run = oauth,
};
