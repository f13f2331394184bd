#include "decide/stopword.h"

#include <stdint.h>

#include "decide/phrase.h"

#define TEXT_MAX  1600 /* a carrier joins as much */
#define WORDS_MAX 12   /* of a sentence that may be nothing but such words */

enum where {
	ALONE,
	BARE,
	WITHIN,
};

static const struct word {
	const char *text;
	enum where where;
	enum stopword means;
} words[] = {
#include "decide/stopword_words.def"
};

/* What is said beside such a word and changes nothing. */
static const char *const courtesies[] = {"please", "pls", "plz", "plse",
    "pleas", "thanks", "thank", "you", "thx", "now", "it", "this", "that", "me",
    "my", "texts", "text", "texting", "message", "messages", "msg", "msgs",
    "sms", "ok", "okay", "hi", "hello", "hey", "just", "all", "the",
    "immediately", "already", "sir", "bitte", "danke", "jetzt", "sofort",
    "endlich", "nun", "mal", "doch", "damit", "svp", "stp", "sil", "vous", "te",
    "plait", "merci", "maintenant", "moi", "les", "des", "por", "favor",
    "gracias", "ya", "ahora", "los", "mensajes", "obrigado", "obrigada",
    "agora", "ja", "per", "favore", "grazie", "ora", "subito", "messaggi",
    "alstublieft", "aub", "graag", "dank", "nu", "berichten", "nachrichten",
    "пожалуйста"};

static const struct str stop_signs[] = {STR_INIT("\xf0\x9f\x9b\x91"),
    STR_INIT("\xe2\x9c\x8b"), STR_INIT("\xf0\x9f\x9a\xab"),
    STR_INIT("\xe2\x9b\x94"), STR_INIT("\xf0\x9f\x96\x90"),
    STR_INIT("\xf0\x9f\x94\x95"), STR_INIT("\xf0\x9f\x99\x85"),
    STR_INIT("\xe2\x9d\x8c")};

static size_t
point_at(struct str s, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)(s.p ? s.p : "");
	size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc0 ? 2 : 1;

	*c = p[0];
	if (n == 1 || n > s.n)
		return 1;
	*c &= 0xffu >> (n + 1);
	for (size_t i = 1; i < n; i++)
		*c = *c << 6 | (p[i] & 0x3f);
	return n;
}

/* Letters in disguise: bold, in circles, in squares, as flags. */
static char
plain_letter(uint32_t c)
{
	if (c >= 0x1d400 && c <= 0x1d6a3)
		return (char)('a' + (c - 0x1d400) % 26);
	if (c >= 0x24b6 && c <= 0x24e9)
		return (char)('a' + (c - 0x24b6) % 26);
	if (c >= 0x1f130 && c <= 0x1f149)
		return (char)('a' + (c - 0x1f130));
	if (c >= 0x1f150 && c <= 0x1f169)
		return (char)('a' + (c - 0x1f150));
	if (c >= 0x1f170 && c <= 0x1f189)
		return (char)('a' + (c - 0x1f170));
	if (c >= 0x1f1e6 && c <= 0x1f1ff)
		return (char)('a' + (c - 0x1f1e6));
	return '\0';
}

static bool
is_picture(uint32_t c)
{
	return c >= 0x1f000 || (c >= 0x2190 && c <= 0x2bff) || c == 0x20e3 ||
	       (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfffd ||
	       (c >= 0x2022 && c <= 0x203b);
}

/* Marks of other scripts that end a sentence. */
static bool
is_end(uint32_t c)
{
	return (c < 0x80 && (c == '.' || c == ',' || c == '!' || c == '?' ||
				c == ';' || c == ':' || c == '\n')) ||
	       c == 0x3002 || c == 0x3001 || c == 0x61f || c == 0x60c ||
	       c == 0xbf || c == 0xa1 || c == 0x2026;
}

struct cleaner {
	char *p;
	size_t n, run;
};

static void
put(struct cleaner *x, char c)
{
	/* "stoooop": nobody means three of one letter. */
	if (str_is_alpha(c) && x->n > 0 && x->p[x->n - 1] == c) {
		x->run++;
		if (x->run == 2)
			x->n--;
		if (x->run >= 2)
			return;
	} else {
		x->run = 0;
	}
	if ((c == ' ' || c == '\n') && x->n > 0 &&
	    (x->p[x->n - 1] == ' ' || x->p[x->n - 1] == '\n')) {
		if (c == '\n')
			x->p[x->n - 1] = c;
		return;
	}
	x->p[x->n++] = c;
}

/* Words with one blank between them, sentences with a line end. */
static struct str
clean(struct arena *a, struct str folded)
{
	struct cleaner x = {arena_alloc(a, folded.n + 1), 0, 0};

	for (size_t i = 0; i < folded.n;) {
		uint32_t c;
		size_t n = point_at(str_sub(folded, i, folded.n), &c);
		char letter = plain_letter(c);

		if (letter != '\0')
			put(&x, letter);
		else if (is_end(c))
			put(&x, '\n');
		else if (c < 0x80 && c == '\'')
			;
		else if (is_picture(c) || (c < 0x80 && !str_is_alnum((char)c)))
			put(&x, ' ');
		else
			for (size_t k = 0; k < n; k++)
				put(&x, folded.p[i + k]);
		i += n;
	}
	return str_trim((struct str){x.p, x.n});
}

/* "s t o p", "s.t.o.p": a word whose letters stand apart. */
static struct str
join_letters(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = str_is_alnum(s.p[i]);

		if (i % 2 == (letter ? 1u : 0u))
			return s;
		if (letter)
			p[n++] = s.p[i];
	}
	return n > 1 ? (struct str){p, n} : s;
}

