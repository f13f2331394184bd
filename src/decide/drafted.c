#include "decide/drafted.h"

#include "base/buf.h"

static bool
is_word(char c)
{
	return str_is_alnum(c) || (unsigned char)c >= 0x80;
}

static bool
is_link(struct str s)
{
	return str_fold_starts(s, STR("http://")) ||
	       str_fold_starts(s, STR("https://")) ||
	       str_fold_starts(s, STR("mailto:"));
}

static size_t
skip_link(struct str s, size_t i)
{
	while (
	    i < s.n && !str_is_space(s.p[i]) && s.p[i] != '>' && s.p[i] != ')')
		i++;
	return i;
}

/* U+00A0, which programs put for a blank. */
static bool
is_blank(struct str s, size_t i)
{
	return i + 1 < s.n && s.p[i] == '\xc2' && s.p[i + 1] == '\xa0';
}

/* " word word word ", in lower case. */
static void
put_words(struct str s, struct buf *out)
{
	buf_addc(out, ' ');
	for (size_t i = 0; i < s.n;) {
		bool start = i == 0 || !is_word(s.p[i - 1]);

		if (start && is_link(str_sub(s, i, 8))) {
			i = skip_link(s, i);
		} else if (is_blank(s, i)) {
			i += 2;
		} else if (!is_word(s.p[i])) {
			i++;
		} else {
			while (i < s.n && is_word(s.p[i]) && !is_blank(s, i))
				buf_addc(out, str_lower(s.p[i++]));
			buf_addc(out, ' ');
		}
	}
}

bool
drafted_same(struct str draft, struct str sent)
{
	struct buf a, b;
	bool same;

	buf_init(&a, 2 * draft.n + 2);
	buf_init(&b, 2 * sent.n + 2);
	put_words(draft, &a);
	put_words(sent, &b);
	same = str_find(buf_str(&b), buf_str(&a)) != STR_NPOS;
	buf_fini(&a);
	buf_fini(&b);
	return same;
}
