#include "decide/rcpt.h"

#include "decide/rcpt_address.h"
#include "decide/rcpt_forward.h"
#include "model/limits.h"

/* Behind a rule of dashes, these begin the returned mail ... */
static const char *const ruled[] = {
    "below this line is a copy",
    "this is a copy of",
    "original message",
    "the original message",
    "original header",
    "the header of the original",
    "header of the original",
    "message header",
    "returned message",
    "returned mail",
    "unsent message",
    "forwarded message",
    "undelivered message",
    "ursprüngliche nachricht",
    "message d'origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
};

/* ... and these do wherever a line starts with them. */
static const char *const separators[] = {
    "original message headers",
    "original message follows",
    "original message header",
    "message header follows",
    "message headers follow",
    "your original message follows",
    "the original message follows",
    "the headers of the original",
    "below is a copy of",
    "ursprüngliche nachrichtenkopfzeilen",
    "en-têtes de message d'origine",
    "encabezados de mensajes originales",
    "intestazioni messaggio originale",
    "return-path:",
    "received: from",
    "received: by",
};

#define LOCAL_MAX   64 /* bytes (RFC 5321, 4.5.3.1) */
#define DOMAIN_MAX  255
#define LABEL_REACH 120  /* bytes before an address that may label it */
#define LINE_MAX    2000 /* bytes of a line that are looked at */

/* Words before an address in the same line, and what they are worth. */
struct label {
	const char *words;
	int worth;
};

static const struct label labels[] = {
    {"final-recipient", 5},
    {"original-recipient", 5},
    {"rcpt to", 5},
    {"failed recipient", 5},
    {"recipient", 3},
    {"delivered to", 3},
    {"delivery to", 3},
    {"deliver to", 3},
    {"deliver your message to", 3},
    {"message to", 3},
    {"mail to", 3},
    {"could not be sent to", 3},
    {"not reach", 3},
    {"addressed to", 3},
    {"user", 2},
    {"address", 2},
    {"mailbox", 2},
    {"account", 2},
    {"failed", 2},
    {"unknown", 2},
    {"empfanger", 3},
    {"destinataire", 3},
    {"destinatario", 3},
    {"to:", 2},
    {"for <", 2},
    {"from:", -6},
    {"sender", -4},
    {"mail from", -6},
    {"return-path", -6},
    {"message-id", -9},
    {"in-reply-to", -9},
    {"references", -9},
    {"contact", -3},
    {"postmaster", -2},
    {"support", -2},
    {"mailto:", -2},
    {"http", -3},
    {"from <", -4},
    {"expanded from", 14},
    {"generated from", 14},
    {"original address", 4},
};

struct best {
	struct str address;
	int worth;
	struct str own; /* fall-back: an address of ours */
};

static bool
is_daemon(struct str address)
{
	return str_fold_starts(address, STR("postmaster@")) ||
	       str_fold_starts(address, STR("mailer-daemon@")) ||
	       str_fold_starts(address, STR("abuse@"));
}

static bool
has_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* An address that stands alone in its line, as "<a@b>:", ">>> a@b <<<", or
 * with what was said of it behind a colon. */
static bool
stands_alone(struct str line, struct str address)
{
	size_t before = (size_t)(address.p - line.p);
	struct str tail = str_trim(str_sub(line, before + address.n, line.n));

	if (has_word(str_sub(line, 0, before)))
		return false;
	return !has_word(tail) || str_starts(tail, STR(">:")) ||
	       str_starts(tail, STR(":")) || str_starts(tail, STR("...")) ||
	       str_starts(tail, STR(">...")) || str_starts(tail, STR("on ")) ||
	       str_starts(tail, STR("> (")) || str_starts(tail, STR("("));
}

