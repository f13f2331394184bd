#include "decide/marks.h"

#include "decide/autowords.h"
#include "decide/second.h"
#include "decide/sentence.h"
#include "decide/subject.h"
#include "model/limits.h"

struct field {
	struct str name;
	enum marks_header mark;
};

#define FIELD(name, mark)                                                      \
	{                                                                      \
		{name, sizeof(name) - 1}, mark                                 \
	}

static const struct field fields[] = {
    FIELD("X-Autoreply", MARKS_AUTORESPONDER),
    FIELD("X-Auto-Reply", MARKS_AUTORESPONDER),
    FIELD("X-Autoreply-From", MARKS_AUTORESPONDER),
    FIELD("X-Autorespond", MARKS_AUTORESPONDER),
    FIELD("X-Auto-Respond", MARKS_AUTORESPONDER),
    FIELD("X-Autoresponder", MARKS_AUTORESPONDER),
    FIELD("X-Autoresponse", MARKS_AUTORESPONDER),
    FIELD("X-Mail-Autoreply", MARKS_AUTORESPONDER),
    FIELD("X-Mail-Autoresponse", MARKS_AUTORESPONDER),
    FIELD("X-Vacation", MARKS_AUTORESPONDER),
    FIELD("X-Delivered-By-Autoresponder", MARKS_AUTORESPONDER),
    FIELD("X-OTRS-Loop", MARKS_TICKET),
    FIELD("X-Znuny-Loop", MARKS_TICKET),
    FIELD("X-OTOBO-Loop", MARKS_TICKET),
    FIELD("X-RT-Loop-Prevention", MARKS_TICKET),
    FIELD("RT-Ticket", MARKS_TICKET),
    FIELD("X-Zammad-Ticket-Id", MARKS_TICKET),
    FIELD("X-Zendesk-From-Account-Id", MARKS_TICKET),
    FIELD("X-Jira-FingerPrint", MARKS_TICKET),
    FIELD("X-Freshdesk-Ticket-Id", MARKS_TICKET),
    FIELD("X-FD-Ticket-Id", MARKS_TICKET),
    FIELD("X-ServiceNow-Generated", MARKS_TICKET),
    FIELD("X-ServiceNow-Source", MARKS_TICKET),
    FIELD("X-Failed-Recipients", MARKS_FAILED),
    FIELD("X-MS-Exchange-Message-Is-Ndr", MARKS_NDR),
    FIELD("X-Ricevuta", MARKS_NDR), /* of certified mail in Italy */
    FIELD("List-Id", MARKS_LIST_ID),
    FIELD("Mailing-List", MARKS_LIST_ID),
    FIELD("X-Mailing-List", MARKS_LIST_ID),
    FIELD("List-Post", MARKS_LIST_POST),
    FIELD("List-Unsubscribe", MARKS_LIST_UNSUBSCRIBE),
    FIELD("List-Unsubscribe-Post", MARKS_CAMPAIGN),
    FIELD("Feedback-ID", MARKS_CAMPAIGN),
    FIELD("X-Campaign", MARKS_CAMPAIGN),
    FIELD("X-Campaign-Id", MARKS_CAMPAIGN),
    FIELD("X-CampaignID", MARKS_CAMPAIGN),
    FIELD("X-Mailgun-Tag", MARKS_CAMPAIGN),
    FIELD("X-MC-User", MARKS_CAMPAIGN),
    FIELD("X-Google-Group-Id", MARKS_GROUP),
    FIELD("X-Original-From", MARKS_GROUP),
    FIELD("X-Original-Sender", MARKS_GROUP),
    FIELD("X-Auto-Response-Suppress", MARKS_SUPPRESS),
    FIELD("X-PHP-Originating-Script", MARKS_PROGRAM),
    FIELD("X-PHP-Script", MARKS_PROGRAM),
    FIELD("X-HmXmrOriginalRecipient", MARKS_ACCUSED),
};

enum name_tag {
	NAME_DAEMON,
	NAME_NO_REPLY,
	NAME_SYSTEM,
};

/* Beginnings of a folded local part. */
static const struct phrase locals[] = {
#include "decide/marks_locals.def"
};

/* Words in the display names by which mail systems call themselves. */
static const struct phrase names[] = {
#include "decide/marks_names.def"
};

