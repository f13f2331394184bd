#include "flow/compose_job.h"
#include "render/locale.h"
#include "render/msgid.h"

#define LETTER_USUAL 8000 /* bytes; more is no trouble */

enum rc
compose_write_links(struct compose *j, struct err *err)
{
	static const enum link_purpose purposes[] = {
	    LINK_PAY, LINK_DISPUTE, LINK_ACCOUNT};
	int64_t expires = j->now + j->f->set->links_days * DAY_SECS;

	if (j->linked || str_eqc(j->t->kind, "staff")) /* for customers */
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

struct values_in
compose_write_values(const struct compose *j)
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
	};
}

static enum rc
write_letter(struct compose *j, struct arena *keep, struct compose_result *out,
    struct err *err)
{
	struct values_in in = compose_write_values(j);
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
	rc = compose_write_links(c, &err);
	if (rc == RC_OK)
		rc = write_letter(c, keep, out, &err);
	if (rc == RC_OK)
		return;
	out->verdict = COMPOSE_FAIL;
	out->reason = arena_dup(keep, str_of(err.text));
}
