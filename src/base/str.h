#ifndef DUNMAIL_BASE_STR_H
#define DUNMAIL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * str: a borrowed span of bytes. Never NUL-terminated by contract, never
 * freed through this type. {NULL, 0} is the absent value; str_is_empty() is
 * true for it and for "".
 */
struct str {
	const char *p;
	size_t n;
};

/* Compile-time span of a string literal; and its printf pair "%.*s". */
#define STR(lit) ((struct str){"" lit, sizeof(lit) - 1})
#define STR_INIT(lit)                                                          \
	{                                                                      \
		"" lit, sizeof(lit) - 1                                        \
	} /* in a static table */
#define STR_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), (s).p ? (s).p : ""

/*
 * The small ones are here for the compiler to see: they stand in every inner
 * loop over a mail.
 */

/* NULL gives the absent value. */
static inline struct str
str_of(const char *cstr)
{
	return (struct str){cstr, cstr ? strlen(cstr) : 0};
}

/* Clamped. */
static inline struct str
str_sub(struct str s, size_t from, size_t len)
{
	if (from > s.n)
		from = s.n;
	if (len > s.n - from)
		len = s.n - from;
	return (struct str){s.p ? s.p + from : NULL, len};
}

static inline bool
str_is_empty(struct str s)
{
	return s.n == 0;
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_eqc(struct str a, const char *cstr)
{
	return str_eq(a, str_of(cstr));
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

/* The first bytes of s, at most max, not cut through a UTF-8 character. */
struct str str_head(struct str s, size_t max);
bool str_fold_eq(struct str a, struct str b); /* ASCII case ignored */
bool str_fold_eqc(struct str a, const char *cstr);
bool str_fold_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
int str_cmp(struct str a, struct str b); /* bytes, then length */

#define STR_NPOS ((size_t)-1)
size_t str_find(struct str s, struct str needle);      /* STR_NPOS */
size_t str_fold_find(struct str s, struct str needle); /* ASCII fold */
size_t str_chr(struct str s, char c);
size_t str_rchr(struct str s, char c);

/* Blanks are space, tab, CR, LF, VT, FF. */
struct str str_trim(struct str s);
struct str str_rtrim(struct str s);

/*
 * Cut the next token off *rest at the separator; false at the end. An empty
 * last token after a trailing separator is delivered.
 */
bool str_cut(struct str *rest, char sep, struct str *token);

/* Next line without its LF or CRLF; false when nothing is left. */
bool str_line(struct str *rest, struct str *line);

/* Whole span must be a decimal number in range; no blanks, no '+'. */
bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *out);

/* How many bytes s starts with that are ASCII and not NUL. */
size_t str_ascii(struct str s);

/* True when s is well-formed UTF-8 (RFC 3629) without NUL. */
bool str_is_utf8(struct str s);

/* ASCII helpers that no locale changes. */
static inline bool
str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
str_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
str_is_alnum(char c)
{
	return str_is_digit(c) || str_is_alpha(c);
}

/* 0 to 15, either case; -1: no hex digit. */
static inline int
str_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static inline bool
str_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char
str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

#endif
