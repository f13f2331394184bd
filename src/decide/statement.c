#include "decide/statement.h"

struct work {
	struct arena *a;
	struct statement *out;
	const struct statement_entry *entries;
	size_t count;
};

/* One currency, seen the three ways. */
struct proof {
	struct money then;  /* item by item, at the month's end */
	struct money now;   /* item by item, now */
	struct money after; /* what came since */
};

static void
fail(struct work *w, struct str why)
{
	if (str_is_empty(w->out->unproven))
		w->out->unproven = why;
}

static void
add(struct work *w, struct money *sum, struct money m)
{
	if (!money_add(*sum, m, sum))
		fail(w, STR("its sums are larger than can be counted"));
}

static struct money
minus(struct money m)
{
	m.minor = -m.minor;
	return m;
}

static struct money
less(struct money m, int64_t applied)
{
	m.minor -= applied;
	return m;
}

struct money
statement_open(const struct statement_entry *e)
{
	return less(e->amount, e->applied_then);
}

static struct money
as_signed(const struct statement_entry *e, struct money m)
{
	return e->kind == STATEMENT_INVOICE ? m : minus(m);
}

struct money
statement_signed(const struct statement_entry *e)
{
	return as_signed(e, e->amount);
}

/* An entry that more was matched with than it came to, or an amount no
 * ledger of ours takes, is no ground for any sum. */
static bool
is_sound(struct work *w, const struct statement_entry *e)
{
	static const char *const names[] = {"invoice", "credit", "payment"};

	if (e->amount.minor >= 0 && e->applied >= 0 && e->applied_then >= 0 &&
	    e->applied <= e->amount.minor && e->applied_then <= e->applied &&
	    e->day != DAY_NONE)
		return true;
	fail(w, arena_fmt(w->a, "%s %.*s has more applied than it came to",
		    names[e->kind], STR_ARG(e->id)));
	return false;
}

static void
add_move(struct work *w, struct statement_section *s,
    const struct statement_entry *e)
{
	s->moves[s->move_count++] = e;
	w->out->active = true;
	switch (e->kind) {
	case STATEMENT_INVOICE:
		add(w, &s->invoiced, e->amount);
		break;
	case STATEMENT_CREDIT:
		add(w, &s->credited, e->amount);
		break;
	case STATEMENT_PAYMENT:
		add(w, &s->paid, e->amount);
		break;
	}
}

static void
add_item(struct work *w, struct statement_section *s,
    const struct statement_entry *e)
{
	struct money open = statement_open(e);

	if (open.minor == 0)
		return;
	s->items[s->item_count++] = e;
	w->out->active = true;
	if (e->kind == STATEMENT_INVOICE)
		add(w, &s->aging[aging_of((int64_t)w->out->to - e->due)], open);
	else
		add(w, &s->unapplied, open);
}

static void
add_entry(struct work *w, struct statement_section *s, struct proof *p,
    const struct statement_entry *e)
{
	const struct statement *out = w->out;

	add(w, &p->now, as_signed(e, less(e->amount, e->applied)));
	if (e->day > out->to) {
		add(w, &p->after, statement_signed(e));
		return;
	}
	add(w, &s->closing, statement_signed(e));
	add(w, &p->then, as_signed(e, statement_open(e)));
	add_item(w, s, e);
	if (e->day < out->from)
		add(w, &s->opening, statement_signed(e));
	else
		add_move(w, s, e);
}

static struct str
sum(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	return arena_fmt(a, "%s %s", m.currency, money_plain(m, text));
}

static void
prove(struct work *w, const struct statement_section *s, const struct proof *p)
{
	struct money moved = s->opening, then = s->closing;

	add(w, &moved, s->invoiced);
	add(w, &moved, minus(s->credited));
	add(w, &moved, minus(s->paid));
	add(w, &then, p->after);
	if (moved.minor != s->closing.minor)
		fail(w,
		    arena_fmt(w->a,
			"opening and movements make %.*s, but it closes with "
			"%.*s",
			STR_ARG(sum(w->a, moved)),
			STR_ARG(sum(w->a, s->closing))));
	if (p->then.minor != s->closing.minor)
		fail(w, arena_fmt(w->a,
			    "it closes with %.*s, but its items come to %.*s",
			    STR_ARG(sum(w->a, s->closing)),
			    STR_ARG(sum(w->a, p->then))));
	if (p->now.minor != then.minor)
		fail(w,
		    arena_fmt(w->a,
			"its closing and what came after it make %.*s, but "
			"%.*s is open now",
			STR_ARG(sum(w->a, then)), STR_ARG(sum(w->a, p->now))));
}

static void
begin(const struct work *w, struct statement_section *s, size_t entries,
    const char *currency)
{
	struct money zero = money_of(0, str_of(currency));

	s->opening = s->invoiced = s->credited = s->paid = s->closing = zero;
	s->unapplied = zero;
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		s->aging[i] = zero;
	s->moves = arena_array(w->a, entries, sizeof(*s->moves));
	s->items = arena_array(w->a, entries, sizeof(*s->items));
}

/* The entries of one currency; false: none of it belongs into this month. */
static bool
make_section(
    struct work *w, size_t first, size_t end, struct statement_section *s)
{
	const char *currency = w->entries[first].amount.currency;
	struct money zero = money_of(0, str_of(currency));
	struct proof p = {zero, zero, zero};

	begin(w, s, end - first, currency);
	for (size_t i = first; i < end; i++)
		if (is_sound(w, &w->entries[i]))
			add_entry(w, s, &p, &w->entries[i]);
	prove(w, s, &p);
	return s->move_count > 0 || s->item_count > 0 || s->closing.minor != 0;
}

static size_t
currencies(const struct statement_entry *entries, size_t count)
{
	size_t n = count > 0;

	for (size_t i = 1; i < count; i++)
		n += !str_eqc(str_of(entries[i].amount.currency),
		    entries[i - 1].amount.currency);
	return n;
}

void
statement_make(struct arena *a, day_t to, const struct statement_entry *entries,
    size_t count, struct statement *out)
{
	struct work w = {a, out, entries, count};
	struct ymd d = day_ymd(to);
	size_t end;

	*out = (struct statement){.from = day_of(d.y, d.m, 1), .to = to};
	out->sections =
	    arena_array(a, currencies(entries, count), sizeof(*out->sections));
	for (size_t at = 0; at < count; at = end) {
		struct str currency = str_of(entries[at].amount.currency);

		for (end = at + 1;
		     end < count &&
		     str_eqc(currency, entries[end].amount.currency);
		     end++)
			;
		if (make_section(&w, at, end, &out->sections[out->count]))
			out->count++;
	}
}
