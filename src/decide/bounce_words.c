#include "decide/bounce_words.h"

static const struct phrase subjects[] = {
#include "decide/bounce_subjects.def"
};

static const struct phrase bodies[] = {
#include "decide/bounce_bodies.def"
};

_Static_assert(sizeof(bodies) / sizeof(*bodies) <= PHRASE_MAX,
    "phrase_scan() looks at PHRASE_MAX phrases");

int
bounce_words_subject(struct str subject)
{
	size_t len;

	return phrase_start(PHRASES(subjects), subject, &len);
}

void
bounce_words_scan(struct str folded, struct phrase_hits *hits)
{
	phrase_scan(PHRASES(bodies), folded, hits);
}
