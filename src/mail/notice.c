#include "mail/notice.h"

#include "mail/quoteword.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define NOTICE_LENGTH                                                          \
	100 /* bytes: no notice is shorter without its headline                \
	     */

/* Nothing else starts so. */
static const char *const sure[] = {"this e-mail and any attach",
    "this email and any attach", "this e-mail and any file",
    "this email and any file", "this message and any attach",
    "this message and any file", "this e-mail (including",
    "this email (including", "this message (including",
    "this e-mail, including", "this email, including",
    "this message, including", "the information contained in this",
    "the information contained in the e", "the information in this e",
    "the information in this mess", "the contents of this e",
    "the content of this e", "the contents of this mess",
    "the content of this mess", "the information transmitted",
    "this e-mail is confid", "this email is confid", "this message is confid",
    "this e-mail is intended", "this email is intended",
    "this message is intended", "this e-mail may contain",
    "this email may contain", "this message may contain",
    "any views or opinions", "if you are not the intended",
    "if you have received this e", "if you have received this m",
    "if you have received this in error", "if you have received this comm",
    "if you received this e", "if you received this in error",
    "confidentiality note", "confidentiality state", "confidentiality disc",
    "confidentiality:", "privileged and confid", "private and confid",
    "legal notice", "legal disclaimer", "disclaimer", "privacy notice",
    "please consider the env", "consider the environment",
    "think before you print", "please think before", "save paper",
    "before printing", "registered in england", "registered in scotland",
    "registered office:", "virus-free", "this email has been scanned",
    "this e-mail has been scanned", "this email has been checked",
    "this e-mail has been checked", "der inhalt dieser e", "der inhalt diese",
    "die information in dieser", "die in dieser e-mail enth",
    "die in dieser mail enth", "vertraulichkeitshinweis",
    "vertraulicher hinweis", "rechtlicher hinweis", "haftungsausschluss",
    "bitte denken sie an die umwelt", "bitte prüfen sie, ob diese",
    "denken sie an die umwelt", "sitz der gesellschaft", "registergericht",
    "pflichtangaben", "informationen zum datenschutz",
    "hinweise zum datenschutz", "datenschutzhinweis",
    "les informations contenues dans ce", "l'intégrité de ce", "avis de confid",
    "pensez à l'environ", "n'imprimez ce", "avant d'imprimer", "adoptez l'éco",
    "merci de n'imprimer", "la información contenida en e",
    "la información incluida en e", "aviso legal", "aviso de confid",
    "cláusula de confid", "antes de imprimir", "a informação contida ne",
    "as informações contidas ne", "o conteúdo desta men", "o conteúdo deste e",
    "proteja o ambiente", "pense no ambiente", "pense antes de imprimir",
    "le informazioni contenute in", "avviso di riservatezza",
    "informativa privacy", "prima di stampare", "rispetta l'ambiente",
    "de informatie in dit", "de informatie verzonden", "de inhoud van dit",
    "de inhoud van deze", "denk aan het milieu"};

/* So start sentences of people too. */
static const char *const likely[] = {"this email", "this e-mail",
    "this message", "this communication", "this transmission", "the contents",
    "the content", "the information", "confidential", "important", "notice",
    "note:", "nb:", "unless otherwise", "any un", "diese e-mail", "diese email",
    "diese mail", "diese nachricht", "dieses e-mail", "dieses mail",
    "diese mitteilung", "hinweis", "der inhalt", "achtung", "vertraulich",
    "ce message", "ce courriel", "cet e-mail", "ce mail", "cet email",
    "la présente", "le présent", "les informations", "important",
    "avertissement", "confidentialité", "este mensaje", "este correo",
    "esta comunicación", "el contenido", "la información", "en cumplimiento",
    "de conformidad", "le informamos", "protección de datos", "lopd",
    "confidencialidad", "de acuerdo con", "conforme a", "esta mensagem",
    "este e-mail", "este email", "a presente", "confidencialidade", "aviso",
    "a informação", "as informações", "questo messaggio", "questa e-mail",
    "questa email", "la presente", "il presente", "riservatezza", "ai sensi",
    "il contenuto", "nota di", "dit bericht", "deze e-mail",
    "dit e-mailbericht", "deze mail", "deze email", "de informatie",
    "vertrouwelijk", "detta meddelande", "detta e-post", "detta mail",
    "denne e-mail", "denne mail", "denne e-post", "denne melding",
    "denne meddelelse", "tämä viesti", "tämä sähköposti", "niniejsza wiadomość",
    "niniejszy", "ta wiadomość", "treść", "informacje zawarte", "tato zpráva",
    "tento e-mail", "tento email", "obsah t", "это сообщение",
    "данное сообщение", "это письмо", "данное письмо", "настоящее",
    "информация", "bu e-posta", "bu mesaj", "bu ileti", "このメール",
    "本メール", "此邮件", "本邮件", "此郵件"};

