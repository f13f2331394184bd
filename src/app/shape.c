#include "app/shape.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/money.h"

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

bool
shape_lines(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_control(s.p[i]) && s.p[i] != '\n')
			return false;
	return true;
}

bool
shape_line(struct str s)
{
	return s.n > 0 && shape_lines(s) && str_chr(s, '\n') == STR_NPOS;
}

static bool
made_of(struct str s, const char *others)
{
	struct str more = str_of(others);

	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && str_chr(more, s.p[i]) == STR_NPOS)
			return false;
	return s.n > 0;
}

bool
shape_name(struct str s)
{
	return made_of(s, "-_");
}

/* Labels of RFC 1123; bytes of a UTF-8 name (RFC 6531) pass as letters. */
static bool
domain_ok(struct str s)
{
	struct str label;

	if (s.n == 0 || s.n > 253)
		return false;
	while (str_cut(&s, '.', &label)) {
		if (label.n == 0 || label.n > 63 || label.p[0] == '-' ||
		    label.p[label.n - 1] == '-')
			return false;
		for (size_t i = 0; i < label.n; i++)
			if (!str_is_alnum(label.p[i]) && label.p[i] != '-' &&
			    label.p[i] != '_' &&
			    (unsigned char)label.p[i] < 0x80)
				return false;
	}
	return true;
}

static bool
local_ok(struct str s)
{
	static const struct str more = STR("!#$%&'*+-/=?^_`{|}~.");

	if (s.n == 0 || s.n > 64 || s.p[0] == '.' || s.p[s.n - 1] == '.' ||
	    str_find(s, STR("..")) != STR_NPOS)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && (unsigned char)s.p[i] < 0x80 &&
		    str_chr(more, s.p[i]) == STR_NPOS)
			return false;
	return true;
}

bool
shape_email(struct str s)
{
	size_t at = str_rchr(s, '@');

	return at != STR_NPOS && s.n <= 254 && local_ok(str_sub(s, 0, at)) &&
	       domain_ok(str_sub(s, at + 1, s.n));
}

bool
shape_host(struct str s)
{
	if (str_chr(s, ':') == STR_NPOS)
		return domain_ok(s);
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) && s.p[i] != ':' && s.p[i] != '.' &&
		    !(str_lower(s.p[i]) >= 'a' && str_lower(s.p[i]) <= 'f'))
			return false;
	return str_find(s, STR("::")) != STR_NPOS || s.n >= 15;
}

bool
shape_loopback(struct str host)
{
	struct str part;
	int64_t n, first = -1;
	int parts = 0;

	if (str_fold_eqc(host, "localhost") || str_eqc(host, "::1") ||
	    str_eqc(host, "[::1]"))
		return true;
	while (str_cut(&host, '.', &part)) {
		if (part.n > 3 || !str_to_i64(part, 0, 255, &n))
			return false;
		if (parts++ == 0)
			first = n;
	}
	return parts == 4 && first == 127;
}

/* Split "host:port", "[::1]:port"; false if the port is no port. */
static bool
host_of(struct str s, struct str *host)
{
	size_t end = s.n > 0 && s.p[0] == '[' ? str_chr(s, ']') : STR_NPOS;
	size_t colon;
	int64_t port;

	if (end != STR_NPOS) {
		*host = str_sub(s, 1, end - 1);
		s = str_sub(s, end + 1, s.n);
		if (s.n == 0)
			return true;
		colon = s.p[0] == ':' ? 0 : STR_NPOS;
	} else {
		colon = str_chr(s, ':');
		*host = str_sub(s, 0, colon);
		if (colon == STR_NPOS)
			return true;
	}
	return colon != STR_NPOS &&
	       str_to_i64(str_sub(s, colon + 1, s.n), 1, 65535, &port);
}

bool
shape_url(struct str s)
{
	bool plain = str_starts(s, STR("http://"));
	struct str host, rest;
	size_t slash;

	if (!plain && !str_starts(s, STR("https://")))
		return false;
	rest = str_sub(s, plain ? 7 : 8, s.n);
	slash = str_chr(rest, '/');
	if (!host_of(str_sub(rest, 0, slash), &host) || !shape_host(host))
		return false;
	if (plain && !shape_loopback(host))
		return false;
	rest = slash == STR_NPOS ? STR("") : str_sub(rest, slash, rest.n);
	return rest.n == 0 ||
	       (made_of(rest, "/-._~") && rest.p[rest.n - 1] != '/' &&
		   str_find(rest, STR("..")) == STR_NPOS);
}

bool
shape_color(struct str s)
{
	if (s.n != 7 || s.p[0] != '#')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!str_is_digit(s.p[i]) &&
		    (str_lower(s.p[i]) < 'a' || str_lower(s.p[i]) > 'f'))
			return false;
	return true;
}

bool
shape_zone(struct str s)
{
	char path[128];
	struct stat st;

	if (str_eqc(s, "UTC")) /* needs no file */
		return true;
	if (!made_of(s, "_+-/") || s.p[0] == '/' || s.n > 60)
		return false;
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%.*s", STR_ARG(s));
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool
shape_currency(struct str s)
{
	return money_currency_ok(s);
}

bool
shape_language(struct str s)
{
	if (s.n < 2 || s.n > 3)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			return false;
	return true;
}

bool
shape_locale(struct str s)
{
	size_t dash = str_chr(s, '-');
	struct str country;

	if (!shape_language(str_sub(s, 0, dash)))
		return false;
	if (dash == STR_NPOS)
		return true;
	country = str_sub(s, dash + 1, s.n);
	return country.n == 2 && country.p[0] >= 'A' && country.p[0] <= 'Z' &&
	       country.p[1] >= 'A' && country.p[1] <= 'Z';
}

bool
shape_number(struct str s, bool is_signed, int64_t *out)
{
	if (is_signed && s.n > 1 && s.p[0] == '+' && str_is_digit(s.p[1]))
		s = str_sub(s, 1, s.n);
	return (is_signed || s.n == 0 || s.p[0] != '-') &&
	       str_to_i64(s, INT64_MIN, INT64_MAX, out);
}

bool
shape_time(struct str s, int64_t *out)
{
	int64_t h, m;

	if (s.n != 5 || s.p[2] != ':' || s.p[3] == '-' ||
	    !str_to_i64(str_sub(s, 0, 2), 0, 24, &h) ||
	    !str_to_i64(str_sub(s, 3, 2), 0, 59, &m) || h * 60 + m > 1440)
		return false;
	*out = h * 60 + m;
	return true;
}

static int64_t
seconds_of(char c)
{
	switch (c) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	case 'w':
		return 7 * 86400;
	}
	return 0;
}

bool
shape_duration(struct str s, int64_t unit, int64_t *out)
{
	int64_t each, n;

	if (str_eqc(s, "0")) {
		*out = 0;
		return true;
	}
	each = s.n > 1 ? seconds_of(s.p[s.n - 1]) : 0;
	if (each == 0 ||
	    !str_to_i64(str_sub(s, 0, s.n - 1), 0, INT64_C(1000000000), &n) ||
	    s.p[0] == '-' || n * each % unit != 0)
		return false;
	*out = n * each / unit;
	return true;
}
