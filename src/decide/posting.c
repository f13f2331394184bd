#include "decide/posting.h"

#include "model/limits.h"
#include "model/names.h"

/* One form in the deciding. */
struct turn {
	const struct posting *in;
	const struct posting_read *read;
	struct posting_result *out;
	struct effects *e;
};

static struct effect *
task(struct turn *t, const char *kind, struct str text)
{
	struct effect *x = effect_add(t->e, EFFECT_TASK);

	x->what = str_of(kind);
	x->text = text;
	return x;
}

static void
done(struct turn *t, const char *queue, const char *answer, unsigned intents)
{
	t->e->queue = str_of(queue);
	t->out->answer = answer;
	t->out->intents = intents;
}

static struct str
name_of(const struct turn *t)
{
	return t->in->contact ? t->in->contact->email
			      : t->in->account->account.name;
}

/* Never longer than a screen. */
static struct str
excerpt(struct arena *a, struct str text)
{
	struct str head = str_head(text, 600);

	return head.n == text.n ? text
				: arena_fmt(a, "%.*s ...", STR_ARG(head));
}

static void
note(struct turn *t, struct str did)
{
	struct effect *x = effect_add(t->e, EFFECT_NOTE);
	struct str words = excerpt(t->e->a, t->read->words);

	x->what = STR("reply");
	x->text = arena_fmt(t->e->a, "%.*s %.*s in the portal%s%.*s",
	    STR_ARG(name_of(t)), STR_ARG(did), words.n ? ": " : "",
	    STR_ARG(words));
}

static struct str
listed(struct arena *a, const struct posting_read *r)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < r->invoice_count && i < 20; i++)
		out = arena_fmt(a, "%.*s%s%.*s", STR_ARG(out), i ? ", " : "",
		    STR_ARG(r->invoices[i]));
	return r->invoice_count > 20 ? arena_fmt(a, "%.*s ...", STR_ARG(out))
				     : out;
}

static struct str
money_words(struct arena *a, const struct posting_read *r, const char *before)
{
	char text[MONEY_TEXT];

	if (!r->has_amount)
		return STR("");
	return arena_fmt(a, "%s%s %s", before, money_plain(r->amount, text),
	    r->amount.currency);
}

/* No mail of a machine goes to a customer whom only people write to, nor to
 * an address that takes none, nor more than so many a day to anybody. */
static bool
may_answer(const struct turn *t)
{
	return t->in->contact != NULL && t->in->contact->state == CONTACT_OK &&
	       !t->in->account->account.white_glove &&
	       t->in->answers < LIMIT_ANSWERS_ADDRESS_DAY;
}

static struct effect *
answer(struct turn *t, const char *template_name)
{
	struct effect *x = effect_add(t->e, EFFECT_ANSWER);

	x->what = str_of(template_name);
	x->contact = t->in->contact->id;
	x->invoices = t->read->invoices;
	x->invoice_count = t->read->invoice_count;
	return x;
}

static void
on_dispute(struct turn *t)
{
	const struct posting_read *r = t->read;
	struct arena *a = t->e->a;
	struct effect *x;

	note(t, arena_fmt(a, "disputed %.*s of %.*s (%s)",
		    STR_ARG(r->has_amount ? money_words(a, r, "") : STR("all")),
		    STR_ARG(listed(a, r)), name_reason(r->reason)));
	x = effect_add(t->e, EFFECT_DISPUTE);
	x->reason = r->reason;
	x->text = r->words;
	x->invoices = r->invoices;
	x->invoice_count = r->invoice_count;
	x->has_amount = r->has_amount;
	x->amount = r->amount;
	task(t, "dispute",
	    arena_fmt(a, "%s dispute to resolve", name_reason(r->reason)));
	if (may_answer(t))
		answer(t, "dispute-acknowledged")->reason = r->reason;
	done(t, "Disputes", "disputed", INTENT_BIT(INTENT_DISPUTE));
}

