#include "decide/rcpt_forward.h"

#include "decide/rcpt.h"
#include "decide/rcpt_address.h"
#include "model/limits.h"

#define SOURCE_LINES 2    /* in which the address before it is named */
#define SOURCE_LINE  2000 /* bytes of one that are looked at */

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
struct str
rcpt_in_text(const struct message *m, struct str found)
{
	struct str rest = str_sub(m->text, 0, LIMIT_GUARD_TEXT), line;
	struct returned r = {0};

	rest = str_sub(rest, rcpt_report_length(m->text), rest.n);
	while (!r.ended && str_line(&rest, &line))
		read_returned(m, line, found, &r);
	if (r.listed || !rcpt_is_address(r.to) || rcpt_is_own(m, r.to) ||
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
		line = str_sub(line, 0, SOURCE_LINE);
		if (str_fold_find(line, found) != STR_NPOS)
			near = SOURCE_LINES;
		source = near-- > 0 ? source_in(line) : (struct str){NULL, 0};
		if (!str_is_empty(source))
			return source;
	}
	return found;
}

struct str
rcpt_before_forward(const struct message *m, struct str found)
{
	if (!rcpt_is_address(m->returned_to) ||
	    rcpt_is_own(m, m->returned_to) || is_in(m->returned_rcpts, found))
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
