#include "flow/carrier_round.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "flow/carrier_parts.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/deed.h"
#include "store/hookevents.h"

#define SOURCE         "twilio" /* of its events */
#define EVENTS_AT_ONCE 100
#define CONTACTS_ASKED 1000

struct str
carrier_number_of(struct str place)
{
	return str_sub(place, 0, str_chr(place, ':'));
}

static int
by_number(const void *x, const void *y)
{
	const struct carrier_owner *a = x, *b = y;
	int c = strcmp(a->number, b->number);

	return c ? c : str_cmp(a->contact, b->contact);
}

static enum rc
load_numbers(const struct flow *f, struct carrier_numbers *all, struct err *err)
{
	struct phones_contact *v = NULL;
	struct str after = {NULL, 0};
	size_t n = 1, cap = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n > 0) {
		rc = phones_contacts(
		    f->store, all->a, after, CONTACTS_ASKED, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++) {
			struct dial_place place = {v[i].language,
			    v[i].account_language, v[i].account_zone};
			struct carrier_owner o = {
			    .contact = v[i].contact, .account = v[i].account};

			after = v[i].contact;
			if (!dial_number(f, v[i].phone, &place, o.number))
				continue;
			all->v = arena_grow(
			    all->a, all->v, all->n, &cap, sizeof(*all->v));
			all->v[all->n++] = o;
		}
	}
	if (all->n > 0)
		qsort(all->v, all->n, sizeof(*all->v), by_number);
	all->loaded = rc == RC_OK;
	return rc;
}

enum rc
carrier_owners(const struct flow *f, struct carrier_numbers *all,
    struct str number, const struct carrier_owner **out, size_t *count,
    struct err *err)
{
	enum rc rc = all->loaded ? RC_OK : load_numbers(f, all, err);

	*out = NULL;
	*count = 0;
	for (size_t i = 0; rc == RC_OK && i < all->n; i++)
		if (str_eqc(number, all->v[i].number)) {
			if (*count == 0)
				*out = &all->v[i];
			++*count;
		}
	return rc;
}

/* Each has the event's id in its own, so that twice is once. */
static struct str
key(const struct carrier_work *w, const char *what)
{
	return arena_fmt(w->a, "twilio/%.*s/%s", STR_ARG(w->e->id), what);
}

enum rc
carrier_note(
    struct carrier_work *w, const struct carrier_note *x, struct err *err)
{
	struct deed_note note = {
	    .id = arena_fmt(w->a, "%.*s/%.*s", STR_ARG(key(w, x->kind)),
		STR_ARG(x->account)),
	    .account = x->account,
	    .author = STR("customer"),
	    .kind = str_of(x->kind),
	    .text = x->text,
	    .at = w->now,
	};

	return deed_note(w->f->store, &note, err);
}

enum rc
carrier_task(
    struct carrier_work *w, const struct carrier_note *x, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(w->a, "%.*s/%.*s", STR_ARG(key(w, x->kind)),
		STR_ARG(x->account)),
	    .account = x->account,
	    .kind = str_of(x->kind),
	    .text = x->text,
	    .at = w->now,
	};

	return deed_task(w->f->store, &task, err);
}

enum rc
carrier_answer(
    struct carrier_work *w, const struct carrier_answer *x, struct err *err)
{
	struct outbox_touch t = {
	    .account = x->account,
	    .contact = x->contact,
	    .kind = STR("answer"),
	    .channel = STR("sms"),
	    .template_name = str_of(x->template_name),
	    .mailbox = x->mailbox,
	    .recipient = x->number,
	    .params = STR("{}"),
	    .reason = str_of(x->template_name),
	    .planned_at = w->now,
	    .not_before = w->now,
	    .natural_key = key(w, x->template_name),
	};

	t.id = msgid_touch(w->a, w->f->key, t.natural_key);
	return outbox_put(w->f->store, &t, err);
}

