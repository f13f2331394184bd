#include <string.h>

#include "base/buf.h"
#include "flow/shelf_parts.h"
#include "model/limits.h"
#include "port/seal.h"
#include "render/mimeout.h"
#include "store/inbox.h"
#include "store/outbox.h"

#define SUBJECT_MAX 100

/* Ids are the customer's books': what a folder's name cannot hold, or a server
 * takes for the end of a level, is written as =XX. */
static struct str
folder_of(struct shelf *x, struct str account)
{
	static const char hex[] = "0123456789ABCDEF";
	char *p = arena_alloc(x->a, account.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < account.n; i++) {
		unsigned char c = (unsigned char)account.p[i];

		if (str_is_alnum((char)c) || c == '-' || c == '_') {
			p[n++] = (char)c;
			continue;
		}
		p[n++] = '=';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	return arena_fmt(x->a, "%.*s%saccounts/%.*s",
	    STR_ARG(x->box->queue_prefix), x->box->queue_prefix.n ? "/" : "",
	    (int)n, p);
}

/* Of the mailbox's own domain: nobody can be misled by it. */
static struct str
own_id(struct shelf *x, const struct shelf_item *it)
{
	static const char *const kinds[] = {
	    [SHELF_IN] = "in", [SHELF_OUT] = "out", [SHELF_NOTE] = "note"};
	struct str at = x->box->address;
	struct str of = arena_fmt(x->a, "%s|%.*s|%.*s", kinds[it->kind],
	    STR_ARG(it->item), STR_ARG(it->account));
	unsigned char hash[16];
	char text[2 * sizeof(hash) + 1];

	seal_blake2b(of, hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), text);
	return arena_fmt(x->a, "%s.%s@%.*s", kinds[it->kind], text,
	    STR_ARG(str_sub(at, str_rchr(at, '@') + 1, at.n)));
}

/* The id in the mail's own header; empty: there is none that can be asked
 * for. */
static struct str
find_id(struct str raw)
{
	struct str rest = raw, line;

	while (str_line(&rest, &line) && !str_is_empty(str_trim(line))) {
		size_t open, shut;

		if (!str_fold_starts(line, STR("message-id:")))
			continue;
		if (str_chr(line, '<') == STR_NPOS) /* folded */
			str_line(&rest, &line);
		open = str_chr(line, '<');
		shut = str_chr(line, '>');
		if (open == STR_NPOS || shut == STR_NPOS || shut < open)
			break;
		line = str_sub(line, open + 1, shut - open - 1);
		return mimeout_check_id(line) ? line : (struct str){NULL, 0};
	}
	return (struct str){NULL, 0};
}

/* Servers refuse bare line ends. */
static struct str
with_crlf(struct shelf *x, struct str raw)
{
	size_t bare = 0, n = 0;
	char *p;

	for (size_t i = 0; i < raw.n; i++)
		bare += raw.p[i] == '\n' && (i == 0 || raw.p[i - 1] != '\r');
	if (bare == 0)
		return raw;
	p = arena_alloc(x->a, raw.n + bare);
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] == '\n' && (i == 0 || raw.p[i - 1] != '\r'))
			p[n++] = '\r';
		p[n++] = raw.p[i];
	}
	return (struct str){p, n};
}

static struct str
give_id(struct shelf *x, struct str id, struct str raw)
{
	struct str line =
	    arena_fmt(x->a, "Message-ID: <%.*s>\r\n", STR_ARG(id));
	char *p = arena_alloc(x->a, line.n + raw.n);

	memcpy(p, line.p, line.n);
	memcpy(p + line.n, raw.p, raw.n);
	return (struct str){p, line.n + raw.n};
}

static struct str
first_line(struct str text)
{
	struct str line = {NULL, 0};

	str_line(&text, &line);
	return str_head(str_trim(line), SUBJECT_MAX);
}

/* A note as a mail of its author to the mailbox. */
static struct str
write_note(struct shelf *x, const struct shelf_item *it,
    const struct shelf_note *n, struct str id)
{
	bool known = mimeout_check_address(n->author);
	struct str who =
	    mimeout_check_value(n->author) ? n->author : STR("somebody");
	struct str subject, out, text = n->text;
	struct buf b;

	buf_init(&b, 4 * LIMIT_MAIL_RAW);
	subject = arena_fmt(x->a, "[%.*s] %.*s%s%.*s: %.*s",
	    STR_ARG(it->account), STR_ARG(n->kind), n->invoice.n ? " " : "",
	    STR_ARG(n->invoice), STR_ARG(first_line(text)));
	mimeout_mailbox(&b, "From", known ? (struct str){NULL, 0} : who,
	    known ? n->author : x->box->address);
	mimeout_mailbox(&b, "To", (struct str){NULL, 0}, x->box->address);
	mimeout_text(&b, "Subject",
	    mimeout_check_value(subject) ? subject : STR("A note"));
	mimeout_date(&b, n->at, 0);
	mimeout_ids(&b, "Message-ID", &id, 1);
	buf_adds(&b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
		     "Content-Type: text/plain; charset=utf-8\r\n"
		     "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	mimeout_quoted(&b, text);
	buf_adds(&b, "\r\n");
	out = arena_dup(x->a, buf_str(&b));
	buf_fini(&b);
	return out;
}

static enum rc
note_mail(struct shelf *x, const struct shelf_item *it, struct shelf_mail *out,
    struct err *err)
{
	struct shelf_note n;
	enum rc rc = shelf_note(x->f->store, x->a, it->item, &n, err);

	if (rc == RC_OK)
		out->raw = write_note(x, it, &n, out->id);
	return rc;
}

enum rc
shelf_mail(struct shelf *x, const struct shelf_item *it, struct shelf_mail *out,
    struct err *err)
{
	struct store *st = x->f->store;
	struct str id;
	enum rc rc = RC_MISS;

	*out = (struct shelf_mail){
	    .folder = folder_of(x, it->account),
	    .id = own_id(x, it),
	};
	out->key = str_sub(out->id, 0, str_chr(out->id, '@'));
	switch (it->kind) {
	case SHELF_IN:
		rc = inbox_raw(st, x->a, it->item, &out->raw, err);
		break;
	case SHELF_OUT:
		rc = outbox_bytes(st, x->a, it->item, &out->raw, err);
		break;
	case SHELF_NOTE:
		return note_mail(x, it, out, err);
	case SHELF_KINDS:
		break;
	}
	if (rc != RC_OK)
		return rc;
	id = find_id(out->raw);
	if (str_is_empty(id))
		out->raw = give_id(x, out->id, out->raw);
	else
		out->id = id;
	if (x->box->read == CHANNEL_SERVER)
		out->raw = with_crlf(x, out->raw);
	return RC_OK;
}
