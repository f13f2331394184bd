#include "decide/carrier_event.h"

#include <stdlib.h>

#include "base/formdata.h"

#define SID_MAX   64
#define TOUCH_MAX 64

static int
by_name(const void *x, const void *y)
{
	const struct carrier_field *a = x, *b = y;
	int c = str_cmp(a->name, b->name);

	return c ? c : str_cmp(a->value, b->value);
}

bool
carrier_form(
    struct arena *a, struct str body, struct carrier_field **out, size_t *count)
{
	struct carrier_field *v = NULL;
	size_t n = 0, cap = 0;
	struct str pair, name;

	*out = NULL;
	*count = 0;
	if (body.n > CARRIER_BODY_MAX)
		return false;
	while (str_cut(&body, '&', &pair)) {
		if (pair.n == 0)
			continue;
		if (n == CARRIER_FIELDS_MAX)
			return false;
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		if (!str_cut(&pair, '=', &name) ||
		    !formdata_unescape(a, name, true, &v[n].name) ||
		    !formdata_unescape(a, pair, true, &v[n].value))
			return false;
		n++;
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), by_name);
	*out = v;
	*count = n;
	return true;
}

struct form {
	struct carrier_field *v;
	size_t n;
};

/* Empty: it is not there. Said twice in two ways it is not believed. */
static struct str
get(const struct form *f, const char *name)
{
	struct str found = {NULL, 0};

	for (size_t i = 0; i < f->n; i++) {
		if (!str_eqc(f->v[i].name, name))
			continue;
		if (found.p != NULL && !str_eq(found, f->v[i].value))
			return (struct str){NULL, 0};
		found = f->v[i].value;
	}
	return found;
}

static bool
is_word(struct str s, size_t max)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n <= max;
}

static bool
find_kind(struct str on, const struct form *body, struct carrier_event *e)
{
	static const struct {
		const char *on;
		enum carrier_event_kind kind;
	} calls[] = {{"answer", CARRIER_ANSWER}, {"ready", CARRIER_READY},
	    {"key", CARRIER_KEY}, {"call", CARRIER_CALL}};

	if (str_is_empty(get(body, "CallSid"))) {
		e->sid = get(body, "MessageSid");
		e->status = get(body, "MessageStatus");
		e->kind =
		    str_is_empty(e->status) ? CARRIER_TEXT : CARRIER_STATUS;
		return !str_is_empty(e->sid);
	}
	e->sid = get(body, "CallSid");
	e->status = get(body, "CallStatus");
	e->kind = CARRIER_CALLED;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (str_eqc(on, calls[i].on)) {
			e->kind = calls[i].kind;
			return true;
		}
	return str_is_empty(on);
}

/* What is said twice is said once. */
static struct str
id_of(struct arena *a, const struct carrier_event *e)
{
	switch (e->kind) {
	case CARRIER_TEXT:
		return arena_fmt(a, "text/%.*s", STR_ARG(e->sid));
	case CARRIER_STATUS:
	case CARRIER_CALL:
		return arena_fmt(
		    a, "%.*s/%.*s", STR_ARG(e->sid), STR_ARG(e->status));
	case CARRIER_CALLED:
		return arena_fmt(a, "%.*s/called", STR_ARG(e->sid));
	case CARRIER_ANSWER:
		return arena_fmt(a, "%.*s/answer", STR_ARG(e->sid));
	case CARRIER_READY:
		return arena_fmt(
		    a, "%.*s/ready/%.*s", STR_ARG(e->sid), STR_ARG(e->turn));
	case CARRIER_KEY:
		break;
	}
	return arena_fmt(a, "%.*s/key/%.*s/%.*s", STR_ARG(e->sid),
	    STR_ARG(e->turn), STR_ARG(e->digits));
}

bool
carrier_event_read(struct arena *a, struct str query, struct str body,
    struct carrier_event *out)
{
	struct form asked, said;

	*out = (struct carrier_event){.kind = CARRIER_TEXT};
	if (!carrier_form(a, query, &asked.v, &asked.n) ||
	    !carrier_form(a, body, &said.v, &said.n) ||
	    !find_kind(get(&asked, "on"), &said, out))
		return false;
	out->touch = get(&asked, "touch");
	out->turn = get(&asked, "turn");
	out->from = get(&said, "From");
	out->to = get(&said, "To");
	out->body = get(&said, "Body");
	out->code = get(&said, "ErrorCode");
	out->answered_by = get(&said, "AnsweredBy");
	out->digits = get(&said, "Digits");
	if (!str_to_i64(get(&said, "NumMedia"), 0, 100, &out->media))
		out->media = 0;
	if (!is_word(out->sid, SID_MAX) || !is_word(out->touch, TOUCH_MAX) ||
	    !is_word(out->turn, 4) || !is_word(out->status, 32) ||
	    !is_word(out->code, 8) || !is_word(out->answered_by, 32) ||
	    out->digits.n > 8)
		return false;
	out->id = id_of(a, out);
	return true;
}

enum place {
	UNKNOWN,
	BEGUN,
	LEAVING,
	LEFT,
	FINAL,
};

static enum place
place_of(struct str state)
{
	static const struct {
		const char *name;
		enum place place;
	} all[] = {{"accepted", BEGUN}, {"scheduled", BEGUN}, {"queued", BEGUN},
	    {"initiated", BEGUN}, {"sending", LEAVING}, {"ringing", LEAVING},
	    {"sent", LEFT}, {"in-progress", LEFT}, {"answered", LEFT},
	    {"delivered", FINAL}, {"read", FINAL}, {"undelivered", FINAL},
	    {"failed", FINAL}, {"canceled", FINAL}, {"completed", FINAL},
	    {"busy", FINAL}, {"no-answer", FINAL}};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (str_eqc(state, all[i].name))
			return all[i].place;
	return UNKNOWN;
}

bool
carrier_state_moves(struct str from, struct str to)
{
	return place_of(to) > place_of(from);
}

bool
carrier_state_is_final(struct str state)
{
	return place_of(state) == FINAL;
}

static bool
is_among(struct str code, const char *list)
{
	struct str rest = str_of(list), one;

	while (str_cut(&rest, ' ', &one))
		if (code.n > 0 && str_eq(code, one))
			return true;
	return false;
}

/* No such number, none that gets texts, landline, unknown, not in service. */
bool
carrier_code_is_dead(struct str code)
{
	return is_among(code, "21211 21214 21217 21614 21635 30005 30006");
}

bool
carrier_code_is_stopped(struct str code)
{
	return is_among(code, "21610 30004");
}
