#include "web/text.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "render/escape.h"
#include "render/locale.h"

#define LANGUAGES 32
#define WORDS_MAX 2000
#define PAGES_MAX 200
#define CONTENT   "content"

/* One text under its name. */
struct entry {
	char *name;
	struct template *html;  /* a word: escaped as HTML */
	struct template *plain; /* a word: as it is */
};

struct list {
	struct entry *v; /* sorted by name once it is loaded */
	size_t n, cap;
};

struct tongue {
	char code[8];
	struct list words;
};

struct text {
	struct list pages;
	struct tongue tongues[LANGUAGES];
	size_t tongue_count;
	const struct template *layout;
};

/* What is being loaded. */
struct load {
	struct text *t;
	text_report *report;
	void *ctx;
	const char *file;
	int mistakes;
};

static void
tell(struct load *l, int line, const char *what)
{
	l->mistakes++;
	if (l->report)
		l->report(l->ctx, l->file, line, what);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(
	    ((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static const struct entry *
find(const struct list *l, struct str name)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = str_cmp(name, str_of(l->v[mid].name));

		if (c == 0)
			return &l->v[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static struct entry *
push(struct list *l, struct str name)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 32;
		l->v = xrealloc(l->v, l->cap * sizeof(*l->v));
	}
	l->v[l->n] = (struct entry){.name = xstrndup(name.p, name.n)};
	return &l->v[l->n++];
}

static void
list_free(struct list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].name);
		template_free(&l->v[i].html);
		template_free(&l->v[i].plain);
	}
	free(l->v);
}

static void
compile(struct load *l, struct str text, int line, struct template **out)
{
	struct err err = {{0}};

	if (template_compile_at(text, line, out, &err) != RC_OK)
		tell(l, 0, err.text);
}

/* A word is no HTML: what is outside of its tags is escaped. */
static void
escape_word(struct buf *out, struct str s)
{
	while (s.n > 0) {
		size_t open = str_find(s, STR("{{")), end;

		if (open == STR_NPOS) {
			escape_html(out, s);
			return;
		}
		escape_html(out, str_sub(s, 0, open));
		s = str_sub(s, open, s.n);
		end = str_find(s, STR("}}"));
		end = end == STR_NPOS ? s.n : end + 2;
		buf_add_str(out, str_sub(s, 0, end));
		s = str_sub(s, end, s.n);
	}
}

static void
load_word(struct load *l, struct list *words, struct str line, int number)
{
	size_t eq = str_chr(line, '=');
	struct entry *e;
	struct str name;
	struct buf html;

	if (eq == STR_NPOS) {
		tell(l, number, "a word is written name = text");
		return;
	}
	name = str_trim(str_sub(line, 0, eq));
	line = str_trim(str_sub(line, eq + 1, line.n));
	if (name.n == 0 || name.n > LIMIT_CONFIG_NAME ||
	    words->n >= WORDS_MAX) {
		tell(l, number, "a name is missing or too long");
		return;
	}
	e = push(words, name);
	buf_init(&html, LIMIT_TEMPLATE_FILE);
	escape_word(&html, line);
	compile(l, buf_str(&html), number, &e->html);
	compile(l, line, number, &e->plain);
	buf_fini(&html);
}

static void
sort(struct load *l, struct list *list)
{
	qsort(list->v, list->n, sizeof(*list->v), by_name);
	for (size_t i = 1; i < list->n; i++)
		if (strcmp(list->v[i - 1].name, list->v[i].name) == 0)
			tell(l, 0, "a word is there twice");
}

static void
load_words(struct load *l, const char *stem, struct str text)
{
	struct tongue *t = &l->t->tongues[l->t->tongue_count];
	struct str line;
	int number = 0;

	if (l->t->tongue_count >= LANGUAGES ||
	    strlen(stem) >= sizeof(t->code)) {
		tell(l, 0, "no such language");
		return;
	}
	snprintf(t->code, sizeof(t->code), "%s", stem);
	l->t->tongue_count++;
	while (str_line(&text, &line)) {
		number++;
		line = str_trim(line);
		if (line.n > 0 && line.p[0] != '#')
			load_word(l, &t->words, line, number);
	}
	sort(l, &t->words);
}

static void
load_page(struct load *l, const char *stem, struct str text)
{
	struct entry *e;

	if (l->t->pages.n >= PAGES_MAX) {
		tell(l, 0, "too many files");
		return;
	}
	e = push(&l->t->pages, str_of(stem));
	compile(l, text, 1, &e->html);
}

typedef void load_one(struct load *l, const char *stem, struct str text);

static void
load_file(struct load *l, const char *dir, const char *name, load_one *one)
{
	char path[PATH_MAX], stem[64];
	struct err err = {{0}};
	struct buf text;

	snprintf(
	    stem, sizeof(stem), "%.*s", (int)(strrchr(name, '.') - name), name);
	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return;
	buf_init(&text, LIMIT_TEMPLATE_FILE);
	l->file = path;
	if (file_read(path, &text, &err) != RC_OK)
		tell(l, 0, err.text);
	else if (!str_is_utf8(buf_str(&text)))
		tell(l, 0, "not UTF-8");
	else
		one(l, stem, buf_str(&text));
	buf_fini(&text);
}

