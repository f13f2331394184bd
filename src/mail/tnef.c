#include "mail/tnef.h"

#include <string.h>

#include "mail/charset.h"
#include "mail/lzfu.h"
#include "mail/rtf.h"
#include "mail/tnefprop.h"
#include "model/limits.h"

#define SIGNATURE 0x223e9f78u

/* Attributes: [MS-OXTNEF] 2.1.1. */
enum {
	ATT_BODY = 0x800c,
	ATT_PROPS = 0x9003,
	ATT_CODEPAGE = 0x9007,
	ATT_RENDDATA = 0x9002, /* a file begins */
	ATT_TITLE = 0x8010,
	ATT_DATA = 0x800f,
	ATT_FILE_PROPS = 0x9005,
};

/* Properties: [MS-OXPROPS]. */
enum {
	PROP_BODY = 0x1000,
	PROP_RTF = 0x1009,
	PROP_HTML = 0x1013,
	PROP_CODEPAGE = 0x3fde,
	PROP_FILE_DATA = 0x3701,
	PROP_FILE_NAME = 0x3704,
	PROP_FILE_LONG_NAME = 0x3707,
	PROP_FILE_TYPE = 0x370e,
};

#define TYPE_TEXT   0x1e
#define TYPE_UTF16  0x1f
#define TYPE_OBJECT 0x0d
#define OBJECT_ID   16 /* bytes in front of an object's own */

struct reader {
	struct arena *a;
	struct tnef *out;
	size_t cap;
	struct str charset; /* of texts that name none */
	struct str plain;   /* a body of each kind */
	struct str rtf;
};

static struct str
page_charset(struct reader *r, uint32_t page)
{
	return page && page < 100000 ? arena_fmt(r->a, "cp%u", page)
				     : r->charset;
}

static struct str
bare(struct str s)
{
	while (s.n && s.p[s.n - 1] == '\0')
		s.n--;
	return s;
}

static struct str
text_of(struct reader *r, const struct tnefprop *p)
{
	if (p->type == TYPE_UTF16)
		return charset_text(r->a, p->value, STR("utf-16le"));
	return charset_text(r->a, bare(p->value), r->charset);
}

static uint32_t
number_of(struct str value)
{
	struct octets o = {.s = value};

	return octets_number(&o, 4);
}

/* HTML is bytes in a charset of its own, or a text like the others. */
static void
take_html(struct reader *r, const struct tnefprop *p, struct str charset)
{
	r->out->html = p->value;
	r->out->html_charset = charset;
	if (p->type == TYPE_UTF16 || p->type == TYPE_TEXT) {
		r->out->html = text_of(r, p);
		r->out->html_charset = STR("utf-8");
	}
}

static void
read_props(struct reader *r, struct str bytes)
{
	struct tnefprop p = {0}, html = {0};
	struct str charset = STR("");
	struct tnefprops all;

	tnefprop_open(&all, bytes);
	while (tnefprop_next(&all, &p)) {
		if (p.id == PROP_BODY)
			r->plain = text_of(r, &p);
		else if (p.id == PROP_RTF)
			r->rtf = p.value;
		else if (p.id == PROP_HTML)
			html = p;
		else if (p.id == PROP_CODEPAGE)
			charset = page_charset(r, number_of(p.value));
	}
	if (html.value.n)
		take_html(r, &html, charset);
}

static struct tnef_file *
current_file(struct reader *r)
{
	return r->out->n ? &r->out->files[r->out->n - 1] : NULL;
}

static void
begin_file(struct reader *r)
{
	struct tnef *t = r->out;

	if (t->n == LIMIT_MAIL_PARTS)
		return;
	t->files = arena_grow(r->a, t->files, t->n, &r->cap, sizeof(*t->files));
	t->files[t->n++] = (struct tnef_file){STR(""), STR(""), STR("")};
}

static void
read_file_props(struct reader *r, struct tnef_file *f, struct str bytes)
{
	struct tnefprop p = {0};
	struct tnefprops all;
	bool named = false;

	tnefprop_open(&all, bytes);
	while (tnefprop_next(&all, &p)) {
		if (p.id == PROP_FILE_LONG_NAME ||
		    (p.id == PROP_FILE_NAME && !named)) {
			f->name = text_of(r, &p);
			named = p.id == PROP_FILE_LONG_NAME;
		} else if (p.id == PROP_FILE_TYPE) {
			f->type = text_of(r, &p);
		} else if (p.id == PROP_FILE_DATA && f->data.n == 0) {
			f->data = str_sub(p.value,
			    p.type == TYPE_OBJECT ? OBJECT_ID : 0, p.value.n);
		}
	}
}

static void
take_attribute(struct reader *r, unsigned id, struct str value)
{
	struct tnef_file *f = current_file(r);

	if (id == ATT_CODEPAGE)
		r->charset = page_charset(r, number_of(value));
	else if (id == ATT_BODY)
		r->plain = charset_text(r->a, bare(value), r->charset);
	else if (id == ATT_PROPS)
		read_props(r, value);
	else if (id == ATT_RENDDATA)
		begin_file(r);
	else if (id == ATT_TITLE && f != NULL && f->name.n == 0)
		f->name = charset_text(r->a, bare(value), r->charset);
	else if (id == ATT_DATA && f != NULL)
		f->data = value;
	else if (id == ATT_FILE_PROPS && f != NULL)
		read_file_props(r, f, value);
}

bool
tnef_read(struct arena *a, struct str bytes, struct tnef *out)
{
	struct octets in = {.s = bytes};
	struct reader r = {.a = a, .out = out, .charset = STR("cp1252")};

	*out = (struct tnef){.text = STR(""), .html = STR("")};
	r.plain = r.rtf = STR("");
	if (octets_number(&in, 4) != SIGNATURE)
		return false;
	octets_number(&in, 2); /* a key that nobody needs */
	while (in.s.n && !in.bad) {
		unsigned id;

		octets_number(&in, 1); /* of the mail, or of a file */
		id = octets_number(&in, 4) & 0xffff;
		take_attribute(&r, id, octets_take(&in, octets_number(&in, 4)));
		octets_number(&in, 2); /* a checksum */
	}
	out->text = r.plain;
	if (str_trim(r.plain).n == 0 && out->html.n == 0 && r.rtf.n)
		out->text = rtf_text(a, lzfu_read(a, r.rtf, LIMIT_MAIL_RTF));
	return str_trim(out->text).n || out->html.n || out->n;
}
