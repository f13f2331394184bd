#include "mail/address.h"

#include <string.h>

#include "mail/word.h"
#include "model/limits.h"

#define JOIN_MAX 200 /* of a name with commas */

/* One pass over a value; item spans and their parts point into it. */
struct scan {
	struct arena *a;
	struct str in;
	size_t i;
	bool no_quotes;   /* quotes do not pair up: they are letters */
	bool no_comments; /* brackets do not pair up: likewise */
	char *name, *comment, *angle; /* buffers as long as in */
	size_t name_n, comment_n, angle_n;
	bool has_angle, has_quotes;
	bool no_group; /* an address begins in front of the colon */
	bool joins;    /* what stands before the last comma has no address */
};

static bool
quotes_pair(struct str s)
{
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == '"')
			in = !in;
	}
	return !in;
}

static bool
brackets_pair(struct str s, bool no_quotes)
{
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\')
			i++;
		else if (c == '"' && !no_quotes && depth == 0)
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (c == '(')
			depth++;
		else if (c == ')' && depth)
			depth--;
	}
	return depth == 0;
}

static void
take_quoted(struct scan *s)
{
	s->has_quotes = true;
	for (s->i++; s->i < s->in.n && s->in.p[s->i] != '"'; s->i++) {
		if (s->in.p[s->i] == '\\' && s->i + 1 < s->in.n)
			s->i++;
		s->no_group |= s->in.p[s->i] == '@';
		s->name[s->name_n++] = s->in.p[s->i];
	}
	s->i++;
}

static void
take_comment(struct scan *s)
{
	size_t depth = 0;

	for (; s->i < s->in.n; s->i++) {
		char c = s->in.p[s->i];

		if (c == '(' && depth++ == 0)
			continue;
		if (c == ')' && --depth == 0)
			break;
		if (c == '\\' && s->i + 1 < s->in.n)
			c = s->in.p[++s->i];
		s->comment[s->comment_n++] = c;
	}
	s->i++;
}

static void
take_angle(struct scan *s)
{
	bool quoted = false;

	s->angle_n = 0;
	s->has_angle = true;
	for (s->i++; s->i < s->in.n; s->i++) {
		char c = s->in.p[s->i];

		if (c == '"' && !s->no_quotes)
			quoted = !quoted;
		if (!quoted && c == '>')
			break;
		if (!quoted && c == '<')
			s->angle_n = 0; /* "<<a@b>>" */
		else
			s->angle[s->angle_n++] = c;
	}
	s->i++;
}

/* Can c stand at i of an addr-spec whose '@' is at `at`? */
static bool
fits(struct str s, size_t i, size_t at)
{
	unsigned char c = (unsigned char)s.p[i];
	bool local = i < at && s.p[0] == '"';
	bool literal = i > at && s.p[at + 1] == '[';

	if (c < ' ' || c == 127)
		return false;
	if (local || (literal && strchr("[]:", c) != NULL))
		return true;
	return strchr(" <>()[]\\,;:\"", c) == NULL;
}

/* Blanks and marks of direction that no eye sees: U+00A0, U+2000 to U+203F,
 * U+FEFF. */
static bool
has_unseen(struct str s)
{
	return str_find(s, STR("\xc2\xa0")) != STR_NPOS ||
	       str_find(s, STR("\xe2\x80")) != STR_NPOS ||
	       str_find(s, STR("\xef\xbb\xbf")) != STR_NPOS;
}

/* "'Jo Hill'", as Outlook writes what it took from elsewhere. */
static struct str
without_apostrophes(struct str s)
{
	if (s.n > 2 && s.p[0] == '\'' && s.p[s.n - 1] == '\'')
		s = str_trim(str_sub(s, 1, s.n - 2));
	return s;
}

