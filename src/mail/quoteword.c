#include "mail/quoteword.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct label_word {
	const char *word;
	enum quoteword_label label;
};

/* en de fr es pt it nl, then sv da no fi pl cs ru uk tr hu ro el ja zh ko. */
static const struct label_word labels[] = {
    {"from", LABEL_FROM},
    {"von", LABEL_FROM},
    {"de", LABEL_FROM},
    {"da", LABEL_FROM},
    {"van", LABEL_FROM},
    {"från", LABEL_FROM},
    {"fra", LABEL_FROM},
    {"lähettäjä", LABEL_FROM},
    {"od", LABEL_FROM},
    {"от", LABEL_FROM},
    {"від", LABEL_FROM},
    {"kimden", LABEL_FROM},
    {"gönderen", LABEL_FROM},
    {"feladó", LABEL_FROM},
    {"de la", LABEL_FROM},
    {"από", LABEL_FROM},
    {"差出人", LABEL_FROM},
    {"发件人", LABEL_FROM},
    {"寄件者", LABEL_FROM},
    {"보낸 사람", LABEL_FROM},
    {"expéditeur", LABEL_FROM},
    {"mittente", LABEL_FROM},
    {"remitente", LABEL_FROM},
    {"remetente", LABEL_FROM},
    {"absender", LABEL_FROM},
    {"afzender", LABEL_FROM},
    {"sent", LABEL_DATE},
    {"date", LABEL_DATE},
    {"sent on", LABEL_DATE},
    {"date sent", LABEL_DATE},
    {"gesendet", LABEL_DATE},
    {"gesendet am", LABEL_DATE},
    {"datum", LABEL_DATE},
    {"envoyé", LABEL_DATE},
    {"envoyé le", LABEL_DATE},
    {"date d'envoi", LABEL_DATE},
    {"enviado", LABEL_DATE},
    {"enviado el", LABEL_DATE},
    {"enviado em", LABEL_DATE},
    {"enviada", LABEL_DATE},
    {"enviada em", LABEL_DATE},
    {"enviada a", LABEL_DATE},
    {"fecha", LABEL_DATE},
    {"fecha de envío", LABEL_DATE},
    {"data", LABEL_DATE},
    {"data de envio", LABEL_DATE},
    {"inviato", LABEL_DATE},
    {"inviato il", LABEL_DATE},
    {"verzonden", LABEL_DATE},
    {"verstuurd", LABEL_DATE},
    {"verzonden op", LABEL_DATE},
    {"skickat", LABEL_DATE},
    {"sendt", LABEL_DATE},
    {"dato", LABEL_DATE},
    {"lähetetty", LABEL_DATE},
    {"päivämäärä", LABEL_DATE},
    {"wysłano", LABEL_DATE},
    {"odesláno", LABEL_DATE},
    {"отправлено", LABEL_DATE},
    {"дата", LABEL_DATE},
    {"надіслано", LABEL_DATE},
    {"gönderildi", LABEL_DATE},
    {"gönderme tarihi", LABEL_DATE},
    {"tarih", LABEL_DATE},
    {"elküldve", LABEL_DATE},
    {"küldve", LABEL_DATE},
    {"dátum", LABEL_DATE},
    {"trimis", LABEL_DATE},
    {"στάλθηκε", LABEL_DATE},
    {"ημερομηνία", LABEL_DATE},
    {"送信日時", LABEL_DATE},
    {"日時", LABEL_DATE},
    {"日付", LABEL_DATE},
    {"发送时间", LABEL_DATE},
    {"日期", LABEL_DATE},
    {"寄件日期", LABEL_DATE},
    {"보낸 날짜", LABEL_DATE},
    {"to", LABEL_TO},
    {"an", LABEL_TO},
    {"à", LABEL_TO},
    {"a", LABEL_TO},
    {"para", LABEL_TO},
    {"aan", LABEL_TO},
    {"till", LABEL_TO},
    {"til", LABEL_TO},
    {"vastaanottaja", LABEL_TO},
    {"do", LABEL_TO},
    {"komu", LABEL_TO},
    {"кому", LABEL_TO},
    {"kime", LABEL_TO},
    {"címzett", LABEL_TO},
    {"către", LABEL_TO},
    {"προς", LABEL_TO},
    {"宛先", LABEL_TO},
    {"收件人", LABEL_TO},
    {"收件者", LABEL_TO},
    {"받는 사람", LABEL_TO},
    {"destinataire", LABEL_TO},
    {"destinatario", LABEL_TO},
    {"destinatário", LABEL_TO},
    {"empfänger", LABEL_TO},
    {"cc", LABEL_CC},
    {"bcc", LABEL_CC},
    {"copie à", LABEL_CC},
    {"kopie", LABEL_CC},
    {"kopia", LABEL_CC},
    {"copia", LABEL_CC},
    {"копия", LABEL_CC},
    {"抄送", LABEL_CC},
    {"subject", LABEL_SUBJECT},
    {"betreff", LABEL_SUBJECT},
    {"objet", LABEL_SUBJECT},
    {"asunto", LABEL_SUBJECT},
    {"assunto", LABEL_SUBJECT},
    {"oggetto", LABEL_SUBJECT},
    {"onderwerp", LABEL_SUBJECT},
    {"ämne", LABEL_SUBJECT},
    {"emne", LABEL_SUBJECT},
    {"aihe", LABEL_SUBJECT},
    {"temat", LABEL_SUBJECT},
    {"předmět", LABEL_SUBJECT},
    {"тема", LABEL_SUBJECT},
    {"konu", LABEL_SUBJECT},
    {"tárgy", LABEL_SUBJECT},
    {"subiect", LABEL_SUBJECT},
    {"θέμα", LABEL_SUBJECT},
    {"件名", LABEL_SUBJECT},
    {"主题", LABEL_SUBJECT},
    {"主旨", LABEL_SUBJECT},
    {"제목", LABEL_SUBJECT},
    {"importance", LABEL_OTHER},
    {"wichtigkeit", LABEL_OTHER},
    {"priorität", LABEL_OTHER},
    {"importancia", LABEL_OTHER},
    {"importância", LABEL_OTHER},
    {"priorità", LABEL_OTHER},
    {"urgentie", LABEL_OTHER},
    {"attachments", LABEL_OTHER},
    {"anlagen", LABEL_OTHER},
    {"pièces jointes", LABEL_OTHER},
    {"datos adjuntos", LABEL_OTHER},
    {"anexos", LABEL_OTHER},
    {"allegati", LABEL_OTHER},
    {"bijlagen", LABEL_OTHER},
    {"reply-to", LABEL_OTHER},
    {"reply to", LABEL_OTHER},
    {"antwort an", LABEL_OTHER},
    {"répondre à", LABEL_OTHER},
    {"responder a", LABEL_OTHER},
    {"rispondi a", LABEL_OTHER},
};

