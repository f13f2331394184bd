#include "flow/posting.h"
#include "flow/posting_parts.h"
#include "model/limits.h"
#include "render/mimeout.h"
#include "render/msgid.h"
#include "render/slip.h"
#include "store/exchange.h"
#include "store/inbox.h"

/* The thread in which it stands: the last mail that they got. */
static enum rc
find_thread(const struct posting_job *j, const struct facts_account *facts,
    const struct posting_mail *m, struct exchange_last *last, struct err *err)
{
	enum rc rc;

	*last = (struct exchange_last){0};
	rc = exchange_last(
	    j->f->store, j->a, facts->account.id, m->who->id, last, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* A name of the ledger may hold what no header can. */
static struct str
for_header(struct str s)
{
	return mimeout_check_value(s) ? s : (struct str){NULL, 0};
}

static struct str
subject_of(const struct posting_job *j, const struct posting_mail *m,
    const struct exchange_last *last)
{
	if (for_header(last->subject).n > 0)
		return str_fold_starts(last->subject, STR("re:"))
			   ? last->subject
			   : arena_fmt(
				 j->a, "Re: %.*s", STR_ARG(last->subject));
	if (m->read->invoice_count > 0)
		return for_header(m->read->invoices[0]);
	return j->f->set->company_name;
}

/* No id of a touch: it is theirs, not ours. */
static struct str
message_id(const struct posting_job *j, struct str address)
{
	size_t at = str_rchr(address, '@');
	struct str key = arena_fmt(j->a, "post|%.*s", STR_ARG(j->post->id));

	return arena_fmt(j->a, "form.%.*s@%.*s",
	    STR_ARG(msgid_touch(j->a, j->f->key, key)),
	    STR_ARG(str_sub(
		address, at == STR_NPOS ? address.n : at + 1, address.n)));
}

static enum rc
compose(const struct posting_job *j, const struct slip *slip, struct str *raw,
    struct err *err)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_MAIL_RAW);
	rc = slip_write(slip, &b, err);
	if (rc == RC_OK)
		*raw = arena_dup(j->a, buf_str(&b));
	buf_fini(&b);
	return rc;
}

static void
set_files(const struct posting_job *j, struct slip *slip, struct message *msg)
{
	const struct post *p = j->post;
	struct letter_file *v = arena_array(j->a, p->file_count, sizeof(*v));

	msg->files = arena_array(j->a, p->file_count, sizeof(*msg->files));
	for (size_t i = 0; i < p->file_count; i++) {
		v[i] = (struct letter_file){.name = p->files[i].name,
		    .type = p->files[i].type,
		    .bytes = p->files[i].bytes};
		msg->files[i] = (struct message_file){
		    .name = v[i].name, .type = v[i].type, .size = v[i].bytes.n};
	}
	msg->file_count = p->file_count;
	slip->files = v;
	slip->file_count = p->file_count;
}

/* The same as values, for those who do not read bytes. */
static void
set_message(
    const struct posting_job *j, const struct slip *slip, struct message *msg)
{
	struct message_address *from = arena_alloc(j->a, sizeof(*from));

	from->name = slip->from_name;
	from->address = slip->from_address;
	msg->from = (struct message_addresses){from, 1};
	msg->subject = slip->subject;
	msg->message_id = slip->message_id;
	msg->has_date = true;
	msg->date = slip->date;
	msg->text = msg->reply = slip->text;
	if (slip->in_reply_to.n == 0)
		return;
	msg->in_reply_to = arena_alloc(j->a, sizeof(struct str));
	msg->in_reply_to[0] = slip->in_reply_to;
	msg->references = msg->in_reply_to;
	msg->reference_count = msg->in_reply_to_count = 1;
}

static enum rc
put(const struct posting_job *j, const struct facts_account *facts,
    struct posting_mail *m, struct str raw, struct err *err)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];
	struct inbox_mail row = {
	    .mailbox = m->mailbox,
	    .folder = STR(POSTING_FOLDER),
	    .place = j->post->id,
	    .received_at = j->post->at,
	    .raw = raw,
	    .account = facts->account.id,
	    .contact = m->who->id,
	};

	seal_blake2b(raw, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	row.id = m->inbox = arena_dup(j->a, str_of(hex));
	return inbox_add(j->f->store, &row, err);
}

enum rc
posting_mail_put(const struct posting_job *j, const struct facts_account *facts,
    struct posting_mail *m, struct err *err)
{
	const struct mailbox_settings *box;
	struct exchange_last last;
	struct slip slip = {.text = m->text, .date = j->post->at};
	struct str raw;
	enum rc rc = find_thread(j, facts, m, &last, err);

	if (rc != RC_OK)
		return rc;
	box = flow_mailbox(j->f, last.mailbox);
	m->mailbox = box->name;
	slip.from_name = for_header(m->who->name);
	slip.from_address = m->who->email;
	slip.to_name = box->display;
	slip.to_address = box->address;
	slip.subject = subject_of(j, m, &last);
	slip.message_id = message_id(j, box->address);
	if (mimeout_check_id(last.message_id))
		slip.in_reply_to = last.message_id;
	set_files(j, &slip, &m->message);
	set_message(j, &slip, &m->message);
	rc = compose(j, &slip, &raw, err);
	return rc == RC_OK ? put(j, facts, m, raw, err) : rc;
}