static enum rc
act(struct carrier_work *w, struct err *err)
{
	switch (w->e->kind) {
	case CARRIER_TEXT:
		return carrier_text(w, err);
	case CARRIER_STATUS:
		return carrier_status(w, err);
	case CARRIER_CALLED:
		return carrier_called(w, err);
	case CARRIER_ANSWER:
	case CARRIER_READY:
	case CARRIER_KEY:
	case CARRIER_CALL:
		return carrier_call(w, err);
	}
	return RC_OK;
}

static enum rc
settle(const struct carrier_work *w, const struct hookevent *h, struct err *err)
{
	struct hookevent_settled x = {
	    .source = h->source,
	    .id = h->id,
	    .state = w->ignored ? "ignored" : "done",
	    .reason = str_of(w->ignored ? w->ignored : ""),
	    .at = w->now,
	};

	return hookevents_settle(w->f->store, &x, err);
}

static enum rc
try(struct carrier_work *w, carrier_act *how, const struct hookevent *h,
    struct err *err)
{
	enum rc rc = store_begin(w->f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = how ? how(w, err) : RC_OK;
	if (rc == RC_OK)
		rc = settle(w, h, err);
	if (rc == RC_OK)
		return store_commit(w->f->store, err);
	store_rollback(w->f->store);
	return rc;
}

static enum rc
one(struct carrier_work *w, const struct hookevent *h, struct err *err)
{
	enum rc rc = try(w, act, h, err);

	if (rc != RC_BAD && rc != RC_MISS)
		return rc;
	log_event(LOG_WARN, "carrier-event-failed", "id=%.*s why=%s",
	    STR_ARG(h->id), err->text);
	w->ignored = "failed";
	return try(w, NULL, h, err);
}

/* What came of a call is told when all that came in it is known. */
static bool
is_late(const struct carrier_event *e)
{
	return e->kind == CARRIER_CALL;
}

static enum rc
pass(struct carrier_work *w, const struct hookevent *v, size_t n, bool late,
    struct carrier_stats *out, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct str body = v[i].bytes, query;
		struct carrier_event e;

		str_cut(&body, '\n', &query);
		w->e = &e;
		w->ignored = NULL;
		if (carrier_event_read(w->a, query, body, &e)) {
			if (is_late(&e) != late)
				continue;
			rc = one(w, &v[i], err);
		} else if (!late) {
			w->ignored = "not understood";
			rc = try(w, NULL, &v[i], err);
		} else {
			continue;
		}
		out->done += rc == RC_OK && !w->ignored;
		out->ignored += rc == RC_OK && w->ignored;
	}
	return rc;
}

static enum rc
some(struct carrier_work *w, struct carrier_stats *out, size_t *n,
    struct err *err)
{
	struct hookevent *v = NULL;
	enum rc rc = hookevents_new(
	    w->f->store, w->a, STR(SOURCE), EVENTS_AT_ONCE, &v, n, err);

	if (rc == RC_OK)
		rc = pass(w, v, *n, false, out, err);
	return rc == RC_OK ? pass(w, v, *n, true, out, err) : rc;
}

enum rc
carrier_waits(const struct flow *f, struct err *err)
{
	return hookevents_waiting(f->store, STR(SOURCE), err);
}

enum rc
carrier_round(const struct flow *f, int64_t now, struct carrier_stats *out,
    struct err *err)
{
	struct carrier_numbers numbers = {.a = arena_new(LIMIT_JOB_ARENA)};
	struct carrier_work w = {
	    .f = f,
	    .a = arena_new(LIMIT_JOB_ARENA),
	    .numbers = &numbers,
	    .now = now,
	};
	size_t n = 0;
	enum rc rc;

	*out = (struct carrier_stats){0};
	do {
		arena_reset(w.a);
		rc = some(&w, out, &n, err);
	} while (rc == RC_OK && n == EVENTS_AT_ONCE);
	arena_free(&w.a);
	arena_free(&numbers.a);
	return rc;
}
