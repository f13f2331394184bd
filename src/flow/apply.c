#include "flow/apply.h"

#include "flow/apply_courses.h"
#include "flow/apply_undo.h"
#include "flow/apply_visit.h"
#include "flow/chain.h"
#include "flow/params.h"
#include "flow/staffmail.h"
#include "model/names.h"
#include "render/msgid.h"
#include "render/reasons.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/drafts.h"
#include "store/holds.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/profile.h"

typedef enum rc apply_one(const struct apply *ap, const struct effect *x,
    size_t ordinal, struct err *err);

static struct str
account_of(const struct apply *ap)
{
	return ap->account ? ap->account->account.id : (struct str){NULL, 0};
}

static struct str
key(const struct apply *ap, const struct effect *x, size_t ordinal)
{
	return arena_fmt(ap->a, "%.32s/%.*s%s%s/%zu", ap->inbox.p,
	    STR_ARG(ap->turn), ap->turn.n ? "/" : "", effect_kind_name(x->kind),
	    ordinal);
}

static enum rc
apply_note(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct deed_note note = {
	    .id = key(ap, x, ordinal),
	    .account = account_of(ap),
	    .at = ap->now,
	    .author = x->by.n > 0                 ? x->by
		      : str_eqc(x->what, "reply") ? STR("customer")
		      : str_eqc(x->what, "moved") ? STR("person")
						  : STR("gateway"),
	    .kind = x->what,
	    .text = x->text,
	    .inbox = ap->inbox,
	};

	return deed_note(ap->f->store, &note, err);
}

static enum rc
apply_rest(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct deed_rest rest = {
	    .id = key(ap, x, ordinal),
	    .account = account_of(ap),
	    .kind = x->what,
	    .reason = x->text,
	    .by = STR("gateway"),
	    .since = ap->now,
	    .until = x->until,
	    .inbox = ap->inbox,
	};

	if (x->invoice_count > 0)
		rest.invoice = x->invoices[0];
	return deed_rest(ap->f->store, &rest, err);
}

static enum rc
apply_dispute(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->invoice_count; i++) {
		struct deed_dispute d = {
		    .id = arena_fmt(
			ap->a, "%.*s/%zu", STR_ARG(key(ap, x, ordinal)), i),
		    .account = account_of(ap),
		    .invoice = x->invoices[i],
		    .reason = str_of(name_reason(x->reason)),
		    .opened_by = ap->turn.n ? STR("person") : STR("reply"),
		    .inbox = ap->inbox,
		    .at = ap->now,
		    .amount = x->has_amount ? x->amount.minor : 0,
		    .text = x->text,
		};

		rc = apply_courses_dispute(ap, &d, err);
	}
	return rc;
}

static enum rc
apply_promise(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct deed_promise p = {
	    .id = key(ap, x, ordinal),
	    .account = account_of(ap),
	    .contact = x->contact,
	    .inbox = ap->inbox,
	    .day = x->day,
	    .has_amount = x->has_amount,
	    .amount = x->amount,
	    .conditional = x->conditional,
	    .at = ap->now,
	    .invoices = x->invoices,
	    .invoice_count = x->invoice_count,
	};

	return apply_courses_promise(ap, &p, err);
}

static enum rc
apply_task(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct deed_task task = {
	    .id = key(ap, x, ordinal),
	    .account = account_of(ap),
	    .kind = x->what,
	    .text = x->text,
	    .inbox = ap->inbox,
	    .at = ap->now,
	};

	return deed_task(ap->f->store, &task, err);
}

static enum rc
apply_contact(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return ledger_contact_state(
	    ap->f->store, x->contact, x->state, ap->now, err);
}

