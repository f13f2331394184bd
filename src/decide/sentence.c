#include "decide/sentence.h"

#include <stdio.h>
#include <string.h>

#include "decide/letter.h"

/* One sentence is looked at so far; a longer one goes on as the next. */
#define SENTENCE_MAX  900
#define SENTENCES_MAX 400
#define WRAPPED_LINE  52

struct fold {
	const char *from;
	const char *to;
};

/* No result is longer than what it stands for. */
static const struct fold folds[] = {
    {"\xe2\x80\x98", "'"},
    {"\xe2\x80\x99", "'"},
    {"\xe2\x80\x9b", "'"},
    {"\xca\xbc", "'"},
    {"\xc2\xb4", "'"},
    {"\xe2\x80\xb2", "'"},
    {"\xe2\x80\x9c", "\""},
    {"\xe2\x80\x9d", "\""},
    {"\xe2\x80\x9e", "\""},
    {"\xc2\xab", "\""},
    {"\xc2\xbb", "\""},
    {"\xe2\x80\x90", "-"},
    {"\xe2\x80\x91", "-"},
    {"\xe2\x80\x92", "-"},
    {"\xe2\x80\x93", "-"},
    {"\xe2\x80\x94", "-"},
    {"\xe2\x88\x92", "-"},
    {"\xc2\xa0", " "},
    {"\xe2\x80\xaf", " "},
    {"\xe2\x80\x89", " "},
    {"\xe2\x80\x87", " "},
    {"\xe2\x80\x83", " "},
    {"\xe2\x80\xa6", "..."},
    {"\xe2\x80\x8b", ""},
    {"\xe2\x80\x8c", ""},
    {"\xe2\x80\x8d", ""},
    {"\xef\xbb\xbf", ""},
    {"\xc2\xad", ""},
    {"\xe2\x80\xa2", "*"},
    {"\xc2\xb7", "*"},
    {"\xc5\xbf", "s"},
    {"\xc3\x9f", "ss"},
    {"\xc3\x86", "AE"},
    {"\xc3\xa6", "ae"},
    {"\xc5\x92", "OE"},
    {"\xc5\x93", "oe"},
    {"\xc2\xba", "o"},
    {"\xc2\xaa", "a"},
    {"\xc2\xb0", "o"},
    {"\xe2\x84\xaa", "k"},
};

static const struct fold *
fold_at(struct str s)
{
	for (size_t i = 0; i < sizeof(folds) / sizeof(*folds); i++) {
		if (str_starts(s, str_of(folds[i].from)))
			return &folds[i];
	}
	return NULL;
}

/* The letter without its accent, or 0. */
static char
plain_letter(struct str s)
{
	unsigned char lead = (unsigned char)s.p[0];

	if (s.n < 2 || lead < 0xc3 || lead > 0xc5)
		return '\0';
	return letter_base_cased(
	    (lead & 0x1fu) << 6 | ((unsigned char)s.p[1] & 0x3fu));
}

/* An accent that follows its letter, U+0300..U+036F. */
static bool
loose_accent(struct str s)
{
	unsigned char a = (unsigned char)s.p[0];
	unsigned char b = s.n > 1 ? (unsigned char)s.p[1] : 0;

	return (a == 0xcc && b >= 0x80) || (a == 0xcd && b >= 0x80 && b < 0xb0);
}

/* What the bytes at s become; returns how many they are. */
static size_t
fold_one(const char *p, size_t n, char to[4])
{
	struct str s = {p, n};
	const struct fold *f;
	char c;

	to[0] = *p;
	to[1] = '\0';
	if ((unsigned char)*p < 0xc2)
		return 1;
	f = fold_at(s);
	if (f) {
		snprintf(to, 4, "%s", f->to);
		return strlen(f->from);
	}
	c = plain_letter(s);
	if (c)
		to[0] = c;
	else if (loose_accent(s))
		to[0] = '\0';
	else
		return 1;
	return 2;
}

