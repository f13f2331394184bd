#include "flow/hookout.h"

#include "port/js.h"
#include "render/msgid.h"
#include "store/disputes.h"
#include "store/outbox.h"

#define BODY_MAX (64u << 10)

static const char *const events[] = {
    "hold", "release", "dispute", "promise", "payment", NULL};

enum rc
hookout_events_check(struct str list, struct str *word)
{
	while (str_cut(&list, ',', word)) {
		size_t i = 0;

		*word = str_trim(*word);
		while (events[i] != NULL && !str_eqc(*word, events[i]))
			i++;
		if (events[i] == NULL && word->n > 0)
			return RC_BAD;
	}
	return RC_OK;
}

bool
hookout_wants(const struct settings *set, const char *event)
{
	struct str list = set->hooks_events, word;

	if (str_is_empty(set->hooks_url))
		return false;
	while (str_cut(&list, ',', &word))
		if (str_eqc(str_trim(word), event))
			return true;
	return false;
}

/* A touch whose params are its body; what happened is done with. */
struct event {
	const char *name; /* "dispute" */
	struct str account, id, state;
	struct str key; /* where the state alone may come again */
	struct js *body;
};

static struct str
text_of(const struct hookout *x, struct js **body)
{
	struct buf b;
	struct str text;

	buf_init(&b, BODY_MAX);
	js_write(*body, &b);
	text = arena_dup(x->a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(body);
	return text;
}

/* Nobody answers an event, so its id need not be keyed: the process that pays
 * holds no key. The length is that of any touch. */
static struct str
id_of(const struct hookout *x, struct str natural_key)
{
	unsigned char hash[16];
	char hex[2 * sizeof(hash) + 1];

	if (x->f->key != NULL)
		return msgid_touch(x->a, x->f->key, natural_key);
	seal_blake2b(natural_key, hash, sizeof(hash));
	seal_hex(hash, MSGID_TOUCH / 2, hex);
	return arena_dup(x->a, str_of(hex));
}

static enum rc
add(const struct hookout *x, struct event *e, struct err *err)
{
	struct outbox_touch t = {
	    .account = e->account,
	    .kind = STR("spool"),
	    .channel = str_of(step_channels[STEP_WEBHOOK]),
	    .step = str_of(e->name),
	    .mailbox = x->f->set->mailboxes[0].name,
	    .reason = e->state,
	    .planned_at = x->now,
	    .not_before = x->now,
	};
	enum rc rc;

	t.params = text_of(x, &e->body);
	t.natural_key = arena_fmt(x->a, "webhook|%s|%.*s|%.*s", e->name,
	    STR_ARG(e->id), STR_ARG(e->key.n > 0 ? e->key : e->state));
	t.id = id_of(x, t.natural_key);
	rc = outbox_add(x->f->store, &t, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static struct js *
begin(struct event *e)
{
	e->body = js_object();
	js_set_str(e->body, "event", str_of(e->name));
	js_set_str(e->body, "state", e->state);
	js_set_str(e->body, "account", e->account);
	js_set_str(e->body, e->name, e->id);
	return e->body;
}

static void
put_money(struct js *j, struct money m)
{
	js_set_i64(j, "amount_minor", m.minor);
	js_set_str(j, "currency", str_of(m.currency));
}

static void
put_invoices(struct js *j, const struct str *v, size_t n)
{
	struct js *list = js_array();

	for (size_t i = 0; i < n; i++)
		js_push_str(list, v[i]);
	js_set(j, "invoices", list);
}

enum rc
hookout_dispute(const struct hookout *x, struct str dispute, struct err *err)
{
	struct event e = {.name = "dispute", .id = dispute};
	struct disputes_row d;
	struct js *j;
	enum rc rc;

	if (!hookout_wants(x->f->set, e.name))
		return RC_OK;
	rc = disputes_get(x->f->store, x->a, dispute, &d, err);
	if (rc != RC_OK)
		return rc;
	e.account = d.account;
	e.state = d.state;
	j = begin(&e);
	put_invoices(j, &d.invoice, 1);
	js_set_str(j, "reason", d.reason);
	put_money(j, d.amount);
	if (d.outcome.n > 0) {
		js_set_str(j, "outcome", d.outcome);
		js_set_i64(j, "credited_minor", d.credited);
	}
	return add(x, &e, err);
}

enum rc
hookout_promise(
    const struct hookout *x, const struct hookout_promise *p, struct err *err)
{
	struct event e = {
	    .name = "promise",
	    .account = p->account,
	    .id = p->promise,
	    .state = str_of(p->state),
	};
	char day[DAY_TEXT];
	struct js *j;

	if (!hookout_wants(x->f->set, e.name))
		return RC_OK;
	j = begin(&e);
	put_invoices(j, p->invoices, p->invoice_count);
	js_set_str(j, "day", str_of(day_iso(p->day, day)));
	if (p->has_amount)
		put_money(j, p->amount);
	return add(x, &e, err);
}

enum rc
hookout_checkout(
    const struct hookout *x, const struct checkout *c, struct err *err)
{
	struct event e = {
	    .name = "payment",
	    .account = c->account,
	    .id = c->id,
	    .state = str_of(checkout_state_name(c->state)),
	};
	int64_t amount =
	    c->state == CHECKOUT_REFUNDED ? c->refunded : c->amount;
	struct js *j, *list = js_array();

	if (c->state <= CHECKOUT_OPEN || c->state == CHECKOUT_EXPIRED ||
	    !hookout_wants(x->f->set, e.name)) {
		js_free(&list);
		return RC_OK;
	}
	e.key =
	    arena_fmt(x->a, "%.*s|%lld", STR_ARG(e.state), (long long)amount);
	j = begin(&e);
	for (size_t i = 0; i < c->line_count; i++)
		js_push_str(list, c->lines[i].invoice);
	js_set(j, "invoices", list);
	put_money(j, money_of(amount, c->currency));
	return add(x, &e, err);
}
