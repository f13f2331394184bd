#include "render/locale.h"

#include <string.h>

#include "render/digits.h"

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
region_find(struct str locale)
{
	struct str language = locale_language(locale);

	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		struct str tag = str_of(regions[i].tag);

		if (str_fold_eq(tag, locale) || str_fold_eq(tag, language))
			return &regions[i];
	}
	return NULL;
}

/* A page or letter has a hundred amounts and days, all of one reader. */
static const struct region *
region_of(struct str locale)
{
	static _Thread_local char last[16];
	static _Thread_local size_t n;
	static _Thread_local const struct region *found;

	if (locale.n == 0 || locale.n > sizeof(last))
		return region_find(locale);
	if (locale.n != n || memcmp(locale.p, last, n) != 0) {
		found = region_find(locale);
		n = locale.n;
		memcpy(last, locale.p, n);
	}
	return found;
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

/* A text in the making: dates are short, and so are all their parts. */
struct line {
	char text[64];
	size_t n;
};

static void
put(struct line *l, const char *s)
{
	size_t n = strlen(s);

	memcpy(l->text + l->n, s, n);
	l->n += n;
}

static void
put_number(struct line *l, int v, int least)
{
	l->n =
	    (size_t)(digits_put(l->text + l->n, (uint64_t)v, least) - l->text);
}

static struct str
line_text(struct arena *a, const struct line *l)
{
	return arena_dup(a, (struct str){l->text, l->n});
}

static void
put_three(struct line *l, const int v[3], const int least[3], const char *sep)
{
	put_number(l, v[0], least[0]);
	put(l, sep);
	put_number(l, v[1], least[1]);
	put(l, sep);
	put_number(l, v[2], least[2]);
}

static void
put_iso(struct line *l, struct ymd d)
{
	put_three(l, (int[]){d.y, d.m, d.d}, (int[]){4, 2, 2}, "-");
}

static void
put_short(struct line *l, const struct region *r, struct ymd d)
{
	static const int least[] = {2, 2, 4};

	switch (r->order) {
	case ORDER_DMY:
		put_three(l, (int[]){d.d, d.m, d.y}, least, r->sep);
		return;
	case ORDER_MDY:
		put_three(l, (int[]){d.m, d.d, d.y}, least, r->sep);
		return;
	case ORDER_YMD:
		put_iso(l, d);
		return;
	case ORDER_TEXT:
		put_number(l, d.d, 1);
		put(l, " ");
		memcpy(l->text + l->n, months[r->language][d.m - 1], 3);
		l->n += 3;
		put(l, " ");
		put_number(l, d.y, 4);
		return;
	}
}

struct str
locale_date(struct arena *a, struct str locale, day_t day)
{
	const struct region *r = region_of(locale);
	struct line l = {.n = 0};

	if (day == DAY_NONE)
		return (struct str){"", 0};
	if (r == NULL)
		put_iso(&l, day_ymd(day));
	else
		put_short(&l, r, day_ymd(day));
	return line_text(a, &l);
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
		return locale_date(a, locale, day);
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

/* The month of the day with its year, "November 2026". */
struct str
locale_month(struct arena *a, struct str locale, day_t day)
{
	const struct region *r = region_of(locale);
	const char *month;
	struct ymd d;

	if (day == DAY_NONE)
		return (struct str){"", 0};
	d = day_ymd(day);
	if (r == NULL)
		return arena_fmt(a, "%04d-%02d", d.y, d.m);
	month = months[r->language][d.m - 1];
	switch (r->language) {
	case LANG_ES:
	case LANG_PT:
		return arena_fmt(a, "%s de %d", month, d.y);
	case LANG_EN:
	case LANG_DE:
	case LANG_FR:
	case LANG_IT:
	case LANG_NL:
	case LANGUAGES:
		break;
	}
	return arena_fmt(a, "%s %d", month, d.y);
}

/* The digits of "1234567.89" grouped, with the reader's point. */
static void
put_grouped(struct line *l, const struct region *r, struct str plain)
{
	size_t dot = str_chr(plain, '.');
	struct str whole = str_sub(plain, 0, dot);

	for (size_t i = 0; i < whole.n; i++) {
		if (i > 0 && (whole.n - i) % 3 == 0 &&
		    whole.n >= (size_t)r->group_from)
			put(l, r->group);
		l->text[l->n++] = whole.p[i];
	}
	if (whole.n == plain.n)
		return;
	put(l, r->point);
	put(l, plain.p + whole.n + 1);
}

/* A dollar names its country where it is not the reader's own. */
static const char *
symbol_of(const struct region *r, const char *code)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
		if (symbols[i].code[0] == code[0] &&
		    strcmp(symbols[i].code, code) == 0)
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
	struct line l = {.n = 0};

	money_plain(m, text);
	if (r == NULL) {
		put(&l, m.currency);
		put(&l, " ");
		put(&l, text);
		return line_text(a, &l);
	}
	symbol = symbol_of(r, m.currency);
	switch (r->place) {
	case PLACE_AFTER:
		put(&l, sign);
		put_grouped(&l, r, str_of(text + (m.minor < 0)));
		put(&l, NBSP);
		put(&l, symbol);
		return line_text(a, &l);
	case PLACE_BEFORE:
		put(&l, sign);
		put(&l, symbol);
		/* A code such as CHF stands apart from the digits. */
		put(&l, strcmp(symbol, m.currency) == 0 ? NBSP : "");
		break;
	case PLACE_BEFORE_BLANK:
		put(&l, symbol);
		put(&l, NBSP);
		put(&l, sign);
		break;
	}
	put_grouped(&l, r, str_of(text + (m.minor < 0)));
	return line_text(a, &l);
}
