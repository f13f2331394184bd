#include "decide/correct.h"

#include "decide/spoken.h"
#include "model/names.h"

#define QUEUES (sizeof(correct_queues) / sizeof(correct_queues[0]))

const char *const correct_queues[8] = {"Disputes", "Promises", "Documents",
    "Paid", "Unsure", "Unmatched", "Bounces", "Done"};

static const struct {
	const char *queue;
	enum intent_kind intent;
} intents[] = {
    {"Disputes", INTENT_DISPUTE},
    {"Promises", INTENT_PROMISE},
    {"Documents", INTENT_DOCUMENT},
    {"Paid", INTENT_PAID},
};

bool
correct_is_queue(struct str name)
{
	for (size_t i = 0; i < QUEUES; i++)
		if (str_eqc(name, correct_queues[i]))
			return true;
	return false;
}

enum intent_kind
correct_intent(struct str queue)
{
	for (size_t i = 0; i < sizeof(intents) / sizeof(intents[0]); i++)
		if (str_eqc(queue, intents[i].queue))
			return intents[i].intent;
	return INTENT_NONE;
}

/*
 * Where a person put it is what it is. What it is not is told only by taking
 * it out of that very queue for another: Done is handled, not wrong, and
 * Unmatched speaks of the account.
 */
enum correct_verdict
correct_of_rule(struct str from, struct str to, enum intent_kind kind)
{
	if (kind == INTENT_NONE || str_eq(from, to))
		return CORRECT_SILENT;
	if (correct_intent(to) == kind)
		return CORRECT_RIGHT;
	if (correct_intent(from) != kind || str_eqc(to, "Done") ||
	    str_eqc(to, "Unmatched"))
		return CORRECT_SILENT;
	return CORRECT_WRONG;
}

static struct effect *
add(struct effects *e, enum effect_kind kind, const char *what, struct str text)
{
	struct effect *x = effect_add(e, kind);

	x->what = str_of(what);
	x->text = text;
	return x;
}

static void
rest(const struct correct *c, struct effects *e, const char *kind,
    struct str why, struct str invoice)
{
	struct effect *x = add(e, EFFECT_REST, kind, why);

	x->until = c->now + c->rest_days * DAY_SECS;
	if (str_is_empty(invoice))
		return;
	x->invoices = arena_alloc(e->a, sizeof(invoice));
	*(struct str *)x->invoices = invoice;
	x->invoice_count = 1;
}

/* What a person has to say or do, and quiet until then. */
static void
ask(const struct correct *c, struct effects *e, const char *kind,
    struct str what)
{
	add(e, EFFECT_TASK, kind, what);
	rest(c, e, "reply", STR("a reply waits for a person"), STR(""));
}

static void
into_disputes(const struct correct *c, struct effects *e)
{
	bool read = c->intent->intents & INTENT_BIT(INTENT_DISPUTE);
	enum dispute_reason reason =
	    read && !c->intent->guess ? c->intent->reason : DISPUTE_OTHER;
	struct effect *x;

	if (c->dispute_count > 0)
		return;
	if (c->disputed_count == 0) {
		ask(c, e, "dispute",
		    STR("which invoice is disputed? The mail does not say"));
		return;
	}
	x = effect_add(e, EFFECT_DISPUTE);
	x->reason = reason;
	x->invoices = c->disputed;
	x->invoice_count = c->disputed_count;
	add(e, EFFECT_TASK, "dispute",
	    arena_fmt(e->a, "%s dispute to resolve", name_reason(reason)));
}

static void
into_promises(const struct correct *c, struct effects *e)
{
	const struct inbound in = {.intent = c->intent, .account = c->account};
	const struct spoken about = {
	    .ids = (struct str *)c->promised, .count = c->promised_count};
	const struct intent_promise *p = spoken_last_promise(&in);
	struct effect *x;

	if (c->promise_count > 0)
		return;
	if (p == NULL || c->promised_count == 0 ||
	    !spoken_is_believable(&in, &about)) {
		ask(c, e, "promise",
		    p == NULL
			? STR("by when do they pay? The mail names no day")
		    : c->promised_count == 0
			? STR("which invoice is promised? The mail does not "
			      "say")
			: STR("a promise whose day or amount cannot be: a "
			      "person has to record it"));
		return;
	}
	x = effect_add(e, EFFECT_PROMISE);
	x->day = p->date;
	x->has_amount = p->has_amount && c->intent->promise_count == 1;
	x->amount = spoken_amount(&in, &about, p);
	x->conditional = p->conditional;
	x->contact = c->contact;
	x->invoices = c->promised;
	x->invoice_count = c->promised_count;
}

