#include "app/config_value.h"

#include <stdio.h>
#include <string.h>

#include "app/config_document.h"
#include "app/shape.h"

static bool
say(char why[CONFIG_WHY_MAX], const struct config_setting *s, struct str value)
{
	char form[CONFIG_FORM_MAX];

	snprintf(why, CONFIG_WHY_MAX, "\"%.*s\" does not fit %s; write %s",
	    STR_ARG(str_sub(value, 0, 60)), s->key,
	    config_document_form(s, form));
	return false;
}

static bool
set_number(const struct config_setting *s, void *base, int64_t n,
    char why[CONFIG_WHY_MAX])
{
	char form[CONFIG_FORM_MAX];

	if (n < s->min || n > s->max) {
		snprintf(why, CONFIG_WHY_MAX, "%s is out of range; write %s",
		    s->key, config_document_form(s, form));
		return false;
	}
	memcpy((char *)base + s->offset, &n, sizeof(n));
	return true;
}

static bool
parse_choice(const struct config_setting *s, void *base, struct str value)
{
	for (int i = 0; s->words[i] != NULL; i++)
		if (str_eqc(value, s->words[i])) {
			memcpy((char *)base + s->offset, &i, sizeof(i));
			return true;
		}
	return false;
}

static bool
parse_bool(const struct config_setting *s, void *base, struct str value)
{
	bool yes = str_eqc(value, "yes");

	if (!yes && !str_eqc(value, "no"))
		return false;
	memcpy((char *)base + s->offset, &yes, sizeof(yes));
	return true;
}

static bool
text_ok(enum config_type type, struct str v)
{
	switch (type) {
	case TYPE_TEXT:
	case TYPE_PATH:
	case TYPE_LEDGER:
	case TYPE_LISTEN:
	case TYPE_FOLDER:
		return shape_line(v);
	case TYPE_LINES:
		return shape_lines(v);
	case TYPE_NAME:
		return shape_name(v);
	case TYPE_EMAIL:
		return shape_email(v);
	case TYPE_HOST:
		return shape_host(v);
	case TYPE_URL:
		return shape_url(v);
	case TYPE_COLOR:
		return shape_color(v);
	case TYPE_ZONE:
		return shape_zone(v);
	case TYPE_CURRENCY:
		return shape_currency(v);
	case TYPE_LOCALE:
		return shape_locale(v);
	case TYPE_LANGUAGE:
		return shape_language(v);
	case TYPE_BOOL:
	case TYPE_NUMBER:
	case TYPE_DURATION:
	case TYPE_TIME:
	case TYPE_CHOICE:
		break;
	}
	return false;
}

struct str
config_value_join(struct arena *a, const char *dir, struct str path)
{
	if (path.n == 0 || path.p[0] == '/' || dir[0] == '\0')
		return arena_dup(a, path);
	return arena_fmt(a, "%s/%.*s", dir, STR_ARG(path));
}

/* A URI of a server is no path. */
static bool
is_path(enum config_type type, struct str v)
{
	return type == TYPE_PATH ||
	       (type == TYPE_LEDGER && !str_starts(v, STR("postgresql://")) &&
		   !str_starts(v, STR("postgres://")));
}

/* As it is kept: a path in it begins at dir. */
static struct str
kept_text(
    struct arena *a, enum config_type type, const char *dir, struct str value)
{
	static const struct str mark = STR_INIT("unix:");
	struct str path;

	if (is_path(type, value))
		return config_value_join(a, dir, value);
	if (type != TYPE_LISTEN || !str_starts(value, mark))
		return arena_dup(a, value);
	path = config_value_join(a, dir, str_sub(value, mark.n, value.n));
	return arena_fmt(a, "%s%.*s", mark.p, STR_ARG(path));
}

static bool
set_text(const struct config_setting *s, void *base, struct str value,
    struct arena *a, const char *dir, char why[CONFIG_WHY_MAX])
{
	struct str kept;

	if (value.n == 0 && s->required) {
		snprintf(why, CONFIG_WHY_MAX, "%s is empty; give it a value",
		    s->key);
		return false;
	}
	if (value.n > (size_t)s->max) {
		snprintf(why, CONFIG_WHY_MAX,
		    "%s has %zu bytes, and at most %lld fit; shorten it",
		    s->key, value.n, (long long)s->max);
		return false;
	}
	if (value.n > 0 && !text_ok(s->type, value))
		return say(why, s, value);
	kept = kept_text(a, s->type, dir, value);
	memcpy((char *)base + s->offset, &kept, sizeof(kept));
	return true;
}

bool
config_value_set(const struct config_setting *s, void *base, struct str value,
    struct arena *a, const char *dir, char why[CONFIG_WHY_MAX])
{
	int64_t n = 0;

	switch (s->type) {
	case TYPE_BOOL:
		return parse_bool(s, base, value) || say(why, s, value);
	case TYPE_CHOICE:
		return parse_choice(s, base, value) || say(why, s, value);
	case TYPE_NUMBER:
		return shape_number(value, s->min < 0, &n)
			   ? set_number(s, base, n, why)
			   : say(why, s, value);
	case TYPE_TIME:
		return shape_time(value, &n) ? set_number(s, base, n, why)
					     : say(why, s, value);
	case TYPE_DURATION:
		return shape_duration(value, s->unit, &n)
			   ? set_number(s, base, n, why)
			   : say(why, s, value);
	case TYPE_TEXT:
	case TYPE_LINES:
	case TYPE_NAME:
	case TYPE_EMAIL:
	case TYPE_PATH:
	case TYPE_LEDGER:
	case TYPE_LISTEN:
	case TYPE_FOLDER:
	case TYPE_HOST:
	case TYPE_URL:
	case TYPE_COLOR:
	case TYPE_ZONE:
	case TYPE_CURRENCY:
	case TYPE_LOCALE:
	case TYPE_LANGUAGE:
		break;
	}
	return set_text(s, base, value, a, dir, why);
}
