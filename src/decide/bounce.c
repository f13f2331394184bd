#include "decide/bounce.h"

#include "decide/rcpt.h"
#include "decide/reason.h"

enum subject_tag {
	SUBJECT_FAILED,
	SUBJECT_DELAYED,
	SUBJECT_DELIVERED,
};

/* Beginnings of a folded subject. */
static const struct phrase subjects[] = {
    {"undeliver", SUBJECT_FAILED},
    {"nondeliver", SUBJECT_FAILED},
    {"non-deliver", SUBJECT_FAILED},
    {"non deliver", SUBJECT_FAILED},
    {"not delivered", SUBJECT_FAILED},
    {"returned mail", SUBJECT_FAILED},
    {"returned to sender", SUBJECT_FAILED},
    {"return to sender", SUBJECT_FAILED},
    {"failure notice", SUBJECT_FAILED},
    {"failure delivery", SUBJECT_FAILED},
    {"failed mail", SUBJECT_FAILED},
    {"failed delivery", SUBJECT_FAILED},
    {"failed to deliver", SUBJECT_FAILED},
    {"delivery failure", SUBJECT_FAILED},
    {"delivery failed", SUBJECT_FAILED},
    {"delivery error", SUBJECT_FAILED},
    {"delivery has failed", SUBJECT_FAILED},
    {"delivery problem", SUBJECT_FAILED},
    {"delivery report", SUBJECT_FAILED},
    {"delivery status", SUBJECT_FAILED},
    {"delivery notification", SUBJECT_FAILED},
    {"delivery unsuccessful", SUBJECT_FAILED},
    {"permanent delivery failure", SUBJECT_FAILED},
    {"mail delivery fail", SUBJECT_FAILED},
    {"mail delivery problem", SUBJECT_FAILED},
    {"mail delivery error", SUBJECT_FAILED},
    {"mail delivery status", SUBJECT_FAILED},
    {"mail delivery system", SUBJECT_FAILED},
    {"mail delivery subsystem", SUBJECT_FAILED},
    {"mail failure", SUBJECT_FAILED},
    {"mail failed", SUBJECT_FAILED},
    {"mail error", SUBJECT_FAILED},
    {"mail system error", SUBJECT_FAILED},
    {"mail could not be", SUBJECT_FAILED},
    {"mail not delivered", SUBJECT_FAILED},
    {"mail undeliverable", SUBJECT_FAILED},
    {"mail returned", SUBJECT_FAILED},
    {"email delivery", SUBJECT_FAILED},
    {"e-mail delivery", SUBJECT_FAILED},
    {"error sending", SUBJECT_FAILED},
    {"error delivering", SUBJECT_FAILED},
    {"error in mail", SUBJECT_FAILED},
    {"message delivery", SUBJECT_FAILED},
    {"message undeliverable", SUBJECT_FAILED},
    {"message could not", SUBJECT_FAILED},
    {"message not delivered", SUBJECT_FAILED},
    {"message you sent", SUBJECT_FAILED},
    {"message status - undeliverable", SUBJECT_FAILED},
    {"message expired", SUBJECT_FAILED},
    {"your message could not", SUBJECT_FAILED},
    {"your mail could not", SUBJECT_FAILED},
    {"could not deliver", SUBJECT_FAILED},
    {"could not send", SUBJECT_FAILED},
    {"couldn't deliver", SUBJECT_FAILED},
    {"cannot deliver", SUBJECT_FAILED},
    {"can't deliver", SUBJECT_FAILED},
    {"unable to deliver", SUBJECT_FAILED},
    {"unknown user", SUBJECT_FAILED},
    {"user unknown", SUBJECT_FAILED},
    {"user not found", SUBJECT_FAILED},
    {"address not found", SUBJECT_FAILED},
    {"warning: message", SUBJECT_DELAYED},
    {"there was an error sending", SUBJECT_FAILED},
    {"**message you sent", SUBJECT_FAILED},
    {"considered unsolicited", SUBJECT_FAILED},
    {"rejected:", SUBJECT_FAILED},
    {"rejected mail", SUBJECT_FAILED},
    {"mail rejected", SUBJECT_FAILED},
    {"message rejected", SUBJECT_FAILED},
    {"unzustellbar", SUBJECT_FAILED},
    {"nachricht konnte nicht", SUBJECT_FAILED},
    {"zustellung fehlgeschlagen", SUBJECT_FAILED},
    {"zustellfehler", SUBJECT_FAILED},
    {"fehler bei der zustellung", SUBJECT_FAILED},
    {"fehler beim", SUBJECT_FAILED},
    {"mail-zustellung fehlgeschlagen", SUBJECT_FAILED},
    {"mailzustellung", SUBJECT_FAILED},
    {"unzugestellt", SUBJECT_FAILED},
    {"ihre nachricht konnte", SUBJECT_FAILED},
    {"ihre e-mail konnte", SUBJECT_FAILED},
    {"benachrichtigung zum ubermittlungsstatus (fehl", SUBJECT_FAILED},
    {"benachrichtigung uber zustellungs", SUBJECT_FAILED},
    {"non remis", SUBJECT_FAILED},
    {"non distribu", SUBJECT_FAILED},
    {"echec de remise", SUBJECT_FAILED},
    {"echec de la remise", SUBJECT_FAILED},
    {"echec de distribution", SUBJECT_FAILED},
    {"echec de la livraison", SUBJECT_FAILED},
    {"message non remis", SUBJECT_FAILED},
    {"message non delivre", SUBJECT_FAILED},
    {"notification d'etat de remise (echec", SUBJECT_FAILED},
    {"notification d'echec", SUBJECT_FAILED},
    {"courrier non remis", SUBJECT_FAILED},
    {"impossible de remettre", SUBJECT_FAILED},
    {"no se puede entregar", SUBJECT_FAILED},
    {"no se pudo entregar", SUBJECT_FAILED},
    {"no entregado", SUBJECT_FAILED},
    {"no entregable", SUBJECT_FAILED},
    {"error de entrega", SUBJECT_FAILED},
    {"error al enviar", SUBJECT_FAILED},
    {"fallo en la entrega", SUBJECT_FAILED},
    {"fallo de entrega", SUBJECT_FAILED},
    {"mensaje no entregado", SUBJECT_FAILED},
    {"correo no entregado", SUBJECT_FAILED},
    {"correo devuelto", SUBJECT_FAILED},
    {"notificacion de estado de entrega", SUBJECT_FAILED},
    {"nao entreg", SUBJECT_FAILED},
    {"nao e possivel entregar", SUBJECT_FAILED},
    {"nao foi possivel entregar", SUBJECT_FAILED},
    {"falha na entrega", SUBJECT_FAILED},
    {"falha de entrega", SUBJECT_FAILED},
    {"erro na entrega", SUBJECT_FAILED},
    {"mensagem nao entregue", SUBJECT_FAILED},
    {"mensagem devolvida", SUBJECT_FAILED},
    {"non recapit", SUBJECT_FAILED},
    {"mancato recapito", SUBJECT_FAILED},
    {"mancata consegna", SUBJECT_FAILED},
    {"impossibile recapitare", SUBJECT_FAILED},
    {"avviso di mancata", SUBJECT_FAILED},
    {"errore di consegna", SUBJECT_FAILED},
    {"messaggio non", SUBJECT_FAILED},
    {"onbestelbaar", SUBJECT_FAILED},
    {"niet bezorgd", SUBJECT_FAILED},
    {"niet afgeleverd", SUBJECT_FAILED},
    {"bezorging mislukt", SUBJECT_FAILED},
    {"kan niet worden bezorgd", SUBJECT_FAILED},
    {"olevererbart", SUBJECT_FAILED},
    {"olevererat", SUBJECT_FAILED},
    {"gar inte att leverera", SUBJECT_FAILED},
    {"uleveret", SUBJECT_FAILED},
    {"kan ikke leveres", SUBJECT_FAILED},
    {"kunne ikke leveres", SUBJECT_FAILED},
    {"kan ikke levere", SUBJECT_FAILED},
    {"ei voi toimittaa", SUBJECT_FAILED},
    {"toimitus epaonnistui", SUBJECT_FAILED},
    {"niedostarczal", SUBJECT_FAILED},
    {"nie mozna dostarczyc", SUBJECT_FAILED},
    {"niedoreczon", SUBJECT_FAILED},
    {"nedorucitel", SUBJECT_FAILED},
    {"nedoruceno", SUBJECT_FAILED},
    {"kezbesithetetlen", SUBJECT_FAILED},
    {"teslim edilemedi", SUBJECT_FAILED},
    {"недоставл", SUBJECT_FAILED},
    {"не удается доставить", SUBJECT_FAILED},
    {"не доставлено", SUBJECT_FAILED},
    {"配信不能", SUBJECT_FAILED},
    {"配信できません", SUBJECT_FAILED},
    {"メールを送信できません", SUBJECT_FAILED},
    {"送信エラー", SUBJECT_FAILED},
    {"系统退信", SUBJECT_FAILED},
    {"退信", SUBJECT_FAILED},
    {"无法传递", SUBJECT_FAILED},
    {"未送达", SUBJECT_FAILED},
    {"未傳遞", SUBJECT_FAILED},
    {"반송", SUBJECT_FAILED},

    {"delayed mail", SUBJECT_DELAYED},
    {"delayed:", SUBJECT_DELAYED},
    {"delivery delayed", SUBJECT_DELAYED},
    {"delivery delay", SUBJECT_DELAYED},
    {"delivery temporarily", SUBJECT_DELAYED},
    {"mail delivery delayed", SUBJECT_DELAYED},
    {"delivery status notification (delay", SUBJECT_DELAYED},
    {"delivery notification (delay", SUBJECT_DELAYED},
    {"message delivery delay", SUBJECT_DELAYED},
    {"message delayed", SUBJECT_DELAYED},
    {"warning: could not send", SUBJECT_DELAYED},
    {"warning: mail delayed", SUBJECT_DELAYED},
    {"warning: delivery", SUBJECT_DELAYED},
    {"delivery warning", SUBJECT_DELAYED},
    {"mail delivery warning", SUBJECT_DELAYED},
    {"temporary delivery", SUBJECT_DELAYED},
    {"transient", SUBJECT_DELAYED},
    {"verzogert", SUBJECT_DELAYED},
    {"zustellung verzogert", SUBJECT_DELAYED},
    {"benachrichtigung zum ubermittlungsstatus (verzog", SUBJECT_DELAYED},
    {"remise differee", SUBJECT_DELAYED},
    {"remise retardee", SUBJECT_DELAYED},
    {"retarde", SUBJECT_DELAYED},
    {"retrasad", SUBJECT_DELAYED},
    {"entrega retrasada", SUBJECT_DELAYED},
    {"notificacion de estado de entrega (retras", SUBJECT_DELAYED},
    {"atrasad", SUBJECT_DELAYED},
    {"entrega atrasada", SUBJECT_DELAYED},
    {"ritardat", SUBJECT_DELAYED},
    {"consegna ritardata", SUBJECT_DELAYED},
    {"vertraagd", SUBJECT_DELAYED},
    {"bezorging vertraagd", SUBJECT_DELAYED},

    {"successful mail delivery", SUBJECT_DELIVERED},
    {"delivered:", SUBJECT_DELIVERED},
    {"relayed:", SUBJECT_DELIVERED},
    {"expanded:", SUBJECT_DELIVERED},
    {"delivery status notification (success", SUBJECT_DELIVERED},
    {"delivery status notification (relay", SUBJECT_DELIVERED},
    {"delivery status notification (mail delivery delay", SUBJECT_DELAYED},
    {"delivery notification: delivery successful", SUBJECT_DELIVERED},
    {"zugestellt:", SUBJECT_DELIVERED},
    {"remis :", SUBJECT_DELIVERED},
    {"entregado:", SUBJECT_DELIVERED},
    {"entregue:", SUBJECT_DELIVERED},
    {"consegnato:", SUBJECT_DELIVERED},
};