static const char *const separators[] = {"original message",
    "original appointment", "forwarded message", "reply message",
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht",
    "weitergeleitete nachricht", "message d'origine", "message original",
    "message transféré", "message initial", "courriel original",
    "mensaje original", "mensaje reenviado", "mensagem original",
    "mensagem encaminhada", "mensagem reencaminhada", "messaggio originale",
    "messaggio inoltrato", "messaggio originario", "oorspronkelijk bericht",
    "origineel bericht", "doorgestuurd bericht", "ursprungligt meddelande",
    "originalmeddelande", "vidarebefordrat meddelande", "oprindelig meddelelse",
    "videresendt meddelelse", "opprinnelig melding", "videresendt melding",
    "alkuperäinen viesti", "välitetty viesti", "wiadomość oryginalna",
    "oryginalna wiadomość", "wiadomość przekazana", "původní zpráva",
    "původní e-mail", "přeposlaná zpráva", "исходное сообщение",
    "пересылаемое сообщение", "özgün ileti", "iletilen ileti", "eredeti üzenet",
    "mesaj original", "αρχικό μήνυμα", "元のメッセージ", "原始邮件", "原始郵件",
    "转发邮件", "원본 메시지"};

/* These stand without dashes, as a line of their own. */
static const char *const bare_separators[] = {"begin forwarded message",
    "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado",
    "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "inizio messaggio inoltrato", "begin doorgestuurd bericht",
    "vidarebefordrat brev", "start på videresendt besked",
    "videresendt melding", "välitetty viesti alkaa"};

