#include "flow/carrier_round.h"

#include "base/log.h"
#include "decide/stopword.h"
#include "flow/carrier_parts.h"
#include "flow/textbook.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "render/slip.h"
#include "store/inbox.h"
#include "store/ledger.h"

#define WORDS_MAX 1600 /* what carriers join */

/* Who wrote, as far as a number tells. */
struct writer {
	struct str number;           /* as the carrier wrote it */
	struct outbox_touch touch;   /* our last text to it; id empty: none */
	struct str account, contact; /* empty: nobody's, or several ones' */
	const struct carrier_owner *owners;
	size_t owner_count;
};

/* It is on file now; an old text of ours to a number that went on to somebody
 * else speaks for nobody. */
static bool
has_owner(const struct writer *x, struct str account)
{
	for (size_t i = 0; i < x->owner_count; i++)
		if (str_eq(x->owners[i].account, account))
			return true;
	return false;
}

static struct str
contact_of(const struct writer *x, struct str account, struct str likely)
{
	struct str first = {NULL, 0};

	for (size_t i = 0; i < x->owner_count; i++) {
		if (!str_eq(x->owners[i].account, account))
			continue;
		if (str_eq(x->owners[i].contact, likely))
			return likely;
		if (first.n == 0)
			first = x->owners[i].contact;
	}
	return first;
}

/* By the last text that went there; else by the only account that has it. */
static void
choose(struct writer *x)
{
	bool one = x->owner_count > 0;

	if (x->touch.id.n > 0 && has_owner(x, x->touch.account)) {
		x->account = x->touch.account;
		x->contact = contact_of(x, x->account, x->touch.contact);
		return;
	}
	x->touch.id = (struct str){NULL, 0};
	for (size_t i = 1; i < x->owner_count; i++)
		one = one && str_eq(x->owners[i].account, x->owners[0].account);
	if (!one)
		return;
	x->account = x->owners[0].account;
	x->contact = x->owners[0].contact;
}

static enum rc
find_writer(struct carrier_work *w, struct writer *x, struct err *err)
{
	struct texts_row last;
	char number[E164_MAX];
	enum rc rc;

	*x = (struct writer){.number = w->e->from};
	if (!e164_read(w->e->from, STR(""), number))
		return RC_OK; /* none that we would have texted */
	x->number = arena_dup(w->a, str_of(number));
	rc = carrier_owners(
	    w->f, w->numbers, x->number, &x->owners, &x->owner_count, err);
	if (rc == RC_OK)
		rc = texts_last(w->f->store, w->a, x->number, &last, err);
	if (rc == RC_OK)
		rc = outbox_get(w->f->store, w->a, last.touch, &x->touch, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	choose(x);
	return RC_OK;
}

static struct str
words_of(const struct carrier_work *w)
{
	struct str words = str_head(str_trim(w->e->body), WORDS_MAX);

	if (w->e->media == 0)
		return words;
	return arena_fmt(w->a,
	    "%.*s%s(%lld file%s came with this text; they "
	    "are not fetched)",
	    STR_ARG(words), words.n ? "\n\n" : "", (long long)w->e->media,
	    w->e->media == 1 ? "" : "s");
}

/* Every account that has the number hears of it. */
static enum rc
note_all(struct carrier_work *w, const struct writer *x, const char *what,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->owner_count; i++) {
		struct carrier_note note = {x->owners[i].account, "text",
		    arena_fmt(w->a, "%.*s texted: %.*s (%s)",
			STR_ARG(x->number), STR_ARG(words_of(w)), what)};

		if (i == 0 || !str_eq(x->owners[i - 1].account, note.account))
			rc = carrier_note(w, &note, err);
	}
	return rc;
}

static enum rc
task_all(struct carrier_work *w, const struct writer *x, const char *kind,
    struct str text, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->owner_count; i++) {
		struct carrier_note task = {x->owners[i].account, kind, text};

		rc = carrier_task(w, &task, err);
	}
	return rc;
}

/* Only who is on file, or had a text of ours, is answered. */
static enum rc
answer(struct carrier_work *w, const struct writer *x, const char *name,
    struct err *err)
{
	struct carrier_answer to = {
	    .template_name = name,
	    .number = x->number,
	    .account = x->account,
	    .contact = x->contact,
	    .mailbox = x->touch.mailbox,
	};

	if (x->account.n == 0)
		return RC_OK;
	return carrier_answer(w, &to, err);
}

/* At once, and said once. */
static enum rc
stop(
    struct carrier_work *w, const struct writer *x, bool wrong, struct err *err)
{
	struct phones_said say = {
	    .number = x->number,
	    .state = wrong ? "wrong" : "stopped",
	    .by = STR("text"),
	    .at = w->now,
	};
	bool new = true;
	enum rc rc = phones_say(w->f->store, &say, err);