enum body_tag {
	BODY_FAILED,
	BODY_DELAYED,
	BODY_DELIVERED,
	BODY_STRUCTURE, /* a report's own frame, not prose about one */
};

static const struct phrase bodies[] = {
    {"could not be delivered", BODY_FAILED},
    {"couldn't be delivered", BODY_FAILED},
    {"cannot be delivered", BODY_FAILED},
    {"can't be delivered", BODY_FAILED},
    {"can not be delivered", BODY_FAILED},
    {"was not delivered", BODY_FAILED},
    {"wasn't delivered", BODY_FAILED},
    {"were not delivered", BODY_FAILED},
    {"not been delivered", BODY_FAILED},
    {"has been rejected", BODY_FAILED},
    {"was rejected", BODY_FAILED},
    {"failed to deliver", BODY_FAILED},
    {"delivery failed", BODY_FAILED},
    {"delivery has failed", BODY_FAILED},
    {"delivery to * failed", BODY_FAILED},
    {"unable to deliver", BODY_FAILED},
    {"wasn't able to deliver", BODY_FAILED},
    {"was unable to deliver", BODY_FAILED},
    {"could not deliver", BODY_FAILED},
    {"cannot deliver", BODY_FAILED},
    {"could not be sent", BODY_FAILED},
    {"could not be completed", BODY_FAILED},
    {"did not reach", BODY_FAILED},
    {"undeliverable", BODY_FAILED},
    {"undelivered", BODY_FAILED},
    {"returned to sender", BODY_FAILED},
    {"has been returned", BODY_FAILED},
    {"permanent error", BODY_FAILED},
    {"permanent fatal errors", BODY_FAILED},
    {"fatal errors", BODY_FAILED},
    {"user unknown", BODY_FAILED},
    {"user not listed", BODY_FAILED},
    {"address not found", BODY_FAILED},
    {"konnte nicht zugestellt", BODY_FAILED},
    {"konnte nicht an", BODY_FAILED},
    {"nicht zugestellt werden", BODY_FAILED},
    {"konnten nicht zugestellt", BODY_FAILED},
    {"konnte nicht ubermittelt", BODY_FAILED},
    {"zustellung * fehlgeschlagen", BODY_FAILED},
    {"unzustellbar", BODY_FAILED},
    {"n'a pas pu etre", BODY_FAILED},
    {"n'a pas ete remis", BODY_FAILED},
    {"n'ont pas pu", BODY_FAILED},
    {"impossible de remettre", BODY_FAILED},
    {"echec de la remise", BODY_FAILED},
    {"no se pudo entregar", BODY_FAILED},
    {"no se ha podido entregar", BODY_FAILED},
    {"no pudo ser entregado", BODY_FAILED},
    {"no ha podido ser entregado", BODY_FAILED},
    {"error en la entrega", BODY_FAILED},
    {"nao foi possivel entregar", BODY_FAILED},
    {"nao pode ser entregue", BODY_FAILED},
    {"nao foi entregue", BODY_FAILED},
    {"falha na entrega", BODY_FAILED},
    {"impossibile recapitare", BODY_FAILED},
    {"impossibile consegnare", BODY_FAILED},
    {"non e stato possibile", BODY_FAILED},
    {"non e stato recapitato", BODY_FAILED},
    {"non e stato consegnato", BODY_FAILED},
    {"kon niet worden bezorgd", BODY_FAILED},
    {"kan niet worden bezorgd", BODY_FAILED},
    {"kon niet worden afgeleverd", BODY_FAILED},
    {"niet bezorgd", BODY_FAILED},
    {"kunde inte levereras", BODY_FAILED},
    {"gick inte att leverera", BODY_FAILED},
    {"kunne ikke leveres", BODY_FAILED},
    {"ei voitu toimittaa", BODY_FAILED},
    {"nie mogla zostac dostarczona", BODY_FAILED},
    {"nie mozna dostarczyc", BODY_FAILED},
    {"nelze dorucit", BODY_FAILED},
    {"nemohla byt dorucena", BODY_FAILED},
    {"teslim edilemedi", BODY_FAILED},
    {"не было доставлено", BODY_FAILED},
    {"не может быть доставлено", BODY_FAILED},
    {"не удалось доставить", BODY_FAILED},
    {"配信できませんでした", BODY_FAILED},
    {"送信できませんでした", BODY_FAILED},
    {"届けることができません", BODY_FAILED},
    {"无法投递", BODY_FAILED},
    {"无法送达", BODY_FAILED},
    {"无法发送到", BODY_FAILED},
    {"被退回", BODY_FAILED},

    {"will be retried", BODY_DELAYED},
    {"will retry", BODY_DELAYED},
    {"will keep trying", BODY_DELAYED},
    {"will continue to", BODY_DELAYED},
    {"still trying", BODY_DELAYED},
    {"still being retried", BODY_DELAYED},
    {"keep trying", BODY_DELAYED},
    {"warning message only", BODY_DELAYED},
    {"this is a warning only", BODY_DELAYED},
    {"do not need to resend", BODY_DELAYED},
    {"don't need to resend", BODY_DELAYED},
    {"no action is required on your part", BODY_DELAYED},
    {"has been delayed", BODY_DELAYED},
    {"delivery is delayed", BODY_DELAYED},
    {"has not yet been delivered", BODY_DELAYED},
    {"not been delivered yet", BODY_DELAYED},
    {"message is delayed", BODY_DELAYED},
    {"delivery attempts will continue", BODY_DELAYED},
    {"retry for", BODY_DELAYED},
    {"weiterhin versucht", BODY_DELAYED},
    {"wird weiter versuch", BODY_DELAYED},
    {"versuchen es weiter", BODY_DELAYED},
    {"verzogert sich", BODY_DELAYED},
    {"noch nicht zugestellt", BODY_DELAYED},
    {"nouvelle tentative", BODY_DELAYED},
    {"continuera d'essayer", BODY_DELAYED},
    {"seguira intentando", BODY_DELAYED},
    {"continuara a tentar", BODY_DELAYED},
    {"continuera a provare", BODY_DELAYED},
    {"opnieuw geprobeerd", BODY_DELAYED},

    {"was successfully delivered", BODY_DELIVERED},
    {"successfully delivered", BODY_DELIVERED},
    {"has been delivered to", BODY_DELIVERED},
    {"successfully relayed", BODY_DELIVERED},

    {"this is the mail system at", BODY_STRUCTURE},
    {"this is the qmail-send program", BODY_STRUCTURE},
    {"this message was created automatically by mail", BODY_STRUCTURE},
    {"the following address(es) failed", BODY_STRUCTURE},
    {"following addresses had", BODY_STRUCTURE},
    {"diagnostic information for administrators", BODY_STRUCTURE},
    {"generating server:", BODY_STRUCTURE},
    {"transcript of session follows", BODY_STRUCTURE},
    {"did not reach the following recipient", BODY_STRUCTURE},
    {"the response from the remote server", BODY_STRUCTURE},
    {"the response was:", BODY_STRUCTURE},
    {"remote host said:", BODY_STRUCTURE},
    {"remote server returned", BODY_STRUCTURE},
    {"in reply to rcpt to", BODY_STRUCTURE},
    {"in reply to end of data", BODY_STRUCTURE},
    {"smtp error from remote", BODY_STRUCTURE},
    {"a copy of the message", BODY_STRUCTURE},
    {"below this line is a copy", BODY_STRUCTURE},
    {"reporting-mta:", BODY_STRUCTURE},
    {"final-recipient:", BODY_STRUCTURE},
};