static enum rc
load_dir(struct load *l, const char *dir, const char *ending, load_one *one,
    struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	if (d == NULL)
		return err_set(err, RC_BAD, "%s: cannot be read", dir);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' &&
		    str_ends(str_of(e->d_name), str_of(ending)))
			load_file(l, dir, e->d_name, one);
	closedir(d);
	return RC_OK;
}

static const struct tongue *
tongue_of(const struct text *t, struct str language)
{
	for (size_t i = 0; i < t->tongue_count; i++)
		if (str_eqc(language, t->tongues[i].code))
			return &t->tongues[i];
	return NULL;
}

/* Who is asked for a partial. */
struct lookup {
	const struct text *t;
	const struct tongue *tongue, *english;
	const struct template *content;
};

static const struct template *
look_up(void *ctx, struct str name)
{
	const struct lookup *k = ctx;
	const struct entry *e = NULL;

	if (str_eqc(name, CONTENT))
		return k->content;
	if (k->tongue)
		e = find(&k->tongue->words, name);
	if (e == NULL && k->english)
		e = find(&k->english->words, name);
	if (e == NULL && str_starts(name, STR("part_")))
		e = find(&k->t->pages, name);
	return e ? e->html : NULL;
}

static struct lookup
lookup_of(const struct text *t, struct str language)
{
	return (struct lookup){
	    .t = t,
	    .tongue = tongue_of(t, language),
	    .english = tongue_of(t, STR("en")),
	};
}

struct checking {
	struct load *l;
	struct lookup k;
};

static void
check_name(void *ctx, struct str name, int line, bool is_section)
{
	struct checking *c = ctx;
	char what[160];

	(void)is_section;
	if (str_eqc(name, CONTENT) || look_up(&c->k, name) != NULL)
		return;
	snprintf(what, sizeof(what), "there is no word \"%.*s\" in English",
	    (int)(name.n > 64 ? 64 : name.n), name.p);
	tell(c->l, line, what);
}

static void
check(struct load *l)
{
	struct checking c = {l, lookup_of(l->t, STR("en"))};
	const struct entry *layout = find(&l->t->pages, STR("layout"));

	if (layout)
		l->t->layout = layout->html;
	else
		tell(l, 0, "there is no layout.html");
	if (c.k.english == NULL)
		tell(l, 0, "there is no words/en.words");
	for (size_t i = 0; i < l->t->pages.n; i++) {
		const struct entry *e = &l->t->pages.v[i];
		char name[96];

		snprintf(name, sizeof(name), "%s.html", e->name);
		l->file = name;
		if (e->html)
			template_partials(e->html, check_name, &c);
	}
}

enum rc
text_load(const char *dir, struct text **out, text_report *report, void *ctx,
    struct err *err)
{
	struct load l = {
	    .t = xcalloc(1, sizeof(struct text)),
	    .report = report,
	    .ctx = ctx,
	};
	char words[PATH_MAX];
	enum rc rc;

	snprintf(words, sizeof(words), "%s/words", dir);
	rc = load_dir(&l, dir, ".html", load_page, err);
	if (rc == RC_OK)
		rc = load_dir(&l, words, ".words", load_words, err);
	l.file = dir;
	if (rc == RC_OK) {
		sort(&l, &l.t->pages);
		check(&l);
	}
	if (rc == RC_OK && l.mistakes > 0)
		rc = err_set(err, RC_BAD, "%s: %d mistake%s", dir, l.mistakes,
		    l.mistakes == 1 ? "" : "s");
	if (rc != RC_OK)
		text_free(&l.t);
	*out = l.t;
	return rc;
}

void
text_free(struct text **tp)
{
	struct text *t = *tp;

	*tp = NULL;
	if (t == NULL)
		return;
	list_free(&t->pages);
	for (size_t i = 0; i < t->tongue_count; i++)
		list_free(&t->tongues[i].words);
	free(t);
}

enum rc
text_page(const struct text *t, const char *name, struct str language,
    const struct value *values, struct buf *out, struct err *err)
{
	struct lookup k = lookup_of(t, language);
	const struct entry *page = find(&t->pages, str_of(name));

	if (page == NULL)
		return err_set(err, RC_MISS, "no page %s.html", name);
	k.content = page->html;
	template_render(t->layout, values, ESCAPE_HTML, look_up, &k, out);
	if (out->full)
		return err_set(err, RC_BAD, "page %s is too large", name);
	return RC_OK;
}

struct str
text_word(const struct text *t, struct arena *a, const char *name,
    struct str language, const struct value *values)
{
	struct lookup k = lookup_of(t, language);
	const struct entry *e = NULL;
	struct str said;
	struct buf out;

	if (k.tongue)
		e = find(&k.tongue->words, str_of(name));
	if (e == NULL && k.english)
		e = find(&k.english->words, str_of(name));
	if (e == NULL)
		return (struct str){NULL, 0};
	buf_init(&out, LIMIT_TEMPLATE_FILE);
	template_render(e->plain, values, ESCAPE_NONE, NULL, NULL, &out);
	said = arena_dup(a, buf_str(&out));
	buf_fini(&out);
	return said;
}

struct str
text_language(const struct text *t, struct str locale)
{
	const struct tongue *k = tongue_of(t, locale_language(locale));

	return k ? str_of(k->code) : STR("en");
}
