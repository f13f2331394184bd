#include "render/locale.h"

#include <string.h>

/* Blanks that keep a number in one line, in UTF-8. */
#define NBSP  "\302\240"
#define NNBSP "\342\200\257" /* narrow, as French groups digits */

enum order {
	ORDER_DMY,
	ORDER_MDY,
	ORDER_YMD,
	ORDER_TEXT
};

enum place {
	PLACE_BEFORE,       /* $1.00 */
	PLACE_BEFORE_BLANK, /* EUR 1.00 */
	PLACE_AFTER,        /* 1.00 EUR */
};

enum language {
	LANG_EN,
	LANG_ES,
	LANG_FR,
	LANG_DE,
	LANG_PT,
	LANG_IT,
	LANG_NL,
	LANGUAGES
};

struct region {
	const char *tag;
	enum language language;
	enum order order;
	const char *sep; /* of a numeric date */
	bool long_mdy;   /* "November 22, 2026" */
	const char *group, *point;
	int group_from; /* digits before grouping starts */
	enum place place;
	const char *home; /* currency whose "$" needs no country */
};

/*
 * As the Unicode CLDR has them. The bare language comes last of its kind and
 * stands for regions that are not listed.
 */
static const struct region regions[] = {
    {"en-US", LANG_EN, ORDER_MDY, "/", true, ",", ".", 4, PLACE_BEFORE, "USD"},
    {"en-GB", LANG_EN, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "GBP"},
    {"en-IE", LANG_EN, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "EUR"},
    {"en-CA", LANG_EN, ORDER_YMD, "-", true, ",", ".", 4, PLACE_BEFORE, "CAD"},
    {"en-AU", LANG_EN, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "AUD"},
    {"en-NZ", LANG_EN, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "NZD"},
    {"en", LANG_EN, ORDER_TEXT, " ", false, ",", ".", 4, PLACE_BEFORE, ""},
    {"es-MX", LANG_ES, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "MXN"},
    {"es-US", LANG_ES, ORDER_DMY, "/", false, ",", ".", 4, PLACE_BEFORE, "USD"},
    {"es", LANG_ES, ORDER_DMY, "/", false, ".", ",", 5, PLACE_AFTER, "EUR"},
    {"fr-CA", LANG_FR, ORDER_YMD, "-", false, NBSP, ",", 4, PLACE_AFTER, "CAD"},
    {"fr-CH", LANG_FR, ORDER_DMY, ".", false, NNBSP, ",", 4, PLACE_AFTER,
	"CHF"},
    {"fr", LANG_FR, ORDER_DMY, "/", false, NNBSP, ",", 4, PLACE_AFTER, "EUR"},
    {"de-AT", LANG_DE, ORDER_DMY, ".", false, NBSP, ",", 4, PLACE_BEFORE_BLANK,
	"EUR"},
    {"de-CH", LANG_DE, ORDER_DMY, ".", false, "\342\200\231", ".", 4,
	PLACE_BEFORE_BLANK, "CHF"},
    {"de", LANG_DE, ORDER_DMY, ".", false, ".", ",", 4, PLACE_AFTER, "EUR"},
    {"pt-BR", LANG_PT, ORDER_DMY, "/", false, ".", ",", 4, PLACE_BEFORE_BLANK,
	"BRL"},
    {"pt", LANG_PT, ORDER_DMY, "/", false, NBSP, ",", 5, PLACE_AFTER, "EUR"},
    {"it", LANG_IT, ORDER_DMY, "/", false, ".", ",", 4, PLACE_AFTER, "EUR"},
    {"nl", LANG_NL, ORDER_DMY, "-", false, ".", ",", 4, PLACE_BEFORE_BLANK,
	"EUR"},
};

static const char *const months[LANGUAGES][12] = {
    [LANG_EN] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"},
    [LANG_ES] = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	"agosto", "septiembre", "octubre", "noviembre", "diciembre"},
    [LANG_FR] = {"janvier", "f\303\251vrier", "mars", "avril", "mai", "juin",
	"juillet", "ao\303\273t", "septembre", "octobre", "novembre",
	"d\303\251cembre"},
    [LANG_DE] = {"Januar", "Februar", "M\303\244rz", "April", "Mai", "Juni",
	"Juli", "August", "September", "Oktober", "November", "Dezember"},
    [LANG_PT] = {"janeiro", "fevereiro", "mar\303\247o", "abril", "maio",
	"junho", "julho", "agosto", "setembro", "outubro", "novembro",
	"dezembro"},
    [LANG_IT] = {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	"luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
    [LANG_NL] = {"januari", "februari", "maart", "april", "mei", "juni", "juli",
	"augustus", "september", "oktober", "november", "december"},
};

struct symbol {
	const char *code, *at_home, *abroad;
};

static const struct symbol symbols[] = {
    {"EUR", "\342\202\254", "\342\202\254"},
    {"GBP", "\302\243", "\302\243"},
    {"USD", "$", "US$"},
    {"CAD", "$", "CA$"},
    {"AUD", "$", "A$"},
    {"NZD", "$", "NZ$"},
    {"MXN", "$", "MX$"},
    {"BRL", "R$", "R$"},
};

