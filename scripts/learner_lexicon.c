#include "learner_lexicon.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "decide/second_words.h"
#include "decide/sentence.h"

static size_t
count_lines(struct str text)
{
	struct str line;
	size_t n = 0;

	while (str_line(&text, &line))
		n++;
	return n;
}

static void
add(struct second_lexeme *slots, unsigned bits, struct str word,
    struct str concept, struct str formed)
{
	uint32_t number = second_word_number(word);

	slots[second_lexicon_slot(slots, bits, number)] =
	    (struct second_lexeme){number, second_concept_number(concept),
		second_concept_number(formed)};
}

static void
add_line(struct arena *a, struct second_lexeme *slots, unsigned bits,
    struct str line)
{
	size_t tab = str_chr(line, '\t');
	struct str formed, word;

	if (tab == STR_NPOS)
		return; /* a comment */
	word = sentence_fold(a, str_sub(line, 0, tab));
	formed = str_trim(str_sub(line, tab + 1, line.n));
	add(slots, bits, word, str_sub(formed, 0, str_chr(formed, ' ')),
	    formed);
}

struct second_lexicon
learner_lexicon(struct arena *a, const char *path)
{
	static const char *const signs[] = {"0", "?", "!", "$", "%"};
	struct second_lexeme *slots;
	unsigned bits = 4;
	struct str text, line;
	struct buf file;
	struct err err;

	buf_init(&file, 4u << 20);
	if (file_read(path, &file, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	text = buf_str(&file);
	while ((size_t)1 << bits < 2 * count_lines(text))
		bits++;
	slots = arena_array(a, (size_t)1 << bits, sizeof(*slots));
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		add(slots, bits, str_of(signs[i]), str_of(signs[i]),
		    str_of(signs[i]));
	while (str_line(&text, &line))
		add_line(a, slots, bits, line);
	buf_fini(&file);
	return (struct second_lexicon){slots, bits};
}
