#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/hold_show.h"
#include "flow/plan.h"
#include "port/js.h"
#include "app/verdict.h"

struct show {
	bool json;
	int64_t sent, held;
};

static struct js *
invoices_json(const struct plan_item *it)
{
	struct js *list = js_array();

	for (size_t i = 0; it->dun && i < it->facts->invoice_count; i++) {
		const struct dun_line *line = &it->dun->lines[i];
		struct js *o = js_object();

		js_set_str(o, "invoice", it->facts->invoices[i].id);
		js_set_str(o, "state",
		    line->state == DUN_DUE      ? STR("due")
		    : line->state == DUN_LISTED ? STR("listed")
		    : line->state == DUN_HELD   ? STR("held")
						: STR("not-yet"));
		js_set_str(o, "why", line->why);
		js_push(list, o);
	}
	return list;
}

static struct js *
subjects_json(const struct plan_item *it)
{
	struct js *list = js_array();

	for (size_t i = 0; it->message && i < it->message->course_count; i++)
		js_push_str(list, it->courses[it->message->courses[i]].subject);
	return list;
}

static void
show_json(const struct plan_item *it)
{
	struct js *j = js_object();
	char stamp[INSTANT_TEXT];

	js_set_str(j, "account", it->account);
	js_set_str(j, "at", str_of(day_instant_iso(it->at, stamp)));
	js_set_str(j, "action", it->send ? STR("send") : STR("wait"));
	js_set_str(
	    j, "sequence", str_of(sequence_kind_name(it->sequence->kind)));
	js_set_str(j, "step", it->step ? it->step->name : STR(""));
	js_set_str(j, "channel",
	    it->step ? str_of(step_channels[it->step->channel]) : STR(""));
	js_set_str(j, "to", it->to);
	js_set_str(j, "why", it->why);
	js_set(j, "invoices", invoices_json(it));
	js_set(j, "subjects", subjects_json(it));
	js_set_bool(j, "approval", it->approval);
	js_set(j, "holds", it->send ? js_array() : hold_show_json(it));
	verdict_put(&j);
}

static void
show_invoices(const struct plan_item *it)
{
	for (size_t i = 0; i < it->facts->invoice_count && i < 6; i++) {
		const struct dun_line *line = &it->dun->lines[i];
		const struct facts_invoice *inv = &it->facts->invoices[i];

		if (it->send && line->state != DUN_NOT_YET)
			printf(" %.*s%s", STR_ARG(inv->id),
			    line->state == DUN_HELD ? " (held)" : "");
		if (!it->send && line->state == DUN_HELD)
			printf("; %.*s: %.*s", STR_ARG(inv->id),
			    STR_ARG(line->why));
	}
}

static void
show_text(const struct plan_item *it)
{
	struct str step = it->step ? it->step->name : STR("");
	char day[DAY_TEXT];

	printf("%s  %-12.*s %s %-11s %-12.*s ", day_iso(it->day, day),
	    STR_ARG(it->account), it->send ? "send" : "wait",
	    sequence_kind_name(it->sequence->kind), STR_ARG(step));
	if (it->send && !str_is_empty(it->to))
		printf("to %.*s:", STR_ARG(it->to));
	else if (it->send)
		printf("by %s", step_channels[it->step->channel]);
	else
		printf("%.*s", STR_ARG(it->why));
	if (it->dun)
		show_invoices(it);
	puts(it->approval ? " (after a yes)" : "");
	if (it->dun && !it->send)
		hold_show_print(it);
}

static void
show(void *ctx, const struct plan_item *it)
{
	struct show *s = ctx;

	if (it->send)
		s->sent++;
	else
		s->held++;
	if (s->json)
		show_json(it);
	else
		show_text(it);
}

static int
plan(struct app *app, int argc, char **argv)
{
	int64_t now = app_now(app), until = now;
	struct str account = {"", 0};
	struct show s = {.json = app->json};
	struct err err = {{0}};
	enum rc rc;

	for (int i = 1; i < argc; i++) {
		day_t day;

		if (strcmp(argv[i], "--until") == 0 && i + 1 < argc &&
		    day_parse(str_of(argv[i + 1]), &day)) {
			until = day_instant(day + 1);
			i++;
		} else if (strcmp(argv[i], "--account") == 0 && i + 1 < argc) {
			account = str_of(argv[++i]);
		} else {
			return app_usage(&cmd_plan);
		}
	}
	rc = plan_rehearse(&app->flow, now, until, account, show, &s, &err);
	if (rc != RC_OK)
		return app_fail("%s", err.text);
	if (!app->json)
		printf("%lld to send, %lld that wait\n", (long long)s.sent,
		    (long long)s.held);
	return 0;
}

const struct command cmd_plan = {
    .name = "plan",
    .usage = "[--until DATE] [--account A] [--json]",
    .summary = "what will go to whom, when and why, and what will not",
    .needs = APP_CONFIG | APP_STORE_READ | APP_LIBRARY | APP_CALENDARS,
    .run = plan,
};
