#include "decide/order_line.h"

#include "base/nearest.h"
#include "decide/callword.h"
#include "model/names.h"

#define SAID_MAX  80
#define DAYS_MAX  3650 /* of a pause */
#define AHEAD_MAX 366  /* of a promise */

static struct str
next_word(struct order_line *l)
{
	return l->at < l->words.n ? l->words.v[l->at++] : (struct str){NULL, 0};
}

static void
wrong(struct order_line *l, struct str why)
{
	if (l->why.n == 0)
		l->why = why;
}

static void
usage(struct order_line *l, const char *what)
{
	wrong(
	    l, arena_fmt(l->a, "%s; write %s", what, order_usage(l->o->kind)));
}

struct str
order_line_hint(
    struct arena *a, struct str word, const char *(*name)(size_t), size_t n)
{
	struct nearest near;

	nearest_init(&near, word);
	for (size_t i = 0; i < n; i++)
		nearest_offer(&near, name(i));
	if (nearest_best(&near) == NULL)
		return (struct str){"", 0};
	return arena_fmt(a, "; did you mean %s?", nearest_best(&near));
}

static const char *
reason_at(size_t i)
{
	return name_reason((enum dispute_reason)i);
}

static const char *
document_at(size_t i)
{
	return name_document((enum document_type)i);
}

static struct str
list(struct arena *a, const char *(*name)(size_t), size_t n)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < n; i++)
		out = arena_fmt(
		    a, "%.*s%s%s", STR_ARG(out), i ? ", " : "", name(i));
	return out;
}

/* A word that is none of those that may stand there. */
static void
unknown(struct order_line *l, const char *what, struct str word,
    const char *(*name)(size_t), size_t n)
{
	struct str near = order_line_hint(l->a, word, name, n);

	if (near.n == 0)
		near = arena_fmt(
		    l->a, "; it is one of %.*s", STR_ARG(list(l->a, name, n)));
	wrong(l, arena_fmt(l->a, "there is no %s \"%.*s\"%.*s", what,
		     STR_ARG(str_head(word, SAID_MAX)), STR_ARG(near)));
}

/* What is left are invoices; "invoice" may stand before them, so that a number
 * is no amount. */
static void
read_invoices(struct order_line *l)
{
	struct str *v = arena_array(l->a, l->words.n + 1, sizeof(*v));
	size_t n = 0;

	while (l->at < l->words.n) {
		struct str w = next_word(l);

		while (str_ends(w, STR(",")) || str_ends(w, STR(";")))
			w.n--;
		if (w.n == 0 || str_fold_eqc(w, "and") ||
		    str_fold_eqc(w, "invoice") || str_fold_eqc(w, "invoices"))
			continue;
		v[n++] = w;
	}
	if (l->words.more)
		wrong(l, STR("too many words; write several orders"));
	l->o->invoices = v;
	l->o->invoice_count = n;
}

/* The amount that may stand here. */
static void
read_amount(struct order_line *l, bool needed)
{
	struct str first =
	    l->at < l->words.n ? l->words.v[l->at] : (struct str){NULL, 0};
	size_t used = 0;

	switch (order_value_amount(&l->words.v[l->at], l->words.n - l->at,
	    l->ctx, &l->o->amount, &used)) {
	case ORDER_FOUND:
		l->o->has_amount = true;
		l->at += used;
		if (used == 1 && str_is_digit(first.p[0]) &&
		    str_is_digit(first.p[first.n - 1]))
			l->o->word = first;
		return;
	case ORDER_WRONG:
		wrong(l,
		    arena_fmt(l->a,
			"\"%.*s\" cannot be read as one amount above 0; write "
			"500 or 1250.50",
			STR_ARG(str_head(first, SAID_MAX))));
		return;
	case ORDER_NOT:
		if (needed)
			usage(l, "an amount is missing");
		return;
	}
}

static void
read_nothing(struct order_line *l)
{
	if (l->words.n > 0)
		usage(l, "nothing stands behind it");
}

static void
read_free(struct order_line *l)
{
	(void)l;
}

static void
read_text(struct order_line *l)
{
	if (l->o->text.n == 0)
		usage(l, "the text is missing");
}

static void
read_promise(struct order_line *l)
{
	struct str word = next_word(l);
	char iso[DAY_TEXT];

	switch (order_value_day(word, l->ctx, &l->o->day)) {
	case ORDER_FOUND:
		break;
	case ORDER_WRONG:
		wrong(l, arena_fmt(l->a, "there is no day %.*s; write %s",
			     STR_ARG(word), day_iso(l->ctx->today + 7, iso)));
		return;
	case ORDER_NOT:
		wrong(l, arena_fmt(l->a,
			     "the date is missing; write it as %s: "
			     "#promise DATE [AMOUNT] [INVOICE...]",
			     day_iso(l->ctx->today + 7, iso)));
		return;
	}
	if (l->o->day < l->ctx->today)
		wrong(l, arena_fmt(l->a, "%s has gone by; write a day to come",
			     day_iso(l->o->day, iso)));
	if (l->o->day > l->ctx->today + AHEAD_MAX)
		wrong(l, arena_fmt(l->a, "%s is more than a year away",
			     day_iso(l->o->day, iso)));
	read_amount(l, false);
	read_invoices(l);
}

