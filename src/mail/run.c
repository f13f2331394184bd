#include "mail/run.h"

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