static void
say(struct guard *out, enum mail_kind kind, const char *rule,
    struct str evidence)
{
	out->kind = kind;
	out->rule = rule;
	out->evidence = evidence;
}

static int
subject_tag(const struct marks *k)
{
	size_t len;

	return phrase_start(PHRASES(subjects), k->subject, &len);
}

/* The words of the report, folded, without the mail that it returns. */
static struct str
report_words(struct marks *k)
{
	size_t n = rcpt_report_length(k->m->text);

	return phrase_fold(k->a, str_sub(k->m->text, 0, n), n);
}

static bool
is_same(struct str a, struct str b)
{
	return !str_is_empty(b) && str_fold_eq(a, b);
}

/*
 * Whom had we written to? The address before any forwarding is the one we
 * know; the To of the returned mail settles which of the two that is.
 */
static struct str
dsn_recipient(const struct message *m, const struct message_dsn *d)
{
	bool final = rcpt_is_address(d->final_recipient);
	bool original = rcpt_is_address(d->original_recipient);

	if (final && is_same(d->final_recipient, m->returned_to))
		return d->final_recipient;
	if (original)
		return d->original_recipient;
	if (final)
		return d->final_recipient;
	return (struct str){NULL, 0};
}

static struct str
find_recipient(struct marks *k, const struct message_dsn *d)
{
	struct str found = {NULL, 0};

	if (d != NULL)
		found = dsn_recipient(k->m, d);
	if (str_is_empty(found))
		found = rcpt_first(k->header[MARKS_FAILED]);
	if (str_is_empty(found) && d != NULL)
		found = rcpt_first(d->diagnostic);
	if (str_is_empty(found))
		found = rcpt_find(k->m);
	return found;
}

