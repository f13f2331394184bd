#include "mail/border.h"

#include <string.h>

static bool
is_private(struct str ip)
{
	static const char *const nets[] = {
	    "127.", "10.", "192.168.", "169.254.", "::1", "fd", "fe80:"};
	int64_t second;

	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++)
		if (str_fold_starts(ip, str_of(nets[i])))
			return true;
	if (!str_starts(ip, STR("172.")))
		return false;
	ip = str_sub(ip, 4, ip.n);
	return str_to_i64(str_sub(ip, 0, str_chr(ip, '.')), 16, 31, &second);
}

/* The next token that can only be an IP address, v4 or v6. */
static bool
next_ip(struct str *rest, struct str *ip)
{
	while (rest->n > 0) {
		size_t n = 0, dots = 0, colons = 0, other = 0;

		for (; n < rest->n &&
		       str_chr(STR(" ()[]"), rest->p[n]) == STR_NPOS;
		     n++) {
			char c = str_lower(rest->p[n]);

			dots += c == '.';
			colons += c == ':';
			other += c != '.' && c != ':' && !str_is_digit(c) &&
				 (c < 'a' || c > 'f');
		}
		*ip = str_sub(*rest, 0, n);
		*rest = str_sub(*rest, n + 1, rest->n);
		if (str_fold_starts(*ip, STR("ipv6:"))) {
			*ip = str_sub(*ip, 5, ip->n);
			return true;
		}
		if (other == 0 && (dots >= 3 || colons >= 2))
			return true;
	}
	return false;
}

/* "by HOST with LMTP...": RFC 2033, 5: never beyond one's own net. */
static bool
is_lmtp(struct str by)
{
	struct str word;

	str_cut(&by, ' ', &word);
	str_cut(&by, ' ', &word);
	if (!str_fold_starts(by, STR("with LMTP")))
		return false;
	by = str_sub(by, 9, by.n);
	while (by.n > 0 && strchr("SAsa", by.p[0]) != NULL)
		by = str_sub(by, 1, by.n);
	return by.n == 0 || str_is_space(by.p[0]) || by.p[0] == ';';
}

bool
border_crossed(struct str received)
{
	size_t fold = str_find(received, STR("\tby "));
	size_t by = fold;
	struct str rest, helo, ip;
	bool known = false;

	/* A greeting may hold " by ", but never a fold. */
	if (fold == STR_NPOS)
		by = str_fold_find(received, STR(" by "));
	if (!str_fold_starts(received, STR("from ")))
		return !str_fold_starts(received, STR("by "));
	rest = str_trim(str_sub(received, 5, by == STR_NPOS ? by : by - 5));
	str_cut(&rest, ' ', &helo);
	if (str_is_empty(rest) && fold != STR_NPOS &&
	    is_lmtp(str_sub(received, fold + 1, received.n)))
		return false;
	for (; next_ip(&rest, &ip); known = true)
		if (!is_private(ip))
			return true;
	return !known;
}
