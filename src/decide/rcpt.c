#include "decide/rcpt.h"

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

#define LOCAL_MAX    64 /* bytes (RFC 5321, 4.5.3.1) */
#define DOMAIN_MAX   255
#define LABEL_REACH  120  /* bytes before an address that may label it */
#define SOURCE_LINES 2    /* in which the address before it is named */
#define LINE_MAX     2000 /* bytes of a line that are looked at */

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
static struct str
around(struct str s, size_t at)
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
		address = around(s, *at);
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

static bool
is_among(const struct message_addresses *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_fold_eq(list->v[i].address, address))
			return true;
	return false;
}

static bool
is_own(const struct message *m, struct str address)
{
	return is_among(&m->to, address) || is_among(&m->cc, address) ||
	       is_among(&m->from, address);
}

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
		address = around(line, i);
		if (str_is_empty(address))
			continue;
		if (is_own(m, address)) {
			if (str_is_empty(best->own) &&
			    !is_among(&m->from, address))
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

static bool
is_in(struct str list, struct str address)
{
	size_t at = 0;
	struct str next;

	while (!str_is_empty(next = rcpt_next(list, &at)))
		if (str_fold_eq(next, address))
			return true;
	return false;
}

/* Header of a returned mail that stands in the text of a report. */
struct returned {
	bool begun, ended;
	bool in_list;  /* the last field was To or Cc */
	bool listed;   /* `found` is among its recipients */
	bool ours;     /* we sent it */
	struct str to; /* its first recipient */
	struct str delivered;
};

static struct str
domain_of(struct str address)
{
	size_t at = str_rchr(address, '@');

	return at == STR_NPOS ? STR("") : str_sub(address, at + 1, address.n);
}

/* "ar.example" and "bounces.ar.example" are one sender's. */
static bool
is_same_house(struct str a, struct str b)
{
	struct str within = a.n < b.n ? a : b, whole = a.n < b.n ? b : a;
	size_t at = whole.n - within.n;

	return within.n > 0 &&
	       str_fold_eq(within, str_sub(whole, at, whole.n)) &&
	       (at == 0 || whole.p[at - 1] == '.');
}

static bool
is_ours(const struct message *m, struct str address)
{
	struct str domain = domain_of(address);

	for (size_t i = 0; i < m->to.n; i++)
		if (is_same_house(domain_of(m->to.v[i].address), domain))
			return true;
	return false;
}

static bool
is_field(struct str line, const char *name)
{
	struct str field = str_of(name);

	return str_fold_starts(line, field) && line.n > field.n &&
	       line.p[field.n] == ':';
}

/* A new field, not the rest of the last one. */
static void
read_field(const struct message *m, struct str line, struct returned *r)
{
	struct str address = rcpt_first(line);

	r->in_list = is_field(line, "To") || is_field(line, "Cc");
	if (is_field(line, "From"))
		r->ours = is_ours(m, address);
	else if (is_field(line, "To"))
		r->to = address;
	else if (is_field(line, "Delivered-To") ||
		 is_field(line, "X-Original-To") ||
		 is_field(line, "Envelope-To"))
		r->delivered = address;
}

static void
read_returned(const struct message *m, struct str line, struct str found,
    struct returned *r)
{
	size_t colon = str_chr(line, ':'), blank = str_chr(line, ' ');

	if (str_is_empty(str_trim(line))) {
		r->ended = r->begun;
		return;
	}
	if (!str_is_space(line.p[0])) {
		r->begun |= colon != STR_NPOS && colon < blank;
		read_field(m, line, r);
	} else if (r->in_list && str_is_empty(r->to)) {
		r->to = rcpt_first(line);
	}
	r->listed |= r->in_list && is_in(line, found);
}

/* Ours, and to somebody else than the one that failed: that one is where the
 * address we wrote to is forwarded. */
static struct str
before_forward(const struct message *m, struct str found)
{
	struct str rest = str_sub(m->text, 0, LIMIT_GUARD_TEXT), line;
	struct returned r = {0};

	rest = str_sub(rest, rcpt_report_length(m->text), rest.n);
	while (!r.ended && str_line(&rest, &line))
		read_returned(m, line, found, &r);
	if (r.listed || !rcpt_is_address(r.to) || is_own(m, r.to) ||
	    !(r.ours || str_fold_eq(r.delivered, r.to)))
		return found;
	return r.to;
}

/* The address behind "expanded from" or "generated from" in a line. */
static struct str
source_in(struct str line)
{
	static const char *const words[] = {"expanded from", "generated from"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t at = str_fold_find(line, str_of(words[i]));

		if (at != STR_NPOS)
			return rcpt_first(str_sub(line, at, line.n));
	}
	return (struct str){NULL, 0};
}

struct str
rcpt_expanded(const struct message *m, struct str found)
{
	struct str rest = str_sub(m->text, 0, rcpt_report_length(m->text));
	struct str line, source;
	int near = 0;

	if (str_is_empty(found))
		return found;
	while (str_line(&rest, &line)) {
		line = str_sub(line, 0, LINE_MAX);
		if (str_fold_find(line, found) != STR_NPOS)
			near = SOURCE_LINES;
		source = near-- > 0 ? source_in(line) : (struct str){NULL, 0};
		if (!str_is_empty(source))
			return source;
	}
	return found;
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
		return before_forward(m, best.address);
	if (rcpt_is_address(m->returned_to))
		return m->returned_to;
	return best.own;
}

struct str
rcpt_before_forward(const struct message *m, struct str found)
{
	if (!rcpt_is_address(m->returned_to) || is_own(m, m->returned_to) ||
	    is_in(m->returned_rcpts, found))
		return found;
	return m->returned_to;
}

struct str
rcpt_reported(const struct message *m, const struct message_dsn *d)
{
	bool final = rcpt_is_address(d->final_recipient);
	bool original = rcpt_is_address(d->original_recipient);

	if (final && is_in(m->returned_rcpts, d->final_recipient))
		return d->final_recipient;
	if (original)
		return d->original_recipient;
	if (final)
		return rcpt_before_forward(m, d->final_recipient);
	return (struct str){NULL, 0};
}
