#include "mail/quoteword.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const verbs[] = {"wrote", "writes", "écrit", "schrieb",
    "geschrieben", "schreibt", "escribió", "escrito", "escribio", "escreveu",
    "escrita", "scritto", "scrive", "schreef", "geschreven", "skrev",
    "kirjoitti", "napisał", "napisał(a)", "napisała", "pisze", "napsal",
    "napsal(a)", "napísal", "írta", "ezt írta", "scris", "написал",
    "написал(а)", "пишет", "писал", "писали", "написав", "έγραψε", "yazdı",
    "写道", "寫道", "書きました", "작성", "đã viết", "menulis", "كتب", "כתב",
    "va escriure", "skrifaði", "rašė", "rakstīja", "kirjutas", "је написао",
    "napisao je", "je napisal", "napisala", "пише", "написа", "напиша",
    "geskryf", "escribiu", "idatzi du", "ysgrifennodd", "sumulat", "aliandika",
    "เขียนว่า", "लिखा", "نوشت", "ما يلي بواسطة"};

static const char *const openings[] = {"on ", "am ", "le ", "el ", "il ", "em ",
    "op ", "den ", "en ", "no dia ", "a ", "al ", "w dniu ", "dnia ", "dne ",
    "dňa ", "la data ", "pe ", "la ", "în ", "på ", "ke ", "в ", "στις ", "at ",
    "date: ", "le: ", "il giorno ", "el día ", "em dom", "em seg", "mon", "tue",
    "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam",
    "dim", "mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.", "dom", "seg", "ter",
    "qua", "qui", "sex", "sáb", "mié", "jue", "vie", "gio", "sab", "maa", "ma ",
    "di ", "wo ", "do ", "vr ", "za ", "zo ", "vrijdag", "пн", "вт", "ср", "чт",
    "пт", "сб", "вс", "quoting ", "zitat von ", "citando ", "citat ", "--- on ",
    "---- on ", "-- on ", "בתאריך ", "ב-", "في ", "بتاريخ ", "در تاریخ ",
    "vào ", "pada ", "ในวันที่ ", "เมื่อ", "на ", "v ", "þann "};

static const char *const hints[] = {"below in red", "below in blue",
    "below in green", "in red below", "in blue below", "in red", "in blue",
    "in green", "inline", "in-line", "in line below", "see below",
    "answers below", "comments below", "replies below", "responses below",
    "answered below", "my comments", "our comments", "below your",
    "next to each", "against each", "siehe unten", "in rot", "in blau",
    "antworten unten", "weiter unten", "im text", "ci-dessous", "en rouge",
    "en bleu", "dans le texte", "a continuación", "más abajo", "en rojo",
    "en azul", "abajo", "abaixo", "a vermelho", "em vermelho", "a azul",
    "em azul", "di seguito", "in rosso", "in blu", "qui sotto", "zie onder",
    "hieronder", "in het rood", "in het blauw", "in de tekst", "in grün",
    "in blauer", "in roter", "en vert", "en verde", "in verde", "em verde",
    "in het groen", "in your mail", "in your email", "in the body", "in bold",
    "in capitals", "in caps", "zwischen den zeilen", "direkt unter",
    "fett markiert", "dans votre mail", "en gras", "en negrita", "en su correo",
    "em negrito", "no corpo", "in grassetto", "nel testo", "vetgedrukt",
    "in uw mail", "se nedan", "svar nedan", "i rött", "i blått", "se nedenfor",
    "se herunder", "svar nedenfor", "med rødt", "med blåt", "med blått",
    "i rødt", "alla punaisella", "punaisella", "vastaukset alla", "sinisellä",
    "poniżej", "na czerwono", "na niebiesko", "w treści", "níže", "červeně",
    "modře", "ниже", "красным", "синим", "aşağıda", "kırmızı", "赤字", "青字",
    "下記", "红色", "蓝色", "紅色"};

/* One letter of UTF-8 from Latin, Greek and Cyrillic capitals to small. */
static size_t
fold_wide(const unsigned char *p, size_t n, char out[2])
{
	unsigned u;

	if (n < 2 || p[0] < 0xc3 || p[0] > 0xd0 || (p[1] & 0xc0) != 0x80)
		return 0;
	u = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	if ((u >= 0xc0 && u <= 0xde && u != 0xd7) ||
	    (u >= 0x391 && u <= 0x3a9) || (u >= 0x410 && u <= 0x42f))
		u += 32;
	else if (((u >= 0x100 && u <= 0x137) || (u >= 0x14a && u <= 0x177)) &&
		 u % 2 == 0)
		u++;
	else if (u >= 0x139 && u <= 0x148 && u % 2 == 1)
		u++;
	else if (u >= 0x400 && u <= 0x40f)
		u += 80;
	out[0] = (char)(0xc0 | u >> 6);
	out[1] = (char)(0x80 | (u & 0x3f));
	return 2;
}

