#include "mail/authres.h"

#include "mail/border.h"
#include "model/limits.h"

/*
 * RFC 8601, 2.2, as a reader over one field. `bad` is set for good once the
 * grammar is broken in a way that could hide a border (an open comment or an
 * open quoted string), and then the field passes nothing.
 */
struct reader {
	struct str s;
	size_t at;
	bool bad;
};

/* What one field, or all of them together, says. */
struct verdict {
	bool dmarc_fail;
	bool dmarc_other; /* temperror, a domain that is not From's, ... */
	bool dmarc_pass;
	bool dkim_pass; /* aligned ones only */
	bool dkim_fail;
	bool dkim_other;
};

/* A method and its result, and the domains of that one clause. */
struct clause {
	struct str method;
	struct str result;
	struct str from; /* header.from */
	struct str d;    /* header.d, or else the domain of header.i */
	bool repeated;   /* header.from or header.d twice */
};

static char
peek(const struct reader *r)
{
	return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

/* Comments nest and may hold anything, quoted pairs too. */
static void
skip_comment(struct reader *r)
{
	size_t depth = 0;

	while (r->at < r->s.n) {
		char c = r->s.p[r->at++];

		if (c == '\\')
			r->at++;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return;
	}
	r->bad = true;
}

static void
skip_cfws(struct reader *r)
{
	while (r->at < r->s.n && !r->bad) {
		if (str_is_space(peek(r)))
			r->at++;
		else if (peek(r) == '(')
			skip_comment(r);
		else
			return;
	}
}

/* A quoted string without its marks; one with quoted pairs is never equal to
 * a domain, so it is not unescaped. */
static struct str
quoted(struct reader *r)
{
	size_t from = ++r->at;

	for (; r->at < r->s.n; r->at++) {
		if (r->s.p[r->at] == '\\')
			r->at++;
		else if (r->s.p[r->at] == '"')
			return str_sub(r->s, from, r->at++ - from);
	}
	r->bad = true;
	return (struct str){NULL, 0};
}

static bool
is_word_char(char c)
{
	return (unsigned char)c > ' ' && c != ';' && c != '(' && c != ')' &&
	       c != '"' && c != '=' && c != '\x7f';
}

static struct str
word(struct reader *r)
{
	size_t from;

	skip_cfws(r);
	if (peek(r) == '"')
		return quoted(r);
	from = r->at;
	while (is_word_char(peek(r)))
		r->at++;
	return str_sub(r->s, from, r->at - from);
}

/* pvalue: value, or [[local-part] "@"] domain-name with a quoted local. */
static struct str
value(struct reader *r)
{
	struct str v = word(r);

	/* "a b"@evil: the quoted part is a local part, not the value. */
	while (!r->bad && (is_word_char(peek(r)) || peek(r) == '"')) {
		if (peek(r) == '"')
			quoted(r);
		else
			r->at++;
		v = (struct str){NULL, 0};
	}
	return v;
}

static bool
take(struct reader *r, char c)
{
	skip_cfws(r);
	if (r->bad || peek(r) != c)
		return false;
	r->at++;
	return true;
}

/* To the next clause: behind the next ';' outside comments and quotes. */
static void
skip_clause(struct reader *r)
{
	while (r->at < r->s.n && !r->bad) {
		skip_cfws(r);
		if (peek(r) == '"')
			quoted(r);
		else if (r->at < r->s.n && r->s.p[r->at++] == ';')
			return;
	}
}

static struct str
bare_domain(struct str s)
{
	size_t at = str_rchr(s, '@');

	if (at != STR_NPOS)
		s = str_sub(s, at + 1, s.n);
	if (s.n > 0 && s.p[s.n - 1] == '.')
		s.n--;
	return s;
}

static void
keep(struct clause *c, struct str *slot, struct str v)
{
	if (slot->p != NULL && !str_fold_eq(*slot, v))
		c->repeated = true;
	*slot = v;
}

/* [reason] and propspecs up to the ';'. False when the grammar is broken. */
static bool
read_properties(struct reader *r, struct clause *c)
{
	struct str i = {NULL, 0};

	for (;;) {
		struct str name, v;

		skip_cfws(r);
		if (r->bad)
			return false;
		if (r->at >= r->s.n || take(r, ';'))
			break;
		name = word(r);
		if (str_is_empty(name) || !take(r, '='))
			return false;
		skip_cfws(r);
		v = value(r);
		if (str_fold_eqc(name, "header.from"))
			keep(c, &c->from, bare_domain(v));
		else if (str_fold_eqc(name, "header.d"))
			keep(c, &c->d, bare_domain(v));
		else if (str_fold_eqc(name, "header.i"))
			i = bare_domain(v);
	}
	if (c->d.p == NULL)
		c->d = i;
	return true;
}

/* methodspec: method ["/" version] "=" result. */
static bool
read_clause(struct reader *r, struct clause *c)
{
	size_t slash;

	*c = (struct clause){0};
	c->method = word(r);
	if (str_is_empty(c->method))
		return false;
	slash = str_chr(c->method, '/');
	if (slash != STR_NPOS) {
		c->method = str_sub(c->method, 0, slash);
	} else if (take(r, '/')) {
		word(r);
	}
	if (!take(r, '='))
		return false;
	c->result = word(r);
	return !str_is_empty(c->result);
}

static bool
is_from_domain(struct str domain, struct str from)
{
	return !str_is_empty(domain) && str_fold_eq(domain, from);
}

/* Equal, or a parent of at least two labels. */
static bool
is_aligned(struct str d, struct str from)
{
	if (is_from_domain(d, from))
		return true;
	if (str_is_empty(d) || str_chr(d, '.') == STR_NPOS || d.n + 1 >= from.n)
		return false;
	return from.p[from.n - d.n - 1] == '.' &&
	       str_fold_eq(str_sub(from, from.n - d.n, d.n), d);
}

static void
count_dmarc(const struct clause *c, struct str from, struct verdict *v)
{
	if (str_fold_eqc(c->result, "fail"))
		v->dmarc_fail = true;
	else if (str_fold_eqc(c->result, "pass") && !c->repeated &&
		 is_from_domain(c->from, from))
		v->dmarc_pass = true;
	else if (!str_fold_eqc(c->result, "none"))
		v->dmarc_other = true;
}

static void
count_dkim(const struct clause *c, struct str from, struct verdict *v)
{
	if (!is_aligned(c->d, from) || c->repeated)
		return;
	if (str_fold_eqc(c->result, "pass"))
		v->dkim_pass = true;
	else if (str_fold_eqc(c->result, "fail"))
		v->dkim_fail = true;
	else
		v->dkim_other = true;
}

static void
count_clause(const struct clause *c, struct str from, struct verdict *v)
{
	if (str_fold_eqc(c->method, "dmarc"))
		count_dmarc(c, from, v);
	else if (str_fold_eqc(c->method, "dkim"))
		count_dkim(c, from, v);
}

/* authserv-id [version]; the ';' behind it is taken. */
static bool
is_pinned(struct reader *r, struct str authserv_id)
{
	struct str id = word(r);

	if (r->bad || !str_fold_eq(id, authserv_id))
		return false;
	skip_cfws(r);
	while (str_is_digit(peek(r)))
		r->at++;
	return take(r, ';');
}

/* "i=1; " of an ARC field. */
static bool
skip_instance(struct reader *r)
{
	if (!str_fold_eqc(word(r), "i") || !take(r, '='))
		return false;
	word(r);
	return take(r, ';');
}

static void
read_field(struct str field, bool arc, struct str id, struct str from,
    struct verdict *all)
{
	struct reader r = {str_sub(field, 0, LIMIT_MAIL_LINE), 0, false};
	struct verdict v = {0};
	bool broken = false;

	if ((arc && !skip_instance(&r)) || !is_pinned(&r, id))
		return;
	while (r.at < r.s.n && !r.bad) {
		struct clause c;

		skip_cfws(&r);
		if (r.at >= r.s.n)
			break;
		if (read_clause(&r, &c) && read_properties(&r, &c)) {
			count_clause(&c, from, &v);
			continue;
		}
		/* "none" alone is the whole of an empty result. */
		broken |= !str_fold_eqc(c.method, "none");
		skip_clause(&r);
	}
	if (broken || r.bad) {
		v.dmarc_other |= v.dmarc_pass;
		v.dkim_other |= v.dkim_pass;
	}
	all->dmarc_fail |= v.dmarc_fail;
	all->dmarc_other |= v.dmarc_other;
	all->dmarc_pass |= v.dmarc_pass;
	all->dkim_pass |= v.dkim_pass;
	all->dkim_fail |= v.dkim_fail;
	all->dkim_other |= v.dkim_other;
}

static struct str
from_domain(const struct message *m)
{
	size_t count = 0;

	for (size_t i = 0; i < m->header_count; i++)
		count += str_fold_eqc(m->headers[i].name, "From");
	if (m->from.n != 1 || count > 1 ||
	    str_rchr(m->from.v[0].address, '@') == STR_NPOS)
		return (struct str){NULL, 0};
	return bare_domain(m->from.v[0].address);
}

enum authres
authres_judge(const struct message *m, struct str authserv_id)
{
	struct str from = from_domain(m);
	struct verdict v = {0};

	if (str_is_empty(authserv_id))
		return AUTHRES_NONE;
	for (size_t i = 0; i < m->header_count; i++) {
		const struct message_header *h = &m->headers[i];
		struct str text = str_trim(h->value);

		if (str_fold_eqc(h->name, "Received")) {
			if (border_crossed(text))
				break;
		} else if (str_fold_eqc(h->name, "Authentication-Results")) {
			read_field(text, false, authserv_id, from, &v);
		} else if (str_fold_eqc(
			       h->name, "ARC-Authentication-Results")) {
			read_field(text, true, authserv_id, from, &v);
		}
	}
	if (v.dmarc_fail)
		return AUTHRES_FAIL;
	if (str_is_empty(from) || v.dmarc_other)
		return AUTHRES_NONE;
	if (v.dmarc_pass)
		return AUTHRES_PASS;
	if (v.dkim_pass && v.dkim_fail)
		return AUTHRES_FAIL;
	return v.dkim_pass && !v.dkim_other ? AUTHRES_PASS : AUTHRES_NONE;
}
