#include "port/imap_guard.h"

#include "base/str.h"
#include "model/limits.h"

/* One byte that is not inside a literal. False: not acceptable. */
static bool
guard_byte(struct imap_guard *g, char ch)
{
	if (ch == '\n') {
		if (g->at == GUARD_CR) {
			g->literal = g->number;
		} else {
			g->depth = 0;
		}
		g->quoted = g->escaped = false;
		g->at = GUARD_TEXT;
		return g->literal <= g->left;
	}
	if (g->quoted) {
		if (!g->escaped && ch == '"')
			g->quoted = false;
		g->escaped = !g->escaped && ch == '\\';
		return true;
	}
	if (ch == '{') {
		g->at = GUARD_NUMBER;
		g->number = 0;
	} else if (g->at == GUARD_NUMBER && str_is_digit(ch)) {
		if (g->number < UINT64_MAX / 100)
			g->number = g->number * 10 + (uint64_t)(ch - '0');
	} else if (g->at == GUARD_NUMBER && ch == '}') {
		g->at = GUARD_CLOSED;
	} else if (g->at == GUARD_CLOSED && ch == '\r') {
		g->at = GUARD_CR;
	} else if (g->at != GUARD_NUMBER || ch != '+') {
		g->at = GUARD_TEXT;
	}
	if (ch == '"')
		g->quoted = true;
	if (ch == '(' && ++g->depth > LIMIT_IMAP_NESTING)
		return false;
	if (ch == ')' && g->depth > 0)
		g->depth--;
	return true;
}

bool
imap_guard(struct imap_guard *g, const char *p, size_t n)
{
	while (n > 0) {
		size_t skip = g->literal < n ? (size_t)g->literal : n;

		p += skip;
		n -= skip;
		g->literal -= skip;
		g->left -= skip;
		if (n == 0)
			break;
		g->left--;
		if (!guard_byte(g, *p))
			return false;
		p++;
		n--;
	}
	return true;
}
