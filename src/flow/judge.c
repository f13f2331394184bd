#include "flow/judge.h"

#include "decide/classify.h"
#include "decide/memo.h"
#include "decide/order.h"
#include "decide/thread.h"
#include "flow/facts.h"
#include "flow/gather.h"
#include "flow/judge_load.h"
#include "flow/judge_made.h"
#include "flow/judge_visit.h"
#include "flow/ours.h"
#include "mail/authres.h"
#include "mail/echo.h"
#include "render/msgid.h"
#include "store/outbox.h"

struct judge_work {
	struct gather g;
	struct judge_in in;
	const struct mailbox_settings *box;
	unsigned rights;     /* of the sender, if one of ours */
	struct form form;    /* of a mail that answers one of ours */
	struct message said; /* the mail without the form's lines, and
			      * without ours */
	const struct echo *ours;
	bool welcomed;              /* it answers our welcome */
	struct inbound_visit visit; /* of a calendar's answer */
	struct judge_draft draft;   /* that it may be, sent */
	struct judge j;
};

/* A colleague's mail belongs where the mail of ours belongs that it answers;
 * what a customer would mean by it is of no account. */
static void
take_over(struct judge *out)
{
	out->thread.account = out->staff.answers.account;
	out->thread.touch = out->staff.answers.id;
	out->thread.contact = (struct str){NULL, 0};
	out->thread.ambiguous = false;
	out->thread.proven = true;
	out->intent = (struct intent){.intents = 0};
}

