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

/* As sure wherever a mail system's own subject has them. */
static const struct phrase inside[] = {
    {"delivery failure", BOUNCE_SUBJECT_FAILED},
    {"delivery failed", BOUNCE_SUBJECT_FAILED},
    {"delivery error", BOUNCE_SUBJECT_FAILED},
    {"delivery problem", BOUNCE_SUBJECT_FAILED},
    {"delivery status", BOUNCE_SUBJECT_STATUS},
    {"delivery report", BOUNCE_SUBJECT_STATUS},
    {"delivery notification", BOUNCE_SUBJECT_STATUS},
    {"delivery delay", BOUNCE_SUBJECT_DELAYED},
    {"not delivered", BOUNCE_SUBJECT_FAILED},
    {"non-delivery", BOUNCE_SUBJECT_FAILED},
    {"nondelivery", BOUNCE_SUBJECT_FAILED},
    {"undeliver", BOUNCE_SUBJECT_FAILED},
    {"returned mail", BOUNCE_SUBJECT_FAILED},
    {"returned to sender", BOUNCE_SUBJECT_FAILED},
    {"mail failure", BOUNCE_SUBJECT_FAILED},
    {"bounced", BOUNCE_SUBJECT_FAILED},
    {"bounce notification", BOUNCE_SUBJECT_FAILED},
    {"unzustellbar", BOUNCE_SUBJECT_FAILED},
    {"nicht zugestellt", BOUNCE_SUBJECT_FAILED},
    {"nicht zustellbar", BOUNCE_SUBJECT_FAILED},
    {"non remis", BOUNCE_SUBJECT_FAILED},
    {"non-distribution", BOUNCE_SUBJECT_FAILED},
    {"non distribu", BOUNCE_SUBJECT_FAILED},
    {"no entregad", BOUNCE_SUBJECT_FAILED},
    {"no se pudo entregar", BOUNCE_SUBJECT_FAILED},
    {"nao entregue", BOUNCE_SUBJECT_FAILED},
    {"mancata consegna", BOUNCE_SUBJECT_FAILED},
    {"non recapitabile", BOUNCE_SUBJECT_FAILED},
    {"onbestelbaar", BOUNCE_SUBJECT_FAILED},
    {"niet bezorgd", BOUNCE_SUBJECT_FAILED},
    {"kunde inte levereras", BOUNCE_SUBJECT_FAILED},
    {"kunne ikke leveres", BOUNCE_SUBJECT_FAILED},
    {"niedostarczon", BOUNCE_SUBJECT_FAILED},
    {"nedorucen", BOUNCE_SUBJECT_FAILED},
    {"kezbesithetetlen", BOUNCE_SUBJECT_FAILED},
    {"nelivrat", BOUNCE_SUBJECT_FAILED},
    {"teslim edilemedi", BOUNCE_SUBJECT_FAILED},
    {"недоставлен", BOUNCE_SUBJECT_FAILED},
    {"не доставлен", BOUNCE_SUBJECT_FAILED},
    {"配信不能", BOUNCE_SUBJECT_FAILED},
    {"退信", BOUNCE_SUBJECT_FAILED},
    {"반송", BOUNCE_SUBJECT_FAILED},
};

/* The first of them, or -1. */
static int
inside_tag(struct str subject)
{
	struct phrase_hits hits;

	phrase_scan(PHRASES(inside), subject, &hits);
	for (int tag = 0; tag < PHRASE_TAGS; tag++)
		if (phrase_has(&hits, (unsigned)tag))
			return tag;
	return -1;
}

int
bounce_words_subject(struct str subject, bool daemon)
{
	struct phrase_hits hits;
	size_t len;
	int tag = phrase_start(PHRASES(subjects), subject, &len);

	if (tag < 0 && daemon)
		tag = inside_tag(subject);
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