/* Value of a structured field: leading comments off, up to ';' or '('. */
static struct str
first_word(struct str s)
{
	size_t i = 0, end;

	for (s = str_trim(s); s.n > 0 && s.p[0] == '('; s = str_trim(s)) {
		int depth = 0;

		for (i = 0; i < s.n; i++) {
			if (s.p[i] == '\\')
				i++;
			else if (s.p[i] == '(')
				depth++;
			else if (s.p[i] == ')' && --depth == 0)
				break;
		}
		s = str_sub(s, i + 1, s.n);
	}
	for (end = 0; end < s.n; end++)
		if (s.p[end] == ';' || s.p[end] == '(' ||
		    str_is_space(s.p[end]))
			break;
	return str_sub(s, 0, end);
}

static enum marks_auto
read_submitted(struct str value)
{
	struct str word = first_word(value);

	if (str_is_empty(word))
		return MARKS_AUTO_ABSENT;
	if (str_fold_eqc(word, "no"))
		return MARKS_AUTO_NO;
	if (str_fold_eqc(word, "auto-replied"))
		return MARKS_AUTO_REPLIED;
	return MARKS_AUTO_GENERATED;
}

static enum marks_precedence
read_precedence(struct str value)
{
	struct str word = first_word(value);

	if (str_fold_eqc(word, "bulk") || str_fold_eqc(word, "junk"))
		return MARKS_PRECEDENCE_BULK;
	if (str_fold_eqc(word, "list"))
		return MARKS_PRECEDENCE_LIST;
	if (str_fold_eqc(word, "auto_reply") ||
	    str_fold_eqc(word, "auto-reply"))
		return MARKS_PRECEDENCE_REPLY;
	return MARKS_PRECEDENCE_NONE;
}

/* "X-Autoreply: no" says nothing. */
static bool
denies(struct str value)
{
	struct str word = first_word(value);

	return str_fold_eqc(word, "no") || str_fold_eqc(word, "false") ||
	       str_fold_eqc(word, "0");
}

/* Libraries and business software; no mail program that people write in. */
static const char *const programs[] = {"phpmailer", "php/", "swiftmailer",
    "nodemailer", "mailkit", "javamail", "zend_mail", "laravel", "drupal",
    "wordpress", "sap ", "sage ", "spindle", "netsuite", "odoo", "navision",
    "dynamics", "microsoft dynamics", "oracle", "peoplesoft", "jd edwards",
    "infor ", "exact ", "afas", "datev", "abacus", "lexware", "proalpha",
    "quickbooks", "xero", "visma", "fortnox", "unit4", "totvs", "primavera",
    "zucchetti", "teamsystem", "cegid", "epicor", "syspro", "crystal", "jasper",
    "microsoft cdo", "cdosys", "system.net.mail", "blat", "sendemail",
    "mime::lite", "perl", "python", "ruby", "powershell", "curl"};

/* X-Mailer; or given to the queue by a script, as qmail's header tells. */
static bool
is_program(struct str name, struct str value)
{
	if (str_fold_eqc(name, "Received"))
		return str_starts(value, STR("(qmail ")) &&
		       str_find(value, STR(" invoked by uid ")) != STR_NPOS;
	if (!str_fold_eqc(name, "X-Mailer") &&
	    !str_fold_eqc(name, "User-Agent"))
		return false;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (str_fold_starts(value, str_of(programs[i])))
			return true;
	return false;
}

static void
read_header(struct marks *k, const struct message_header *h)
{
	struct str value = str_trim(h->value);

	if (is_program(h->name, value))
		k->header[MARKS_PROGRAM] = value;
	/* Not every release of it writes a field of its own. */
	if (str_fold_eqc(h->name, "References") &&
	    str_fold_find(value, STR("<rt-ticket-")) != STR_NPOS)
		k->header[MARKS_TICKET] = value;
	if (str_fold_eqc(h->name, "Auto-Submitted")) {
		enum marks_auto submitted = read_submitted(value);

		/* Written twice: the one that admits to a machine. */
		if (submitted > k->submitted) {
			k->submitted = submitted;
			k->submitted_text = value;
		}
		return;
	}
	if (str_fold_eqc(h->name, "Precedence") ||
	    str_fold_eqc(h->name, "X-Precedence")) {
		k->precedence = read_precedence(value);
		k->precedence_text = value;
		return;
	}
	if (str_fold_starts(h->name, STR("X-Dunmail-")))
		k->header[MARKS_OWN] = h->name;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (!str_fold_eq(h->name, fields[i].name))
			continue;
		if (marks_has(k, fields[i].mark) || denies(value))
			return;
		k->header[fields[i].mark] =
		    str_is_empty(value) ? h->name : value;
		return;
	}
}

