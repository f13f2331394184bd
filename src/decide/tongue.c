#include "decide/tongue.h"

#include <string.h>

#include "decide/second.h"
#include "decide/sentence.h"

#define TELLING        400 /* bytes that tell the language */
#define LONGEST_COMMON 12
#define LANGUAGES      32
#define HOME           0.6 /* what the customer's own language is ahead */
#define READER         0.3 /* a unit of the second reader's, in small words */
#define BEHIND         6.0 /* it puts nothing further back than that */

/* A small word speaks for its language, less where others know it too. */
static void
count_word(const struct rules *rules, struct str word, double *score)
{
	size_t knows[LANGUAGES], n = 0;

	for (size_t i = 0; i < rules->count && n < LANGUAGES; i++)
		if (rulebook_word(rules->books[i], WORDS_COMMON, word))
			knows[n++] = i;
	for (size_t i = 0; i < n; i++)
		score[knows[i]] += 1.0 / (double)n;
}

static void
count_words(const struct rules *rules, struct str text, double *score)
{
	for (size_t i = 0, from = 0; i <= text.n; i++) {
		size_t n = i - from;

		if (i < text.n && (str_is_alpha(text.p[i]) ||
				      (unsigned char)text.p[i] >= 0x80))
			continue;
		if (n > 0 && n < LONGEST_COMMON)
			count_word(rules, str_sub(text, from, n), score);
		from = i + 1;
	}
}

/* Numbers, and what is joined to them, are of no language. */
static struct str
without_numbers(struct arena *a, struct str text)
{
	char *out = arena_alloc(a, text.n + 1);
	size_t n = 0;
	struct str word;

	while (str_cut(&text, ' ', &word)) {
		size_t i = 0;

		while (i < word.n && !str_is_digit(word.p[i]))
			i++;
		if (i < word.n || word.n == 0)
			continue;
		memcpy(out + n, word.p, word.n);
		n += word.n;
		out[n++] = ' ';
	}
	return (struct str){out, n};
}

/* All words tell, where the second reader knows them: which languages they
 * speak less for. */
static void
count_behind(
    const struct rules *rules, struct arena *a, struct str text, double *score)
{
	double says[SECOND_LANGUAGES], most = 0;

	second_tongues_read(without_numbers(a, text), says);
	for (size_t k = 0; k < second_model_count; k++)
		most = k == 0 || says[k] > most ? says[k] : most;
	for (size_t i = 0; i < rules->count && i < LANGUAGES; i++) {
		const struct second_model *m =
		    second_model_of(rules->books[i]->lang);
		double behind =
		    m ? READER * (most - says[m - second_models]) : 0;

		score[i] -= behind < BEHIND ? behind : BEHIND;
	}
}

const struct rulebook *
tongue_of(const struct rules *rules, struct arena *a, struct str reply,
    struct str locale, struct str *language)
{
	struct str text = sentence_fold(a, str_sub(reply, 0, TELLING));
	const struct rulebook *home;
	double score[LANGUAGES] = {0}, small[LANGUAGES], most = 0;
	size_t best = 0;

	if (!rules || !rules->count)
		return NULL;
	home = rulebook_of(rules, locale);
	count_words(rules, text, score);
	memcpy(small, score, sizeof(small));
	count_behind(rules, a, text, score);
	for (size_t i = 0; i < rules->count && i < LANGUAGES; i++) {
		double n = score[i] + (rules->books[i] == home ? HOME : 0);

		if (i == 0 || n > most) {
			most = n;
			best = i;
		}
	}
	home = rules_ready(rules, best);
	if (small[best] > 0)
		*language = home->lang;
	return home;
}
