#include "flow/judge.h"

#include "decide/classify.h"
#include "decide/thread.h"
#include "flow/facts.h"
#include "mail/authres.h"
#include "mail/message.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/owner.h"

/* What is gathered about one mail before anything is decided. */
struct gather {
	const struct flow *f;
	struct arena *a;
	const struct judge_in *in;
	const struct mailbox_settings *box;
	struct thread_touch *touches;
	size_t touch_count, touch_cap;
	struct thread_owner *owners;
	size_t owner_count;
	struct thread_invoice *invoices;
	size_t invoice_count;
};

static bool
touch_known(const struct gather *g, struct str touch)
{
	for (size_t i = 0; i < g->touch_count; i++)
		if (str_eq(g->touches[i].touch, touch))
			return true;
	return false;
}

static enum rc
add_touch(struct gather *g, struct str touch, enum thread_place place,
    struct err *err)
{
	struct outbox_touch t = {.id = touch};
	enum rc rc;

	if (touch_known(g, touch) || g->touch_count >= LIMIT_MAIL_REFS)
		return RC_OK;
	rc = outbox_get(g->f->store, g->a, touch, &t, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	g->touches = arena_grow(g->a, g->touches, g->touch_count, &g->touch_cap,
	    sizeof(*g->touches));
	g->touches[g->touch_count++] = (struct thread_touch){
	    .touch = touch,
	    .place = place,
	    .account = t.account,
	    .contact = t.contact,
	    .address = t.recipient,
	};
	return RC_OK;
}

static enum rc
add_address(struct gather *g, struct str address, struct err *err)
{
	struct str touch;

	if (!msgid_read_address(g->a, g->f->key, address, &touch))
		return RC_OK;
	return add_touch(g, touch, THREAD_IN_ADDRESS, err);
}

static enum rc
add_id(
    struct gather *g, struct str id, enum thread_place place, struct err *err)
{
	struct str touch;

	if (!msgid_read(g->a, g->f->key, id, &touch))
		return RC_OK;
	return add_touch(g, touch, place, err);
}

static enum rc
addresses(
    struct gather *g, const struct message_addresses *list, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < list->n; i++)
		rc = add_address(g, list->v[i].address, err);
	return rc;
}

static enum rc
address_headers(struct gather *g, struct err *err)
{
	static const char *const names[] = {
	    "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct message_header *h = NULL;

		while (rc == RC_OK && (h = message_header_next(g->in->message,
					   names[i], h)) != NULL)
			rc = add_address(g, str_trim(h->value), err);
	}
	return rc;
}

/* Keyed names of ours, in the order in which they count. */
static enum rc
gather_touches(struct gather *g, struct err *err)
{
	const struct message *m = g->in->message;
	enum rc rc;

	rc = addresses(g, &m->to, err);
	if (rc == RC_OK)
		rc = addresses(g, &m->cc, err);
	if (rc == RC_OK)
		rc = address_headers(g, err);
	for (size_t i = 0; rc == RC_OK && i < m->in_reply_to_count; i++)
		rc = add_id(g, m->in_reply_to[i], THREAD_IN_REPLY_TO, err);
	if (rc == RC_OK && !str_is_empty(m->returned_id))
		rc = add_id(g, m->returned_id, THREAD_IN_REPLY_TO, err);
	for (size_t i = m->reference_count; rc == RC_OK && i > 0; i--)
		rc = add_id(g, m->references[i - 1], THREAD_IN_REFERENCES, err);
	return rc;
}

static enum rc
gather_owners(struct gather *g, struct err *err)
{
	struct owner *v = NULL;
	size_t n = 0;
	enum rc rc;

	if (g->in->message->from.n != 1)
		return RC_OK;
	rc = owner_by_address(
	    g->f->store, g->a, g->in->message->from.v[0].address, &v, &n, err);
	if (rc != RC_OK)
		return rc;
	g->owners = arena_array(g->a, n, sizeof(*g->owners));
	for (size_t i = 0; i < n; i++) {
		g->owners[i].account = v[i].account;
		g->owners[i].contact = v[i].contact;
	}
	g->owner_count = n;
	return RC_OK;
}

