#include "flow/textbook.h"

#include "base/day.h"
#include "base/log.h"
#include "decide/carrier_event.h"
#include "decide/smsparts.h"
#include "flow/carrier.h"
#include "flow/dial.h"
#include "model/limits.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/ledger.h"
#include "store/phones.h"
#include "store/texts.h"

#define FAILURES_MAX 2 /* in a row, until a number counts as dead */

static bool
is_call(const struct outbox_touch *t)
{
	return str_eqc(t->channel, "call");
}

static enum rc
hold(struct compose_result *out, enum compose_verdict verdict, struct str why,
    int64_t until)
{
	out->verdict = verdict;
	out->reason = why;
	out->not_before = until;
	return RC_OK;
}

/* What is still said to who wants no texts: that there are none, and how to
 * get them again. */
static bool
is_about_stop(const struct outbox_touch *t)
{
	return str_eqc(t->template_name, "text-stopped") ||
	       str_eqc(t->template_name, "text-help");
}

enum rc
textbook_wanted(const struct flow *f, struct arena *a, struct str number,
    bool *out, struct err *err)
{
	struct phones_facts known = {.last_at = 0};
	enum rc rc =
	    phones_facts(f->store, a, number, STR(""), STR(""), &known, err);

	*out = rc == RC_OK && !str_eqc(known.state, "stopped") &&
	       !str_eqc(known.state, "wrong");
	return rc;
}

enum rc
textbook_judge(const struct flow *f, struct arena *a,
    const struct outbox_touch *t, struct compose_result *out, struct err *err)
{
	bool wanted = true;
	enum rc rc = RC_OK;

	if (carrier_takes(f->set, t->channel) && !is_about_stop(t))
		rc = textbook_wanted(f, a, t->recipient, &wanted, err);
	if (rc == RC_OK && !wanted)
		return hold(
		    out, COMPOSE_SKIP, STR("that number wants no texts"), 0);
	return rc;
}

/* Somebody may write to us as often as they like; we answer so often. */
static enum rc
is_crowded(const struct flow *f, const struct texts_row *row, bool *out,
    struct err *err)
{
	int64_t since =
	    row->asked ? row->at - DAY_SECS : dial_midnight(f, row->at);
	int64_t n = 0;
	enum rc rc = texts_near(f->store, row, since, &n, err);

	*out = n >= (row->asked ? LIMIT_ANSWERS_ADDRESS_DAY : 1);
	return rc;
}

enum rc
textbook_take(const struct flow *f, const struct outbox_touch *t, int64_t now,
    struct compose_result *out, struct err *err)
{
	const struct settings *set = f->set;
	struct texts_row row = {
	    .touch = t->id,
	    .channel = t->channel,
	    .number = t->recipient,
	    .at = now,
	    .asked = str_eqc(t->kind, "answer"),
	};
	bool crowded = false, room = true;
	enum rc rc;

	if (!carrier_takes(set, t->channel))
		return RC_OK;
	if (!e164_is_listed(t->recipient, set->texts_countries))
		return hold(out, COMPOSE_SKIP,
		    STR("planned for a number that is not dialled now"), 0);
	row.parts = is_call(t) ? 1 : (int64_t)smsparts(out->bytes);
	row.cost =
	    row.parts * (is_call(t) ? set->texts_call_price : set->texts_price);
	rc = is_crowded(f, &row, &crowded, err);
	if (rc == RC_OK && crowded && row.asked)
		return hold(out, COMPOSE_SKIP,
		    STR("that number had its answers of a day"), 0);
	if (rc == RC_OK)
		rc = dial_room(f, now, row.cost, &room, err);
	if (rc != RC_OK)
		return rc;
	if (crowded || !room)
		return hold(out, COMPOSE_POSTPONE,
		    crowded ? STR("that number had a text or call today")
			    : STR("no more texts and calls today"),
		    dial_midnight(f, now + DAY_SECS));
	return texts_take(f->store, &row, err);
}