static const struct region *
region_of(struct str locale)
{
	struct str language = locale_language(locale);

	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		struct str tag = str_of(regions[i].tag);

		if (str_fold_eq(tag, locale) || str_fold_eq(tag, language))
			return &regions[i];
	}
	return NULL;
}

bool
locale_known(struct str locale)
{
	return region_of(locale) != NULL;
}

/* "en" of "en-GB", "en_GB" and "en". */
struct str
locale_language(struct str locale)
{
	size_t n = 0;

	while (n < locale.n && str_is_alpha(locale.p[n]))
		n++;
	return str_sub(locale, 0, n);
}

static struct str
iso(struct arena *a, day_t day)
{
	char text[DAY_TEXT];

	return arena_dup(a, str_of(day_iso(day, text)));
}

struct str
locale_date(struct arena *a, struct str locale, day_t day)
{
	const struct region *r = region_of(locale);
	struct ymd d;

	if (day == DAY_NONE)
		return (struct str){"", 0};
	if (r == NULL)
		return iso(a, day);
	d = day_ymd(day);
	switch (r->order) {
	case ORDER_DMY:
		return arena_fmt(
		    a, "%02d%s%02d%s%04d", d.d, r->sep, d.m, r->sep, d.y);
	case ORDER_MDY:
		return arena_fmt(
		    a, "%02d%s%02d%s%04d", d.m, r->sep, d.d, r->sep, d.y);
	case ORDER_YMD:
		return iso(a, day);
	case ORDER_TEXT:
		return arena_fmt(
		    a, "%d %.3s %04d", d.d, months[r->language][d.m - 1], d.y);
	}
	return iso(a, day);
}

struct str
locale_date_long(struct arena *a, struct str locale, day_t day)
{
	const struct region *r = region_of(locale);
	const char *month;
	struct ymd d;

	if (day == DAY_NONE)
		return (struct str){"", 0};
	if (r == NULL)
		return iso(a, day);
	d = day_ymd(day);
	month = months[r->language][d.m - 1];
	switch (r->language) {
	case LANG_EN:
		if (r->long_mdy)
			return arena_fmt(a, "%s %d, %d", month, d.d, d.y);
		break;
	case LANG_DE:
		return arena_fmt(a, "%d. %s %d", d.d, month, d.y);
	case LANG_ES:
	case LANG_PT:
		return arena_fmt(a, "%d de %s de %d", d.d, month, d.y);
	case LANG_FR:
		return arena_fmt(
		    a, "%d%s %s %d", d.d, d.d == 1 ? "er" : "", month, d.y);
	case LANG_IT:
		return arena_fmt(a, "%d%s %s %d", d.d,
		    d.d == 1 ? "\302\272" : "", month, d.y);
	case LANG_NL:
	case LANGUAGES:
		break;
	}
	return arena_fmt(a, "%d %s %d", d.d, month, d.y);
}

/* The digits of "1234567.89" grouped, with the reader's point. */
static struct str
grouped(struct arena *a, const struct region *r, struct str plain)
{
	size_t dot = str_chr(plain, '.');
	struct str whole = str_sub(plain, 0, dot), part;
	size_t group = strlen(r->group), point = strlen(r->point), n = 0;
	char *out = arena_alloc(a, plain.n * (1 + group) + point + 1);

	part = str_sub(plain, whole.n + 1, plain.n);
	for (size_t i = 0; i < whole.n; i++) {
		if (i > 0 && (whole.n - i) % 3 == 0 &&
		    whole.n >= (size_t)r->group_from) {
			memcpy(out + n, r->group, group);
			n += group;
		}
		out[n++] = whole.p[i];
	}
	if (part.n > 0) {
		memcpy(out + n, r->point, point);
		n += point;
		memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	return (struct str){out, n};
}

/* A dollar names its country where it is not the reader's own. */
static const char *
symbol_of(const struct region *r, const char *code)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
		if (strcmp(symbols[i].code, code) == 0)
			return strcmp(r->home, code) == 0 ? symbols[i].at_home
							  : symbols[i].abroad;
	return code;
}

struct str
locale_money(struct arena *a, struct str locale, struct money m)
{
	const struct region *r = region_of(locale);
	const char *sign = m.minor < 0 ? "-" : "", *symbol;
	char text[MONEY_TEXT];
	struct str number;

	money_plain(m, text);
	if (r == NULL)
		return arena_fmt(a, "%s %s", m.currency, text);
	number = grouped(a, r, str_of(text + (m.minor < 0)));
	symbol = symbol_of(r, m.currency);
	switch (r->place) {
	case PLACE_AFTER:
		return arena_fmt(
		    a, "%s%.*s" NBSP "%s", sign, STR_ARG(number), symbol);
	case PLACE_BEFORE:
		/* A code such as CHF stands apart from the digits. */
		return arena_fmt(a, "%s%s%s%.*s", sign, symbol,
		    strcmp(symbol, m.currency) == 0 ? NBSP : "",
		    STR_ARG(number));
	case PLACE_BEFORE_BLANK:
		break;
	}
	return arena_fmt(a, "%s" NBSP "%s%.*s", symbol, sign, STR_ARG(number));
}
