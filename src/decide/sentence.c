#include "decide/sentence.h"

#include <string.h>

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

struct str
sentence_fold(struct arena *a, struct str text)
{
	char *out = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		const struct fold *f = NULL;

		if ((unsigned char)text.p[i] >= 0xc2)
			f = fold_at(str_sub(text, i, 3));
		if (!f) {
			out[n++] = text.p[i];
			continue;
		}
		memcpy(out + n, f->to, strlen(f->to));
		n += strlen(f->to);
		i += strlen(f->from) - 1;
	}
	return (struct str){out, n};
}

struct split {
	struct arena *a;
	sentence_abbreviation *abbreviation;
	const void *ctx;
	char *out;   /* room for all of it */
	size_t n;    /* bytes written */
	size_t from; /* where the open sentence starts */
	struct sentences s;
	size_t cap;
	bool paragraph;
};

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
		w->out[w->n++] = ' ';
	w->from = w->n;
}

static void
put(struct split *w, char c)
{
	if (c == ' ' && (w->n == w->from || w->out[w->n - 1] == ' '))
		return;
	w->out[w->n++] = c;
	if (w->n - w->from >= SENTENCE_MAX &&
	    (c == ' ' || w->n - w->from >= SENTENCE_MAX + 64))
		close_sentence(w);
}

/* The word that ends right before this full stop. */
static bool
after_abbreviation(const struct split *w)
{
	size_t end = w->n, i = end;
	struct str word;

	while (i > w->from &&
	       (str_is_alpha(w->out[i - 1]) || w->out[i - 1] == '.'))
		i--;
	word = (struct str){w->out + i, end - i};
	if (!word.n)
		return false;
	/* "P.O." and initials; a lone "I" is rare before a full stop */
	if (word.n == 1 || (word.n >= 3 && word.p[word.n - 2] == '.'))
		return true;
	return w->abbreviation && w->abbreviation(w->ctx, word);
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

static void
put_line(struct split *w, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		char c = str_is_space(line.p[i]) ? ' ' : line.p[i];
		bool stop = c == '.' || c == '!' || c == '?' || c == ';';
		bool abbreviation = c == '.' && after_abbreviation(w);

		put(w, c);
		if (!stop || abbreviation)
			continue;
		while (i + 1 < line.n && strchr(".!?)\"'", line.p[i + 1]))
			put(w, line.p[++i]);
		if (i + 1 == line.n || str_is_space(line.p[i + 1]))
			close_sentence(w);
	}
}

struct sentences
sentence_split(struct arena *a, struct str folded,
    sentence_abbreviation *abbreviation, const void *ctx)
{
	struct split w = {.a = a, .abbreviation = abbreviation, .ctx = ctx};
	struct str rest = folded, line, previous = {NULL, 0};

	/* One more blank for each sentence that is closed. */
	w.out = arena_alloc(a, folded.n * 2 + 2);
	w.paragraph = true;
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (!line.n) {
			close_sentence(&w);
			w.paragraph = true;
			previous = line;
			continue;
		}
		if (previous.n && wrapped(previous, line))
			put(&w, ' ');
		else
			close_sentence(&w);
		put_line(&w, line);
		previous = line;
	}
	close_sentence(&w);
	w.s.text = str_trim((struct str){w.out, w.n});
	return w.s;
}
