#include "flow/compose.h"

#include "flow/compose_case.h"
#include "flow/compose_courses.h"
#include "flow/compose_deadline.h"
#include "flow/compose_diary.h"
#include "flow/compose_draft.h"
#include "flow/compose_files.h"
#include "flow/compose_links.h"
#include "flow/compose_spool.h"
#include "flow/library.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/ledger.h"

static const struct contact *
find_contact(const struct facts_account *facts, struct str id)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (str_eq(facts->contacts[i].id, id))
			return &facts->contacts[i];
	return NULL;
}

/* A mail to staff may be about nobody that the ledger knows. */
static enum rc
check_account(const struct compose *j, struct err *err)
{
	struct str account = j->t->account;

	if (str_is_empty(j->facts.account.id) && !str_is_empty(account))
		return err_set(
		    err, RC_MISS, "no account %.*s", STR_ARG(account));
	return RC_OK;
}

/* An answer goes below the mail it answers, a reminder below the last one. */
static void
set_thread(struct compose *j, const struct outbox_rows *rows)
{
	struct letter_head *head = &j->head;

	if (!compose_is_reminder(j->t)) {
		head->in_reply_to = j->params.in_reply_to;
		head->references = j->params.references;
		head->reference_count = j->params.reference_count;
		return;
	}
	head->references = rows->thread;
	head->reference_count = rows->thread_count;
	if (head->reference_count > 0)
		head->in_reply_to = head->references[head->reference_count - 1];
}

static void
set_rows(struct compose *j, const struct outbox_rows *rows)
{
	j->contact = find_contact(&j->facts, j->t->contact);
	j->mailbox = flow_mailbox(j->f, j->t->mailbox);
	params_read(j->a, j->t->params, &j->params);
	j->lines = rows->lines;
	j->line_count = rows->line_count;
	set_thread(j, rows);
}

static void
make_room(struct compose *j)
{
	j->shown = arena_array(j->a,
	    j->line_count + j->params.invoice_count + j->words.invoice_count +
		STAFF_INVOICES,
	    sizeof(*j->shown));
}

static struct str
domain_of(struct str address)
{
	return str_sub(address, str_rchr(address, '@') + 1, address.n);
}

static void
set_head(struct compose *j)
{
	const struct mailbox_settings *box = j->mailbox;
	struct letter_head *head = &j->head;

	head->from_name = box->display;
	head->from_address = box->address;
	if (j->contact && !compose_is_staff(j->t))
		head->to_name = j->contact->name;
	head->to_address = j->t->recipient;
	head->message_id =
	    msgid_make(j->a, j->f->key, j->t->id, domain_of(box->address));
	head->date = j->now;
	head->auto_replied = str_eqc(j->t->kind, "answer");
	if (str_eqc(j->t->kind, "relay")) {
		head->by_person = true;
		if (j->params.by.n > 0)
			head->from_name = j->params.by;
	}
	if (compose_is_over(j, STEP_INVITE)) /* in the collector's name */
		compose_draft_sign(j, head);
	head->language = locale_language(j->locale);
	head->reply_to = box->reply_tag ? msgid_reply_address(j->a, j->f->key,
					      j->t->id, box->reply_address)
					: box->reply_address;
}

static struct str
folder_of(const struct compose *j)
{
	if (j->seq != NULL)
		return j->seq->name;
	return compose_is_staff(j->t) ? STR("staff") : STR("answers");
}

static struct values_in
values_of(const struct compose *j)
{
	return (struct values_in){
	    .touch = j->t,
	    .facts = &j->facts,
	    .contact = j->contact,
	    .mailbox = j->mailbox,
	    .params = &j->params,
	    .shown = j->shown,
	    .shown_count = j->shown_count,
	    .links = j->links,
	    .earlier = j->head.reference_count > 0,
	    .more = j->words.root,
	    .deadline = j->deadline,
	    .charges = j->charges,
	    .charge_count = j->charge_count,
	};
}

