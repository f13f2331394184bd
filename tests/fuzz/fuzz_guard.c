#include "decide/guard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_HEADERS 32

static struct message_header headers[MAX_HEADERS];
static struct message_address from, to;
static struct message_dsn dsn;
static struct str id = {"dm.1@ar.example", 15};

static bool
is(struct str name, const char *want)
{
	return str_fold_eqc(name, want);
}

static void
place(struct message *m, struct str name, struct str v)
{
	if (is(name, "From"))
		from.address = from.name = v, m->from.n = 1;
	else if (is(name, "To"))
		to.address = v, m->to.n = 1;
	else if (is(name, "Subject"))
		m->subject = v;
	else if (is(name, "Return-Path"))
		m->return_path = v;
	else if (is(name, "In-Reply-To"))
		m->in_reply_to_count = 1;
	else if (is(name, "Report-Type"))
		m->report_type = v;
	else if (is(name, "Action"))
		dsn.action = v, m->dsn_count = 1;
	else if (is(name, "Status"))
		dsn.status = v, m->dsn_count = 1;
	else if (is(name, "Final-Recipient"))
		dsn.final_recipient = v;
	else if (is(name, "Original-Recipient"))
		dsn.original_recipient = v;
	else if (is(name, "Diagnostic-Code"))
		dsn.diagnostic = v;
	else if (is(name, "Returned-To"))
		m->returned_to = v;
}

/* "Name: value" lines, an empty line, the text; "\f" ends the new words. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, line, name;
	struct message m = {.from = {&from, 0}, .to = {&to, 0}, .dsn = &dsn};
	struct arena *a = arena_new(64u << 20);
	struct guard g;

	from = to = (struct message_address){0};
	dsn = (struct message_dsn){0};
	m.headers = headers;
	m.in_reply_to = &id;
	while (str_line(&rest, &line) && !str_is_empty(line)) {
		struct str value = line;

		if (m.header_count == MAX_HEADERS ||
		    !str_cut(&value, ':', &name))
			continue;
		headers[m.header_count++] =
		    (struct message_header){name, str_trim(value)};
		place(&m, name, str_trim(value));
	}
	m.text = rest;
	m.reply = str_sub(rest, 0, str_chr(rest, '\f'));
	m.has_date = true;
	m.date = 1780000000;
	guard_judge(a, &m, &g);
	if (g.rule == NULL || g.kind >= KIND_COUNT)
		__builtin_trap();
	if (g.kind != KIND_BOUNCE && g.severity != BOUNCE_NONE)
		__builtin_trap();
	if (g.kind != KIND_AUTO_REPLY && g.returns != DAY_NONE)
		__builtin_trap();
	arena_free(&a);
	return 0;
}
