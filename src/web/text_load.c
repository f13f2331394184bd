#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "render/escape.h"
#include "web/text_parts.h"

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
	return strcmp(((const struct text_entry *)a)->name,
	    ((const struct text_entry *)b)->name);
}

static struct text_entry *
push(struct text_list *l, struct str name)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 32;
		l->v = xrealloc(l->v, l->cap * sizeof(*l->v));
	}
	l->v[l->n] = (struct text_entry){.name = xstrndup(name.p, name.n)};
	return &l->v[l->n++];
}

/* Only whether it is a template. */
static void
prove(struct load *l, struct str text, int line)
{
	struct template *t = NULL;
	struct err err = {{0}};

	if (template_compile_at(text, line, &t, &err) != RC_OK)
		tell(l, 0, err.text);
	template_free(&t);
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
load_word(struct load *l, struct text_list *words, struct str line, int number)
{
	size_t eq = str_chr(line, '=');
	struct text_entry *e;
	struct str name;
	struct buf html;

	if (eq == STR_NPOS) {
		tell(l, number, "a word is written name = text");
		return;
	}
	name = str_trim(str_sub(line, 0, eq));
	line = str_trim(str_sub(line, eq + 1, line.n));
	if (name.n == 0 || name.n > LIMIT_CONFIG_NAME ||
	    words->n >= TEXT_WORDS) {
		tell(l, number, "a name is missing or too long");
		return;
	}
	prove(l, line, number);
	e = push(words, name);
	e->plain = xstrndup(line.p, line.n);
	buf_init(&html, LIMIT_TEMPLATE_FILE);
	escape_word(&html, line);
	e->html = buf_take(&html);
	if (e->html == NULL)
		e->html = xstrdup("");
	buf_fini(&html);
}

static void
sort(struct load *l, struct text_list *list)
{
	char what[128];

	qsort(list->v, list->n, sizeof(*list->v), by_name);
	for (size_t i = 1; i < list->n; i++)
		if (strcmp(list->v[i - 1].name, list->v[i].name) == 0) {
			snprintf(what, sizeof(what), "\"%s\" is there twice",
			    list->v[i].name);
			tell(l, 0, what);
		}
}

static void
load_words(struct load *l, const char *stem, struct str text)
{
	struct text_tongue *t = &l->t->tongues[l->t->tongue_count];
	struct str line;
	int number = 0;

	if (l->t->tongue_count >= TEXT_LANGUAGES ||
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
	struct text_entry *e;

	if (l->t->pages.n >= TEXT_PAGES) {
		tell(l, 0, "too many files");
		return;
	}
	prove(l, text, 1);
	e = push(&l->t->pages, str_of(stem));
	e->html = xstrndup(text.p, text.n);
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

static void
check_name(void *ctx, struct str name, int line, bool is_section)
{
	struct load *l = ctx;
	char what[160];

	(void)is_section;
	if (str_eqc(name, TEXT_CONTENT) ||
	    text_partial(l->t, NULL, name) != NULL)
		return;
	snprintf(what, sizeof(what), "there is no word \"%.*s\" in English",
	    (int)(name.n > 64 ? 64 : name.n), name.p);
	tell(l, line, what);
}

static void
check_page(struct load *l, const struct text_entry *e)
{
	struct template *t = NULL;
	char name[96];

	snprintf(name, sizeof(name), "%s.html", e->name);
	l->file = name;
	if (template_compile(str_of(e->html), &t, NULL) == RC_OK)
		template_partials(t, check_name, l);
	template_free(&t);
}

static void
check(struct load *l)
{
	if (text_find(&l->t->pages, STR("layout")) == NULL)
		tell(l, 0, "there is no layout.html");
	if (text_tongue(l->t, STR("en")) == NULL)
		tell(l, 0, "there is no words/en.words");
	for (size_t i = 0; i < l->t->pages.n; i++)
		check_page(l, &l->t->pages.v[i]);
	for (size_t i = 0; i < l->t->tongue_count; i++)
		l->t->tongues[i].made =
		    xcalloc(l->t->pages.n, sizeof(*l->t->tongues[i].made));
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

	pthread_mutex_init(&l.t->lock, NULL);
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

static void
list_free(struct text_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].name);
		free(l->v[i].plain);
		free(l->v[i].html);
	}
	free(l->v);
}

void
text_free(struct text **tp)
{
	struct text *t = *tp;

	*tp = NULL;
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->tongue_count; i++) {
		for (size_t j = 0; t->tongues[i].made && j < t->pages.n; j++) {
			struct template *made =
			    atomic_load(&t->tongues[i].made[j]);

			template_free(&made);
		}
		free(t->tongues[i].made);
		list_free(&t->tongues[i].words);
	}
	list_free(&t->pages);
	pthread_mutex_destroy(&t->lock);
	free(t);
}