static bool
is_courtesy(struct str word)
{
	for (size_t i = 0; i < sizeof(courtesies) / sizeof(*courtesies); i++)
		if (str_eqc(word, courtesies[i]))
			return true;
	return false;
}

static bool
find(struct str s, enum where most, enum stopword *means)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].where <= most && str_eqc(s, words[i].text)) {
			*means = words[i].means;
			return true;
		}
	return false;
}

/* Is it nothing but such a word, said once or often, and courtesies? */
static bool
is_nothing_but(
    struct arena *a, struct str s, enum where most, enum stopword *means)
{
	struct str rest = s, word, left = {NULL, 0};
	enum stopword one;
	bool any = false;
	size_t n = 0;

	if (find(s, most, means))
		return true;
	while (str_cut(&rest, ' ', &word)) {
		if (++n > WORDS_MAX)
			return false;
		if (find(word, most, &one) && (!any || one == *means)) {
			any = true;
			*means = one;
		} else if (!is_courtesy(word)) {
			left = arena_fmt(a, "%.*s%s%.*s", STR_ARG(left),
			    left.n ? " " : "", STR_ARG(word));
		}
	}
	if (left.n == 0)
		return any;
	return !any && find(left, most, means);
}

/* All of it as one sentence. */
static struct str
flat(struct arena *a, struct str cleaned)
{
	char *p = arena_cstr(a, cleaned);

	for (size_t i = 0; i < cleaned.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return (struct str){p, cleaned.n};
}

static enum stopword
read_whole(struct arena *a, struct str s)
{
	enum stopword means = STOPWORD_NONE;

	if (is_nothing_but(a, s, BARE, &means))
		return means;
	return is_nothing_but(a, join_letters(a, s), BARE, &means)
		   ? means
		   : STOPWORD_NONE;
}

static bool
has_stop_sentence(struct arena *a, struct str cleaned)
{
	enum stopword means = STOPWORD_NONE;
	struct str sentence;

	while (str_cut(&cleaned, '\n', &sentence))
		if (is_nothing_but(a, str_trim(sentence), ALONE, &means) &&
		    means == STOPWORD_STOP)
			return true;
	return false;
}

/* Where a word begins; scripts without blanks have no such place. */
static bool
is_within(struct str s, const char *text)
{
	struct str needle = str_of(text);

	for (size_t from = 0; from < s.n;) {
		size_t at = str_find(str_sub(s, from, s.n), needle);

		if (at == STR_NPOS)
			return false;
		at += from;
		if (at == 0 || !str_is_alnum(s.p[at - 1]))
			return true;
		from = at + 1;
	}
	return false;
}

static enum stopword
read_phrases(struct str s)
{
	enum stopword found = STOPWORD_NONE;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (words[i].where != WITHIN || !is_within(s, words[i].text))
			continue;
		if (words[i].means == STOPWORD_NONE)
			return STOPWORD_NONE;
		if (found != STOPWORD_WRONG)
			found = words[i].means;
	}
	return found;
}

static bool
has_stop_sign(struct str text)
{
	for (size_t i = 0; i < sizeof(stop_signs) / sizeof(*stop_signs); i++)
		if (str_find(text, stop_signs[i]) != STR_NPOS)
			return true;
	return false;
}

/* Lines are sentences, too; folding would join them. */
static struct str
fold(struct arena *a, struct str text)
{
	struct str out = {NULL, 0}, line;

	text = str_head(text, TEXT_MAX);
	while (str_line(&text, &line))
		out = arena_fmt(a, "%.*s%.*s\n", STR_ARG(out),
		    STR_ARG(phrase_fold(a, line, TEXT_MAX)));
	return out;
}

enum stopword
stopword_read(struct arena *a, struct str text)
{
	struct str s = clean(a, fold(a, text)), all = flat(a, s);
	enum stopword means;

	if (str_eqc(str_trim(text), "?"))
		return STOPWORD_HELP;
	if (s.n == 0)
		return has_stop_sign(text) ? STOPWORD_STOP : STOPWORD_NONE;
	means = read_whole(a, all);
	if (means == STOPWORD_NONE)
		means = read_phrases(all);
	if (means == STOPWORD_NONE && has_stop_sentence(a, s))
		means = STOPWORD_STOP;
	return means;
}

bool
stopword_says_more(struct arena *a, struct str text)
{
	struct str s = clean(a, fold(a, text)), sentence;
	enum stopword means = STOPWORD_NONE;

	if (read_whole(a, flat(a, s)) != STOPWORD_NONE)
		return false;
	while (str_cut(&s, '\n', &sentence)) {
		sentence = str_trim(sentence);
		if (sentence.n > 0 && !is_courtesy(sentence) &&
		    !is_nothing_but(a, sentence, ALONE, &means) &&
		    read_phrases(sentence) == STOPWORD_NONE)
			return true;
	}
	return false;
}
