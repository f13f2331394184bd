#include "decide/answer.h"

#include "decide/spoken.h"
#include "model/limits.h"
#include "model/names.h"

/* One decision in the making. */
struct turn {
	const struct inbound *in;
	const struct inbound_limits *limits;
	struct inbound_result *out;
	struct effects *e;
	struct spoken spoken; /* the invoices the mail is about */
	bool trusted;         /* a contact, and proven to be that contact */
	size_t answer;        /* 1 + place of this mail's answer; 0: none */
};

static bool
has(const struct turn *t, enum intent_kind kind)
{
	return (t->in->intent->intents & INTENT_BIT(kind)) != 0;
}

static struct effect *
task(struct turn *t, const char *kind, struct str text)
{
	struct effect *x = effect_add(t->e, EFFECT_TASK);

	x->what = str_of(kind);
	x->text = text;
	return x;
}

/* Within the caps that hold whatever the detection says, one a mail. */
static bool
may_answer(const struct turn *t)
{
	return t->trusted && t->answer == 0 &&
	       t->in->answers_address < LIMIT_ANSWERS_ADDRESS_DAY &&
	       t->in->answers_thread < LIMIT_ANSWERS_THREAD_DAY;
}

/* Always to an address on file: headers choose an account, no recipient. */
static struct effect *
answer(struct turn *t, const char *template_name, const struct contact *to)
{
	struct effect *x = effect_add(t->e, EFFECT_ANSWER);

	x->what = str_of(template_name);
	x->contact = to->id;
	x->invoices = t->spoken.ids;
	x->invoice_count = t->spoken.count;
	t->answer = t->e->n;
	return x;
}

static void
rest(struct turn *t, const char *kind, const char *why, int64_t until)
{
	size_t n = t->spoken.named ? t->spoken.count : 1;

	for (size_t i = 0; i < n; i++) {
		struct effect *x = effect_add(t->e, EFFECT_REST);

		x->what = str_of(kind);
		x->text = str_of(why);
		x->until = until;
		if (!t->spoken.named)
			continue;
		x->invoices = &t->spoken.ids[i];
		x->invoice_count = 1;
	}
}

static int64_t
rest_until(const struct turn *t)
{
	return t->in->now + t->limits->reply_rest_days * DAY_SECS;
}

/* Stop everything for the account; only a person starts it again. */
static void
stop(struct turn *t, const char *kind, const char *why)
{
	struct effect *x = effect_add(t->e, EFFECT_REST);

	x->what = STR("stop");
	x->text = str_of(why);
	task(t, kind, str_of(why));
	t->e->queue = STR("Unsure");
	t->e->reason = str_of(why);
}

static void
on_dispute(struct turn *t)
{
	const struct intent *intent = t->in->intent;
	struct effect *x;

	t->e->queue = STR("Disputes");
	if (!t->trusted || t->spoken.count == 0) {
		task(t, "dispute", STR("a dispute that a person has to open"));
		rest(t, "reply", "a dispute waits for a person", rest_until(t));
		return;
	}
	x = effect_add(t->e, EFFECT_DISPUTE);
	x->reason = intent->reason;
	x->invoices = t->spoken.ids;
	x->invoice_count = t->spoken.count;
	task(t, "dispute",
	    arena_fmt(
		t->e->a, "%s dispute to resolve", name_reason(intent->reason)));
	if (may_answer(t))
		answer(t, "dispute-acknowledged", t->in->sender)->reason =
		    intent->reason;
}

/* The words said "by the 4th", "on Friday and the rest on the 15th". */
static void
record_promise(struct turn *t, const struct intent_promise *p,
    const struct str *invoices, size_t count)
{
	struct effect *x = effect_add(t->e, EFFECT_PROMISE);

	x->day = p->date;
	x->has_amount = p->has_amount;
	x->amount = spoken_amount(t->in, &t->spoken, p);
	x->conditional = p->conditional;
	x->invoices = invoices;
	x->invoice_count = count;
	x->contact = t->in->sender->id;
	if (p->conditional)
		task(t, "promise", STR("a promise that hangs on something"));
}

static void
doubt(struct turn *t)
{
	task(t, "promise", STR("a promise that a person has to record"));
	rest(t, "reply", "a promise waits for a person", rest_until(t));
}

