#include "flow/charge.h"

#include <string.h>

#include "base/log.h"
#include "render/locale.h"
#include "store/charges.h"
#include "store/ledger.h"

/* "#" is the invoice, "@" the day. */
static const struct {
	const char *language, *interest, *fixed;
} labels[] = {
    {"en", "Late interest to @, invoice #",
	"Fixed sum for late payment, "
	"invoice #"},
    {"de", "Verzugszinsen bis @, Rechnung #", "Verzugspauschale, Rechnung #"},
    {"fr", "Intérêts de retard au @, facture #",
	"Indemnité forfaitaire de recouvrement, facture #"},
    {"es", "Intereses de demora hasta el @, factura #",
	"Indemnización fija por costes de cobro, factura #"},
};

struct str
charge_label(struct arena *a, const struct charge *c, struct str locale)
{
	bool fixed = strcmp(c->kind, "fixed") == 0;
	struct str language = locale_language(locale), rest, part, text;
	size_t i = sizeof(labels) / sizeof(labels[0]) - 1;

	while (i > 0 && !str_fold_eqc(language, labels[i].language))
		i--;
	rest = str_of(fixed ? labels[i].fixed : labels[i].interest);
	str_cut(&rest, '#', &text);
	if (!fixed) {
		rest = text;
		str_cut(&rest, '@', &part);
		text = arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(part),
		    STR_ARG(locale_date(a, locale, c->day)), STR_ARG(rest));
	}
	return arena_fmt(a, "%.*s%.*s", STR_ARG(text), STR_ARG(c->invoice));
}

enum rc
charge_interest(const struct flow *f, struct arena *a,
    const struct facts_invoice *inv, day_t until, struct interest *out,
    struct err *err)
{
	struct interest_debt debt = {.amount = inv->amount, .due = inv->due};
	struct ledger_application *v = NULL;
	struct interest_part *paid;
	struct str why = {NULL, 0};
	size_t n = 0;
	enum rc rc = ledger_applications(f->store, a, inv->id, &v, &n, err);

	if (rc != RC_OK)
		return rc;
	paid = arena_array(a, n, sizeof(*paid));
	for (size_t i = 0; i < n; i++)
		paid[i] = (struct interest_part){v[i].day, v[i].amount};
	debt.paid = paid;
	debt.paid_count = n;
	if (!interest_decide(a, f->interest, &debt, until, out, &why))
		return err_set(err, RC_BAD, "interest of %.*s: %.*s",
		    STR_ARG(inv->id), STR_ARG(why));
	return RC_OK;
}

/* What was told at this level counts; a fixed sum of any level was told. */
static bool
is_known(const struct charges_row *v, size_t n, struct charge *c)
{
	bool fixed = strcmp(c->kind, "fixed") == 0;

	for (size_t i = 0; i < n; i++) {
		if (!str_eqc(v[i].kind, c->kind) ||
		    (!fixed && v[i].level != c->level))
			continue;
		c->amount = v[i].amount;
		c->day = v[i].day;
		return true;
	}
	return false;
}

struct list {
	struct charge *v;
	size_t n, cap;
};

static void
add(const struct charge_ask *ask, struct list *l,
    const struct charges_row *told, size_t told_count, struct charge c)
{
	c.known = is_known(told, told_count, &c);
	if (c.amount.minor == 0)
		return;
	l->v = arena_grow(ask->a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = c;
}

static enum rc
load_one(const struct charge_ask *ask, const struct facts_invoice *inv,
    struct list *l, struct err *err)
{
	struct charge c = {
	    .invoice = inv->id,
	    .level = ask->level,
	    .kind = "interest",
	    .day = ask->facts->today,
	};
	struct charges_row *told = NULL;
	struct interest x;
	size_t n = 0;
	enum rc rc = charges_of(ask->f->store, ask->a, inv->id, &told, &n, err);

	if (rc == RC_OK)
		rc = charge_interest(
		    ask->f, ask->a, inv, ask->facts->today, &x, err);
	if (rc != RC_OK)
		return rc;
	c.amount = x.amount;
	add(ask, l, told, n, c);
	c.kind = "fixed";
	c.amount = x.fixed;
	add(ask, l, told, n, c);
	return RC_OK;
}

enum rc
charge_load(const struct charge_ask *ask, struct charge **out, size_t *count,
    struct err *err)
{
	struct list l = {NULL, 0, 0};
	enum rc rc = RC_OK;

	if (ask->f->interest == NULL)
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < ask->shown_count; i++) {
		const struct facts_invoice *inv =
		    &ask->facts->invoices[ask->shown[i]];

		struct err why = {{0}};

		if (inv->due >= ask->facts->today)
			continue;
		rc = load_one(ask, inv, &l, &why);
		if (rc != RC_BAD && rc != RC_OK)
			return err_set(err, rc, "%s", why.text);
		/* A rate that nobody wrote down stops no reminder. */
		if (rc == RC_BAD)
			log_event(LOG_WARN, "no-interest", "why=%s", why.text);
		rc = RC_OK;
	}
	*out = l.v;
	*count = l.n;
	return rc;
}

enum rc
charge_record(const struct flow *f, const struct charge *charges, size_t count,
    int64_t now, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		const struct charge *c = &charges[i];
		struct charges_row row = {
		    .invoice = c->invoice,
		    .level = c->level,
		    .kind = str_of(c->kind),
		    .amount = c->amount,
		    .day = c->day,
		};

		if (!c->known)
			rc = charges_add(f->store, &row, now, err);
	}
	return rc;
}