static enum marks_sender
sender_of(int tag)
{
	switch (tag) {
	case NAME_DAEMON:
		return MARKS_SENDER_DAEMON;
	case NAME_NO_REPLY:
		return MARKS_SENDER_NO_REPLY;
	case NAME_SYSTEM:
		return MARKS_SENDER_SYSTEM;
	}
	return MARKS_SENDER_PLAIN;
}

/* "@notification.bank.example": a host that only machines write from. */
static int
host_tag(struct str address)
{
	static const char *const hosts[] = {"notification", "notify", "alerts.",
	    "noreply", "no-reply", "mailer.", "messaging.", "robot."};
	size_t at = str_rchr(address, '@');
	struct str host =
	    str_sub(address, at == STR_NPOS ? address.n : at + 1, address.n);

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		if (str_starts(host, str_of(hosts[i])))
			return NAME_SYSTEM;
	return -1;
}

/* "ap-noreply@" and "sap.no-reply@" name themselves at the end. */
static int
local_tag(struct str address)
{
	size_t len;
	int tag = phrase_start(PHRASES(locals), address, &len);
	size_t local = str_rchr(address, '@');

	for (size_t i = 1; tag < 0 && local != STR_NPOS && i < local; i++)
		if (str_chr(STR("-._+"), address.p[i - 1]) != STR_NPOS)
			tag = phrase_start(PHRASES(locals),
			    str_sub(address, i, address.n), &len);
	return tag < 0 ? host_tag(address) : tag;
}

static void
read_sender(struct marks *k, const struct message_address *from)
{
	struct str address = phrase_fold(k->a, from->address, 320);
	struct str name = phrase_fold(k->a, from->name, 320);
	struct phrase_hits hits;
	int tag = local_tag(address);

	k->sender_text =
	    str_is_empty(from->address) ? from->name : from->address;
	if (tag < 0) {
		phrase_scan(PHRASES(names), name, &hits);
		tag = hits.mask != 0 ? NAME_DAEMON : -1;
	}
	k->sender = sender_of(tag);
}

/* Nobody to bounce to (RFC 5321, 4.5.5), also as older servers wrote it. */
static bool
is_nobody(const struct message *m)
{
	struct str path = str_trim(m->return_path);

	for (size_t i = 0; i < m->header_count; i++)
		if (str_fold_eqc(m->headers[i].name, "From") &&
		    str_eqc(str_trim(m->headers[i].value), "<>"))
			return true;
	return str_eqc(path, "<>") ||
	       str_fold_starts(path, STR("<mailer-daemon")) ||
	       str_fold_starts(path, STR("mailer-daemon"));
}

void
marks_read(struct arena *a, const struct message *m, struct marks *k)
{
	struct str reply = str_trim(m->reply);

	*k = (struct marks){.m = m, .a = a};
	for (size_t i = 0; i < m->header_count; i++)
		read_header(k, &m->headers[i]);
	k->null_path = is_nobody(m);
	if (m->from.n > 0)
		read_sender(k, &m->from.v[0]);
	k->subject = subject_base(a, m->subject, &k->re, &k->forward);
	k->related =
	    k->re || m->in_reply_to_count > 0 || m->reference_count > 0;
	k->quotes = reply.n > 0 && (m->flags & MESSAGE_QUOTES);
}

struct str
marks_reply(struct marks *k)
{
	if (k->reply.p == NULL)
		k->reply = phrase_fold(k->a, k->m->reply, LIMIT_GUARD_TEXT);
	return k->reply;
}

struct str
marks_text(struct marks *k)
{
	if (k->text.p == NULL)
		k->text = phrase_fold(k->a, k->m->text, LIMIT_GUARD_TEXT);
	return k->text;
}

const struct phrase_hits *
marks_words(struct marks *k)
{
	if (!k->has_words)
		autowords_scan(marks_reply(k), &k->words);
	k->has_words = true;
	return &k->words;
}

double
marks_robot(struct marks *k)
{
	if (!k->has_robot) {
		k->robot = second_robot_read(sentence_fold(
		    k->a, str_sub(k->m->reply, 0, LIMIT_GUARD_TEXT)));
		k->has_robot = true;
	}
	return k->robot;
}

bool
marks_has(const struct marks *k, enum marks_header h)
{
	return !str_is_empty(k->header[h]);
}
