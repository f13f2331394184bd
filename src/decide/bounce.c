#include "decide/bounce.h"

#include "decide/bounce_words.h"
#include "decide/rcpt.h"
#include "decide/rcpt_address.h"
#include "decide/rcpt_forward.h"
#include "decide/reason.h"

#define SAID_OF_STATUS 200 /* bytes */

static void
say(struct guard *out, enum mail_kind kind, const char *rule,
    struct str evidence)
{
	out->kind = kind;
	out->rule = rule;
	out->evidence = evidence;
}

static int
subject_tag(const struct marks *k)
{
	return bounce_words_subject(
	    k->subject, k->null_path || k->sender == MARKS_SENDER_DAEMON);
}

/* The words of the report, folded, without the mail that it returns. */
static struct str
report_words(struct marks *k)
{
	size_t n = rcpt_report_length(k->m->text);

	return phrase_fold(k->a, str_sub(k->m->text, 0, n), n);
}

static bool
is_same(struct str a, struct str b)
{
	return !str_is_empty(b) && str_fold_eq(a, b);
}

static struct str
find_recipient(struct marks *k, const struct message_dsn *d)
{
	struct str found = {NULL, 0};

	if (d != NULL)
		found = rcpt_reported(k->m, d);
	if (str_is_empty(found))
		found =
		    rcpt_expanded(k->m, rcpt_first(k->header[MARKS_FAILED]));
	if (str_is_empty(found) && d != NULL)
		found = rcpt_first(d->diagnostic);
	if (str_is_empty(found))
		found = rcpt_find(k->m);
	return rcpt_before_forward(k->m, found);
}

/* What a block of the report says happened. */
static enum mail_kind
dsn_kind(const struct message_dsn *d)
{
	if (str_fold_eqc(d->action, "failed"))
		return KIND_BOUNCE;
	if (str_fold_eqc(d->action, "delayed"))
		return KIND_DELAY;
	if (str_fold_eqc(d->action, "delivered") ||
	    str_fold_eqc(d->action, "relayed") ||
	    str_fold_eqc(d->action, "expanded"))
		return KIND_RECEIPT;
	/* Action is missing or not a word of the RFC. */
	if (str_starts(d->status, STR("5")))
		return KIND_BOUNCE;
	if (str_starts(d->status, STR("2")))
		return KIND_RECEIPT;
	if (str_starts(d->status, STR("4")))
		return KIND_DELAY;
	return KIND_OTHER;
}

/*
 * The block to speak of: a failed one before a delayed one before a delivered
 * one; among failed ones that of the address the returned mail went to.
 */
static const struct message_dsn *
pick_block(const struct message *m, enum mail_kind *kind)
{
	static const enum mail_kind order[] = {
	    KIND_BOUNCE, KIND_DELAY, KIND_RECEIPT};

	for (size_t o = 0; o < sizeof(order) / sizeof(*order); o++) {
		const struct message_dsn *first = NULL;

		for (size_t i = 0; i < m->dsn_count; i++) {
			const struct message_dsn *d = &m->dsn[i];

			if (dsn_kind(d) != order[o])
				continue;
			if (first == NULL ||
			    is_same(d->final_recipient, m->returned_to))
				first = d;
		}
		*kind = order[o];
		if (first != NULL)
			return first;
	}
	*kind = KIND_OTHER;
	return NULL;
}

/* In a report without parts, what stands behind the status is said of it. */
static struct str
behind(struct str words, struct str status)
{
	size_t at = str_is_empty(status) ? STR_NPOS : str_find(words, status);

	if (at == STR_NPOS)
		return (struct str){NULL, 0};
	return str_sub(words, at + status.n, SAID_OF_STATUS);
}

static void
judge_failure(struct marks *k, const struct message_dsn *d, struct guard *out)
{
	struct str words = report_words(k);
	struct reason_result why;

	if (d != NULL) {
		out->status = d->status;
		out->diagnostic = d->diagnostic;
	}
	if (str_is_empty(out->status))
		out->status = reason_status(
		    str_is_empty(out->diagnostic) ? words : out->diagnostic);
	why = reason_read(k->a, out->status,
	    str_is_empty(out->diagnostic) ? behind(words, out->status)
					  : out->diagnostic,
	    words);
	if (out->status.n == 3)
		out->status = (struct str){NULL, 0}; /* a bare SMTP reply */
	if (str_is_empty(out->diagnostic))
		out->diagnostic = why.evidence;
	out->severity =
	    out->kind == KIND_DELAY ? BOUNCE_NONE : reason_severity(why.reason);
	/* Takes no mail now. */
	if (out->severity == BOUNCE_HARD && why.reason == REASON_REFUSES &&
	    str_starts(out->status, STR("4")))
		out->severity = BOUNCE_SOFT;
	out->recipient = find_recipient(k, d);
	if (!str_is_empty(why.evidence))
		out->evidence = why.evidence;
}

/* Written by hand: a person who sends a report on, or answers one. */
static bool
is_by_hand(const struct marks *k)
{
	return (k->re || k->forward) && !k->null_path &&
	       k->sender == MARKS_SENDER_PLAIN && k->submitted <= MARKS_AUTO_NO;
}

