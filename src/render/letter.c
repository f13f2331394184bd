#include "render/letter.h"

#include <string.h>

#include "model/limits.h"
#include "port/markdown.h"
#include "render/letter_file.h"
#include "render/mimeout.h"
#include "render/mould.h"
#include "render/plain.h"
#include "render/rich.h"

/* The parts of one mail before they are encoded. */
struct parts {
	struct buf subject;
	struct buf markdown;
	struct buf text;
	struct buf html; /* of the body alone */
	struct buf page; /* with the layout around it */
};

static struct str
text_of(const struct value *values, const char *path)
{
	const struct value *v = value_get(values, str_of(path));

	return v && v->kind == VALUE_TEXT ? v->text : (struct str){NULL, 0};
}

/* The lines of an address, trimmed, as one line. */
static struct str
one_line(struct arena *a, struct str s)
{
	struct str line;
	struct buf b;

	buf_init(&b, s.n * 2 + 2);
	while (str_line(&s, &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (b.n > 0)
			buf_adds(&b, ", ");
		buf_add_str(&b, line);
	}
	line = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	return line;
}

/*
 * The buffers of one mail serve the next: a run composes thousands, and
 * growing five buffers anew costs a tenth of each. A huge one is not kept.
 */
#define KEEP_MAX ((size_t)1 << 20)

static _Thread_local struct parts scratch;

static void
buf_start(struct buf *b, size_t max)
{
	if (b->cap > KEEP_MAX)
		buf_fini(b);
	if (b->p == NULL)
		buf_init(b, max);
	buf_clear(b);
}

static struct parts *
parts_start(void)
{
	struct parts *p = &scratch;

	buf_start(&p->subject, LIMIT_MAIL_FIELD);
	buf_start(&p->markdown, LIMIT_LETTER);
	buf_start(&p->text, LIMIT_LETTER);
	buf_start(&p->html, LIMIT_LETTER);
	buf_start(&p->page, LIMIT_LETTER);
	return p;
}

/* The values stay as they are: the layout's own names go before them. */
static void
put_page(struct arena *a, const struct template *layout,
    const struct value *values, struct str language, struct parts *p)
{
	struct value *all = value_map(a);

	if (layout == NULL) {
		buf_adds(&p->page, "<!DOCTYPE html>\n<html><body>\n");
		buf_add_str(&p->page, buf_str(&p->html));
		buf_adds(&p->page, "</body></html>\n");
		return;
	}
	if (values != NULL && values->kind == VALUE_MAP)
		all->fields = values->fields;
	value_set_text(a, all, "body", buf_str(&p->html));
	value_set_text(a, all, "subject", buf_str(&p->subject));
	value_set_text(a, all, "language", language);
	value_set_text(
	    a, all, "color", rich_color(text_of(values, "company.color")));
	value_set_text(a, all, "address_line",
	    one_line(a, text_of(values, "company.address")));
	template_render(layout, all, ESCAPE_HTML, NULL, NULL, &p->page);
}

/* Subject and Markdown, and from the latter the text part. */
static void
put_text(struct arena *a, const struct letter_template *t,
    const struct value *values, struct markdown *m, struct parts *p)
{
	template_render(letter_template_subject(t), values, ESCAPE_NONE, NULL,
	    NULL, &p->subject);
	mould_markdown(a, letter_template_body(t), values, &p->markdown, m);
	plain_render(a, m, &p->text);
}

static enum rc
check_address(const char *what, struct str address, struct err *err)
{
	if (!mimeout_check_address(address))
		return err_set(err, RC_BAD, "%s: not a mail address: %.*s",
		    what, STR_ARG(address));
	return RC_OK;
}

static enum rc
check_value(const char *what, struct str value, struct err *err)
{
	if (!mimeout_check_value(value))
		return err_set(err, RC_BAD,
		    "%s: a control character or bad UTF-8: %.*s", what,
		    STR_ARG(value));
	return RC_OK;
}

static enum rc
check_references(const struct letter_head *h, struct err *err)
{
	enum rc rc = check_value("In-Reply-To", h->in_reply_to, err);

	for (size_t i = 0; i < h->reference_count && rc == RC_OK; i++)
		rc = check_value("References", h->references[i], err);
	return rc;
}

static enum rc
check_head(const struct letter_head *h, struct err *err)
{
	enum rc rc = check_address("From", h->from_address, err);

	if (rc == RC_OK)
		rc = check_address("To", h->to_address, err);
	for (size_t i = 0; i < h->cc_count && rc == RC_OK; i++)
		rc = check_address("Cc", h->cc[i], err);
	if (rc == RC_OK && h->bcc.n > 0)
		rc = check_address("Bcc", h->bcc, err);
	if (rc == RC_OK && h->reply_to.n > 0)
		rc = check_address("Reply-To", h->reply_to, err);
	if (rc == RC_OK)
		rc = check_value("From", h->from_name, err);
	if (rc == RC_OK)
		rc = check_value("To", h->to_name, err);
	if (rc == RC_OK)
		rc = check_value("Subject", h->subject, err);
	if (rc == RC_OK && !mimeout_check_id(h->message_id))
		rc = err_set(err, RC_BAD, "Message-ID: not one: %.*s",
		    STR_ARG(h->message_id));
	if (rc == RC_OK && h->token.n > 0 && !mimeout_check_id(h->token))
		rc = err_set(err, RC_BAD, "X-Draft-Token: not one");
	if (rc == RC_OK && h->language.n > 0 && !mimeout_check_id(h->language))
		rc = err_set(err, RC_BAD, "Content-Language: not one");
	return rc == RC_OK ? check_references(h, err) : rc;
}

/* Ids of other people's mails may be anything: only good ones are named. */
static void
put_references(const struct letter_head *h, struct buf *out)
{
	struct str keep[LIMIT_MAIL_REFS];
	size_t n = 0;

	if (mimeout_check_id(h->in_reply_to))
		mimeout_ids(out, "In-Reply-To", &h->in_reply_to, 1);
	for (size_t i = 0; i < h->reference_count; i++) {
		if (!mimeout_check_id(h->references[i]))
			continue;
		if (n == LIMIT_MAIL_REFS) /* the first one names the thread */
			memmove(
			    keep + 1, keep + 2, (--n - 1) * sizeof(keep[0]));
		keep[n++] = h->references[i];
	}
	if (n > 0)
		mimeout_ids(out, "References", keep, n);
}

/* One address a line: none is long enough to be folded. */
static void
put_copies(const struct letter_head *h, struct buf *out)
{
	for (size_t i = 0; i < h->cc_count; i++) {
		buf_adds(out, i == 0 ? "Cc: " : ",\r\n ");
		buf_add_str(out, h->cc[i]);
	}
	if (h->cc_count > 0)
		buf_adds(out, "\r\n");
}

/* What mail programs and we know a draft by. */
static void
put_draft(const struct letter_head *h, struct buf *out)
{
	if (h->bcc.n > 0)
		mimeout_mailbox(out, "Bcc", (struct str){NULL, 0}, h->bcc);
	buf_adds(out, "X-Unsent: 1\r\n");
	if (h->token.n == 0)
		return;
	buf_adds(out, "X-Draft-Token: ");
	buf_add_str(out, h->token);
	buf_adds(out, "\r\n");
}

static void
put_head(const struct letter_head *h, struct buf *out)
{
	mimeout_mailbox(out, "From", h->from_name, h->from_address);
	mimeout_mailbox(out, "To", h->to_name, h->to_address);
	put_copies(h, out);
	if (h->reply_to.n > 0)
		mimeout_mailbox(
		    out, "Reply-To", (struct str){NULL, 0}, h->reply_to);
	mimeout_text(out, "Subject", h->subject);
	mimeout_date(out, h->date, h->date_offset);
	mimeout_ids(out, "Message-ID", &h->message_id, 1);
	put_references(h, out);
	if (!h->by_person) {
		buf_adds(out, h->auto_replied
				  ? "Auto-Submitted: auto-replied\r\n"
				  : "Auto-Submitted: auto-generated\r\n");
		buf_adds(out, "X-Auto-Response-Suppress: All\r\n");
	}
	if (h->unsent)
		put_draft(h, out);
	if (h->language.n > 0)
		mimeout_text(out, "Content-Language", h->language);
	buf_adds(out, "MIME-Version: 1.0\r\n");
}

#define BOUNDARY 16 /* hex digits, after "=_" and a level */

/* FNV-1a. "=_" cannot occur in quoted-printable, nor '_' in base64, so no
 * boundary made from it meets a body. */
static void
boundary_make(struct str message_id, char out[BOUNDARY])
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < message_id.n; i++)
		h = (h ^ (unsigned char)message_id.p[i]) *
		    UINT64_C(0x100000001b3);
	for (size_t i = BOUNDARY; i > 0; h >>= 4)
		out[--i] = "0123456789abcdef"[h & 15];
}