static enum rc
load_texts(struct compose *j, struct err *err)
{
	struct values_in in = values_of(j);
	enum rc rc;

	j->locale = values_locale(j->f, &in);
	rc = library_letter(j->f->library, folder_of(j), j->t->template_name,
	    locale_language(j->locale),
	    locale_language(j->f->set->company_locale), &j->letter, err);
	if (rc == RC_OK && compose_is_over(j, STEP_DRAFT))
		rc = compose_draft_load(j, err);
	return rc == RC_OK ? library_layout(j->f->library, &j->layout, err)
			   : rc;
}

static enum rc
cannot(struct arena *a, enum rc rc, struct compose_result *out,
    const struct err *err)
{
	if (rc != RC_BAD && rc != RC_MISS)
		return rc;
	out->verdict = COMPOSE_FAIL;
	out->reason = arena_dup(a, str_of(err->text));
	return RC_OK;
}

/* A friendly reminder speaks of no interest. */
static enum rc
load_charges(struct compose *j, struct err *err)
{
	struct charge_ask ask = {
	    .f = j->f,
	    .a = j->a,
	    .facts = &j->facts,
	    .shown = j->shown,
	    .shown_count = j->shown_count,
	    .level = j->t->level,
	};

	if (j->step == NULL || compose_is_course(j) ||
	    j->step->tone < TONE_FIRM)
		return RC_OK;
	return charge_load(&ask, &j->charges, &j->charge_count, err);
}

size_t
compose_file_count(const struct compose *c)
{
	return c->file_count;
}

enum rc
compose_record(const struct compose *c, struct err *err)
{
	enum rc rc =
	    charge_record(c->f, c->charges, c->charge_count, c->now, err);

	if (rc == RC_OK && c->draft.touch.n > 0)
		rc = drafts_put(c->f->store, &c->draft, err);
	return rc;
}

/* All is read: does it go, and with what? */
static enum rc
decide(struct compose *j, const struct facts_gate *gate,
    struct compose_result *out, struct err *err)
{
	struct err why = {{0}};
	enum rc rc;

	if (compose_spool_is_event(j->t))
		return RC_OK;
	rc = check_account(j, &why);

	if (rc == RC_OK)
		rc = compose_rows(j, gate, out, &why);
	if (out->verdict != COMPOSE_SEND)
		return RC_OK;
	compose_deadline_set(j);
	if (rc == RC_OK)
		rc = load_charges(j, &why);
	if (rc == RC_OK)
		rc = compose_files_attach(j, &why);
	if (rc == RC_OK)
		rc = load_texts(j, &why);
	rc = cannot(j->a, rc, out, &why);
	return rc == RC_OK ? RC_OK : err_set(err, rc, "%s", why.text);
}

/* What was read for all of them at once. */
struct pile {
	const struct flow *f;
	struct arena *a;
	struct facts_account facts[COMPOSE_PILE];
	struct outbox_rows rows[COMPOSE_PILE];
};

static enum rc
read_pile(struct pile *p, const struct compose_ask *ask,
    const struct compose_sheet *sheets, size_t count, struct err *err)
{
	const struct outbox_touch *touches[COMPOSE_PILE];
	struct str accounts[COMPOSE_PILE];
	struct facts_pile pile = {
	    accounts, count, ask->now, ask->gate, LEDGER_UNAPPLIED};
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		touches[i] = sheets[i].touch;
		accounts[i] = touches[i]->account;
	}
	rc = facts_load_pile(p->f, p->a, &pile, p->facts, err);
	if (rc != RC_OK)
		return rc;
	return outbox_rows(p->f->store, p->a, touches, count, p->rows, err);
}

enum rc
compose_load(const struct flow *f, struct arena *a,
    const struct compose_ask *ask, struct compose_sheet *sheets, size_t count,
    struct err *err)
{
	struct pile pile = {.f = f, .a = a};
	enum rc rc = read_pile(&pile, ask, sheets, count, err);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct compose_sheet *s = &sheets[i];
		struct compose *j = arena_alloc(a, sizeof(*j));

