#include "mail/border.h"

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

bool
border_crossed(struct str received)
{
	size_t by = str_fold_find(received, STR(" by "));
	struct str rest = str_sub(received, 0, by), helo, ip;
	bool known = false;

	if (!str_fold_starts(received, STR("from ")))
		return !str_fold_starts(received, STR("by "));
	rest = str_trim(str_sub(rest, 5, rest.n));
	str_cut(&rest, ' ', &helo);
	for (; next_ip(&rest, &ip); known = true)
		if (!is_private(ip))
			return true;
	return !known;
}
