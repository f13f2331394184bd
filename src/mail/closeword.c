#include "mail/closeword.h"

#include <string.h>

#include "mail/attribution.h"
#include "mail/quoteword.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A line that starts so is a device's, whatever follows. */
static const char *const devices[] = {"sent from mail for ",
    "sent from outlook", "sent from yahoo", "sent from gmail",
    "sent from proton", "get outlook for ", "get bluemail",
    "download outlook for", "provenance : courrier", "provenance: courrier",
    "iphone'umdan gönderildi", "ipad'imden gönderildi", "iphoneから送信",
    "ipadから送信", "发自我的", "從我的", "나의 iphone", "나의 ipad",
    "내 iphone", "내 ipad", "typed on my phone", "please excuse any typos",
    "please excuse typos", "please excuse the brevity", "please excuse brevity",
    "please excuse my brevity", "excuse typos", "sent on the go",
    "secured with tuta", "mit meinem handy g", "vom handy gesendet"};

/* So it starts if it names something of the writer's own, or a product. */
static const char *const sent_from[] = {"sent from ", "sent via ", "sent with ",
    "sent using ", "sent by ", "mail sent from ", "gesendet von ",
    "gesendet mit ", "gesendet über ", "gesendet aus ", "gesendet vom ",
    "von meinem", "von meiner", "diese nachricht wurde v", "envoyé de ",
    "envoyé depuis ", "envoyé avec ", "envoyé via ", "envoyé à partir ",
    "envoyé par ", "enviado desde ", "enviado con ", "enviado do ",
    "enviado da ", "enviado de ", "enviado a partir d", "enviado com ",
    "enviado pelo ", "enviado via ", "enviado por ", "inviato da ",
    "inviato dal ", "inviato dall", "inviato con ", "inviato tramite ",
    "verzonden vanaf ", "verzonden met ", "verzonden via ", "verzonden vanuit ",
    "verstuurd vanaf ", "verstuurd met ", "verstuurd via ", "verzonden door ",
    "verstuurd door ", "skickat från ", "skickat med ", "sendt fra ",
    "sendt med ", "sendt via ", "lähetetty ", "wysłane z ", "wysłano z ",
    "wysłane za ", "wysłane przez ", "odesláno z ", "odesláno ze ",
    "odesláno pomocí ", "odoslané z", "отправлено с ", "отправлено из ",
    "отправлено через ", "küldve ", "trimis ", "στάλθηκε "};

static const char *const products[] = {"iphon", "ipad", "ipod", "android",
    "galaxy", "samsung", "blackberry", "outlook", "yahoo", "gmail", "proton",
    "bluemail", "superhuman", "spark", "thunderbird", "aol", "zoho", "fastmail",
    "windows", "mail app", "mobile mail", "mail mobile", "hotmail",
    "smartphone", "huawei", "xiaomi", "redmi", "oneplus", "nokia", "pixel",
    "motorola", "xperia", "airmail", "edison", "front.com", "workspace", "gmx",
    "web.de", "k-9", "icloud", "libero", "mailbird", "mail.ru", "почт",
    "yandex", "яндекс", "laposte", "tiscali", "virgilio", "webmail", "mail für",
    "mail pour", "correo para", "correio para", "posta per", "mail voor",
    "e-post", "tuta", "canary", "newton", "boxer", "typeapp", "myMail",
    "mymail", "t-online", "freenet", "odoo", "hubspot"};

static const char *const own[] = {" my ", "meinem ", "meiner ", " mon ", " ma ",
    " mi ", " meu ", " minha ", " mio ", " mia ", " mijn ", " min ", " mit ",
    " mitt ", " mojego ", " mojej ", " mého ", " моего ", "handy", "mobil",
    "móvil", "celular", "cellulare", "telefon", "teléfono", "téléphone",
    "telefoon", "tablet", "tablette", "puhelim", "телефон", "планшет"};

