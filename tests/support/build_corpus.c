#include "build_corpus.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "model/names.h"

#define BOUNDARY "=_part"

/* The mail of ours that a report gives back. */
#define RETURNED                                                               \
	"Return-Path: <bounces+a1@seller.example>\n"                           \
	"Received: from gw.seller.example by mx.seller.example; Mon, 16 Nov "  \
	"2026 08:58:11 +0000\n"                                                \
	"From: Seller Receivables <ar@seller.example>\n"                       \
	"To: %.*s\n"                                                           \
	"Subject: Invoice INV-20417 is past due\n"                             \
	"Message-ID: <dm.a1.20417@seller.example>\n"                           \
	"Date: Mon, 16 Nov 2026 08:58:10 +0000\n\n"

static void
stop(struct str line, const char *why)
{
	fprintf(stderr, "machine corpus: %s: %.*s\n", why, STR_ARG(line));
	abort();
}

static enum mail_kind
kind_of(struct str word)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eqc(word, name_kind((enum mail_kind)k)))
			return (enum mail_kind)k;
	return KIND_COUNT;
}

static bool
read_pair(struct build_corpus_mail *m, struct str key, struct str value)
{
	enum mail_kind kind;

	if (str_eqc(key, "to"))
		m->recipient = value;
	else if (str_eqc(key, "lang"))
		m->lang = value;
	else if (str_eqc(key, "deputy"))
		m->deputy = value;
	else if (str_eqc(key, "back"))
		return day_parse(value, &m->back);
	else if (str_eqc(key, "also")) {
		kind = kind_of(value);
		m->also |= kind < KIND_COUNT ? 1u << kind : 0;
		return kind < KIND_COUNT;
	} else {
		return str_eqc(key, "ends");
	}
	return true;
}

/* "NAME KIND [hard|soft] [key=value ...]" */
static struct build_corpus_mail
read_head(struct str head)
{
	struct build_corpus_mail m = {
	    .lang = STR("en"), .kind = KIND_COUNT, .back = DAY_NONE};
	struct str rest = str_trim(head), word;

	str_cut(&rest, ' ', &m.name);
	m.family = str_sub(m.name, 0, str_chr(m.name, '-'));
	while (str_cut(&rest, ' ', &word)) {
		struct str key;

		if (str_is_empty(word))
			continue;
		if (str_eqc(word, "hard"))
			m.severity = BOUNCE_HARD;
		else if (str_eqc(word, "soft"))
			m.severity = BOUNCE_SOFT;
		else if (str_chr(word, '=') == STR_NPOS)
			m.kind = kind_of(word);
		else if (str_cut(&word, '=', &key) && !read_pair(&m, key, word))
			stop(head, "what is this");
	}
	if (m.kind == KIND_COUNT ||
	    (m.kind == KIND_BOUNCE) != (m.severity != BOUNCE_NONE))
		stop(head, "no kind, or a bounce without severity");
	return m;
}

/* "--- text/plain; charset=utf-8", and the two short forms of our mail. */
static bool
is_part(struct str line)
{
	return str_starts(line, STR("--- ")) &&
	       (str_chr(line, '/') != STR_NPOS ||
		   str_starts(line, STR("--- returned ")) ||
		   str_starts(line, STR("--- headers ")));
}

static void
add_part(struct buf *out, struct str line)
{
	struct str what = str_sub(line, 4, line.n), word;
	struct str rest = what;

	str_cut(&rest, ' ', &word);
	buf_adds(out, "\n--" BOUNDARY "\nContent-Type: ");
	if (str_eqc(word, "returned")) {
		buf_adds(out, "message/rfc822\n\n");
		buf_fmt(out, RETURNED "Please pay by Friday.\n", STR_ARG(rest));
	} else if (str_eqc(word, "headers")) {
		buf_adds(out, "text/rfc822-headers\n\n");
		buf_fmt(out, RETURNED, STR_ARG(rest));
	} else {
		buf_add_str(out, what);
		buf_adds(out, "\n\n");
	}
}

