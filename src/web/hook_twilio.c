#include "web/hook.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "decide/carrier_event.h"
#include "flow/carrier.h"
#include "flow/people_lines.h"
#include "flow/secret.h"
#include "model/limits.h"
#include "port/js.h"
#include "port/zone.h"
#include "render/twiml.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define TURNS_MAX 4 /* how often a call says its words */

/* What is held is the token that signs, and nothing to send with. */
struct twilio_hook {
	const struct settings *set;
	struct secret token;
};

static void
end(void **held)
{
	struct twilio_hook *h = *held;

	*held = NULL;
	if (h == NULL)
		return;
	secret_fini(&h->token);
	free(h);
}

static enum rc
start(const struct settings *set, void **held, struct err *err)
{
	struct twilio_hook *h;
	enum rc rc;

	if (set->texts_carrier != TEXTS_TWILIO ||
	    str_is_empty(set->texts_token_file))
		return RC_MISS;
	h = xcalloc(1, sizeof(*h));
	h->set = set;
	*held = h;
	rc = secret_read(set->texts_token_file, &h->token, err);
	if (rc != RC_OK)
		end(held);
	return rc;
}

/* The words of a call, as they were frozen when it was made. */
struct script {
	struct str locale, name, words, collector;
};

static void
read_json(struct arena *a, struct str bytes, struct script *out)
{
	struct js *j = NULL;
	struct err ignored;

	if (js_parse(bytes, &j, &ignored) != RC_OK)
		return;
	out->locale = arena_dup(a, js_str(js_get(j, "language")));
	out->name = arena_dup(a, js_str(js_get(j, "contact")));
	out->words = arena_dup(a, js_str(js_get(j, "script")));
	js_free(&j);
}

static enum rc
load_script(const struct hook_ask *ask, struct str touch, struct script *out)
{
	struct store *st = ask->f->store;
	struct outbox_touch t;
	struct account account;
	struct str bytes;
	enum rc rc = store_begin_read(st, NULL);

	if (rc != RC_OK)
		return rc;
	rc = outbox_get(st, ask->a, touch, &t, NULL);
	if (rc == RC_OK && !str_eqc(t.channel, "call"))
		rc = RC_MISS;
	if (rc == RC_OK)
		rc = outbox_bytes(st, ask->a, touch, &bytes, NULL);
	if (rc == RC_OK)
		read_json(ask->a, bytes, out);
	if (rc == RC_OK &&
	    ledger_account(st, ask->a, t.account, &account, NULL) == RC_OK)
		out->collector = account.collector;
	store_rollback(st);
	return rc;
}

static bool
is_weekend(day_t day)
{
	return day_weekday(day) == 0 || day_weekday(day) == 6;
}

/* A person is asked for within the hours in which mails leave, too. */
static bool
is_open(const struct settings *set, int64_t now)
{
	const struct zone *z = zone_find(set->company_timezone);
	int minutes;
	day_t day;

	if (z == NULL)
		return false;
	day = zone_day(z, now, &minutes);
	return minutes >= set->window_from && minutes < set->window_to &&
	       !(set->weekdays_only && is_weekend(day));
}

/* "ann@house.example: +12075550101" of [texts] people. */
static struct str
number_of(const struct settings *set, struct str address)
{
	struct str rest = set->texts_people, line, name;

	while (address.n > 0 && str_line(&rest, &line))
		if (str_cut(&line, ':', &name) &&
		    str_fold_eq(str_trim(name), address))
			return str_trim(line);
	return (struct str){NULL, 0};
}

static struct str
next_address(const struct twilio_hook *h, struct arena *a,
    const struct carrier_event *e, const char *on, int64_t turn)
{
	return arena_fmt(a, "%.*s&turn=%lld",
	    STR_ARG(carrier_address(a, h->set, e->touch, on)), (long long)turn);
}

/* What the key asks for; the words once more where it asks for nothing. */
static enum twiml_scene
scene_of_key(struct str digits, int64_t turn, bool person)
{
	if (str_eqc(digits, "1"))
		return TWIML_LINK;
	if (str_eqc(digits, "2"))
		return TWIML_DISPUTE;
	if (str_eqc(digits, "3"))
		return person ? TWIML_PERSON : TWIML_BACK;
	if (str_eqc(digits, "8"))
		return TWIML_STOP;
	return turn < TURNS_MAX ? TWIML_SCRIPT : TWIML_BYE;
}

static bool
is_machine(struct str by)
{
	return str_starts(by, STR("machine")) || str_eqc(by, "fax");
}