/* What a block of the report says happened. */
static enum mail_kind
dsn_kind(const struct message_dsn *d)
{
	if (str_fold_eqc(d->action, "failed"))
		return KIND_BOUNCE;
	if (str_fold_eqc(d->action, "delayed"))
		return KIND_DELAY;
	if (str_fold_eqc(d->action, "delivered") ||
	    str_fold_eqc(d->action, "relayed") ||
	    str_fold_eqc(d->action, "expanded"))
		return KIND_RECEIPT;
	/* Action is missing or not a word of the RFC. */
	if (str_starts(d->status, STR("5")))
		return KIND_BOUNCE;
	if (str_starts(d->status, STR("2")))
		return KIND_RECEIPT;
	if (str_starts(d->status, STR("4")))
		return KIND_DELAY;
	return KIND_OTHER;
}

/*
 * The block to speak of: a failed one before a delayed one before a delivered
 * one; among failed ones that of the address the returned mail went to.
 */
static const struct message_dsn *
pick_block(const struct message *m, enum mail_kind *kind)
{
	static const enum mail_kind order[] = {
	    KIND_BOUNCE, KIND_DELAY, KIND_RECEIPT};

	for (size_t o = 0; o < sizeof(order) / sizeof(*order); o++) {
		const struct message_dsn *first = NULL;

		for (size_t i = 0; i < m->dsn_count; i++) {
			const struct message_dsn *d = &m->dsn[i];

			if (dsn_kind(d) != order[o])
				continue;
			if (first == NULL ||
			    is_same(d->final_recipient, m->returned_to))
				first = d;
		}
		*kind = order[o];
		if (first != NULL)
			return first;
	}
	*kind = KIND_OTHER;
	return NULL;
}

