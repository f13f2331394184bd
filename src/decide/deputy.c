#include "decide/deputy.h"

#include "decide/autowords.h"
#include "decide/rcpt_address.h"

#define LEAD_REACH 160 /* bytes before an address that may speak of it */
#define TAIL_REACH 60
#define LOOKED_AT  12 /* addresses; nobody names more */

/* Those who speak here, and we; and boxes that nobody reads. */
static bool
is_out(const struct message *m, struct str address)
{
	static const char *const boxes[] = {"noreply@", "no-reply@",
	    "donotreply@", "unsubscribe@", "abuse@", "privacy@", "postmaster@",
	    "mailer-daemon@"};

	for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++)
		if (str_fold_starts(address, str_of(boxes[i])))
			return true;
	return rcpt_is_among(&m->from, address) ||
	       rcpt_is_among(&m->to, address) ||
	       rcpt_is_among(&m->cc, address) ||
	       rcpt_is_among(&m->reply_to, address);
}

static bool
speaks(struct str around)
{
	struct phrase_hits hits;

	autowords_scan(around, &hits);
	return phrase_has(&hits, AUTOWORDS_DEPUTY);
}

/* "Acme Ltd | info@acme.example | www.acme.example" */
static bool
is_footer(struct str text, struct str address)
{
	size_t from = (size_t)(address.p - text.p), to = from + address.n;
	struct str before = str_sub(text, from > 3 ? from - 3 : 0, 3);

	return str_chr(before, '|') != STR_NPOS ||
	       str_chr(str_sub(text, to, 3), '|') != STR_NPOS;
}

/* any: also an address of which nothing is said. */
static struct str
find(struct marks *k, bool any)
{
	struct str text = marks_reply(k), found = {NULL, 0}, address;
	size_t at = 0, last = 0;

	for (int i = 0; i < LOOKED_AT; i++) {
		size_t from, lead;

		address = rcpt_next(text, &at);
		if (str_is_empty(address))
			break;
		/* Words before another address were about that one. */
		from = (size_t)(address.p - text.p);
		lead = from - last > LEAD_REACH ? from - LEAD_REACH : last;
		last = at;
		if (is_out(k->m, address) || !rcpt_is_address(address))
			continue;
		if (speaks(str_sub(text, lead, from - lead)) ||
		    speaks(str_sub(text, at, TAIL_REACH)))
			return address;
		if (any && str_is_empty(found) && !is_footer(text, address))
			found = address;
	}
	return found;
}

struct str
deputy_read(struct marks *k)
{
	return find(k, true);
}

struct str
deputy_named(struct marks *k)
{
	return find(k, false);
}