static void
set_scene(const struct twilio_hook *h, const struct hook_ask *ask,
    const struct carrier_event *e, const struct script *script, struct twiml *t)
{
	int64_t turn = 1;

	if (!str_to_i64(e->turn, 1, TURNS_MAX, &turn))
		turn = e->turn.n ? TURNS_MAX : 1;
	t->dial = is_open(h->set, ask->now)
		      ? number_of(h->set, script->collector)
		      : (struct str){NULL, 0};
	if (e->kind == CARRIER_ANSWER) {
		t->scene =
		    is_machine(e->answered_by) ? TWIML_MACHINE : TWIML_ASK;
		t->next = next_address(h, ask->a, e, "ready", 1);
		return;
	}
	t->scene = e->kind == CARRIER_READY
		       ? TWIML_SCRIPT
		       : scene_of_key(e->digits, turn, t->dial.n > 0);
	if (e->kind == CARRIER_KEY)
		turn++;
	t->next = next_address(h, ask->a, e, "key", turn);
}

static void
speak(const struct twilio_hook *h, const struct hook_ask *ask,
    const struct carrier_event *e, struct buf *out)
{
	const struct settings *set = h->set;
	struct script script = {.locale = set->company_locale};
	struct twiml t = {
	    .scene = TWIML_CALLED,
	    .voice = set->texts_voice,
	    .company = set->company_name,
	    .phone =
		set->company_phone.n ? set->company_phone : set->texts_number,
	    .caller = set->texts_number,
	};

	if (e->kind != CARRIER_CALLED && ask->f != NULL &&
	    load_script(ask, e->touch, &script) == RC_OK)
		set_scene(h, ask, e, &script, &t);
	t.locale = script.locale;
	t.name = script.name;
	t.script = script.words;
	twiml_write(&t, out);
}

/* Does it want to be told what to say? */
static bool
wants_words(enum carrier_event_kind kind)
{
	switch (kind) {
	case CARRIER_CALLED:
	case CARRIER_ANSWER:
	case CARRIER_READY:
	case CARRIER_KEY:
		return true;
	case CARRIER_TEXT:
	case CARRIER_STATUS:
	case CARRIER_CALL:
		break;
	}
	return false;
}

static void
answer(const struct twilio_hook *h, const struct hook_ask *ask,
    const struct carrier_event *e, struct hook_out *out)
{
	struct buf b;

	out->type = STR("text/xml; charset=utf-8");
	out->body = STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
			"<Response/>\n");
	if (!wants_words(e->kind))
		return;
	buf_init(&b, LIMIT_CARRIER_ANSWER);
	speak(h, ask, e, &b);
	if (!b.full)
		out->body = arena_dup(ask->a, buf_str(&b));
	buf_fini(&b);
}

/* What was asked, and what was said: a line each. */
static struct str
raw(const struct hook_ask *ask)
{
	const struct httpd_request *rq = ask->request;
	struct str out;
	struct buf b;

	buf_init(&b, 2 * (size_t)CARRIER_BODY_MAX);
	buf_add_str(&b, rq->query);
	buf_addc(&b, '\n');
	buf_add_str(&b, rq->body);
	out = arena_dup(ask->a, buf_str(&b));
	buf_fini(&b);
	return out;
}

static enum rc
take(const void *held, const struct hook_ask *ask, struct hook_out *out,
    struct err *err)
{
	const struct twilio_hook *h = held;
	const struct httpd_request *rq = ask->request;
	struct carrier_event e;

	if (rq->method != HTTPD_POST)
		return err_set(err, RC_BAD, "no POST");
	if (!str_fold_starts(
		rq->type, STR("application/x-www-form-urlencoded")))
		return err_set(err, RC_BAD, "no form");
	if (!carrier_find(h->set)->verify(h->token.line, ask->url, rq->body,
		httpd_header(rq, "X-Twilio-Signature")))
		return err_set(err, RC_BAD, "the signature is not theirs");
	out->theirs = true;
	if (!carrier_event_read(ask->a, rq->query, rq->body, &e))
		return err_set(err, RC_BAD, "signed, and not understood");
	out->event = (struct hookevent){
	    .source = STR("twilio"),
	    .id = e.id,
	    .at = ask->now,
	    .bytes = raw(ask),
	};
	answer(h, ask, &e, out);
	return RC_OK;
}

const struct hook hook_twilio = {
    .name = "twilio",
    .body = CARRIER_BODY_MAX,
    .open = start,
    .take = take,
    .close = end,
};
