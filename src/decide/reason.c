#include "decide/reason.h"

#include "decide/reason_words.h"

/* In this order one reading wins over another that the words also allow. */
static const enum reason rank[] = {
    REASON_FULL,
    REASON_SENDER,
    REASON_MOVED,
    REASON_SIZE,
    REASON_RETRY,
    REASON_SUSPENDED,
    REASON_UNKNOWN_USER,
    REASON_REFUSES,
    REASON_BLOCKED,
    REASON_UNKNOWN_HOST,
    REASON_EXPIRED,
};

struct code {
	const char *status; /* after its class digit */
	enum reason reason;
};

/* Enhanced status codes (RFC 3463 and its registry), class left out. */
static const struct code codes[] = {
    {".1.1", REASON_UNKNOWN_USER},
    {".1.2", REASON_UNKNOWN_HOST},
    {".1.3", REASON_UNKNOWN_USER},
    {".1.6", REASON_MOVED},
    {".1.10", REASON_UNKNOWN_USER},
    {".2.1", REASON_SUSPENDED},
    {".2.2", REASON_FULL},
    {".2.3", REASON_SIZE},
    {".3.1", REASON_SYSTEM},
    {".3.2", REASON_REFUSES},
    {".3.4", REASON_SIZE},
    {".4.1", REASON_EXPIRED},
    {".4.4", REASON_UNKNOWN_HOST},
    {".4.7", REASON_EXPIRED},
    {".7.0", REASON_BLOCKED},
    {".7.1", REASON_BLOCKED},
};

static enum reason
code_reason(struct str status)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (status.n > 0 &&
		    str_eqc(str_sub(status, 1, status.n), codes[i].status))
			return codes[i].reason;
	/* A queue that gave up, or a host that was away. */
	if (str_starts(status, STR("4.")))
		return REASON_EXPIRED;
	return REASON_UNDECIDED;
}

/* "is disabled or does not exist", "unknown or disabled": the server tells
 * neither from the other, and what else it says decides. */
static bool
is_either(struct str folded, struct str said)
{
	size_t at = (size_t)(said.p - folded.p), behind = at + said.n;

	return str_ends(str_sub(folded, 0, at), STR(" or ")) ||
	       str_starts(
		   str_sub(folded, behind, folded.n - behind), STR(" or "));
}

static struct reason_result
word_reason(struct str folded)
{
	struct phrase_hits hits;

	reason_words_scan(folded, &hits);
	if (phrase_has(&hits, REASON_SUSPENDED) &&
	    phrase_has(&hits, REASON_UNKNOWN_USER) &&
	    is_either(folded, hits.first[REASON_SUSPENDED]))
		hits.mask &= ~(1u << REASON_SUSPENDED);
	for (size_t i = 0; i < sizeof(rank) / sizeof(*rank); i++)
		if (phrase_has(&hits, rank[i]))
			return (struct reason_result){
			    rank[i], hits.first[rank[i]]};
	return (struct reason_result){REASON_UNDECIDED, {NULL, 0}};
}

/* May these words overrule a code that says unknown user? */
static bool
overrules_unknown(enum reason reason)
{
	return reason == REASON_FULL || reason == REASON_BLOCKED ||
	       reason == REASON_SENDER || reason == REASON_SIZE ||
	       reason == REASON_RETRY || reason == REASON_SUSPENDED ||
	       reason == REASON_MOVED;
}

/*
 * "Recipient address rejected: Access denied" is how a directory-based edge
 * says that there is no such mailbox (5.4.1); elsewhere it is policy. Who
 * passes it on may have a code of his own (5.0.0) before it.
 */
static bool
is_edge_refusal(struct str status, struct str folded)
{
	const struct str said = STR("recipient address rejected");
	size_t at = str_find(folded, said);

	if (at == STR_NPOS)
		return false;
	return str_eqc(status, "5.4.1") ||
	       str_ends(str_trim(str_sub(folded, 0, at)), STR(" 5.4.1"));
}

struct reason_result
reason_read(
    struct arena *a, struct str status, struct str diagnostic, struct str text)
{
	struct str folded = phrase_fold(a, diagnostic, 4096);
	struct reason_result said = word_reason(folded);
	enum reason code = code_reason(status);

	if (is_edge_refusal(status, folded.n > 0 ? folded : text))
		return (struct reason_result){REASON_UNKNOWN_USER, diagnostic};
	if (said.reason != REASON_UNDECIDED &&
	    (code != REASON_UNKNOWN_USER || overrules_unknown(said.reason)))
		return said;
	if (code == REASON_UNKNOWN_USER || code == REASON_FULL ||
	    code == REASON_UNKNOWN_HOST || code == REASON_MOVED)
		return (struct reason_result){code, status};
	said = word_reason(text);
	if (said.reason != REASON_UNDECIDED && code == REASON_UNDECIDED)
		return said;
	if (said.reason != REASON_UNDECIDED && str_is_empty(diagnostic))
		return said;
	return (struct reason_result){code, status};
}

enum bounce_severity
reason_severity(enum reason reason)
{
	switch (reason) {
	case REASON_UNKNOWN_USER:
	case REASON_UNKNOWN_HOST:
	case REASON_MOVED:
	case REASON_REFUSES:
		return BOUNCE_HARD;
	case REASON_UNDECIDED:
	case REASON_FULL:
	case REASON_BLOCKED:
	case REASON_SENDER:
	case REASON_SIZE:
	case REASON_EXPIRED:
	case REASON_SUSPENDED:
	case REASON_RETRY:
	case REASON_SYSTEM:
		break;
	}
	return BOUNCE_SOFT;
}

/* Digits at *i, one to three of them; moves *i behind. */
static bool
take_digits(struct str s, size_t *i)
{
	size_t from = *i;

	while (*i < s.n && *i < from + 3 && str_is_digit(s.p[*i]))
		(*i)++;
	return *i > from && (*i == s.n || !str_is_digit(s.p[*i]));
}

static size_t
status_len(struct str s, size_t at)
{
	size_t i = at + 2;

	if (at + 5 > s.n || s.p[at + 1] != '.')
		return 0;
	if (!take_digits(s, &i) || i >= s.n || s.p[i] != '.')
		return 0;
	i++;
	if (!take_digits(s, &i))
		return 0;
	/* 5.4.3.2 is an address, not a status. */
	return i < s.n && s.p[i] == '.' && i + 1 < s.n &&
		       str_is_digit(s.p[i + 1])
		   ? 0
		   : i - at;
}

static bool
is_reply_code(struct str s, size_t at)
{
	if (at + 4 > s.n || !str_is_digit(s.p[at + 1]) ||
	    !str_is_digit(s.p[at + 2]) || s.p[at + 1] > '5')
		return false;
	return s.p[at + 3] == ' ' || s.p[at + 3] == '-' || s.p[at + 3] == ':';
}

struct str
reason_status(struct str s)
{
	struct str reply = {NULL, 0};

	for (size_t i = 0; i + 4 < s.n; i++) {
		size_t len;

		if ((s.p[i] != '4' && s.p[i] != '5') ||
		    (i > 0 &&
			(str_is_alnum(s.p[i - 1]) ||
			    str_chr(STR(".-/:$"), s.p[i - 1]) != STR_NPOS)))
			continue;
		len = status_len(s, i);
		if (len > 0)
			return str_sub(s, i, len);
		if (str_is_empty(reply) && is_reply_code(s, i))
			reply = str_sub(s, i, 3);
	}
	return reply;
}
