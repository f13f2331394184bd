#include "decide/desk_line.h"

#include "decide/order_value.h"

#define SAID_MAX    80
#define LINES_MAX   200
#define DIGITS_MAX  3 /* more is a telephone number or a postcode */
#define SNOOZE_DAYS 365

static const struct {
	char letter;
	const char *order, *usage, *summary;
	bool needs; /* something behind it */
} codes[DESK_CODES] = {
    [DESK_REACHED] = {'r', "#call reached ", "r [TEXT]", "reached", false},
    [DESK_VOICEMAIL] = {'v', "#call voicemail ", "v [TEXT]",
	"voicemail; the call stays on the list", false},
    [DESK_PROMISED] = {'p', "#promise ", "p DATE [AMOUNT] [INVOICE...]",
	"promised: reminders rest until then", true},
    [DESK_DISPUTED] = {'d', "#dispute ", "d REASON [AMOUNT] [INVOICE...]",
	"disputed", true},
    [DESK_WRONG] = {'w', "#call wrong-number ", "w [TEXT]", "wrong number",
	false},
    [DESK_NOTE] = {'n', "#note ", "n TEXT", "a note", true},
    [DESK_SNOOZE] = {'s', NULL, "s DAYS",
	"not on this list for so many days; reminders go on", true},
};

static const char *const word_help[DESK_WORDS] = {
    [DESK_SKIP] = "`skip 3`, `skip 3 5` or `skip C-17`: nothing of it goes "
		  "to that account before the next digest",
    [DESK_HOLD_ALL] = "`hold all`: nothing goes to any customer until "
		      "somebody answers `send`",
    [DESK_SEND] = "`send`: it goes, with your yes where one is waited for; "
		  "`send 2`: takes back `skip 2`, or says yes to it",
};

struct reader {
	struct arena *a;
	struct str text; /* what is left */
	int at;          /* number of the line that was read last */
	struct str *mistakes;
	size_t mistake_cap;
	size_t cap;
	struct desk_lines *out;
};

struct str
desk_line_code_help(struct arena *a, enum desk_code code)
{
	return arena_fmt(
	    a, "`N %s`: %s", codes[code].usage, codes[code].summary);
}

const char *
desk_line_word_help(enum desk_word word)
{
	return word_help[word];
}

static void
mistake(struct reader *r, struct str line, struct str why)
{
	r->mistakes = arena_grow(r->a, r->mistakes, r->out->mistake_count,
	    &r->mistake_cap, sizeof(*r->mistakes));
	r->mistakes[r->out->mistake_count++] =
	    arena_fmt(r->a, "line %d, \"%.*s\": %.*s", r->at,
		STR_ARG(str_head(str_trim(line), SAID_MAX)), STR_ARG(why));
	r->out->mistakes = r->mistakes;
}

/* "3", "3.", "3)", "3:", "#3", "No. 3" come as the first word or two. */
static bool
cut_number(struct str line, size_t *number, struct str *rest)
{
	struct str t = str_trim(line);
	size_t i = 0;
	int64_t n;

	if (str_fold_starts(t, STR("no.")))
		t = str_trim(str_sub(t, 3, t.n));
	else if (t.n > 0 && t.p[0] == '#')
		t = str_trim(str_sub(t, 1, t.n));
	while (i < t.n && str_is_digit(t.p[i]))
		i++;
	if (i == 0 || i > DIGITS_MAX ||
	    !str_to_i64(str_sub(t, 0, i), 0, 1000, &n))
		return false;
	*rest = str_sub(t, i, t.n);
	if (rest->n > 0 &&
	    (rest->p[0] == '.' || rest->p[0] == ')' || rest->p[0] == ':'))
		*rest = str_sub(*rest, 1, rest->n);
	if (rest->n > 0 && !str_is_space(rest->p[0]))
		return false;
	*rest = str_trim(*rest);
	*number = (size_t)n;
	return true;
}

/* Mail clients put other blanks in the place of ours. */
static struct str
plain(struct arena *a, struct str line)
{
	struct str out = arena_dup(a, line);
	char *p = (char *)(uintptr_t)out.p;

	for (size_t i = 0; i + 1 < out.n; i++)
		if (p[i] == '\xc2' && p[i + 1] == '\xa0')
			p[i] = p[i + 1] = ' ';
	return out;
}

/* One letter, alone. */
static bool
find_code(struct str word, enum desk_code *code)
{
	for (int i = 0; i < DESK_CODES; i++)
		if (word.n == 1 && str_lower(word.p[0]) == codes[i].letter) {
			*code = (enum desk_code)i;
			return true;
		}
	return false;
}

static struct str
first_word(struct str line, struct str *rest)
{
	size_t i = 0;

	while (i < line.n && !str_is_space(line.p[i]))
		i++;
	*rest = str_trim(str_sub(line, i, line.n));
	return str_sub(line, 0, i);
}

static bool
is_help(struct str line)
{
	line = str_trim(line);
	return str_fold_eqc(line, "#help") || str_fold_eqc(line, "help") ||
	       str_eqc(line, "?");
}

/* What of a line is wrong before the ledger is asked. */
static struct str
wrong_code(struct reader *r, const struct desk_code_line *x, size_t count)
{
	if (x->number == 0 || x->number > count)
		return arena_fmt(r->a,
		    "there is no number %zu in that mail, which lists %zu",
		    x->number, count);
	if (codes[x->code].needs && str_is_empty(x->text))
		return arena_fmt(r->a, "write N %s", codes[x->code].usage);
	return (struct str){NULL, 0};
}

