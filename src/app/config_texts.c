#include "app/config_texts.h"

#include "app/shape.h"
#include "decide/e164.h"

struct check {
	const struct config *c;
	const struct settings *s;
	struct mistakes *m;
};

/* The place is that of the member that is to be changed. */
#define TELL(x, field, ...)                                                    \
	do {                                                                   \
		const char *file_;                                             \
		int line_ = config_where((x)->c, field, &file_);               \
		mistake_add((x)->m, file_, line_, __VA_ARGS__);                \
	} while (0)

static bool
is_number(struct str s)
{
	char number[E164_MAX];

	return str_starts(s, STR("+")) && e164_read(s, STR(""), number) &&
	       str_eqc(s, number);
}

static void
check_account(const struct check *x)
{
	const struct settings *s = x->s;

	if (!str_starts(s->texts_account, STR("AC")))
		TELL(x, &s->texts_account,
		    "[texts] account is no account of the carrier; write the "
		    "one that begins with AC");
	if (str_is_empty(s->texts_secret_file))
		TELL(x, &s->texts_secret_file,
		    "[texts] lacks \"secret_file\"; write the key's secret "
		    "into a file of mode 0600 and name it");
	if (!is_number(s->texts_number))
		TELL(x, &s->texts_number,
		    "[texts] number is no telephone number as a carrier "
		    "writes it; write one such as +12075550100");
	if (s->texts_calls && str_is_empty(s->texts_token_file))
		TELL(x, &s->texts_calls,
		    "[texts] calls need token_file: the carrier asks us what "
		    "to say");
}

static void
check_reach(const struct check *x)
{
	const struct settings *s = x->s;
	struct str entry;

	if (str_is_empty(str_trim(s->texts_countries)))
		TELL(x, &s->texts_countries,
		    "[texts] countries are none, so nobody is ever texted; "
		    "write those of your customers, as US, CA");
	else if (e164_list_mistake(s->texts_countries, &entry))
		TELL(x, &s->texts_countries,
		    "[texts] countries: \"%.*s\" is no country that is known; "
		    "write US, or the beginning of numbers, as +49",
		    STR_ARG(entry));
	if (s->texts_from >= s->texts_to)
		TELL(x, &s->texts_to,
		    "[texts] end before they begin; write a \"latest\" later "
		    "than \"earliest\"");
	if (s->texts_to <= s->window_from || s->texts_from >= s->window_to)
		TELL(x, &s->texts_from,
		    "[texts] earliest and latest never meet the hours of "
		    "[sending], so no text could leave");
}

static void
check_people(const struct check *x)
{
	struct str rest = x->s->texts_people, line, name, all;

	while (str_line(&rest, &line)) {
		if (str_is_empty(str_trim(line)))
			continue;
		all = line;
		if (!str_cut(&line, ':', &name) ||
		    !shape_email(str_trim(name)) || !is_number(str_trim(line)))
			TELL(x, &x->s->texts_people,
			    "[texts] people: \"%.*s\" cannot be read; write "
			    "ruth@example.com: +12075550101",
			    STR_ARG(all));
	}
}

void
config_texts_check(const struct config *c, struct mistakes *m)
{
	struct check x = {c, config_settings(c), m};

	if (x.s->texts_carrier == TEXTS_NONE)
		return;
	check_account(&x);
	check_reach(&x);
	check_people(&x);
}
