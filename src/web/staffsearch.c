#include "web/staffsearch.h"

#include "decide/phrase.h"
#include "store/ledger.h"
#include "store/owner.h"

#define WORDS_MAX  200
#define DIGITS_MIN 5
#define ROW_ARENA  (1u << 16)

struct staffsearch_words
staffsearch_words(struct arena *a, struct str words)
{
	struct staffsearch_words w = {.digit_count = 0};
	bool number = true;

	words = str_head(words, WORDS_MAX);
	w.folded = str_trim(phrase_fold(a, words, WORDS_MAX));
	for (size_t i = 0; i < words.n; i++) {
		char c = words.p[i];

		if (str_is_digit(c) && w.digit_count < sizeof(w.digits))
			w.digits[w.digit_count++] = c;
		else if (c != '\0' && strchr("+-./() ", c) == NULL)
			number = false;
	}
	/* 0171 ... here is +49171 ... there. */
	if (w.digit_count > 0 && w.digits[0] == '0')
		memmove(w.digits, w.digits + 1, --w.digit_count);
	if (!number || w.digit_count < DIGITS_MIN)
		w.digit_count = 0;
	return w;
}

static bool
has_words(struct arena *a, struct str in, struct str folded)
{
	return in.n > 0 &&
	       str_find(phrase_fold(a, in, 512), folded) != STR_NPOS;
}

static bool
has_digits(struct str phone, const struct staffsearch_words *w)
{
	char digits[64];
	size_t n = 0;

	for (size_t i = 0; i < phone.n && n < sizeof(digits); i++)
		if (str_is_digit(phone.p[i]))
			digits[n++] = phone.p[i];
	return w->digit_count > 0 &&
	       str_find((struct str){digits, n},
		   (struct str){w->digits, w->digit_count}) != STR_NPOS;
}

bool
staffsearch_matches(struct arena *a, const struct staffsearch_words *w,
    const struct staffview_name *row, bool *by_contact)
{
	*by_contact = false;
	if (w->folded.n == 0)
		return false;
	if (has_words(a, row->account, w->folded) ||
	    has_words(a, row->name, w->folded))
		return true;
	*by_contact = has_words(a, row->contact_name, w->folded) ||
		      has_words(a, row->email, w->folded) ||
		      has_digits(row->phone, w);
	return *by_contact;
}

struct search {
	const struct staffpage_ask *ask;
	struct arena *row; /* of one row */
	struct staffsearch_words words;
	struct staffsearch_hit *v;
	size_t n, cap;
};

static bool
is_known(const struct search *s, struct str account)
{
	/* Rows come by account: only the last, or that of the invoice. */
	return s->n > 0 && (str_eq(s->v[s->n - 1].account, account) ||
			       str_eq(s->v[0].account, account));
}

static struct staffsearch_hit *
push(
    struct search *s, struct str account, struct str name, struct str collector)
{
	struct staffsearch_hit *h;

	s->v = arena_grow(s->ask->a, s->v, s->n, &s->cap, sizeof(*s->v));
	h = &s->v[s->n++];
	*h = (struct staffsearch_hit){
	    .account = arena_dup(s->ask->a, account),
	    .name = arena_dup(s->ask->a, name),
	    .collector = arena_dup(s->ask->a, collector),
	};
	return h;
}

static enum rc
look(void *ctx, const struct staffview_name *row, struct err *err)
{
	struct search *s = ctx;
	struct staffsearch_hit *h;
	bool by_contact;

	(void)err;
	arena_reset(s->row);
	if (is_known(s, row->account) ||
	    !staffsearch_matches(s->row, &s->words, row, &by_contact))
		return RC_OK;
	h = push(s, row->account, row->name, row->collector);
	if (by_contact)
		h->contact = arena_fmt(s->ask->a, "%.*s%s%.*s",
		    STR_ARG(row->contact_name), row->contact_name.n ? ", " : "",
		    STR_ARG(row->email.n ? row->email : row->phone));
	return s->n == STAFFSEARCH_MAX ? RC_MISS : RC_OK;
}

/* As it was typed, or in capitals, as numbers are printed. */
static enum rc
look_invoice(struct search *s, struct str id, struct err *err)
{
	struct store *st = s->ask->f->store;
	struct str account;
	struct account about;
	enum rc rc = owner_of_invoice(st, s->ask->a, id, &account, err);

	if (rc == RC_MISS) {
		char *up = arena_cstr(s->ask->a, id);

		for (size_t i = 0; i < id.n; i++)
			if (up[i] >= 'a' && up[i] <= 'z')
				up[i] = (char)(up[i] - 32);
		id.p = up;
		rc = owner_of_invoice(st, s->ask->a, id, &account, err);
	}
	if (rc == RC_OK)
		rc = ledger_account(st, s->ask->a, account, &about, err);
	if (rc == RC_OK)
		push(s, about.id, about.name, about.collector)->invoice = id;
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
staffsearch(const struct staffpage_ask *ask, struct str words,
    struct staffsearch_hit **out, size_t *count, struct err *err)
{
	struct search s = {.ask = ask,
	    .row = arena_new(ROW_ARENA),
	    .words = staffsearch_words(ask->a, words)};
	enum rc rc = RC_OK;

	if (words.n > 0 && words.n <= WORDS_MAX)
		rc = look_invoice(&s, words, err);
	if (rc == RC_OK && s.words.folded.n > 0)
		rc = staffview_names(ask->f->store, look, &s, err);
	arena_free(&s.row);
	*out = s.v;
	*count = s.n;
	return rc;
}
