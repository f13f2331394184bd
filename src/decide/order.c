#include "decide/order.h"

#include "decide/order_line.h"

#define SAID_MAX   80
#define ORDERS_MAX 50

static const struct {
	const char *name, *usage, *summary;
	bool free; /* its text goes on to the next blank line */
} table[ORDER_KINDS] = {
    [ORDER_NOTE] = {"note", "#note TEXT",
	"a note in the account's timeline; the customer does not see it", true},
    [ORDER_PROMISE] = {"promise", "#promise DATE [AMOUNT] [INVOICE...]",
	"a promise to pay: reminders rest until then", false},
    [ORDER_DISPUTE] = {"dispute", "#dispute REASON [AMOUNT] [INVOICE...]",
	"opens a dispute", false},
    [ORDER_RESOLVE] = {"resolve",
	"#resolve [credit AMOUNT | withdrawn] [INVOICE...]",
	"ends a dispute: with a credit, taken back, or the invoice stands",
	false},
    [ORDER_PAID] = {"paid", "#paid [INVOICE...]",
	"it is paid, the payment is on its way: reminders rest for a while",
	false},
    [ORDER_PAUSE] = {"pause", "#pause DAYS [INVOICE...]",
	"reminders rest for so many days", false},
    [ORDER_RESUME] = {"resume", "#resume", "what rests goes on", false},
    [ORDER_HOLD] = {"hold", "#hold [REASON]", "holds the account's orders",
	true},
    [ORDER_RELEASE] = {"release", "#release [REASON]",
	"asks for their release; another person says yes", true},
    [ORDER_ASSIGN] = {"assign", "#assign WHO",
	"another collector looks after the account", false},
    [ORDER_CALL] = {"call", "#call OUTCOME [TEXT]", "what came of a call",
	true},
    [ORDER_SEND] = {"send", "#send DOCUMENT [INVOICE...]",
	"sends the customer an invoice or a statement", false},
    [ORDER_LIMIT] = {"limit", "#limit AMOUNT",
	"asks for another credit limit; another person says yes", false},
    [ORDER_WHITEGLOVE] = {"whiteglove", "#whiteglove on|off",
	"only people write to the account, or no more", false},
    [ORDER_LINKS] = {"links", "#links off",
	"the account's links made so far open nothing any more", false},
    [ORDER_APPROVE] = {"approve", "#approve [NUMBER...]",
	"yes to what this mail asks for", false},
    [ORDER_REJECT] = {"reject", "#reject [NUMBER...] [TEXT]",
	"no to what this mail asks for, and why", true},
    [ORDER_HELP] = {"help", "#help", "this list", false},
};

const char *
order_usage(enum order_kind kind)
{
	return table[kind].usage;
}

const char *
order_summary(enum order_kind kind)
{
	return table[kind].summary;
}

const char *
order_name(enum order_kind kind)
{
	return table[kind].name;
}

/* "#word", with blanks behind the # when the word is one of ours; what begins
 * otherwise is text. */
static bool
cut_name(struct str line, struct str *name, struct str *rest)
{
	struct str t = str_trim(line);
	size_t i = 1, from;

	if (t.n < 2 || t.p[0] != '#')
		return false;
	while (i < t.n && str_is_space(t.p[i]))
		i++;
	from = i;
	if (i == t.n || !str_is_alpha(t.p[i]))
		return false;
	while (i < t.n && (str_is_alpha(t.p[i]) || t.p[i] == '-'))
		i++;
	*name = str_sub(t, from, i - from);
	*rest = str_trim(str_sub(t, i, t.n));
	if (from == 1)
		return true;
	for (size_t k = 0; k < ORDER_KINDS; k++)
		if (str_fold_eqc(*name, table[k].name))
			return true;
	return false;
}

static const char *
order_at(size_t i)
{
	return table[i].name;
}