static void
record_apart(struct turn *t)
{
	const struct intent_promise *p = t->in->intent->promises;
	struct spoken all = t->spoken;

	for (size_t i = 0; i < all.count; i++) {
		t->spoken.ids = &all.ids[i];
		t->spoken.count = 1;
		if (p[i].date != DAY_NONE)
			record_promise(t, &p[i], t->spoken.ids, 1);
		else
			doubt(t);
	}
	t->spoken = all;
}

/* True when each invoice got a promise of its own. */
static bool
record_promises(struct turn *t, const struct intent_promise *last)
{
	size_t n = t->in->intent->promise_count;

	/* As many payments as invoices named: one each, in their order. */
	if (t->spoken.named && n > 1 && n == t->spoken.count) {
		record_apart(t);
		return true;
	}
	struct intent_promise whole = *last;
	if (n > 1) /* parts of one sum: kept when all of it came */
		whole.has_amount = false;
	record_promise(t, &whole, t->spoken.ids, t->spoken.count);
	return false;
}

static void
on_promise(struct turn *t)
{
	const struct intent_promise *last = spoken_last_promise(t->in);
	struct effect *x;
	bool apart;

	if (!str_eqc(t->e->queue, "Disputes"))
		t->e->queue = STR("Promises");
	if (!t->trusted || t->spoken.count == 0 || last == NULL ||
	    !spoken_is_believable(t->in, &t->spoken)) {
		doubt(t);
		return;
	}
	apart = record_promises(t, last);
	if (!may_answer(t))
		return;
	x = answer(t, "promise-confirmed", t->in->sender);
	if (apart) /* the days stand beside the invoices */
		return;
	x->day = last->date;
	x->has_amount = last->has_amount && t->in->intent->promise_count == 1;
	x->amount = spoken_amount(t->in, &t->spoken, last);
}

/* To whom a document may go, if to anybody. */
static const struct contact *
document_recipient(struct turn *t, enum document_answer *how)
{
	const struct inbound *in = t->in;

	*how = ANSWER_REFUSE;
	if (in->documents_today >= t->limits->documents_per_day ||
	    in->answers_address >= LIMIT_ANSWERS_ADDRESS_DAY ||
	    in->answers_thread >= LIMIT_ANSWERS_THREAD_DAY)
		return NULL;
	if (t->trusted && !in->sender_is_new) {
		*how = ANSWER_SEND;
		return in->sender;
	}
	/* Our tag proves the thread, not the person: to the one we know. */
	if (in->thread->proven && in->asked != NULL &&
	    in->asked->state == CONTACT_OK && t->answer == 0) {
		*how = ANSWER_SEND_ON_FILE;
		return in->asked;
	}
	return NULL;
}

/* One answer a mail: documents go with what is answered anyway. */
static void
send_documents(struct turn *t, const struct contact *to,
    const struct intent_document *docs, size_t n)
{
	struct effect *x =
	    t->answer ? &t->e->v[t->answer - 1] : answer(t, "document", to);

	x->documents = docs;
	x->document_count = n;
	if (n < t->in->intent->document_count)
		task(t, "document",
		    STR("not all documents asked for could be sent"));
	rest(t, "answered", "the documents asked for were just sent",
	    t->in->now + 3 * DAY_SECS);
}

static void
refuse_documents(struct turn *t, size_t made)
{
	task(t, "document",
	    made == 0 ? STR("a document that a person has to find")
		      : STR("a document was asked for by somebody who could "
			    "not be proven, or too often"));
	rest(t, "reply", "a request waits for a person", rest_until(t));
}

static void
on_document(struct turn *t)
{
	struct intent_document *docs = NULL;
	const struct contact *to;
	enum document_answer how;
	size_t n = 0;

	if (str_eqc(t->e->queue, "Done"))
		t->e->queue = STR("Documents");
	/* A disputed invoice is wanted corrected, not copied: the task of the
	 * dispute speaks of it. */
	if (has(t, INTENT_DISPUTE) && spoken_only_invoices(t->in))
		return;
	n = spoken_documents(t->e->a, t->in, &t->spoken, &docs);
	to = document_recipient(t, &how);
	if (n == 0 || to == NULL) {
		t->out->document_answer = ANSWER_REFUSE;
		refuse_documents(t, n);
		return;
	}
	t->out->document_answer = how;
	send_documents(t, to, docs, n);
}

