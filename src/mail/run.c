#include "mail/run.h"

#include <string.h>

#include "mail/card.h"

bool
run_is_blank(const struct run *r, size_t i)
{
	return r->v[i].key.n == 0 || r->v[i].drop;
}

size_t
run_skip_blank(const struct run *r, size_t i)
{
	while (i < r->n && run_is_blank(r, i))
		i++;
	return i;
}

size_t
run_paragraph_end(const struct run *r, size_t i)
{
	while (i < r->n && !run_is_blank(r, i))
		i++;
	return i;
}

void
run_drop(struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		r->v[i].drop = true;
}

bool
run_is_postscript(struct str key)
{
	static const char *const marks[] = {"ps", "p.s", "p. s", "p.-s", "pps",
	    "p.p.s", "pd", "p.d", "nb", "n.b", "post scriptum", "postscriptum",
	    "posdata", "postdata", "зы", "з.ы", "追伸"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t n = strlen(marks[i]);

		if (str_starts(key, str_of(marks[i])) &&
		    (key.n == n || !str_is_alpha(key.p[n])))
			return true;
	}
	return false;
}

void
run_drop_stored(struct run *r, size_t from)
{
	bool kept = false;

	for (size_t i = from; i < r->n; i++) {
		if (run_is_blank(r, i)) {
			i = run_skip_blank(r, i);
			kept = kept && i < r->n &&
			       run_is_prose(r, i, run_paragraph_end(r, i));
			if (i == r->n)
				return;
		}
		kept |= run_is_postscript(r->v[i].key);
		r->v[i].drop |= !kept;
	}
}

bool
run_is_name(const struct run *r, size_t i)
{
	return card_named(r->v[i].text, r->name);
}

bool
run_is_card(const struct run *r, size_t i)
{
	return card_line(r->v[i].text, r->v[i].key);
}

bool
run_is_prose(const struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (card_prose(r->v[i].text, r->v[i].key))
			return true;
	return false;
}
