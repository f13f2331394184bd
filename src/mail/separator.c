#include "mail/separator.h"

#include <string.h>

#include "mail/quoteword.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

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
    "转发邮件", "回复的原邮件", "原邮件", "轉寄郵件", "転送メッセージ",
    "원본 메시지"};

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

static bool
is_rule_char(char c)
{
	return c == '-' || c == '_' || c == '=' || c == '~' || c == '#' ||
	       c == ' ' || c == '>' || c == '<' || c == '.' || c == ':';
}

/* The words with dashes behind them, and the header on the same line. */
static bool
has_ruled(struct str s)
{
	for (size_t i = 0; i < COUNT(separators); i++) {
		size_t n = strlen(separators[i]);

		if (quoteword_starts_any(s, &separators[i], 1) && s.n > n + 4 &&
		    str_starts(str_sub(s, n, s.n), STR(" ---")))
			return true;
	}
	return false;
}

bool
separator_is(struct str key)
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
		return dashes >= 2 && has_ruled(s);
	if (dashes >= 2 && str_eqc(s, "original"))
		return true;
	if (quoteword_starts_any(s, bare_separators, COUNT(bare_separators)))
		return true;
	if (dashes < 2)
		return false;
	for (size_t i = 0; i < COUNT(separators); i++)
		if (quoteword_starts_any(s, &separators[i], 1) &&
		    s.n < strlen(separators[i]) + 24)
			return true;
	return false;
}

bool
separator_is_bare(struct str key)
{
	for (size_t i = 0; i < COUNT(separators); i++)
		if (key.n && key.p[0] == separators[i][0] &&
		    str_eqc(key, separators[i]))
			return true;
	return false;
}

bool
separator_ends(struct str key)
{
	static const char *const words[] = {"end of ", "end message",
	    "end original", "end forward", "end quoted", "ende der nachricht",
	    "ende der weiter", "ende der ursprüng", "ende der original",
	    "ende original", "ende des zitat", "fin du message",
	    "fin de message", "fin du courriel", "fin del mensaje",
	    "fin de mensaje", "finalizar mensaje", "fim da mensagem",
	    "fim de mensagem", "fine del messaggio", "fine messaggio",
	    "einde bericht", "einde van ", "einde doorgestuurd", "slut på ",
	    "slutt på ", "viestin loppu", "koniec wiadomości", "konec zprávy",
	    "конец сообщения", "конец пересыл", "iletinin sonu",
	    "iletilen iletinin sonu"};
	size_t dashes = 0;

	while (dashes < key.n && (key.p[dashes] == '-' || key.p[dashes] == ' '))
		dashes++;
	return dashes >= 3 && dashes < key.n && key.n < 200 &&
	       key.p[key.n - 1] == '-' &&
	       quoteword_starts_any(
		   str_sub(key, dashes, key.n), words, COUNT(words));
}

bool
separator_reply_above(struct str key)
{
	if (key.n > 200)
		return false;
	while (key.n && is_rule_char(key.p[0]))
		key = str_sub(key, 1, key.n);
	if (str_starts(key, STR("please ")))
		key = str_sub(key, 7, key.n);
	return quoteword_starts_any(key, above, COUNT(above));
}
