#include "decide/memo.h"

#include <string.h>

#include "base/day.h"
#include "decide/drafted.h"
#include "model/limits.h"

static struct str
join(struct arena *a, const struct str *parts, size_t n)
{
	size_t room = 0;
	char *text, *o;

	for (size_t i = 0; i < n; i++)
		room += parts[i].n;
	text = o = arena_alloc(a, room + 1);
	for (size_t i = 0; i < n; i++)
		if (parts[i].n > 0)
			o = mempcpy(o, parts[i].p, parts[i].n);
	return (struct str){text, room};
}

/* Add one more account to a choice that must stay the only one. */
static void
choose(struct thread_hit *hit, struct str account, enum thread_how how)
{
	if (str_is_empty(hit->account)) {
		hit->account = account;
		hit->how = how;
	} else if (!str_eq(hit->account, account)) {
		hit->ambiguous = true;
	}
}

static void
by_recipient(const struct memo_facts *f, struct thread_hit *hit)
{
	for (size_t i = 0; i < f->to_count; i++)
		if (f->to[i].count == 1)
			choose(hit, f->to[i].accounts[0], THREAD_RECIPIENT);
}

static bool
is_recipients(const struct memo_facts *f, struct str account)
{
	for (size_t i = 0; i < f->to_count; i++)
		for (size_t k = 0; k < f->to[i].count; k++)
			if (str_eq(f->to[i].accounts[k], account))
				return true;
	return false;
}

/* Somebody who pays for several accounts: an invoice says for which. */
static void
by_invoice(const struct memo_facts *f, struct thread_hit *hit)
{
	for (size_t i = 0; i < f->invoice_count; i++)
		if (f->to_count == 0 ||
		    is_recipients(f, f->invoices[i].account))
			choose(hit, f->invoices[i].account, THREAD_INVOICE);
}

void
memo_match(const struct memo_facts *f, struct thread_hit *hit)
{
	if (f->note_count > 0 || !hit->proven) {
		hit->account = hit->touch = (struct str){NULL, 0};
		hit->how = THREAD_NONE;
		hit->ambiguous = false;
	}
	if (f->note_count > 0)
		for (size_t i = 0; i < f->note_count; i++)
			choose(hit, f->notes[i].account, THREAD_NOTE);
	else if (hit->how == THREAD_NONE && !hit->ambiguous)
		by_recipient(f, hit);
	if (hit->how == THREAD_NONE && !hit->ambiguous)
		by_invoice(f, hit);
	hit->contact = (struct str){NULL, 0};
	if (!hit->ambiguous)
		return;
	hit->account = hit->touch = (struct str){NULL, 0};
	hit->how = THREAD_NONE;
}

static bool
is_to(const struct message_addresses *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (!str_is_empty(address) &&
		    str_fold_eq(list->v[i].address, address))
			return true;
	return false;
}

/* The customer who got it, if one did. */
static const struct contact *
customer(const struct memo *m)
{
	for (size_t i = 0; i < m->account->contact_count; i++) {
		const struct contact *c = &m->account->contacts[i];

		if (is_to(&m->message->to, c->email) ||
		    is_to(&m->message->cc, c->email))
			return c;
	}
	return NULL;
}

static struct str
words(struct arena *a, const struct memo *m, bool outward)
{
	const struct message *in = m->message;
	struct str said = outward && in->reply.n > 0 ? in->reply : in->text;
	struct str head = str_head(str_trim(said), LIMIT_MEMO_TEXT);
	struct str out = arena_fmt(a, "%.*s", STR_ARG(in->subject));

	if (in->flags & MESSAGE_ENCRYPTED)
		head = STR("(encrypted)");
	if (head.n > 0)
		out = join(a, (struct str[]){out, STR("\n\n"), head}, 3);
	if (head.n < str_trim(said).n && !(in->flags & MESSAGE_ENCRYPTED))
		out = join(a, (struct str[]){out, STR(" ...")}, 2);
	for (size_t i = 0; i < in->file_count && i < LIMIT_MEMO_FILES; i++)
		out = join(a,
		    (struct str[]){out, i ? STR(", ") : STR("\n\nAttached: "),
			in->files[i].name.n ? in->files[i].name
					    : STR("a file without a name")},
		    3);
	return out;
}

/* Our draft, as they sent it. */
static struct str
settle_draft(const struct memo *m, struct effects *e, struct str text)
{
	bool same = drafted_same(m->draft_words, m->message->text);
	char day[DAY_TEXT];
	struct effect *x;

	if (m->draft.n == 0)
		return text;
	x = effect_add(e, EFFECT_DRAFT);
	x->what = m->draft;
	x->text = same ? STR("as it was") : STR("changed");
	return join(e->a,
	    (struct str[]){text, STR("\n\n(the draft of "),
		arena_fmt(
		    e->a, "%s", day_iso(day_of_instant(m->drafted_at), day)),
		same ? STR(", sent as it was)") : STR(", with changed words)")},
	    4);
}

static void
rest(const struct memo *m, struct effects *e, const struct str *invoice)
{
	struct effect *x = effect_add(e, EFFECT_REST);

	x->what = STR("reply");
	x->text = STR("a colleague wrote to them");
	x->until = m->now + m->rest_days * DAY_SECS;
	x->invoices = invoice;
	x->invoice_count = invoice != NULL;
}

static bool
is_said(const struct memo *m, const struct thread_invoice *inv)
{
	return str_eq(inv->account, m->account->account.id) &&
	       (str_fold_find(m->message->reply, inv->number) != STR_NPOS ||
		   str_fold_find(m->message->subject, inv->number) != STR_NPOS);
}

/* As after a reply: what it speaks of, else all. */
static void
rest_all(const struct memo *m, struct effects *e)
{
	bool any = false;

	for (size_t i = 0; i < m->named_count; i++)
		if (is_said(m, &m->named[i])) {
			rest(m, e, &m->named[i].number);
			any = true;
		}
	if (!any)
		rest(m, e, NULL);
}

static bool
too_old(const struct memo *m)
{
	return m->max_age_days > 0 && m->message->has_date &&
	       m->now - m->message->date > m->max_age_days * DAY_SECS;
}

static void
unaddressed(const struct memo *m, struct effects *e)
{
	struct effect *x = effect_add(e, EFFECT_TELL);

	x->what = STR("unaddressed");
	x->by = m->by;
	x->text = m->ambiguous ? STR("It fits several accounts.")
			       : STR("It names no account that is known here.");
	e->queue = STR("Unmatched");
	e->reason = m->ambiguous
			? STR("a colleague's note: several accounts fit")
			: STR("a colleague's note: no account was found");
}

void
memo_decide(const struct memo *m, struct effects *e)
{
	const struct contact *to;
	struct str text;
	bool contact;
	struct effect *x;

	e->queue = STR("Done");
	if (m->met) {
		e->reason = STR("came before, by another way");
		return;
	}
	if (m->account == NULL) {
		unaddressed(m, e);
		return;
	}
	to = customer(m);
	contact = to != NULL && !too_old(m);
	text = settle_draft(m, e, words(e->a, m, to != NULL));
	x = effect_add(e, EFFECT_NOTE);
	x->what = contact ? STR("contact") : STR("mail");
	x->by = m->by;
	x->text = text;
	e->reason = m->draft.n > 0 ? STR("a draft of ours, sent")
		    : contact      ? STR("a colleague's mail to the customer")
				   : STR("a colleague's note");
	if (contact)
		rest_all(m, e);
}
