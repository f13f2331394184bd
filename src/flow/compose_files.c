#include "flow/compose_files.h"

#include "flow/compose_links.h"
#include "flow/compose_spool.h"
#include "flow/document.h"
#include "flow/month.h"
#include "flow/staffmail.h"
#include "store/enclosures.h"
#include "store/posts.h"

static enum rc
attach(
    struct compose *j, enum document_type type, struct str ref, struct err *err)
{
	struct letter_file *file = &j->files[j->file_count];
	struct str url;
	enum rc rc;

	if (j->file_count == LIMIT_ATTACHMENTS)
		return RC_OK;
	rc = compose_links_own(j, err); /* it shows where to pay */
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

/* The statement of the month that the mail is about. */
static enum rc
attach_month(struct compose *j, struct err *err)
{
	struct month_file want = {
	    .facts = &j->facts,
	    .month = j->words.month,
	    .forward = j->step->statement == STATEMENT_FORWARD,
	};
	enum rc rc = compose_links_own(j, err);

	if (rc != RC_OK || j->file_count == LIMIT_ATTACHMENTS)
		return rc;
	want.pay_url = j->links[LINK_PAY].url;
	rc = month_file(j->f, j->a, &want, &j->files[j->file_count], err);
	if (rc == RC_OK)
		j->file_count++;
	return rc;
}

/* Those that a customer sent by a form: they lie in no mailbox. */
static enum rc
attach_posted(struct compose *j, struct err *err)
{
	struct post_file *v = NULL;
	size_t n = 0;
	enum rc rc =
	    posts_files_of(j->f->store, j->a, j->t->inbox, &v, &n, err);

	for (size_t i = 0; i < n && j->file_count < LIMIT_ATTACHMENTS; i++)
		j->files[j->file_count++] = (struct letter_file){
		    .name = v[i].name,
		    .type = v[i].type,
		    .bytes = v[i].bytes,
		};
	if (n > 0 && j->words.root != NULL)
		value_set_bool(j->a, j->words.root, "enclosed", true);
	return rc;
}

/* Those that one of our own people sends with an answer. */
static enum rc
attach_enclosures(struct compose *j, struct err *err)
{
	struct enclosure *v = NULL;
	size_t n = 0;
	enum rc rc = RC_OK;

	if (str_eqc(j->t->template_name, STAFFMAIL_TASK))
		return attach_posted(j, err);
	if (str_eqc(j->t->kind, "relay"))
		rc = enclosures_get(j->f->store, j->a, j->t->id, &v, &n, err);
	for (size_t i = 0; i < n && j->file_count < LIMIT_ATTACHMENTS; i++)
		j->files[j->file_count++] = (struct letter_file){
		    .name = v[i].name,
		    .type = v[i].type,
		    .bytes = v[i].bytes,
		};
	return rc;
}

enum rc
compose_files_attach(struct compose *j, struct err *err)
{
	const struct sequence_step *step = j->step;
	enum rc rc = attach_enclosures(j, err);

	if (rc != RC_OK)
		return rc;
	if (compose_is_spool(j->t) || compose_spool_is_placement(j))
		return compose_spool_load(j, err);
	for (size_t i = 0; rc == RC_OK && i < j->params.document_count; i++)
		rc = attach(j, j->params.documents[i].type,
		    j->params.documents[i].ref, err);
	for (size_t i = 0; rc == RC_OK && i < j->words.file_count &&
			   j->file_count < LIMIT_ATTACHMENTS;
	     i++)
		j->files[j->file_count++] = j->words.files[i];
	if (step == NULL)
		return rc;
	if (rc == RC_OK && j->words.has_month)
		rc = attach_month(j, err);
	if (rc == RC_OK && step->attach_statement)
		rc = attach(j, DOCUMENT_STATEMENT, (struct str){NULL, 0}, err);
	for (size_t i = 0;
	     rc == RC_OK && step->attach_invoices && i < j->shown_count; i++)
		rc = attach(j, DOCUMENT_INVOICE,
		    j->facts.invoices[j->shown[i]].id, err);
	return rc;
}