/* And so such that quote a law. */
static const char *const laws[] = {"en cumplimiento", "de conformidad",
    "conforme a", "de acuerdo con", "le informamos", "ai sensi",
    "in ottemperanza", "conformément", "gemäß", "im sinne der", "w związku z",
    "zgodnie z", "administratorem", "v souladu s"};

/* What a legal notice speaks of, a row a thing, in no order of languages. */
enum {
	LEGAL_SECRET = 1 << 0,
	LEGAL_READER = 1 << 1,
	LEGAL_BAN = 1 << 2,
	LEGAL_USE = 1 << 3,
	LEGAL_LAW = 1 << 4,
};

static const char *const secret[] = {"confiden", "privileged", "vertraul",
    "geschützte info", "riservat", "konfid", "fortrolig", "luottamuks", "poufn",
    "důvěrn", "конфиденц", "gizli", "機密", "秘密", "机密", "保密"};
static const char *const reader[] = {"intended", "addressee", "addressed",
    "recipient", "bestimmt", "empfänger", "adressat", "destinat", "destinad",
    "dirigid", "bestemd", "geadress", "avsedd", "mottagare", "mottaker",
    "adressat", "modtager", "beregnet", "tarkoitet", "vastaanottaja",
    "przeznaczon", "adresat", "určen", "příjemc", "предназначен", "адресат",
    "получател", "muhatab", "alıcı", "宛先", "受信者", "收件人"};
static const char *const ban[] = {"prohibit", "unauthori", "forbidden",
    "not permitted", "untersagt", "nicht gestattet", "unbefugt", "unzulässig",
    "interdit", "non autoris", "prohib", "proibid", "vietat", "verboden",
    "niet toegestaan", "förbjud", "forbud", "ikke tilladt", "ikke tillat",
    "kiellet", "zabronion", "niedozwol", "zakázán", "запрещ", "yasak", "禁止"};
static const char *const mistake[] = {"error", "mistake", "irrtüm",
    "versehentlich", "fälschlich", "nicht der richtige", "erreur", "equivoc",
    "por engano", "per errore", "ten onrechte", "per abuis", "per vergissing",
    "misstag", "en feil", "en fejl", "feilaktig", "fejlagtigt", "erehdy",
    "vahingossa", "omyłk", "pomyłk", "błęd", "omyl", "по ошибке", "ошибочно",
    "yanlışlıkla", "誤って", "错误"};
static const char *const destroy[] = {"delete", "destroy", "lösch", "vernicht",
    "détrui", "supprim", "elimin", "borr", "bórr", "apag", "destrua", "cancell",
    "distrug", "verwijder", "vernietig", "radera", "slett", "slet ",
    "bedes du slet", "poista", "hävit", "usuń", "usunię", "zniszcz", "smaž",
    "smazá", "vymaž", "удал", "уничтож", "siliniz", "silin", "削除", "删除"};
static const char *const tell[] = {"notify", "inform the sender",
    "advise the sender", "contact the sender", "informieren", "benachrichtig",
    "avertir", "prévenir", "informer", "notifi", "comuníque", "comunicar",
    "avvis", "informare", "informe o", "waarschuw", "op de hoogte", "meddela",
    "underrett", "gi beskjed", "varsle", "ilmoitta", "powiadom", "poinform",
    "informujte", "сообщит", "уведом", "bilgilendir", "haber ver", "連絡",
    "通知"};