		*j = (struct compose){.f = f,
		    .a = a,
		    .t = s->touch,
		    .now = ask->now,
		    .facts = pile.facts[i]};
		set_rows(j, &pile.rows[i]);
		s->compose = j;
		s->result = (struct compose_result){.verdict = COMPOSE_SEND};
		rc = compose_courses_load(j, err);
		if (rc == RC_OK)
			rc = compose_case_load(j, err);
		if (rc == RC_OK)
			rc = compose_diary_load(j, err);
		if (rc != RC_OK)
			break;
		make_room(j);
		rc = decide(j, ask->gate, &s->result, err);
	}
	return rc;
}

static enum rc
write_spool(struct compose *j, struct arena *keep, struct compose_result *out,
    struct err *err)
{
	struct values_in in = values_of(j);
	struct value *values = values_build(j->f, j->a, &in);
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_LETTER);
	rc = compose_spool_write(j, values, &b, err);
	if (rc == RC_OK && b.full)
		rc = err_set(err, RC_BAD, "larger than %zu bytes", b.max);
	out->bytes = arena_dup(keep, buf_str(&b));
	buf_fini(&b);
	out->subject = arena_dup(keep, j->head.subject);
	return rc;
}

/* Who else reads it stands in its header, before it is written. */
static void
set_copies(struct compose *j, struct arena *keep, struct compose_result *out)
{
	const struct contact **to =
	    arena_array(keep, LIMIT_COPIES, sizeof(const struct contact *));
	struct str *cc = arena_array(keep, LIMIT_COPIES, sizeof(*cc));

	if (j->step == NULL || !compose_is_reminder(j->t))
		return;
	out->copy_count = gate_copies(&j->facts, j->step, j->contact, to);
	out->copies = to;
	for (size_t i = 0; i < out->copy_count; i++)
		cc[i] = to[i]->email;
	j->head.cc = cc;
	j->head.cc_count = out->copy_count;
}

static enum rc
write_letter(struct compose *j, struct arena *keep, struct compose_result *out,
    struct err *err)
{
	struct values_in in = values_of(j);
	struct value *values = values_build(j->f, j->a, &in);
	struct buf b;
	enum rc rc;

	set_head(j);
	compose_case_write(j, values);
	set_copies(j, keep, out);
	if (compose_is_over(j, STEP_DRAFT)) {
		rc = compose_draft_write(j, keep, values, err);
		if (rc != RC_OK)
			return rc;
		out->drafted = j->drawer != NULL;
	}
	buf_init(&b, LIMIT_LETTER);
	buf_reserve(&b, LETTER_USUAL);
	rc = letter_render(j->a, &j->head, j->letter, j->layout, values,
	    j->files, j->file_count, &b, err);
	out->bytes = arena_dup(keep, buf_str(&b));
	buf_fini(&b);
	out->message_id = arena_dup(keep, j->head.message_id);
	out->subject = arena_dup(keep, j->head.subject);
	return rc;
}

void
compose_write(struct compose *c, struct arena *scratch, struct arena *keep,
    struct compose_result *out)
{
	struct err err = {{0}};
	enum rc rc;

	*out = (struct compose_result){.verdict = COMPOSE_SEND};
	c->a = scratch;
	rc = compose_links_own(c, &err);
	if (rc == RC_OK && compose_is_spool(c->t))
		rc = write_spool(c, keep, out, &err);
	else if (rc == RC_OK)
		rc = write_letter(c, keep, out, &err);
	if (rc != RC_OK)
		cannot(keep, RC_BAD, out, &err);
}

struct str
compose_words(struct compose *c)
{
	struct values_in in = values_of(c);
	struct value *values = values_build(c->f, c->a, &in);
	struct buf subject, body;
	struct str out;

	value_set_bool(c->a, values, "listed", true);
	buf_init(&subject, LIMIT_MAIL_FIELD);
	buf_init(&body, LIMIT_LETTER);
	letter_text(c->letter, values, &subject, &body);
	out = arena_dup(c->a, buf_str(&body));
	buf_fini(&subject);
	buf_fini(&body);
	return out;
}
