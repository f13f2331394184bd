#include "mail/closeword.h"

#include <string.h>

#include "mail/quoteword.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A line that starts so is a device's, whatever follows. */
static const char *const devices[] = {"sent from my iphone",
    "sent from my ipad", "sent from my mobile", "sent from my phone",
    "sent from my galaxy", "sent from my samsung", "sent from my android",
    "sent from my blackberry", "sent from my verizon", "sent from my t-mobile",
    "sent from my at&t", "sent from my pixel", "sent from my huawei",
    "sent from my cell", "sent from my smart", "sent from my tablet",
    "sent from my windows", "sent from my mac", "sent from my mail",
    "sent from mail for ", "sent from outlook", "sent from yahoo",
    "sent from gmail", "sent from proton", "get outlook for ", "get bluemail",
    "download outlook for", "obtenez outlook", "obtenir outlook",
    "télécharger outlook", "téléchargez outlook", "provenance : courrier",
    "provenance: courrier", "obtener outlook", "obter o outlook",
    "obter outlook", "obtenha o outlook", "descargar outlook",
    "ottieni outlook", "scarica outlook", "outlook voor ", "outlook für ",
    "download outlook voor", "hämta outlook", "hent outlook", "hanki outlook",
    "pobierz program outlook", "iphone'umdan gönderildi", "iphoneから送信",
    "发自我的", "나의 iphone", "typed on my phone", "please excuse any typos",
    "please excuse typos", "please excuse the brevity", "please excuse brevity",
    "please excuse my brevity", "von meinem iphone gesendet"};

/* A line that starts so is one if it names a product. */
static const char *const sent_by[] = {"sent from ", "sent via ", "sent with ",
    "sent using ", "sent by ", "mail sent from ", "von meinem ", "von meiner ",
    "gesendet von ", "gesendet mit ", "gesendet über ",
    "diese nachricht wurde von ", "envoyé ", "enviado ", "inviato ",
    "verzonden ", "verstuurd ", "skickat ", "sendt ", "lähetetty ", "wysłane ",
    "wysłano ", "odesláno ", "odoslané ", "отправлено ", "küldve ", "trimis ",
    "στάλθηκε "};

static const char *const products[] = {"iphone", "ipad", "android", "galaxy",
    "samsung", "blackberry", "outlook", "yahoo", "gmail", "proton", "bluemail",
    "superhuman", "spark", "thunderbird", "aol", "zoho", "fastmail",
    "windows 10", "windows 11", "mail app", "mobile mail", "mail mobile",
    "hotmail", "smartphone", "huawei", "xiaomi", "redmi", "oneplus", "nokia",
    "pixel", "motorola", "xperia", "nine", "airmail", "edison", "front.com",
    "workspace", "handy gesendet", "mobiltelefon", "móvil", "celular",
    "mon mobile", "mon téléphone", "mijn telefoon", "cellulare", "gmx",
    "web.de", "k-9", "icloud"};

static const char *const disclaimers[] = {"this e-mail and any ",
    "this email and any ", "this message and any ", "this e-mail message ",
    "this email message ", "this e-mail (including", "this email (including",
    "this message (including", "this e-mail, including",
    "this email, including", "this message, including", "this communication ",
    "this transmission ", "the information contained in",
    "the information in this e", "the information in this mess",
    "the contents of this e", "the content of this e",
    "the content of this mess", "the information transmitted",
    "this e-mail is confid", "this email is confid", "this message is confid",
    "this e-mail is intended", "this email is intended",
    "this message is intended", "this e-mail may contain",
    "this email may contain", "this message may contain",
    "this e-mail contains", "this email contains", "this message contains",
    "any views or opinions", "if you are not the intended",
    "if you have received this e", "if you have received this m",
    "if you have received this in error", "if you have received this comm",
    "if you received this e", "if you received this in error",
    "confidentiality", "confidential", "privileged and confid",
    "private and confid", "legal notice", "legal disclaimer", "disclaimer",
    "important notice", "important: this", "notice: this", "privacy notice",
    "please consider the env", "consider the environment",
    "think before you print", "please think before", "save paper",
    "before printing", "be green", "go green", "registered in england",
    "registered office", "company registration", "virus-free",
    "this email has been scanned", "this e-mail has been scanned",
    "this email has been checked", "this e-mail has been checked",
    "scanned by ", "avast", "unless otherwise stated", "diese e-mail",
    "diese email", "diese nachricht ist", "diese nachricht kann",
    "diese nachricht und", "dieses e-mail", "der inhalt dieser",
    "die information in dieser", "die in dieser e-mail", "vertraulichkeit",
    "vertraulicher hinweis", "rechtlicher hinweis", "haftungsausschluss",
    "bitte denken sie an", "bitte prüfen sie, ob", "denken sie an die umwelt",
    "sitz der gesellschaft", "amtsgericht", "registergericht",
    "geschäftsführer:", "hinweis: diese", "pflichtangaben", "ce message",
    "ce courriel", "cet e-mail", "ce mail", "cet email",
    "les informations contenues", "l'intégrité de ce", "avis de confid",
    "confidentialité", "avertissement", "pensez à l'environnement",
    "pensez à l'environ", "n'imprimez ce", "avant d'imprimer", "adoptez l'éco",
    "merci de n'imprimer", "este mensaje", "este correo", "esta comunicación",
    "la información contenida", "la información incluida", "aviso legal",
    "aviso de confid", "confidencialidad", "en cumplimiento de la l",
    "en cumplimiento del r", "en cumplimiento de lo",
    "de conformidad con lo dispuesto", "antes de imprimir",
    "le informamos de que sus", "le informamos que sus", "protección de datos",
    "lopd", "esta mensagem", "este e-mail", "este email",
    "a informação contida", "as informações contidas", "a presente mensagem",
    "confidencialidade", "o conteúdo desta", "o conteúdo deste",
    "proteja o ambiente", "pense no ambiente", "pense antes de imprimir",
    "questo messaggio", "questa e-mail", "questa email", "la presente e-mail",
    "la presente comunicazione", "il presente messaggio",
    "le informazioni contenute", "riservatezza", "avviso di riservatezza",
    "ai sensi del reg", "ai sensi del d", "ai sensi del gdpr",

    "informativa privacy", "prima di stampare", "rispetta l'ambiente",
    "dit bericht", "deze e-mail", "dit e-mailbericht", "deze mail is",
    "de informatie in dit", "de informatie verzonden", "de inhoud van dit",
    "de inhoud van deze", "vertrouwelijk", "denk aan het milieu",
    "detta meddelande", "detta e-post", "denne e-mail", "denne mail",
    "denne e-posten", "tämä viesti", "tämä sähköposti", "niniejsza wiadomość",
    "ta wiadomość", "tato zpráva", "это сообщение", "bu e-posta"};