static void
read_dispute(struct order_line *l)
{
	struct str word = next_word(l);

	if (word.n == 0)
		usage(l, "the reason is missing");
	else if (!name_reason_parse(word, &l->o->reason))
		unknown(l, "reason", word, reason_at, DISPUTE_COUNT);
	read_amount(l, false);
	read_invoices(l);
}

static void
read_resolve(struct order_line *l)
{
	struct str word =
	    l->words.n > 0 ? l->words.v[0] : (struct str){NULL, 0};

	if (str_fold_eqc(word, "credit")) {
		next_word(l);
		read_amount(l, true);
		l->o->word = STR("credit");
	} else if (str_fold_eqc(word, "withdrawn") ||
		   str_fold_eqc(word, "upheld")) {
		next_word(l);
		l->o->word = str_fold_eqc(word, "upheld") ? STR("upheld")
							  : STR("withdrawn");
	} else {
		l->o->word = STR("upheld");
	}
	read_invoices(l);
}

static void
read_pause(struct order_line *l)
{
	struct str word = next_word(l);

	if (word.n > 1 && str_lower(word.p[word.n - 1]) == 'd')
		word.n--;
	if (!str_to_i64(word, 1, DAYS_MAX, &l->o->days)) {
		usage(l, "how many days, from 1 to 3650?");
		return;
	}
	if (l->at < l->words.n && (str_fold_eqc(l->words.v[l->at], "days") ||
				      str_fold_eqc(l->words.v[l->at], "day")))
		next_word(l);
	read_invoices(l);
}

static void
read_assign(struct order_line *l)
{
	l->o->word = l->o->text;
	if (l->o->word.n == 0)
		usage(l, "to whom?");
}

/* Of several words; what is left over is the text. */
static void
read_call(struct order_line *l)
{
	struct str word = next_word(l), rest;
	const char *found = callword_find(l->o->text, &rest);
	size_t n = 0;

	while (callword_name(n) != NULL)
		n++;
	if (word.n == 0)
		usage(l, "the outcome is missing");
	else if (found == NULL)
		unknown(l, "outcome", word, callword_name, n);
	else
		l->o->word = str_of(found);
	l->o->text = rest;
}

static void
read_send(struct order_line *l)
{
	struct str word = next_word(l);

	if (word.n == 0)
		usage(l, "which document?");
	else if (!name_document_parse(word, &l->o->document))
		unknown(l, "document", word, document_at, DOCUMENT_COUNT);
	read_invoices(l);
}

static void
read_limit(struct order_line *l)
{
	read_amount(l, true);
	if (l->at < l->words.n)
		usage(l, "nothing stands behind the amount");
}

static void
read_switch(struct order_line *l)
{
	struct str word = next_word(l);

	if (str_fold_eqc(word, "on"))
		l->o->word = STR("on");
	else if (str_fold_eqc(word, "off"))
		l->o->word = STR("off");
	if (l->o->word.n == 0 || l->at < l->words.n)
		usage(l, "on or off?");
}

/* They cannot be switched on: new mails carry new ones. */
static void
read_links(struct order_line *l)
{
	if (!str_fold_eqc(next_word(l), "off") || l->at < l->words.n)
		usage(l, "off, and nothing else");
	l->o->word = STR("off");
}

/* What stands behind the first words. */
static struct str
behind(struct str text, size_t words)
{
	size_t i = 0;

	for (; words > 0; words--) {
		while (i < text.n && str_is_space(text.p[i]))
			i++;
		while (i < text.n && !str_is_space(text.p[i]))
			i++;
	}
	return str_trim(str_sub(text, i, text.n));
}

/* Numbers at the front; of a no a text may follow. */
static void
read_numbers(struct order_line *l)
{
	struct str *v = arena_array(l->a, l->words.n + 1, sizeof(*v));
	size_t n = 0;
	int64_t number;

	while (l->at < l->words.n) {
		struct str w = l->words.v[l->at];

		while (str_ends(w, STR(",")) || str_ends(w, STR(".")))
			w.n--;
		if (!str_to_i64(w, 1, 10000, &number))
			break;
		v[n++] = w;
		l->at++;
	}
	if (l->o->kind == ORDER_APPROVE && l->at < l->words.n)
		usage(l, "only numbers stand behind it");
	l->o->text = behind(l->o->text, n);
	l->o->invoices = v;
	l->o->invoice_count = n;
}

typedef void read_line(struct order_line *l);

static read_line *const readers[ORDER_KINDS] = {
    [ORDER_NOTE] = read_text,
    [ORDER_PROMISE] = read_promise,
    [ORDER_DISPUTE] = read_dispute,
    [ORDER_RESOLVE] = read_resolve,
    [ORDER_PAID] = read_invoices,
    [ORDER_PAUSE] = read_pause,
    [ORDER_RESUME] = read_nothing,
    [ORDER_HOLD] = read_free,
    [ORDER_RELEASE] = read_free,
    [ORDER_ASSIGN] = read_assign,
    [ORDER_CALL] = read_call,
    [ORDER_SEND] = read_send,
    [ORDER_LIMIT] = read_limit,
    [ORDER_WHITEGLOVE] = read_switch,
    [ORDER_LINKS] = read_links,
    [ORDER_APPROVE] = read_numbers,
    [ORDER_REJECT] = read_numbers,
    [ORDER_HELP] = read_nothing,
};

void
order_line_read(struct order_line *l)
{
	readers[l->o->kind](l);
}