static void
judge_failure(struct marks *k, const struct message_dsn *d, struct guard *out)
{
	struct str words = report_words(k);
	struct reason_result why;

	if (d != NULL) {
		out->status = d->status;
		out->diagnostic = d->diagnostic;
	}
	if (str_is_empty(out->status))
		out->status = reason_status(
		    str_is_empty(out->diagnostic) ? words : out->diagnostic);
	why = reason_read(k->a, out->status, out->diagnostic, words);
	if (out->status.n == 3)
		out->status = (struct str){NULL, 0}; /* a bare SMTP reply */
	if (str_is_empty(out->diagnostic))
		out->diagnostic = why.evidence;
	out->severity =
	    out->kind == KIND_DELAY ? BOUNCE_NONE : reason_severity(why.reason);
	out->recipient = find_recipient(k, d);
	if (!str_is_empty(why.evidence))
		out->evidence = why.evidence;
}

/* Written by hand: a person who sends a report on, or answers one. */
static bool
is_by_hand(const struct marks *k)
{
	return (k->re || k->forward) && !k->null_path &&
	       k->sender == MARKS_SENDER_PLAIN && k->submitted <= MARKS_AUTO_NO;
}

bool
bounce_report(struct marks *k, struct guard *out)
{
	const struct message *m = k->m;
	bool report = str_fold_eqc(m->report_type, "delivery-status");
	const struct message_dsn *d;
	enum mail_kind kind;
	struct str evidence;
	int subject;

	if (!report && m->dsn_count == 0)
		return false;
	/* Beside other content the block may be an enclosure of a person. */
	if (!report && !k->null_path && k->sender != MARKS_SENDER_DAEMON &&
	    !marks_has(k, MARKS_FAILED) && subject_tag(k) < 0)
		return false;
	if (is_by_hand(k))
		return false;
	d = pick_block(m, &kind);
	if (d == NULL) {
		/* No usable block: the words decide, or else it failed. */
		if (bounce_words(k, out))
			return true;
		subject = subject_tag(k);
		kind = subject == SUBJECT_DELAYED     ? KIND_DELAY
		       : subject == SUBJECT_DELIVERED ? KIND_RECEIPT
						      : KIND_BOUNCE;
	}
	evidence = d == NULL                 ? m->report_type
		   : str_is_empty(d->action) ? d->status
					     : d->action;
	say(out, kind,
	    kind == KIND_BOUNCE  ? "report-failed"
	    : kind == KIND_DELAY ? "report-delayed"
				 : "report-delivered",
	    evidence);
	if (kind != KIND_RECEIPT)
		judge_failure(k, d, out);
	else if (d != NULL)
		out->recipient = dsn_recipient(m, d);
	return true;
}

