#include "decide/tongue.h"

#include "decide/sentence.h"

#define TELLING        400 /* bytes that tell the language */
#define LONGEST_COMMON 12
#define LANGUAGES      32
#define HOME           0.6 /* what the customer's own language is ahead */

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

const struct rulebook *
tongue_of(const struct rules *rules, struct arena *a, struct str reply,
    struct str locale, struct str *language)
{
	struct str text = sentence_fold(a, str_sub(reply, 0, TELLING));
	const struct rulebook *home;
	double score[LANGUAGES] = {0}, most = 0;
	size_t best = 0;

	if (!rules || !rules->count)
		return NULL;
	home = rulebook_of(rules, locale);
	count_words(rules, text, score);
	for (size_t i = 0; i < rules->count && i < LANGUAGES; i++) {
		double n = score[i] + (rules->books[i] == home ? HOME : 0);

		if (n > most) {
			most = n;
			best = i;
		}
	}
	home = rules_ready(rules, best);
	if (score[best] > 0)
		*language = home->lang;
	return home;
}