static void
on_promise(struct turn *t)
{
	const struct posting_read *r = t->read;
	struct arena *a = t->e->a;
	char day[DAY_TEXT];
	struct effect *x;

	note(t, arena_fmt(a, "promised payment%.*s by %s for %.*s",
		    STR_ARG(money_words(a, r, " of ")), day_iso(r->day, day),
		    STR_ARG(listed(a, r))));
	x = effect_add(t->e, EFFECT_PROMISE);
	x->day = r->day;
	x->has_amount = r->has_amount;
	x->amount = r->amount;
	x->invoices = r->invoices;
	x->invoice_count = r->invoice_count;
	if (t->in->contact != NULL)
		x->contact = t->in->contact->id;
	done(t, "Promises", "promised", INTENT_BIT(INTENT_PROMISE));
	if (!may_answer(t))
		return;
	x = answer(t, "promise-confirmed");
	x->day = r->day;
	x->has_amount = r->has_amount;
	x->amount = r->amount;
}

static void
rest(struct turn *t, const char *kind, const char *why, int64_t days)
{
	struct effect *x = effect_add(t->e, EFFECT_REST);

	x->what = str_of(kind);
	x->text = str_of(why);
	x->until = t->in->now + days * DAY_SECS;
}

/* Those that the gateway makes itself. */
static bool
is_at_hand(const struct turn *t)
{
	return t->read->type == DOCUMENT_STATEMENT ||
	       (t->read->type == DOCUMENT_INVOICE && t->in->invoice_is_theirs);
}

static bool
may_send(const struct turn *t)
{
	return may_answer(t) && t->in->contact->since <= t->in->now &&
	       t->in->documents < t->in->documents_per_day;
}

static void
send_document(struct turn *t)
{
	struct intent_document *d = arena_alloc(t->e->a, sizeof(*d));
	struct effect *x = answer(t, "document");

	d->type = t->read->type;
	d->ref = d->type == DOCUMENT_STATEMENT ? t->in->account->account.id
					       : t->read->reference;
	x->documents = d;
	x->document_count = 1;
	rest(t, "answered", "the documents asked for were just sent", 3);
}

static void
on_request(struct turn *t)
{
	const struct posting_read *r = t->read;
	struct str what = arena_fmt(t->e->a, "%s%s%.*s", name_document(r->type),
	    r->reference.n ? " " : "", STR_ARG(r->reference));

	note(t,
	    arena_fmt(t->e->a, "asked for a document (%.*s)", STR_ARG(what)));
	if (is_at_hand(t) && may_send(t)) {
		send_document(t);
		done(t, "Documents", "document-sent",
		    INTENT_BIT(INTENT_DOCUMENT));
		return;
	}
	task(t, "document",
	    arena_fmt(t->e->a, "a document is asked for: %.*s", STR_ARG(what)));
	rest(
	    t, "reply", "a request waits for a person", t->in->reply_rest_days);
	done(t, "Documents", "document-asked", INTENT_BIT(INTENT_DOCUMENT));
}

/* Names and numbers are the ledger's: a person changes them there. */
static void
propose(struct turn *t)
{
	const struct posting_read *r = t->read;
	const struct contact *who = t->in->contact;
	struct arena *a = t->e->a;
	struct str text = {"", 0};

	if (r->name.n > 0)
		text = arena_fmt(a, "name \"%.*s\"", STR_ARG(r->name));
	if (r->phone.n > 0)
		text = arena_fmt(a, "%.*s%stelephone \"%.*s\"", STR_ARG(text),
		    text.n ? ", " : "", STR_ARG(r->phone));
	if (text.n == 0)
		return;
	task(t, "contact-change",
	    arena_fmt(a, "%.*s asks to be on file with %.*s",
		STR_ARG(who->email), STR_ARG(text)));
	t->out->intents |= INTENT_BIT(INTENT_CONTACT_CHANGE);
	t->e->queue = STR("Unsure");
}

