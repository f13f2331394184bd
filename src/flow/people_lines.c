#include "flow/people_lines.h"

static bool
is_address(struct str s)
{
	size_t at = str_chr(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if (str_is_space(s.p[i]) || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return at != STR_NPOS && at > 0 && at + 1 < s.n &&
	       at == str_rchr(s, '@');
}

static bool
next(
    struct str *rest, struct str *line, struct str *address, struct str *behind)
{
	do {
		if (!str_line(rest, line))
			return false;
		*line = str_trim(*line);
	} while (line->n == 0);
	*behind = *line;
	*address = (struct str){NULL, 0};
	if (str_cut(behind, ':', address))
		*address = str_trim(*address);
	if (address->n + 1 > line->n) /* no colon: all of it */
		*behind = (struct str){"", 0};
	*behind = str_trim(*behind);
	if (!is_address(*address))
		*address = (struct str){NULL, 0};
	return true;
}

bool
people_lines_next(struct str *rest, struct str *line, struct people_line *out)
{
	struct str behind, word;

	*out = (struct people_line){.until = DAY_NONE};
	if (!next(rest, line, &out->address, &behind))
		return false;
	while (str_cut(&behind, ',', &word)) {
		word = str_trim(word);
		if (str_fold_eqc(word, "approves"))
			out->approves = true;
		else if (out->name.n == 0)
			out->name = word;
	}
	return true;
}

/* "DEPUTY until DATE" */
bool
people_lines_away(struct str *rest, struct str *line, struct people_line *out)
{
	struct str behind;
	size_t at;

	*out = (struct people_line){.until = DAY_NONE};
	if (!next(rest, line, &out->address, &behind))
		return false;
	at = str_find(behind, STR(" until "));
	if (at != STR_NPOS &&
	    day_parse(
		str_trim(str_sub(behind, at + 7, behind.n)), &out->until) &&
	    is_address(str_trim(str_sub(behind, 0, at))))
		out->deputy = str_trim(str_sub(behind, 0, at));
	else
		out->address = (struct str){NULL, 0};
	return true;
}
