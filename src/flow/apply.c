#include "flow/apply.h"

#include "flow/apply_courses.h"
#include "flow/apply_visit.h"
#include "flow/params.h"
#include "model/names.h"
#include "render/msgid.h"
#include "render/reasons.h"
#include "store/deed.h"
#include "store/holds.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/profile.h"

#define REFERENCES_MAX 20
#define STAFF_EXCERPT  2000 /* bytes of the words that came in */

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
	    .author = str_eqc(x->what, "reply")   ? STR("customer")
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

static enum rc
apply_withdraw(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return apply_courses_withdraw(ap, x->what, err);
}

static enum rc
apply_cancel(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return apply_courses_cancel(ap, x->what, err);
}

static enum rc
apply_close(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)ordinal;
	return deed_task_close(ap->f->store, x->what, ap->now, err);
}

static enum rc
apply_lift(const struct apply *ap, const struct effect *x, size_t ordinal,
    struct err *err)
{
	(void)x;
	(void)ordinal;
	return deed_rest_lift(
	    ap->f->store, account_of(ap), ap->inbox, ap->now, err);
}

/* "Re:" once, whatever chain the customer's client made. */
static struct str
subject_of(struct str subject)
{
	struct str s = str_trim(subject);

	while (str_fold_starts(s, STR("re:")))
		s = str_trim(str_sub(s, 3, s.n));
	return s;
}

/* The chain to answer into: theirs and then the mail itself. */
static void
set_chain(const struct apply *ap, struct params *p)
{
	const struct message *m = ap->message;
	size_t keep = m->reference_count < REFERENCES_MAX ? m->reference_count
							  : REFERENCES_MAX;

	p->in_reply_to = m->message_id;
	p->references = arena_array(ap->a, keep + 1, sizeof(*p->references));
	for (size_t i = 0; i < keep; i++)
		p->references[p->reference_count++] =
		    m->references[m->reference_count - keep + i];
	if (!str_is_empty(m->message_id))
		p->references[p->reference_count++] = m->message_id;
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
	    .subject = subject_of(ap->message->subject),
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
	set_chain(ap, &p);
	t.recipient = to->email;
	t.params = params_write(ap->a, &p);
	t.natural_key = key(ap, x, ordinal);
	t.id = msgid_touch(ap->a, ap->f->key, t.natural_key);
	return outbox_put(ap->f->store, &t, err);
}

/* What is left for people, in one mail to them with the words that came. */
static enum rc
tell_staff(
    const struct apply *ap, const struct effects *effects, struct err *err)
{
	struct str *tasks = arena_array(ap->a, effects->n, sizeof(*tasks));
	const struct message *m = ap->message;
	struct params p = {
	    .subject =
		m ? subject_of(m->subject) : STR("a mail could not be read"),
	    .text = m ? str_head(m->reply, STAFF_EXCERPT) : STR("(not read)"),
	    .promise_day = DAY_NONE,
	    .tasks = tasks,
	};
	struct outbox_touch t = {
	    .account = account_of(ap),
	    .kind = STR("staff"),
	    .template_name = STR("task"),
	    .mailbox = ap->mailbox,
	    .recipient = ap->f->set->staff_fallback,
	    .inbox = ap->inbox,
	    .reason = STR("a person is needed"),
	    .planned_at = ap->now,
	    .not_before = ap->now,
	};

	for (size_t i = 0; i < effects->n; i++) {
		if (effects->v[i].kind != EFFECT_TASK)
			continue;
		tasks[p.task_count++] = effects->v[i].text;
		/* No mail of ours carries bank details of others, to nobody. */
		if (str_eqc(effects->v[i].what, "bank-change"))
			p.text = STR("(It speaks of bank details and is not "
				     "repeated here: read it in the mailbox, "
				     "and check by telephone.)");
	}
	if (p.task_count == 0 || str_is_empty(t.recipient))
		return RC_OK;
	t.params = params_write(ap->a, &p);
	t.natural_key = arena_fmt(ap->a, "%.32s/%.*s%sstaff", ap->inbox.p,
	    STR_ARG(ap->turn), ap->turn.n ? "/" : "");
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
    [EFFECT_WITHDRAW] = apply_withdraw,
    [EFFECT_CANCEL] = apply_cancel,
    [EFFECT_CLOSE] = apply_close,
    [EFFECT_LIFT] = apply_lift,
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
		rc = tell_staff(ap, effects, err);
	/* What holds or frees reminders has changed: look again. */
	if (rc == RC_OK && ap->account != NULL && effects->n > 0)
		rc = ledger_look_again(ap->f->store, account_of(ap),
		    STR(FLOW_INVOICING), ap->now, err);
	return rc;
}
