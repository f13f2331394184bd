#include "port/regex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/xalloc.h"
#include "model/limits.h"

#define PATTERN_MAX (64u << 10)
#define NEST_MAX    100
#define HEAP_MAX    (16u << 10) /* KiB: frames of the interpreter */
#define STEPS_MIN   5000
#define STEPS_WHOLE (128 * LIMIT_REGEX_MATCH)

/* One of the ways in which a pattern is compiled, each when first needed. */
struct variant {
	pcre2_code *code;
	bool tried; /* to make the code */
	bool jit;   /* was tried */
};

struct regex {
	struct variant wide;
	struct variant ascii; /* for such subjects: finds the same, faster */
	struct str pattern;
	unsigned flags;
	pcre2_match_data *data;
	pcre2_match_context *limits;
};

static uint32_t
options_of(unsigned flags, bool ascii)
{
	uint32_t o = PCRE2_NEVER_BACKSLASH_C;

	if (!ascii)
		o |= PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
	if (flags & REGEX_CASELESS)
		o |= PCRE2_CASELESS;
	if (flags & REGEX_MULTILINE)
		o |= PCRE2_MULTILINE;
	if (flags & REGEX_DOTALL)
		o |= PCRE2_DOTALL;
	if (flags & REGEX_EXTENDED)
		o |= PCRE2_EXTENDED;
	return o;
}

static pcre2_code *
make_code(struct str pattern, uint32_t options, int *number, PCRE2_SIZE *at)
{
	pcre2_compile_context *cc = pcre2_compile_context_create(NULL);
	pcre2_code *code;

	if (!cc)
		xdie("regex: out of memory");
	pcre2_set_max_pattern_length(cc, PATTERN_MAX);
	pcre2_set_parens_nest_limit(cc, NEST_MAX);
	code = pcre2_compile((PCRE2_SPTR)(pattern.p ? pattern.p : ""),
	    pattern.n, options, number, at, cc);
	pcre2_compile_context_free(cc);
	return code;
}

enum rc
regex_compile(
    struct str pattern, unsigned flags, struct regex **out, struct err *err)
{
	PCRE2_SIZE at = 0;
	PCRE2_UCHAR why[200];
	pcre2_code *code;
	struct regex *re;
	bool few = flags & REGEX_FEW;
	int number = 0;

	code = make_code(pattern, options_of(flags, few), &number, &at);
	if (!code && few) {
		few = false; /* "\x{20ac}" is right only among such subjects */
		code = make_code(pattern, options_of(flags, few), &number, &at);
	}
	if (!code) {
		pcre2_get_error_message(number, why, sizeof(why));
		return err_set(err, RC_BAD, "pattern: %s at offset %zu",
		    (const char *)why, (size_t)at);
	}
	re = xcalloc(1, sizeof(*re));
	*(few ? &re->ascii : &re->wide) = (struct variant){code, true, false};
	re->pattern.p = xstrndup(pattern.p ? pattern.p : "", pattern.n);
	re->pattern.n = pattern.n;
	re->flags = flags;
	re->data = pcre2_match_data_create(REGEX_GROUPS, NULL);
	re->limits = pcre2_match_context_create(NULL);
	if (!re->data || !re->limits)
		xdie("regex: out of memory");
	pcre2_set_depth_limit(re->limits, LIMIT_REGEX_DEPTH);
	pcre2_set_heap_limit(re->limits, HEAP_MAX);
	*out = re;
	return RC_OK;
}

void
regex_free(struct regex **re)
{
	if (!re || !*re)
		return;
	pcre2_match_context_free((*re)->limits);
	pcre2_match_data_free((*re)->data);
	pcre2_code_free((*re)->wide.code);
	pcre2_code_free((*re)->ascii.code);
	free((char *)(uintptr_t)(*re)->pattern.p);
	free(*re);
	*re = NULL;
}

/*
 * PCRE2 starts its count again at every start position, so a limit alone
 * grows with the subject: share it out over the positions.
 */
