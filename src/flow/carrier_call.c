#include "flow/carrier_parts.h"

#include "base/day.h"
#include "base/log.h"
#include "flow/textbook.h"
#include "store/deed.h"

/* The row that it is about, and its touch. RC_MISS: none of ours. */
struct about {
	struct texts_row row;
	struct outbox_touch touch;
};

static enum rc
find(struct carrier_work *w, struct about *x, struct err *err)
{
	struct store *st = w->f->store;
	enum rc rc = w->e->touch.n > 0
			 ? texts_get(st, w->a, w->e->touch, &x->row, err)
			 : texts_of_sid(st, w->a, w->e->sid, &x->row, err);

	if (rc == RC_OK)
		rc = outbox_get(st, w->a, x->row.touch, &x->touch, err);
	return rc;
}

/* The carrier speaks of it, so it has it: what was uncertain is not. */
static enum rc
has_it(struct carrier_work *w, struct about *x, struct err *err)
{
	struct texts_said said = {
	    .touch = x->row.touch,
	    .sid = w->e->sid,
	    .state = x->row.state,
	    .at = w->now,
	};
	struct outbox_settled settled = {
	    .touch = x->row.touch,
	    .state = "accepted",
	    .now = w->now,
	    .reply = w->e->sid,
	};
	enum rc rc = texts_sent(w->f->store, &said, err);

	x->row.sid = w->e->sid;
	if (rc != RC_OK || !str_eqc(x->touch.state, "uncertain"))
		return rc == RC_MISS ? RC_OK : rc;
	rc = outbox_settle(w->f->store, &settled, err);
	if (rc == RC_OK)
		rc = deed_task_close(w->f->store,
		    arena_fmt(w->a, "uncertain/%.*s", STR_ARG(x->row.touch)),
		    w->now, err);
	return rc;
}

/* Of one that was tried again since, only the last try counts. */
static enum rc
move(struct carrier_work *w, struct about *x, struct err *err)
{
	struct texts_said said = {
	    .touch = x->row.touch,
	    .state = w->e->status,
	    .code = w->e->code,
	    .at = w->now,
	};
	enum rc rc = RC_OK;

	if (x->row.sid.n == 0)
		rc = has_it(w, x, err);
	if (rc != RC_OK)
		return rc;
	if (!str_eq(x->row.sid, w->e->sid))
		w->ignored = "of another try";
	else if (!carrier_state_moves(x->row.state, w->e->status))
		w->ignored = "older than what is known";
	else
		rc = texts_state(w->f->store, &said, err);
	return rc;
}

static enum rc
lost(struct carrier_work *w, const struct about *x, struct err *err)
{
	struct textbook_lost l = {
	    .touch = &x->touch,
	    .number = x->row.number,
	    .code = w->e->code,
	    .now = w->now,
	};
	struct carrier_note note = {x->touch.account, "text",
	    arena_fmt(w->a, "a message to %.*s did not arrive (%.*s %.*s)",
		STR_ARG(x->row.number), STR_ARG(w->e->status),
		STR_ARG(w->e->code))};
	enum rc rc = carrier_note(w, &note, err);

	return rc == RC_OK ? textbook_lost(w->f, w->a, &l, err) : rc;
}

