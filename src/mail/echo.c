#include "mail/echo.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define RUN_WORDS   4       /* of ours in a row */
#define BLOCK_WORDS 12      /* of ours in lines that go */
#define LINE_SHARE  70      /* per cent of the words of a line */
#define RUNS_MAX    1000000 /* runs that are learned */

/* Hashes of runs in open addressing; 0 is an empty place. */
struct echo {
	uint64_t *v;
	size_t n, cap; /* cap is a power of two */
};

/* The last words that were read, as their hashes. */
struct window {
	uint64_t words[RUN_WORDS];
	size_t n;
};

struct line {
	struct str text;
	size_t words, ours;
};

struct echo *
echo_new(void)
{
	struct echo *e = xcalloc(1, sizeof(*e));

	e->cap = 1024;
	e->v = xcalloc(e->cap, sizeof(*e->v));
	return e;
}

void
echo_free(struct echo **e)
{
	if (*e == NULL)
		return;
	free((*e)->v);
	free(*e);
	*e = NULL;
}

static size_t
place_of(const struct echo *e, uint64_t hash)
{
	size_t i = (size_t)hash & (e->cap - 1);

	while (e->v[i] != 0 && e->v[i] != hash)
		i = (i + 1) & (e->cap - 1);
	return i;
}

static void
grow(struct echo *e)
{
	struct echo old = *e;

	e->cap *= 2;
	e->v = xcalloc(e->cap, sizeof(*e->v));
	for (size_t i = 0; i < old.cap; i++)
		if (old.v[i] != 0)
			e->v[place_of(e, old.v[i])] = old.v[i];
	free(old.v);
}

static void
add(struct echo *e, uint64_t hash)
{
	size_t i = place_of(e, hash);

	if (e->v[i] != 0 || e->n >= RUNS_MAX)
		return;
	e->v[i] = hash;
	if (++e->n * 2 > e->cap)
		grow(e);
}

static bool
is_word_byte(char c)
{
	return str_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The next word as a hash (FNV-1a), small letters for capitals. */
static bool
next_word(struct str *rest, uint64_t *hash)
{
	uint64_t h = UINT64_C(14695981039346656037);
	size_t i = 0, from;

	while (i < rest->n && !is_word_byte(rest->p[i]))
		i++;
	from = i;
	for (; i < rest->n && is_word_byte(rest->p[i]); i++) {
		h ^= (unsigned char)str_lower(rest->p[i]);
		h *= UINT64_C(1099511628211);
	}
	*hash = h;
	*rest = str_sub(*rest, i, rest->n);
	return i > from;
}

/* With one word more: does a whole run stand in the window? */
static bool
push(struct window *w, uint64_t word, uint64_t *run)
{
	if (w->n == RUN_WORDS)
		memmove(w->words, w->words + 1,
		    (RUN_WORDS - 1) * sizeof(*w->words));
	else
		w->n++;
	w->words[w->n - 1] = word;
	*run = 0;
	for (size_t i = 0; i < w->n; i++)
		*run = (*run ^ w->words[i]) * UINT64_C(0x9e3779b97f4a7c15);
	*run |= *run == 0;
	return w->n == RUN_WORDS;
}

static void
learn_piece(struct echo *e, struct window *w, struct str piece)
{
	uint64_t word, run;

	while (next_word(&piece, &word))
		if (push(w, word, &run))
			add(e, run);
}

void
echo_learn(struct echo *e, struct str text)
{
	struct window w = {.n = 0};

	while (text.n > 0) {
		size_t open = str_find(text, STR("{{")), shut;
		struct str tag;

		learn_piece(e, &w, str_sub(text, 0, open));
		if (open == STR_NPOS)
			return;
		text = str_sub(text, open, text.n);
		shut = str_find(text, STR("}}"));
		tag = str_sub(text, 2, 1);
		/* A value parts words, a condition does not: "{{#a}}". */
		if (tag.n == 0 || strchr("#/^!>", tag.p[0]) == NULL)
			w.n = 0;
		if (shut == STR_NPOS)
			return;
		text = str_sub(text, shut + 2, text.n);
	}
}

/* How many of each line's words stand in runs of ours. Runs go over line
 * ends, so a run that ends in one line may count in lines above it. */
static void
count_ours(const struct echo *e, struct line *v, size_t n)
{
	size_t of[RUN_WORDS] = {0}; /* the line of each word in the window */
	bool done[RUN_WORDS] = {0}; /* that word is counted */
	struct window w = {.n = 0};

	for (size_t i = 0; i < n; i++) {
		struct str rest = v[i].text;
		uint64_t word, run;

		while (next_word(&rest, &word)) {
			bool whole;

			v[i].words++;
			memmove(of, of + 1, (RUN_WORDS - 1) * sizeof(*of));
			memmove(
			    done, done + 1, (RUN_WORDS - 1) * sizeof(*done));
			of[RUN_WORDS - 1] = i;
			done[RUN_WORDS - 1] = false;
			whole = push(&w, word, &run);
			if (!whole || e->v[place_of(e, run)] == 0)
				continue;
			for (size_t k = 0; k < RUN_WORDS; k++) {
				v[of[k]].ours += !done[k];
				done[k] = true;
			}
		}
	}
}

static bool
is_ours(const struct line *l)
{
	return l->words > 0 && l->ours * 100 >= l->words * LINE_SHARE;
}

/* The end of the lines of ours at i, which may have blank ones between. */
static size_t
block_end(const struct line *v, size_t n, size_t i, size_t *ours)
{
	size_t end = i;

	*ours = 0;
	for (; i < n && (v[i].words == 0 || is_ours(&v[i])); i++) {
		*ours += v[i].ours;
		if (v[i].words > 0)
			end = i + 1;
	}
	return end;
}

static struct str
joined(struct arena *a, const struct line *v, size_t n, size_t size)
{
	char *out = arena_alloc(a, size + n + 1);
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].text.p == NULL)
			continue;
		if (v[i].text.n)
			memcpy(out + to, v[i].text.p, v[i].text.n);
		to += v[i].text.n;
		out[to++] = '\n';
	}
	return str_trim((struct str){out, to});
}

struct str
echo_strip(struct arena *a, const struct echo *e, struct str text)
{
	struct str rest = text, line;
	size_t n = 0, lines = 1, dropped = 0;
	struct line *v;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	v = arena_array(a, lines, sizeof(*v));
	while (str_line(&rest, &line))
		v[n++].text = line;
	count_ours(e, v, n);
	for (size_t i = 0, end, ours; i < n; i = end) {
		end = i + 1;
		if (!is_ours(&v[i]))
			continue;
		end = block_end(v, n, i, &ours);
		for (size_t k = i; k < end && ours >= BLOCK_WORDS; k++) {
			v[k].text = (struct str){NULL, 0};
			dropped++;
		}
	}
	return dropped ? joined(a, v, n, text.n) : text;
}