	if (rc == RC_MISS) {
		new = false;
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = note_all(w, x,
		    wrong ? "the number is somebody else's: no more texts"
			  : "no more texts and calls to that number",
		    err);
	if (rc == RC_OK && wrong)
		rc = task_all(w, x, "bad-number",
		    arena_fmt(w->a,
			"%.*s is not theirs: find another telephone number",
			STR_ARG(x->number)),
		    err);
	else if (rc == RC_OK && stopword_says_more(w->a, w->e->body))
		rc = task_all(w, x, "text",
		    arena_fmt(w->a, "asked for no more texts, and wrote: %.*s",
			STR_ARG(words_of(w))),
		    err);
	if (rc == RC_OK && new)
		rc = answer(w, x, "text-stopped", err);
	return rc;
}

static enum rc
begin_again(struct carrier_work *w, const struct writer *x, struct err *err)
{
	struct phones_said say = {
	    .number = x->number,
	    .state = "ok",
	    .by = STR("text"),
	    .at = w->now,
	};
	enum rc rc = phones_say(w->f->store, &say, err);

	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	rc = note_all(w, x, "may be texted", err);
	return rc == RC_OK ? answer(w, x, "text-started", err) : rc;
}

static struct str
message_id(const struct carrier_work *w, struct str domain)
{
	struct str key = arena_fmt(w->a, "text|%.*s", STR_ARG(w->e->sid));

	return arena_fmt(w->a, "text.%.*s@%.*s",
	    STR_ARG(msgid_touch(w->a, w->f->key, key)), STR_ARG(domain));
}

/* The address on file; of nobody's, one that leads nowhere (RFC 2606). */
static enum rc
set_sender(struct carrier_work *w, const struct writer *x, struct slip *s,
    struct err *err)
{
	struct contact c;
	struct str digits = x->number;
	size_t n = 0;
	enum rc rc;

	if (x->contact.n > 0) {
		rc = ledger_contact(w->f->store, w->a, x->contact, &c, err);
		s->from_name = rc == RC_OK ? c.name : STR("");
		s->from_address = rc == RC_OK ? c.email : STR("");
		if (rc != RC_OK && rc != RC_MISS)
			return rc;
	}
	if (s->from_address.n > 0)
		return RC_OK;
	while (n < digits.n && n < E164_MAX &&
	       (str_is_alnum(digits.p[n]) || (n == 0 && digits.p[0] == '+')))
		n++;
	digits = str_starts(digits, STR("+")) ? str_sub(digits, 1, n - 1)
					      : str_sub(digits, 0, n);
	s->from_address = arena_fmt(w->a, "%.*s@text.invalid",
	    STR_ARG(digits.n ? digits : STR("unknown")));
	return RC_OK;
}

static enum rc
put(struct carrier_work *w, const struct writer *x, struct inbox_mail *row,
    const struct slip *slip, struct err *err)
{
	unsigned char hash[SEAL_HASH];
	char hex[SEAL_HASH * 2 + 1];
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_MAIL_RAW);
	rc = slip_write(slip, &b, err);
	row->raw = arena_dup(w->a, buf_str(&b));
	buf_fini(&b);
	if (rc != RC_OK)
		return rc;
	seal_blake2b(row->raw, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	row->id = arena_dup(w->a, str_of(hex));
	row->account = x->contact.n ? x->account : STR("");
	row->contact = x->contact;
	rc = inbox_add(w->f->store, row, err);
	return rc == RC_MISS ? RC_OK : rc;
}

/* As the mail that they would have written. */
static enum rc
into_inbox(struct carrier_work *w, const struct writer *x, struct err *err)
{
	const struct mailbox_settings *box =
	    flow_mailbox(w->f, x->touch.mailbox);
	struct str domain = str_sub(
	    box->address, str_rchr(box->address, '@') + 1, box->address.n);
	struct slip slip = {
	    .to_name = box->display,
	    .to_address = box->address,
	    .subject = arena_fmt(w->a, "Text message from %.*s",
		STR_ARG(str_head(x->number, 20))),
	    .message_id = message_id(w, domain),
	    .date = w->now,
	    .text = words_of(w),
	};
	struct inbox_mail row = {
	    .mailbox = box->name,
	    .folder = STR(CARRIER_FOLDER),
	    .place = arena_fmt(w->a, "%.*s:%.*s",
		STR_ARG(str_head(x->number, 20)), STR_ARG(w->e->sid)),
	    .received_at = w->now,
	};
	enum rc rc = set_sender(w, x, &slip, err);

	if (rc != RC_OK)
		return rc;
	if (x->touch.id.n > 0)
		slip.in_reply_to =
		    msgid_make(w->a, w->f->key, x->touch.id, domain);
	return put(w, x, &row, &slip, err);
}

enum rc
carrier_text(struct carrier_work *w, struct err *err)
{
	enum stopword said = stopword_read(w->a, w->e->body);
	bool wanted = true;
	struct writer x;
	char number[E164_MAX];
	enum rc rc = find_writer(w, &x, err);

	if (rc == RC_OK)
		rc = textbook_wanted(w->f, w->a, x.number, &wanted, err);
	if (rc != RC_OK)
		return rc;
	e164_mask(x.number, number);
	log_event(LOG_INFO, "text-came", "sid=%.*s from=%s word=%d known=%d",
	    STR_ARG(w->e->sid), number, (int)said, x.account.n > 0);
	switch (said) {
	case STOPWORD_STOP:
	case STOPWORD_WRONG:
		return stop(w, &x, said == STOPWORD_WRONG, err);
	case STOPWORD_START:
		return begin_again(w, &x, err);
	case STOPWORD_YES:
		if (!wanted)
			return begin_again(w, &x, err);
		break;
	case STOPWORD_HELP:
		if (x.account.n > 0)
			return answer(w, &x, "text-help", err);
		break;
	case STOPWORD_NONE:
		break;
	}
	return into_inbox(w, &x, err);
}