/* `at`, when wanted: where each byte came from. */
static struct str
fold_text(struct arena *a, struct str text, uint32_t *at)
{
	char *out = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n;) {
		size_t same = str_ascii(str_sub(text, i, text.n)), took;
		char to[4];

		memcpy(out + n, text.p + i, same);
		for (size_t k = 0; at && k < same; k++)
			at[n + k] = (uint32_t)(i + k);
		n += same;
		i += same;
		if (i == text.n)
			break;
		took =
		    fold_one(text.p + i, text.n - i < 3 ? text.n - i : 3, to);
		if (to[0] == '\0' && text.p[i] == '\0')
			to[0] = ' ';
		for (const char *c = to; *c != '\0'; c++) {
			if (at)
				at[n] = (uint32_t)i;
			out[n++] = *c;
		}
		i += took;
	}
	return (struct str){out, n};
}

struct str
sentence_fold(struct arena *a, struct str text)
{
	return fold_text(a, text, NULL);
}

struct str
sentence_written(const struct sentences *s, struct str span)
{
	size_t from, to;

	if (!span.n || !s->text.n)
		return span;
	from = s->at[span.p - s->text.p];
	to = s->at[span.p + span.n - 1 - s->text.p] + 1;
	while (to < s->written.n &&
	       ((unsigned char)s->written.p[to] & 0xc0) == 0x80)
		to++;
	return str_sub(s->written, from, to - from);
}

struct split {
	struct arena *a;
	sentence_abbreviation *abbreviation;
	const void *ctx;
	char *out;    /* room for all of it */
	uint32_t *at; /* where each of its bytes stood */
	uint32_t now; /* where the byte stands that is put next */
	size_t n;     /* bytes written */
	size_t from;  /* where the open sentence starts */
	struct sentences s;
	size_t cap;
	bool paragraph;
};

static void
add(struct split *w, char c)
{
	w->at[w->n] = w->now;
	w->out[w->n++] = c;
}

static void
close_sentence(struct split *w)
{
	struct str t = {w->out + w->from, w->n - w->from};
	struct sentence *s;

	t = str_trim(t);
	if (!t.n)
		return;
	if (w->s.n < SENTENCES_MAX) {
		w->s.v =
		    arena_grow(w->a, w->s.v, w->s.n, &w->cap, sizeof(*w->s.v));
		s = &w->s.v[w->s.n++];
		s->text = t;
		s->paragraph = w->paragraph;
		s->question = memchr(
		    t.p + t.n - (t.n < 3 ? t.n : 3), '?', t.n < 3 ? t.n : 3);
	}
	w->paragraph = false;
	if (w->n && w->out[w->n - 1] != ' ')
		add(w, ' ');
	w->from = w->n;
}

static void
put(struct split *w, char c)
{
	if (c == ' ' && (w->n == w->from || w->out[w->n - 1] == ' '))
		return;
	add(w, c);
	if (w->n - w->from >= SENTENCE_MAX &&
	    (c == ' ' || w->n - w->from >= SENTENCE_MAX + 64))
		close_sentence(w);
}

/* The number that ends right before this full stop, when it may be a day's
 * ("15", "15.12"): its last group. */
static struct str
day_number(const struct split *w)
{
	struct str none = {NULL, 0};
	size_t i = w->n, groups = 0, last = i;

	while (groups < 2) {
		size_t end = i;

		while (i > w->from && str_is_digit(w->out[i - 1]))
			i--;
		if (i == end || end - i > 2)
			return none;
		if (++groups == 1)
			last = i;
		if (i == w->from || w->out[i - 1] != '.')
			break;
		i--;
	}
	if (i > w->from && w->out[i - 1] != ' ' && w->out[i - 1] != '(')
		return none;
	return (struct str){w->out + last, w->n - last};
}

