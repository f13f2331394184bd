#include "decide/autowords.h"

static const struct phrase subjects[] = {
#include "decide/autoword_subjects.def"
};

static const struct phrase words[] = {
#include "decide/autowords.def"
};

_Static_assert(sizeof(words) / sizeof(*words) <= PHRASE_MAX,
    "phrase_scan() looks at PHRASE_MAX phrases");
_Static_assert(AUTOWORDS_COUNT <= PHRASE_TAGS, "a tag too many");

void
autowords_scan(struct str folded, struct phrase_hits *hits)
{
	phrase_scan(PHRASES(words), folded, hits);
}

int
autowords_subject(struct str subject, size_t *len)
{
	return phrase_start(PHRASES(subjects), subject, len);
}
