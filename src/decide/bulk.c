#include "decide/bulk.h"

#include "decide/autowords.h"

static void
say(struct guard *out, enum mail_kind kind, const char *rule,
    struct str evidence)
{
	out->kind = kind;
	out->rule = rule;
	out->evidence = evidence;
}

/* "<ar-talk.lists.example>" names the address ar-talk@lists.example. */
static bool
is_list_address(struct str list_id, struct str address)
{
	size_t open = str_rchr(list_id, '<');
	struct str id =
	    open == STR_NPOS ? list_id : str_sub(list_id, open + 1, list_id.n);

	if (id.n > 0 && id.p[id.n - 1] == '>')
		id.n--;
	if (id.n == 0 || id.n != address.n)
		return false;
	for (size_t i = 0; i < id.n; i++)
		if (str_lower(id.p[i]) != str_lower(address.p[i]) &&
		    !(address.p[i] == '@' && id.p[i] == '.'))
			return false;
	return true;
}

/* Sent to the list itself, and it answers nobody beside it: we read it as one
 * of many. */
static bool
is_to_list(const struct marks *k)
{
	const struct message *m = k->m;
	size_t lists = 0, others = 0;

	for (size_t i = 0; i < m->to.n; i++) {
		struct str to = m->to.v[i].address;

		if (str_is_empty(to))
			continue;
		if (is_list_address(k->header[MARKS_LIST_ID], to) ||
		    str_fold_find(k->header[MARKS_LIST_POST], to) != STR_NPOS)
			lists++;
		else
			others++;
	}
	return lists > 0 && !(others > 0 && m->in_reply_to_count > 0);
}

/* "Pat Doe via Accounts Payable", as groups rewrite a sender. */
static bool
is_via(const struct marks *k)
{
	const struct message *m = k->m;

	return m->from.n == 1 &&
	       (str_fold_find(m->from.v[0].name, STR(" via ")) != STR_NPOS ||
		   str_fold_find(m->from.v[0].name, STR("(via ")) != STR_NPOS);
}

static bool
has_list_marks(const struct marks *k)
{
	return marks_has(k, MARKS_LIST_ID) || marks_has(k, MARKS_LIST_POST) ||
	       marks_has(k, MARKS_LIST_UNSUBSCRIBE) ||
	       k->precedence == MARKS_PRECEDENCE_LIST ||
	       (k->precedence == MARKS_PRECEDENCE_BULK &&
		   marks_has(k, MARKS_CAMPAIGN));
}

/* For a person (above zero) or for a list. */
static int
person_points(const struct marks *k)
{
	const struct message *m = k->m;
	int points = 0;

	if (m->in_reply_to_count > 0 || m->reference_count > 0)
		points += 2;
	if (k->re)
		points += 1;
	if (k->re && k->quotes && !is_to_list(k))
		points += 1;
	if (is_via(k) || marks_has(k, MARKS_GROUP))
		points += 1;
	if (is_to_list(k))
		points -= 3;
	if (marks_has(k, MARKS_CAMPAIGN))
		points -= 2;
	if (k->sender == MARKS_SENDER_NO_REPLY ||
	    k->sender == MARKS_SENDER_SYSTEM)
		points -= 2;
	if (k->submitted == MARKS_AUTO_GENERATED)
		points -= 2;
	if (marks_has(k, MARKS_LIST_UNSUBSCRIBE) && !marks_has(k, MARKS_GROUP))
		points -= 1;
	return points;
}

/* Through a mass mailer, yet to us alone: a notice about our own affairs. */
static bool
is_single(struct marks *k)
{
	if (marks_has(k, MARKS_LIST_ID) || marks_has(k, MARKS_LIST_POST) ||
	    k->precedence == MARKS_PRECEDENCE_LIST)
		return false;
	/* Portals let one switch off what they tell of one's documents, and
	 * large providers want one click to be enough for it. */
	if (marks_has(k, MARKS_LIST_UNSUBSCRIBE))
		return k->precedence != MARKS_PRECEDENCE_BULK &&
		       phrase_has(marks_words(k), AUTOWORDS_NOTICE) &&
		       (!marks_has(k, MARKS_CAMPAIGN) ||
			   phrase_has(marks_words(k), AUTOWORDS_PORTAL));
	return phrase_has(marks_words(k), AUTOWORDS_MACHINE) ||
	       phrase_has(marks_words(k), AUTOWORDS_UNATTENDED);
}

bool
bulk_list(struct marks *k, struct guard *out)
{
	static const enum marks_header shown[] = {MARKS_LIST_ID,
	    MARKS_LIST_UNSUBSCRIBE, MARKS_LIST_POST, MARKS_CAMPAIGN};

	if (!has_list_marks(k) || person_points(k) > 0 || is_single(k))
		return false;
	say(out, KIND_LIST, "list", k->precedence_text);
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		if (marks_has(k, shown[i])) {
			out->evidence = k->header[shown[i]];
			break;
		}
	return true;
}

/* A system that tells of a document or a payment, to those it serves. */
static int
told_points(struct marks *k, const struct phrase_hits *hits)
{
	struct phrase_hits subject;
	int points = phrase_has(hits, AUTOWORDS_PORTAL) ? 2 : 0;

	autowords_scan(k->subject, &subject);
	if (phrase_has(hits, AUTOWORDS_NOTICE) ||
	    phrase_has(&subject, AUTOWORDS_NOTICE))
		points += is_via(k) ? 2 : 1;
	return points;
}

/* A call that was recorded. */
static bool
has_recording(const struct message *m)
{
	for (size_t i = 0; i < m->file_count; i++)
		if (str_starts(m->files[i].type, STR("audio/")))
			return true;
	return false;
}

/* Marks and words of a mail that no mail of ours is the reason of. */
static int
unasked_points(struct marks *k, const struct phrase_hits *hits)
{
	return told_points(k, hits) + (marks_has(k, MARKS_PROGRAM) ? 2 : 0) +
	       (has_recording(k->m) ? 2 : 0);
}

bool
bulk_notice(struct marks *k, struct guard *out)
{
	bool no_reply = k->sender == MARKS_SENDER_NO_REPLY;
	const struct phrase_hits *hits;
	int points = 0;

	if (k->submitted == MARKS_AUTO_GENERATED) {
		say(out, KIND_OTHER, "auto-generated", k->submitted_text);
		return true;
	}
	if (marks_has(k, MARKS_OWN)) {
		say(out, KIND_OTHER, "own-mail", k->header[MARKS_OWN]);
		return true;
	}
	if (k->quotes && k->sender == MARKS_SENDER_PLAIN)
		return false;
	if (no_reply)
		points += 3;
	if (k->sender == MARKS_SENDER_SYSTEM)
		points += k->related ? 2 : 3;
	if (k->precedence == MARKS_PRECEDENCE_BULK)
		points += 2;
	if (k->null_path)
		points += 2;
	if (marks_has(k, MARKS_TICKET))
		points += 1;
	hits = marks_words(k);
	if (phrase_has(hits, AUTOWORDS_UNATTENDED))
		points += 2;
	if (phrase_has(hits, AUTOWORDS_MACHINE))
		points += 3;
	if (!k->related)
		points += unasked_points(k, hits);
	if (k->related || k->forward)
		points -= 2;
	if (points < 3)
		return false;
	say(out, KIND_OTHER, "unattended",
	    phrase_has(hits, AUTOWORDS_UNATTENDED)
		? hits->first[AUTOWORDS_UNATTENDED]
	    : phrase_has(hits, AUTOWORDS_MACHINE)
		? hits->first[AUTOWORDS_MACHINE]
		: k->sender_text);
	return true;
}
