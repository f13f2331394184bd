#include "decide/autowords.h"

#include <pthread.h>

static const struct phrase subjects[] = {
#include "decide/autoword_subjects.def"
};

static const struct phrase words[] = {
#include "decide/autowords.def"
#include "decide/autowords_more.def"
};

_Static_assert(sizeof(words) / sizeof(*words) <= PHRASE_INDEX_MAX,
    "an index holds PHRASE_INDEX_MAX phrases");
_Static_assert(AUTOWORDS_COUNT <= PHRASE_TAGS, "a tag too many");

/* The same for every text: made when the first is looked at. */
static struct phrase_index by_start;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void
make_index(void)
{
	phrase_index_make(PHRASES(words), &by_start);
}

void
autowords_scan(struct str folded, struct phrase_hits *hits)
{
	pthread_once(&made, make_index);
	phrase_index_scan(&by_start, folded, hits);
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

int
autowords_behind(struct str subject, struct str *what)
{
	size_t open = str_rchr(subject, '('), len;

	if (open == STR_NPOS || open == 0 || subject.p[subject.n - 1] != ')')
		return -1;
	*what = str_sub(subject, open + 1, subject.n - 1);
	return phrase_start(PHRASES(subjects), *what, &len);
}

/* Whom to turn to while somebody is away, not just whom to write to. */
static const struct phrase instead[] = {
    {"urgen", 0},
    {"emergenc", 0},
    {"meanwhile", 0},
    {"meantime", 0},
    {"can't wait", 0},
    {"cannot wait", 0},
    {"in my place", 0},
    {"taking over", 0},
    {"takes over", 0},
    {"looks after", 0},
    {"is minding", 0},
    {"dringend", 0},
    {"notfall", 0},
    {"eilt", 0},
    {"brennt", 0},
    {"bis dahin", 0},
    {"zwischenzeit", 0},
    {"kummert sich", 0},
    {"vertritt mich", 0},
    {"meine vertretung", 0},
    {"d'ici la", 0},
    {"entre-temps", 0},
    {"prend la releve", 0},
    {"prend le relais", 0},
    {"me remplace", 0},
    {"mientras tanto", 0},
    {"me sustituye", 0},
    {"pregunten por", 0},
    {"entretanto", 0},
    {"ate la", 0},
    {"trata dos meus", 0},
    {"substitui-me", 0},
    {"nel frattempo", 0},
    {"mi sostitui", 0},
    {"al posto mio", 0},
    {"al mio posto", 0},
    {"tussentijd", 0},
    {"intussen", 0},
    {"spoed", 0},
    {"vervangt mij", 0},
    {"weet van alles", 0},
    {"bradskande", 0},
    {"under tiden", 0},
    {"haster", 0},
    {"i mellomtiden", 0},
    {"i mellemtiden", 0},
    {"kiireel", 0},
    {"piln", 0},
    {"zastepuj", 0},
    {"naleh", 0},
    {"zastupuj", 0},
    {"acil", 0},
    {"срочн", 0},
    {"замеща", 0},
};

bool
autowords_instead(struct str folded)
{
	struct phrase_hits hits;

	phrase_scan(PHRASES(instead), folded, &hits);
	return hits.mask != 0;
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