/* Three of these in one paragraph make a legal notice. */
static const char *const legal[] = {"confidential", "intended", "recipient",
    "unauthorized", "unauthorised", "disclos", "dissemin", "delete", "destroy",
    "in error", "privileged", "attachments", "prohibited", "copying", "liab",
    "virus", "vertraulich", "empfänger", "unbefugt", "irrtümlich", "vernichten",
    "löschen", "confidentiel", "destinataire", "destinat", "erreur", "détrui",
    "divulg", "confidencial", "prohibid", "error", "elimin", "borr", "proibid",
    "por engano", "apag", "riservat", "vietat", "per errore", "cancell",
    "distrug", "vertrouwelijk", "geadresseerd", "bestemd", "vernietig",
    "verwijder", "openbaar", "gdpr", "rgpd", "dsgvo", "protección de datos"};

static const char *const banners[] = {"caution: this email",
    "caution: this e-mail", "caution: external", "caution: this message",
    "caution - external", "caution:", "warning:", "[external]", "[extern",
    "[ext]", "[external email]", "external email", "external e-mail",
    "external sender", "external message", "*** external", "warning: this",
    "warning: external", "this email originated", "this e-mail originated",
    "this message originated", "this message was sent from outside",
    "this email was sent from outside", "you don't often get",
    "you do not often get", "some people who received this",
    "learn why this is important", "exercise caution", "do not click",
    "be careful with this message", "this sender is from outside",
    "sie erhalten nicht oft", "sie erhalten nicht häufig", "achtung: externe",
    "achtung: diese", "externe e-mail", "vorsicht: externe", "vorsicht: diese",
    "attention : ce", "attention:", "attention: ce", "attention : cet",
    "courriel externe", "e-mail externe", "message externe",
    "expéditeur externe", "vous ne recevez pas souvent",
    "vous n'obtenez pas souvent", "no suele recibir",
    "no recibe con frecuencia", "correo externo", "precaución: este",
    "atención: este", "não costuma receber", "você não costuma receber",
    "e-mail externo", "cuidado: este", "atenção: este",
    "non si ricevono spesso", "non ricevi spesso", "attenzione: questa",
    "attenzione: questo", "email esterna", "e-mail esterna",
    "u ontvangt niet vaak", "let op: deze", "externe mail", "let op: externe",
    "waarschuwing: deze"};

bool
closeword_device(struct str key)
{
	while (key.n && (key.p[0] == '-' || key.p[0] == '_' ||
			    key.p[0] == ' ' || key.p[0] == '.'))
		key = str_sub(key, 1, key.n);
	if (key.n > 140)
		return false;
	return quoteword_starts_any(key, devices, COUNT(devices)) ||
	       (quoteword_starts_any(key, sent_by, COUNT(sent_by)) &&
		   quoteword_finds_any(key, products, COUNT(products)));
}

bool
closeword_disclaimer(struct str key)
{
	while (key.n && !quoteword_is_letter(key, 0) && !str_is_digit(key.p[0]))
		key = str_sub(key, 1, key.n);
	return quoteword_starts_any(key, disclaimers, COUNT(disclaimers));
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

size_t
closeword_legal(struct str key)
{
	return quoteword_count(key, legal, COUNT(legal), COUNT(legal));
}

bool
closeword_warning(struct str key)
{
	static const char *const words[] = {"outside", "external", "click",
	    "unless you", "recognize", "recognise", "organization",
	    "organisation", "often get", "originated", "extern", "außerhalb",
	    "souvent", "extérieur", "cliqu", "suele", "frecuencia", "clic",
	    "costuma", "exterior", "spesso", "esterno", "vaak", "buiten",
	    "klik", "klick", "nicht oft", "nicht häufig", "is important"};

	return quoteword_finds_any(key, words, COUNT(words));
}

bool
closeword_banner(struct str key)
{
	return key.n && quoteword_starts_any(key, banners, COUNT(banners)) &&
	       (key.p[0] == '[' || closeword_warning(key));
}

/* A picture in the place of its bytes: "[cid:image001.png@...]", "[logo]". */
bool
closeword_picture(struct str key)
{
	static const char *const words[] = {"cid:", "logo", "image",
	    "signature", "icon", "banner", "description:", "picture", "bild",
	    "imagen", "imagem", "immagine", "afbeelding"};

	if (key.n < 3 || key.n > 160 || key.p[0] != '[' ||
	    key.p[key.n - 1] != ']')
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find(key, str_of(words[i])) != STR_NPOS)
			return true;
	return false;
}