static bool
is_delay(int subject, const struct phrase_hits *body)
{
	if (subject == SUBJECT_DELAYED)
		return true;
	return subject != SUBJECT_FAILED && phrase_has(body, BODY_DELAYED);
}

bool
bounce_words(struct marks *k, struct guard *out)
{
	int subject = subject_tag(k);
	bool header = marks_has(k, MARKS_FAILED) || marks_has(k, MARKS_NDR);
	bool daemon = k->sender == MARKS_SENDER_DAEMON;
	int points = (daemon ? 3 : 0) + (k->null_path ? 2 : 0) +
		     (header ? 4 : 0) + (subject >= 0 ? 3 : 0);
	struct phrase_hits body;
	struct str words;

	if (points < 2 || is_by_hand(k))
		return false;
	words = report_words(k);
	phrase_scan(PHRASES(bodies), words, &body);
	if (phrase_has(&body, BODY_FAILED) || phrase_has(&body, BODY_DELAYED))
		points += 2;
	if (phrase_has(&body, BODY_STRUCTURE))
		points += 3;
	else if (reason_status(words).n > 3 || !str_is_empty(k->m->returned_id))
		points += 2;
	if (phrase_has(&body, BODY_DELIVERED) && subject < 0)
		points += 2;
	/* A subject and prose about mail is what people write, too. */
	if (points < 5 || (!daemon && !header && !k->null_path && points < 6))
		return false;
	if (subject < 0 && body.mask == 0 && !header)
		return false;
	if (subject == SUBJECT_DELIVERED ||
	    (body.mask == 1u << BODY_DELIVERED && subject < 0)) {
		say(out, KIND_RECEIPT, "words-delivered", k->subject);
		return true;
	}
	if (is_delay(subject, &body))
		say(out, KIND_DELAY, "words-delayed", k->subject);
	else
		say(out, KIND_BOUNCE, "words-failed", k->subject);
	judge_failure(k, NULL, out);
	return true;
}