static const char *const above[] = {"enter your reply above",
    "add your reply above", "reply above this line", "reply above the line",
    "type your reply above", "write your reply above", "reply above this text",
    "please reply above", "do not write below this line",
    "do not edit below this line", "antworten sie oberhalb dieser",
    "bitte oberhalb dieser", "répondez au-dessus de", "répondre au-dessus de",
    "responda por encima de", "responda encima de", "escreva acima desta linha",
    "responda acima desta linha", "rispondi sopra questa",
    "typ je antwoord boven", "antwoord boven deze"};

static const char *const verbs[] = {"wrote", "writes", "écrit", "schrieb",
    "geschrieben", "schreibt", "escribió", "escrito", "escribio", "escreveu",
    "escrita", "scritto", "scrive", "schreef", "geschreven", "skrev",
    "kirjoitti", "napisał", "napisał(a)", "napisała", "pisze", "napsal",
    "napsal(a)", "napísal", "írta", "ezt írta", "scris", "написал",
    "написал(а)", "пишет", "писал", "написав", "έγραψε", "yazdı", "写道",
    "寫道", "書きました", "작성", "đã viết", "menulis", "كتب", "כתב",
    "va escriure", "skrifaði", "rašė", "rakstīja", "kirjutas", "је написао",
    "napisao je", "je napisal"};

static const char *const openings[] = {"on ", "am ", "le ", "el ", "il ", "em ",
    "op ", "den ", "en ", "no dia ", "a ", "al ", "w dniu ", "dnia ", "dne ",
    "dňa ", "la data ", "pe ", "la ", "în ", "på ", "ke ", "в ", "στις ", "at ",
    "date: ", "le: ", "il giorno ", "el día ", "em dom", "em seg", "mon", "tue",
    "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam",
    "dim", "mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.", "dom", "seg", "ter",
    "qua", "qui", "sex", "sáb", "mié", "jue", "vie", "gio", "sab", "maa", "ma ",
    "di ", "wo ", "do ", "vr ", "za ", "zo ", "vrijdag", "пн", "вт", "ср", "чт",
    "пт", "сб", "вс", "quoting ", "zitat von ", "citando ", "citat ", "--- on ",
    "---- on ", "-- on "};

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

