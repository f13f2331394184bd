#include "decide/receipt.h"

#include "decide/rcpt_address.h"
#include "decide/rcpt_forward.h"

/* Subjects of read receipts, folded. */
static const struct phrase subjects[] = {
    {"read:", 0},
    {"not read:", 0},
    {"return receipt", 0},
    {"read receipt", 0},
    {"message status - opened", 0},
    {"message status - read", 0},
    {"message status - deleted", 0},
    {"opened:", 0},
    {"deleted:", 0},
    {"geoffnet:", 0},
    {"geloscht:", 0},
    {"eliminado:", 0},
    {"supprime", 0},
    {"eliminato:", 0},
    {"verwijderd:", 0},
    {"ei luettu:", 0},
    {"ikke lest:", 0},
    {"ikke laest:", 0},
    {"ej last:", 0},
    {"nieprzeczytane:", 0},
    {"neprecteno:", 0},
    {"citit:", 0},
    {"olvasva:", 0},
    {"διαβαστηκε:", 0},
    {"prebrano:", 0},
    {"읽음:", 0},
    {"gelesen:", 0},
    {"ungelesen geloscht:", 0},
    {"nicht gelesen:", 0},
    {"lesebestatigung", 0},
    {"empfangsbestatigung (angezeigt)", 0},
    {"lu:", 0},
    {"lu :", 0},
    {"non lu", 0},
    {"accuse de reception", 0},
    {"confirmation de lecture", 0},
    {"leido:", 0},
    {"no leido:", 0},
    {"confirmacion de lectura", 0},
    {"acuse de recibo", 0},
    {"lida:", 0},
    {"lido:", 0},
    {"nao lida:", 0},
    {"confirmacao de leitura", 0},
    {"letto:", 0},
    {"non letto:", 0},
    {"conferma di lettura", 0},
    {"ricevuta di ritorno", 0},
    {"gelezen:", 0},
    {"niet gelezen:", 0},
    {"leesbevestiging", 0},
    {"last:", 0},
    {"laest:", 0},
    {"lest:", 0},
    {"luettu:", 0},
    {"przeczytano:", 0},
    {"precteno:", 0},
    {"okundu:", 0},
    {"прочтено:", 0},
    {"прочитано:", 0},
    {"開封済み", 0},
    {"开封", 0},
    {"已读", 0},
};

/* What the body of such a receipt says. */
static const struct phrase bodies[] = {
    {"was read on", 0},
    {"was read at", 0},
    {"was deleted without being read", 0},
    {"was displayed on", 0},
    {"was opened by", 0},
    {"was deleted by", 0},
    {"was read by", 0},
    {"was deleted without", 0},
    {"ne fut pas lu", 0},
    {"supprime sans", 0},
    {"sin haber sido leido", 0},
    {"sin leer", 0},
    {"sem ser lida", 0},
    {"senza essere", 0},
    {"zonder te zijn gelezen", 0},
    {"zonder gelezen te zijn", 0},
    {"ist geoffnet worden", 0},
    {"wurde geoffnet", 0},
    {"uden at vaere laest", 0},
    {"utan att lasas", 0},
    {"uten a bli lest", 0},
    {"on luettu", 0},
    {"zostal przeczytany", 0},
    {"nie zostala przeczytana", 0},
    {"prectena dne", 0},
    {"a fost citit", 0},
    {"elolvastak", 0},
    {"διαβαστηκε", 0},
    {"прочитано", 0},
    {"удалено", 0},
    {"읽었습니다", 0},
    {"has been displayed", 0},
    {"this is a return receipt", 0},
    {"return receipt for the", 0},
    {"gelesen am", 0},
    {"wurde am * gelesen", 0},
    {"wurde gelesen", 0},
    {"angezeigt", 0},
    {"ungelesen geloscht", 0},
    {"a ete lu", 0},
    {"a ete affiche", 0},
    {"fue leido", 0},
    {"se ha leido", 0},
    {"ha sido mostrado", 0},
    {"foi lida", 0},
    {"foi lido", 0},
    {"foi exibida", 0},
    {"e stato letto", 0},
    {"e stato visualizzato", 0},
    {"is gelezen", 0},
    {"werd gelezen", 0},
    {"lastes", 0},
    {"blev laest", 0},
    {"ble lest", 0},
    {"luettiin", 0},
    {"zostala przeczytana", 0},
    {"byla prectena", 0},
    {"okundu", 0},
    {"было прочитано", 0},
    {"прочтено", 0},
    {"開封されました", 0},
    {"已被阅读", 0},
};

