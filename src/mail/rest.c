#include "mail/rest.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/card.h"
#include "mail/closeword.h"
#include "mail/label.h"
#include "mail/separator.h"

#define BLOCK_LINES  12 /* a header block is no longer */
#define COLUMN_LINES 14 /* nor is one in columns */
#define COLUMN_GAP   8  /* blanks before a label at the right */

/*
 * From:, Sent:, To:, Subject: of a client, in any order that has From: and
 * two others within a few lines, one of which names a subject or an address,
 * and one a time or an address: people write lists with such labels, too.
 * Values may be wrapped.
 */
static bool
is_header_block(struct lines *l, size_t i)
{
	enum label first = label_of(lines_key(l, i));
	unsigned seen = 0;
	size_t end = i + BLOCK_LINES < l->n ? i + BLOCK_LINES : l->n;
	size_t gap = 0;
	bool mail = false, sent = false;

	if (first != LABEL_FROM && first != LABEL_DATE && first != LABEL_TO &&
	    first != LABEL_SUBJECT)
		return false;
	for (; i < end && gap < 3; i++) {
		struct str key = lines_key(l, i);
		enum label what = label_of(key);

		if (lines_is_quoted(l, i))
			break;
		gap = what == LABEL_NONE ? gap + 1 : 0;
		if (what == LABEL_NONE)
			continue;
		mail |= what == LABEL_SUBJECT || str_chr(key, '@') != STR_NPOS;
		sent |= what == LABEL_DATE || str_chr(key, '@') != STR_NPOS;
		if (what != LABEL_OTHER && what != LABEL_CC)
			seen |= 1u << what;
	}
	return mail && sent && seen & 1u << LABEL_FROM &&
	       __builtin_popcount(seen) >= 3;
}

static bool
is_rule(struct str key)
{
	size_t n = 0;

	for (; n < key.n; n++)
		if (key.p[n] != '_' && key.p[n] != '-' && key.p[n] != '=' &&
		    key.p[n] != ' ')
			return false;
	return n >= 5;
}

/* The label at the right end of a line, behind a wide gap or alone. */
static enum label
column_label(struct lines *l, size_t i)
{
	struct str s = l->v[i], word;
	char label[24];
	size_t at = str_rchr(s, ' '), n = 0;

	if (at == STR_NPOS || at < COLUMN_GAP || s.n - at > 20)
		return LABEL_NONE;
	for (size_t k = at - COLUMN_GAP + 1; k < at; k++)
		if (s.p[k] != ' ')
			return LABEL_NONE;
	word = lines_key(l, i);
	at = str_rchr(word, ' ');
	if (at != STR_NPOS)
		word = str_sub(word, at + 1, word.n);
	if (word.n == 0 || word.n > sizeof(label) - 2)
		return LABEL_NONE;
	memcpy(label, word.p, word.n);
	n = word.n;
	label[n++] = ':';
	return label_of((struct str){label, n});
}

/* Sender and time at the left, "To", "cc", "Subject" at the right: Notes. */
static bool
is_column_block(struct lines *l, size_t i)
{
	size_t end = i + COLUMN_LINES < l->n ? i + COLUMN_LINES : l->n;
	bool to = false;

	/* It is set in from the left. */
	if (l->v[i].n == 0 || l->v[i].p[0] != ' ')
		return false;
	for (; i < end; i++) {
		enum label what = column_label(l, i);

		if (what == LABEL_SUBJECT && to)
			return true;
		to |= what == LABEL_TO;
	}
	return false;
}

/* "Jo Hill ---11/17/2026 07:00:14 AM---Dear Amy, ...": Notes again. */
static bool
is_headline(struct lines *l, size_t i)
{
	struct str key = lines_key(l, i);
	size_t at = str_find(key, STR(" ---"));

	if (at == STR_NPOS || at + 4 >= key.n || !str_is_digit(key.p[at + 4]))
		return false;
	if (str_find(str_sub(key, at + 4, key.n), STR("---")) == STR_NPOS)
		return false;
	i = lines_next(l, i + 1);
	return i < l->n && is_header_block(l, i);
}

/* "From: Jo <jo@c.example> Sent: ... To: ... Subject: ..." in one line. */
static bool
is_header_line(struct str key)
{
	struct str rest = key, word;
	unsigned seen = 0;

	if (label_of(key) != LABEL_FROM || str_chr(key, '@') == STR_NPOS)
		return false;
	while (str_cut(&rest, ' ', &word))
		if (word.n > 1 && word.p[word.n - 1] == ':')
			seen |= 1u << label_of(word);
	seen &= 1u << LABEL_DATE | 1u << LABEL_TO | 1u << LABEL_SUBJECT;
	return __builtin_popcount(seen) >= 2;
}

