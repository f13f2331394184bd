#include "mail/report.h"

#include <string.h>

#include "mail/address.h"
#include "mail/body.h"
#include "mail/charset.h"
#include "mail/header.h"
#include "mail/word.h"
#include "model/limits.h"
#include "port/itip.h"

#define REPORT_MAX (64u << 10) /* bytes of a status part looked at */

static bool
is_type(const struct mime_part *p, const char *type)
{
	return str_eqc(p->type, type);
}

/* "rfc822; a@b" without its type (RFC 3464, 2.1.2). */
static struct str
typed(struct arena *a, struct str value)
{
	size_t at = str_chr(value, ';');

	if (at != STR_NPOS)
		value = str_trim(str_sub(value, at + 1, value.n));
	if (value.n > 1 && value.p[0] == '<' && value.p[value.n - 1] == '>')
		value = str_sub(value, 1, value.n - 2);
	return word_decode(a, str_sub(value, 0, LIMIT_MAIL_FIELD));
}

/* The number at the front of a Status field, which may have a comment. */
static struct str
status(struct arena *a, struct str value)
{
	size_t n = 0;

	while (n < value.n && (str_is_digit(value.p[n]) || value.p[n] == '.'))
		n++;
	return word_decode(a, str_sub(value, 0, n));
}

static void
add_block(struct arena *a, struct message *m, size_t *cap,
    const struct header_block *b)
{
	struct str final = header_find(b, "Final-Recipient");
	struct str original = header_find(b, "Original-Recipient");
	struct message_dsn d;

	if (final.n == 0 && original.n == 0 && header_find(b, "Action").n == 0)
		return;
	d = (struct message_dsn){
	    .action = word_decode(a, header_find(b, "Action")),
	    .status = status(a, header_find(b, "Status")),
	    .final_recipient = typed(a, final),
	    .original_recipient = typed(a, original),
	    .diagnostic = typed(a, header_find(b, "Diagnostic-Code")),
	    .remote_mta = typed(a, header_find(b, "Remote-MTA")),
	};
	m->dsn = arena_grow(a, m->dsn, m->dsn_count, cap, sizeof(d));
	m->dsn[m->dsn_count++] = d;
}

/* Blocks of fields with blank lines between them. */
static void
read_status(struct arena *a, struct message *m, struct str text)
{
	struct header_block b;
	size_t cap = m->dsn_count;

	while (text.n && m->dsn_count < LIMIT_MAIL_REPORTS) {
		header_scan(a, text, &b);
		if (b.n == 0 && b.body.n >= text.n)
			break;
		add_block(a, m, &cap, &b);
		text = b.body;
	}
}

static struct str
first_address(struct arena *a, struct str value)
{
	struct message_addresses list = {0};

	address_list(a, value, &list);
	return list.n ? list.v[0].address : STR("");
}

/* To and Cc in one. */
static struct str
recipients(struct arena *a, const struct header_block *b)
{
	struct str to =
	    word_decode(a, str_sub(header_find(b, "To"), 0, LIMIT_MAIL_FIELD));
	struct str cc =
	    word_decode(a, str_sub(header_find(b, "Cc"), 0, LIMIT_MAIL_FIELD));
	char *all = arena_alloc(a, to.n + cc.n + 1);

	if (to.n)
		memcpy(all, to.p, to.n);
	all[to.n] = ',';
	if (cc.n)
		memcpy(all + to.n + 1, cc.p, cc.n);
	return (struct str){all, to.n + cc.n + 1};
}

static void
read_returned(struct arena *a, struct message *m, struct str head)
{
	struct header_block b;
	struct str *ids;
	size_t n;

	header_scan(a, head, &b);
	ids = address_ids(a, header_find(&b, "Message-ID"), &n);
	if (n && m->returned_id.n == 0)
		m->returned_id = ids[0];
	if (m->returned_to.n == 0)
		m->returned_to = first_address(a, header_find(&b, "To"));
	if (m->returned_rcpts.n == 0)
		m->returned_rcpts = recipients(a, &b);
	if (m->returned_subject.n == 0)
		m->returned_subject =
		    word_decode(a, header_find(&b, "Subject"));
}

/* One large provider passes a mail that was complained of on as it is, and
 * writes into it whom it had gone to. */
static void
read_accused(struct arena *a, struct message *m, struct str head)
{
	struct header_block b;

	header_scan(a, head, &b);
	if (header_find(&b, "X-HmXmrOriginalRecipient").n == 0)
		return;
	m->returned_to =
	    first_address(a, header_find(&b, "X-HmXmrOriginalRecipient"));
	read_returned(a, m, head);
}