static const char *const valedictions[] = {"thanks", "thank you", "many thanks",
    "thanks again", "thanks so much", "thanks very much", "thank you very much",
    "thank you so much", "thanks a lot", "thanks in advance",
    "thank you in advance", "thanks and regards", "thanks & regards",
    "thanks and best regards", "thanks and kind regards",
    "thank you and best regards", "thank you and regards",
    "thank you & regards", "with thanks", "with many thanks",
    "with thanks and regards", "thanking you", "thanking you in anticipation",
    "thx", "tks", "ta", "tia", "regards", "best regards", "kind regards",
    "kindest regards", "warm regards", "warmest regards", "with regards",
    "with kind regards", "with best regards", "with warm regards",
    "many regards", "rgds", "brgds", "br", "kr", "b. rgds", "best",
    "all the best", "best wishes", "with best wishes", "kind wishes", "cheers",
    "sincerely", "yours sincerely", "sincerely yours", "yours faithfully",
    "faithfully yours", "yours truly", "yours", "respectfully",
    "respectfully yours", "cordially", "take care", "have a great day",
    "have a good day", "have a nice day", "have a great weekend",
    "have a good weekend", "have a good one", "looking forward",
    "mit freundlichen grüßen", "mit freundlichen grüssen",
    "mit freundlichem gruß", "mit freundlichem gruss", "freundliche grüße",
    "freundliche grüsse", "mit besten grüßen", "mit besten grüssen",
    "beste grüße", "beste grüsse", "viele grüße", "viele grüsse",
    "schöne grüße", "schöne grüsse", "liebe grüße", "liebe grüsse",
    "herzliche grüße", "herzliche grüsse", "mit herzlichen grüßen",
    "sonnige grüße", "grüße", "grüsse", "grüezi", "gruß", "gruss",
    "lieber gruß", "liebe gruss", "mfg", "mit freundlichen grüßen aus", "vg",
    "lg", "bg", "hochachtungsvoll", "danke", "vielen dank", "besten dank",
    "herzlichen dank", "danke und gruß", "danke und gruss",
    "danke und viele grüße", "danke im voraus", "vielen dank im voraus",
    "vielen dank und viele grüße", "danke & gruß", "schönes wochenende",
    "schönen tag noch", "cordialement", "bien cordialement",
    "très cordialement", "sincèrement", "bien à vous", "bien à toi",
    "salutations", "salutations distinguées", "sincères salutations",
    "meilleures salutations", "cordiales salutations", "avec mes salutations",
    "respectueusement", "amicalement", "merci", "merci d'avance",
    "merci par avance", "merci beaucoup", "merci et bonne journée",
    "merci, bonne journée", "avec mes remerciements", "bonne journée",
    "bonne réception", "belle journée", "cdt", "cdlt", "bien cdt", "cordt",
    "slts", "a+", "saludos", "un saludo", "saludos cordiales",
    "un cordial saludo", "cordiales saludos", "reciba un cordial saludo",
    "muchos saludos", "atentos saludos", "un saludo cordial", "atentamente",
    "muy atentamente", "atte", "gracias", "muchas gracias", "mil gracias",
    "gracias y saludos", "gracias de antemano", "muchas gracias de antemano",
    "gracias por adelantado", "cordialmente", "un abrazo", "abrazos", "slds",
    "sds", "quedo atento", "quedo atenta", "quedo a la espera",
    "quedamos a la espera", "atenciosamente", "cumprimentos",
    "com os melhores cumprimentos", "melhores cumprimentos",
    "os meus cumprimentos", "com os meus cumprimentos", "saudações",
    "cordiais saudações", "att", "atte", "at.te", "abraço", "abraços",
    "um abraço", "obrigado", "obrigada", "muito obrigado", "muito obrigada",
    "desde já obrigado", "desde já obrigada", "desde já agradeço", "grato",
    "grata", "cordiali saluti", "distinti saluti", "cordialità", "saluti",
    "un saluto", "un cordiale saluto", "tanti saluti", "i migliori saluti",
    "con i migliori saluti", "porgo distinti saluti",
    "porgiamo distinti saluti", "grazie", "grazie mille", "molte grazie",
    "grazie e saluti", "grazie e cordiali saluti",
    "ringraziando anticipatamente", "grazie in anticipo", "grazie, saluti",
    "buona giornata", "buon lavoro", "met vriendelijke groet",
    "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten",
    "met hartelijke groet", "hartelijke groet", "hartelijke groeten", "groeten",
    "groet", "groetjes", "mvg", "m.v.g", "gr", "grtz", "hoogachtend", "bedankt",
    "dank u", "dank je", "dank u wel", "alvast bedankt", "bij voorbaat dank",
    "bij voorbaat hartelijk dank", "met dank", "met beste groeten",
    "beste groeten", "med vänlig hälsning", "med vänliga hälsningar",
    "vänliga hälsningar", "vänligen", "hälsningar", "mvh", "tack",
    "med venlig hilsen", "venlig hilsen", "med vennlig hilsen",
    "vennlig hilsen", "hilsen", "mange tak", "takk", "ystävällisin terveisin",
    "terveisin", "kiitos", "pozdrawiam", "z poważaniem",
    "serdecznie pozdrawiam", "dziękuję", "s pozdravem", "с уважением",
    "спасибо", "saygılarımla", "teşekkürler", "üdvözlettel", "köszönettel",
    "cu stimă", "με εκτίμηση", "よろしくお願いします",
    "よろしくお願いいたします", "此致", "谢谢"};

static const char *const titles[] = {"accountant", "accounting", "accounts",
    "administra", "analyst", "assistant", "bookkeep", "buchhalt", "buyer",
    "ceo", "cfo", "chief", "clerk", "compras", "comptab", "compta", "contabil",
    "controller", "coordinator", "credit", "crédit", "department", "dept",
    "director", "directeur", "directrice", "direttore", "division", "einkauf",
    "finance", "financ", "finanz", "founder", "geschäftsführ", "inhaber",
    "jefe", "leiter", "ledger", "manager", "office", "officer", "operations",
    "owner", "partner", "payable", "payroll", "president", "procurement",
    "proprietor", "purchas", "responsab", "secretar", "sekret", "service",
    "specialist", "supervisor", "team", "treasur", "trésor", "ufficio", "vp",
    "gmbh", " ag", " kg", " ltd", "limited", " llc", " inc", " plc", " pty",
    " corp", " s.l", " s.a", " sarl", " sas", " s.r.l", " srl", " spa",
    " s.p.a", " b.v", " bv", " n.v", " nv", " lda", " ltda", " oy", " ab",
    " a/s", " aps", " sp. z", " co.", " & co", " & zn", " & sons", "pvt",
    "llp"};