/* "a@b: delivered": another one failed. */
static bool
is_delivered(struct str line, struct str address)
{
	static const char *const words[] = {"delivered", "relayed", "accepted",
	    "successful", "sent ok", "ok", "zugestellt", "entregado",
	    "entregue", "consegnato", "bezorgd", "levererat", "leveret",
	    "levert"};
	size_t at = (size_t)(address.p - line.p) + address.n;
	struct str tail;

	while (at < line.n && str_chr(STR(" >:-\t"), line.p[at]) != STR_NPOS)
		at++;
	tail = str_sub(line, at, line.n);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_fold_starts(tail, str_of(words[i])))
			return true;
	return false;
}

static int
worth_of(struct str line, struct str address)
{
	size_t before = (size_t)(address.p - line.p);
	size_t from = before > LABEL_REACH ? before - LABEL_REACH : 0;
	struct str head = str_sub(line, from, before - from);
	int worth = stands_alone(line, address) ? 4 : 0;

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (str_fold_find(head, str_of(labels[i].words)) != STR_NPOS)
			worth += labels[i].worth;
	return is_delivered(line, address) ? worth - 8 : worth;
}

static void
weigh_line(
    const struct message *m, struct str line, int extra, struct best *best)
{
	line = str_sub(line, 0, LINE_MAX);
	for (size_t i = 0; i < line.n; i++) {
		struct str address;
		int worth;

		if (line.p[i] != '@')
			continue;
		address = rcpt_at(line, i);
		if (str_is_empty(address))
			continue;
		if (rcpt_is_own(m, address)) {
			if (str_is_empty(best->own) &&
			    !rcpt_is_among(&m->from, address))
				best->own = address;
			continue;
		}
		worth = worth_of(line, address) + extra;
		if (str_fold_eq(address, m->returned_to))
			worth += 4;
		if (is_daemon(address))
			worth -= 8;
		if (worth > best->worth) {
			best->address = address;
			best->worth = worth;
		}
	}
}

static bool
starts_with_any(struct str line, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_fold_starts(line, str_of(list[i])))
			return true;
	return false;
}

static bool
is_separator(struct str line)
{
	size_t rule = 0;

	line = str_trim(line);
	while (
	    rule < line.n && str_chr(STR("-=_*# "), line.p[rule]) != STR_NPOS)
		rule++;
	line = str_sub(line, rule, line.n);
	if (rule >= 3 &&
	    starts_with_any(line, ruled, sizeof(ruled) / sizeof(*ruled)))
		return true;
	return starts_with_any(
	    line, separators, sizeof(separators) / sizeof(*separators));
}

size_t
rcpt_report_length(struct str text)
{
	struct str rest = str_sub(text, 0, LIMIT_GUARD_TEXT), line;
	const char *start = rest.p;

	while (str_line(&rest, &line))
		if (is_separator(line) && line.p > start)
			return (size_t)(line.p - start);
	return text.n < LIMIT_GUARD_TEXT ? text.n : LIMIT_GUARD_TEXT;
}

/* "... (expanded from", and the address that we knew in the next line. */
static bool
ends_in_source(struct str line)
{
	line = str_trim(line);
	return str_ends(line, STR("expanded from")) ||
	       str_ends(line, STR("generated from"));
}

struct str
rcpt_find(const struct message *m)
{
	struct str rest = str_sub(m->text, 0, LIMIT_GUARD_TEXT), line;
	size_t report = rcpt_report_length(m->text);
	const char *start = m->text.p;
	/* An address without any sign of being the one must not win. */
	struct best best = {{NULL, 0}, -1, {NULL, 0}};
	bool source = false;

	while (str_line(&rest, &line)) {
		bool returned = (size_t)(line.p - start) >= report;

		if (!returned)
			weigh_line(m, line, source ? 14 : 1, &best);
		else if (str_fold_starts(line, STR("To:")))
			weigh_line(m, line, 0, &best);
		source = ends_in_source(line);
	}
	if (!str_is_empty(best.address))
		return rcpt_in_text(m, best.address);
	if (rcpt_is_address(m->returned_to))
		return m->returned_to;
	return best.own;
}
