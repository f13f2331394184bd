#include "decide/spoken.h"

#include "model/limits.h"

/* Only letters and digits count, and case does not: INV-10482 = inv 10482. */
static bool
next_plain(struct str s, size_t *i, char *c)
{
	while (*i < s.n && !str_is_alnum(s.p[*i]))
		++*i;
	if (*i == s.n)
		return false;
	*c = str_lower(s.p[(*i)++]);
	return true;
}

static bool
same_plain(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	char ca = 0, cb = 0;

	for (;;) {
		bool more_a = next_plain(a, &i, &ca);
		bool more_b = next_plain(b, &k, &cb);

		if (more_a != more_b)
			return false;
		if (!more_a)
			return true;
		if (ca != cb)
			return false;
	}
}

static struct str
digits_from(struct str s)
{
	size_t from = s.n;

	while (from > 0 && str_is_digit(s.p[from - 1]))
		from--;
	return str_sub(s, from, s.n);
}

/* "10482" for INV-10482: the number's own last digits, four at least. */
static bool
same_tail(struct str ref, struct str id)
{
	struct str tail = digits_from(id), digits = digits_from(ref);

	return digits.n == ref.n && tail.n >= 4 && str_eq(tail, digits);
}

/*
 * The account's invoice that a reference means. A bare number that fits
 * several means none.
 */
static const struct facts_invoice *
find(const struct facts_account *facts, struct str ref)
{
	const struct facts_invoice *tail = NULL;
	size_t tails = 0;

	for (size_t i = 0; i < facts->invoice_count; i++) {
		const struct facts_invoice *inv = &facts->invoices[i];

		if (same_plain(inv->id, ref))
			return inv;
		if (same_tail(ref, inv->id)) {
			tail = inv;
			tails++;
		}
	}
	return tails == 1 ? tail : NULL;
}

static void
push(struct spoken *out, struct str id)
{
	for (size_t i = 0; i < out->count; i++)
		if (str_eq(out->ids[i], id))
			return;
	out->ids[out->count++] = id;
}

static void
from_mail(const struct inbound *in, struct spoken *out)
{
	const struct intent *intent = in->intent;

	for (size_t i = 0; i < intent->invoice_count; i++) {
		const struct facts_invoice *inv =
		    find(in->account, intent->invoices[i]);

		if (inv != NULL)
			push(out, inv->id);
		else
			out->foreign = true;
	}
	out->named = out->count > 0;
}

/* What our mail spoke of, as far as it is still open. */
static void
from_touch(const struct inbound *in, struct spoken *out)
{
	for (size_t i = 0; i < in->touch_invoice_count; i++)
		for (size_t k = 0; k < in->account->invoice_count; k++)
			if (str_eq(in->account->invoices[k].id,
				in->touch_invoices[i]))
				push(out, in->touch_invoices[i]);
	out->named = out->count > 0;
}

static void
from_balance(const struct facts_account *facts, struct spoken *out)
{
	for (size_t i = 0; i < facts->invoice_count; i++)
		if (facts->invoices[i].due < facts->today)
			push(out, facts->invoices[i].id);
	if (out->count == 0 && facts->invoice_count == 1)
		push(out, facts->invoices[0].id);
}

void
spoken_find(struct arena *a, const struct inbound *in, struct spoken *out)
{
	size_t max = in->intent->invoice_count + in->touch_invoice_count +
		     in->account->invoice_count;

	*out = (struct spoken){.ids = arena_array(a, max, sizeof(*out->ids))};
	from_mail(in, out);
	/* It names invoices that are not known: a guess would be wrong. */
	if (out->count == 0 && out->foreign)
		return;
	if (out->count == 0)
		from_touch(in, out);
	if (out->count == 0)
		from_balance(in->account, out);
}

static bool
names(const struct inbound *in, const struct intent_names *list, struct str id)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct facts_invoice *inv = find(in->account, list->v[i]);

		if (inv != NULL && str_eq(inv->id, id))
			return true;
	}
	return false;
}

static void
push_others(const struct inbound *in, enum intent_kind kind,
    const struct spoken *from, struct spoken *out)
{
	bool dispute = kind == INTENT_DISPUTE;
	const struct intent *intent = in->intent;
	const struct intent_names *own =
	    dispute ? &intent->disputed : &intent->promised;
	const struct intent_names *other =
	    dispute ? &intent->promised : &intent->disputed;

	for (size_t i = 0; i < from->count; i++)
		if (names(in, own, from->ids[i]) ||
		    !names(in, other, from->ids[i]))
			push(out, from->ids[i]);
}

void
spoken_about(struct arena *a, const struct inbound *in, enum intent_kind kind,
    const struct spoken *all, struct spoken *out)
{
	size_t max =
	    all->count + in->touch_invoice_count + in->account->invoice_count;
	struct spoken rest = {.ids = arena_array(a, max, sizeof(*rest.ids))};
	unsigned both = INTENT_BIT(INTENT_DISPUTE) | INTENT_BIT(INTENT_PROMISE);

	*out = *all;
	if ((in->intent->intents & both) != both)
		return;
	out->ids = arena_array(a, max, sizeof(*out->ids));
	out->count = 0;
	push_others(in, kind, all, out);
	if (out->count > 0 || all->count == 0)
		return;
	/* "The rest will be paid on Friday." */
	from_touch(in, &rest);
	if (rest.count == 0)
		from_balance(in->account, &rest);
	push_others(in, kind, &rest, out);
}