/* What else a writer's own may be that things are sent from. */
static const char *const accounts[] = {"account", "bank", "konto", "compte",
    "banque", "cuenta", "banco", "conta", "conto", "rekening", "счет", "счёт",
    "tili", "warehouse", "lager", "office", "büro"};

static size_t
count_words(struct str s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.n; i++)
		words += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
	return words;
}

static bool
ends_sentence(struct str s)
{
	return s.n && strchr(".?!", s.p[s.n - 1]) != NULL;
}

/* "Get Outlook for iOS", in any language: a few words and a link. */
static bool
is_advert(struct str key)
{
	if (str_find(key, STR("outlook")) == STR_NPOS ||
	    (str_find(key, STR("ios")) == STR_NPOS &&
		str_find(key, STR("android")) == STR_NPOS))
		return false;
	return str_find(key, STR("aka.ms/")) != STR_NPOS ||
	       (count_words(key) <= 6 && !ends_sentence(key));
}

bool
closeword_device(struct str key)
{
	while (key.n && (key.p[0] == '-' || key.p[0] == '_' ||
			    key.p[0] == ' ' || key.p[0] == '.'))
		key = str_sub(key, 1, key.n);
	if (key.n > 140)
		return false;
	if (quoteword_starts_any(key, devices, COUNT(devices)) ||
	    is_advert(key))
		return true;
	/* Where the verb comes last. */
	if (count_words(key) <= 8 &&
	    (str_find(key, STR("dan gönderildi")) != STR_NPOS ||
		str_find(key, STR("den gönderildi")) != STR_NPOS ||
		str_find(key, STR("から送信")) != STR_NPOS))
		return quoteword_finds_any(key, products, COUNT(products)) ||
		       quoteword_finds_any(key, own, COUNT(own));
	if (!quoteword_starts_any(key, sent_from, COUNT(sent_from)))
		return false;
	if (quoteword_finds_any(key, products, COUNT(products)))
		return true;
	return count_words(key) <= 7 &&
	       quoteword_finds_any(key, own, COUNT(own)) &&
	       !quoteword_finds_any(key, accounts, COUNT(accounts));
}

bool
closeword_ticket_foot(struct str key)
{
	static const char *const starts[] = {"view request", "view ticket",
	    "view case", "view incident", "view the ticket", "view the case",
	    "ticket id:", "turn off this request", "turn off notifications",
	    "ticket url", "case id:", "ref:msg", "{#", "ref:_", "ref:!",
	    "[ref:", "click here to view", "you can view the",
	    "ticket anzeigen", "vorgang anzeigen", "voir le ticket",
	    "voir la demande", "ver el ticket", "ver ticket", "ver o ticket",
	    "ver solicitud", "visualizza ticket", "visualizza il ticket",
	    "bekijk ticket", "bekijk het ticket"};

	return key.n < 200 && quoteword_starts_any(key, starts, COUNT(starts));
}

bool
closeword_tail(struct str key)
{
	static const char *const starts[] = {"this email is a service from",
	    "this e-mail is a service from", "delivered by zendesk",
	    "powered by ", "this is shared with", "[ ticket", "[ticket",
	    "[ case", "[case", "how did we do", "how was your experience",
	    "how would you rate", "how satisfied", "please rate ", "rate our",
	    "rate your", "take our survey", "take the survey", "tell us how we",
	    "wie zufrieden", "wie bewerten sie", "bewerten sie uns",
	    "comment évalue", "êtes-vous satisfait", "cómo valora",
	    "¿cómo valora", "como avalia", "come valuta", "come giudica",
	    "hoe beoordeelt", "hoe tevreden", "virus-free", "virenfrei",
	    "garanti sans virus", "sans virus", "libre de virus",
	    "livre de vírus", "senza virus", "virusvrij", "virusfri",
	    "bez wirusów", "download our app", "click here to un"};
	static const char *const nets[] = {"facebook", "linkedin", "instagram",
	    "twitter", "youtube", "tiktok", "xing", "vk.com"};
	static const char *const guards[] = {"avast", "www.avg.", "avg.com",
	    "mimecast", "messagelabs", "mailscanner", "mailmarshal", "antivir"};

	if (key.n == 0 || key.n > 200)
		return false;
	if (quoteword_starts_any(key, starts, COUNT(starts)) ||
	    closeword_ticket_foot(key))
		return true;
	/* "Sent on November 17, 2026 11:40:12 AM GMT" */
	if (str_starts(key, STR("sent on ")) && attribution_has_time(key) &&
	    count_words(key) <= 9)
		return true;
	if (count_words(key) > 12)
		return false;
	return quoteword_finds_any(key, guards, COUNT(guards)) ||
	       quoteword_count(key, nets, COUNT(nets), 2) >= 2;
}