static enum rc
apply_bounced(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	enum rc rc;

	(void)ordinal;
	rc = outbox_bounced(ap->f->store, x->what, x->text, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
apply_fact(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct profile_fact fact = {
	    .account = account_of(ap),
	    .name = x->what,
	    .value = x->text,
	    .source = ap->inbox,
	    .at = ap->now,
	};

	(void)ordinal;
	return profile_tell(ap->f->store, &fact, err);
}

static const struct contact *
find_contact(const struct apply *ap, struct str id)
{
	for (size_t i = 0; i < ap->account->contact_count; i++)
		if (str_eq(ap->account->contacts[i].id, id))
			return &ap->account->contacts[i];
	return NULL;
}

/* Their zone stays what it was. */
static enum rc
apply_hours(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	const struct contact *who = find_contact(ap, x->contact);
	struct holds_hours hours = {
	    .contact = x->contact,
	    .from = x->from,
	    .to = x->to,
	};

	(void)ordinal;
	if (who == NULL)
		return err_set(err, RC_BAD, "hours of an unknown contact");
	hours.timezone = who->timezone;
	return holds_hours(ap->f->store, &hours, err);
}

static enum rc
apply_visit(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return apply_visit_change(ap, x, err);
}

/* It came by two ways: the first one counts. */
static enum rc
apply_draft(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	bool changed = str_eqc(x->text, "changed");
	int64_t at = ap->message->has_date ? ap->message->date : ap->now;
	enum rc rc;

	(void)ordinal;
	rc = drafts_sent(
	    ap->f->store, x->what, at < ap->now ? at : ap->now, changed, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
apply_language(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return profile_language(ap->f->store, x->contact, x->text, err);
}

/* Said for the account: whoever writes texts looks for it. */
static enum rc
apply_no_texts(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct profile_fact fact = {
	    .account = account_of(ap),
	    .name = arena_fmt(ap->a, "no-texts %.*s", STR_ARG(x->contact)),
	    .value = STR("yes"),
	    .source = ap->inbox,
	    .at = ap->now,
	};

	(void)ordinal;
	return profile_tell(ap->f->store, &fact, err);
}

/* In the language that the answer will be in. */
static struct str
reason_words(const struct apply *ap, const struct contact *to,
    enum dispute_reason reason)
{
	struct str locale =
	    str_is_empty(to->language) ? ap->account->locale : to->language;

	return reasons_text(locale, reason);
}

/* A row of the outbox: sending is another stage's. */
static enum rc
apply_answer(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	const struct contact *to = find_contact(ap, x->contact);
	struct params p = {
	    .subject = chain_subject(ap->message->subject),
	    .promise_day = x->day,
	    .has_amount = x->has_amount,
	    .amount = x->amount,
	};
	struct outbox_touch t = {
	    .account = account_of(ap),
	    .contact = x->contact,
	    .kind = STR("answer"),
	    .template_name = x->what,
	    .mailbox = ap->mailbox,
	    .thread = ap->thread,
	    .inbox = ap->inbox,
	    .reason = x->what,
	    .planned_at = ap->now,
	    .not_before = ap->now,
	};

	if (to == NULL) /* only addresses on file are ever written to */
		return err_set(err, RC_BAD, "answer to an unknown contact");
	p.invoices = x->invoices;
	p.invoice_count = x->invoice_count;
	p.documents = x->documents;
	p.document_count = x->document_count;
	if (str_eqc(x->what, "dispute-acknowledged"))
		p.reason = reason_words(ap, to, x->reason);
	chain_set(ap->a, ap->message, &p);
	t.recipient = to->email;
	if (ap->number.n > 0 && x->document_count == 0) {
		t.channel = STR("sms");
		t.recipient = ap->number;
		t.template_name = STR("text-noted");
	}
	t.params = params_write(ap->a, &p);
	t.natural_key = key(ap, x, ordinal);
	t.id = msgid_touch(ap->a, ap->f->key, t.natural_key);
	return outbox_put(ap->f->store, &t, err);
}

/* Once a day and person for one template: who is told how something is done
 * need not be told for each mail of the same morning. */
static enum rc
apply_tell(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	struct params p = {
	    .subject = chain_subject(ap->message->subject),
	    .text = x->text,
	    .promise_day = DAY_NONE,
	};
	struct outbox_touch t = {
	    .account = account_of(ap),
	    .kind = STR("staff"),
	    .template_name = x->what,
	    .mailbox = ap->mailbox,
	    .recipient = x->by,
	    .inbox = ap->inbox,
	    .reason = x->what,
	    .planned_at = ap->now,
	    .not_before = ap->now,
	};
	char day[DAY_TEXT];

	(void)ordinal;
	chain_set(ap->a, ap->message, &p);
	t.params = params_write(ap->a, &p);
	t.natural_key = arena_fmt(ap->a, "%.*s|%s|%.*s", STR_ARG(x->what),
	    day_iso(day_of_instant(ap->now), day),
	    STR_ARG(ledger_email_key(ap->a, x->by)));
	t.id = msgid_touch(ap->a, ap->f->key, t.natural_key);
	return outbox_put(ap->f->store, &t, err);
}

/* One entry an effect, in the order of the enum. */
static apply_one *const table[] = {
    [EFFECT_NOTE] = apply_note,
    [EFFECT_REST] = apply_rest,
    [EFFECT_DISPUTE] = apply_dispute,
    [EFFECT_PROMISE] = apply_promise,
    [EFFECT_ANSWER] = apply_answer,
    [EFFECT_TASK] = apply_task,
    [EFFECT_CONTACT] = apply_contact,
    [EFFECT_BOUNCED] = apply_bounced,
    [EFFECT_FACT] = apply_fact,
    [EFFECT_HOURS] = apply_hours,
    [EFFECT_VISIT] = apply_visit,
    [EFFECT_LANGUAGE] = apply_language,
    [EFFECT_NO_TEXTS] = apply_no_texts,
    [EFFECT_WITHDRAW] = apply_undo,
    [EFFECT_CANCEL] = apply_undo,
    [EFFECT_CLOSE] = apply_undo,
    [EFFECT_LIFT] = apply_undo,
    [EFFECT_DRAFT] = apply_draft,
    [EFFECT_TELL] = apply_tell,
};

_Static_assert(sizeof(table) / sizeof(table[0]) == EFFECT_KINDS,
    "an effect without its function");

enum rc
apply_effects(
    const struct apply *ap, const struct effects *effects, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < effects->n; i++)
		rc = table[effects->v[i].kind](ap, &effects->v[i], i, err);
	if (rc == RC_OK)
		rc = staffmail_tell(ap, effects, err);
	/* What holds or frees reminders has changed: look again. */
	if (rc == RC_OK && ap->account != NULL && effects->n > 0)
		rc = agenda_look(ap->f->store, account_of(ap),
		    STR(FLOW_INVOICING), ap->now, err);
	return rc;
}