static const char *const use[] = {"disclos", "dissemin", "distribut", "copying",
    "exempt from", "weitergabe", "verbreitung", "divulg", "diffusion",
    "reproduc", "reprodu", "difus", "difu", "diffond", "diffusione",
    "verspreid", "openbaar", "gebruik van", "sprida", "spridning", "videregiv",
    "videreform", "levittä", "rozpowszech", "kopiowan", "šířen", "kopírován",
    "распростран", "копирован", "kopyala", "dağıt", "exclusiv",
    "ausschließlich", "uitsluitend", "wyłącznie", "исключительно"};
static const char *const file[] = {"attachment", "attached files", "files",
    "anhänge", "anlagen", "pièces jointes", "adjunt", "anexo", "ficheiro",
    "allegat", "bijlage", "bilag", "bilagor", "vedlegg", "vedhæft", "liite",
    "załącznik", "příloh", "připojené", "вложен", "ekleri", "ekler", "添付",
    "附件"};
static const char *const law[] = {"liab", "virus", "haftung", "responsab",
    "aansprakel", "ansvar", "vastuu", "odpowiedzial", "odpovědn", "ответствен",
    "sorumlu", "gdpr", "rgpd", "dsgvo", "2016/679", "datenschutz", " rodo",
    "unión europea", "protezione dei dati", "protección de datos", "вирус",
    "責任"};

/* People call upon the law, too. */
static const char *const person[] = {"i request", "i ask", "i demand", "i am ",
    "i hereby", "i object", "i want", "my data", "my personal", "my address",
    "my e-mail", "my email", "ich fordere", "fordere ich", "ich bitte",
    "bitte ich", "ich widerspreche", "widerspreche ich", "ich verlange",
    "meine daten", "meine e-mail", "meine adresse", "meiner daten",
    "meiner e-mail", "je vous demande", "je demande", "je vous prie",
    "je m'oppose", "je souhaite", "mes données", "mon adresse", "solicito",
    "les pido", "le pido", "exijo", "mis datos", "mi correo", "mi dirección",
    "chiedo", "mi oppongo", "i miei dati", "il mio indirizzo", "la mia e",
    "peço", "exijo", "os meus dados", "o meu e", "ik verzoek", "verzoek ik",
    "ik maak bezwaar", "mijn gegevens", "mijn adres", "mijn e-mail",
    "jag begär", "mina uppgifter", "min adress", "jeg ber ", "jeg beder",
    "mine data", "mine oplysninger", "pyydän", "tietoni", "żądam", "proszę o",
    "moich danych", "moje dane", "žádám", "moje údaje", "mých údajů", "прошу",
    "требую", "мои данные", "моих данных", "talep ediyorum"};

#define THING(list)                                                            \
	{                                                                      \
		list, COUNT(list)                                              \
	}

/* The first as in the enum, the last as NOTICE_PERSON. */
static const struct quoteword_set things[] = {THING(secret), THING(reader),
    THING(ban), THING(use), THING(law), THING(mistake), THING(destroy),
    THING(tell), THING(file), THING(person)};

unsigned
notice_legal(struct str key)
{
	return quoteword_sets(key, things, COUNT(things));
}

bool
notice_is_legal(struct str first, unsigned legal, size_t length)
{
	int n = __builtin_popcount(legal);

	while (first.n && !quoteword_is_letter(first, 0) &&
	       !str_is_digit(first.p[0]))
		first = str_sub(first, 1, first.n);
	if (quoteword_starts_any(first, sure, COUNT(sure)))
		return true;
	if (length < NOTICE_LENGTH || legal & NOTICE_PERSON)
		return false;
	if (legal & LEGAL_LAW && quoteword_starts_any(first, laws, COUNT(laws)))
		return true;
	if (quoteword_starts_any(first, likely, COUNT(likely)) &&
	    ((n >= 2 && legal & LEGAL_SECRET) ||
		(n >= 3 && legal & (LEGAL_READER | LEGAL_BAN | LEGAL_USE))))
		return true;
	return n >= 4 && (legal & LEGAL_SECRET ||
			     (legal & LEGAL_READER && legal & LEGAL_BAN));
}

