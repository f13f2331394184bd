#include "flow/staffmail_words.h"

#include "decide/bankwords.h"
#include "flow/chain.h"
#include "flow/facts.h"
#include "mail/authres.h"
#include "model/limits.h"
#include "model/names.h"
#include "render/locale.h"

#define UNDERSTOOD_MAX 12
#define WORDS_MAX      200 /* bytes of the words behind one of them */

#define NOT_REPEATED                                                           \
	"(It speaks of bank details and is not repeated here: read it in the " \
	"mailbox, and check by telephone.)"

/* One turn of it. */
struct turn {
	const struct apply *ap;
	const struct effects *effects;
	struct params *p;
	bool bank; /* no mail of ours carries bank details of others */
};

static void
set_tasks(struct turn *t)
{
	struct arena *a = t->ap->a;
	size_t n = t->effects->n;

	t->bank = t->ap->unsaid;
	t->p->tasks = arena_array(a, n, sizeof(*t->p->tasks));
	t->p->kinds = arena_array(a, n, sizeof(*t->p->kinds));
	for (size_t i = 0; i < n; i++) {
		const struct effect *x = &t->effects->v[i];

		if (x->kind != EFFECT_TASK)
			continue;
		t->p->tasks[t->p->task_count++] = x->text;
		t->p->kinds[t->p->kind_count++] = x->what;
		t->bank |= str_eqc(x->what, "bank-change");
	}
}

static struct str
days(const struct turn *t, day_t day)
{
	return locale_date(t->ap->a, t->ap->f->set->company_locale, day);
}

static struct str
listed(const struct turn *t, const struct str *v, size_t n)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < n && i < 20; i++)
		out = arena_fmt(t->ap->a, "%.*s%s%.*s", STR_ARG(out),
		    i ? ", " : " ", STR_ARG(v[i]));
	return n > 20 ? arena_fmt(t->ap->a, "%.*s ...", STR_ARG(out)) : out;
}

static struct str
rest_words(const struct turn *t, const struct effect *x)
{
	struct str until = STR("until a person lets go");

	if (x->until > 0 && t->ap->account != NULL)
		until = arena_fmt(t->ap->a, "until %.*s",
		    STR_ARG(days(
			t, facts_day(t->ap->f, t->ap->account, x->until))));
	return arena_fmt(t->ap->a, "Reminders rest%s%.*s %.*s: %.*s",
	    x->invoice_count ? " for" : "",
	    STR_ARG(listed(t, x->invoices, x->invoice_count)), STR_ARG(until),
	    STR_ARG(x->text));
}

static struct str
promise_words(const struct turn *t, const struct effect *x)
{
	struct arena *a = t->ap->a;
	struct str amount = {"", 0};

	if (x->has_amount)
		amount = arena_fmt(a, " of %.*s",
		    STR_ARG(locale_money(
			a, t->ap->f->set->company_locale, x->amount)));
	return arena_fmt(a, "Promise recorded: payment%.*s by %.*s, for%.*s%s",
	    STR_ARG(amount), STR_ARG(days(t, x->day)),
	    STR_ARG(listed(t, x->invoices, x->invoice_count)),
	    x->conditional ? " (it hangs on a condition)" : "");
}

