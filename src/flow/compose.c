#include "flow/compose.h"

#include "flow/compose_rows.h"
#include "flow/document.h"
#include "flow/library.h"
#include "model/limits.h"
#include "render/locale.h"
#include "render/msgid.h"
#include "store/courses.h"
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
load_facts(struct compose *j, const struct facts_gate *gate, struct err *err)
{
	struct facts_ask ask = {j->t->account, j->now, gate, LEDGER_UNAPPLIED};

	if (!str_is_empty(j->t->account))
		return facts_load(j->f, j->a, &ask, &j->facts, err);
	j->facts.locale = j->f->set->company_locale;
	facts_set_moment(j->f, &j->facts, j->now);
	return RC_OK;
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
	};
}

static struct str
locale_of(const struct compose *j)
{
	struct values_in in = values_of(j);

	return values_locale(j->f, &in);
}

/* Its step, in today's sequence for this account. */
static void
find_step(struct compose *j)
{
	enum sequence_kind kind;

	if (!sequence_kind_parse(j->t->sequence, &kind))
		return;
	j->seq = flow_sequence_for(j->f, kind, &j->facts);
	for (size_t i = 0; i < j->seq->step_count; i++)
		if (str_eq(j->seq->steps[i].name, j->t->step))
			j->step = &j->seq->steps[i];
}

/* The courses that it speaks of, and what there is to say about them. */
static enum rc
load_courses(struct compose *j, struct err *err)
{
	struct words_ask ask = {.f = j->f,
	    .a = j->a,
	    .touch = j->t,
	    .step = j->step,
	    .facts = &j->facts};
	enum rc rc;

	if (!compose_is_course(j) || j->step == NULL)
		return RC_OK;
	rc = courses_of_touch(
	    j->f->store, j->a, j->t->id, &j->courses, &j->course_count, err);
	if (rc != RC_OK || j->course_count == 0)
		return rc;
	ask.courses = j->courses;
	ask.course_count = j->course_count;
	ask.locale = locale_of(j);
	return words_load(j->seq->kind, &ask, &j->words, err);
}

static enum rc
load(struct compose *j, const struct facts_gate *gate, struct err *err)
{
	enum rc rc = load_facts(j, gate, err);

	if (rc != RC_OK)
		return rc;
	j->contact = find_contact(&j->facts, j->t->contact);
	j->mailbox = flow_mailbox(j->f, j->t->mailbox);
	params_read(j->a, j->t->params, &j->params);
	rc = outbox_lines(
	    j->f->store, j->a, j->t->id, &j->lines, &j->line_count, err);
	find_step(j);
	if (rc == RC_OK)
		rc = load_courses(j, err);
	j->shown = arena_array(j->a,
	    j->line_count + j->params.invoice_count + j->words.invoice_count +
		STAFF_INVOICES,
	    sizeof(*j->shown));
	return rc;
}

static enum rc
make_links(struct compose *j, struct err *err)
{
	static const enum link_purpose purposes[] = {
	    LINK_PAY, LINK_DISPUTE, LINK_ACCOUNT};
	int64_t expires = j->now + j->f->set->links_days * DAY_SECS;

	if (j->linked || compose_is_staff(j->t)) /* links are for customers */
		return RC_OK;
	j->linked = true;
	for (size_t i = 0; i < 3; i++)
		j->links[purposes[i]] = (struct link){
		    .purpose = purposes[i],
		    .expires = expires,
		    .account = j->t->account,
		    .contact = j->t->contact,
		};
	return link_make_set(
	    j->a, j->f->key, j->f->set->links_base, j->links, 3, err);
}

static enum rc
attach(
    struct compose *j, enum document_type type, struct str ref, struct err *err)
{
	struct letter_file *file = &j->files[j->file_count];
	struct str url;
	enum rc rc;

	if (j->file_count == LIMIT_ATTACHMENTS)
		return RC_OK;
	rc = make_links(j, err); /* it shows where to pay */
	if (rc != RC_OK)
		return rc;
	url = j->links[LINK_PAY].url;
	rc = type == DOCUMENT_STATEMENT
		 ? document_statement(j->f, j->a, &j->facts, url, file, err)
		 : document_invoice(j->f, j->a, &j->facts, ref, url, file, err);
	if (rc == RC_OK)
		j->file_count++;
	return rc;
}

