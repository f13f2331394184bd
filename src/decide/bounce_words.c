#include "decide/bounce_words.h"

static const struct phrase subjects[] = {
#include "decide/bounce_subjects.def"
};

static const struct phrase bodies[] = {
#include "decide/bounce_bodies.def"
};

_Static_assert(sizeof(bodies) / sizeof(*bodies) <= PHRASE_MAX,
    "phrase_scan() looks at PHRASE_MAX phrases");

/* What a report's subject says anywhere, whatever it begins with. */
static const struct phrase details[] = {
    {"(delay", BOUNCE_SUBJECT_DELAYED},
    {"delayed", BOUNCE_SUBJECT_DELAYED},
    {"(warning", BOUNCE_SUBJECT_DELAYED},
    {"(verzog", BOUNCE_SUBJECT_DELAYED},
    {"(retard", BOUNCE_SUBJECT_DELAYED},
    {"(retras", BOUNCE_SUBJECT_DELAYED},
    {"(atras", BOUNCE_SUBJECT_DELAYED},
    {"(ritard", BOUNCE_SUBJECT_DELAYED},
    {"(vertrag", BOUNCE_SUBJECT_DELAYED},
    {"(success", BOUNCE_SUBJECT_DELIVERED},
    {"(relay", BOUNCE_SUBJECT_DELIVERED},
    {"(fail", BOUNCE_SUBJECT_FAILED},
    {"(fehl", BOUNCE_SUBJECT_FAILED},
    {"(echec", BOUNCE_SUBJECT_FAILED},
    {"(error", BOUNCE_SUBJECT_FAILED},
    {"(falha", BOUNCE_SUBJECT_FAILED},
    {"(errore", BOUNCE_SUBJECT_FAILED},
    {"has failed", BOUNCE_SUBJECT_FAILED},
    {"failed", BOUNCE_SUBJECT_FAILED},
    {"failure", BOUNCE_SUBJECT_FAILED},
    {": error", BOUNCE_SUBJECT_FAILED},
    {"returned mail", BOUNCE_SUBJECT_FAILED},
};

int
bounce_words_subject(struct str subject)
{
	struct phrase_hits hits;
	size_t len;
	int tag = phrase_start(PHRASES(subjects), subject, &len);

	if (tag < 0)
		return tag;
	phrase_scan(PHRASES(details), subject, &hits);
	if (phrase_has(&hits, BOUNCE_SUBJECT_DELAYED))
		return BOUNCE_SUBJECT_DELAYED;
	if (phrase_has(&hits, BOUNCE_SUBJECT_DELIVERED))
		return BOUNCE_SUBJECT_DELIVERED;
	if (tag == BOUNCE_SUBJECT_STATUS &&
	    phrase_has(&hits, BOUNCE_SUBJECT_FAILED))
		return BOUNCE_SUBJECT_FAILED;
	return tag;
}

void
bounce_words_scan(struct str folded, struct phrase_hits *hits)
{
	phrase_scan(PHRASES(bodies), folded, hits);
}
