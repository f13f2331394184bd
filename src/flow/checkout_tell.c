#include "flow/checkout.h"

#include "decide/gate.h"
#include "flow/facts.h"
#include "flow/params.h"
#include "flow/staffmail.h"
#include "port/seal.h"
#include "render/msgid.h"
#include "store/outbox.h"

#define TELL_MAX 50
#define HASH     8

struct telling {
	const struct flow *f;
	struct arena *a;
	const struct checkout *c;
	const struct facts_account *facts;
	int64_t now;
};

/* Named after what is told: telling it again is telling it once. */
static struct str
key_of(const struct telling *t, const char *to)
{
	unsigned char hash[16];
	char hex[2 * HASH + 1];

	seal_blake2b(t->c->reason, hash, sizeof(hash));
	seal_hex(hash, HASH, hex);
	return arena_fmt(
	    t->a, "checkout/%.*s/%s/%s", STR_ARG(t->c->id), to, hex);
}

static struct str *
invoices_of(const struct telling *t)
{
	struct str *v = arena_array(t->a, t->c->line_count, sizeof(struct str));

	for (size_t i = 0; i < t->c->line_count; i++)
		v[i] = t->c->lines[i].invoice;
	return v;
}

static enum rc
put(const struct telling *t, struct outbox_touch *touch, const struct params *p,
    struct err *err)
{
	touch->account = t->c->account;
	touch->params = params_write(t->a, p);
	touch->id = msgid_touch(t->a, t->f->key, touch->natural_key);
	touch->planned_at = t->now;
	touch->not_before = t->now;
	return outbox_put(t->f->store, touch, err);
}

static enum rc
tell_person(const struct telling *t, struct err *err)
{
	struct str text = t->c->reason;
	struct params p = {
	    .promise_day = DAY_NONE,
	    .subject = arena_fmt(
		t->a, "payment of %.*s", STR_ARG(t->facts->account.name)),
	    .invoices = invoices_of(t),
	    .invoice_count = t->c->line_count,
	    .tasks = &text,
	    .task_count = 1,
	};
	struct outbox_touch touch = {
	    .kind = STR("staff"),
	    .template_name = STR(STAFFMAIL_TASK),
	    .natural_key = key_of(t, "person"),
	    .reason = STR("a person is needed"),
	};
	enum rc rc = staffmail_person(
	    t->f, t->a, t->facts, t->now, &touch.recipient, err);

	return rc == RC_OK ? put(t, &touch, &p, err) : rc;
}

static const struct contact *
reader(const struct telling *t)
{
	for (size_t i = 0; i < t->facts->contact_count; i++) {
		const struct contact *c = &t->facts->contacts[i];

		if (str_eq(c->id, t->c->contact) && c->state == CONTACT_OK)
			return c;
	}
	return gate_contact(t->facts, STR(""));
}

/* Whoever wanted to pay, at the address on file. A white-glove customer is
 * written to by people. */
static enum rc
tell_customer(const struct telling *t, struct err *err)
{
	const struct contact *to = reader(t);
	struct params p = {
	    .promise_day = DAY_NONE,
	    .has_amount = true,
	    .amount = money_of(t->c->amount, t->c->currency),
	    .invoices = invoices_of(t),
	    .invoice_count = t->c->line_count,
	};
	struct outbox_touch touch = {
	    .kind = STR("answer"),
	    .template_name = STR("payment-failed"),
	    .natural_key = key_of(t, "customer"),
	    .reason = STR("a payment failed"),
	};

	if (to == NULL || t->facts->account.white_glove)
		return RC_OK;
	touch.contact = to->id;
	touch.recipient = to->email;
	return put(t, &touch, &p, err);
}

static enum rc
tell(const struct flow *f, struct arena *a, struct checkout *c, int64_t now,
    struct err *err)
{
	struct facts_ask ask = {c->account, now, NULL, 0};
	struct facts_account facts;
	struct telling t = {f, a, c, &facts, now};
	enum rc rc = facts_load(f, a, &ask, &facts, err);

	if (rc == RC_OK && str_eqc(c->tell, "failed"))
		rc = tell_customer(&t, err);
	if (rc == RC_OK)
		rc = tell_person(&t, err);
	c->tell = STR("");
	if (rc == RC_OK || rc == RC_MISS)
		rc = checkouts_put(f->store, c, err);
	return rc;
}

static enum rc
tell_all(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct checkout *v;
	size_t n = 0;
	enum rc rc = checkouts_to_tell(f->store, a, TELL_MAX, &v, &n, err);

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = tell(f, a, &v[i], now, err);
	return rc;
}

enum rc
checkout_tell(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(64u << 20);
	struct checkout *v;
	size_t n = 0;
	enum rc rc = checkouts_to_tell(f->store, a, 1, &v, &n, err);

	if (rc == RC_OK && n > 0) {
		rc = store_begin(f->store, err);
		if (rc == RC_OK)
			rc = tell_all(f, a, now, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&a);
	return rc;
}
