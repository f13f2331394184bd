#include "mail/inside.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/card.h"
#include "mail/quoteword.h"

#define BROKEN_LINE 64 /* bytes of a line that was broken, at least */
#define BROKEN_OFF  24 /* and of what came off, at most */

/* "[KD] We paid.", "[Karen Dow] We paid.": answers in a quoted mail that say
 * who gives them. */
bool
inside_signed(struct str line, struct str name)
{
	size_t end, n = 1;
	struct str who;

	line = str_trim(line);
	end = str_chr(str_sub(line, 0, 60), ']');
	if (line.n == 0 || line.p[0] != '[' || end == STR_NPOS ||
	    end + 2 >= line.n ||
	    (line.p[end + 1] != ' ' && line.p[end + 1] != ':'))
		return false;
	who = str_sub(line, 1, end - 1);
	while (
	    n <= who.n && n < 5 && who.p[n - 1] >= 'A' && who.p[n - 1] <= 'Z')
		n++;
	if (n > 2 && n == who.n + 1)
		return true;
	return name.n && card_named(who, name);
}

/* ">>", "**", "##" in the words above: the mark of the answers below. */
struct str
inside_mark(struct str own)
{
	for (size_t i = 0; i + 1 < own.n; i++) {
		size_t n = 1;

		if (!strchr(">*#=+", own.p[i]))
			continue;
		while (i + n < own.n && own.p[i + n] == own.p[i])
			n++;
		if (n > 1 && n < 6)
			return str_sub(own, i, n);
		i += n - 1;
	}
	return STR("");
}

/* The first letter behind the marks of a quote is a small one. */
static bool
goes_on(struct str line)
{
	size_t i = 0;

	while (i < line.n && strchr("> ", line.p[i]))
		i++;
	return i < line.n && line.p[i] >= 'a' && line.p[i] <= 'z';
}

/* What a mail program broke off a long quoted line: a word or two between
 * quoted lines that go on in small letters. A short answer looks the same. */
bool
inside_broken_off(struct lines *l, size_t i)
{
	static const char *const answers[] = {"y", "n", "ok", "paid", "done",
	    "agree", "correct", "never", "friday", "monday", "ja", "nein",
	    "bezahlt", "oui", "pay", "si", "pag", "sim", "non", "betaald",
	    "klopt", "approved", "tomorrow", "today", "next"};
	struct str before, s = l->v[i];

	if (i == 0 || i + 1 >= l->n || s.n > BROKEN_OFF || !goes_on(s) ||
	    !goes_on(l->v[i + 1]) || !lines_is_quoted(l, i - 1) ||
	    !lines_is_quoted(l, i + 1))
		return false;
	for (size_t k = 0; k < s.n; k++)
		if (str_is_digit(s.p[k]))
			return false;
	before = l->v[i - 1];
	return before.n >= BROKEN_LINE &&
	       !strchr(".?!:", before.p[before.n - 1]) &&
	       !strchr(".?!", s.p[s.n - 1]) &&
	       !quoteword_starts_any(
		   s, answers, sizeof(answers) / sizeof(answers[0]));
}

/* "> When will you pay?   On Friday", "> Who signs? --> Jo": an answer typed
 * behind what is quoted, parted by more than a sentence is. */
bool
inside_answered(struct str line)
{
	static const char *const arrows[] = {"-->", "==>", "<--", "<=="};
	struct str key = str_trim(line);
	size_t at = STR_NPOS;

	if (key.n > ATTRIBUTION_KEY || !str_starts(key, STR(">")) ||
	    (key.n > 2 && memchr(key.p + 1, '>', 2) != NULL))
		return false;
	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (at == STR_NPOS)
			at = str_find(key, str_of(arrows[i]));
	if (at != STR_NPOS)
		return at > 6 && at + 5 < key.n;
	at = str_chr(key, '?');
	return at != STR_NPOS && at + 4 < key.n &&
	       (key.p[at + 1] == '\t' ||
		   str_starts(str_sub(key, at + 1, key.n), STR("   ")));
}
