#include "mail/frame.h"

#include <string.h>

#include "mail/card.h"
#include "mail/closeword.h"
#include "mail/notice.h"
#include "mail/ticket.h"
#include "mail/valediction.h"

#define SIGNED_LINES 6  /* below a warning, at most */
#define CARD_LINES   14 /* of a signature, at most */

/* RFC 3676, 4.3; without its blank only above what is no sentence. */
static bool
is_delimiter(const struct run *r, size_t i)
{
	struct str s = str_trim(r->v[i].text);
	size_t next;

	if (str_eqc(r->v[i].text, "-- ") || str_eqc(s, "- --"))
		return true;
	if (!str_eqc(s, "--") && !str_eqc(s, "\xe2\x80\x94"))
		return false;
	/* Only now: a mail can be a million blank lines. */
	next = run_skip_blank(r, i + 1);
	return next == r->n || notice_is_legal(r->v[next].key, 0, 0) ||
	       !run_is_prose(r, next, next + 1);
}

/* "____" and below it what list servers and calendars add. */
static bool
is_list_footer(const struct run *r, size_t i)
{
	struct str key = i + 1 < r->n ? r->v[i + 1].key : STR("");

	if (!run_is_rule(r->v[i].key))
		return false;
	return str_find(key, STR("mailing list")) != STR_NPOS ||
	       str_starts(key, STR("microsoft teams")) ||
	       notice_is_legal(key, 0, 0);
}

/* Does the line above line i end with a colon? */
static bool
ends_with_colon(const struct run *r, size_t i)
{
	while (i > 0 && run_is_blank(r, i - 1))
		i--;
	return i > 0 && str_ends(r->v[i - 1].key, STR(":"));
}

/* A rule, and below it nothing but a card, up to another rule or the end. */
static void
mark_ruled(struct run *r)
{
	size_t end = r->n, first = run_skip_blank(r, 0), cards = 0;
	size_t at = end, lines = 0;

	for (size_t i = end; i > first + 1; i--) {
		if (run_is_blank(r, i - 1))
			continue;
		if (run_is_rule(r->v[i - 1].key)) {
			/* What stands above may announce what stands below. */
			if (lines && !ends_with_colon(r, i - 1) &&
			    (cards || run_is_name(r, run_skip_blank(r, i))))
				at = i - 1;
			continue;
		}
		if (run_is_prose(r, i - 1, i) || ++lines > CARD_LINES)
			break;
		cards += card_contact(r->v[i - 1].key);
	}
	run_drop(r, at, end);
}

/* "[External] words": the tag goes, the words stay. False if the line is all
 * warning. */
static bool
cut_tag(struct signature_line *l)
{
	struct str s = str_trim(l->text), key = l->key;
	size_t end = str_chr(s, ']'), key_end = str_chr(key, ']');

	if (s.n == 0 || s.p[0] != '[' || end == STR_NPOS ||
	    key_end == STR_NPOS || end + 1 == s.n)
		return false;
	s = str_trim(str_sub(s, end + 1, s.n));
	key = str_trim(str_sub(key, key_end + 1, key.n));
	if (s.n == 0 || notice_warning(key))
		return false;
	l->text = s;
	l->key = key;
	return true;
}

/* The warning goes on where its lines are wrapped; words that follow without
 * an empty line are not part of it. */
static bool
continues_banner(const struct run *r, size_t i)
{
	if (run_is_blank(r, i))
		return false;
	if (notice_warning(r->v[i].key))
		return true;
	return run_is_wrapped(r, i);
}

/* A gateway that marks both ends of what it puts in. */
static void
mark_fenced(struct run *r)
{
	size_t from = run_skip_blank(r, 0);
	size_t to = from + CARD_LINES < r->n ? from + CARD_LINES : r->n;

	if (from == r->n ||
	    str_find(r->v[from].key, STR("bannerstart")) == STR_NPOS)
		return;
	for (size_t i = from; i < to; i++)
		if (str_find(r->v[i].key, STR("bannerend")) != STR_NPOS) {
			run_drop(r, from, i + 1);
			return;
		}
}

/* Is there nothing from line i on but who signs? */
static bool
is_only_signed(const struct run *r, size_t i)
{
	size_t lines = 0;

	if (r->name.n == 0)
		return false;
	for (i = run_skip_blank(r, i); i < r->n; i = run_skip_blank(r, i + 1)) {
		if (++lines > SIGNED_LINES)
			return false;
		if (!run_is_name(r, i) && !run_is_card(r, i) &&
		    !valediction_is(r->v[i].key, r->v[i].text))
			return false;
	}
	return lines > 0;
}

static void
mark_banners(struct run *r)
{
	size_t i, end;

	mark_fenced(r);
	i = run_skip_blank(r, 0);

	while (i < r->n && notice_banner(r->v[i].key)) {
		if (cut_tag(&r->v[i]))
			return;
		end = i + 1;
		while (end < r->n && continues_banner(r, end))
			end++;
		/* People warn, too: it may be all they have to say. */
		if (!notice_banner_sure(r->v[i].key) && is_only_signed(r, end))
			return;
		run_drop(r, i, end);
		i = run_skip_blank(r, end);
	}
}

static void
mark_devices(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (closeword_device(r->v[i].key) ||
		    closeword_picture(r->v[i].key))
			r->v[i].drop = true;
}

static void
mark_delimiter(struct run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (is_delimiter(r, i) || is_list_footer(r, i)) {
			run_drop_stored(r, i, true);
			return;
		}
}

static bool
is_notice(const struct run *r, size_t from, size_t to)
{
	size_t length = 0;
	unsigned legal = 0;

	for (size_t i = from; i < to; i++)
		length += r->v[i].key.n;
	for (size_t i = from; i < to && length >= NOTICE_LENGTH; i++)
		legal |= notice_legal(r->v[i].key);
	return notice_is_legal(r->v[from].key, legal, length);
}

/* Without anything of the writer above, a paragraph must speak of hardly
 * anything else: it would be all there is. */
static bool
is_only_notice(const struct run *r, size_t from, size_t to)
{
	unsigned legal = 0;
	size_t length = 0;

	for (size_t i = from; i < to; i++)
		length += r->v[i].key.n;
	for (size_t i = from; i < to && length >= 2 * NOTICE_LENGTH; i++)
		legal |= notice_legal(r->v[i].key);
	return __builtin_popcount(legal) >= 5 &&
	       notice_is_legal(r->v[from].key, legal, length);
}

/* Below a notice stands more of the kind, but for what only people say; below
 * one on top of all stand the words. */
static void
mark_notices(struct run *r)
{
	size_t end, i = run_skip_blank(r, 0);
	bool above = r->below, behind = false;

	for (; i < r->n; i = run_skip_blank(r, end)) {
		bool legal;

		end = run_paragraph_end(r, i);
		legal =
		    above ? is_notice(r, i, end) : is_only_notice(r, i, end);
		behind |= legal && above;
		above |= !legal;
		if (legal || (behind && !run_is_dealing(r, i, end)))
			run_drop(r, i, end);
	}
}

void
frame_mark(struct run *r)
{
	size_t first;

	mark_banners(r);
	ticket_mark_head(r);
	mark_devices(r);
	ticket_mark_tail(r);
	mark_delimiter(r);
	mark_ruled(r);
	mark_notices(r);
	ticket_mark_tail(r);
	for (size_t i = 0; i < r->n; i++)
		if (run_is_rule(r->v[i].key))
			r->v[i].drop = true;
	first = run_skip_blank(r, 0);
	if (first < r->n && str_eqc(r->v[first].key, "--"))
		r->v[first].drop = true;
}