static void
put_boundary(struct buf *out, char level, const char *boundary)
{
	buf_adds(out, "=_");
	buf_addc(out, level);
	buf_add(out, boundary, BOUNDARY);
}

static void
put_part(struct buf *out, char level, const char *boundary)
{
	buf_adds(out, "--");
	put_boundary(out, level, boundary);
}

static void
put_multipart(
    struct buf *out, const char *kind, char level, const char *boundary)
{
	buf_adds(out, "Content-Type: multipart/");
	buf_adds(out, kind);
	buf_adds(out, "; boundary=\"");
	put_boundary(out, level, boundary);
	buf_adds(out, "\"\r\n\r\n");
}

#define QUOTED                                                                 \
	"; charset=utf-8\r\n"                                                  \
	"Content-Transfer-Encoding: quoted-printable\r\n\r\n"

static void
put_alternative(struct buf *out, const char *boundary, const struct parts *p)
{
	static const char plain[] = "\r\nContent-Type: text/plain" QUOTED;
	static const char html[] = "\r\nContent-Type: text/html" QUOTED;

	put_multipart(out, "alternative", 'a', boundary);
	put_part(out, 'a', boundary);
	buf_adds(out, plain);
	mimeout_quoted(out, buf_str(&p->text));
	buf_adds(out, "\r\n");
	put_part(out, 'a', boundary);
	buf_adds(out, html);
	mimeout_quoted(out, buf_str(&p->page));
	buf_adds(out, "\r\n");
	put_part(out, 'a', boundary);
	buf_adds(out, "--\r\n");
}