/* Numbers that the ledger knows, whoever's they are. */
static enum rc
gather_invoices(struct gather *g, const struct intent *intent, struct err *err)
{
	enum rc rc;

	g->invoices =
	    arena_array(g->a, intent->invoice_count, sizeof(*g->invoices));
	for (size_t i = 0; i < intent->invoice_count && i < 50; i++) {
		struct str account;

		rc = owner_of_invoice(
		    g->f->store, g->a, intent->invoices[i], &account, err);
		if (rc == RC_MISS)
			continue;
		if (rc != RC_OK)
			return rc;
		g->invoices[g->invoice_count].number = intent->invoices[i];
		g->invoices[g->invoice_count++].account = account;
	}
	return RC_OK;
}

/* The locale that 12/05 is read in: the account's, as far as it is clear. */
static enum rc
likely_locale(struct gather *g, struct str *locale, struct err *err)
{
	struct account account;
	struct str id = {NULL, 0};
	enum rc rc;

	*locale = g->f->set->company_locale;
	if (g->touch_count > 0)
		id = g->touches[0].account;
	if (str_is_empty(id) && g->owner_count > 0)
		id = g->owners[0].account;
	if (str_is_empty(id))
		return RC_OK;
	rc = ledger_account(g->f->store, g->a, id, &account, err);
	if (rc == RC_OK && !str_is_empty(account.language))
		*locale = account.language;
	return rc == RC_MISS ? RC_OK : rc;
}

static bool
is_staff(const struct gather *g)
{
	const struct message *m = g->in->message;

	return m->from.n == 1 && !str_is_empty(g->f->set->staff_fallback) &&
	       str_fold_eq(m->from.v[0].address, g->f->set->staff_fallback);
}

static void
match(struct gather *g, struct judge *out)
{
	struct thread_facts facts = {
	    .touches = g->touches,
	    .touch_count = g->touch_count,
	    .owners = g->owners,
	    .owner_count = g->owner_count,
	    .invoices = g->invoices,
	    .invoice_count = g->invoice_count,
	    .staff = is_staff(g),
	    .auth = authres_judge(g->in->message, g->box->authserv_id),
	};

	thread_match(g->in->message, &facts, &out->thread);
}