/* Marks that are not seen: blanks without width, and those by which the
 * clients of scripts from right to left turn a name or an address around. */
static bool
is_unseen(const unsigned char *p)
{
	if (p[0] != 0xe2)
		return false;
	if (p[1] == 0x80)
		return p[2] == 0x8b || p[2] == 0x8e || p[2] == 0x8f ||
		       (p[2] >= 0xaa && p[2] <= 0xae);
	return p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xa9 && p[2] != 0xa5;
}

/* Digits of Arabic, Persian, Devanagari and of full width: dates and times
 * are written in them. */
static size_t
fold_digit(const unsigned char *p, size_t n, char *as)
{
	static const struct {
		unsigned char lead[2], zero;
		size_t len;
	} digits[] = {{{0xd9}, 0xa0, 2}, {{0xdb}, 0xb0, 2},
	    {{0xe0, 0xa5}, 0xa6, 3}, {{0xef, 0xbc}, 0x90, 3}};

	for (size_t i = 0; i < COUNT(digits); i++) {
		size_t len = digits[i].len;

		if (n < len || memcmp(p, digits[i].lead, len - 1) != 0 ||
		    p[len - 1] < digits[i].zero ||
		    p[len - 1] > digits[i].zero + 9)
			continue;
		*as = (char)('0' + p[len - 1] - digits[i].zero);
		return len;
	}
	return 0;
}

/* Blanks wider than one byte, marks without width, quotes of print. */
static size_t
fold_sign(const char *p, size_t n, char *as)
{
	static const struct {
		const char *bytes;
		char as;
	} signs[] = {{"\xc2\xa0", ' '}, {"\xe2\x80\xaf", ' '},
	    {"\xe2\x80\x89", ' '}, {"\xe3\x80\x80", ' '},
	    {"\xef\xbb\xbf", '\0'}, {"\xe2\x80\x99", '\''},
	    {"\xe2\x80\x98", '\''}, {"\xe2\x80\x93", '-'},
	    {"\xe2\x80\x94", '-'}, {"\xe2\x80\x95", '-'}, {"\xe2\x94\x80", '-'},
	    {"\xe2\x94\x81", '-'}, {"\xe2\x95\x90", '='}, {"\xef\xbc\x9d", '='},
	    {"\xef\xbc\xbf", '_'}, {"\xef\xbc\x9a", ':'}};

	if (n >= 3 && is_unseen((const unsigned char *)p)) {
		*as = '\0';
		return 3;
	}
	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t len = strlen(signs[i].bytes);

		if (n >= len && memcmp(p, signs[i].bytes, len) == 0) {
			*as = signs[i].as;
			return len;
		}
	}
	return fold_digit((const unsigned char *)p, n, as);
}

struct str
quoteword_key(struct arena *a, struct str line, size_t max)
{
	struct str s = str_trim(line);
	char *out, *to;

	s = str_sub(s, 0, max);
	out = to = arena_alloc(a, s.n + 2);
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];
		size_t len = 1;

		if ((unsigned char)c >= 0x80) {
			len = fold_sign(s.p + i, s.n - i, &c);
			if (len == 0) {
				len = fold_wide((const unsigned char *)s.p + i,
				    s.n - i, to);
				if (len == 0)
					*to++ = s.p[i++];
				to += len;
				i += len;
				continue;
			}
		}
		i += len;
		if (c == '\0' || c == '*' || c == '\x01')
			continue;
		if (str_is_space(c)) {
			if (to == out || to[-1] == ' ')
				continue;
			c = ' ';
		}
		*to++ = str_lower(c);
	}
	return str_rtrim((struct str){out, (size_t)(to - out)});
}

/* Most words differ in their first letters: no length is counted for that. */
static bool
starts(struct str key, const char *word)
{
	size_t i = 0;

	while (i < key.n && word[i] && key.p[i] == word[i])
		i++;
	return word[i] == '\0';
}

