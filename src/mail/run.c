#include "mail/run.h"

#include <string.h>

#include "mail/card.h"
#include "mail/notice.h"
#include "mail/quoteword.h"

#define SAID_WORDS     4   /* fewer may be a motto */
#define NUMBER_DIGITS  5   /* of an invoice, not of a year */
#define PERSONAL_BYTES 600 /* of a line are looked at */
#define WRAP_MIN       60  /* where programs break lines */
#define WRAP_MAX       90

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

static bool
has_number(struct str s)
{
	for (size_t i = 0, digits = 0; i < s.n; i++) {
		digits = s.p[i] == ' ' ? 0 : digits + str_is_digit(s.p[i]);
		if (digits >= NUMBER_DIGITS)
			return true;
	}
	return false;
}

/* What is stored is for all mails: mottoes and "we pay within 30 days" ask
 * nothing, name no invoice, and nobody says "I" in them. */
static bool
is_of_this_mail(struct str key)
{
	static const char *const words[] = {" i ", " i'", " my ", " me ",
	    " ich ", " mir ", " mich ", " meine", " je ", " j'", " mon ",
	    " ma ", " yo ", " mi ", " eu ", " meu ", " minha ", " io ", " mio ",
	    " mia ", " ik ", " mijn ", " jag ", " min ", " jeg ", " minun ",
	    " moje ", " mój ", " můj ", " ben ", " benim ", " я ", " мой ",
	    " мне "};
	char text[PERSONAL_BYTES + 2];
	size_t n = key.n < PERSONAL_BYTES ? key.n : PERSONAL_BYTES;

	text[0] = ' ';
	memcpy(text + 1, key.p ? key.p : "", n);
	text[n + 1] = ' ';
	return has_number(key) || str_chr(key, '?') != STR_NPOS ||
	       quoteword_finds_any((struct str){text, n + 2}, words,
		   sizeof(words) / sizeof(words[0]));
}

/* So begins what comes to mind below the name, and no motto or notice. It
 * does at the head of a paragraph: notices are wrapped anywhere. */
static bool
is_afterthought(const struct run *r, size_t i)
{
	static const char *const words[] = {"and ", "also ", "also,", "but ",
	    "btw", "by the way", "forgot", "i forgot", "one more", "one thing",
	    "another thing", "oh ", "oh,", "sorry, ", "actually",
	    "edit:", "und ", "übrigens", "ach ", "noch etwas", "noch was",
	    "vergessen", "nachtrag", "au fait", "j'ai oublié", "et ", "mais ",
	    "par ailleurs", "por cierto", "y ", "pero ", "olvidé", "além disso",
	    "esqueci", "mas ", "inoltre", "dimenticav", "ah,", "ma ",
	    "trouwens", "o ja", "nog iets", "vergeten", "förresten",
	    "for øvrigt", "forresten", "muuten", "przy okazji", "zapomnia",
	    "zapomněl", "mimochodem", "кстати", "забыл", "bu arada"};

	return (i == 0 || r->v[i - 1].key.n == 0) &&
	       quoteword_starts_any(
		   r->v[i].key, words, sizeof(words) / sizeof(words[0]));
}

/* A sentence about money or goods: nobody has it on a card. */
static bool
is_dealing(const struct run *r, size_t i)
{
	static const char *const words[] = {"invoice", "payment", "to pay",
	    "we pay", "paid", "cheque", "the check", "credit note", "refund",
	    "dispute", "proof of delivery", "the pod", "overdue", "remittance",
	    "rechnung", "zahlung", "bezahl", "gutschrift", "lieferschein",
	    "überwies", "mahnung", "facture", "paiement", "règlement", "réglé",
	    "avoir ", "bon de livraison", "virement", "factura", "pago",
	    "abono", "albarán", "fatura", "pagamento", "nota de crédito",
	    "fattura", "bonifico", "nota di credito", "factuur", "betaling",
	    "betaald", "creditnota", "pakbon", "faktur", "betalning", "betalt",
	    "kreditnota", "lasku", "maksu", "płatno", "zapłac", "platb",
	    "zaplat", "faktúr", "счет", "счёт", "оплат", "ödeme", "請求書",
	    "支払", "发票", "付款"};

	return !run_is_blank(r, i) && run_is_prose(r, i, i + 1) &&
	       (is_of_this_mail(r->v[i].key) || is_afterthought(r, i)) &&
	       quoteword_finds_any(
		   r->v[i].key, words, sizeof(words) / sizeof(words[0]));
}