/* That of the invoices spoken of, which are all open. */
static struct str
currency_of(const struct inbound *in, const struct spoken *spoken)
{
	const struct facts_account *facts = in->account;

	for (size_t i = 0; i < facts->invoice_count; i++)
		if (spoken->count > 0 &&
		    str_eq(facts->invoices[i].id, spoken->ids[0]))
			return str_of(facts->invoices[i].open.currency);
	return facts->account.currency;
}

const struct intent_promise *
spoken_last_promise(const struct inbound *in)
{
	const struct intent *intent = in->intent;
	const struct intent_promise *best = NULL;

	for (size_t i = 0; i < intent->promise_count; i++) {
		const struct intent_promise *p = &intent->promises[i];

		if (p->date != DAY_NONE &&
		    (best == NULL || p->date > best->date))
			best = p;
	}
	return best;
}

struct money
spoken_amount(const struct inbound *in, const struct spoken *spoken,
    const struct intent_promise *p)
{
	struct str currency = currency_of(in, spoken);
	int64_t minor = p->amount_minor;
	int places = money_exponent(currency);

	if (p->currency[0])
		return money_of(minor, str_of(p->currency));
	/* Read in hundredths: 3,000 yen are 3000. */
	for (; places >= 0 && places < 2; places++)
		minor /= 10;
	for (; places > 2; places--)
		minor *= 10;
	return money_of(minor, currency);
}

static bool
is_believable(const struct inbound *in, const struct spoken *spoken,
    const struct intent_promise *p)
{
	day_t today = in->account->today;

	if (p->date != DAY_NONE &&
	    (p->date < today || p->date > today + LIMIT_PROMISE_DAYS))
		return false;
	if (!p->has_amount)
		return true;
	return spoken_amount(in, spoken, p).minor > 0 &&
	       (!p->currency[0] ||
		   str_eqc(currency_of(in, spoken), p->currency));
}

bool
spoken_is_believable(const struct inbound *in, const struct spoken *spoken)
{
	const struct intent *intent = in->intent;

	for (size_t i = 0; i < intent->promise_count; i++)
		if (!is_believable(in, spoken, &intent->promises[i]))
			return false;
	return true;
}

bool
spoken_all_paid(const struct inbound *in, const struct spoken *spoken)
{
	return in->account->invoice_count == 0 ||
	       (spoken->count == 0 && !spoken->foreign);
}

static void
push_document(struct intent_document *docs, size_t *n, enum document_type type,
    struct str ref)
{
	for (size_t i = 0; i < *n; i++)
		if (docs[i].type == type && str_eq(docs[i].ref, ref))
			return;
	docs[*n].type = type;
	docs[(*n)++].ref = ref;
}

/* A copy of what is paid is wanted as well; of what is another's it is not. */
static void
push_named(const struct inbound *in, struct str ref,
    struct intent_document *docs, size_t *n)
{
	for (size_t i = 0; i < in->named_count; i++) {
		const struct thread_invoice *named = &in->named[i];

		if (!str_eq(named->account, in->account->account.id) ||
		    !same_plain(named->number, ref))
			continue;
		push_document(docs, n, DOCUMENT_INVOICE, named->number);
		return;
	}
}

size_t
spoken_documents(struct arena *a, const struct inbound *in,
    const struct spoken *spoken, struct intent_document **out)
{
	const struct intent *intent = in->intent;
	size_t max = intent->document_count * (1 + spoken->count), n = 0;
	struct intent_document *docs = arena_array(a, max, sizeof(*docs));

	for (size_t i = 0; i < intent->document_count; i++) {
		const struct intent_document *d = &intent->documents[i];
		const struct facts_invoice *inv = NULL;

		if (d->type == DOCUMENT_STATEMENT)
			push_document(
			    docs, &n, d->type, in->account->account.id);
		if (d->type != DOCUMENT_INVOICE)
			continue;
		if (!str_is_empty(d->ref))
			inv = find(in->account, d->ref);
		if (inv != NULL)
			push_document(docs, &n, d->type, inv->id);
		else if (!str_is_empty(d->ref))
			push_named(in, d->ref, docs, &n);
		for (size_t k = 0;
		     inv == NULL && str_is_empty(d->ref) && k < spoken->count;
		     k++)
			push_document(docs, &n, d->type, spoken->ids[k]);
	}
	*out = docs;
	return n;
}

bool
spoken_only_invoices(const struct inbound *in)
{
	const struct intent *intent = in->intent;

	for (size_t i = 0; i < intent->document_count; i++)
		if (intent->documents[i].type != DOCUMENT_INVOICE)
			return false;
	return true;
}
