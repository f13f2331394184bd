#include "decide/form_value.h"

#define HALF_DAY  720
#define WHOLE_DAY 1440
#define LEAST     30 /* minutes */

/* Bytes of a blank that no keyboard shows, at p; 0: none. */
static size_t
odd_blank(struct str s)
{
	static const char *const blanks[] = {"\xc2\xa0", "\xe2\x80\xaf",
	    "\xe2\x80\x89", "\xe2\x80\x8b", "\xe2\x80\x83", "\xe2\x80\x82",
	    "\xef\xbb\xbf", "\xe2\x80\x8e", "\xe2\x80\x8f", NULL};

	for (size_t i = 0; blanks[i] != NULL; i++)
		if (str_starts(s, str_of(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}

static size_t
blank_at_end(struct str s)
{
	for (size_t n = 2; n <= 3 && n <= s.n; n++)
		if (odd_blank(str_sub(s, s.n - n, n)) == n)
			return n;
	return 0;
}

struct str
form_value_trim(struct str s)
{
	size_t n = 1;

	while (n > 0) {
		s = str_trim(s);
		n = odd_blank(s);
		s = str_sub(s, n, s.n);
	}
	for (n = 1; n > 0;) {
		s = str_rtrim(s);
		n = blank_at_end(s);
		s = str_sub(s, 0, s.n - n);
	}
	return s;
}

/* The letter under an accent (U+00C0 to U+00FF); 0: not one of these. */
static char
bare_letter(unsigned char second)
{
	static const char letters[] = "aaaaaaaceeeeiiiidnooooo\0ouuuuyts"
				      "aaaaaaaceeeeiiiidnooooo\0ouuuuyty";

	return second >= 0x80 && second <= 0xbf ? letters[second - 0x80] : 0;
}

/* One character of the line: its bytes, and the letter it becomes (0: none,
 * ' ': a blank). */
static size_t
fold_one(struct str s, char *letter)
{
	unsigned char first;
	size_t n = odd_blank(s);

	*letter = ' ';
	if (n > 0 || s.p == NULL)
		return n > 0 ? n : 1;
	first = (unsigned char)s.p[0];
	if (str_is_space(s.p[0]))
		return 1;
	*letter = str_lower(s.p[0]);
	if (s.n < 2 || first < 0x80)
		return 1;
	if (first == 0xc3 && bare_letter((unsigned char)s.p[1]) != 0) {
		*letter = bare_letter((unsigned char)s.p[1]);
		return 2;
	}
	/* Accents that follow their letter. */
	if (first == 0xcc || (first == 0xcd && (unsigned char)s.p[1] < 0xb0)) {
		*letter = 0;
		return 2;
	}
	return 1;
}

void
form_value_fold(struct str line, struct form_folded *out)
{
	size_t i = 0, n = 0;
	char letter;

	while (i < line.n && n < FORM_FOLD && i < UINT16_MAX) {
		size_t len = fold_one(str_sub(line, i, line.n), &letter);

		out->at[n] = (uint16_t)i;
		i += len;
		if (letter == 0 ||
		    (letter == ' ' && (n == 0 || out->text[n - 1] == ' ')))
			continue;
		out->text[n++] = letter;
	}
	out->at[n] = (uint16_t)i;
	out->n = n;
}

struct str
form_folded_str(const struct form_folded *f)
{
	return (struct str){f->text, f->n};
}

static struct str
first_word(const struct form_folded *f)
{
	size_t from = 0, to;

	while (from < f->n && !str_is_alpha(f->text[from]))
		from++;
	for (to = from; to < f->n && str_is_alpha(f->text[to]);)
		to++;
	return (struct str){f->text + from, to - from};
}

enum form_answer
form_value_answer(struct str s)
{
	static const char *const yes[] = {"yes", "y", "yep", "yeah", "always",
	    "mandatory", "required", "ja", "j", "immer", "zwingend", "oui", "o",
	    "toujours", "obligatoire", "si", "s", "siempre", NULL};
	static const char *const no[] = {"no", "n", "not", "never", "none",
	    "nein", "nicht", "nie", "non", "jamais", "aucun", "nunca", NULL};
	struct form_folded folded;
	struct str word;

	form_value_fold(s, &folded);
	word = first_word(&folded);
	for (size_t i = 0; yes[i] != NULL; i++)
		if (str_eqc(word, yes[i]))
			return FORM_YES;
	for (size_t i = 0; no[i] != NULL; i++)
		if (str_eqc(word, no[i]))
			return FORM_NO;
	return FORM_UNSAID;
}

static bool
is_local(char c)
{
	return str_is_alnum(c) || (c != '\0' && strchr("._%+-'", c) != NULL);
}

static bool
is_domain(char c)
{
	return str_is_alnum(c) || c == '.' || c == '-';
}

struct str
form_value_email(struct str s)
{
	size_t at = str_chr(s, '@'), from = at, to = at;
	struct str domain;

	if (at == STR_NPOS)
		return (struct str){NULL, 0};
	while (from > 0 && is_local(s.p[from - 1]))
		from--;
	for (to = at + 1; to < s.n && is_domain(s.p[to]);)
		to++;
	while (to > at + 1 && !str_is_alnum(s.p[to - 1]))
		to--;
	domain = str_sub(s, at + 1, to - at - 1);
	if (from == at || str_chr(domain, '.') == STR_NPOS)
		return (struct str){NULL, 0};
	return str_sub(s, from, to - from);
}

/* A time of day as somebody wrote it. */
struct clock {
	int minutes;
	char half; /* 'a', 'p'; 0: not said */
};

static struct str
skip_blanks(struct str s)
{
	while (s.n > 0 && s.p[0] == ' ')
		s = str_sub(s, 1, s.n);
	return s;
}

/* "am", "p.m." */
static struct str
read_half(struct str s, struct clock *out)
{
	struct str t = skip_blanks(s);
	size_t n = 1;

	if (t.n < 2 || (t.p[0] != 'a' && t.p[0] != 'p'))
		return s;
	n += t.p[1] == '.';
	if (n >= t.n || t.p[n] != 'm' ||
	    (n + 1 < t.n && str_is_alnum(t.p[n + 1])))
		return s;
	out->half = t.p[0];
	return str_sub(t, n + 1, t.n);
}

static size_t
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && str_is_digit(s.p[n]))
		n++;
	return n;
}

/* At a digit. False: no time. */
static bool
read_clock(struct str *s, struct clock *out)
{
	size_t n = digits(*s), m;
	int64_t hour, minute = 0;

	*out = (struct clock){.half = 0};
	if (n > 2 || !str_to_i64(str_sub(*s, 0, n), 0, 24, &hour)) {
		*s = str_sub(*s, n, s->n);
		return false;
	}
	*s = str_sub(*s, n, s->n);
	if (s->n > 2 && (s->p[0] == ':' || s->p[0] == '.' || s->p[0] == 'h')) {
		m = digits(str_sub(*s, 1, s->n));
		if (m == 2 && str_to_i64(str_sub(*s, 1, 2), 0, 59, &minute))
			*s = str_sub(*s, 3, s->n);
		else if (m > 0)
			return false;
	}
	out->minutes = (int)(hour * 60 + minute);
	*s = read_half(*s, out);
	return true;
}

static int
by_half(struct clock c)
{
	int hour = c.minutes / 60;

	if (c.half == 'p' && hour < 12)
		return c.minutes + HALF_DAY;
	return c.half == 'a' && hour == 12 ? c.minutes - HALF_DAY : c.minutes;
}

/* "2-4 pm" is both in the afternoon, "9-5" and "9 to 5 pm" are a day. */
static void
settle(struct clock a, struct clock b, int *from, int *to)
{
	int x = by_half(a), y = by_half(b);

	if (a.half == 0 && b.half == 'p' && x + HALF_DAY < y)
		x += HALF_DAY;
	if (b.half == 0 && y <= x && y < HALF_DAY)
		y += HALF_DAY;
	if (x < 0 || y > WHOLE_DAY || y - x < LEAST)
		return;
	*from = x;
	*to = y;
}

void
form_value_hours(struct str s, int *from, int *to)
{
	struct form_folded folded;
	struct clock clocks[2];
	struct str rest;
	size_t n = 0;

	*from = *to = 0;
	form_value_fold(s, &folded);
	rest = form_folded_str(&folded);
	while (rest.n > 0) {
		struct clock c;

		if (!str_is_digit(rest.p[0])) {
			rest = str_sub(rest, 1, rest.n);
			continue;
		}
		if (!read_clock(&rest, &c) || n == 2)
			return;
		clocks[n++] = c;
	}
	if (n == 2)
		settle(clocks[0], clocks[1], from, to);
}
