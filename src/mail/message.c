#include "mail/message.h"

#include <string.h>

#include "mail/address.h"
#include "mail/body.h"
#include "mail/certified.h"
#include "mail/charset.h"
#include "mail/date.h"
#include "mail/header.h"
#include "mail/report.h"
#include "mail/smime.h"
#include "mail/winmail.h"
#include "mail/word.h"
#include "model/limits.h"
#include "port/mime.h"

/* A Content-Type longer than this holds no parameter that we need. */
#define CONTENT_MAX 4096
#define ESCAPE      '\x1b' /* as in ISO-2022-JP */
#define SIGNED_MAX  4      /* signatures of a mail that are opened */

/* What servers say about the way of a mail, and others must not bend. */
static bool
is_trace(struct str name)
{
	return str_fold_eqc(name, "Received") ||
	       str_fold_eqc(name, "Authentication-Results") ||
	       str_fold_eqc(name, "ARC-Authentication-Results");
}

static void
read_headers(struct arena *a, const struct header_block *b, struct message *m)
{
	m->headers = arena_array(a, b->n, sizeof(*m->headers));
	m->header_count = b->n;
	for (size_t i = 0; i < b->n; i++)
		m->headers[i] = (struct message_header){
		    .name = b->v[i].name,
		    .value = is_trace(b->v[i].name)
				 ? word_plain(a, b->v[i].value)
				 : word_decode(a, b->v[i].value),
		};
}

static void
read_addresses(struct arena *a, const struct header_block *b, struct message *m)
{
	struct {
		const char *name;
		struct message_addresses *list;
	} const fields[] = {
	    {"From", &m->from},
	    {"Sender", &m->sender},
	    {"Reply-To", &m->reply_to},
	    {"To", &m->to},
	    {"Cc", &m->cc},
	};

	for (size_t i = 0; i < b->n; i++)
		for (size_t f = 0; f < 5; f++)
			if (str_fold_eqc(b->v[i].name, fields[f].name))
				address_list(a, b->v[i].value, fields[f].list);
}

static void
read_ids(struct arena *a, const struct header_block *b, struct message *m)
{
	struct str *ids;
	size_t n;

	ids = address_ids(a, header_find(b, "Message-ID"), &n);
	m->message_id =
	    n ? ids[0] : word_decode(a, header_find(b, "Message-ID"));
	m->references =
	    address_ids(a, header_find(b, "References"), &m->reference_count);
	m->in_reply_to = address_ids(
	    a, header_find(b, "In-Reply-To"), &m->in_reply_to_count);
}

static struct str
return_path(struct arena *a, struct str value)
{
	struct message_addresses list = {0};

	if (str_eqc(value, "<>"))
		return STR("<>");
	address_list(a, value, &list);
	return list.n ? list.v[0].address : STR("");
}

/* RFC 5322, 3.6: fields that may stand once only. */
static bool
is_ambiguous(const struct header_block *b)
{
	static const char *const once[] = {"From", "Subject", "Date",
	    "Message-ID", "Content-Type", "Content-Transfer-Encoding",
	    "Reply-To", "Sender", "To"};
	size_t seen[9] = {0};

	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < 9; k++)
			if (str_fold_eqc(b->v[i].name, once[k]) &&
			    ++seen[k] > 1)
				return true;
	return false;
}

/* A type that is none is text (RFC 2045, 5.2), or parts if it says so. */
static struct str
content_type(struct arena *a, struct str v)
{
	struct str params = str_sub(v, str_chr(v, ';'), CONTENT_MAX);
	struct str type = str_trim(str_sub(v, 0, v.n - params.n));
	size_t slash = str_chr(type, '/');
	const char *instead = "text/plain";

	if (slash != STR_NPOS && slash > 0 && slash + 1 < type.n)
		return v;
	if (str_fold_starts(type, STR("multipart")))
		instead = "multipart/mixed";
	return arena_fmt(a, "%s%.*s", instead, STR_ARG(params));
}

/* The fields that say how the body is built, one line each. */
static struct str
content_fields(struct arena *a, const struct header_block *b)
{
	static const char *const names[] = {
	    "Content-Type", "Content-Transfer-Encoding", "Content-Disposition"};
	struct str out = STR("");

	for (size_t i = 0; i < 3; i++) {
		struct str v = header_find(b, names[i]);

		if (v.n && i == 0)
			v = content_type(a, v);
		if (v.n)
			out = arena_fmt(a, "%.*s%s: %.*s\n", STR_ARG(out),
			    names[i],
			    (int)(v.n > CONTENT_MAX ? CONTENT_MAX : v.n), v.p);
	}
	return out;
}

/* The boundary that a body uses, whatever its header says: the first line
 * with two dashes in front that comes again. */
static struct str
guess_boundary(struct str body)
{
	struct str rest = body, line;

	while (str_line(&rest, &line)) {
		struct str b = str_sub(line, 2, line.n), again;

		if (!str_starts(line, STR("--")) || b.n < 1 || b.n > 70 ||
		    str_chr(b, '"') != STR_NPOS || str_eqc(line, "-- "))
			continue;
		again = str_sub(rest, 0, rest.n);
		if (str_find(again, line) != STR_NPOS)
			return b;
		return STR("");
	}
	return STR("");
}

/* A multipart in which no part was found: by its own boundary, or as text. */
static void
open_again(struct arena *a, struct str body, struct mime *mime)
{
	struct str type = mime->v[0].type, b = guess_boundary(body), head;
	struct str report = mime_param(a, &mime->v[0], "report-type");

	if (b.n)
		head = arena_fmt(a,
		    "Content-Type: %.*s; boundary=\"%.*s\"%s%.*s\n",
		    STR_ARG(type), STR_ARG(b), report.n ? "; report-type=" : "",
		    STR_ARG(report));
	else
		head = STR("Content-Type: text/plain\n");
	mime_close(mime);
	mime_open(a, head, body, mime);
}

