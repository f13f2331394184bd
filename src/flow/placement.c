#include "flow/placement.h"

#include "store/history.h"
#include "store/timeline.h"

static const char COLUMNS[] =
    "row,at,id,invoice,amount,currency,open,due,state,who,text\r\n";

struct row {
	const char *row;
	struct str at, id, invoice;
	const struct money *amount, *open;
	struct str currency; /* where there is no amount */
	struct str due, state, who, text;
};

/* RFC 4180; a sign that begins a formula begins none here. */
static void
put_text(struct buf *b, struct str s)
{
	bool formula = s.n > 0 && str_chr(STR("=+-@\t\r"), s.p[0]) != STR_NPOS;
	bool quoted = formula;

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = str_chr(STR("\",\r\n;"), s.p[i]) != STR_NPOS;
	if (quoted)
		buf_addc(b, '"');
	if (formula)
		buf_addc(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, s.p[i]);
	}
	if (quoted)
		buf_addc(b, '"');
}

static void
put_next(struct buf *b, struct str s)
{
	buf_addc(b, ',');
	put_text(b, s);
}

/* A number of ours is none of a formula. */
static void
put_money(struct buf *b, const struct money *m)
{
	char text[MONEY_TEXT];

	buf_addc(b, ',');
	if (m != NULL)
		buf_adds(b, money_plain(*m, text));
}

static void
put_row(struct buf *b, const struct row *r)
{
	struct str currency =
	    r->amount ? str_of(r->amount->currency) : r->currency;

	buf_adds(b, r->row);
	put_next(b, r->at);
	put_next(b, r->id);
	put_next(b, r->invoice);
	put_money(b, r->amount);
	put_next(b, currency);
	put_money(b, r->open);
	put_next(b, r->due);
	put_next(b, r->state);
	put_next(b, r->who);
	put_next(b, r->text);
	buf_adds(b, "\r\n");
}

struct file {
	const struct compose *j;
	struct buf b;
};

static bool
is_placed(const struct compose *j, struct str invoice)
{
	for (size_t i = 0; i < j->shown_count; i++)
		if (str_eq(j->facts.invoices[j->shown[i]].id, invoice))
			return true;
	return false;
}

static enum rc
put_history(void *ctx, const struct history_row *h, struct err *err)
{
	struct file *f = ctx;
	struct row r = {
	    .row = h->kind,
	    .at = h->day,
	    .id = h->id,
	    .invoice = h->invoice,
	    .amount = &h->amount,
	    .due = h->due,
	    .state = h->state,
	    .text = h->text,
	};

	if (str_eqc(str_of(h->kind), "invoice")) {
		r.open = &h->open;
		r.state = is_placed(f->j, h->id) ? STR("placed")
			  : h->open.minor > 0    ? STR("open")
						 : STR("paid");
	}
	put_row(&f->b, &r);
	return f->b.full ? err_set(err, RC_BAD, "the history is too long")
			 : RC_OK;
}

static void
put_parties(struct file *f)
{
	const struct facts_account *facts = &f->j->facts;
	const struct account *acc = &facts->account;
	struct row r = {.row = "account",
	    .id = acc->id,
	    .currency = acc->currency,
	    .state = acc->segment,
	    .who = acc->collector,
	    .text = acc->name};

	put_row(&f->b, &r);
	for (size_t i = 0; i < facts->contact_count; i++) {
		const struct contact *c = &facts->contacts[i];

		r = (struct row){.row = "contact",
		    .id = c->email,
		    .state = str_of(party_state_name(c->state)),
		    .who = str_of(party_role_name(c->role)),
		    .text = c->name};
		put_row(&f->b, &r);
		r.row = "phone";
		r.id = c->phone;
		if (!str_is_empty(c->phone))
			put_row(&f->b, &r);
	}
}

/* Work of our own people is not theirs. */
static enum rc
put_timeline(struct file *f, struct err *err)
{
	struct timeline_entry *v = NULL;
	size_t n = 0;
	char stamp[INSTANT_TEXT];
	enum rc rc = timeline_read(
	    f->j->f->store, f->j->a, f->j->facts.account.id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct row r = {
		    .row = arena_cstr(f->j->a, v[i].kind),
		    .at = str_of(day_instant_iso(v[i].at, stamp)),
		    .state = v[i].state,
		    .who = v[i].what,
		    .text = v[i].text,
		};

		if (!str_eqc(v[i].kind, "task"))
			put_row(&f->b, &r);
	}
	return rc;
}

enum rc
placement_write(const struct compose *j, struct str *out, struct err *err)
{
	struct file f = {.j = j};
	enum rc rc;

	buf_init(&f.b, LIMIT_LETTER);
	buf_adds(&f.b, COLUMNS);
	put_parties(&f);
	rc = history_read(
	    j->f->store, j->facts.account.id, put_history, &f, err);
	if (rc == RC_OK)
		rc = put_timeline(&f, err);
	if (rc == RC_OK && f.b.full)
		rc = err_set(err, RC_BAD, "the history is too long");
	*out = arena_dup(j->a, buf_str(&f.b));
	buf_fini(&f.b);
	return rc;
}