static void
on_stop(struct turn *t)
{
	const struct contact *who = t->in->contact;
	struct effect *x;

	if (t->read->stop_mails && who->state == CONTACT_OK) {
		x = effect_add(t->e, EFFECT_CONTACT);
		x->contact = who->id;
		x->state = CONTACT_STOPPED;
		task(t, "unsubscribe", STR("asks not to be mailed"));
		t->out->intents |= INTENT_BIT(INTENT_UNSUBSCRIBE);
		t->e->queue = STR("Unsure");
	}
	if (t->read->stop_texts) {
		x = effect_add(t->e, EFFECT_NO_TEXTS);
		x->contact = who->id;
	}
}

static struct str
preference_words(struct turn *t)
{
	const struct posting_read *r = t->read;
	struct arena *a = t->e->a;
	struct str out = STR("changed preferences");

	if (r->language.n > 0)
		out = arena_fmt(a, "%.*s, language %.*s", STR_ARG(out),
		    STR_ARG(r->language));
	if (r->has_hours)
		out = arena_fmt(a, "%.*s, hours %02d:%02d to %02d:%02d",
		    STR_ARG(out), r->from / 60, r->from % 60, r->to / 60,
		    r->to % 60);
	if (r->stop_mails)
		out = arena_fmt(a, "%.*s, no mails", STR_ARG(out));
	if (r->stop_texts)
		out = arena_fmt(a, "%.*s, no text messages", STR_ARG(out));
	return out;
}

static void
on_preferences(struct turn *t)
{
	const struct posting_read *r = t->read;
	struct effect *x;

	done(t, "Done", "noted", 0);
	note(t, preference_words(t));
	if (r->language.n > 0) {
		x = effect_add(t->e, EFFECT_LANGUAGE);
		x->contact = t->in->contact->id;
		x->text = r->language;
	}
	if (r->has_hours) {
		x = effect_add(t->e, EFFECT_HOURS);
		x->contact = t->in->contact->id;
		x->from = r->from;
		x->to = r->to;
	}
	propose(t);
	on_stop(t);
}

/* What the ledger says has changed since the page was shown. The words are
 * not lost: a person reads them. */
static void
refuse(struct turn *t)
{
	const struct posting_wrong *w = &t->read->wrong[0];
	const char *kind = posting_kind_name(t->in->kind);

	t->out->refused = true;
	t->out->answer = w->why;
	t->e->queue = STR("Unsure");
	t->e->reason =
	    arena_fmt(t->e->a, "a form that could not be acted on: %s", w->why);
	note(t, arena_fmt(t->e->a,
		    "sent a form (%s) that could not be acted on", kind));
	task(t, kind,
	    arena_fmt(t->e->a,
		"a form of the portal (%s) could not be acted "
		"on: %s (%s)",
		kind, w->field, w->why));
	rest(t, "reply", "a form waits for a person", t->in->reply_rest_days);
}

static bool
has_task(const struct turn *t)
{
	for (size_t i = 0; i < t->e->n; i++)
		if (t->e->v[i].kind == EFFECT_TASK)
			return true;
	return false;
}

/* "If you correct INV-2 first": what stands beside the fields a person reads,
 * for no rule does. */
static void
on_words(struct turn *t)
{
	if (t->read->words.n == 0 || has_task(t))
		return;
	task(t, t->in->kind == POSTING_PROMISE ? "promise" : "question",
	    arena_fmt(t->e->a, "words beside a form (%s) that a person reads",
		posting_kind_name(t->in->kind)));
}

static void
decide(struct turn *t)
{
	switch (t->in->kind) {
	case POSTING_DISPUTE:
		on_dispute(t);
		return;
	case POSTING_PROMISE:
		on_promise(t);
		return;
	case POSTING_REQUEST:
		on_request(t);
		return;
	case POSTING_PREFERENCES:
		on_preferences(t);
		return;
	case POSTING_MESSAGE:
	case POSTING_NEW_LINK:
	case POSTING_KINDS:
		break;
	}
}

void
posting_decide(
    struct arena *a, const struct posting *in, struct posting_result *out)
{
	struct turn t = {in, in->read, out, &out->effects};

	*out = (struct posting_result){
	    .effects = {.a = a, .queue = STR("Done")}, .answer = "noted"};
	if (in->read->wrong_count > 0) {
		refuse(&t);
		return;
	}
	decide(&t);
	on_words(&t);
}