static enum rc
attach_all(struct compose *j, struct err *err)
{
	const struct sequence_step *step = j->step;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < j->params.document_count; i++)
		rc = attach(j, j->params.documents[i].type,
		    j->params.documents[i].ref, err);
	for (size_t i = 0; rc == RC_OK && i < j->words.file_count &&
			   j->file_count < LIMIT_ATTACHMENTS;
	     i++)
		j->files[j->file_count++] = j->words.files[i];
	if (step == NULL)
		return rc;
	if (rc == RC_OK && step->attach_statement)
		rc = attach(j, DOCUMENT_STATEMENT, (struct str){NULL, 0}, err);
	for (size_t i = 0;
	     rc == RC_OK && step->attach_invoices && i < j->shown_count; i++)
		rc = attach(j, DOCUMENT_INVOICE,
		    j->facts.invoices[j->shown[i]].id, err);
	return rc;
}

/* An answer goes below the mail it answers, a reminder below the last one. */
static enum rc
load_thread(struct compose *j, struct err *err)
{
	struct letter_head *head = &j->head;
	enum rc rc;

	if (!compose_is_reminder(j->t)) {
		head->in_reply_to = j->params.in_reply_to;
		head->references = j->params.references;
		head->reference_count = j->params.reference_count;
		return RC_OK;
	}
	rc = outbox_thread(j->f->store, j->a, j->t, &head->references,
	    &head->reference_count, err);
	if (rc == RC_OK && head->reference_count > 0)
		head->in_reply_to = head->references[head->reference_count - 1];
	return rc;
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
	if (j->contact)
		head->to_name = j->contact->name;
	head->to_address = j->t->recipient;
	head->message_id =
	    msgid_make(j->a, j->f->key, j->t->id, domain_of(box->address));
	head->date = j->now;
	head->auto_replied = str_eqc(j->t->kind, "answer");
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

static enum rc
load_texts(struct compose *j, struct err *err)
{
	enum rc rc;

	j->locale = locale_of(j);
	rc = library_letter(j->f->library, folder_of(j), j->t->template_name,
	    locale_language(j->locale),
	    locale_language(j->f->set->company_locale), &j->letter, err);
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

enum rc
compose_load(const struct flow *f, struct arena *a,
    const struct compose_ask *ask, struct compose **c,
    struct compose_result *out, struct err *err)
{
	struct compose *j = arena_alloc(a, sizeof(*j));
	enum rc rc;

	*j = (struct compose){.f = f, .a = a, .t = ask->touch, .now = ask->now};
	*c = j;
	*out = (struct compose_result){.verdict = COMPOSE_SEND};
	rc = load(j, ask->gate, err);
	if (rc == RC_OK)
		rc = compose_rows(j, ask->gate, out, err);
	if (out->verdict != COMPOSE_SEND)
		return RC_OK;
	if (rc == RC_OK)
		rc = attach_all(j, err);
	if (rc == RC_OK)
		rc = load_texts(j, err);
	if (rc == RC_OK)
		rc = load_thread(j, err);
	return cannot(a, rc, out, err);
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
	buf_init(&b, LIMIT_LETTER);
	buf_reserve(&b, LETTER_USUAL);
	rc = letter_render(j->a, &j->head, j->letter, j->layout, values,
	    j->files, j->file_count, &b, err);
	out->bytes = arena_dup(keep, buf_str(&b));
	out->message_id = arena_dup(keep, j->head.message_id);
	buf_clear(&b);
	template_render(letter_template_subject(j->letter), values, ESCAPE_NONE,
	    NULL, NULL, &b);
	out->subject = arena_dup(keep, buf_str(&b));
	buf_fini(&b);
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
	rc = make_links(c, &err);
	if (rc == RC_OK)
		rc = write_letter(c, keep, out, &err);
	if (rc != RC_OK)
		cannot(keep, RC_BAD, out, &err);
}