static const char *const hints[] = {"below in red", "below in blue",
    "below in green", "in red below", "in blue below", "in red", "in blue",
    "in green", "inline", "in-line", "in line below", "see below",
    "answers below", "comments below", "replies below", "responses below",
    "answered below", "my comments", "our comments", "below your",
    "next to each", "against each", "siehe unten", "in rot", "in blau",
    "antworten unten", "weiter unten", "im text", "ci-dessous", "en rouge",
    "en bleu", "dans le texte", "a continuación", "más abajo", "en rojo",
    "en azul", "abajo", "abaixo", "a vermelho", "em vermelho", "a azul",
    "em azul", "di seguito", "in rosso", "in blu", "qui sotto", "zie onder",
    "hieronder", "in het rood", "in het blauw", "in de tekst"};

/* One letter of UTF-8 from Latin, Greek and Cyrillic capitals to small. */
static size_t
fold_wide(const unsigned char *p, size_t n, char out[2])
{
	unsigned u;

	if (n < 2 || p[0] < 0xc3 || p[0] > 0xd0 || (p[1] & 0xc0) != 0x80)
		return 0;
	u = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	if ((u >= 0xc0 && u <= 0xde && u != 0xd7) ||
	    (u >= 0x391 && u <= 0x3a9) || (u >= 0x410 && u <= 0x42f))
		u += 32;
	else if (((u >= 0x100 && u <= 0x137) || (u >= 0x14a && u <= 0x177)) &&
		 u % 2 == 0)
		u++;
	else if (u >= 0x139 && u <= 0x148 && u % 2 == 1)
		u++;
	else if (u >= 0x400 && u <= 0x40f)
		u += 80;
	out[0] = (char)(0xc0 | u >> 6);
	out[1] = (char)(0x80 | (u & 0x3f));
	return 2;
}

/* Blanks wider than one byte, marks without width, quotes of print. */
static size_t
fold_sign(const char *p, size_t n, char *as)
{
	static const struct {
		const char *bytes;
		char as;
	} signs[] = {{"\xc2\xa0", ' '}, {"\xe2\x80\xaf", ' '},
	    {"\xe2\x80\x89", ' '}, {"\xe3\x80\x80", ' '},
	    {"\xe2\x80\x8b", '\0'}, {"\xef\xbb\xbf", '\0'},
	    {"\xe2\x80\x8e", '\0'}, {"\xe2\x80\x8f", '\0'},
	    {"\xe2\x80\x99", '\''}, {"\xe2\x80\x98", '\''},
	    {"\xe2\x80\x93", '-'}, {"\xe2\x80\x94", '-'},
	    {"\xef\xbc\x9a", ':'}};

	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t len = strlen(signs[i].bytes);

		if (n >= len && memcmp(p, signs[i].bytes, len) == 0) {
			*as = signs[i].as;
			return len;
		}
	}
	return 0;
}

struct str
quoteword_key(struct arena *a, struct str line, size_t max)
{
	struct str s = str_trim(line);
	char *out, *to;

	s = str_sub(s, 0, max);
	out = to = arena_alloc(a, s.n + 2);
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];
		size_t len = 1;

		if ((unsigned char)c >= 0x80) {
			len = fold_sign(s.p + i, s.n - i, &c);
			if (len == 0) {
				len = fold_wide((const unsigned char *)s.p + i,
				    s.n - i, to);
				if (len == 0)
					*to++ = s.p[i++];
				to += len;
				i += len;
				continue;
			}
		}
		i += len;
		if (c == '\0' || c == '*' || c == '\x01')
			continue;
		if (str_is_space(c)) {
			if (to == out || to[-1] == ' ')
				continue;
			c = ' ';
		}
		*to++ = str_lower(c);
	}
	return str_rtrim((struct str){out, (size_t)(to - out)});
}