/* The word that ends right before this full stop. */
static bool
after_abbreviation(const struct split *w, struct str next)
{
	size_t end = w->n, i = end;
	struct str word;

	word = day_number(w);
	if (word.n)
		return w->abbreviation && w->abbreviation(w->ctx, word, next);
	while (i > w->from &&
	       (str_is_alpha(w->out[i - 1]) || w->out[i - 1] == '.'))
		i--;
	word = (struct str){w->out + i, end - i};
	if (!word.n)
		return false;
	/* "P.O." and initials; a lone "I" is rare before a full stop, and
	 * that of "22e" belongs to its number */
	if (word.n == 1 && i > w->from && str_is_digit(w->out[i - 1]))
		return false;
	if (word.n == 1 || (word.n >= 3 && word.p[word.n - 2] == '.'))
		return true;
	return w->abbreviation && w->abbreviation(w->ctx, word, next);
}

static bool
list_mark(struct str line)
{
	size_t i = 0;

	if (line.n > 1 && (line.p[0] == '-' || line.p[0] == '*'))
		return true;
	while (i < line.n && i < 2 && str_is_digit(line.p[i]))
		i++;
	return i > 0 && i + 1 < line.n &&
	       (line.p[i] == ')' || line.p[i] == '.') && line.p[i + 1] == ' ';
}

/* Was this line end put there by a mail program, not by the writer? */
static bool
wrapped(struct str line, struct str next)
{
	char last = line.p[line.n - 1];

	if (list_mark(next) || strchr(".!?:;", last))
		return false;
	if (next.p[0] >= 'a' && next.p[0] <= 'z')
		return true;
	return line.n >= WRAPPED_LINE;
}

static struct str
word_behind(struct str line, size_t i)
{
	size_t n = 0;

	while (i < line.n && str_is_space(line.p[i]))
		i++;
	while (i + n < line.n && str_is_alnum(line.p[i + n]))
		n++;
	return str_sub(line, i, n);
}

static void
put_line(struct split *w, struct str line, const uint32_t *at)
{
	for (size_t i = 0; i < line.n; i++) {
		char c = str_is_space(line.p[i]) ? ' ' : line.p[i];
		bool stop = c == '.' || c == '!' || c == '?' || c == ';';
		bool abbreviation =
		    c == '.' && after_abbreviation(w, word_behind(line, i + 1));

		w->now = at[i];
		put(w, c);
		if (!stop || abbreviation)
			continue;
		while (i + 1 < line.n && strchr(".!?)\"'", line.p[i + 1])) {
			w->now = at[++i];
			put(w, line.p[i]);
		}
		if (i + 1 == line.n || str_is_space(line.p[i + 1]))
			close_sentence(w);
	}
}

struct sentences
sentence_split(struct arena *a, struct str text,
    sentence_abbreviation *abbreviation, const void *ctx)
{
	struct split w = {.a = a, .abbreviation = abbreviation, .ctx = ctx};
	uint32_t *from = arena_array(a, text.n + 1, sizeof(*from));
	struct str folded = fold_text(a, text, from);
	struct str rest = folded, line, previous = {NULL, 0};

	/* One more blank for each sentence that is closed. */
	w.out = arena_alloc(a, folded.n * 2 + 2);
	w.at = arena_array(a, folded.n * 2 + 2, sizeof(*w.at));
	w.paragraph = true;
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (!line.n) {
			close_sentence(&w);
			w.paragraph = true;
			previous = line;
			continue;
		}
		w.now = from[line.p - folded.p];
		if (previous.n && wrapped(previous, line))
			put(&w, ' ');
		else
			close_sentence(&w);
		put_line(&w, line, from + (line.p - folded.p));
		previous = line;
	}
	close_sentence(&w);
	w.s.text = str_trim((struct str){w.out, w.n});
	w.s.written = text;
	w.s.at = w.at + (w.s.text.p - w.out);
	return w.s;
}
