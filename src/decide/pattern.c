#include "decide/pattern.h"

#include <limits.h>
#include <string.h>

static void
skip_class(struct pattern *in)
{
	in->p++;
	if (in->p < in->end && *in->p == '^')
		in->p++;
	if (in->p < in->end && *in->p == ']')
		in->p++;
	while (in->p < in->end && *in->p != ']') {
		/* [[:alpha:]] and the like */
		if (*in->p == '[' && in->p + 1 < in->end && in->p[1] == ':')
			in->lost = true;
		in->p += *in->p == '\\' && in->p + 1 < in->end ? 2 : 1;
	}
	if (in->p < in->end)
		in->p++;
}

enum pattern_times
pattern_times(struct pattern *in)
{
	enum pattern_times times = PATTERN_PERHAPS;
	char next = in->end - in->p > 1 ? in->p[1] : '\0';

	switch (in->p < in->end ? *in->p : '\0') {
	case '?':
	case '*':
		break;
	case '+':
		times = PATTERN_REPEATED;
		break;
	case '{':
		if (!str_is_digit(next) && next != ',')
			return PATTERN_ONCE;
		if (next != '0' && next != ',')
			times = PATTERN_REPEATED;
		while (in->p < in->end && *in->p != '}')
			in->p++;
		break;
	default:
		return PATTERN_ONCE;
	}
	if (in->p < in->end)
		in->p++;
	if (in->p < in->end && (*in->p == '?' || *in->p == '+'))
		in->p++;
	return times;
}

bool
pattern_open(struct pattern *in)
{
	const char *p = in->p;
	size_t left = (size_t)(in->end - p);

	if (left < 3 || p[0] != '?')
		return true;
	if (p[1] == ':') {
		in->p += 2;
		return true;
	}
	if (p[1] == '=' || p[1] == '!') {
		in->p += 2;
		return false;
	}
	if (p[1] == '<' && (p[2] == '=' || p[2] == '!')) {
		in->p += 3;
		return false;
	}
	if (p[1] == '<') {
		while (in->p < in->end && *in->p != '>')
			in->p++;
		in->p += in->p < in->end;
		return true;
	}
	in->lost = true; /* (?i) and rarer things */
	return false;
}

bool
pattern_atom(struct pattern *in, char *c, bool *digit)
{
	*digit = false;
	*c = *in->p;
	if (*c == '[') {
		skip_class(in);
		return false;
	}
	if (*c != '\\') {
		in->p++;
		return (unsigned char)*c < 128 && *c != '.' && *c != '^' &&
		       *c != '$';
	}
	*c = in->p + 1 < in->end ? in->p[1] : '\0';
	in->p += in->p + 1 < in->end ? 2 : 1;
	if (str_is_digit(*c) || (str_is_alpha(*c) && !strchr("bBdDwWsS", *c)))
		in->lost = true;
	/* a digit, whichever: its sign stands for all of them */
	*digit = *c == 'd';
	return !str_is_alnum(*c);
}

/* Characters that tell where a branch may end; all others are passed over. */
static const bool telling[UCHAR_MAX + 1] = {
    ['('] = true, [')'] = true, ['|'] = true, ['['] = true, ['\\'] = true};

void
pattern_skip(struct pattern *in, bool others)
{
	size_t open = 0;

	while (in->p < in->end && !in->lost) {
		const char *p = in->p, *end = in->end;
		bool digit;
		char c;

		while (p < end && !telling[(unsigned char)*p])
			p++;
		in->p = p;
		if (p == end)
			return;
		if (*in->p == '(') {
			open++;
			in->p++;
			pattern_open(in);
		} else if (*in->p == ')' && open > 0) {
			open--;
			in->p++;
		} else if (*in->p == '|' && (open > 0 || others)) {
			in->p++;
		} else if (*in->p == ')' || *in->p == '|') {
			return;
		} else {
			pattern_atom(in, &c, &digit);
		}
	}
}
