#include "mail/body.h"

#include <string.h>

#include "mail/charset.h"
#include "mail/flowed.h"
#include "mail/reply.h"
#include "model/limits.h"

/* HTML texts of one slot that are read: mail programs that cut one around a
 * picture or a file make a few. */
#define SLOT_HTML 8

/* A text that grows in the arena. */
struct pile {
	char *p;
	size_t n, cap;
};

/* What stands for one text of the mail: a part, or alternatives of it. */
struct slot {
	int group; /* index of the multipart/alternative, or -1 */
	bool has_plain;
	struct pile plain;
	int html[SLOT_HTML]; /* indices of its HTML parts */
	size_t html_n;
};

struct reading {
	struct arena *a;
	const struct mime *mime;
	struct message *m;
	struct slot *slots;
	size_t n, cap, files_cap;
	size_t room;  /* for bytes of files */
	bool *hidden; /* part lies in an attached mail */
	struct pile text, reply;
	size_t html; /* bytes of HTML that were read */
};

/* The first max bytes of s, less a character that would be cut. */
static struct str
whole_characters(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_sub(s, 0, max);
}

static bool
is_type(const struct mime_part *p, const char *type)
{
	return str_eqc(p->type, type);
}

/* Add s behind a blank gap, as far as LIMIT_MAIL_TEXT lets it. */
static void
pile_add(struct reading *r, struct pile *t, struct str s, struct str between)
{
	if (s.n == 0)
		return;
	if (t->n == 0)
		between.n = 0;
	if (s.n > LIMIT_MAIL_TEXT - t->n - between.n) {
		r->m->flags |= MESSAGE_TRUNCATED;
		s = whole_characters(s, LIMIT_MAIL_TEXT - t->n - between.n);
	}
	if (t->n + between.n + s.n > t->cap) {
		char *more;

		t->cap = (t->n + between.n + s.n) * 3 / 2 + 16;
		more = arena_alloc(r->a, t->cap);
		if (t->n)
			memcpy(more, t->p, t->n);
		t->p = more;
	}
	if (between.n)
		memcpy(t->p + t->n, between.p, between.n);
	memcpy(t->p + t->n + between.n, s.p, s.n);
	t->n += between.n + s.n;
}

static struct str
pile_str(const struct pile *t)
{
	return (struct str){t->n ? t->p : "", t->n};
}

/* The charset an HTML text names itself, when its part names none. */
static struct str
meta_charset(struct str html)
{
	struct str head = str_sub(html, 0, 2048);
	size_t at = str_fold_find(head, STR("charset=")), n = 0;

	if (at == STR_NPOS)
		return STR("");
	head = str_sub(head, at + 8, 40);
	if (head.n && (head.p[0] == '"' || head.p[0] == '\''))
		head = str_sub(head, 1, head.n);
	while (n < head.n && (str_is_alnum(head.p[n]) || head.p[n] == '-' ||
				 head.p[n] == '_'))
		n++;
	return str_sub(head, 0, n);
}

struct str
body_text(struct arena *a, const struct mime_part *p, unsigned *flags)
{
	bool html = is_type(p, "text/html"), cut;
	struct str bytes =
	    mime_bytes(a, p, html ? LIMIT_MAIL_HTML : LIMIT_MAIL_TEXT, &cut);
	struct str charset = p->charset, text, format;

	if (cut)
		*flags |= MESSAGE_TRUNCATED;
	if (html && charset.n == 0 && !charset_is_utf8(bytes))
		charset = meta_charset(bytes);
	text = charset_text(a, bytes, charset);
	format = mime_param(a, p, "format");
	if (!html && str_fold_eqc(format, "flowed"))
		text = flowed_join(
		    a, text, str_fold_eqc(mime_param(a, p, "delsp"), "yes"));
	return text;
}

/* The outermost multipart/alternative around part i, -1 if there is none. */
static int
group_of(const struct mime *mime, int i)
{
	int group = -1;

	while ((i = mime->v[i].parent) >= 0)
		if (is_type(&mime->v[i], "multipart/alternative"))
			group = i;
	return group;
}

static bool
is_related(const struct mime *mime, int i)
{
	while ((i = mime->v[i].parent) >= 0)
		if (is_type(&mime->v[i], "multipart/related"))
			return true;
	return false;
}

static struct slot *
slot_for(struct reading *r, int group)
{
	for (size_t i = 0; group >= 0 && i < r->n; i++)
		if (r->slots[i].group == group)
			return &r->slots[i];
	r->slots = arena_grow(r->a, r->slots, r->n, &r->cap, sizeof(*r->slots));
	r->slots[r->n] = (struct slot){.group = group};
	return &r->slots[r->n++];
}