/* An addr-spec that could be written to; its domain in lower case. */
static bool
addr_spec(struct arena *a, struct str s, struct str *out)
{
	size_t at;
	char *p;

	s = str_trim(word_decode(a, s));
	/* RFC 5322, 4.4: "@a,@b:c@d" is the obsolete way of a route. */
	if (s.n && s.p[0] == '@' && str_chr(s, ':') != STR_NPOS)
		s = str_sub(s, str_chr(s, ':') + 1, s.n);
	if (str_fold_starts(s, STR("mailto:")))
		s = str_sub(s, 7, s.n);
	s = without_apostrophes(s);
	while (s.n && s.p[s.n - 1] == '.')
		s.n--;
	at = str_rchr(s, '@');
	if (at == STR_NPOS || at == 0 || at + 1 >= s.n || has_unseen(s))
		return false;
	if (s.p[0] != '"' && str_chr(s, '@') != at)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!fits(s, i, at))
			return false;
	*out = s;
	p = (char *)s.p;
	for (size_t i = at + 1; i < s.n; i++)
		p[i] = str_lower(p[i]);
	return true;
}

static bool
is_address_char(char c)
{
	return str_is_alnum(c) || (signed char)c < 0 ||
	       (c && strchr("!#$%&*+-/=?^_`{|}~.", c) != NULL);
}

/*
 * The one address in words that are none: "Jo jo@c.example", "'jo@c.example'",
 * "jo @ c.example", all of it in an encoded word. Two of them are no address:
 * nobody could tell which.
 */
static bool
loose_spec(
    struct arena *a, struct str words, struct str *out, struct str *before)
{
	struct str s = word_decode(a, words);
	size_t at = str_chr(s, '@'), from, to;
	char *p;

	if (at == STR_NPOS || str_rchr(s, '@') != at)
		return false;
	for (from = at; from && s.p[from - 1] == ' ';)
		from--;
	for (to = at + 1; to < s.n && s.p[to] == ' ';)
		to++;
	p = arena_alloc(a, s.n + 1);
	*before = str_sub(s, 0, from);
	while (before->n && is_address_char(before->p[before->n - 1]))
		before->n--;
	from -= before->n;
	memcpy(p, s.p + before->n, from);
	p[from++] = '@';
	while (to < s.n && is_address_char(s.p[to]))
		p[from++] = s.p[to++];
	return addr_spec(a, (struct str){p, from}, out);
}

/* Without the signs that parted it from an address. */
static struct str
bare_name(struct str s)
{
	s = str_trim(s);
	if (str_ends(s, STR("mailto:")))
		s.n -= 7;
	while (s.n && s.p[s.n - 1] && strchr("<>[(: ", s.p[s.n - 1]))
		s.n--;
	while (s.n && s.p[0] && strchr("> ", s.p[0]))
		s = str_sub(s, 1, s.n);
	return without_apostrophes(s);
}

static void
add(struct arena *a, struct message_addresses *out, struct message_address one)
{
	size_t n = out->n, cap = n;

	if (n >= LIMIT_MAIL_ADDRESSES)
		return;
	/* Room is 8, 16, 32, ...: the list itself does not say. */
	if (n == 0 || (n >= 8 && (n & (n - 1)) == 0))
		out->v = arena_grow(a, out->v, n, &cap, sizeof(one));
	out->v[out->n++] = one;
}

/* "Hill, Jo <jo@c.example>" without the quotes that it needs. */
static bool
join(struct scan *s, const struct message_address *one,
    struct message_addresses *out)
{
	struct message_address *last = out->n ? &out->v[out->n - 1] : NULL;

	if (!s->joins || last->name.n > JOIN_MAX ||
	    (one->address.n && !s->has_angle))
		return false;
	last->name = arena_fmt(
	    s->a, "%.*s, %.*s", STR_ARG(last->name), STR_ARG(one->name));
	last->address = one->address;
	return true;
}