/* "----- Weitergeleitet von Jo am 18.11. -----" in any language: words
 * between dashes, and below them a field of a header. */
static bool
is_fenced(struct lines *l, size_t i)
{
	struct str key = lines_key(l, i);
	size_t head = 0, foot = 0;
	enum label what;

	while (head < key.n && key.p[head] == '-')
		head++;
	while (foot + head < key.n && key.p[key.n - 1 - foot] == '-')
		foot++;
	if (head < 4 || foot < 4 || head + foot == key.n)
		return false;
	i = lines_next(l, i + 1);
	if (i >= l->n)
		return false;
	what = label_of(lines_key(l, i));
	return what != LABEL_NONE && what != LABEL_OTHER;
}

/* "|------------>", as Notes draws above a header; below a line with bars it
 * is a table. */
static bool
is_box(struct lines *l, size_t i)
{
	return str_starts(lines_key(l, i), STR("|---")) &&
	       (i == 0 || !str_starts(l->v[i - 1], STR("|")));
}

bool
rest_begins(struct lines *l, size_t i, bool own)
{
	struct str key = lines_key(l, i);

	if (key.n == 0)
		return false;
	if (separator_is(key) || is_fenced(l, i))
		return true;
	if (closeword_frame_end(key) || separator_reply_above(key) ||
	    is_box(l, i))
		return own;
	if (i + 1 < l->n && separator_is_bare(key))
		return label_of(lines_key(l, i + 1)) != LABEL_NONE;
	if (is_rule(key)) {
		i = lines_next(l, i + 1);
		return i < l->n && is_header_block(l, i);
	}
	return is_header_block(l, i) || is_header_line(key) ||
	       is_column_block(l, i) || is_headline(l, i);
}

static bool
is_dashed(struct lines *l, size_t i)
{
	struct str key = lines_key(l, i);

	return str_starts(key, STR("--")) &&
	       (separator_is(key) || is_fenced(l, i));
}

size_t
rest_end(struct lines *l, size_t i)
{
	size_t open = 0;

	if (!is_dashed(l, i))
		return l->n;
	for (; i < l->n; i++) {
		struct str key = lines_key(l, i);

		if (key.n < 8 || key.p[0] != '-')
			continue;
		if (separator_ends(key) && --open == 0)
			return i + 1;
		open += is_dashed(l, i);
	}
	return l->n;
}

/* A time and hardly anything else. */
static bool
is_time(struct str key)
{
	size_t digits = 0;

	if (key.n < 6 || key.n > 60 || card_words(key) > 8 ||
	    str_chr(key, '@') != STR_NPOS || strchr("?!", key.p[key.n - 1]))
		return false;
	for (size_t i = 0; i < key.n; i++)
		digits += str_is_digit(key.p[i]);
	return digits >= 5 && attribution_has_time(key);
}

bool
rest_journal(struct lines *l, size_t i)
{
	struct str key = lines_key(l, i);
	size_t at;

	key = str_trim(str_sub(key, 0, closeword_journal(key)));
	at = str_find(key, STR(" - "));
	return at != STR_NPOS && at + 3 < key.n && is_time(str_sub(key, 0, at));
}

/* "Deb Ashworth, Nov 17, 2026, 10:02 GMT": both in one line. */
static bool
is_name_and_time(struct lines *l, size_t i)
{
	struct str line = l->v[i], key = lines_key(l, i);
	size_t comma = str_chr(line, ','), at = str_chr(key, ',');

	return comma != STR_NPOS && at != STR_NPOS &&
	       card_titled(str_sub(line, 0, comma)) &&
	       is_time(str_trim(str_sub(key, at + 1, key.n)));
}

size_t
rest_comment(struct lines *l, size_t i)
{
	size_t next = lines_next(l, i + 1);
	struct str who = str_sub(l->v[i], 0, str_chr(l->v[i], '('));

	if (closeword_comment(lines_key(l, i)) || rest_journal(l, i) ||
	    is_name_and_time(l, i))
		return 1;
	if (next >= l->n || next > i + 2 || !card_titled(who) ||
	    !is_time(lines_key(l, next)))
		return 0;
	return next + 1 - i;
}