bool
bounce_report(struct marks *k, struct guard *out)
{
	const struct message *m = k->m;
	bool report = str_fold_eqc(m->report_type, "delivery-status");
	const struct message_dsn *d;
	enum mail_kind kind;
	struct str evidence;
	int subject;

	if (!report && m->dsn_count == 0)
		return false;
	/* Beside other content the block may be an enclosure of a person. */
	if (!report && !k->null_path && k->sender != MARKS_SENDER_DAEMON &&
	    !marks_has(k, MARKS_FAILED) && subject_tag(k) < 0)
		return false;
	if (is_by_hand(k))
		return false;
	d = pick_block(m, &kind);
	if (d == NULL) {
		/* No usable block: the words decide, or else it failed. */
		if (bounce_prose(k, out))
			return true;
		subject = subject_tag(k);
		kind = subject == BOUNCE_SUBJECT_DELAYED     ? KIND_DELAY
		       : subject == BOUNCE_SUBJECT_DELIVERED ? KIND_RECEIPT
							     : KIND_BOUNCE;
	}
	evidence = d == NULL                 ? m->report_type
		   : str_is_empty(d->action) ? d->status
					     : d->action;
	say(out, kind,
	    kind == KIND_BOUNCE  ? "report-failed"
	    : kind == KIND_DELAY ? "report-delayed"
				 : "report-delivered",
	    evidence);
	if (kind != KIND_RECEIPT)
		judge_failure(k, d, out);
	else if (d != NULL)
		out->recipient = rcpt_reported(m, d);
	return true;
}

/* Words about more attempts may deny them; a permanent code is plain. */
static bool
is_delay(int subject, const struct phrase_hits *body, struct str status)
{
	if (subject == BOUNCE_SUBJECT_DELAYED)
		return true;
	return subject != BOUNCE_SUBJECT_FAILED &&
	       phrase_has(body, BOUNCE_BODY_DELAYED) &&
	       !(phrase_has(body, BOUNCE_BODY_FAILED) &&
		   str_starts(status, STR("5")));
}

/* What a report in plain words shows. */
struct prose {
	int subject; /* enum bounce_subject, or -1 */
	bool header, daemon, nobody;
	bool said, framed, coded, delivered;
	bool named; /* an address that is not ours */
};

static void
read_prose(struct marks *k, struct str words, const struct phrase_hits *body,
    struct prose *p)
{
	p->said = phrase_has(body, BOUNCE_BODY_FAILED) ||
		  phrase_has(body, BOUNCE_BODY_DELAYED);
	p->framed =
	    phrase_has(body, BOUNCE_BODY_STRUCTURE) ||
	    (phrase_has(body, BOUNCE_BODY_LABEL) && (p->daemon || p->header));
	p->coded =
	    reason_status(words).n > 3 || !str_is_empty(k->m->returned_id);
	p->delivered = phrase_has(body, BOUNCE_BODY_DELIVERED);
	p->named = p->daemon && p->nobody && !str_is_empty(rcpt_find(k->m));
}

static bool
is_report(const struct prose *p)
{
	int points = (p->daemon ? 3 : 0) + (p->nobody ? 2 : 0) +
		     (p->header ? 4 : 0) + (p->subject >= 0 ? 3 : 0) +
		     (p->said ? 2 : 0) +
		     (p->framed     ? 3
			 : p->coded ? 2
				    : 0);

	if (p->delivered && p->subject < 0)
		points += 2;
	/* A subject and prose about mail is what people write, too. */
	if (!p->daemon && !p->header && !p->nobody)
		return p->subject >= 0 && p->said && p->framed;
	if (points < 5)
		return false;
	/* Nobody at the other end: an absence comes so as well. */
	if (!p->daemon && !p->header && !p->said && !p->framed && !p->coded)
		return false;
	/* A postmaster is a person at times, yet with an address of theirs. */
	return p->subject >= 0 || p->header || p->framed || p->coded ||
	       p->delivered ||
	       (p->daemon && p->nobody && (p->said || p->named));
}

static enum mail_kind
prose_kind(
    const struct prose *p, const struct phrase_hits *body, struct str status)
{
	unsigned said =
	    body->mask & (1u << BOUNCE_BODY_FAILED | 1u << BOUNCE_BODY_DELAYED |
			     1u << BOUNCE_BODY_DELIVERED);

	if (p->subject == BOUNCE_SUBJECT_DELIVERED ||
	    (said == 1u << BOUNCE_BODY_DELIVERED && p->subject < 0))
		return KIND_RECEIPT;
	return is_delay(p->subject, body, status) ? KIND_DELAY : KIND_BOUNCE;
}

bool
bounce_prose(struct marks *k, struct guard *out)
{
	struct prose p = {
	    .subject = subject_tag(k),
	    .header = marks_has(k, MARKS_FAILED) || marks_has(k, MARKS_NDR),
	    .daemon = k->sender == MARKS_SENDER_DAEMON,
	    .nobody = k->null_path,
	};
	struct phrase_hits body;
	enum mail_kind kind;
	struct str words;

	if (p.subject >= 0 && k->submitted > MARKS_AUTO_NO)
		p.nobody = true;
	if ((p.subject < 0 && !p.header && !p.daemon && !p.nobody) ||
	    is_by_hand(k))
		return false;
	words = report_words(k);
	bounce_words_scan(words, &body);
	read_prose(k, words, &body, &p);
	if (!is_report(&p))
		return false;
	kind = prose_kind(&p, &body, reason_status(words));
	say(out, kind,
	    kind == KIND_RECEIPT ? "words-delivered"
	    : kind == KIND_DELAY ? "words-delayed"
				 : "words-failed",
	    k->subject);
	if (kind != KIND_RECEIPT)
		judge_failure(k, NULL, out);
	else
		out->recipient = rcpt_find(k->m);
	return true;
}
