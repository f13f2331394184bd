#include "decide/rcpt_address.h"

#define LOCAL_MAX  64 /* bytes (RFC 5321, 4.5.3.1) */
#define DOMAIN_MAX 255

static bool
is_local_char(char c)
{
	return str_is_alnum(c) ||
	       (c != '\0' &&
		   str_chr(STR("!#$%&'*+/=?^_{|}~.-"), c) != STR_NPOS);
}

static bool
is_domain_char(char c)
{
	return str_is_alnum(c) || c == '-' || c == '.';
}

bool
rcpt_is_address(struct str s)
{
	size_t at = str_rchr(s, '@');

	if (at == STR_NPOS || at == 0 || at + 1 >= s.n || s.n > 320)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (str_is_space(s.p[i]) || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return true;
}

/* Two bytes of UTF-8 that are a Latin, Greek or Cyrillic letter (RFC 6532
 * allows them); scripts without blanks between words count within "<>". */
static bool
is_letter(struct str s, size_t at)
{
	unsigned char lead, tail;

	if (at + 1 >= s.n)
		return false;
	lead = (unsigned char)s.p[at];
	tail = (unsigned char)s.p[at + 1];
	return lead >= 0xc3 && lead <= 0xd4 && tail >= 0x80 && tail < 0xc0;
}

/* "\"john doe\"@": where the quoted local part that ends before at begins. */
static size_t
quoted_start(struct str s, size_t at)
{
	size_t from = at > 0 ? at - 1 : 0;

	if (at < 3 || s.p[from] != '"')
		return at;
	while (from > 0 && at - from <= LOCAL_MAX && s.p[from - 1] != '\n')
		if (s.p[--from] == '"' && (from == 0 || s.p[from - 1] != '\\'))
			return from;
	return at;
}

/* Within "<" and ">" and without a blank all bytes may be of an address. */
static struct str
bracketed(struct str s, size_t at)
{
	size_t from = at, to = at + 1;

	while (from > 0 && at - from <= LOCAL_MAX && s.p[from - 1] != '<' &&
	       s.p[from - 1] != '@' && !str_is_space(s.p[from - 1]))
		from--;
	while (to < s.n && to - at <= DOMAIN_MAX && s.p[to] != '>' &&
	       s.p[to] != '@' && !str_is_space(s.p[to]))
		to++;
	if (from == 0 || s.p[from - 1] != '<' || to >= s.n || s.p[to] != '>' ||
	    from == at || to == at + 1)
		return (struct str){NULL, 0};
	s = str_sub(s, from, to - from);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return s;
	return (struct str){NULL, 0};
}

/* The address around the '@' at `at`; empty if there is none. */
struct str
rcpt_at(struct str s, size_t at)
{
	size_t from = quoted_start(s, at), to = at + 1;
	struct str foreign = bracketed(s, at);

	if (!str_is_empty(foreign))
		return foreign;
	while (from > 0 && s.p[from] != '"')
		if (is_local_char(s.p[from - 1]))
			from--;
		else if (from > 1 && is_letter(s, from - 2))
			from -= 2;
		else
			break;
	while (to < s.n)
		if (is_domain_char(s.p[to]))
			to++;
		else if (is_letter(s, to))
			to += 2;
		else
			break;
	while (from < at &&
	       (s.p[from] == '.' || s.p[from] == '=' || s.p[from] == '\''))
		from++;
	while (to > at + 1 && (s.p[to - 1] == '.' || s.p[to - 1] == '-'))
		to--;
	if (from == at || to == at + 1)
		return (struct str){NULL, 0};
	return str_sub(s, from, to - from);
}

struct str
rcpt_next(struct str s, size_t *at)
{
	for (; *at < s.n; (*at)++) {
		struct str address;

		if (s.p[*at] != '@')
			continue;
		address = rcpt_at(s, *at);
		if (str_is_empty(address))
			continue;
		*at = (size_t)(address.p - s.p) + address.n;
		return address;
	}
	return (struct str){NULL, 0};
}

struct str
rcpt_first(struct str field)
{
	size_t at = 0;

	return rcpt_next(field, &at);
}

bool
rcpt_is_among(const struct message_addresses *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_fold_eq(list->v[i].address, address))
			return true;
	return false;
}

bool
rcpt_is_own(const struct message *m, struct str address)
{
	return rcpt_is_among(&m->to, address) ||
	       rcpt_is_among(&m->cc, address) ||
	       rcpt_is_among(&m->from, address);
}