static uint32_t
steps_for(size_t length)
{
	size_t share = STEPS_WHOLE / (length + 1);

	if (share > LIMIT_REGEX_MATCH)
		return LIMIT_REGEX_MATCH;
	return share < STEPS_MIN ? STEPS_MIN : (uint32_t)share;
}

static bool
is_ascii(struct str s)
{
	unsigned char any = 0;

	for (size_t i = 0; i < s.n; i++)
		any |= (unsigned char)s.p[i];
	return any < 0x80;
}

/* Made ready for the processor when first used: most patterns are asked about
 * one kind of subject, if at all. */
static const pcre2_code *
ready(const struct regex *re, struct variant *v)
{
	/* Refused where memory may not be both written and executed. */
	if (v->code && (re->flags & REGEX_JIT) && !v->jit)
		(void)pcre2_jit_compile(v->code, PCRE2_JIT_COMPLETE);
	v->jit = true;
	return v->code;
}

static void
try_variant(struct regex *re, struct variant *v, bool ascii)
{
	PCRE2_SIZE at;
	int number;

	if (!v->tried)
		v->code = make_code(
		    re->pattern, options_of(re->flags, ascii), &number, &at);
	v->tried = true;
}

/* NULL: wrong for such a subject. */
static const pcre2_code *
code_for(struct regex *re, struct str subject)
{
	if (is_ascii(subject)) {
		try_variant(re, &re->ascii, true);
		if (re->ascii.code)
			return ready(re, &re->ascii);
	}
	try_variant(re, &re->wide, false);
	return ready(re, &re->wide);
}

static void
take_groups(const struct regex *re, struct str subject, int groups,
    struct regex_match *m)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(re->data);

	memset(m, 0, sizeof(*m));
	/* Zero groups: there were more than the vector holds. */
	m->count = groups > 0 ? (size_t)groups : REGEX_GROUPS;
	for (size_t i = 0; i < m->count; i++) {
		PCRE2_SIZE from = at[2 * i], to = at[2 * i + 1];

		/* \K in a lookahead can put the end before the start. */
		if (from == PCRE2_UNSET || to < from || to > subject.n)
			continue;
		m->group[i].p = subject.p + from;
		m->group[i].n = to - from;
	}
}

enum regex_hit
regex_search(
    struct regex *re, struct str subject, size_t from, struct regex_match *m)
{
	const pcre2_code *code;
	int rc;

	if (m)
		memset(m, 0, sizeof(*m));
	if (!subject.p)
		subject.p = "";
	if (from > subject.n)
		return REGEX_NO;
	code = code_for(re, subject);
	if (!code)
		return REGEX_LIMIT;
	pcre2_set_match_limit(re->limits, steps_for(subject.n - from));
	rc = pcre2_match(code, (PCRE2_SPTR)subject.p, subject.n, from, 0,
	    re->data, re->limits);
	if (rc >= 0) {
		if (m)
			take_groups(re, subject, rc, m);
		return REGEX_YES;
	}
	/* A start inside a character, or after the last good one: no match. */
	if (rc == PCRE2_ERROR_NOMATCH || rc == PCRE2_ERROR_BADUTFOFFSET)
		return REGEX_NO;
	return REGEX_LIMIT;
}

struct str
regex_named(
    const struct regex *re, const struct regex_match *m, const char *name)
{
	struct str none = {NULL, 0};
	PCRE2_SPTR first, last;
	int size;

	size = pcre2_substring_nametable_scan(
	    re->wide.code ? re->wide.code : re->ascii.code, (PCRE2_SPTR)name,
	    &first, &last);
	if (size <= 0)
		return none;
	for (PCRE2_SPTR at = first; at <= last; at += size) {
		size_t group = (size_t)(at[0] << 8 | at[1]);

		if (group < m->count && m->group[group].p)
			return m->group[group];
	}
	return none;
}
