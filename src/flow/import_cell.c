#include "flow/import_cell.h"

#include <string.h>

#include "model/limits.h"
#include "model/party.h"
#include "port/zone.h"
#include "render/locale.h"

#define CLIP    48
#define SHOW(s) STR_ARG(import_cell_clip(s))

struct str
import_cell_clip(struct str s)
{
	size_t n = s.n;

	if (n <= CLIP)
		return s;
	for (n = CLIP; n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80;)
		n--;
	return str_sub(s, 0, n);
}

/* What turns the direction of writing: U+202A..202E, U+2066..2069. */
static bool
is_turn(const unsigned char *p, size_t left)
{
	if (left < 3 || p[0] != 0xe2)
		return false;
	return (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
	       (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

/* C0, DEL, the C1 range as UTF-8 writes it, or a turn. */
static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f ||
		    (c == 0xc2 && i + 1 < s.n &&
			(unsigned char)s.p[i + 1] < 0xa0) ||
		    is_turn((const unsigned char *)s.p + i, s.n - i))
			return true;
	}
	return false;
}

static void
read_id(struct import_row *row, const struct import_column *col,
    struct import_cell *cell)
{
	if (cell->text.n > LIMIT_IMPORT_ID)
		import_refuse(row, "%s is longer than %d bytes: %.*s",
		    col->name, LIMIT_IMPORT_ID, SHOW(cell->text));
	else if (has_control(cell->text))
		import_refuse(row, "%s holds a control character", col->name);
}

/* Line ends and tabs in a text are blanks; other control characters have no
 * business there. */
static void
read_text(struct arena *a, struct import_row *row,
    const struct import_column *col, struct import_cell *cell)
{
	char *p;

	if (cell->text.n > LIMIT_IMPORT_TEXT) {
		import_refuse(row, "%s is longer than %d bytes", col->name,
		    LIMIT_IMPORT_TEXT);
		return;
	}
	if (!has_control(cell->text))
		return;
	p = arena_cstr(a, cell->text);
	for (size_t i = 0; i < cell->text.n; i++)
		if (str_is_space(p[i]))
			p[i] = ' ';
	cell->text.p = p;
	if (has_control(cell->text))
		import_refuse(row, "%s holds a control character", col->name);
}

static void
read_day(struct import_row *row, const struct import_column *col,
    struct import_cell *cell)
{
	day_t day;

	if (!day_parse(cell->text, &day))
		import_refuse(row, "%s: bad date \"%.*s\", want 2026-11-22",
		    col->name, SHOW(cell->text));
}

static void
read_zone(struct import_row *row, struct import_cell *cell)
{
	if (cell->text.n > 0 && zone_find(cell->text) == NULL)
		import_refuse(
		    row, "unknown time zone \"%.*s\"", SHOW(cell->text));
}

static void
read_locale(struct import_row *row, struct import_cell *cell)
{
	bool plain = cell->text.n <= LIMIT_IMPORT_LOCALE;

	/* It becomes part of the names of files. */
	for (size_t i = 0; plain && i < cell->text.n; i++)
		plain = str_is_alnum(cell->text.p[i]) ||
			cell->text.p[i] == '-' || cell->text.p[i] == '_';
	if (cell->text.n > 0 && !(plain && locale_known(cell->text)))
		import_refuse(row,
		    "unknown language \"%.*s\", want such as en-US or de-DE",
		    SHOW(cell->text));
}

static void
read_currency(struct import_row *row, struct import_cell *cell)
{
	if (cell->text.n > 0 && !money_currency_ok(cell->text))
		import_refuse(
		    row, "unknown currency \"%.*s\"", SHOW(cell->text));
}