bool
quoteword_starts_any(struct str key, const char *const *list, size_t n)
{
	if (key.n == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (starts(key, list[i]))
			return true;
	return false;
}

/* Which two bytes stand side by side: most words that are looked for are not
 * there, and this tells it at once. */
struct pairs {
	uint64_t bits[64];
};

static unsigned
pair_of(const char *p)
{
	return ((unsigned char)p[0] * 41u + (unsigned char)p[1] * 19u) & 4095;
}

static void
pairs_read(struct pairs *p, struct str key)
{
	memset(p, 0, sizeof(*p));
	for (size_t i = 0; i + 1 < key.n; i++) {
		unsigned at = pair_of(key.p + i);

		p->bits[at >> 6] |= UINT64_C(1) << (at & 63);
	}
}

static bool
pairs_have(const struct pairs *p, const char *two)
{
	unsigned at = pair_of(two);

	return p->bits[at >> 6] >> (at & 63) & 1;
}

/* Counts the length of a word only when its first letters are there. */
static bool
may_find(const struct pairs *p, const char *word, struct str *s)
{
	if (word[0] && word[1] &&
	    (!pairs_have(p, word) || (word[2] && !pairs_have(p, word + 1))))
		return false;
	*s = str_of(word);
	return s->n < 2 || pairs_have(p, word + s->n - 2);
}

size_t
quoteword_count(
    struct str key, const char *const *list, size_t n, size_t enough)
{
	struct pairs pairs;
	size_t found = 0;

	if (key.n < 2)
		return 0;
	pairs_read(&pairs, key);
	for (size_t i = 0; i < n && found < enough; i++) {
		struct str word;

		found += may_find(&pairs, list[i], &word) &&
			 str_find(key, word) != STR_NPOS;
	}
	return found;
}

unsigned
quoteword_sets(struct str key, const struct quoteword_set *sets, size_t n)
{
	struct pairs pairs;
	unsigned found = 0;
	struct str word;

	if (key.n < 2)
		return 0;
	pairs_read(&pairs, key);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sets[i].n; k++)
			if (may_find(&pairs, sets[i].words[k], &word) &&
			    str_find(key, word) != STR_NPOS) {
				found |= 1u << i;
				break;
			}
	return found;
}

bool
quoteword_finds_any(struct str key, const char *const *list, size_t n)
{
	return quoteword_count(key, list, n, 1) > 0;
}

/* Letters of any script; no digit. */
bool
quoteword_is_letter(struct str s, size_t i)
{
	return i < s.n &&
	       (str_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80);
}

bool
quoteword_has_letter(struct str key)
{
	for (size_t i = 0; i < key.n; i++)
		if (quoteword_is_letter(key, i))
			return true;
	return false;
}

/* Offset behind a colon at i, 0 if none is there or nothing follows it. */
static size_t
behind_colon(struct str key, size_t i)
{
	while (i < key.n && key.p[i] == ' ')
		i++;
	return i + 1 < key.n && key.p[i] == ':' ? i + 1 : 0;
}

bool
quoteword_verb(struct str key, bool *end, size_t *behind)
{
	bool found = false;
	struct str tail = key;
	struct pairs pairs;

	while (tail.n && strchr(":>- )(.", tail.p[tail.n - 1]))
		tail.n--;
	*end = false;
	*behind = 0;
	pairs_read(&pairs, key);
	for (size_t i = 0; i < COUNT(verbs); i++) {
		struct str v, rest = key;
		size_t at, from = 0;

		if (!may_find(&pairs, verbs[i], &v))
			continue;
		while ((at = str_find(rest, v)) != STR_NPOS) {
			bool ascii = str_is_alpha(v.p[0]) ||
				     (unsigned char)v.p[0] < 0xe0;

			at += from;
			if (!ascii ||
			    ((at == 0 || !quoteword_is_letter(key, at - 1)) &&
				!quoteword_is_letter(key, at + v.n))) {
				found = true;
				*end |= at + v.n >= tail.n;
				if (*behind == 0)
					*behind = behind_colon(key, at + v.n);
			}
			from = at + v.n;
			rest = str_sub(key, from, key.n);
		}
	}
	return found;
}

bool
quoteword_opening(struct str key)
{
	if (key.n && str_is_digit(key.p[0]))
		return true;
	return quoteword_starts_any(key, openings, COUNT(openings));
}

bool
quoteword_inline_hint(struct str key)
{
	return quoteword_finds_any(key, hints, COUNT(hints));
}