static const char *const banners[] = {"caution: external", "caution - external",
    "[external]", "[extern", "[ext]", "[external email]", "external email",
    "external e-mail", "external sender", "external message",
    "external:", "warning: external", "this email originated",
    "this e-mail originated", "this message originated",
    "this message was sent from outside", "this email was sent from outside",
    "this message is from an external", "this message is from an untrusted",
    "you have not previously corresponded", "[attention", "*external",
    "use caution", "this email is from an external",
    "this message came from outside", "this email came from outside",
    "you don't often get", "you do not often get",
    "some people who received this", "learn why this is important",
    "exercise caution", "do not click", "be careful with this message",
    "this sender is from outside", "sie erhalten nicht oft",
    "sie erhalten nicht häufig", "achtung: externe", "externe e-mail",
    "externe mail", "vorsicht: externe", "courriel externe", "e-mail externe",
    "message externe", "expéditeur externe", "vous ne recevez pas souvent",
    "vous n'obtenez pas souvent", "no suele recibir",
    "no recibe con frecuencia", "correo externo", "não costuma receber",
    "você não costuma receber", "e-mail externo", "non si ricevono spesso",
    "non ricevi spesso", "email esterna", "e-mail esterna",
    "u ontvangt niet vaak", "let op: externe", "du får inte ofta",
    "externt mejl", "extern avsändare", "du får ikke ofte",
    "du modtager ikke ofte", "ekstern e-mail", "ekstern avsender",
    "ekstern afsender", "saat harvoin", "et saa usein", "ulkoinen lähettäjä",
    "ulkoinen viesti", "rzadko otrzymujesz", "nieczęsto otrzymujesz",
    "wiadomość zewnętrzna", "neobvykle často", "nedostáváte často",
    "externí e-mail", "externí odesílatel", "внешнее письмо",
    "внешний отправитель", "вы нечасто получаете", "harici e-posta",
    "harici gönderen", "社外メール", "外部邮件", "外部郵件"};

/* Words of alarm that people begin with, too. */
static const char *const alarms[] = {"caution", "warning", "achtung",
    "vorsicht", "attention", "prudence", "precaución", "atención", "cuidado",
    "atenção", "attenzione", "let op", "waarschuwing", "varning", "advarsel",
    "obs", "huom", "varoitus", "uwaga", "ostrzeżenie", "upozornění", "pozor",
    "varování", "внимание", "осторожно", "dikkat", "uyarı", "注意", "警告"};
static const char *const mails[] = {"mail", "message", "sender", "nachricht",
    "absender", "courriel", "expéditeur", "correo", "mensaje", "remitente",
    "mensagem", "remetente", "messaggio", "mittente", "bericht", "afzender",
    "e-post", "meddelande", "avsänd", "avsend", "afsender", "meddelelse",
    "melding", "viesti", "sähköposti", "lähettäj", "wiadomość", "nadawc",
    "zpráv", "odesílatel", "письмо", "сообщение", "отправител", "e-posta",
    "ileti", "gönderen", "メール", "送信者", "邮件", "郵件"};

/* "Do not click", "open no attachments". */
static const char *const never[] = {"do not click", "don't click",
    "do not open", "don't open", "never click", "klicken sie nicht",
    "nicht auf links", "öffnen sie keine", "keine links", "keine anhänge",
    "ne cliquez pas", "n'ouvrez pas", "ne pas cliquer", "évitez de cliquer",
    "no haga clic", "no abra", "no pulse", "não clique", "não abra",
    "non cliccare", "non aprire", "non fare clic", "klik niet", "niet op links",
    "open geen", "klicka inte", "öppna inte", "klik ikke", "åbn ikke",
    "ikke klikk", "ikke klik", "ikke åpne", "klikk ikke", "älä avaa",
    "älä napsauta", "älä klikkaa", "nie klikaj", "nie otwieraj", "neklikejte",
    "neotvír", "neotevír", "не переходите", "не нажимайте", "не открывайте",
    "tıklamayın", "açmayın", "クリックしない", "開かない", "请勿点击",
    "不要点击", "請勿點擊"};