bool
closeword_frame(struct str key)
{
	static const char *const fields[] = {"ticket", "ticket id",
	    "ticket number", "ticket no", "ticket #", "case", "case number",
	    "case id", "request", "request id", "request number", "incident",
	    "status", "state", "agent", "assigned to", "assignee", "priority",
	    "requester", "requested by", "queue", "category", "department",
	    "updated by", "owner", "bearbeiter", "statut", "estado", "stato",
	    "priorität", "priorité", "prioridad", "priorità", "prioriteit"};
	size_t colon = str_chr(str_sub(key, 0, 24), ':');
	struct str word;

	if (key.n > 2 && key.p[0] == '[' && key.p[key.n - 1] == ']' &&
	    key.n < 100)
		return true;
	if (colon == STR_NPOS || key.n > 100)
		return false;
	word = str_trim(str_sub(key, 0, colon));
	for (size_t i = 0; i < COUNT(fields); i++)
		if (str_eqc(word, fields[i]))
			return true;
	return false;
}

bool
closeword_field(struct str key)
{
	static const char *const fields[] = {
	    "short description:", "opened by:", "opened:", "opened on:",
	    "created by:", "created on:", "last updated:", "number:",
	    "assignment group:", "contact type:", "impact:", "urgency:",
	    "kurzbeschreibung:", "description courte :", "descripción breve:",
	    "descrição resumida:", "descrizione breve:", "korte omschrijving:"};

	return closeword_frame(key) ||
	       (key.n < 200 &&
		   quoteword_starts_any(key, fields, COUNT(fields)));
}

/* What a system calls the words that somebody adds to a ticket. */
static const char *const labels[] = {"comments", "comment",
    "additional comments", "public comment", "public comments", "work notes",
    "latest comment", "kommentar", "kommentare", "zusätzliche kommentare",
    "weitere kommentare", "arbeitsnotizen", "commentaire", "commentaires",
    "commentaires supplémentaires", "notes de travail", "comentario",
    "comentarios", "comentarios adicionales", "notas de trabajo", "comentário",
    "comentários", "comentários adicionais", "notas de trabalho", "commento",
    "commenti", "commenti aggiuntivi", "note di lavoro", "opmerking",
    "opmerkingen", "aanvullende opmerkingen", "werknotities"};

size_t
closeword_comment_label(struct str key)
{
	for (size_t i = 0; i < COUNT(labels); i++) {
		size_t n = strlen(labels[i]);

		if (!str_starts(key, str_of(labels[i])))
			continue;
		n += n < key.n && key.p[n] == ' ';
		if (n < key.n && key.p[n] == ':')
			return n + 1;
	}
	return 0;
}

size_t
closeword_journal(struct str key)
{
	if (key.n > 160 || key.n == 0 || !str_is_digit(key.p[0]))
		return 0;
	while (key.n && strchr(":)", key.p[key.n - 1]))
		key.n--;
	for (size_t i = 0; i < COUNT(labels); i++) {
		struct str label = str_of(labels[i]);
		size_t n = key.n - label.n;

		if (str_ends(key, label) && n > 1 &&
		    strchr(" (", key.p[n - 1]) != NULL)
			return n - 1;
	}
	return 0;
}