enum rc
carrier_status(struct carrier_work *w, struct err *err)
{
	struct about x;
	enum rc rc = find(w, &x, err);

	if (rc == RC_MISS) {
		w->ignored = "about nothing of ours";
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = move(w, &x, err);
	if (rc != RC_OK || w->ignored)
		return rc;
	if (str_eqc(w->e->status, "undelivered") ||
	    str_eqc(w->e->status, "failed"))
		return lost(w, &x, err);
	return str_eqc(w->e->status, "delivered")
		   ? phones_works(w->f->store, x.row.number, err)
		   : RC_OK;
}

static bool
is_machine(struct str by)
{
	return str_starts(by, STR("machine")) || str_eqc(by, "fax");
}

/* What came of it, in the words for calls by people. */
static struct str
outcome_of(const struct carrier_event *e, const struct about *x)
{
	struct str by = e->answered_by.n ? e->answered_by : x->row.answered_by;

	if (!str_eqc(e->status, "completed"))
		return e->status; /* busy, no-answer, failed, canceled */
	if (is_machine(by))
		return STR("voicemail");
	return x->row.keys.n > 0 ? STR("reached") : STR("hung-up");
}

/* It is the outcome of the touch, and stands in the timeline. */
static enum rc
call_over(struct carrier_work *w, struct about *x, struct err *err)
{
	struct str outcome = outcome_of(w->e, x);
	struct outbox_settled settled = {
	    .touch = x->row.touch,
	    .state = "accepted",
	    .now = w->now,
	    .reply = outcome,
	};
	struct carrier_note note = {x->touch.account, "call",
	    arena_fmt(w->a, "automated call to %.*s: %.*s%s%.*s",
		STR_ARG(x->row.number), STR_ARG(outcome),
		x->row.keys.n ? ", keys " : "", STR_ARG(x->row.keys))};
	enum rc rc = carrier_note(w, &note, err);

	if (rc == RC_OK && str_eqc(x->touch.state, "accepted"))
		rc = outbox_settle(w->f->store, &settled, err);
	if (rc == RC_OK && str_eqc(outcome, "failed"))
		rc = lost(w, x, err);
	else if (rc == RC_OK)
		rc = phones_works(w->f->store, x->row.number, err);
	return rc;
}

static enum rc
call_state(struct carrier_work *w, struct about *x, struct err *err)
{
	enum rc rc = move(w, x, err);

	if (rc == RC_OK && w->e->answered_by.n > 0)
		rc = texts_answered(
		    w->f->store, x->row.touch, w->e->answered_by, err);
	if (rc != RC_OK || w->ignored || !carrier_state_is_final(w->e->status))
		return rc;
	return call_over(w, x, err);
}

static enum rc
press_link(struct carrier_work *w, const struct about *x, struct err *err)
{
	struct carrier_answer link = {
	    .template_name = "text-link",
	    .number = x->row.number,
	    .account = x->touch.account,
	    .contact = x->touch.contact,
	    .mailbox = x->touch.mailbox,
	};
	struct carrier_note task = {x->touch.account, "text",
	    arena_fmt(w->a,
		"asked by telephone for the link, and %.*s takes no texts",
		STR_ARG(x->row.number))};

	return e164_takes_texts(x->row.number) ? carrier_answer(w, &link, err)
					       : carrier_task(w, &task, err);
}

/* A telephone number is nobody's proof: a person opens it. */
static enum rc
press_dispute(struct carrier_work *w, const struct about *x, struct err *err)
{
	struct carrier_note task = {x->touch.account, "dispute",
	    STR("said by telephone (key 2) that something about an invoice is "
		"not right: a dispute that a person has to open")};
	struct deed_rest rest = {
	    .id = arena_fmt(w->a, "twilio/%.*s/rest", STR_ARG(w->e->id)),
	    .account = x->touch.account,
	    .kind = STR("reply"),
	    .reason = STR("a dispute waits for a person"),
	    .by = STR("gateway"),
	    .since = w->now,
	    .until = w->now + w->f->set->reply_rest_days * DAY_SECS,
	};
	enum rc rc = carrier_task(w, &task, err);

	return rc == RC_OK ? deed_rest(w->f->store, &rest, err) : rc;
}

static enum rc
press_person(struct carrier_work *w, const struct about *x, struct err *err)
{
	struct carrier_note task = {x->touch.account, "call-back",
	    arena_fmt(w->a, "wants to speak to a person: call %.*s",
		STR_ARG(x->row.number))};

	return carrier_task(w, &task, err);
}

static enum rc
press_stop(struct carrier_work *w, const struct about *x, struct err *err)
{
	struct phones_said say = {
	    .number = x->row.number,
	    .state = "stopped",
	    .by = STR("call"),
	    .at = w->now,
	};
	enum rc rc = phones_say(w->f->store, &say, err);

	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
press(struct carrier_work *w, struct about *x, struct err *err)
{
	static const struct {
		const char *key, *means;
		enum rc (*act)(struct carrier_work *w, const struct about *x,
		    struct err *err);
	} keys[] = {{"1", "the link as a text", press_link},
	    {"2", "something is not right", press_dispute},
	    {"3", "to speak to a person", press_person},
	    {"8", "no more calls and texts", press_stop}};
	struct carrier_note note = {x->touch.account, "call", {NULL, 0}};
	enum rc rc = RC_OK;

	if (w->e->digits.n != 1 || !str_is_digit(w->e->digits.p[0]))
		return RC_OK;
	rc = texts_key(w->f->store, x->row.touch, w->e->digits, err);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (rc != RC_OK || !str_eqc(w->e->digits, keys[i].key))
			continue;
		note.text = arena_fmt(
		    w->a, "pressed %s: %s", keys[i].key, keys[i].means);
		rc = carrier_note(w, &note, err);
		if (rc == RC_OK)
			rc = keys[i].act(w, x, err);
	}
	return rc;
}

enum rc
carrier_call(struct carrier_work *w, struct err *err)
{
	struct about x;
	enum rc rc = find(w, &x, err);

	if (rc == RC_MISS || (rc == RC_OK && !str_eqc(x.row.channel, "call"))) {
		w->ignored = "about no call of ours";
		return RC_OK;
	}
	if (rc == RC_OK && x.row.sid.n == 0)
		rc = has_it(w, &x, err);
	if (rc != RC_OK)
		return rc;
	if (!str_eq(x.row.sid, w->e->sid)) {
		w->ignored = "of another try";
		return RC_OK;
	}
	switch (w->e->kind) {
	case CARRIER_CALL:
		return call_state(w, &x, err);
	case CARRIER_READY: /* heard it: "0" */
		return texts_key(w->f->store, x.row.touch, STR("0"), err);
	case CARRIER_KEY:
		return press(w, &x, err);
	case CARRIER_ANSWER:
		return texts_answered(
		    w->f->store, x.row.touch, w->e->answered_by, err);
	case CARRIER_TEXT:
	case CARRIER_STATUS:
	case CARRIER_CALLED:
		break;
	}
	return RC_OK;
}

/* They call the number of our texts: somebody calls back. */
enum rc
carrier_called(struct carrier_work *w, struct err *err)
{
	const struct carrier_owner *v = NULL;
	char number[E164_MAX];
	size_t n = 0;
	enum rc rc;

	if (!e164_read(w->e->from, STR(""), number)) {
		w->ignored = "from a number that cannot be read";
		return RC_OK;
	}
	rc = carrier_owners(w->f, w->numbers, str_of(number), &v, &n, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct carrier_note task = {v[i].account, "call-back",
		    arena_fmt(w->a,
			"called the number of our texts: call back %s",
			number)};

		rc = carrier_task(w, &task, err);
	}
	if (n == 0)
		w->ignored = "from nobody on file";
	return rc;
}