static bool
is_smime(const struct mime_part *p)
{
	if (p->kind != MIME_LEAF)
		return false;
	if (str_eqc(p->type, "application/pkcs7-mime") ||
	    str_eqc(p->type, "application/x-pkcs7-mime"))
		return true;
	return str_eqc(p->type, "application/octet-stream") &&
	       str_fold_eqc(p->name, "smime.p7m");
}

/* The mail inside of a signature takes the place of it. */
static bool
open_signed(struct arena *a, struct mime *mime, size_t i)
{
	struct header_block inner;
	struct str der, entity;
	struct mime sub;
	bool cut;

	der = mime_bytes(a, &mime->v[i], LIMIT_MAIL_RAW, &cut);
	if (!smime_content(a, der, &entity))
		return false;
	header_scan(a, entity, &inner);
	mime_open(a, content_fields(a, &inner), inner.body, &sub);
	mime_graft(a, mime, i, &sub);
	return true;
}

/* Signatures one inside the other, too; each is looked at where it stood. */
static void
open_all_signed(struct arena *a, struct mime *mime, struct message *m)
{
	size_t left = SIGNED_MAX;

	for (size_t i = 0; i < mime->n && left > 0; i++) {
		while (is_smime(&mime->v[i]) && left > 0 &&
		       !mime_is_attached(mime, i)) {
			left--;
			if (open_signed(a, mime, i))
				continue;
			m->flags |= MESSAGE_ENCRYPTED;
			break;
		}
	}
}

/* A multipart without a part is opened once more, by what is in it. */
static void
open_body(struct arena *a, const struct header_block *b, struct mime *mime,
    struct message *m)
{
	mime_open(a, content_fields(a, b), b->body, mime);
	m->content_type = charset_utf8(a, mime->v[0].type, STR(""));
	if (mime->v[0].kind == MIME_MULTI && mime->n == 1 &&
	    str_trim(b->body).n) {
		m->flags |= MESSAGE_AMBIGUOUS;
		open_again(a, b->body, mime);
	}
}

/* What the words of the mail are written in; empty if it does not say, or if
 * no header could be written in it. */
static struct str
text_charset(const struct mime *mime)
{
	for (size_t i = 0; i < mime->n; i++) {
		struct str name = mime->v[i].charset;

		if (str_starts(mime->v[i].type, STR("text/")) && name.n)
			return str_fold_starts(name, STR("utf-")) ? STR("")
								  : name;
	}
	return STR("");
}

/* Fields with bytes that nobody has encoded. */
static void
read_raw_bytes(struct arena *a, struct header_block *b, struct str charset)
{
	for (size_t i = 0; i < b->n; i++)
		if (!charset_is_utf8(b->v[i].value) ||
		    str_chr(b->v[i].value, ESCAPE) != STR_NPOS)
			b->v[i].value = charset_utf8(a, b->v[i].value, charset);
}

static void
read_body(
    struct arena *a, struct mime *mime, size_t file_bytes, struct message *m)
{
	open_all_signed(a, mime, m);
	winmail_open(a, mime);
	report_read(a, mime, m);
	body_read_files(a, mime, file_bytes, m);
}

static void
read_fields(struct arena *a, const struct header_block *b, struct message *m)
{
	read_headers(a, b, m);
	read_addresses(a, b, m);
	read_ids(a, b, m);
	m->subject = word_decode(a, header_find(b, "Subject"));
	m->return_path = return_path(a, header_find(b, "Return-Path"));
	m->has_date =
	    date_parse(header_find(b, "Date"), &m->date, &m->date_offset);
	if (is_ambiguous(b))
		m->flags |= MESSAGE_AMBIGUOUS;
	if (b->truncated)
		m->flags |= MESSAGE_TRUNCATED;
}

enum rc
message_parse(
    struct arena *a, struct str raw, struct message **out, struct err *err)
{
	return message_parse_files(a, raw, 0, out, err);
}

enum rc
message_parse_files(struct arena *a, struct str raw, size_t max,
    struct message **out, struct err *err)
{
	struct header_block block;
	struct message *m;
	struct mime mime;

	if (raw.n > LIMIT_MAIL_RAW)
		return err_set(err, RC_BAD, "mail of %zu bytes", raw.n);
	header_scan(a, raw, &block);
	if (block.n == 0)
		return err_set(err, RC_BAD, "no header field in the mail");
	m = arena_alloc(a, sizeof(*m));
	open_body(a, &block, &mime, m);
	if (certified_open(a, &block, &mime))
		m->content_type = charset_utf8(a, mime.v[0].type, STR(""));
	read_raw_bytes(a, &block, text_charset(&mime));
	read_fields(a, &block, m);
	m->report_type = m->feedback_type = m->calendar_method = STR("");
	m->returned_id = m->returned_to = STR("");
	m->returned_rcpts = m->returned_subject = STR("");
	read_body(a, &mime, max, m);
	mime_close(&mime);
	*out = m;
	return RC_OK;
}

const struct message_header *
message_header(const struct message *m, const char *name)
{
	return message_header_next(m, name, NULL);
}

const struct message_header *
message_header_next(const struct message *m, const char *name,
    const struct message_header *after)
{
	size_t i = after ? (size_t)(after - m->headers) + 1 : 0;

	for (; i < m->header_count; i++)
		if (str_fold_eqc(m->headers[i].name, name))
			return &m->headers[i];
	return NULL;
}
