#include "decide/callword.h"

#include <stdbool.h>
#include <string.h>

/* What the ledger keeps, and sequences ask for. */
static const char *const names[] = {"reached", "promised", "disputed",
    "refused", "call-back", "voicemail", "no-answer", "busy", "wrong-number",
    NULL};

/* In the languages that the scripts are written in. */
static const struct {
	const char *name, *said;
} ways[] = {
#include "decide/callword.def"
};

const char *
callword_name(size_t i)
{
	return i < sizeof(names) / sizeof(names[0]) ? names[i] : NULL;
}

#define HEAD 64 /* no way to say it is as long */

/* The beginning of a text as it is compared, and where each byte came from. */
struct head {
	char p[HEAD];
	size_t from[HEAD + 1];
	size_t n;
};

/* Blanks and dashes, those too that mail clients put in the place of ours. */
static size_t
gap_at(struct str s, size_t i)
{
	struct str t = str_sub(s, i, 3);

	if (t.n == 0)
		return 0;
	if (str_is_space(t.p[0]) || t.p[0] == '-' || t.p[0] == '_')
		return 1;
	if (str_starts(t, STR("\xc2\xa0")))
		return 2;
	if (str_eq(t, STR("\xe2\x80\xaf")))
		return 3;
	return str_starts(t, STR("\xe2\x80")) && t.n == 3 &&
		       (unsigned char)t.p[2] >= 0x90 &&
		       (unsigned char)t.p[2] <= 0x94
		   ? 3
		   : 0;
}

/* Of capitals the small letters, in Latin-1 too. */
static char
lower(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	if (i > 0 && s.p[i - 1] == '\xc3' && c >= 0x80 && c <= 0x9e &&
	    c != 0x97)
		return (char)(c + 0x20);
	return str_lower(s.p[i]);
}

static void
read_head(struct str s, struct head *h)
{
	size_t i = 0;

	for (h->n = 0; i < s.n && h->n < HEAD; h->n++) {
		size_t gap = gap_at(s, i);

		h->from[h->n] = i;
		h->p[h->n] = ' ';
		if (gap == 0 &&
		    str_starts(str_sub(s, i, 3), STR("\xe2\x80\x99"))) {
			h->p[h->n] = '\'';
			i += 3;
		} else if (gap == 0) {
			h->p[h->n] = lower(s, i++);
		}
		for (; gap > 0; gap = gap_at(s, i))
			i += gap;
	}
	h->from[h->n] = i;
}

static bool
begins_with(const struct head *h, struct str said)
{
	if (h->n < said.n || memcmp(h->p, said.p, said.n) != 0)
		return false;
	return h->n == said.n || strchr(" ,;:.!(/", h->p[said.n]) != NULL;
}

/* Without what parts it from the outcome. */
static struct str
behind(struct str text, size_t i)
{
	size_t gap;

	for (; i < text.n; i += gap) {
		gap = strchr(",;:.!/", text.p[i]) && text.p[i] != '\0'
			  ? 1
			  : gap_at(text, i);
		if (gap == 0)
			break;
	}
	return str_trim(str_sub(text, i, text.n));
}

const char *
callword_find(struct str text, struct str *rest)
{
	const char *found = NULL;
	size_t longest = 0;
	struct head h;

	read_head(text = str_trim(text), &h);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct str said = str_of(ways[i].said);

		if (said.n > longest && begins_with(&h, said)) {
			longest = said.n;
			found = ways[i].name;
		}
	}
	*rest = found ? behind(text, h.from[longest]) : text;
	return found;
}
