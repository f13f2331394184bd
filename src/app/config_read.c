#include "app/config_read.h"

#include "base/buf.h"
#include "model/limits.h"

struct reader {
	struct arena *a;
	struct config_text *out;
	struct mistakes *m;
	struct config_section *section; /* NULL before the first */
	struct config_entry *entry;     /* that a blank line start goes on */
	struct buf joined;              /* its value, from the second line on */
	int line;
	bool skipping; /* under a section line that was no good */
};

static void
end_entry(struct reader *r)
{
	if (r->entry != NULL && r->joined.n > 0)
		r->entry->value = arena_dup(r->a, buf_str(&r->joined));
	if (r->joined.full)
		mistake_add(r->m, r->out->file, r->entry->line,
		    "the value of \"%.*s\" is longer than %u bytes; "
		    "shorten it",
		    STR_ARG(r->entry->key), LIMIT_CONFIG_VALUE);
	buf_clear(&r->joined);
	r->entry = NULL;
}

/* A value of several lines is collected apart, so that it is copied once. */
static void
go_on(struct reader *r, struct str words)
{
	if (r->entry == NULL) {
		if (!r->skipping)
			mistake_add(r->m, r->out->file, r->line,
			    "a line that starts with a blank goes on with the "
			    "value above, and there is none; remove the "
			    "blanks, or write '#' before it");
		return;
	}
	if (r->joined.n == 0)
		buf_add_str(&r->joined, r->entry->value);
	if (r->joined.n > 0)
		buf_addc(&r->joined, '\n');
	buf_add_str(&r->joined, words);
}

static bool
word_ok(struct str s)
{
	if (s.n == 0 || s.n > LIMIT_CONFIG_NAME)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return false;
	return true;
}

static void
open_section(struct reader *r, struct str line)
{
	struct config_text *t = r->out;
	struct str inside, name;

	r->section = NULL;
	r->skipping = true;
	if (line.p[line.n - 1] != ']') {
		mistake_add(r->m, t->file, r->line,
		    "the section line does not end with ']'; write [name] "
		    "alone on its line");
		return;
	}
	inside = str_trim(str_sub(line, 1, line.n - 2));
	if (!str_cut(&inside, ' ', &name) || !word_ok(name) ||
	    (inside.n > 0 && !word_ok(str_trim(inside)))) {
		mistake_add(r->m, t->file, r->line,
		    "\"%.*s\" is no section; write [name] or [name label] "
		    "with letters, digits, '-' and '_'",
		    STR_ARG(str_sub(line, 0, LIMIT_CONFIG_NAME)));
		return;
	}
	t->sections = arena_grow(
	    r->a, t->sections, t->count, &t->cap, sizeof(*t->sections));
	r->section = &t->sections[t->count++];
	*r->section = (struct config_section){
	    .name = name, .label = str_trim(inside), .line = r->line};
	r->skipping = false;
}

static void
add_entry(struct reader *r, struct str line)
{
	size_t eq = str_chr(line, '=');
	struct str key = str_trim(str_sub(line, 0, eq));
	struct config_section *s = r->section;

	if (eq == STR_NPOS || !word_ok(key)) {
		mistake_add(r->m, r->out->file, r->line,
		    "\"%.*s\" is not understood; write key = value, "
		    "[section], or '#' before a comment",
		    STR_ARG(str_sub(line, 0, LIMIT_CONFIG_NAME)));
		return;
	}
	if (s == NULL) {
		if (!r->skipping)
			mistake_add(r->m, r->out->file, r->line,
			    "\"%.*s\" stands before any section; put a "
			    "[section] line above it",
			    STR_ARG(key));
		return;
	}
	s->entries = arena_grow(
	    r->a, s->entries, s->count, &s->cap, sizeof(*s->entries));
	r->entry = &s->entries[s->count++];
	*r->entry = (struct config_entry){.key = key,
	    .value = str_trim(str_sub(line, eq + 1, line.n)),
	    .line = r->line};
	if (r->entry->value.n > LIMIT_CONFIG_VALUE) {
		mistake_add(r->m, r->out->file, r->line,
		    "the value of \"%.*s\" is longer than %u bytes; "
		    "shorten it",
		    STR_ARG(key), LIMIT_CONFIG_VALUE);
		r->entry->value = str_sub(r->entry->value, 0, 0);
	}
}

static void
read_line(struct reader *r, struct str line)
{
	struct str words = str_trim(line);
	bool goes_on = line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

	if (!str_is_utf8(line)) {
		mistake_add(r->m, r->out->file, r->line,
		    "the line is not UTF-8 text; save the file as UTF-8");
		return;
	}
	if (words.n > 0 && words.p[0] == '#')
		return;
	if (goes_on && words.n > 0) {
		go_on(r, words);
		return;
	}
	end_entry(r);
	if (words.n == 0)
		return;
	if (words.p[0] == '[')
		open_section(r, words);
	else
		add_entry(r, words);
}

struct config_text *
config_read_text(
    struct arena *a, const char *file, struct str text, struct mistakes *m)
{
	struct reader r = {.a = a, .m = m};
	struct str bom = STR("\xef\xbb\xbf");
	struct str line;

	r.out = arena_alloc(a, sizeof(*r.out));
	r.out->file = file;
	buf_init(&r.joined, LIMIT_CONFIG_VALUE);
	if (str_starts(text, bom)) /* some editors put it there unasked */
		text = str_sub(text, bom.n, text.n);
	while (str_line(&text, &line)) {
		if (++r.line > LIMIT_CONFIG_LINES) {
			mistake_add(m, file, r.line,
			    "the file has more than %u lines; the rest is "
			    "not read: shorten it",
			    LIMIT_CONFIG_LINES);
			break;
		}
		read_line(&r, line);
	}
	end_entry(&r);
	buf_fini(&r.joined);
	return r.out;
}

const struct config_section *
config_read_find(const struct config_text *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (str_eqc(t->sections[i].name, name))
			return &t->sections[i];
	return NULL;
}