/* Parts that speak to machines: neither text nor an attachment. */
static bool
is_machine(const struct mime_part *p)
{
	static const char *const types[] = {"message/delivery-status",
	    "message/global-delivery-status", "text/rfc822-headers",
	    "text/rfc822-header", "message/disposition-notification",
	    "message/feedback-report", "application/pgp-signature",
	    "application/pkcs7-signature", "application/x-pkcs7-signature",
	    "application/pgp-encrypted", "text/calendar", "text/x-amp-html"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (is_type(p, types[i]))
			return true;
	return false;
}

static bool
is_body(const struct reading *r, int i)
{
	const struct mime_part *p = &r->mime->v[i];

	if (i == 0 && str_starts(p->type, STR("text/")))
		return true;
	if (!is_type(p, "text/plain") && !is_type(p, "text/html") &&
	    !is_type(p, "text/enriched") && !is_type(p, "text/markdown"))
		return false;
	if (str_eqc(p->disposition, "attachment"))
		return false;
	/* Some clients name their text; a second named one is a file. */
	return p->name.n == 0 || r->n == 0 || group_of(r->mime, i) >= 0;
}

static struct str
file_name(struct arena *a, struct str name)
{
	struct str s = charset_utf8(a, name, STR("utf-8"));
	char *p = (char *)s.p;

	for (size_t i = s.n; i > 0; i--)
		if (p[i - 1] == '/' || p[i - 1] == '\\') {
			s = str_sub(s, i, s.n);
			break;
		}
	p = (char *)s.p;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == 127)
			p[i] = ' ';
	s = str_trim(s);
	return str_eqc(s, "..") || str_eqc(s, ".") ? STR("")
						   : str_sub(s, 0, 255);
}

static void
add_file(struct reading *r, const struct mime_part *p)
{
	struct message *m = r->m;
	struct message_file *f;
	bool cut;

	m->files = arena_grow(
	    r->a, m->files, m->file_count, &r->files_cap, sizeof(*m->files));
	f = &m->files[m->file_count++];
	*f = (struct message_file){
	    .name = file_name(r->a, p->name),
	    .type = charset_utf8(r->a, p->type, STR("")),
	    .size = mime_size(p),
	};
	if (p->kind != MIME_LEAF || f->size > r->room)
		return;
	f->bytes = mime_bytes(r->a, p, r->room, &cut);
	r->room -= f->bytes.n;
}

static void
take_text(struct reading *r, int i)
{
	const struct mime_part *p = &r->mime->v[i];
	struct slot *s = slot_for(r, group_of(r->mime, i));

	if (!is_type(p, "text/html")) {
		s->has_plain = true;
		pile_add(
		    r, &s->plain, body_text(r->a, p, &r->m->flags), STR("\n"));
		return;
	}
	r->m->flags |= MESSAGE_HAS_HTML;
	if (s->html_n < SLOT_HTML)
		s->html[s->html_n++] = i;
	else
		r->m->flags |= MESSAGE_TRUNCATED;
}

static void
take_part(struct reading *r, int i)
{
	const struct mime_part *p = &r->mime->v[i];

	if (is_type(p, "multipart/encrypted") ||
	    is_type(p, "application/pgp-encrypted"))
		r->m->flags |= MESSAGE_ENCRYPTED;
	if (p->kind == MIME_MULTI || is_machine(p))
		return;
	/* The mail that a report gives back is no attachment. */
	if (p->kind == MIME_MESSAGE && r->m->report_type.n)
		return;
	if (p->kind == MIME_LEAF && is_body(r, i))
		take_text(r, i);
	else if (str_starts(p->type, STR("image/")) && is_related(r->mime, i) &&
		 (p->has_id || !str_eqc(p->disposition, "attachment")))
		return; /* a picture of the HTML text */
	else
		add_file(r, p);
}

/* The HTML of a slot, decoded now that it is needed. */
static struct str
html_of(struct reading *r, const struct slot *s)
{
	struct pile all = {0};

	for (size_t i = 0; i < s->html_n; i++) {
		if (r->html >= LIMIT_MAIL_HTML) {
			r->m->flags |= MESSAGE_TRUNCATED;
			break;
		}
		pile_add(r, &all,
		    body_text(r->a, &r->mime->v[s->html[i]], &r->m->flags),
		    STR("\n"));
		r->html += r->mime->v[s->html[i]].encoded.n;
	}
	return pile_str(&all);
}

static void
read_slot(struct reading *r, const struct slot *s)
{
	struct str plain = pile_str(&s->plain), text, reply;
	struct str name = r->m->from.n ? r->m->from.v[0].name : STR("");

	if (s->has_plain && !(s->html_n && reply_is_stub(r->a, plain))) {
		text = reply_unarmoured(r->a, plain, &r->m->flags);
		reply = reply_of_plain(r->a, text, name, &r->m->flags);
		if (s->html_n && reply_wants_html(r->a, reply))
			reply = reply_with_html(
			    r->a, text, reply, html_of(r, s), name);
	} else {
		reply = reply_of_html(
		    r->a, html_of(r, s), name, &text, &r->m->flags);
		r->m->flags |= MESSAGE_FROM_HTML;
	}
	pile_add(r, &r->text, text, STR("\n"));
	pile_add(r, &r->reply, reply, STR("\n\n"));
}

void
body_read(struct arena *a, const struct mime *mime, struct message *m)
{
	body_read_files(a, mime, 0, m);
}

void
body_read_files(
    struct arena *a, const struct mime *mime, size_t max, struct message *m)
{
	struct reading r = {.a = a, .mime = mime, .m = m, .room = max};

	if (mime->truncated)
		m->flags |= MESSAGE_TRUNCATED;
	r.hidden = arena_array(a, mime->n, sizeof(*r.hidden));
	for (size_t i = 0; i < mime->n; i++) {
		int parent = mime->v[i].parent;

		r.hidden[i] =
		    parent >= 0 &&
		    (r.hidden[parent] || mime->v[parent].kind == MIME_MESSAGE);
		if (!r.hidden[i])
			take_part(&r, (int)i);
	}
	for (size_t i = 0; i < r.n; i++)
		read_slot(&r, &r.slots[i]);
	m->text = pile_str(&r.text);
	m->reply = pile_str(&r.reply);
}