static enum rc
understand(struct gather *g, struct judge *out, struct err *err)
{
	struct classify_context ctx = {
	    .threshold = (double)g->f->set->classify_threshold / 100.0,
	};
	struct str own;
	enum rc rc;

	guard_judge(g->a, g->in->message, &out->guard);
	out->own =
	    msgid_read(g->a, g->f->key, g->in->message->message_id, &own);
	out->human = out->guard.kind == KIND_HUMAN && !out->own;
	if (!out->human)
		return RC_OK;
	rc = likely_locale(g, &ctx.locale, err);
	if (rc != RC_OK)
		return rc;
	classify_message(g->f->rules, g->a, g->in->message, &ctx, &out->intent);
	return gather_invoices(g, &out->intent, err);
}

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (!str_is_empty(id) && str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

static const struct contact *
asked_contact(const struct gather *g, const struct judge *j)
{
	for (size_t i = 0; i < g->touch_count; i++)
		if (str_eq(g->touches[i].touch, j->thread.touch))
			return find_contact(&j->facts, g->touches[i].contact);
	return NULL;
}

/*
 * What names the exchange, for the cap on answers in it. The mail of ours that
 * is answered knows it, whatever the other side left out of its header.
 */
static enum rc
find_exchange(const struct gather *g, struct judge *out, struct err *err)
{
	const struct message *m = g->in->message;
	struct outbox_touch t = {0};
	enum rc rc;

	out->exchange = m->reference_count > 0     ? m->references[0]
			: m->in_reply_to_count > 0 ? m->in_reply_to[0]
						   : m->message_id;
	if (str_is_empty(out->thread.touch))
		return RC_OK;
	rc = outbox_get(g->f->store, g->a, out->thread.touch, &t, err);
	if (rc == RC_OK)
		out->exchange = t.thread.n ? t.thread : t.message_id;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
load_counts(const struct gather *g, struct str exchange, struct inbound *in,
    struct err *err)
{
	const struct contact *to = in->sender ? in->sender : in->asked;
	int64_t since = g->in->now - DAY_SECS;
	struct store *st = g->f->store;
	enum rc rc;

	if (to == NULL)
		return RC_OK;
	rc = outbox_count(st, OUTBOX_ANSWERS_ADDRESS, to->email, since,
	    &in->answers_address, err);
	if (rc == RC_OK)
		rc = outbox_count(st, OUTBOX_DOCUMENTS, to->email, since,
		    &in->documents_today, err);
	if (rc == RC_OK)
		rc = outbox_count_thread(
		    st, to->email, exchange, since, &in->answers_thread, err);
	return rc;
}

static enum rc
load_touch_invoices(const struct gather *g, struct inbound *in, struct err *err)
{
	struct outbox_line *lines = NULL;
	struct str *ids;
	size_t n = 0;
	enum rc rc;

	if (str_is_empty(in->thread->touch))
		return RC_OK;
	rc =
	    outbox_lines(g->f->store, g->a, in->thread->touch, &lines, &n, err);
	ids = arena_array(g->a, n, sizeof(*ids));
	for (size_t i = 0; i < n; i++)
		ids[i] = lines[i].invoice;
	in->touch_invoices = ids;
	in->touch_invoice_count = n;
	return rc;
}

static enum rc
load_account(
    struct gather *g, struct judge *out, struct inbound *in, struct err *err)
{
	struct facts_ask ask = {out->thread.account, g->in->now, NULL, 0};
	enum rc rc;

	if (str_is_empty(out->thread.account))
		return RC_OK;
	rc = facts_load(g->f, g->a, &ask, &out->facts, err);
	if (rc == RC_MISS) /* a touch of an account that is gone */
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	out->has_account = true;
	in->account = &out->facts;
	in->sender = find_contact(&out->facts, out->thread.contact);
	in->sender_is_new =
	    in->sender != NULL && in->sender->since > g->in->came_at;
	in->asked = asked_contact(g, out);
	rc = load_touch_invoices(g, in, err);
	if (rc == RC_OK)
		rc = load_counts(g, out->exchange, in, err);
	return rc;
}

enum rc
judge_mail(const struct flow *f, struct arena *a, const struct judge_in *in,
    struct judge *out, struct err *err)
{
	struct gather g = {
	    .f = f,
	    .a = a,
	    .in = in,
	    .box = flow_mailbox(f, in->mailbox),
	};
	struct inbound_limits limits = {
	    .documents_per_day = f->set->documents_per_day,
	    .reply_rest_days = f->set->reply_rest_days,
	    .max_age_days = f->set->max_age_days,
	};
	struct inbound inbound = {.message = in->message, .now = in->now};
	enum rc rc;

	*out = (struct judge){0};
	limits.may_answer =
	    !str_is_empty(g.box->authserv_id) || g.box->reply_tag;
	rc = gather_touches(&g, err);
	if (rc == RC_OK)
		rc = gather_owners(&g, err);
	if (rc == RC_OK)
		rc = understand(&g, out, err);
	if (rc != RC_OK)
		return rc;
	match(&g, out);
	inbound.guard = &out->guard;
	inbound.intent = out->human ? &out->intent : NULL;
	inbound.thread = &out->thread;
	rc = find_exchange(&g, out, err);
	if (rc == RC_OK)
		rc = load_account(&g, out, &inbound, err);
	if (rc == RC_OK && !out->own)
		inbound_decide(a, &inbound, &limits, &out->result);
	return rc;
}
