#include "base/buf.h"
#include "flow/apply.h"
#include "flow/postform.h"
#include "flow/posting_parts.h"
#include "flow/settle.h"
#include "model/limits.h"
#include "model/names.h"
#include "store/ledger.h"
#include "store/outbox.h"

/* One form on its way. */
struct work {
	struct posting_job *j;
	enum posting_kind kind;
	struct facts_account facts;
	const struct contact *who;
	struct posting_form form;
	struct posting_read read;
	struct posting in;
	struct posting_mail mail;
};

static enum rc
refuse(struct posting_job *j, const char *why)
{
	j->refused = true;
	j->answer = why;
	return RC_OK;
}

/* Whom the link names; where it names nobody, who is written to first. */
static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (id.n > 0 ? str_eq(facts->contacts[i].id, id)
			     : facts->contacts[i].state == CONTACT_OK)
			return &facts->contacts[i];
	return NULL;
}

/* Why nothing of it is even read; NULL: it is. */
static enum rc
find_obstacle(struct work *w, const char **why, struct err *err)
{
	struct posting_job *j = w->j;
	struct facts_ask ask = {j->post->account, j->now, NULL, LEDGER_ALL};
	int64_t came = 0;
	enum rc rc;

	*why = "gone";
	rc = facts_load(j->f, j->a, &ask, &w->facts, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	w->who = find_contact(&w->facts, j->post->contact);
	if (w->who == NULL)
		return RC_OK;
	*why = "link_gone";
	rc = posts_stopped(j->f->store, j->post, err);
	if (rc != RC_MISS)
		return rc;
	*why = "too_many";
	rc = posts_acted(
	    j->f->store, j->post->account, j->post->at - DAY_SECS, &came, err);
	if (rc == RC_OK && came < LIMIT_POSTS_DAY)
		*why = NULL;
	return rc;
}

static void
read_form(struct work *w)
{
	struct posting_ask ask = {&w->facts, w->who, STR("en")};

	postform_read(w->j->a, w->j->post->fields, &w->form);
	posting_read(w->j->a, w->kind, &w->form, &ask, &w->read);
}

static void
line(struct buf *b, const char *label, struct str value)
{
	struct str rest = value, part;
	bool first = true;

	if (value.n == 0)
		return;
	buf_fmt(b, "%s: ", label);
	while (str_line(&rest, &part)) {
		buf_adds(b, first ? "" : ", ");
		buf_add_str(b, part);
		first = false;
	}
	buf_addc(b, '\n');
}

/* The words alone, of a message, as it is read for what it says; else all
 * that was filled in, as our own people read it. */
static struct str
text_of(const struct work *w)
{
	const struct posting_form *x = &w->form;
	struct str text;
	struct buf b;

	buf_init(&b, LIMIT_CONFIG_FILE);
	if (w->kind == POSTING_MESSAGE) {
		for (size_t i = 0; i < w->read.invoice_count; i++)
			buf_fmt(&b, "%s%.*s", i ? ", " : "",
			    STR_ARG(w->read.invoices[i]));
		buf_adds(&b, b.n ? ":\n\n" : "");
	} else {
		buf_fmt(
		    &b, "Form of the portal: %s\n", posting_kind_name(w->kind));
		line(&b, "Invoices", x->invoices);
		line(&b, "Reason", x->reason);
		line(&b, "Amount", x->amount);
		line(&b, "Date", x->date);
		line(&b, "Document", x->type);
		line(&b, "Reference", x->reference);
		line(&b, "Name", x->name);
		line(&b, "Telephone", x->phone);
		line(&b, "Language", x->language);
		line(&b, "From", x->from);
		line(&b, "To", x->to);
		line(&b, "Not wanted", x->stop);
		buf_adds(&b, x->words.n ? "\n" : "");
	}
	buf_add_str(&b, w->read.words);
	text = arena_dup(w->j->a, buf_str(&b));
	buf_fini(&b);
	return text;
}

static enum rc
put_mail(struct work *w, struct err *err)
{
	w->mail.who = w->who;
	w->mail.read = &w->read;
	w->mail.text = text_of(w);
	return posting_mail_put(w->j, &w->facts, &w->mail, err);
}

/* Is the invoice that a document is asked of theirs? Paid ones too. */
static enum rc
look_up(struct work *w, struct err *err)
{
	struct facts_invoice inv;
	struct str account;
	enum rc rc;

	if (w->kind != POSTING_REQUEST || w->read.reference.n == 0)
		return RC_OK;
	rc = ledger_invoice(
	    w->j->f->store, w->j->a, w->read.reference, &inv, &account, err);
	w->in.invoice_is_theirs =
	    rc == RC_OK && str_eq(account, w->facts.account.id);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
load(struct work *w, struct err *err)
{
	const struct flow *f = w->j->f;
	struct outbox_answers given = {0};
	enum rc rc = outbox_answers(f->store, w->who->email,
	    w->mail.message.message_id, w->j->now - DAY_SECS, &given, err);

	w->in = (struct posting){
	    .kind = w->kind,
	    .read = &w->read,
	    .account = &w->facts,
	    .contact = w->who,
	    .now = w->j->now,
	    .answers = given.address,
	    .documents = given.documents,
	    .documents_per_day = f->set->documents_per_day,
	    .reply_rest_days = f->set->reply_rest_days,
	};
	return rc == RC_OK ? look_up(w, err) : rc;
}

/* As if it had been read out of a reply, but for the doubt. */
static enum rc
apply(struct work *w, const struct posting_result *r, struct err *err)
{
	struct posting_job *j = w->j;
	struct judge judge = {
	    .guard = {.kind = KIND_HUMAN, .rule = "form"},
	    .human = true,
	    .intent = {.intents = r->intents},
	    .made_of = STR("portal"),
	    .thread = {.account = w->facts.account.id,
		.how = THREAD_MADE,
		.contact = w->who->id,
		.proven = true,
		.authenticated = true,
		.trust = THREAD_VERIFIED,
		.role = THREAD_CONTACT},
	    .result = {.effects = r->effects},
	};
	struct apply ap = {
	    .f = j->f,
	    .a = j->a,
	    .inbox = w->mail.inbox,
	    .mailbox = w->mail.mailbox,
	    .thread = w->mail.message.message_id,
	    .message = &w->mail.message,
	    .account = &w->facts,
	    .judge = &judge,
	    .now = j->now,
	};
	struct settle done = {
	    .f = j->f,
	    .a = j->a,
	    .inbox = w->mail.inbox,
	    .message = &w->mail.message,
	    .now = j->now,
	};
	enum rc rc = apply_effects(&ap, &r->effects, err);

	return rc == RC_OK ? settle_mail(&done, &judge, err) : rc;
}

static enum rc
act(struct work *w, struct err *err)
{
	struct posting_result r;
	enum rc rc = load(w, err);

	if (rc != RC_OK)
		return rc;
	posting_decide(w->j->a, &w->in, &r);
	rc = apply(w, &r, err);
	w->j->answer = r.answer;
	w->j->refused = r.refused;
	return rc;
}

enum rc
posting_form(struct posting_job *j, struct err *err)
{
	struct work w = {.j = j};
	const char *why;
	enum rc rc;

	if (!posting_kind_parse(j->post->kind, &w.kind))
		return refuse(j, "unknown");
	rc = find_obstacle(&w, &why, err);
	if (rc != RC_OK)
		return rc;
	if (why != NULL)
		return refuse(j, why);
	read_form(&w);
	if (w.kind == POSTING_MESSAGE && w.read.words.n == 0)
		return refuse(j, "say_something");
	rc = put_mail(&w, err);
	if (rc != RC_OK)
		return rc;
	j->answer = "message";
	return w.kind == POSTING_MESSAGE ? RC_OK : act(&w, err);
}