/* What a calendar says to an invitation of ours. */
static void
read_event(struct arena *a, struct str text, struct message *m)
{
	struct itip_answer event;

	itip_read(a, text, &event);
	m->calendar_uid = charset_utf8(a, event.uid, STR(""));
	m->calendar_state = charset_utf8(a, event.state, STR(""));
	m->calendar_start = charset_utf8(a, event.start, STR(""));
	m->calendar_zone = charset_utf8(a, event.zone, STR(""));
	m->calendar_sequence = charset_utf8(a, event.sequence, STR(""));
}

static void
read_calendar(struct arena *a, const struct mime_part *p, struct message *m)
{
	struct str method = mime_param(a, p, "method"), text, line;
	char *c;

	m->flags |= MESSAGE_HAS_CALENDAR;
	if (m->calendar_method.n)
		return;
	text = body_text(a, p, &m->flags);
	read_event(a, text, m);
	while (method.n == 0 && str_line(&text, &line))
		if (str_fold_starts(line, STR("METHOD:")))
			method = str_trim(str_sub(line, 7, 40));
	method = word_decode(a, str_sub(method, 0, 40));
	c = (char *)method.p;
	for (size_t i = 0; i < method.n; i++)
		if (c[i] >= 'a' && c[i] <= 'z')
			c[i] = (char)(c[i] - 32);
	m->calendar_method = method;
}

/* A delivery status, which some call text or a file. */
static bool
is_status(const struct mime_part *p)
{
	if (is_type(p, "message/delivery-status") ||
	    is_type(p, "message/global-delivery-status"))
		return true;
	return (is_type(p, "text/plain") ||
		   is_type(p, "application/octet-stream")) &&
	       str_fold_starts(str_trim(str_sub(p->encoded, 0, 200)),
		   STR("Reporting-MTA:"));
}

static void
read_part(struct arena *a, const struct mime_part *p, struct message *m)
{
	struct header_block b;
	struct str text;
	struct str *ids;
	size_t n;
	bool cut;

	if (p->kind == MIME_MULTI)
		return;
	if (p->kind == MIME_MESSAGE) {
		/* Outside of a report it is an attachment of somebody. */
		if (m->report_type.n || m->dsn_count)
			read_returned(a, m, mime_head(a, p));
		else
			read_accused(a, m, mime_head(a, p));
		return;
	}
	if (is_type(p, "text/calendar") || is_type(p, "application/ics")) {
		read_calendar(a, p, m);
		return;
	}
	if (!str_starts(p->type, STR("message/")) &&
	    !str_starts(p->type, STR("text/rfc822-header")) && !is_status(p))
		return;
	text = mime_bytes(a, p, REPORT_MAX, &cut);
	if (is_status(p)) {
		read_status(a, m, text);
	} else if (is_type(p, "message/feedback-report")) {
		header_scan(a, text, &b);
		m->feedback_type =
		    word_decode(a, header_find(&b, "Feedback-Type"));
	} else if (is_type(p, "message/disposition-notification")) {
		header_scan(a, text, &b);
		ids =
		    address_ids(a, header_find(&b, "Original-Message-ID"), &n);
		if (n)
			m->returned_id = ids[0];
		/* Says whom it was for in the same fields. */
		n = m->dsn_count;
		if (n < LIMIT_MAIL_REPORTS)
			add_block(a, m, &n, &b);
	} else if (str_starts(p->type, STR("text/rfc822-header"))) {
		read_returned(a, m, text);
	}
}

/* Inside of a mail inside? */
static bool
is_returned(const struct mime *mime, size_t i)
{
	int parent = mime->v[i].parent;

	for (; parent >= 0; parent = mime->v[parent].parent)
		if (mime->v[parent].kind == MIME_MESSAGE)
			return true;
	return false;
}

void
report_read(struct arena *a, const struct mime *mime, struct message *m)
{
	if (is_type(&mime->v[0], "multipart/report")) {
		struct str type = mime_param(a, &mime->v[0], "report-type");
		char *c;

		m->report_type = word_decode(a, type);
		c = (char *)m->report_type.p;
		for (size_t i = 0; i < m->report_type.n; i++)
			c[i] = str_lower(c[i]);
	}
	for (size_t i = 0; i < mime->n; i++) {
		/* What lies in the mail given back is not of this one. */
		if (!is_returned(mime, i))
			read_part(a, &mime->v[i], m);
	}
}
