#include "decide/subject.h"

#include "decide/phrase.h"

#define SUBJECT_MAX 1000 /* bytes looked at */

enum prefix_tag {
	PREFIX_RE,
	PREFIX_FORWARD,
};

static const struct phrase prefixes[] = {
    {"re", PREFIX_RE},
    {"aw", PREFIX_RE},
    {"antwort", PREFIX_RE},
    {"antw", PREFIX_RE},
    {"ant", PREFIX_RE},
    {"sv", PREFIX_RE},
    {"vs", PREFIX_RE},
    {"res", PREFIX_RE},
    {"resp", PREFIX_RE},
    {"rif", PREFIX_RE},
    {"r", PREFIX_RE},
    {"odp", PREFIX_RE},
    {"ynt", PREFIX_RE},
    {"ref", PREFIX_RE},
    {"va", PREFIX_RE},
    {"απ", PREFIX_RE},
    {"回复", PREFIX_RE},
    {"回覆", PREFIX_RE},
    {"答复", PREFIX_RE},
    {"返信", PREFIX_RE},
    {"회신", PREFIX_RE},
    {"отв", PREFIX_RE},
    {"fwd", PREFIX_FORWARD},
    {"fw", PREFIX_FORWARD},
    {"wg", PREFIX_FORWARD},
    {"tr", PREFIX_FORWARD},
    {"rv", PREFIX_FORWARD},
    {"enc", PREFIX_FORWARD},
    {"i", PREFIX_FORWARD},
    {"vb", PREFIX_FORWARD},
    {"vl", PREFIX_FORWARD},
    {"pd", PREFIX_FORWARD},
    {"ilt", PREFIX_FORWARD},
    {"doorst", PREFIX_FORWARD},
    {"转发", PREFIX_FORWARD},
    {"転送", PREFIX_FORWARD},
    {"пересл", PREFIX_FORWARD},
};

/* Length of a "Re:", "RE[2]:", "Re :" in front, or 0. */
static size_t
prefix_len(struct str s, int *tag)
{
	size_t len, i;

	*tag = phrase_start(PHRASES(prefixes), s, &len);
	if (*tag < 0)
		return 0;
	i = len;
	if (i < s.n && (s.p[i] == '[' || s.p[i] == '(' || s.p[i] == '^')) {
		while (i < s.n && s.p[i] != ':')
			i++;
	}
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '.'))
		i++;
	return i < s.n && s.p[i] == ':' && i < len + 8 ? i + 1 : 0;
}

struct str
subject_base(struct arena *a, struct str subject, bool *re, bool *forward)
{
	struct str s = phrase_fold(a, subject, SUBJECT_MAX);

	*re = *forward = false;

	for (;;) {
		size_t close = str_chr(s, ']'), len;
		int tag;

		s = str_trim(s);
		if (s.n > 0 && s.p[0] == '[' && close != STR_NPOS &&
		    close < 60 && close + 1 < s.n) {
			s = str_sub(s, close + 1, s.n);
			continue;
		}
		len = prefix_len(s, &tag);
		if (len == 0)
			break;
		*re |= tag == PREFIX_RE;
		*forward |= tag == PREFIX_FORWARD;
		s = str_sub(s, len, s.n);
	}
	return s;
}