static const struct contact *
find_contact(const struct turn *t, struct str id)
{
	const struct facts_account *facts = t->ap->account;

	for (size_t i = 0; facts != NULL && i < facts->contact_count; i++)
		if (id.n > 0 && str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

static struct str
address_of(const struct turn *t, struct str contact)
{
	const struct contact *c = find_contact(t, contact);

	return c ? c->email : STR("the contact");
}

/* What was done by this effect, in words; empty: nothing worth a word. */
static struct str
done_words(const struct turn *t, const struct effect *x)
{
	struct arena *a = t->ap->a;

	switch (x->kind) {
	case EFFECT_REST:
		return rest_words(t, x);
	case EFFECT_DISPUTE:
		return arena_fmt(a, "Dispute opened (%s) for%.*s",
		    name_reason(x->reason),
		    STR_ARG(listed(t, x->invoices, x->invoice_count)));
	case EFFECT_PROMISE:
		return promise_words(t, x);
	case EFFECT_ANSWER:
		return arena_fmt(a, "Answered: \"%.*s\" goes to %.*s",
		    STR_ARG(x->what), STR_ARG(address_of(t, x->contact)));
	case EFFECT_CONTACT:
		return arena_fmt(a, "Address %.*s: %s from now on",
		    STR_ARG(address_of(t, x->contact)),
		    party_state_name(x->state));
	case EFFECT_FACT:
		return arena_fmt(a, "Noted: %.*s is %.*s", STR_ARG(x->what),
		    STR_ARG(x->text));
	case EFFECT_HOURS:
		return arena_fmt(a, "Hours of %.*s noted",
		    STR_ARG(address_of(t, x->contact)));
	case EFFECT_VISIT:
		return arena_fmt(
		    a, "The date of the talk is %.*s", STR_ARG(x->text));
	case EFFECT_LANGUAGE:
		return arena_fmt(a, "Language of %.*s: %.*s from now on",
		    STR_ARG(address_of(t, x->contact)), STR_ARG(x->text));
	case EFFECT_NO_TEXTS:
		return arena_fmt(a, "No text messages to %.*s from now on",
		    STR_ARG(address_of(t, x->contact)));
	case EFFECT_NOTE:
	case EFFECT_TASK:
	case EFFECT_BOUNCED:
	case EFFECT_WITHDRAW: /* of a person's move, which that person knows */
	case EFFECT_CANCEL:
	case EFFECT_CLOSE:
	case EFFECT_LIFT:
	case EFFECT_DRAFT: /* of a mail of ours */
	case EFFECT_TELL:
	case EFFECT_KINDS:
		break;
	}
	return (struct str){NULL, 0};
}

/* What the draft of an answer speaks of. */
static void
set_dispute(struct turn *t)
{
	for (size_t i = 0; i < t->effects->n; i++) {
		const struct effect *x = &t->effects->v[i];

		if (x->kind != EFFECT_DISPUTE)
			continue;
		t->p->reason = str_of(name_reason(x->reason));
		t->p->invoices = x->invoices;
		t->p->invoice_count = x->invoice_count;
	}
}

static void
set_done(struct turn *t)
{
	size_t n = t->effects->n;

	t->p->done = arena_array(t->ap->a, n, sizeof(*t->p->done));
	for (size_t i = 0; i < n; i++) {
		struct str words = done_words(t, &t->effects->v[i]);

		if (words.n > 0)
			t->p->done[t->p->done_count++] = words;
	}
}

static bool
is_told(const struct intent *x, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (x->matches[i].intent == x->matches[at].intent)
			return true;
	return false;
}

static void
understand(struct turn *t, struct str words)
{
	if (t->p->understood_count < UNDERSTOOD_MAX)
		t->p->understood[t->p->understood_count++] = words;
}

/* Each meaning once, with the words that say so. */
static void
set_understood(struct turn *t)
{
	const struct judge *j = t->ap->judge;
	struct arena *a = t->ap->a;

	t->p->understood =
	    arena_array(a, UNDERSTOOD_MAX, sizeof(*t->p->understood));
	if (j == NULL)
		return;
	if (!j->human) {
		understand(
		    t, arena_fmt(a, "%s, by \"%.*s\"", name_kind(j->guard.kind),
			   STR_ARG(str_head(j->guard.evidence, WORDS_MAX))));
		return;
	}
	for (size_t i = 0; i < j->intent.match_count; i++) {
		const struct intent_match *m = &j->intent.matches[i];

		if (is_told(&j->intent, i))
			continue;
		understand(t,
		    t->bank
			? str_of(name_intent(m->intent))
			: arena_fmt(a, "%s, by \"%.*s\" (rule %.*s)",
			      name_intent(m->intent),
			      STR_ARG(str_head(str_trim(m->text), WORDS_MAX)),
			      STR_ARG(m->rule)));
	}
	if (j->intent.unsure)
		understand(t, arena_fmt(a, "not sure of it: %d per cent",
				  (int)(j->intent.confidence * 100)));
}

static struct str
trust_words(const struct turn *t)
{
	const struct thread_hit *hit = &t->ap->judge->thread;
	const struct mailbox_settings *box =
	    flow_mailbox(t->ap->f, t->ap->mailbox);

	switch (hit->trust) {
	case THREAD_FORGED:
		return STR("FORGED: our mail server says that this sender "
			   "did not send it");
	case THREAD_UNVERIFIED:
		return STR("not proven: nothing shows that the mail comes "
			   "from this address");
	case THREAD_VERIFIED:
		break;
	}
	if (t->ap->judge->made_of.n > 0)
		return STR("proven: it came by a signed link that only this "
			   "contact was given");
	return authres_judge(t->ap->message, box->authserv_id) == AUTHRES_PASS
		   ? STR("proven: our mail server vouches for the sender")
		   : STR("proven: it came to the reply address that only "
			 "this contact was given");
}

static void
set_writer(struct turn *t)
{
	const struct message *m = t->ap->message;

	if (m == NULL || t->ap->judge == NULL)
		return;
	if (m->from.n > 0) {
		t->p->from = str_head(m->from.v[0].address, 320);
		t->p->from_name = str_head(m->from.v[0].name, 200);
	}
	t->p->contact = t->ap->judge->thread.contact;
	t->p->trust = trust_words(t);
}

static void
set_text(struct turn *t)
{
	const struct message *m = t->ap->message;
	struct bankwords hit;
	struct str text;

	if (m == NULL) {
		t->p->subject = STR("a mail could not be read");
		t->p->text = STR("(not read)");
		return;
	}
	chain_set(t->ap->a, m, t->p);
	t->p->subject = str_head(chain_subject(m->subject), 500);
	text = str_head(m->reply, LIMIT_STAFF_WORDS);
	t->bank |= t->ap->unsaid ||
		   bankwords_find(text, t->ap->f->set->company_bank, &hit);
	if (t->bank)
		t->p->text = STR(NOT_REPEATED);
	else if (text.n < m->reply.n)
		t->p->text = arena_fmt(t->ap->a,
		    "%s\n(... it goes on: read the rest in the mailbox)",
		    arena_cstr(t->ap->a, text));
	else
		t->p->text = text;
}

static void
set_files(struct turn *t)
{
	const struct message *m = t->ap->message;
	struct arena *a = t->ap->a;

	if (m == NULL)
		return;
	t->p->files = arena_array(a, LIMIT_ATTACHMENTS, sizeof(struct str));
	for (size_t i = 0; i < m->file_count && i < LIMIT_ATTACHMENTS; i++)
		t->p->files[t->p->file_count++] = arena_fmt(a, "%.*s (%zu KB)",
		    STR_ARG(m->files[i].name.n ? m->files[i].name
					       : m->files[i].type),
		    (m->files[i].size + 1023) / 1024);
}

void
staffmail_words(
    const struct apply *ap, const struct effects *effects, struct params *out)
{
	struct turn t = {ap, effects, out, false};

	*out = (struct params){.promise_day = DAY_NONE};
	set_tasks(&t);
	if (out->task_count == 0)
		return;
	set_text(&t);
	set_writer(&t);
	set_understood(&t);
	set_done(&t);
	set_dispute(&t);
	set_files(&t);
}