static bool
starts_any(struct str key, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (key.n && key.p[0] == list[i][0] &&
		    str_starts(key, str_of(list[i])))
			return true;
	return false;
}

static bool
finds_any(struct str key, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_find(key, str_of(list[i])) != STR_NPOS)
			return true;
	return false;
}

enum quoteword_label
quoteword_label(struct str key)
{
	size_t colon;
	struct str word;

	if (str_starts(key, STR("> ")))
		key = str_sub(key, 2, key.n);
	colon = str_chr(str_sub(key, 0, 40), ':');
	if (colon == STR_NPOS || colon == 0)
		return LABEL_NONE;
	word = str_trim(str_sub(key, 0, colon));
	for (size_t i = 0; i < COUNT(labels); i++)
		if (str_eqc(word, labels[i].word))
			return labels[i].label;
	return LABEL_NONE;
}

static bool
is_rule_char(char c)
{
	return c == '-' || c == '_' || c == '=' || c == '~' || c == '#' ||
	       c == ' ' || c == '>' || c == '<' || c == '.' || c == ':';
}

bool
quoteword_separator(struct str key)
{
	size_t dashes = 0;
	struct str s = key;

	while (s.n && is_rule_char(s.p[0])) {
		dashes += s.p[0] != ' ';
		s = str_sub(s, 1, s.n);
	}
	while (s.n && is_rule_char(s.p[s.n - 1]))
		s.n--;
	if (s.n > 80)
		return false;
	if (starts_any(s, bare_separators, COUNT(bare_separators)))
		return true;
	if (dashes < 2)
		return false;
	for (size_t i = 0; i < COUNT(separators); i++)
		if (str_starts(s, str_of(separators[i])) &&
		    s.n < strlen(separators[i]) + 24)
			return true;
	return false;
}

bool
quoteword_bare_separator(struct str key)
{
	for (size_t i = 0; i < COUNT(separators); i++)
		if (str_eqc(key, separators[i]))
			return true;
	return false;
}

bool
quoteword_reply_above(struct str key)
{
	if (key.n > 200)
		return false;
	while (key.n && is_rule_char(key.p[0]))
		key = str_sub(key, 1, key.n);
	if (str_starts(key, STR("please ")))
		key = str_sub(key, 7, key.n);
	return starts_any(key, above, COUNT(above));
}

/* Letters of any script; no digit. */
static bool
is_letter(struct str s, size_t i)
{
	return i < s.n &&
	       (str_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80);
}

/* Offset behind a colon at i, 0 if none is there or nothing follows it. */
static size_t
behind_colon(struct str key, size_t i)
{
	while (i < key.n && key.p[i] == ' ')
		i++;
	return i + 1 < key.n && key.p[i] == ':' ? i + 1 : 0;
}

bool
quoteword_verb(struct str key, bool *end, size_t *behind)
{
	bool found = false;
	struct str tail = key;

	while (tail.n && strchr(":>- )(.", tail.p[tail.n - 1]))
		tail.n--;
	*end = false;
	*behind = 0;
	for (size_t i = 0; i < COUNT(verbs); i++) {
		struct str v = str_of(verbs[i]), rest = key;
		size_t at, from = 0;

		while ((at = str_find(rest, v)) != STR_NPOS) {
			bool ascii = str_is_alpha(v.p[0]) ||
				     (unsigned char)v.p[0] < 0xe0;

			at += from;
			if (!ascii || ((at == 0 || !is_letter(key, at - 1)) &&
					  !is_letter(key, at + v.n))) {
				found = true;
				*end |= at + v.n >= tail.n;
				if (*behind == 0)
					*behind = behind_colon(key, at + v.n);
			}
			from = at + v.n;
			rest = str_sub(key, from, key.n);
		}
	}
	return found;
}

bool
quoteword_opening(struct str key)
{
	if (key.n && str_is_digit(key.p[0]))
		return true;
	return starts_any(key, openings, COUNT(openings));
}

bool
quoteword_device(struct str key)
{
	while (key.n && (key.p[0] == '-' || key.p[0] == '_' ||
			    key.p[0] == ' ' || key.p[0] == '.'))
		key = str_sub(key, 1, key.n);
	if (key.n > 140)
		return false;
	return starts_any(key, devices, COUNT(devices)) ||
	       (starts_any(key, sent_by, COUNT(sent_by)) &&
		   finds_any(key, products, COUNT(products)));
}

