#include "flow/compose_draft.h"

#include "flow/library.h"
#include "flow/mailto.h"
#include "render/locale.h"
#include "render/msgid.h"

enum rc
compose_draft_load(struct compose *j, struct err *err)
{
	struct str language = locale_language(j->f->set->company_locale);

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
mailto(const struct compose *j, const struct value *values)
{
	struct mailto m = {.address = j->contact->email};
	struct buf subject, body;
	struct str out;

	buf_init(&subject, LIMIT_LETTER);
	buf_init(&body, LIMIT_LETTER);
	letter_text(j->letter, values, &subject, &body);
	m.subject = buf_str(&subject);
	m.body = buf_str(&body);
	out = mailto_url(j->a, &m);
	buf_fini(&subject);
	buf_fini(&body);
	return out;
}

/* What they reply comes to us, by the address that proves the thread. */
static struct letter_head
head_of(const struct compose *j)
{
	struct str who = j->facts.account.collector;
	bool is_address = str_chr(who, '@') != STR_NPOS;
	struct str inner = msgid_touch(
	    j->a, j->f->key, arena_fmt(j->a, "%.*s|draft", STR_ARG(j->t->id)));
	struct str from = is_address ? who : j->mailbox->address;
	struct letter_head head = {
	    .from_name = is_address ? (struct str){NULL, 0} : who,
	    .from_address = from,
	    .to_name = j->contact->name,
	    .to_address = j->contact->email,
	    .reply_to = j->head.reply_to,
	    .message_id = msgid_make(j->a, j->f->key, inner,
		str_sub(from, str_rchr(from, '@') + 1, from.n)),
	    .date = j->now,
	    .language = j->head.language,
	    .by_person = true,
	    .unsent = true,
	};

	return head;
}

enum rc
compose_draft_write(struct compose *j, struct value *values, struct err *err)
{
	struct letter_head head;
	struct buf b;
	enum rc rc;

	if (j->contact == NULL)
		return err_set(err, RC_BAD, "a draft to nobody");
	head = head_of(j);
	buf_init(&b, LIMIT_LETTER);
	rc = letter_render(j->a, &head, j->letter, j->layout, values, j->files,
	    j->file_count, &b, err);
	j->file_count = 0;
	j->files[j->file_count++] = (struct letter_file){
	    .name = STR("draft.eml"),
	    .type = STR("message/rfc822"),
	    .bytes = arena_dup(j->a, buf_str(&b)),
	};
	buf_fini(&b);
	if (rc != RC_OK)
		return rc;
	value_set_text(j->a, values, "mailto_url", mailto(j, values));
	j->letter = j->wrapper;
	j->head.language = locale_language(j->f->set->company_locale);
	return RC_OK;
}