/* The item that ends at the scanner, begun at `from`. */
static void
finish(struct scan *s, size_t from, struct message_addresses *out)
{
	struct str all = str_trim(str_sub(s->in, from, s->i - from));
	struct str name = {s->name, s->name_n}, before = {"", 0};
	struct str comment = {s->comment, s->comment_n};
	struct str angle = str_trim((struct str){s->angle, s->angle_n});
	struct message_address one = {0};
	bool ok, loose = false, angled = s->has_angle && angle.n;

	ok = addr_spec(s->a, angled ? angle : str_trim(name), &one.address);
	if (!ok && (angled || !s->has_quotes))
		ok = loose = loose_spec(
		    s->a, angled ? angle : name, &one.address, &before);
	if (!ok) {
		one.name = word_decode(s->a, all);
		one.address = STR("");
	} else if (angled && str_trim(name).n) {
		one.name = bare_name(word_decode(s->a, name));
	} else if (loose && bare_name(before).n) {
		one.name = bare_name(before);
	} else {
		one.name = bare_name(word_decode(s->a, comment));
	}
	if ((one.name.n || one.address.n) && !join(s, &one, out))
		add(s->a, out, one);
	s->joins = !ok && one.name.n && str_chr(all, '@') == STR_NPOS &&
		   s->i < s->in.n && s->in.p[s->i] == ',' &&
		   out->n < LIMIT_MAIL_ADDRESSES;
}

/* RFC 5322, 3.4: "name: members;". */
static bool
starts_group(const struct scan *s)
{
	return !s->has_angle && !s->no_group && s->name_n;
}

static void
scan_item(struct scan *s, struct message_addresses *out)
{
	size_t from = s->i;

	s->name_n = s->comment_n = s->angle_n = 0;
	s->has_angle = s->has_quotes = s->no_group = false;
	while (s->i < s->in.n) {
		char c = s->in.p[s->i];

		if (c == ',' || c == ';')
			break;
		if (c == '"' && !s->no_quotes) {
			take_quoted(s);
		} else if (c == '(' && !s->no_comments) {
			take_comment(s);
		} else if (c == '<') {
			take_angle(s);
		} else if (c == ':' && starts_group(s)) {
			from = ++s->i;
			s->name_n = 0;
		} else {
			if (c == '\\' && s->i + 1 < s->in.n)
				c = s->in.p[++s->i];
			s->no_group |= c == '@' || c == '[';
			s->name[s->name_n++] = c;
			s->i++;
		}
	}
	if (s->i > s->in.n)
		s->i = s->in.n;
	finish(s, from, out);
	s->i++;
}

void
address_list(struct arena *a, struct str value, struct message_addresses *out)
{
	struct scan s = {.a = a, .in = value};

	if (value.n == 0)
		return;
	s.no_quotes = !quotes_pair(value);
	s.no_comments = !brackets_pair(value, s.no_quotes);
	s.name = arena_alloc(a, value.n);
	s.comment = arena_alloc(a, value.n);
	s.angle = arena_alloc(a, value.n);
	while (s.i < value.n && out->n < LIMIT_MAIL_ADDRESSES)
		scan_item(&s, out);
}

/* The next id at or after *i, without its brackets. */
static bool
next_id(struct str v, size_t *i, struct str *id)
{
	size_t from, to;
	bool angle;

	while (*i < v.n && (str_is_space(v.p[*i]) || strchr(",;>", v.p[*i])))
		(*i)++;
	if (*i >= v.n)
		return false;
	angle = v.p[*i] == '<';
	from = *i + angle;
	for (to = from; to < v.n; to++) {
		if (v.p[to] == '>' || v.p[to] == '<')
			break;
		if (!angle && (str_is_space(v.p[to]) || v.p[to] == ','))
			break;
	}
	*i = to;
	*id = str_trim(str_sub(v, from, to - from));
	/* Bare words of prose ("message of Monday") are no ids. */
	if (!angle && str_chr(*id, '@') == STR_NPOS)
		id->n = 0;
	return true;
}

struct str *
address_ids(struct arena *a, struct str value, size_t *count)
{
	struct str *ids = NULL, id;
	size_t cap = 0, n = 0, i = 0;

	while (next_id(value, &i, &id)) {
		if (id.n == 0)
			continue;
		if (n == LIMIT_MAIL_REFS) {
			/* The newest count most; the first one is kept. */
			memmove(ids + 1, ids + 2, (n - 2) * sizeof(*ids));
			n--;
		}
		ids = arena_grow(a, ids, n, &cap, sizeof(*ids));
		ids[n++] = word_decode(a, id);
	}
	*count = n;
	return ids;
}