/* How many words of s begin with a small letter of a to z? */
static size_t
small_words(struct str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += s.p[i] >= 'a' && s.p[i] <= 'z' &&
			 (i == 0 || s.p[i - 1] == ' ');
	return words;
}

static bool
is_legal(const struct run *r, size_t from, size_t to)
{
	unsigned legal = 0;

	for (size_t i = from; i < to; i++)
		legal |= notice_legal(r->v[i].key);
	return __builtin_popcount(legal & ~NOTICE_PERSON) > 2;
}

/* A paragraph of sentences, longer than a motto, below which a name may stand.
 * People leave the full stop out: in addresses and registers most words have
 * capitals, pictures end with a bracket. */
static bool
is_said(const struct run *r, size_t i)
{
	size_t end = run_paragraph_end(r, i), words = 0, other = 0, small = 0;
	struct str last = STR("");
	bool full, today = is_afterthought(r, i);

	for (size_t k = i; k < end; k++) {
		struct str key = r->v[k].key;

		if (!run_is_prose(r, k, k + 1)) {
			other++;
			continue;
		}
		words += card_words(key);
		small += small_words(r->v[k].text);
		today |= is_of_this_mail(key);
		last = key;
	}
	if (last.n == 0 || !today || 2 * other > end - i)
		return false;
	full = strchr(".?!", last.p[last.n - 1]) != NULL;
	if (!full &&
	    (2 * small < words || !quoteword_is_letter(last, last.n - 1)))
		return false;
	return words >= (full ? SAID_WORDS : 2 * SAID_WORDS) &&
	       !is_legal(r, i, end);
}

bool
run_is_dealing(const struct run *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (is_dealing(r, i))
			return is_said(r, from);
	return false;
}

/* A sentence that is wrapped goes back to where it begins. */
static void
keep_back(struct run *r, size_t from, size_t i)
{
	while (i > from && card_prose(r->v[i - 1].text, r->v[i - 1].key))
		r->v[--i].drop = false;
}

void
run_drop_stored(struct run *r, size_t from, bool sure)
{
	bool kept = false;

	for (size_t i = from; i < r->n; i++) {
		if (run_is_blank(r, i)) {
			i = run_skip_blank(r, i);
			if (i == r->n)
				return;
			from = i;
			kept = kept
				   ? run_is_prose(r, i, run_paragraph_end(r, i))
				   : !sure && is_said(r, i);
		}
		if (!kept && !sure && is_dealing(r, i)) {
			keep_back(r, from, i);
			kept = true;
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

size_t
run_cards(const struct run *r, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += run_is_card(r, i) || (r->v[i].styled && !r->all_styled);
	return n;
}

bool
run_has_digit(const struct run *r, size_t i)
{
	for (size_t k = 0; k < r->v[i].key.n; k++)
		if (str_is_digit(r->v[i].key.p[k]))
			return true;
	return false;
}

bool
run_is_rule(struct str key)
{
	size_t n = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (!strchr("_-=~ ", key.p[i]))
			return false;
		n += key.p[i] != ' ';
	}
	return n >= 3;
}

bool
run_is_wrapped(const struct run *r, size_t i)
{
	struct str before = i > 0 ? r->v[i - 1].key : STR("");

	return i < r->n && r->v[i].key.n && before.n > WRAP_MIN &&
	       before.n < WRAP_MAX && !strchr(".!?>)]", before.p[before.n - 1]);
}