static void
on_paid(struct turn *t)
{
	bool all_paid = spoken_all_paid(t->in, &t->spoken);

	if (str_eqc(t->e->queue, "Done"))
		t->e->queue = STR("Paid");
	rest(t, "paid", "the customer says it is paid", rest_until(t));
	if (may_answer(t))
		answer(t, all_paid ? "paid-thanks" : "paid-ask-remittance",
		    t->in->sender);
	if (!all_paid)
		task(t, "paid",
		    STR("look for a payment that the customer "
			"says was made"));
}

static void
on_unsubscribe(struct turn *t)
{
	struct effect *x;

	if (t->in->sender != NULL && t->trusted) {
		x = effect_add(t->e, EFFECT_CONTACT);
		x->contact = t->in->sender->id;
		x->state = CONTACT_STOPPED;
	}
	t->e->queue = STR("Unsure");
	task(t, "unsubscribe", STR("asks not to be mailed"));
}

static void
on_person(struct turn *t, enum intent_kind kind)
{
	if (str_eqc(t->e->queue, "Done"))
		t->e->queue = STR("Unsure");
	task(t, name_intent(kind),
	    arena_fmt(
		t->e->a, "%s: a person has to answer", name_intent(kind)));
	rest(t, "reply", "a reply waits for a person", rest_until(t));
}

/* Those that only a person answers. */
static void
on_the_rest(struct turn *t)
{
	static const enum intent_kind kinds[] = {INTENT_BANK_DETAILS,
	    INTENT_PAYMENT_PLAN, INTENT_CREDIT_REQUEST, INTENT_HOLD_RELEASE,
	    INTENT_CONTACT_CHANGE, INTENT_QUESTION, INTENT_CALL_BACK};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (has(t, kinds[i]))
			on_person(t, kinds[i]);
}

/* Before anything else: what stops the machine for this account. */
static bool
stopped(struct turn *t)
{
	if (t->in->intent->bank_change) {
		stop(t, "bank-change",
		    "speaks of changed bank details: a person checks by "
		    "telephone");
		return true;
	}
	if (has(t, INTENT_HARDSHIP_LEGAL)) {
		stop(t, "hardship-legal", "hardship or legal matter");
		return true;
	}
	if (t->in->account->account.white_glove) {
		on_person(t, INTENT_QUESTION);
		t->e->reason = STR("white-glove: a person answers");
		return true;
	}
	if (t->in->intent->unsure) {
		t->e->queue = STR("Unsure");
		t->e->reason = STR("not sure what it says");
		task(t, "unsure", STR("a reply that was not understood"));
		rest(t, "reply", "a reply waits for a person", rest_until(t));
		return true;
	}
	return false;
}

void
answer_decide(const struct inbound *in, const struct inbound_limits *limits,
    struct inbound_result *out)
{
	struct turn t = {
	    .in = in,
	    .limits = limits,
	    .out = out,
	    .e = &out->effects,
	};
	struct spoken all;

	spoken_find(out->effects.a, in, &all);
	t.spoken = all;
	t.trusted = in->sender != NULL && in->thread->role == THREAD_CONTACT &&
		    in->thread->trust == THREAD_VERIFIED && limits->may_answer;
	if (stopped(&t))
		return;
	spoken_about(t.e->a, in, INTENT_DISPUTE, &all, &t.spoken);
	if (has(&t, INTENT_DISPUTE))
		on_dispute(&t);
	spoken_about(t.e->a, in, INTENT_PROMISE, &all, &t.spoken);
	if (has(&t, INTENT_PROMISE))
		on_promise(&t);
	t.spoken = all;
	if (has(&t, INTENT_DOCUMENT))
		on_document(&t);
	if (has(&t, INTENT_PAID))
		on_paid(&t);
	if (has(&t, INTENT_UNSUBSCRIBE))
		on_unsubscribe(&t);
	on_the_rest(&t);
	if (in->intent->intents == 0 || has(&t, INTENT_NONE) ||
	    has(&t, INTENT_ACKNOWLEDGEMENT))
		rest(&t, "reply", "the customer just wrote", rest_until(&t));
}