static void
put_body(const struct letter_head *h, const struct parts *p,
    const struct letter_file *files, size_t file_count, struct buf *out)
{
	char boundary[BOUNDARY];

	boundary_make(h->message_id, boundary);
	if (file_count == 0) {
		put_alternative(out, boundary, p);
		return;
	}
	put_multipart(out, "mixed", 'm', boundary);
	put_part(out, 'm', boundary);
	buf_adds(out, "\r\n");
	put_alternative(out, boundary, p);
	for (size_t i = 0; i < file_count; i++) {
		buf_adds(out, "\r\n");
		put_part(out, 'm', boundary);
		letter_file_put(out, &files[i]);
	}
	buf_adds(out, "\r\n");
	put_part(out, 'm', boundary);
	buf_adds(out, "--\r\n");
}

static bool
parts_full(const struct parts *p)
{
	return p->subject.full || p->markdown.full || p->text.full ||
	       p->html.full || p->page.full;
}

enum rc
letter_render(struct arena *a, struct letter_head *head,
    const struct letter_template *t, const struct template *layout,
    const struct value *values, const struct letter_file *files,
    size_t file_count, struct buf *out, struct err *err)
{
	struct parts *p = parts_start();
	struct markdown m;
	enum rc rc;

	put_text(a, t, values, &m, p);
	head->subject = arena_dup(a, buf_str(&p->subject));
	rc = check_head(head, err);
	if (rc == RC_OK)
		rc = letter_file_check(files, file_count, err);
	if (rc != RC_OK)
		return rc;
	rich_render(&m, text_of(values, "company.color"), &p->html);
	put_page(a, layout, values, head->language, p);
	put_head(head, out);
	put_body(head, p, files, file_count, out);
	if (out->full || parts_full(p))
		return err_set(
		    err, RC_BAD, "mail larger than %zu bytes", out->max);
	return RC_OK;
}

void
letter_text(const struct letter_template *t, const struct value *values,
    struct buf *subject, struct buf *body)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct parts *p = parts_start();
	struct markdown m;

	put_text(a, t, values, &m, p);
	buf_add_str(subject, buf_str(&p->subject));
	buf_add_str(body, buf_str(&p->text));
	arena_free(&a);
}

void
letter_forget(void)
{
	buf_fini(&scratch.subject);
	buf_fini(&scratch.markdown);
	buf_fini(&scratch.text);
	buf_fini(&scratch.html);
	buf_fini(&scratch.page);
	mould_forget();
	markdown_forget();
}
