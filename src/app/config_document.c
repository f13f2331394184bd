#include "app/config_document.h"

#include <string.h>

static const char *
unit_example(int64_t unit)
{
	if (unit == 1)
		return "30s, 10m or 2h";
	return unit == 3600 ? "30h or 2d" : "5d or 2w";
}

static const char *
unit_letter(int64_t unit)
{
	if (unit == 1)
		return "s";
	return unit == 3600 ? "h" : "d";
}

static void
join_words(const char *const *words, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	for (int i = 0; words[i] != NULL && n < room; i++)
		n += (size_t)snprintf(out + n, room - n, "%s%s",
		    i == 0                 ? ""
		    : words[i + 1] == NULL ? " or "
					   : ", ",
		    words[i]);
}

const char *
config_document_form(const struct config_setting *s, char out[CONFIG_FORM_MAX])
{
	static const char *const forms[] = {
	    [TYPE_TEXT] = "one line of text",
	    [TYPE_LINES] = "lines of text without control characters",
	    [TYPE_NAME] = "letters, digits, '-' and '_'",
	    [TYPE_EMAIL] = "one address such as ar@example.com",
	    [TYPE_PATH] = "a path on one line",
	    [TYPE_LEDGER] = "a path",
	    [TYPE_LISTEN] = "an address with its port, or unix: and a path",
	    [TYPE_FOLDER] = "a folder name on one line",
	    [TYPE_HOST] = "a host name or address, without port",
	    [TYPE_URL] = "https://host/path without '/' at its end (http only "
			 "to this machine)",
	    [TYPE_COLOR] = "#rrggbb in hexadecimal digits",
	    [TYPE_ZONE] = "a name of /usr/share/zoneinfo such as "
			  "Europe/Berlin (is tzdata installed?)",
	    [TYPE_CURRENCY] = "an ISO 4217 code such as EUR",
	    [TYPE_LOCALE] = "language and country such as en-US",
	    [TYPE_LANGUAGE] = "a language such as en",
	    [TYPE_BOOL] = "yes or no",
	    [TYPE_TIME] = "a time from 00:00 to 24:00 such as 08:00",
	    [TYPE_CHOICE] = "",
	};

	if (s->type == TYPE_CHOICE)
		join_words(s->words, out, CONFIG_FORM_MAX);
	else if (s->type == TYPE_NUMBER)
		snprintf(out, CONFIG_FORM_MAX,
		    "a whole number from %lld to %lld", (long long)s->min,
		    (long long)s->max);
	else if (s->type == TYPE_DURATION)
		snprintf(out, CONFIG_FORM_MAX,
		    "a time such as %s, from %lld%s to %lld%s",
		    unit_example(s->unit), (long long)s->min,
		    s->min == 0 ? "" : unit_letter(s->unit), (long long)s->max,
		    unit_letter(s->unit));
	else
		snprintf(out, CONFIG_FORM_MAX, "%s", forms[s->type]);
	return out;
}

const char *
config_document_comment(
    const struct config_setting *s, char out[CONFIG_COMMENT_MAX])
{
	char form[CONFIG_FORM_MAX];

	if (s->type == TYPE_CHOICE)
		snprintf(out, CONFIG_COMMENT_MAX, "%s (%s)", s->doc,
		    config_document_form(s, form));
	else
		snprintf(out, CONFIG_COMMENT_MAX, "%s%s", s->doc,
		    s->required ? " Required." : "");
	return out;
}

void
config_document_scope(enum config_scope scope, FILE *out)
{
	char comment[CONFIG_COMMENT_MAX];
	const char *section = "";

	for (size_t i = 0; i < config_table_count; i++) {
		const struct config_setting *s = &config_table[i];

		if (s->scope != scope)
			continue;
		if (strcmp(section, s->section) != 0)
			fprintf(out, "%s[%s%s]\n", section[0] ? "\n" : "",
			    s->section,
			    strcmp(s->section, "step") == 0 ? " NAME" : "");
		section = s->section;
		fprintf(out, "# %s\n#%s =%s%s\n",
		    config_document_comment(s, comment), s->key,
		    s->fallback[0] ? " " : "", s->fallback);
	}
}
