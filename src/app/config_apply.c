#include "app/config_apply.h"

#include <string.h>

#include "app/config_value.h"
#include "base/nearest.h"
#include "base/xalloc.h"

static const struct config_setting *
find(enum config_scope scope, struct str section, struct str key, size_t *index)
{
	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope == scope && str_eqc(section, s->section) &&
		    str_eqc(key, s->key)) {
			*index = i;
			return s;
		}
	}
	return NULL;
}

static void
remember(const struct config_target *t, const void *field, int line)
{
	struct config_origins *o = t->origins;

	if (o == NULL)
		return;
	o->v = arena_grow(t->a, o->v, o->count, &o->cap, sizeof(*o->v));
	o->v[o->count++] = (struct config_origin){
	    .field = field, .file = t->file, .line = line};
}

void
config_apply_defaults(
    const struct config_target *t, const char *section, void *base)
{
	char why[CONFIG_WHY_MAX];

	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope != t->scope || s->fallback[0] == '\0' ||
		    (section != NULL && strcmp(section, s->section) != 0))
			continue;
		if (!config_value_set(
			s, base, str_of(s->fallback), t->a, t->dir, why))
			xdie("default of %s: %s", s->key, why);
	}
}

/* A key that is right but stands in the wrong section is told so. */
static void
unknown_key(const struct config_target *t, const struct config_section *sec,
    const struct config_entry *e)
{
	struct nearest near;

	nearest_init(&near, e->key);
	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope != t->scope)
			continue;
		if (str_eqc(sec->name, s->section))
			nearest_offer(&near, s->key);
	}
	if (nearest_best(&near) != NULL) {
		mistake_add(t->m, t->file, e->line,
		    "[%.*s] knows no \"%.*s\"; did you mean \"%s\"?",
		    STR_ARG(sec->name), STR_ARG(e->key), nearest_best(&near));
		return;
	}
	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope == t->scope && str_eqc(e->key, s->key)) {
			mistake_add(t->m, t->file, e->line,
			    "[%.*s] knows no \"%.*s\"; move it to [%s]",
			    STR_ARG(sec->name), STR_ARG(e->key), s->section);
			return;
		}
	}
	mistake_add(t->m, t->file, e->line,
	    "[%.*s] knows no \"%.*s\"; remove it, or see "
	    "`dunmail check --settings` for what there is",
	    STR_ARG(sec->name), STR_ARG(e->key));
}

static bool
no_label(const struct config_target *t, const struct config_section *s)
{
	if (s->label.n == 0)
		return true;
	mistake_add(t->m, t->file, s->line,
	    "[%.*s %.*s]: this section has no label; write [%.*s]",
	    STR_ARG(s->name), STR_ARG(s->label), STR_ARG(s->name));
	return false;
}

static bool
has_section(enum config_scope scope, struct str name)
{
	for (size_t i = 0; i < config_table_count; i++) {
		if (config_table[i].scope == scope &&
		    str_eqc(name, config_table[i].section))
			return true;
	}
	return false;
}

bool
config_apply_known(const struct config_target *t,
    const struct config_section *s, bool label_allowed)
{
	struct nearest near;

	if (has_section(t->scope, s->name))
		return label_allowed || no_label(t, s);
	nearest_init(&near, s->name);
	for (size_t i = 0; i < config_table_count; i++)
		if (config_table[i].scope == t->scope)
			nearest_offer(&near, config_table[i].section);
	if (nearest_best(&near) != NULL)
		mistake_add(t->m, t->file, s->line,
		    "there is no section [%.*s]; did you mean [%s]?",
		    STR_ARG(s->name), nearest_best(&near));
	else
		mistake_add(t->m, t->file, s->line,
		    "there is no section [%.*s] here; remove it, or see "
		    "`dunmail check --settings` for what there is",
		    STR_ARG(s->name));
	return false;
}

void
config_apply_section(const struct config_target *t,
    const struct config_section *sec, void *base, struct config_seen *seen)
{
	char why[CONFIG_WHY_MAX];

	for (size_t i = 0; i < sec->count; i++) {
		const struct config_entry *e = &sec->entries[i];
		const struct config_setting *s;
		size_t at = 0;

		s = find(t->scope, sec->name, e->key, &at);
		if (s == NULL) {
			unknown_key(t, sec, e);
			continue;
		}
		if (seen->line[at] != 0) {
			mistake_add(t->m, t->file, e->line,
			    "\"%s\" is given twice, first on line %d; keep "
			    "one of them",
			    s->key, seen->line[at]);
			continue;
		}
		seen->line[at] = e->line;
		remember(t, (char *)base + s->offset, e->line);
		if (!config_value_set(s, base, e->value, t->a, t->dir, why))
			mistake_add(t->m, t->file, e->line, "%s", why);
	}
}

static void
want_required(const struct config_target *t, const struct config_text *text,
    const void *base, const struct config_seen *seen)
{
	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];
		const struct config_section *sec;

		if (s->scope != t->scope || seen->line[i] != 0)
			continue;
		sec = config_read_find(text, s->section);
		remember(t, (const char *)base + s->offset,
		    sec == NULL ? 0 : sec->line);
		if (s->required)
			mistake_add(t->m, t->file, sec == NULL ? 0 : sec->line,
			    "[%s] lacks \"%s\"; add a line \"%s = ...\" (%s)",
			    s->section, s->key, s->key, s->doc);
	}
}

static void
tell_second(const struct config_target *t, const struct config_text *text,
    const struct config_section *s)
{
	for (const struct config_section *p = text->sections; p < s; p++)
		if (str_eq(p->name, s->name)) {
			mistake_add(t->m, t->file, s->line,
			    "[%.*s] begins a second time, first on line %d; "
			    "put its settings together",
			    STR_ARG(s->name), p->line);
			return;
		}
}

void
config_apply_file(
    const struct config_target *t, const struct config_text *text, void *base)
{
	struct config_seen seen = {{0}};

	config_apply_defaults(t, NULL, base);
	for (size_t i = 0; i < text->count; i++) {
		const struct config_section *s = &text->sections[i];

		if (!config_apply_known(t, s, false))
			continue;
		tell_second(t, text, s);
		config_apply_section(t, s, base, &seen);
	}
	want_required(t, text, base, &seen);
}

int
config_apply_line(const struct config_seen *seen, enum config_scope scope,
    const char *section, const char *key)
{
	size_t at = 0;

	if (find(scope, str_of(section), str_of(key), &at) == NULL)
		xdie("[%s] %s is not in the table", section, key);
	return seen->line[at];
}