static void
into_documents(const struct correct *c, struct effects *e)
{
	ask(c, e, "document", STR("a document is asked for: send it"));
}

static void
into_paid(const struct correct *c, struct effects *e)
{
	struct str why = STR("the customer says it is paid");

	for (size_t i = 0; i < c->promised_count; i++)
		rest(c, e, "paid", why, c->promised[i]);
	if (c->promised_count == 0)
		rest(c, e, "paid", why, STR(""));
	add(e, EFFECT_TASK, "paid",
	    STR("look for a payment that the customer says was made"));
}

static void
into_unsure(const struct correct *c, struct effects *e)
{
	ask(c, e, "unsure", STR("put here by a person: what does it say?"));
}

static void
into_unmatched(const struct correct *c, struct effects *e)
{
	ask(c, e, "unmatched",
	    STR("a person says that it belongs to another account: find it"));
}

static void
into_done(const struct correct *c, struct effects *e)
{
	(void)c;
	effect_add(e, EFFECT_LIFT);
}

static const struct {
	const char *queue;
	void (*into)(const struct correct *c, struct effects *e);
} entries[] = {
    {"Disputes", into_disputes},
    {"Promises", into_promises},
    {"Documents", into_documents},
    {"Paid", into_paid},
    {"Unsure", into_unsure},
    {"Unmatched", into_unmatched},
    {"Done", into_done},
};

/* Work that was only to find out where it belongs, or that the queue it left
 * had made; what else waits for a person waits on. */
static bool
is_of_queue(struct str kind)
{
	static const char *const kinds[] = {"dispute", "promise", "document",
	    "paid", "unsure", "unmatched", "old", "unreadable"};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eqc(kind, kinds[i]))
			return true;
	return false;
}

static void
close_tasks(const struct correct *c, struct effects *e)
{
	bool all = str_eqc(c->to, "Done");

	for (size_t i = 0; i < c->task_count; i++)
		if (all || is_of_queue(c->tasks[i].kind))
			effect_add(e, EFFECT_CLOSE)->what = c->tasks[i].id;
}

static void
leave(const struct correct *c, struct effects *e)
{
	if (str_eqc(c->from, "Disputes"))
		for (size_t i = 0; i < c->dispute_count; i++)
			effect_add(e, EFFECT_WITHDRAW)->what = c->disputes[i];
	if (str_eqc(c->from, "Promises"))
		for (size_t i = 0; i < c->promise_count; i++)
			effect_add(e, EFFECT_CANCEL)->what = c->promises[i];
}

/* It belongs to nobody: nothing of an account can follow. */
static void
without_account(const struct correct *c, struct effects *e)
{
	if (str_eqc(c->to, "Done") || str_eqc(c->to, "Bounces")) {
		for (size_t i = 0; i < c->task_count; i++)
			effect_add(e, EFFECT_CLOSE)->what = c->tasks[i].id;
		return;
	}
	if (str_eqc(c->to, "Unmatched"))
		return;
	add(e, EFFECT_TASK, "unmatched",
	    arena_fmt(e->a,
		"moved to %.*s by a person, which nothing follows from: it "
		"belongs to no account",
		STR_ARG(c->to)));
}

void
correct_decide(struct arena *a, const struct correct *c, struct effects *out)
{
	*out = (struct effects){
	    .a = a,
	    .queue = c->to,
	    .reason = arena_fmt(a, "moved by a person from %.*s to %.*s",
		STR_ARG(c->from), STR_ARG(c->to)),
	};
	if (str_eq(c->from, c->to))
		return;
	if (c->account == NULL) {
		without_account(c, out);
		return;
	}
	add(out, EFFECT_NOTE, "moved", out->reason);
	leave(c, out);
	close_tasks(c, out);
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		if (str_eqc(c->to, entries[i].queue))
			entries[i].into(c, out);
}