static bool
is_atom_char(char c)
{
	return str_is_alnum(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Atoms between single dots (RFC 5322 dot-atom). */
static bool
is_dot_atom(struct str s)
{
	bool atom = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' ? !atom : !is_atom_char(s.p[i]))
			return false;
		atom = s.p[i] != '.';
	}
	return atom;
}

static bool
is_label(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n > 0 && s.n <= 63 && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

/* One addr-spec as mail servers take it: no comments, no quoted name, no
 * address literal (RFC 5321 4.1.2 and 4.5.3.1). */
static bool
is_address(struct str s)
{
	size_t at = str_rchr(s, '@'), labels = 0;
	struct str host, label;

	if (at == STR_NPOS || at > 64 || s.n > 254 ||
	    !is_dot_atom(str_sub(s, 0, at)))
		return false;
	host = str_sub(s, at + 1, s.n);
	while (str_cut(&host, '.', &label)) {
		if (!is_label(label))
			return false;
		labels++;
	}
	return labels >= 2;
}

static void
read_email(struct import_row *row, struct import_cell *cell)
{
	if (!is_address(cell->text))
		import_refuse(
		    row, "not one mail address: \"%.*s\"", SHOW(cell->text));
}

static void
read_role(struct import_row *row, struct import_cell *cell)
{
	enum contact_role role = party_role_parse(cell->text);

	if (role == ROLE_OTHER && cell->text.n > 0 &&
	    !str_fold_eqc(cell->text, party_role_name(ROLE_OTHER))) {
		import_refuse(row,
		    "unknown role \"%.*s\", want ap, buyer, escalation, "
		    "executive or other",
		    SHOW(cell->text));
		return;
	}
	cell->text = str_of(party_role_name(role));
}

static void
read_days(struct import_row *row, const struct import_column *col,
    struct import_cell *cell)
{
	if (cell->text.n > 0 &&
	    !str_to_i64(cell->text, 0, LIMIT_IMPORT_DAYS, &cell->number))
		import_refuse(row, "%s: \"%.*s\" is not a number from 0 to %d",
		    col->name, SHOW(cell->text), LIMIT_IMPORT_DAYS);
}

static void
read_flag(struct import_row *row, const struct import_column *col,
    struct import_cell *cell)
{
	static const char *const words[] = {
	    "", "no", "0", "false", "yes", "1", "true"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (str_fold_eqc(cell->text, words[i])) {
			cell->number = i >= 4;
			return;
		}
	}
	import_refuse(row, "%s: \"%.*s\" is neither yes nor no", col->name,
	    SHOW(cell->text));
}

/* money_parse says only no; a person wants to know why. */
static void
refuse_amount(struct import_row *row, const char *column, struct str text,
    struct str currency)
{
	struct str digits = text;
	size_t dot, places = 0;

	while (
	    digits.n > 0 && (str_is_digit(digits.p[0]) || digits.p[0] == '.'))
		digits = str_sub(digits, 1, digits.n);
	dot = str_chr(text, '.');
	if (dot != STR_NPOS)
		places = text.n - dot - 1;
	if (digits.n > 0 || dot == 0 || str_rchr(text, '.') != dot ||
	    (dot != STR_NPOS && places == 0))
		import_refuse(row,
		    "%s: bad amount \"%.*s\", want such as 1234.56", column,
		    SHOW(text));
	else if (places > (size_t)money_exponent(currency))
		import_refuse(row, "%s: %.*s has more than %d decimals", column,
		    SHOW(text), money_exponent(currency));
	else
		import_refuse(row, "%s: %.*s is too large", column, SHOW(text));
}

bool
import_cell_amount(struct import_row *row, const char *column, struct str text,
    struct str currency, int64_t *out)
{
	struct money m;

	if (text.n > 1 && text.p[0] == '-' &&
	    (str_is_digit(text.p[1]) || text.p[1] == '.'))
		import_refuse(row, "%s: %.*s is negative", column, SHOW(text));
	else if (!money_parse(text, currency, &m))
		refuse_amount(row, column, text, currency);
	else if (m.minor > LIMIT_IMPORT_AMOUNT)
		import_refuse(row, "%s: %.*s is too large", column, SHOW(text));
	else
		*out = m.minor;
	return row->outcome != IMPORT_REFUSED;
}

static void
read_amount(const struct import_kind *kind, struct import_row *row,
    const struct import_column *col, struct import_cell *cell)
{
	struct str currency = row->cells[kind->currency].text;

	if (cell->counted && cell->text.p[0] != '-' &&
	    cell->number <= LIMIT_IMPORT_AMOUNT)
		return;
	if (cell->text.n > 0)
		import_cell_amount(
		    row, col->name, cell->text, currency, &cell->number);
}

static void
read_cell(const struct import_kind *kind, struct arena *a,
    struct import_row *row, size_t i)
{
	const struct import_column *col = &kind->columns[i];
	struct import_cell *cell = &row->cells[i];

	switch (col->type) {
	case IMPORT_ID:
		read_id(row, col, cell);
		break;
	case IMPORT_TEXT:
		read_text(a, row, col, cell);
		break;
	case IMPORT_DAY:
		read_day(row, col, cell);
		break;
	case IMPORT_AMOUNT:
		read_amount(kind, row, col, cell);
		break;
	case IMPORT_LOCALE:
		read_locale(row, cell);
		break;
	case IMPORT_ZONE:
		read_zone(row, cell);
		break;
	case IMPORT_EMAIL:
		read_email(row, cell);
		break;
	case IMPORT_ROLE:
		read_role(row, cell);
		break;
	case IMPORT_DAYS:
		read_days(row, col, cell);
		break;
	case IMPORT_FLAG:
		read_flag(row, col, cell);
		break;
	case IMPORT_CURRENCY: /* read before */
	case IMPORT_LATER:
	case IMPORT_DERIVED:
		break;
	}
}

static void
count_amount(const struct import_kind *kind, struct import_row *row)
{
	struct import_cell *cell = &row->cells[kind->amount];
	struct money m;

	cell->counted =
	    money_parse(cell->text, row->cells[kind->currency].text, &m);
	if (cell->counted)
		cell->number = m.minor;
}

void
import_cell_trim(const struct import_kind *kind, struct import_row *row)
{
	for (size_t i = 0; i < kind->count; i++) {
		const struct import_column *col = &kind->columns[i];
		struct import_cell *cell = &row->cells[i];

		if (!cell->given)
			continue;
		cell->text = str_trim(cell->text);
		if (col->required && cell->text.n == 0)
			import_refuse(row, "%s is empty", col->name);
	}
	if (kind->amount != IMPORT_NOWHERE)
		count_amount(kind, row);
}

/* The currency first: amounts are read in it. */
void
import_cell_read(
    const struct import_kind *kind, struct arena *a, struct import_row *row)
{
	if (kind->currency != IMPORT_NOWHERE)
		read_currency(row, &row->cells[kind->currency]);
	for (size_t i = 0; i < kind->count && row->outcome != IMPORT_REFUSED;
	     i++)
		if (row->cells[i].given)
			read_cell(kind, a, row, i);
}