/* Whose mail it warns of. */
static const char *const stranger[] = {"sender", "outside", "external",
    "unless you", "absender", "extern", "expéditeur", "extérieur", "remitente",
    "exterior", "fuera de", "remetente", "fora da", "fora do", "mittente",
    "estern", "afzender", "buiten", "avsändar", "utanför", "avsender",
    "utenfor", "afsender", "uden for", "udenfor", "ekstern", "lähettäj",
    "ulkopuol", "ulkoi", "nadawc", "spoza", "zewnętrzn", "odesílatel", "mimo",
    "отправител", "внешн", "за пределами", "извне", "gönderen", "dışından",
    "harici", "送信者", "社外", "外部", "发件人", "寄件者"};

bool
notice_warning(struct str key)
{
	static const char *const words[] = {"outside", "external", "click",
	    "unless you", "recognize", "recognise", "organization",
	    "organisation", "often get", "originated", "extern", "außerhalb",
	    "souvent", "extérieur", "cliqu", "suele", "frecuencia", "clic",
	    "costuma", "exterior", "spesso", "esterno", "estern", "vaak",
	    "buiten", "klik", "klick", "nicht oft", "nicht häufig",
	    "is important", "ofta", "ofte", "harvoin", "ulkoi", "rzadko",
	    "zewnętrzn", "často", "внешн", "нечасто", "harici", "社外", "外部"};

	return quoteword_finds_any(key, words, COUNT(words)) ||
	       quoteword_finds_any(key, never, COUNT(never));
}

/* What gateways hardly speak of and people do. */
static const char *const dealings[] = {"invoice", "rechnung", "factur",
    "facture", "fattur", "fatura", "factuur", "faktur", "faktúr", "lasku",
    "счет", "счёт", "рахун", "számla", "račun", "請求", "发票", "發票", "pay",
    "zahl", "paie", "paye", "pago", "pagar", "pagamento", "betal", "maks",
    "płatn", "zapłac", "plat", "zaplat", "оплат", "öde", "支払", "付款"};

bool
notice_banner_sure(struct str key)
{
	return key.n && quoteword_starts_any(key, banners, COUNT(banners)) &&
	       (key.p[0] == '[' || notice_warning(key));
}

/* The words by which a mailer tells the reader that their program shows no
 * HTML. People say that of programs of their own. */
static const char *const yours[] = {"your ", "ihr ", "ihre ", "dein ", "votre ",
    "ton ", "su ", "tu ", "o seu ", "seu ", "a sua ", "il tuo ", "il suo ",
    "la tua ", "uw ", "je ", "din ", "ditt ", "sähköpostiohjelmasi", "twój ",
    "państwa ", "váš ", "ваш", "if your ", "falls ihr ", "wenn ihr ",
    "si votre ", "si su ", "se o seu ", "se il tuo ", "als uw "};
static const char *const programs[] = {"program", "client", "klient", "reader",
    "viewer", "software", "logiciel", "messagerie", "ohjelm", "программ",
    "клиент"};
static const char *const unable[] = {"not ", "n't ", "nicht", "kein", "n'aff",
    "n'acc", "ne p", "ne s", "no s", "no p", "no a", "no m", "não", "non ",
    "geen", "niet", "inte ", "ikke", " ei ", "nie ", "nepodpor", "nezobr",
    " не "};

bool
notice_unshown(struct str key)
{
	static const char *const html[] = {"html"};
	const struct quoteword_set sets[] = {
	    THING(html), THING(mails), THING(programs), THING(unable)};

	return key.n < 200 && quoteword_starts_any(key, yours, COUNT(yours)) &&
	       quoteword_sets(key, sets, COUNT(sets)) == 0xf &&
	       !quoteword_finds_any(key, dealings, COUNT(dealings));
}

bool
notice_banner(struct str key)
{
	if (key.n == 0)
		return false;
	if (notice_banner_sure(key) || notice_unshown(key))
		return true;
	if (!quoteword_finds_any(key, stranger, COUNT(stranger)))
		return false;
	return quoteword_finds_any(key, never, COUNT(never)) ||
	       (quoteword_starts_any(key, alarms, COUNT(alarms)) &&
		   quoteword_finds_any(key, mails, COUNT(mails)) &&
		   !quoteword_finds_any(key, dealings, COUNT(dealings)));
}