/* A server or a filter that refused the mail says so. */
static const struct phrase refusals[] = {
    {"automatically rejected", 0},
    {"was rejected", 0},
    {"has been rejected", 0},
    {"automatisch abgelehnt", 0},
    {"automatisch zuruckgewiesen", 0},
    {"automatiquement rejete", 0},
    {"rechazado automaticamente", 0},
};

static void
say(struct guard *out, enum mail_kind kind, const char *rule,
    struct str evidence)
{
	out->kind = kind;
	out->rule = rule;
	out->evidence = evidence;
}

bool
receipt_complaint(struct marks *k, struct guard *out)
{
	const struct message *m = k->m;

	/* One large provider reports so, without the format. */
	if (!k->re && !k->forward &&
	    str_starts(k->subject, STR("complaint about message from"))) {
		say(out, KIND_COMPLAINT, "complaint-subject", k->subject);
		out->recipient = rcpt_first(k->header[MARKS_ACCUSED]);
		if (str_is_empty(out->recipient))
			out->recipient = m->returned_to;
		return true;
	}
	if (str_is_empty(m->feedback_type) &&
	    !str_fold_eqc(m->report_type, "feedback-report"))
		return false;
	/* DMARC failure reports share the format and accuse nobody. */
	if (str_fold_eqc(m->feedback_type, "auth-failure")) {
		say(out, KIND_OTHER, "auth-failure-report", m->feedback_type);
		return true;
	}
	say(out, KIND_COMPLAINT, "feedback-report",
	    str_is_empty(m->feedback_type) ? m->report_type : m->feedback_type);
	out->recipient = m->returned_to;
	return true;
}

bool
receipt_disposition(struct marks *k, struct guard *out)
{
	struct phrase_hits hits;

	if (!str_fold_eqc(k->m->report_type, "disposition-notification"))
		return false;
	/* A refusal may come in the shape of a receipt (RFC 5429). */
	phrase_scan(PHRASES(refusals), marks_text(k), &hits);
	if (hits.mask != 0)
		return false;
	say(out, KIND_RECEIPT, "disposition-notification", k->m->report_type);
	if (k->m->dsn_count > 0)
		out->recipient = rcpt_reported(k->m, &k->m->dsn[0]);
	return true;
}

bool
receipt_calendar(struct marks *k, struct guard *out)
{
	const struct message *m = k->m;
	bool content = str_fold_starts(m->content_type, STR("text/calendar"));

	if (str_is_empty(m->calendar_method) && !content)
		return false;
	/* A person's answer that carries somebody's published calendar. */
	if (!content && k->related && k->quotes &&
	    str_fold_eqc(m->calendar_method, "PUBLISH"))
		return false;
	say(out, KIND_CALENDAR, "calendar-method",
	    str_is_empty(m->calendar_method) ? m->content_type
					     : m->calendar_method);
	return true;
}

bool
receipt_words(struct marks *k, struct guard *out)
{
	struct phrase_hits hits;
	size_t len;

	if (k->re || k->forward ||
	    phrase_start(PHRASES(subjects), k->subject, &len) < 0)
		return false;
	phrase_scan(PHRASES(bodies), marks_text(k), &hits);
	if (hits.mask == 0)
		return false;
	say(out, KIND_RECEIPT, "read-receipt", hits.first[0]);
	return true;
}