static struct str
snooze(struct reader *r, struct desk_code_line *x)
{
	struct str rest, n = first_word(x->text, &rest);

	if (str_to_i64(n, 1, SNOOZE_DAYS, &x->days))
		return (struct str){NULL, 0};
	return arena_fmt(r->a, "write N %s, from 1 to %d", codes[x->code].usage,
	    SNOOZE_DAYS);
}

/* The order reads the date, the amount and the reason. */
static void
add_code(struct reader *r, struct desk_code_line *x, size_t count)
{
	struct str why = wrong_code(r, x, count);

	if (why.n == 0 && x->code == DESK_SNOOZE)
		why = snooze(r, x);
	if (why.n == 0 && codes[x->code].order != NULL)
		x->order = arena_fmt(
		    r->a, "%s%.*s", codes[x->code].order, STR_ARG(x->text));
	if (why.n > 0) {
		mistake(r, x->said, why);
		return;
	}
	r->out->codes = arena_grow(
	    r->a, r->out->codes, r->out->n, &r->cap, sizeof(*r->out->codes));
	r->out->codes[r->out->n++] = *x;
}

static bool
read_code(struct reader *r, struct str line, size_t count)
{
	struct desk_code_line x = {.line = r->at};
	struct str rest, word;

	line = str_trim(plain(r->a, line));
	x.said = str_head(line, SAID_MAX);

	if (is_help(line)) {
		r->out->help = true;
		return true;
	}
	if (!cut_number(line, &x.number, &rest))
		return false;
	word = first_word(rest, &x.text);
	if (find_code(word, &x.code))
		add_code(r, &x, count);
	else if (word.n == 0)
		mistake(r, line, STR("a code is missing behind the number"));
	else
		mistake(r, line,
		    arena_fmt(r->a, "there is no code \"%.*s\"",
			STR_ARG(str_head(word, SAID_MAX))));
	return true;
}

static void
end(struct reader *r)
{
	r->out->rest = str_trim(r->text);
}

void
desk_line_codes(
    struct arena *a, struct str text, size_t count, struct desk_lines *out)
{
	struct reader r = {.a = a, .text = text, .out = out};
	struct str line, before = text;

	*out = (struct desk_lines){.n = 0};
	while (str_line(&r.text, &line)) {
		r.at++;
		if (str_trim(line).n > 0 &&
		    (out->n + out->mistake_count == LINES_MAX ||
			!read_code(&r, line, count))) {
			r.text = before;
			break;
		}
		before = r.text;
	}
	end(&r);
}

static void
add_word(struct reader *r, const struct desk_word_line *x)
{
	r->out->words = arena_grow(
	    r->a, r->out->words, r->out->n, &r->cap, sizeof(*r->out->words));
	r->out->words[r->out->n++] = *x;
}

/* Without "," and "and" between them, and a # before. */
static void
set_what(struct reader *r, const struct order_words *w, size_t from,
    struct desk_word_line *x)
{
	struct str *v = arena_array(r->a, w->n, sizeof(*v));

	for (size_t i = from; i < w->n; i++) {
		struct str s = w->v[i];

		while (s.n > 0 && (s.p[s.n - 1] == ',' || s.p[s.n - 1] == ';'))
			s.n--;
		if (s.n > 1 && s.p[0] == '#')
			s = str_sub(s, 1, s.n);
		if (s.n > 0 && !str_fold_eqc(s, "and"))
			v[x->what_count++] = s;
	}
	x->what = v;
}

static bool
find_word(struct str s, enum desk_word *word)
{
	static const char *const names[DESK_WORDS] = {"skip", "hold", "send"};

	if (s.n > 0 && s.p[0] == '#')
		s = str_sub(s, 1, s.n);
	while (s.n > 1 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == '!'))
		s.n--;
	for (int i = 0; i < DESK_WORDS; i++)
		if (str_fold_eqc(s, names[i])) {
			*word = (enum desk_word)i;
			return true;
		}
	return false;
}

static struct str
wrong_word(const struct desk_word_line *x)
{
	switch (x->word) {
	case DESK_SKIP:
		if (x->what_count == 0)
			return STR("which one? Write skip and its number, or "
				   "hold all");
		break;
	case DESK_HOLD_ALL:
		if (x->what_count != 1 || !str_fold_eqc(x->what[0], "all"))
			return STR("write hold all, or skip and a number");
		break;
	case DESK_SEND:
	case DESK_WORDS:
		break;
	}
	return (struct str){NULL, 0};
}

static bool
read_word(struct reader *r, struct str line)
{
	struct desk_word_line x = {
	    .line = r->at, .said = str_head(str_trim(line), SAID_MAX)};
	struct order_words w;
	struct str why;

	if (is_help(line)) {
		r->out->help = true;
		return true;
	}
	order_value_words(r->a, str_trim(line), &w);
	if (w.n == 0 || !find_word(w.v[0], &x.word))
		return false;
	set_what(r, &w, 1, &x);
	why = w.more ? STR("too many words; write several lines")
		     : wrong_word(&x);
	if (why.n > 0)
		mistake(r, line, why);
	else
		add_word(r, &x);
	return true;
}

void
desk_line_words(struct arena *a, struct str text, struct desk_lines *out)
{
	struct reader r = {.a = a, .text = text, .out = out};
	struct str line, before = text;

	*out = (struct desk_lines){.n = 0};
	while (str_line(&r.text, &line)) {
		r.at++;
		if (str_trim(line).n > 0 &&
		    (out->n + out->mistake_count == LINES_MAX ||
			!read_word(&r, line))) {
			r.text = before;
			break;
		}
		before = r.text;
	}
	end(&r);
}
