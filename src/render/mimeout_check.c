#include "render/mimeout.h"

#include "render/run.h"

#define LOCAL_MAX   64
#define ADDRESS_MAX 254
#define LABEL_MAX   63
#define ID_MAX      250

/* U+0080..U+009F, U+2028 and U+2029: some software ends a line at them. */
static bool
is_line_like(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p + i;

	if (i + 1 < s.n && p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
		return true;
	return i + 2 < s.n && p[0] == 0xe2 && p[1] == 0x80 &&
	       (p[2] == 0xa8 || p[2] == 0xa9);
}

/* All but printable ASCII. */
static const unsigned char value_care[256] = {
    [0 ... 0x1f] = 1,
    [0x7f ... 0xff] = 1,
};

bool
mimeout_check_value(struct str s)
{
	size_t plain = run_length(value_care, s);

	if (plain == s.n)
		return true;
	for (size_t i = plain; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f || (c >= 0x80 && is_line_like(s, i)))
			return false;
	}
	return str_is_utf8(s);
}

/* What no atom has. */
static const unsigned char atom_care[256] = {
    [0 ... ' '] = 1,
    ['"'] = 1,
    ['(' ... ')'] = 1,
    [','] = 1,
    ['.'] = 1,
    [':' ... '<'] = 1,
    ['>'] = 1,
    ['@'] = 1,
    ['[' ... ']'] = 1,
    [0x7f] = 1,
};

/* "john.doe", or a quoted string such as "john doe". */
static bool
local_ok(struct str s)
{
	if (s.n == 0 || s.n > LOCAL_MAX)
		return false;
	if (s.p[0] == '"') {
		for (size_t i = 1; i + 1 < s.n; i++)
			if (s.p[i] == '"' || s.p[i] == '\\' || s.p[i] == '@')
				return false;
		return s.n > 2 && s.p[s.n - 1] == '"';
	}
	for (size_t i = 0; i < s.n; i++) {
		i += run_length(atom_care, str_sub(s, i, s.n));
		if (i < s.n && (s.p[i] != '.' || i == 0 || i + 1 == s.n ||
				   s.p[i - 1] == '.'))
			return false;
	}
	return true;
}

static bool
domain_ok(struct str s)
{
	struct str rest = s, label;

	if (s.n == 0)
		return false;
	while (str_cut(&rest, '.', &label)) {
		if (label.n == 0 || label.n > LABEL_MAX || label.p[0] == '-' ||
		    label.p[label.n - 1] == '-')
			return false;
		for (size_t i = 0; i < label.n; i++)
			if (!str_is_alnum(label.p[i]) && label.p[i] != '-' &&
			    (unsigned char)label.p[i] < 0x80)
				return false;
	}
	return true;
}

bool
mimeout_check_address(struct str s)
{
	size_t at = str_rchr(s, '@');

	return at != STR_NPOS && s.n <= ADDRESS_MAX && mimeout_check_value(s) &&
	       local_ok(str_sub(s, 0, at)) &&
	       domain_ok(str_sub(s, at + 1, s.n));
}

bool
mimeout_check_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '<' ||
		    s.p[i] == '>')
			return false;
	return s.n > 0 && s.n <= ID_MAX;
}

bool
mimeout_check_type(struct str s)
{
	size_t slashes = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '/')
			slashes++;
		else if (!str_is_alnum(s.p[i]) && s.p[i] != '-' &&
			 s.p[i] != '+' && s.p[i] != '.')
			return false;
	}
	return slashes == 1 && s.p[0] != '/' && s.p[s.n - 1] != '/';
}