bool
closeword_update(struct str key)
{
	static const char *const what[] = {"your request", "your ticket",
	    "your case", "your incident", "ihre anfrage", "ihr ticket",
	    "votre demande", "votre ticket", "su solicitud", "su ticket",
	    "sua solicitação", "o seu pedido", "la tua richiesta",
	    "la sua richiesta", "uw aanvraag", "uw verzoek", "uw ticket"};
	static const char *const added[] = {"a comment has been added",
	    "a new comment has been", "a comment was added",
	    "a new comment was", "there is a new comment", "new comment on",
	    "ein neuer kommentar", "ein kommentar wurde",
	    "un commentaire a été", "un nouveau commentaire",
	    "se ha añadido un comentario", "se ha agregado un comentario",
	    "foi adicionado um comentário", "è stato aggiunto un commento",
	    "er is een opmerking"};
	static const char *const tickets[] = {"ticket", "case", "request",
	    "incident", "vorgang", "anfrage", "demande", "dossier", "solicitud",
	    "caso", "solicitação", "richiesta", "verzoek", "aanvraag"};
	static const char *const done[] = {"updated", "add additional comments",
	    "add a comment", "reply to this e", "aktualisiert", "mise à jour",
	    "mis à jour", "actualizad", "atualizad", "aggiornat", "bijgewerkt",
	    "new comment", "new reply"};

	if (key.n >= 200)
		return false;
	if (quoteword_starts_any(key, added, COUNT(added)))
		return quoteword_finds_any(key, tickets, COUNT(tickets));
	return quoteword_starts_any(key, what, COUNT(what)) &&
	       quoteword_finds_any(key, done, COUNT(done));
}

bool
closeword_comment(struct str key)
{
	static const char *const verbs[] = {
	    " commented:", " replied:", " added a comment:", " updated:",
	    " added a note:", " kommentierte:", " hat kommentiert:",
	    " a commenté :", " a commenté:", " comentó:", " comentou:",
	    " ha commentato:", " schreef:"};

	if (key.n == 0 || key.p[key.n - 1] != ':' || count_words(key) > 7)
		return false;
	return quoteword_finds_any(key, verbs, COUNT(verbs));
}

bool
closeword_frame_end(struct str key)
{
	static const char *const heads[] = {"ticket details",
	    "ticket information", "ticket history", "case details",
	    "case information", "request details", "conversation history",
	    "ticket summary", "incident details", "ticketdetails",
	    "détails du ticket", "detalles del ticket", "dettagli del ticket"};

	for (size_t i = 0; i < COUNT(heads); i++)
		if (str_starts(key, str_of(heads[i])) &&
		    key.n < strlen(heads[i]) + 4)
			return true;
	return false;
}

/* "<https://www.acme.example/>", "[https://...]", "Ticket: https://...": a link
 * and nothing else. */
static bool
is_bare_link(struct str key)
{
	if (str_starts(key, STR("<url: ")) || str_starts(key, STR("ticket: ")))
		return str_find(key, STR("://")) != STR_NPOS &&
		       count_words(key) <= 3;
	if (key.n < 6 || str_chr(key, ' ') != STR_NPOS)
		return false;
	return (key.p[0] == '<' && key.p[key.n - 1] == '>' &&
		   (str_starts(key, STR("<http")) || key.p[1] == '#')) ||
	       str_starts(key, STR("[http"));
}

bool
closeword_picture(struct str key)
{
	static const char *const words[] = {"cid:", "logo", "image",
	    "signature", "icon", "banner", "description:", "picture", "bild",
	    "imagen", "imagem", "immagine", "afbeelding"};

	if (is_bare_link(key))
		return true;
	if (key.n < 3 || key.n > 160 || key.p[0] != '[' ||
	    key.p[key.n - 1] != ']')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find(key, str_of(words[i])) != STR_NPOS)
			return true;
	return false;
}
