#include "decide/reason_words.h"

#include "decide/reason.h"

static const struct phrase words[] = {
#include "decide/reason_words.def"
};

_Static_assert(sizeof(words) / sizeof(*words) <= PHRASE_MAX,
    "phrase_scan() looks at PHRASE_MAX phrases");

void
reason_words_scan(struct str folded, struct phrase_hits *hits)
{
	phrase_scan(PHRASES(words), folded, hits);
}