static bool
find_kind(struct str name, enum order_kind *kind)
{
	for (int k = 0; k < ORDER_KINDS; k++)
		if (str_fold_eqc(name, table[k].name)) {
			*kind = (enum order_kind)k;
			return true;
		}
	return false;
}

bool
order_is_first(struct str text)
{
	struct str line, name, rest;

	while (str_line(&text, &line))
		if (str_trim(line).n > 0)
			return cut_name(line, &name, &rest);
	return false;
}

/* All that is read so far. */
struct reader {
	struct arena *a;
	const struct order_context *ctx;
	struct str text; /* what is left of the mail */
	int line;
	struct order *orders;
	size_t order_count, order_cap;
	struct str *mistakes;
	size_t mistake_count, mistake_cap;
};

static bool
next_line(struct reader *r, struct str *line)
{
	if (!str_line(&r->text, line))
		return false;
	r->line++;
	return true;
}

/* With the lines below that belong to a free text. */
static struct str
whole_text(struct reader *r, struct str first)
{
	struct str out = first;

	for (;;) {
		struct str ahead = r->text, line, name, rest;

		if (!str_line(&ahead, &line) || str_trim(line).n == 0 ||
		    cut_name(line, &name, &rest))
			return str_trim(out);
		next_line(r, &line);
		if (out.n == 0)
			out = line;
		out.n = (size_t)(line.p + line.n - out.p);
	}
}

static void
add_mistake(struct reader *r, int line, struct str said, struct str why)
{
	r->mistakes = arena_grow(r->a, r->mistakes, r->mistake_count,
	    &r->mistake_cap, sizeof(*r->mistakes));
	r->mistakes[r->mistake_count++] = arena_fmt(
	    r->a, "line %d, \"%.*s\": %.*s", line, STR_ARG(said), STR_ARG(why));
}

static void
read_order(struct reader *r, struct str line, struct str name, struct str rest)
{
	struct order_line l = {.a = r->a, .ctx = r->ctx};
	struct order o = {.line = r->line,
	    .day = DAY_NONE,
	    .said = str_head(str_trim(line), SAID_MAX)};
	int at = r->line;

	if (!find_kind(name, &o.kind)) {
		struct str near =
		    order_line_hint(r->a, name, order_at, ORDER_KINDS);

		add_mistake(r, at, o.said,
		    arena_fmt(r->a, "there is no order #%.*s%.*s%s",
			STR_ARG(str_head(name, SAID_MAX)), STR_ARG(near),
			near.n ? "" : "; #help lists them"));
		return;
	}
	o.text = table[o.kind].free ? whole_text(r, rest) : rest;
	order_value_words(r->a, rest, &l.words);
	l.o = &o;
	order_line_read(&l);
	if (l.why.n > 0) {
		add_mistake(r, at, o.said, l.why);
		return;
	}
	r->orders = arena_grow(
	    r->a, r->orders, r->order_count, &r->order_cap, sizeof(*r->orders));
	r->orders[r->order_count++] = o;
}

void
order_read(struct arena *a, struct str text, const struct order_context *ctx,
    struct orders *out)
{
	struct reader r = {.a = a, .ctx = ctx, .text = text};
	struct str before = text, line, name, rest;

	while (next_line(&r, &line)) {
		if (str_trim(line).n > 0) {
			if (!cut_name(line, &name, &rest))
				break;
			if (r.order_count + r.mistake_count == ORDERS_MAX) {
				add_mistake(&r, r.line,
				    str_head(str_trim(line), SAID_MAX),
				    STR("more orders than one mail may give; "
					"write another mail"));
				break;
			}
			read_order(&r, line, name, rest);
		}
		before = r.text;
	}
	*out = (struct orders){
	    .v = r.orders,
	    .n = r.mistake_count ? 0 : r.order_count,
	    .rest = str_trim(before),
	    .mistakes = r.mistakes,
	    .mistake_count = r.mistake_count,
	};
}
