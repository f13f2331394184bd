#include "flow/compose_draft.h"

#include "flow/library.h"
#include "flow/mailto.h"
#include "flow/noteto.h"
#include "flow/officehours.h"
#include "flow/people.h"
#include "flow/visit.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/ledger.h"
#include "store/visits.h"

#define DOWN_SECS (4 * 3600) /* then the mail goes out instead */

/* RC_MISS: their mailbox cannot be had for long, or we have no access. */
static enum rc
find_drawer(struct compose *j, struct err *err)
{
	const struct collector_settings *who =
	    flow_collector(j->f, j->t->recipient);
	int64_t since = 0;
	enum rc rc;

	j->drawer = NULL;
	if (who == NULL || j->f->key == NULL)
		return RC_OK;
	rc = drafts_box_since(j->f->store, who->box.name, &since, err);
	if (rc == RC_MISS || (rc == RC_OK && j->now - since < DOWN_SECS))
		j->drawer = who;
	return rc == RC_MISS ? RC_OK : rc;
}

/* A mailed one that would not be known again when it is sent is not waited
 * for. */
static bool
is_watched(const struct compose *j)
{
	return j->drawer != NULL || (j->mailbox->reply_tag &&
					!str_is_empty(j->mailbox->authserv_id));
}

/* On the morning of the talk; one that is about none, after two days'
 * business. */
static enum rc
set_due(struct compose *j, struct err *err)
{
	struct str id = {NULL, 0};
	struct visit v;
	enum rc rc = RC_MISS;

	if (j->course_count > 0)
		id = visit_of_course(j->a, &j->courses[0]);
	if (id.n > 0)
		rc = visits_get(j->f->store, j->a, id, &v, err);
	if (rc == RC_OK)
		j->draft.due_at = facts_instant(
		    j->f, &j->facts, v.day, (int)j->f->set->window_from);
	else if (rc == RC_MISS)
		j->draft.due_at = officehours_after(
		    j->f, j->now, j->f->set->staff_escalate_hours);
	if (!is_watched(j))
		j->draft.due_at = INT64_MAX;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
compose_draft_load(struct compose *j, struct err *err)
{
	struct str language = locale_language(j->f->set->company_locale);
	enum rc rc = find_drawer(j, err);

	if (rc == RC_OK)
		rc = set_due(j, err);
	if (rc != RC_OK || j->drawer != NULL)
		return rc;
	return library_letter(j->f->library, STR("staff"), STR("draft"),
	    language, language, &j->wrapper, err);
}

void
compose_draft_sign(const struct compose *j, struct letter_head *head)
{
	struct str who = j->facts.account.collector;

	if (who.n > 0 && str_chr(who, '@') == STR_NPOS)
		head->from_name = who;
	head->by_person = true;
}

static struct str
note_address(const struct compose *j)
{
	return noteto_address(j->f, j->a, j->mailbox, j->facts.account.id);
}

static struct str
mailto(const struct compose *j, struct str subject, struct str body)
{
	struct mailto m = {
	    .address = j->contact->email,
	    .subject = subject,
	    .body = body,
	    .bcc = note_address(j),
	};

	return mailto_url(j->a, &m);
}

static struct str
domain_of(struct str address)
{
	return str_sub(address, str_rchr(address, '@') + 1, address.n);
}

/* Who sends it: who has the mailbox, else as the account names them. */
static void
set_from(const struct compose *j, struct letter_head *head)
{
	struct str who = j->facts.account.collector;

	if (j->drawer != NULL) {
		head->from_address = j->drawer->box.address;
		head->from_name = people_name(j->f, head->from_address);
	} else if (str_chr(who, '@') != STR_NPOS) {
		head->from_address = who;
		head->from_name = people_name(j->f, who);
	} else {
		head->from_address = j->mailbox->address;
		head->from_name = who;
	}
}

/*
 * Its token stands wherever a mail program may leave it: some write an id of
 * their own, some drop what they do not know. What the customer replies comes
 * to us, by an address that proves the thread.
 */
static struct letter_head
head_of(const struct compose *j, struct str token)
{
	struct letter_head head = {
	    .to_name = j->contact->name,
	    .to_address = j->contact->email,
	    .bcc = note_address(j),
	    .reply_to = j->mailbox->reply_address,
	    .date = j->now,
	    .language = j->head.language,
	    .by_person = true,
	    .unsent = true,
	};
	struct str *chain = arena_array(j->a, 1, sizeof(*chain));

	set_from(j, &head);
	head.message_id =
	    msgid_make(j->a, j->f->key, token, domain_of(head.from_address));
	head.token = head.message_id;
	chain[0] = msgid_make(j->a, j->f->key, token,
	    arena_fmt(
		j->a, "draft.%.*s", STR_ARG(domain_of(j->mailbox->address))));
	head.references = chain;
	head.reference_count = 1;
	if (j->mailbox->reply_tag)
		head.reply_to = msgid_reply_address(
		    j->a, j->f->key, token, j->mailbox->reply_address);
	return head;
}

static void
keep_row(struct compose *j, struct arena *keep, struct str token,
    struct str subject, struct str body)
{
	struct drafts_row *d = &j->draft;

	d->touch = j->t->id;
	d->token = arena_dup(keep, token);
	d->account = j->t->account;
	d->contact = j->contact->id;
	d->person = ledger_email_key(keep, j->t->recipient);
	d->recipient = ledger_email_key(keep, j->contact->email);
	d->collector = j->drawer ? j->drawer->box.name : STR("");
	d->state = j->drawer ? STR("made") : STR("mailed");
	d->subject = arena_dup(keep, subject);
	d->words = arena_dup(keep, body);
	d->at = j->now;
}

/* Attached to a mail of ours to them. */
static enum rc
wrap(struct compose *j, struct letter_head *head, struct value *values,
    struct err *err)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_LETTER);
	rc = letter_render(j->a, head, j->letter, j->layout, values, j->files,
	    j->file_count, &b, err);
	j->file_count = 0;
	j->files[j->file_count++] = (struct letter_file){
	    .name = STR("draft.eml"),
	    .type = STR("message/rfc822"),
	    .bytes = arena_dup(j->a, buf_str(&b)),
	};
	buf_fini(&b);
	j->letter = j->wrapper;
	j->head.language = locale_language(j->f->set->company_locale);
	return rc;
}

enum rc
compose_draft_write(struct compose *j, struct arena *keep, struct value *values,
    struct err *err)
{
	struct letter_head head;
	struct buf subject, body;
	struct str token;
	enum rc rc = RC_OK;

	if (j->contact == NULL)
		return err_set(err, RC_BAD, "a draft to nobody");
	token = msgid_touch(
	    j->a, j->f->key, arena_fmt(j->a, "%.*s|draft", STR_ARG(j->t->id)));
	head = head_of(j, token);
	buf_init(&subject, LIMIT_LETTER);
	buf_init(&body, LIMIT_LETTER);
	letter_text(j->letter, values, &subject, &body);
	keep_row(j, keep, token, buf_str(&subject), buf_str(&body));
	if (j->drawer != NULL) {
		j->head = head;
	} else {
		rc = wrap(j, &head, values, err);
		value_set_text(j->a, values, "mailto_url",
		    mailto(j, buf_str(&subject), buf_str(&body)));
	}
	buf_fini(&subject);
	buf_fini(&body);
	return rc;
}
