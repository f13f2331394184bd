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

/* In brackets before our subject: "[Request received] ...". */
static const struct phrase brackets[] = {
    {"[auto", AUTOWORDS_SUBJECT_SURE},
    {"[out of office", AUTOWORDS_SUBJECT_ABSENCE},
    {"[abwesen", AUTOWORDS_SUBJECT_ABSENCE},
    {"[request received", AUTOWORDS_SUBJECT_ACK},
    {"[ticket received", AUTOWORDS_SUBJECT_ACK},
    {"[ticket created", AUTOWORDS_SUBJECT_ACK},
    {"[received", AUTOWORDS_SUBJECT_TICKET},
    {"[anfrage erhalten", AUTOWORDS_SUBJECT_ACK},
    {"[demande recue", AUTOWORDS_SUBJECT_ACK},
    {"[solicitud recibida", AUTOWORDS_SUBJECT_ACK},
    {"[solicitacao recebida", AUTOWORDS_SUBJECT_ACK},
    {"[richiesta ricevuta", AUTOWORDS_SUBJECT_ACK},
    {"[verzoek ontvangen", AUTOWORDS_SUBJECT_ACK},
};

int
autowords_bracket(struct str subject, size_t *len)
{
	return phrase_start(PHRASES(brackets), subject, len);
}

/* As sure wherever the subject has them. */
static const struct phrase inside[] = {
    {"auto response", 0},
    {"auto-response", 0},
    {"autoresponse", 0},
    {"auto reply", 0},
    {"auto-reply", 0},
    {"autoreply", 0},
    {"automatic reply", 0},
    {"automatic response", 0},
    {"automated reply", 0},
    {"automated response", 0},
    {"automatische antwort", 0},
    {"reponse automatique", 0},
    {"respuesta automatica", 0},
    {"resposta automatica", 0},
    {"risposta automatica", 0},
    {"automatisch antwoord", 0},
    {"(out of office", 0},
    {"(out of the office", 0},
    {"(away)", 0},
    {"(away until", 0},
    {"(on leave", 0},
    {"(on holiday", 0},
    {"(on vacation", 0},
    {"(ooo", 0},
    {"[out of office", 0},
    {"[ooo", 0},
    {"(abwesen", 0},
    {"(im urlaub", 0},
    {"(absent)", 0},
    {"(absente)", 0},
    {"(absent du", 0},
    {"(absent jusqu", 0},
    {"(absence", 0},
    {"(en conge", 0},
    {"(fuera de", 0},
    {"(de vacaciones", 0},
    {"(ausente)", 0},
    {"(ausencia", 0},
    {"(fora do", 0},
    {"(de ferias", 0},
    {"(fuori ufficio", 0},
    {"(in ferie", 0},
    {"(assente)", 0},
    {"(afwezig", 0},
    {"(franvarande", 0},
    {"(fravaer", 0},
    {"(nieobecn", 0},
    {"(nepritom", 0},
};

int
autowords_subject(struct str subject, size_t *len)
{
	struct phrase_hits hits;
	int tag = phrase_start(PHRASES(subjects), subject, len);

	if (tag == AUTOWORDS_SUBJECT_SURE || tag == AUTOWORDS_SUBJECT_ABSENCE)
		return tag;
	phrase_scan(PHRASES(inside), subject, &hits);
	if (hits.mask == 0)
		return tag;
	*len = (size_t)(hits.first[0].p - subject.p) + hits.first[0].n;
	return AUTOWORDS_SUBJECT_SURE;
}