static enum rc
match(struct judge_work *w, struct judge *out, struct err *err)
{
	const struct gather *g = &w->g;
	struct thread_facts facts = {
	    .touches = g->touches,
	    .touch_count = g->touch_count,
	    .owners = g->owners,
	    .owner_count = g->owner_count,
	    .invoices = g->invoices,
	    .invoice_count = g->invoice_count,
	    .notes = g->notes,
	    .note_count = g->note_count,
	    .staff = w->rights != 0,
	    .auth = authres_judge(g->message, w->box->authserv_id),
	};
	struct judge_staff_ask ask = {
	    .g = g,
	    .auth = facts.auth,
	    .thread = &out->thread,
	    .rights = w->rights,
	    .now = w->in.now,
	};
	enum rc rc;

	if (w->in.made_of.n > 0) {
		judge_made(&w->g, &w->in, &out->thread);
		return RC_OK;
	}
	thread_match(g->message, &facts, &out->thread);
	if (!out->human)
		return RC_OK;
	rc = judge_staff(&ask, &out->staff, err);
	if (rc != RC_OK)
		return rc;
	if (out->staff.proven) {
		take_over(out);
		return RC_OK;
	}
	rc = judge_memo(&ask, &w->draft, &out->thread, &out->memo, err);
	if (rc == RC_OK && out->memo.is)
		out->intent = (struct intent){.intents = 0};
	return rc;
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
find_exchange(struct judge_work *w, struct judge *out, struct err *err)
{
	const struct gather *g = &w->g;
	const struct message *m = g->message;
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
	w->welcomed =
	    rc == RC_OK &&
	    str_eqc(t.sequence, sequence_kind_name(SEQUENCE_ONBOARDING)) &&
	    str_eqc(t.kind, "reminder");
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
load_account(const struct judge_work *w, struct judge *out, struct inbound *in,
    struct err *err)
{
	const struct gather *g = &w->g;
	struct facts_ask ask = {out->thread.account, w->in.now, NULL, 0};
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
	    in->sender != NULL && in->sender->since > w->in.came_at;
	in->asked = asked_contact(g, out);
	rc = judge_load_touch(g, in, err);
	if (rc == RC_OK)
		rc = judge_load_counts(g, w->in.now, out->exchange, in, err);
	return rc;
}

static void
decide_memo(
    const struct judge_work *w, const struct inbound *in, struct judge *out)
{
	const struct settings *set = w->g.f->set;
	struct memo m = {
	    .message = in->message,
	    .account = in->account,
	    .by = out->memo.by,
	    .ambiguous = out->thread.ambiguous,
	    .met = out->memo.met,
	    .draft = out->memo.draft.touch,
	    .draft_words = out->memo.draft.words,
	    .drafted_at = out->memo.draft.at,
	    .named = in->named,
	    .named_count = in->named_count,
	    .now = in->now,
	    .rest_days = set->reply_rest_days,
	    .max_age_days = set->max_age_days,
	};

	out->result = (struct inbound_result){.effects = {.a = w->g.a}};
	memo_decide(&m, &out->result.effects);
}

static void
decide(const struct judge_work *w, struct inbound *in, struct judge *out)
{
	const struct settings *set = w->g.f->set;
	struct inbound_limits limits = {
	    .documents_per_day = set->documents_per_day,
	    .reply_rest_days = set->reply_rest_days,
	    .max_age_days = set->max_age_days,
	    .may_answer = !str_is_empty(w->box->authserv_id) ||
			  w->box->reply_tag || w->in.made_of.n > 0,
	};

	if (out->staff.proven)
		out->result = (struct inbound_result){
		    .effects = {.a = w->g.a, .queue = STR("Done")},
		    .staff_command_accepted =
			order_is_first(w->in.message->reply),
		};
	else if (out->memo.is)
		decide_memo(w, in, out);
	else if (!out->own)
		inbound_decide(w->g.a, in, &limits, &out->result);
	if (!out->memo.is && out->human && out->thread.role == THREAD_CONTACT &&
	    w->draft.known && w->draft.row.open)
		judge_draft_reached(&w->draft.row, &out->result.effects);
}

enum rc
judge_begin(const struct flow *f, struct arena *a, const struct judge_in *in,
    struct judge_work **out, struct err *err)
{
	struct judge_work *w = arena_alloc(a, sizeof(*w));
	struct str own;
	enum rc rc;

	w->in = *in;
	w->box = flow_mailbox(f, in->mailbox);
	w->g.f = f;
	w->g.a = a;
	w->g.message = in->message;
	w->ours = ours_echo(f->ours);
	w->j.made_of = in->made_of;
	w->j.own = msgid_read(a, f->key, in->message->message_id, &own);
	*out = w;
	rc = gather_names(&w->g, err);
	if (rc == RC_OK)
		rc = judge_draft_find(&w->g, in->inbox, &w->draft, err);
	if (w->draft.known && w->draft.row.open) /* they sent it, not we */
		w->j.own = false;
	if (in->made_of.n > 0) /* a contact's, whoever else they are */
		return rc;
	return rc == RC_OK ? judge_staff_rights(&w->g, &w->rights, err) : rc;
}

/* The mail as it is understood. The form of the welcome mail is read by its
 * labels; what its lines hold is no promise and no question. What our own
 * texts say is neither, where no client marked it as a quote. */
static const struct message *
read_said(struct judge_work *w)
{
	const struct message *m = w->g.message;

	w->said = *m;
	if (w->rights != 0) { /* what they forward names invoices, too */
		w->said.reply = m->text;
		return &w->said;
	}
	if (w->g.touch_count > 0) {
		form_read(w->g.a, m->reply, m->text, &w->form);
		if (w->form.labels > 0)
			w->said.reply = w->form.rest;
	}
	w->said.reply = echo_strip(w->g.a, w->ours, w->said.reply);
	return &w->said;
}

void
judge_understand(struct judge_work *const *v, size_t n)
{
	struct classify_job jobs[JUDGE_MANY];
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct flow *f = v[i]->g.f;
		struct judge_work *w = v[i];

		guard_judge(w->g.a, w->g.message, &w->j.guard);
		w->j.human = w->draft.proven ||
			     (w->j.guard.kind == KIND_HUMAN && !w->j.own);
		if (!w->j.human)
			continue;
		jobs[count++] = (struct classify_job){
		    .a = w->g.a,
		    .m = read_said(w),
		    .ctx = {w->g.locale,
			(double)f->set->classify_threshold / 100.0},
		    .out = &w->j.intent,
		};
	}
	if (n > 0)
		classify_messages(v[0]->g.f->rules, jobs, count);
}

static enum rc
load_visit(struct judge_work *w, struct judge *out, struct inbound *in,
    struct err *err)
{
	enum rc rc;

	if (out->guard.kind != KIND_CALENDAR || out->own)
		return RC_OK;
	rc = judge_visit(
	    w->g.f, w->g.a, w->g.message, in->account, &w->visit, err);
	if (rc == RC_OK)
		in->visit = &w->visit;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
judge_end(struct judge_work *w, struct judge *out, struct err *err)
{
	struct inbound inbound = {
	    .message = w->g.message,
	    .now = w->in.now,
	    .guard = &out->guard,
	    .intent = w->j.human ? &out->intent : NULL,
	    .thread = &out->thread,
	};
	enum rc rc;

	*out = w->j;
	rc = gather_invoices(
	    &w->g, out->intent.invoices, out->intent.invoice_count, err);
	if (rc != RC_OK)
		return rc;
	inbound.named = w->g.invoices;
	inbound.named_count = w->g.invoice_count;
	inbound.staff_why = &out->staff.why;
	rc = match(w, out, err);
	if (rc == RC_OK)
		rc = find_exchange(w, out, err);
	if (w->welcomed && w->form.labels > 0)
		inbound.form = &w->form;
	if (rc == RC_OK)
		rc = load_account(w, out, &inbound, err);
	out->touch_invoices = inbound.touch_invoices;
	out->touch_invoice_count = inbound.touch_invoice_count;
	if (rc == RC_OK)
		rc = load_visit(w, out, &inbound, err);
	if (rc == RC_OK)
		decide(w, &inbound, out);
	return rc;
}

enum rc
judge_mail(const struct flow *f, struct arena *a, const struct judge_in *in,
    struct judge *out, struct err *err)
{
	struct judge_work *w;
	enum rc rc = judge_begin(f, a, in, &w, err);

	if (rc != RC_OK)
		return rc;
	judge_understand(&w, 1);
	return judge_end(w, out, err);
}