static bool
has_line(struct str head, const char *name)
{
	struct str line;

	while (str_line(&head, &line) && line.n)
		if (str_fold_starts(line, str_of(name)))
			return true;
	return false;
}

static void
add_header_line(struct buf *out, struct str line, bool *parts)
{
	bool multi = str_fold_starts(line, STR("Content-Type: multipart/"));

	buf_add_str(out, line);
	if (multi && str_fold_find(line, STR("boundary=")) == STR_NPOS) {
		buf_adds(out, "; boundary=\"" BOUNDARY "\"");
		*parts = true;
	}
	buf_addc(out, '\n');
}

static void
add_body_line(struct buf *out, struct str line, bool parts)
{
	if (parts && is_part(line)) {
		add_part(out, line);
		return;
	}
	if (str_starts(line, STR("@returned "))) {
		buf_fmt(out, RETURNED "Please pay by Friday.\n",
		    STR_ARG(str_sub(line, 10, line.n)));
		return;
	}
	buf_add_str(out, line);
	buf_addc(out, '\n');
}

static void
build(struct str text, struct buf *out)
{
	struct str rest = text, line;
	bool body = false, parts = false;

	buf_clear(out);
	if (!has_line(text, "Date:"))
		buf_adds(out, "Date: Mon, 16 Nov 2026 09:00:00 +0000\n");
	if (!has_line(text, "To:"))
		buf_adds(out, "To: ar@seller.example\n");
	if (!has_line(text, "Content-Type:"))
		buf_adds(out, "Content-Type: text/plain; charset=utf-8\n");
	while (str_line(&rest, &line)) {
		if (body)
			add_body_line(out, line, parts);
		else
			add_header_line(out, line, &parts);
		body |= str_is_empty(line);
	}
	if (parts)
		buf_adds(out, "\n--" BOUNDARY "--\n");
}

/* ends=cr, ends=crlf: the mail with other line ends. */
static void
end_lines(struct str head, struct buf *out, struct buf *ended)
{
	bool cr = str_find(head, STR("ends=cr")) != STR_NPOS;
	bool lf = !cr || str_find(head, STR("ends=crlf")) != STR_NPOS;

	buf_clear(ended);
	for (size_t i = 0; i < out->n; i++) {
		if (out->p[i] != '\n') {
			buf_addc(ended, out->p[i]);
			continue;
		}
		if (cr)
			buf_addc(ended, '\r');
		if (lf)
			buf_addc(ended, '\n');
	}
}

static void
hand_over(struct str head, struct str text, build_corpus_fn *fn, void *ctx)
{
	struct build_corpus_mail m = read_head(head);
	struct buf out, ended;

	buf_init(&out, 1u << 20);
	buf_init(&ended, 1u << 20);
	build(text, &out);
	end_lines(head, &out, &ended);
	m.raw = buf_str(&ended);
	fn(&m, ctx);
	buf_fini(&out);
	buf_fini(&ended);
}

void
build_corpus_each(const char *path, build_corpus_fn *fn, void *ctx)
{
	struct str rest, line, head = {NULL, 0}, text = {NULL, 0};
	struct buf file;
	struct err err;

	buf_init(&file, 4u << 20);
	if (file_read(path, &file, &err) != RC_OK)
		stop(str_of(path), "cannot read");
	rest = buf_str(&file);
	while (str_line(&rest, &line)) {
		if (str_starts(line, STR("== "))) {
			if (head.p)
				hand_over(head, text, fn, ctx);
			head = str_sub(line, 3, line.n);
			text = (struct str){rest.p, 0};
		} else if (head.p) {
			text.n = (size_t)(line.p + line.n - text.p);
		}
	}
	if (head.p)
		hand_over(head, text, fn, ctx);
	buf_fini(&file);
}