enum rc
textbook_sent(const struct flow *f, const struct deliver_item *item,
    int64_t now, struct err *err)
{
	struct texts_said x = {
	    .touch = item->touch.id,
	    .sid = str_of(item->sid),
	    .state = str_of(item->state[0] ? item->state : "queued"),
	    .at = now,
	};
	char number[E164_MAX];
	enum rc rc = texts_sent(f->store, &x, err);

	e164_mask(item->touch.recipient, number);
	log_event(LOG_INFO, "text-sent", "touch=%.*s channel=%.*s to=%s",
	    STR_ARG(item->touch.id), STR_ARG(item->touch.channel), number);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
textbook_uncertain(const struct flow *f, const struct outbox_touch *t,
    int64_t now, struct err *err)
{
	struct texts_said x = {
	    .touch = t->id, .state = STR("uncertain"), .at = now};

	return texts_state(f->store, &x, err);
}

/* What a code says of the number, "" where it says nothing. */
static const char *
said_of_number(struct str code)
{
	if (carrier_code_is_dead(code))
		return "dead";
	return carrier_code_is_stopped(code) ? "stopped" : "";
}

static enum rc
find_another(const struct flow *f, struct arena *a,
    const struct textbook_lost *x, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(a, "bad-number/%.*s", STR_ARG(x->touch->id)),
	    .account = x->touch->account,
	    .kind = STR("bad-number"),
	    .text = arena_fmt(a,
		"texts and calls to %.*s do not arrive (%.*s): find another "
		"number",
		STR_ARG(x->number), STR_ARG(x->code)),
	    .at = x->now,
	};

	return deed_task(f->store, &task, err);
}

/* RC_MISS: not the number's fault, as far as anybody knows. */
static enum rc
judge_number(const struct flow *f, struct arena *a,
    const struct textbook_lost *x, struct err *err)
{
	struct phones_said say = {
	    .number = x->number,
	    .state = said_of_number(x->code),
	    .by = STR("carrier"),
	    .at = x->now,
	};
	int64_t failures = 0;
	enum rc rc;

	if (say.state[0] == '\0') {
		rc = phones_failed(f->store, x->number, x->now, &failures, err);
		if (rc != RC_OK)
			return rc;
		if (failures < FAILURES_MAX)
			return RC_MISS;
		say.state = "dead";
	}
	rc = phones_say(f->store, &say, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	return str_eqc(str_of(say.state), "dead") ? find_another(f, a, x, err)
						  : RC_OK;
}

enum rc
textbook_refused(const struct flow *f, struct arena *a,
    const struct deliver_item *item, int64_t now, struct err *err)
{
	const struct outbox_touch *t = &item->touch;
	struct textbook_lost x = {
	    .touch = t,
	    .number = t->recipient,
	    .code = str_of(item->carrier_code),
	    .now = now,
	};
	struct texts_said said = {
	    .touch = t->id, .state = STR("refused"), .code = x.code, .at = now};
	enum rc rc = texts_state(f->store, &said, err);

	if (rc != RC_OK)
		return rc;
	if (said_of_number(x.code)[0] == '\0')
		return RC_MISS;
	rc = judge_number(f, a, &x, err);
	if (rc == RC_OK)
		rc = outbox_skip(
		    f->store, t->id, STR("the number is dead"), now, err);
	if (rc == RC_OK && !str_is_empty(t->sequence))
		rc = agenda_look(f->store, t->account, t->sequence, now, err);
	return rc;
}

enum rc
textbook_lost(const struct flow *f, struct arena *a,
    const struct textbook_lost *x, struct err *err)
{
	const struct outbox_touch *t = x->touch;
	enum rc rc = judge_number(f, a, x, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	rc = outbox_bounced(f->store, t->id,
	    arena_fmt(a, "did not arrive: %.*s", STR_ARG(x->code)), err);
	if (rc == RC_OK && !str_is_empty(t->sequence))
		rc =
		    agenda_look(f->store, t->account, t->sequence, x->now, err);
	return rc == RC_MISS ? RC_OK : rc;
}
