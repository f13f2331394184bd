#include "flow/desk_relay.h"

#include "decide/bankwords.h"
#include "flow/enclose.h"
#include "flow/params.h"
#include "flow/people_lines.h"
#include "flow/remark.h"
#include "flow/staffmail.h"
#include "mail/quoteword.h"
#include "mail/valediction.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/approvals.h"
#include "store/deed.h"
#include "store/enclosures.h"
#include "store/ledger.h"

#define NOTE_TEXT 2000 /* bytes of the words, for the timeline */

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (id.n > 0 && str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

/* Who asked for no mails and then writes is answered; an address from which
 * mail comes back is not written to. */
const struct contact *
desk_relay_to(const struct facts_account *facts, struct str wrote)
{
	const struct contact *who = find_contact(facts, wrote);

	if (who != NULL && who->state != CONTACT_BOUNCED)
		return who;
	for (size_t i = 0; i < facts->contact_count; i++)
		if (facts->contacts[i].state == CONTACT_OK)
			return &facts->contacts[i];
	return NULL;
}

/* Their name as [staff] people has it, else as their own mail says. */
static struct str
name_of(const struct desk_mail *m)
{
	struct str rest = m->f->set->staff_people, line;
	const struct message_addresses *from = &m->message->from;
	struct people_line p;

	while (people_lines_next(&rest, &line, &p))
		if (p.name.n > 0 && str_fold_eq(p.address, m->by))
			return p.name;
	if (from->n == 1 && str_chr(from->v[0].name, '@') == STR_NPOS)
		return str_head(str_trim(from->v[0].name), 100);
	return (struct str){NULL, 0};
}

static struct str
last_line(struct str text)
{
	size_t at = str_rchr(text, '\n');

	return str_trim(at == STR_NPOS ? text : str_sub(text, at, text.n));
}

static struct str
without_last(struct str text)
{
	size_t at = str_rchr(text, '\n');

	return str_rtrim(str_sub(text, 0, at == STR_NPOS ? 0 : at));
}

static bool
is_closing(struct arena *a, struct str line)
{
	return valediction_is(quoteword_key(a, line, 200), line);
}

/* "Ruth", "Ruth Okafor". */
static bool
is_name(struct str line, struct str name)
{
	struct str rest = name, first;

	return line.n > 0 &&
	       (str_fold_eq(line, name) ||
		   (str_cut(&rest, ' ', &first) && str_fold_eq(line, first)));
}

/* The text signs for them: a closing of their own would be the second. */
static struct str
without_closing(struct arena *a, struct str text, struct str name)
{
	struct str t = text;

	if (is_name(last_line(t), name))
		t = without_last(t);
	if (is_closing(a, last_line(t)))
		t = without_last(t);
	return str_is_empty(t) ? text : t;
}

/* No mail of a customer's was handed over: nobody is answered, and the words
 * are kept. */
static enum rc
keep(const struct desk_mail *m, struct str text, struct desk_result *out,
    struct err *err)
{
	struct remark r = {
	    .account = m->answers->account,
	    .text = text,
	    .by = m->by,
	    .kind = "staff",
	    .id = arena_fmt(m->a, "%.32s/staff", m->inbox.p),
	    .inbox = m->inbox,
	    .now = m->now,
	};

	if (m->account == NULL)
		return err_set(err, RC_BAD,
		    "that mail hands over no customer's mail, and belongs to "
		    "no account: there is nobody to answer");
	out->reason = STR("Your text is noted; it went to nobody.");
	return remark_add(m->f, m->a, &r, err);
}

static bool
hands_over(const struct outbox_touch *t, const struct params *asked)
{
	return str_eqc(t->template_name, STAFFMAIL_TASK) && t->inbox.n > 0 &&
	       asked->from.n > 0;
}

/* What keeps it from being sent at all. */
static enum rc
check(const struct desk_mail *m, struct str text, const struct contact **to,
    const struct params *asked, struct err *err)
{
	struct bankwords hit;

	if (m->account == NULL)
		return err_set(err, RC_BAD,
		    "that mail belongs to no account: there is nobody to "
		    "answer");
	if (text.n > LIMIT_STAFF_WORDS)
		return err_set(err, RC_BAD,
		    "the text has more than %u KB: send it as a file",
		    LIMIT_STAFF_WORDS >> 10);
	if (bankwords_find(text, m->f->set->company_bank, &hit))
		return err_set(err, RC_BAD,
		    "line %d speaks of bank details (%.*s): those come from "
		    "the configuration only, in no mail",
		    hit.line, STR_ARG(hit.words));
	*to = desk_relay_to(m->account, asked->contact);
	if (*to == NULL)
		return err_set(err, RC_BAD,
		    "account %.*s has no address on file that takes mail",
		    STR_ARG(m->account->account.id));
	return RC_OK;
}

static enum rc
put(const struct desk_mail *m, struct str text, const struct contact *to,
    const struct params *asked, struct err *err)
{
	struct params p = {
	    .subject = asked->subject,
	    .in_reply_to = asked->in_reply_to,
	    .references = asked->references,
	    .reference_count = asked->reference_count,
	    .promise_day = DAY_NONE,
	    .by = name_of(m),
	};
	struct outbox_touch t = {
	    .account = m->account->account.id,
	    .contact = to->id,
	    .kind = STR("relay"),
	    .template_name = STR("relay"),
	    .mailbox = m->answers->mailbox,
	    .recipient = to->email,
	    .thread = asked->reference_count > 0 ? asked->references[0]
						 : asked->in_reply_to,
	    .inbox = m->inbox,
	    .planned_at = m->now,
	    .not_before = m->now,
	};
	size_t files = 0;
	enum rc rc = enclose_count(m->message, &files, err);

	if (rc != RC_OK)
		return rc;
	if (text.n == 0 && files == 0)
		return err_set(err, RC_BAD,
		    "nothing was newly written: there is nothing to send");
	if (files > 0)
		t.not_before = APPROVALS_NEVER; /* until they are there */
	t.reason = arena_fmt(m->a, "written by %.*s", STR_ARG(m->by));
	p.text = without_closing(m->a, text, p.by);
	t.params = params_write(m->a, &p);
	t.natural_key = arena_fmt(m->a, "%.32s/relay", m->inbox.p);
	t.id = msgid_touch(m->a, m->f->key, t.natural_key);
	rc = outbox_put(m->f->store, &t, err);
	if (rc == RC_OK && files > 0)
		rc = enclosures_want(m->f->store, t.id, m->inbox, err);
	return rc;
}

static enum rc
note(const struct desk_mail *m, struct str text, const struct contact *to,
    struct err *err)
{
	struct str head = str_head(text, NOTE_TEXT);
	struct deed_note n = {
	    .id = arena_fmt(m->a, "%.32s/relay", m->inbox.p),
	    .account = m->account->account.id,
	    .at = m->now,
	    .author = m->by,
	    .kind = STR("answer"),
	    .text = arena_fmt(m->a, "to %.*s: %.*s%s", STR_ARG(to->email),
		STR_ARG(head), head.n < text.n ? " ..." : ""),
	    .inbox = m->inbox,
	};

	return deed_note(m->f->store, &n, err);
}

/* What its reader is told who may have meant somebody else. */
static struct str
reason(const struct desk_mail *m, const struct contact *to,
    const struct params *asked)
{
	if (str_fold_eq(to->email, asked->from))
		return arena_fmt(
		    m->a, "Your answer goes to %.*s.", STR_ARG(to->email));
	return arena_fmt(m->a,
	    "Your answer goes to %.*s, the address on file; %.*s, who wrote, "
	    "is not on file.",
	    STR_ARG(to->email),
	    STR_ARG(asked->from.n ? asked->from : STR("somebody")));
}

enum rc
desk_relay(const struct desk_mail *m, struct str text, struct desk_result *out,
    struct err *err)
{
	const struct contact *to = NULL;
	struct params asked;
	enum rc rc;

	text = str_trim(text);
	params_read(m->a, m->answers->params, &asked);
	if (!hands_over(m->answers, &asked))
		return keep(m, text, out, err);
	rc = check(m, text, &to, &asked, err);
	if (rc == RC_OK)
		rc = put(m, text, to, &asked, err);
	if (rc == RC_OK)
		rc = note(m, text, to, err);
	if (rc == RC_OK)
		rc = deed_task_done(m->f->store, m->answers->inbox,
		    m->account->account.id, m->now, err);
	if (rc != RC_OK)
		return rc;
	out->queue = STR("Done");
	out->reason = reason(m, to, &asked);
	return RC_OK;
}
