#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/verdict.h"
#include "base/file.h"
#include "flow/judge.h"
#include "model/limits.h"
#include "model/names.h"

static void
add_actions(struct js *j, const struct effects *e)
{
	struct js *list = js_array();

	for (size_t i = 0; i < e->n; i++) {
		const struct effect *x = &e->v[i];
		struct js *o = js_object();

		js_set_str(o, "action", str_of(effect_kind_name(x->kind)));
		js_set_str(o, "what",
		    x->kind == EFFECT_DISPUTE ? str_of(name_reason(x->reason))
					      : x->what);
		js_set_str(o, "text", x->text);
		js_push(list, o);
	}
	js_set(j, "actions", list);
}

static void
print_json(const struct verdict *v, const struct judge *judge)
{
	struct js *j = verdict_json(v), *sender = js_object();
	const struct inbound_result *r = &judge->result;

	if (judge->has_account)
		js_set_str(j, "account", judge->thread.account);
	else
		js_set_null(j, "account");
	js_set_str(
	    sender, "trust", str_of(inbound_trust_name(judge->thread.trust)));
	js_set_str(
	    sender, "role", str_of(inbound_role_name(judge->thread.role)));
	js_set(j, "sender", sender);
	js_set_str(j, "document_answer",
	    str_of(effect_answer_name(r->document_answer)));
	js_set_str(j, "staff_command",
	    r->staff_command_accepted   ? STR("accept")
	    : r->staff_command_rejected ? STR("reject")
					: STR("none"));
	js_set_str(j, "queue", r->effects.queue);
	add_actions(j, &r->effects);
	verdict_put(&j);
}

static void
print_text(const struct verdict *v, const struct judge *judge)
{
	const struct effects *e = &judge->result.effects;

	verdict_print(v, false);
	printf("  %-10s %.*s\n", "account",
	    STR_ARG(judge->has_account ? judge->thread.account
				       : STR("none: a person has to say")));
	printf("  %-10s %s, %s\n", "sender",
	    inbound_trust_name(judge->thread.trust),
	    inbound_role_name(judge->thread.role));
	printf("  %-10s %.*s\n", "queue", STR_ARG(e->queue));
	for (size_t i = 0; i < e->n; i++)
		printf("  %-10s %s %.*s %.*s\n", "would",
		    effect_kind_name(e->v[i].kind), STR_ARG(e->v[i].what),
		    STR_ARG(str_sub(e->v[i].text, 0, 100)));
}

static enum rc
judge_file(struct app *app, struct arena *a, const char *file, struct err *err)
{
	struct judge_in in = {
	    .now = app_now(app),
	    .came_at = INT64_MAX, /* as if it came after all imports */
	};
	struct message *m = NULL;
	struct judge judge;
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_MAIL_RAW);
	rc = file_read(file, &b, err);
	if (rc == RC_OK)
		rc = parser_read(app->parser, a, buf_str(&b), &m, err);
	buf_fini(&b);
	if (rc != RC_OK)
		return rc;
	in.message = m;
	in.mailbox = app->flow.set->mailboxes[0].name;
	rc = store_begin_read(app->flow.store, err);
	if (rc != RC_OK)
		return rc;
	rc = judge_mail(&app->flow, a, &in, &judge, err);
	store_rollback(app->flow.store);
	if (rc != RC_OK)
		return rc;
	struct verdict v = {
	    .file = file,
	    .message = m,
	    .guard = judge.guard,
	    .human = judge.human,
	    .intent = judge.intent,
	};
	if (app->json)
		print_json(&v, &judge);
	else
		print_text(&v, &judge);
	return RC_OK;
}

static int
inbound(struct app *app, int argc, char **argv)
{
	int status = 0;

	if (argc < 3 || strcmp(argv[1], "--dry-run") != 0)
		return app_usage(&cmd_inbound);
	for (int i = 2; i < argc; i++) {
		struct arena *a = arena_new(LIMIT_MAIL_ARENA);
		struct err err = {{0}};

		if (judge_file(app, a, argv[i], &err) != RC_OK) {
			verdict_print_error(argv[i], err.text, app->json);
			status = 1;
		}
		arena_free(&a);
	}
	return status;
}

const struct command cmd_inbound = {
    .name = "inbound",
    .usage = "--dry-run [--json] FILE...",
    .summary = "what the gateway would do with each mail",
    .needs =
	APP_PARSER | APP_CONFIG | APP_STORE_READ | APP_KEY | APP_RULES_LATER,
    .run = inbound,
};