bool
quoteword_disclaimer(struct str key)
{
	while (key.n && !is_letter(key, 0) && !str_is_digit(key.p[0]))
		key = str_sub(key, 1, key.n);
	return starts_any(key, disclaimers, COUNT(disclaimers));
}

bool
quoteword_frame(struct str key)
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
quoteword_frame_end(struct str key)
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
quoteword_legal(struct str key)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(legal); i++)
		n += str_find(key, str_of(legal[i])) != STR_NPOS;
	return n;
}

bool
quoteword_warning(struct str key)
{
	static const char *const words[] = {"outside", "external", "click",
	    "unless you", "recognize", "recognise", "organization",
	    "organisation", "often get", "originated", "extern", "außerhalb",
	    "souvent", "extérieur", "cliqu", "suele", "frecuencia", "clic",
	    "costuma", "exterior", "spesso", "esterno", "vaak", "buiten",
	    "klik", "klick", "nicht oft", "nicht häufig", "is important"};

	return finds_any(key, words, COUNT(words));
}

bool
quoteword_banner(struct str key)
{
	return key.n && starts_any(key, banners, COUNT(banners)) &&
	       (key.p[0] == '[' || quoteword_warning(key));
}

/* What may stand behind the closing words: a name, no sentence. */
static bool
is_name_rest(struct str s)
{
	size_t words = 0;

	while (s.n && strchr(",.!;:-)/ ", s.p[0]))
		s = str_sub(s, 1, s.n);
	if (s.n > 40)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '?' || s.p[i] == ':' || str_is_digit(s.p[i]))
			return false;
		words += i == 0 || s.p[i - 1] == ' ';
	}
	return words <= 3;
}

/* "Cheers Brett": the line ends with a capital's word, no sentence. */
static bool
ends_with_name(struct str line)
{
	size_t at;
	unsigned char c, d;

	line = str_trim(line);
	while (line.n && strchr("*_.!,", line.p[line.n - 1]))
		line.n--;
	at = str_rchr(line, ' ');
	if (at == STR_NPOS || str_chr(line, '.') != STR_NPOS ||
	    str_chr(line, ',') != STR_NPOS)
		return false;
	c = (unsigned char)line.p[at + 1];
	d = at + 2 < line.n ? (unsigned char)line.p[at + 2] : 0;
	return (c >= 'A' && c <= 'Z') || (c == 0xc3 && d < 0xa0);
}

/* The long formulas of letters, a sentence each. */
static bool
is_formula(struct str key)
{
	static const char *const starts[] = {"je vous prie d", "je vous pri",
	    "nous vous prions", "veuillez agréer", "veuillez recevoir",
	    "veuillez croire", "recevez", "dans l'attente", "reciba", "reciban",
	    "sin otro particular", "sin más", "sem mais", "in attesa",
	    "ringraziando", "in the meantime, ", "aprovecho"};
	static const char *const ends[] = {"salutations", "sentiments",
	    "considération", "cordialement", "saludo", "saludos", "atentamente",
	    "cumprimentos", "atenciosamente", "saluti", "porgiamo"};

	return key.n < 200 && starts_any(key, starts, COUNT(starts)) &&
	       finds_any(key, ends, COUNT(ends));
}

bool
quoteword_valediction(struct str key, struct str line)
{
	if (is_formula(key))
		return true;
	if (key.n > 70)
		return false;
	for (size_t i = 0; i < COUNT(valedictions); i++) {
		struct str v = str_of(valedictions[i]);
		char next;

		if (!str_starts(key, v))
			continue;
		if (key.n == v.n)
			return true;
		next = key.p[v.n];
		if (strchr(",.!;-)/", next) &&
		    is_name_rest(str_sub(key, v.n, key.n)))
			return true;
		if (next == ' ' && is_name_rest(str_sub(key, v.n, key.n)) &&
		    ends_with_name(line))
			return true;
	}
	return false;
}

bool
quoteword_title(struct str key)
{
	return finds_any(key, titles, COUNT(titles));
}

bool
quoteword_inline_hint(struct str key)
{
	return finds_any(key, hints, COUNT(hints));
}
