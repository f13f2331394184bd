#include "mail/valediction.h"

#include <string.h>

#include "mail/quoteword.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

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
    "beste groeten", "b.rgds", "b.r", "b. regards", "regds", "rgrds", "b/rgds",
    "best rgds", "brgs", "thnx", "thanx", "many tks", "warmly",
    "respectfully submitted", "with appreciation", "much appreciated",
    "appreciate it", "talk soon", "speak soon", "have a great one",
    "mit freundlichem grusse", "freundlicher gruß", "freundlichen gruß",
    "beste grüsse aus", "lg", "bg", "gr.", "glg", "hochachtungsvoll",
    "besten dank", "vielen dank", "danke", "danke und gruß", "danke & gruß",
    "danke im voraus", "vielen dank im voraus", "besten dank im voraus",
    "schönen tag noch", "schönes wochenende", "schönen gruß", "servus",
    "tschüss", "ciao", "à bientôt", "bonne soirée", "bon week-end",
    "bien sincèrement", "bonne fin de journée", "merci, bonne",
    "excellente journée", "feliz día", "buen día", "buen fin de semana",
    "que tenga buen día", "bom fim de semana", "um bom dia", "bom trabalho",
    "tenha um bom dia", "buona serata", "buon fine settimana",
    "in attesa di riscontro", "prettige dag", "fijne dag", "fijn weekend",
    "mvrgr", "vr. gr.", "vriendelijke gr", "de groeten", "bvd",
    "bästa hälsningar", "varma hälsningar", "hälsar", "vänl hälsn",
    "ha en bra dag", "ha en fin dag", "ha det bra", "tack på förhand",
    "tusen tack", "de bedste hilsner", "bedste hilsner", "med venlige hilsner",
    "venlige hilsner", "mange hilsner", "kh", "vh", "tak", "på forhånd tak",
    "god dag", "beste hilsen", "vennlige hilsener", "med hilsen", "hilsener",
    "mange takk", "på forhånd takk", "takk på forhånd", "ystävällisesti",
    "parhain terveisin", "yst. terv", "yst.terv", "terv",
    "t:", "kiitos etukäteen", "kiitoksia", "pozdrawiam serdecznie",
    "z pozdrowieniami", "pozdrowienia", "łączę pozdrowienia",
    "z wyrazami szacunku", "miłego dnia", "z góry dziękuję",
    "dziękuję i pozdrawiam", "pozdr", "dzięki", "s přátelským pozdravem",
    "s přáním hezkého dne", "hezký den", "přeji hezký den", "děkuji",
    "děkuji a přeji hezký den", "děkuji předem", "zdravím", "s úctou", "díky",
    "всего доброго", "с наилучшими пожеланиями", "с уважением и наилучшими",
    "заранее спасибо", "хорошего дня", "благодарю", "iyi çalışmalar",
    "iyi günler", "kolay gelsin", "saygılar", "saygılarımızla", "selamlar",
    "teşekkür ederim", "teşekkür ederiz", "şimdiden teşekkürler",
    "よろしくお願い致します", "宜しくお願いします", "宜しくお願いいたします",
    "宜しくお願い致します", "以上、よろしくお願いいたします", "敬具",
    "ありがとうございます", "顺祝商祺", "祝好", "祝商祺", "此致敬礼", "敬礼",
    "谢谢！", "多谢", "感谢", "med vänlig hälsning", "med vänliga hälsningar",
    "vänliga hälsningar", "vänligen", "hälsningar", "mvh", "tack",
    "med venlig hilsen", "venlig hilsen", "med vennlig hilsen",
    "vennlig hilsen", "hilsen", "mange tak", "takk", "ystävällisin terveisin",
    "terveisin", "kiitos", "pozdrawiam", "z poważaniem",
    "serdecznie pozdrawiam", "dziękuję", "s pozdravem", "с уважением",
    "спасибо", "saygılarımla", "teşekkürler", "üdvözlettel", "köszönettel",
    "cu stimă", "με εκτίμηση", "よろしくお願いします",
    "よろしくお願いいたします", "此致", "谢谢"};

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

	return key.n < 200 &&
	       quoteword_starts_any(key, starts, COUNT(starts)) &&
	       quoteword_finds_any(key, ends, COUNT(ends));
}

/* A few words of which the last is one that only closings end with. */
static bool
is_greeting(struct str key)
{
	static const char *const last[] = {"regards", "grüße", "grüßen",
	    "grüsse", "grüssen", "gruß", "gruss", "cordialement", "salutations",
	    "saludo", "saludos", "cumprimentos", "saudações", "saluti", "groet",
	    "groeten", "groetjes", "hälsning", "hälsningar", "hilsen",
	    "hilsner", "hilsener", "terveisin", "pozdrawiam", "pozdrowieniami",
	    "poważaniem", "pozdravem", "уважением", "пожеланиями",
	    "saygılarımla", "saygılarımızla", "dilerim", "dileriz",
	    "üdvözlettel"};
	size_t aus = str_find(key, STR(" aus ")), words = 0;

	if (aus != STR_NPOS)
		key = str_sub(key, 0, aus);
	while (key.n && strchr(".,!:;)- ", key.p[key.n - 1]))
		key.n--;
	for (size_t i = 0; i < key.n; i++) {
		words += key.p[i] == ' ';
		if (str_is_digit(key.p[i]) || strchr(".?:", key.p[i]))
			return false;
	}
	if (words > 4)
		return false;
	for (size_t i = 0; i < COUNT(last); i++)
		if (str_ends(key, str_of(last[i])))
			return true;
	return false;
}

static bool
is_one(struct str key, struct str line)
{
	if (is_formula(key))
		return true;
	while (str_ends(key, STR("。")) || str_ends(key, STR("！")) ||
	       str_ends(key, STR("，")) || str_ends(key, STR("、")))
		key.n -= strlen("。");
	if (key.n < 2 || key.n > 70)
		return false;
	if (key.n > 4 && is_greeting(key))
		return true;
	for (size_t i = 0; i < COUNT(valedictions); i++) {
		struct str v;
		char next;

		if (key.p[0] != valedictions[i][0])
			continue;
		v = str_of(valedictions[i]);
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

/* "Mit freundlichem Gruß / Kind regards": the same in two languages. */
static bool
is_in_languages(struct str key)
{
	static const char marks[] = {'/', '|', '&'};

	for (size_t i = 0; i < COUNT(marks); i++) {
		bool all = str_chr(key, marks[i]) != STR_NPOS;
		struct str rest = key, part;

		while (all && str_cut(&rest, marks[i], &part))
			all = is_one(str_trim(part), STR(""));
		if (all)
			return true;
	}
	return false;
}

bool
valediction_is(struct str key, struct str line)
{
	return is_one(key, line) || (key.n < 140 && is_in_languages(key));
}
