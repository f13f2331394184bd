#include "decide/reason.h"

/* Words of refusing servers, folded. Tags are enum reason. */
static const struct phrase words[] = {
    /* full */
    {"mailbox full", REASON_FULL},
    {"mailbox is full", REASON_FULL},
    {"mail box full", REASON_FULL},
    {"mailbox for * is full", REASON_FULL},
    {"mailfolder is full", REASON_FULL},
    {"mailfile is full", REASON_FULL},
    {"inbox is full", REASON_FULL},
    {"inbox full", REASON_FULL},
    {"user is full", REASON_FULL},
    {"account is full", REASON_FULL},
    {"mailbox exceeds allowed size", REASON_FULL},
    {"mailbox size exceeded", REASON_FULL},
    {"mailbox size limit", REASON_FULL},
    {"mailbox has exceeded", REASON_FULL},
    {"exceeded * mailbox", REASON_FULL},
    {"exceeded storage", REASON_FULL},
    {"exceeded the storage", REASON_FULL},
    {"exceeded its quota", REASON_FULL},
    {"exceed the quota", REASON_FULL},
    {"exceeded quota", REASON_FULL},
    {"exceeds quota", REASON_FULL},
    {"over quota", REASON_FULL},
    {"overquota", REASON_FULL},
    {"over the quota", REASON_FULL},
    {"out of quota", REASON_FULL},
    {"over disk quota", REASON_FULL},
    {"quota exceed", REASON_FULL},
    {"quotaexceeded", REASON_FULL},
    {"quota violation", REASON_FULL},
    {"quota is full", REASON_FULL},
    {"disk quota", REASON_FULL},
    {"disc quota", REASON_FULL},
    {"out of storage", REASON_FULL},
    {"insufficient disk", REASON_FULL},
    {"not enough storage space in", REASON_FULL},
    {"too many messages in", REASON_FULL},
    {"too much mail data", REASON_FULL},
    {"postfach ist voll", REASON_FULL},
    {"postfach voll", REASON_FULL},
    {"postfach des empfangers ist voll", REASON_FULL},
    {"speicherplatz", REASON_FULL},
    {"boite aux lettres est pleine", REASON_FULL},
    {"boite aux lettres pleine", REASON_FULL},
    {"boite de reception * est pleine", REASON_FULL},
    {"boite pleine", REASON_FULL},
    {"buzon esta lleno", REASON_FULL},
    {"buzon * lleno", REASON_FULL},
    {"caixa postal * cheia", REASON_FULL},
    {"caixa de correio * cheia", REASON_FULL},
    {"caixa de entrada * cheia", REASON_FULL},
    {"casella * piena", REASON_FULL},
    {"postvak * vol", REASON_FULL},
    {"postvak vol", REASON_FULL},
    {"メールボックスがいっぱい", REASON_FULL},
    {"容量", REASON_FULL},
    {"邮箱已满", REASON_FULL},
    {"ящик переполнен", REASON_FULL},
    {"ящик * переполнен", REASON_FULL},
    {"skrzynka * pelna", REASON_FULL},

    /* moved */
    {"user has moved", REASON_MOVED},
    {"has moved to", REASON_MOVED},
    {"user not local; please try", REASON_MOVED},
    {"has been replaced by", REASON_MOVED},
    {"address has changed", REASON_MOVED},
    {"address changed to", REASON_MOVED},
    {"no longer at this address", REASON_MOVED},

    /* blocked, refused by policy */
    {"blocked", REASON_BLOCKED},
    {"blacklist", REASON_BLOCKED},
    {"black list", REASON_BLOCKED},
    {"blocklist", REASON_BLOCKED},
    {"block list", REASON_BLOCKED},
    {"listed at", REASON_BLOCKED},
    {"listed by", REASON_BLOCKED},
    {"poor reputation", REASON_BLOCKED},
    {"bad reputation", REASON_BLOCKED},
    {"low reputation", REASON_BLOCKED},
    {"reputation", REASON_BLOCKED},
    {"spamhaus", REASON_BLOCKED},
    {"spamcop", REASON_BLOCKED},
    {"rbl", REASON_BLOCKED},
    {"dnsbl", REASON_BLOCKED},
    {"spam", REASON_BLOCKED},
    {"unsolicited", REASON_BLOCKED},
    {"virus", REASON_BLOCKED},
    {"content rejected", REASON_BLOCKED},
    {"message rejected due to content", REASON_BLOCKED},
    {"policy", REASON_BLOCKED},
    {"not authorized", REASON_BLOCKED},
    {"not permitted", REASON_BLOCKED},
    {"permission to send", REASON_BLOCKED},
    {"is not allowed to send", REASON_BLOCKED},
    {"restrictions prevent", REASON_BLOCKED},
    {"restricted", REASON_BLOCKED},
    {"delivery not authorized", REASON_BLOCKED},
    {"access denied", REASON_BLOCKED},
    {"relaying denied", REASON_BLOCKED},
    {"relay access denied", REASON_BLOCKED},
    {"relay not permitted", REASON_BLOCKED},
    {"unable to relay", REASON_BLOCKED},
    {"relaying not", REASON_BLOCKED},
    {"not relay", REASON_BLOCKED},
    {"reverse dns", REASON_BLOCKED},
    {"ptr record", REASON_BLOCKED},
    {"no ptr", REASON_BLOCKED},
    {"dmarc", REASON_BLOCKED},
    {"spf ", REASON_BLOCKED},
    {"dkim", REASON_BLOCKED},
    {"authentication required", REASON_BLOCKED},
    {"sender address rejected", REASON_BLOCKED},
    {"sender rejected", REASON_BLOCKED},
    {"domain of sender address", REASON_BLOCKED},
    {"sender domain", REASON_BLOCKED},
    {"sender verify failed", REASON_BLOCKED},
    {"sender denied", REASON_BLOCKED},
    {"helo command rejected", REASON_BLOCKED},
    {"client host rejected", REASON_BLOCKED},
    {"too many recipients", REASON_BLOCKED},
    {"too many connections", REASON_BLOCKED},
    {"rate limit", REASON_BLOCKED},
    {"throttl", REASON_BLOCKED},
    {"too quickly", REASON_BLOCKED},
    {"exceeded the maximum number", REASON_BLOCKED},
    {"too many hops", REASON_BLOCKED},
    {"mail loop", REASON_BLOCKED},
    {"loops back to myself", REASON_BLOCKED},

    /* too large */
    {"message too large", REASON_SIZE},
    {"message too big", REASON_SIZE},
    {"message is too large", REASON_SIZE},
    {"message size exceeds", REASON_SIZE},
    {"message exceeds", REASON_SIZE},
    {"exceeds fixed maximum message size", REASON_SIZE},
    {"exceeds maximum message size", REASON_SIZE},
    {"exceeds the maximum", REASON_SIZE},
    {"exceeded maximum inbound message size", REASON_SIZE},
    {"size limit", REASON_SIZE},
    {"nachricht ist zu gross", REASON_SIZE},

    /* expired in the queue, nobody answered */
    {"retry timeout exceeded", REASON_EXPIRED},
    {"retry time not reached", REASON_EXPIRED},
    {"delivery time expired", REASON_EXPIRED},
    {"message expired", REASON_EXPIRED},
    {"message timed out", REASON_EXPIRED},
    {"queue too long", REASON_EXPIRED},
    {"in the queue too long", REASON_EXPIRED},
    {"has been in the queue", REASON_EXPIRED},
    {"connection timed out", REASON_EXPIRED},
    {"operation timed out", REASON_EXPIRED},
    {"connection refused", REASON_EXPIRED},
    {"no route to host", REASON_EXPIRED},
    {"network is unreachable", REASON_EXPIRED},
    {"lost connection", REASON_EXPIRED},
    {"could not connect", REASON_EXPIRED},
    {"couldn't connect", REASON_EXPIRED},
    {"wasn't able to establish an smtp connection", REASON_EXPIRED},
    {"i'm not going to try again", REASON_RETRY},
    {"host name lookup failure", REASON_EXPIRED},
    {"temporary failure in name resolution", REASON_EXPIRED},
    {"host not found, try again", REASON_EXPIRED},
    {"type=mx: host not found, try again", REASON_EXPIRED},

    /* suspended */
    {"account has been disabled", REASON_SUSPENDED},
    {"account is disabled", REASON_SUSPENDED},
    {"account disabled", REASON_SUSPENDED},
    {"account suspended", REASON_SUSPENDED},
    {"account has been suspended", REASON_SUSPENDED},
    {"account is suspended", REASON_SUSPENDED},
    {"account is inactive", REASON_SUSPENDED},
    {"account inactive", REASON_SUSPENDED},
    {"account is locked", REASON_SUSPENDED},
    {"account deactivated", REASON_SUSPENDED},
    {"mailbox disabled", REASON_SUSPENDED},
    {"mailbox is disabled", REASON_SUSPENDED},
    {"mailbox is inactive", REASON_SUSPENDED},
    {"mailbox temporarily", REASON_SUSPENDED},
    {"inactive user", REASON_SUSPENDED},
    {"inactive account", REASON_SUSPENDED},
    {"user suspended", REASON_SUSPENDED},
    {"user is suspended", REASON_SUSPENDED},
    {"temporarily disabled", REASON_SUSPENDED},
    {"temporarily suspended", REASON_SUSPENDED},

    /* later */
    {"greylist", REASON_RETRY},
    {"graylist", REASON_RETRY},
    {"grey-list", REASON_RETRY},
    {"try again later", REASON_RETRY},
    {"please try later", REASON_RETRY},
    {"temporarily deferred", REASON_RETRY},
    {"temporarily unavailable", REASON_RETRY},
    {"temporarily rejected", REASON_RETRY},
    {"unverified address", REASON_RETRY},

    /* unknown user */
    {"user unknown", REASON_UNKNOWN_USER},
    {"unknown user", REASON_UNKNOWN_USER},
    {"user is unknown", REASON_UNKNOWN_USER},
    {"no such user", REASON_UNKNOWN_USER},
    {"no such mailbox", REASON_UNKNOWN_USER},
    {"no such recipient", REASON_UNKNOWN_USER},
    {"no such address", REASON_UNKNOWN_USER},
    {"no such account", REASON_UNKNOWN_USER},
    {"no such person", REASON_UNKNOWN_USER},
    {"no such local user", REASON_UNKNOWN_USER},
    {"no such email", REASON_UNKNOWN_USER},
    {"nosuchuser", REASON_UNKNOWN_USER},
    {"no mailbox", REASON_UNKNOWN_USER},
    {"no user by that name", REASON_UNKNOWN_USER},
    {"no account by that name", REASON_UNKNOWN_USER},
    {"no recipient", REASON_UNKNOWN_USER},
    {"user not found", REASON_UNKNOWN_USER},
    {"user not known", REASON_UNKNOWN_USER},
    {"user not exist", REASON_UNKNOWN_USER},
    {"user does not exist", REASON_UNKNOWN_USER},
    {"user doesn't exist", REASON_UNKNOWN_USER},
    {"user * does not exist", REASON_UNKNOWN_USER},
    {"user * not listed in", REASON_UNKNOWN_USER},
    {"not listed in domino directory", REASON_UNKNOWN_USER},
    {"not listed in public name", REASON_UNKNOWN_USER},
    {"account not found", REASON_UNKNOWN_USER},
    {"account unknown", REASON_UNKNOWN_USER},
    {"unknown account", REASON_UNKNOWN_USER},
    {"account does not exist", REASON_UNKNOWN_USER},
    {"account that you tried to reach does not exist", REASON_UNKNOWN_USER},
    {"mailbox not found", REASON_UNKNOWN_USER},
    {"mailbox unavailable", REASON_UNKNOWN_USER},
    {"mailbox does not exist", REASON_UNKNOWN_USER},
    {"mailbox doesn't exist", REASON_UNKNOWN_USER},
    {"mailbox unknown", REASON_UNKNOWN_USER},
    {"unknown mailbox", REASON_UNKNOWN_USER},
    {"invalid mailbox", REASON_UNKNOWN_USER},
    {"invalid recipient", REASON_UNKNOWN_USER},
    {"invalid user", REASON_UNKNOWN_USER},
    {"invalid address", REASON_UNKNOWN_USER},
    {"invalid final delivery user", REASON_UNKNOWN_USER},
    {"recipient unknown", REASON_UNKNOWN_USER},
    {"unknown recipient", REASON_UNKNOWN_USER},
    {"recipient not found", REASON_UNKNOWN_USER},
    {"recipientnotfound", REASON_UNKNOWN_USER},
    {"resolver.adr.", REASON_UNKNOWN_USER},
    {"recipient does not exist", REASON_UNKNOWN_USER},
    {"recipient no longer", REASON_UNKNOWN_USER},
    {"recipient name is not recognized", REASON_UNKNOWN_USER},
    {"unknown address", REASON_UNKNOWN_USER},
    {"unknown local", REASON_UNKNOWN_USER},
    {"unknown or illegal alias", REASON_UNKNOWN_USER},
    {"address unknown", REASON_UNKNOWN_USER},
    {"address does not exist", REASON_UNKNOWN_USER},
    {"address doesn't exist", REASON_UNKNOWN_USER},
    {"address not found", REASON_UNKNOWN_USER},
    {"address no longer", REASON_UNKNOWN_USER},
    {"address * couldn't be found", REASON_UNKNOWN_USER},
    {"address couldn't be found", REASON_UNKNOWN_USER},
    {"address could not be found", REASON_UNKNOWN_USER},
    {"addresses were unknown", REASON_UNKNOWN_USER},
    {"address you entered couldn't be found", REASON_UNKNOWN_USER},
    {"bad destination mailbox address", REASON_UNKNOWN_USER},
    {"bad address", REASON_UNKNOWN_USER},
    {"wasn't found at", REASON_UNKNOWN_USER},
    {"was not found at", REASON_UNKNOWN_USER},
    {"is not a valid mailbox", REASON_UNKNOWN_USER},
    {"not a valid recipient", REASON_UNKNOWN_USER},
    {"not a valid user", REASON_UNKNOWN_USER},
    {"not a known user", REASON_UNKNOWN_USER},
    {"not a local", REASON_UNKNOWN_USER},
    {"not our customer", REASON_UNKNOWN_USER},
    {"not known at", REASON_UNKNOWN_USER},
    {"doesn't have a * account", REASON_UNKNOWN_USER},
    {"does not have a * account", REASON_UNKNOWN_USER},
    {"does not exist here", REASON_UNKNOWN_USER},
    {"no longer valid", REASON_UNKNOWN_USER},
    {"no longer available", REASON_UNKNOWN_USER},
    {"undeliverable address", REASON_UNKNOWN_USER},
    {"delivery to that address is not", REASON_UNKNOWN_USER},
    {"e-mail account does not exist", REASON_UNKNOWN_USER},
    {"email account does not exist", REASON_UNKNOWN_USER},
    {"recipient address rejected: undeliverable", REASON_UNKNOWN_USER},
    {"empfanger unbekannt", REASON_UNKNOWN_USER},
    {"unbekannter empfanger", REASON_UNKNOWN_USER},
    {"benutzer unbekannt", REASON_UNKNOWN_USER},
    {"adresse existiert nicht", REASON_UNKNOWN_USER},
    {"existiert nicht", REASON_UNKNOWN_USER},
    {"adresse unbekannt", REASON_UNKNOWN_USER},
    {"konnte nicht gefunden werden", REASON_UNKNOWN_USER},
    {"wurde nicht gefunden", REASON_UNKNOWN_USER},
    {"nicht bekannt", REASON_UNKNOWN_USER},
    {"destinataire inconnu", REASON_UNKNOWN_USER},
    {"utilisateur inconnu", REASON_UNKNOWN_USER},
    {"adresse inconnue", REASON_UNKNOWN_USER},
    {"adresse * introuvable", REASON_UNKNOWN_USER},
    {"n'existe pas", REASON_UNKNOWN_USER},
    {"n'a pas ete trouve", REASON_UNKNOWN_USER},
    {"usuario desconocido", REASON_UNKNOWN_USER},
    {"destinatario desconocido", REASON_UNKNOWN_USER},
    {"usuario no existe", REASON_UNKNOWN_USER},
    {"direccion no existe", REASON_UNKNOWN_USER},
    {"cuenta no existe", REASON_UNKNOWN_USER},
    {"no se encontro", REASON_UNKNOWN_USER},
    {"no se ha encontrado", REASON_UNKNOWN_USER},
    {"usuario desconhecido", REASON_UNKNOWN_USER},
    {"destinatario desconhecido", REASON_UNKNOWN_USER},
    {"usuario nao existe", REASON_UNKNOWN_USER},
    {"endereco nao existe", REASON_UNKNOWN_USER},
    {"conta nao existe", REASON_UNKNOWN_USER},
    {"nao foi encontrado", REASON_UNKNOWN_USER},
    {"utente sconosciuto", REASON_UNKNOWN_USER},
    {"destinatario sconosciuto", REASON_UNKNOWN_USER},
    {"indirizzo non esiste", REASON_UNKNOWN_USER},
    {"indirizzo inesistente", REASON_UNKNOWN_USER},
    {"casella inesistente", REASON_UNKNOWN_USER},
    {"non e stato trovato", REASON_UNKNOWN_USER},
    {"gebruiker onbekend", REASON_UNKNOWN_USER},
    {"onbekende gebruiker", REASON_UNKNOWN_USER},
    {"onbekende ontvanger", REASON_UNKNOWN_USER},
    {"bestaat niet", REASON_UNKNOWN_USER},
    {"is niet gevonden", REASON_UNKNOWN_USER},
    {"okand mottagare", REASON_UNKNOWN_USER},
    {"okand anvandare", REASON_UNKNOWN_USER},
    {"ukendt modtager", REASON_UNKNOWN_USER},
    {"ukjent mottaker", REASON_UNKNOWN_USER},
    {"uzytkownik nie istnieje", REASON_UNKNOWN_USER},
    {"nieznany uzytkownik", REASON_UNKNOWN_USER},
    {"пользователь не найден", REASON_UNKNOWN_USER},
    {"неизвестный получатель", REASON_UNKNOWN_USER},
    {"пользователь не существует", REASON_UNKNOWN_USER},
    {"宛先不明", REASON_UNKNOWN_USER},
    {"宛先が見つかりません", REASON_UNKNOWN_USER},
    {"存在しません", REASON_UNKNOWN_USER},
    {"見つかりません", REASON_UNKNOWN_USER},
    {"收件人不存在", REASON_UNKNOWN_USER},
    {"用户不存在", REASON_UNKNOWN_USER},
    {"邮箱不存在", REASON_UNKNOWN_USER},
    {"地址不存在", REASON_UNKNOWN_USER},

    /* unknown host */
    {"host unknown", REASON_UNKNOWN_HOST},
    {"unknown host", REASON_UNKNOWN_HOST},
    {"host not found", REASON_UNKNOWN_HOST},
    {"no such host", REASON_UNKNOWN_HOST},
    {"no such domain", REASON_UNKNOWN_HOST},
    {"unknown domain", REASON_UNKNOWN_HOST},
    {"domain not found", REASON_UNKNOWN_HOST},
    {"domain does not exist", REASON_UNKNOWN_HOST},
    {"domain doesn't exist", REASON_UNKNOWN_HOST},
    {"domain name not found", REASON_UNKNOWN_HOST},
    {"domain * couldn't be found", REASON_UNKNOWN_HOST},
    {"domain must exist", REASON_UNKNOWN_HOST},
    {"host or domain name not found", REASON_UNKNOWN_HOST},
    {"couldn't find any host", REASON_UNKNOWN_HOST},
    {"could not be resolved", REASON_UNKNOWN_HOST},
    {"unrouteable address", REASON_UNKNOWN_HOST},
    {"unrouteable mail domain", REASON_UNKNOWN_HOST},
    {"unroutable address", REASON_UNKNOWN_HOST},
    {"no mx record", REASON_UNKNOWN_HOST},
    {"has no mail exchanger", REASON_UNKNOWN_HOST},
    {"bad destination system", REASON_UNKNOWN_HOST},
    {"bad destination host", REASON_UNKNOWN_HOST},
    {"nonexistentdomain", REASON_UNKNOWN_HOST},
    {"name service error * host not found", REASON_UNKNOWN_HOST},
    {"all relevant mx records point to non-existent", REASON_UNKNOWN_HOST},

    /* takes no mail */
    {"does not accept mail", REASON_REFUSES},
    {"does not accept email", REASON_REFUSES},
    {"does not accept smtp", REASON_REFUSES},
    {"doesn't accept mail", REASON_REFUSES},
    {"not accept any mail", REASON_REFUSES},
    {"not accepting mail", REASON_REFUSES},
    {"nullmx", REASON_REFUSES},
    {"null mx", REASON_REFUSES},
    {"no smtp service here", REASON_REFUSES},
    {"no mail service", REASON_REFUSES},
    {"mail server does not accept", REASON_REFUSES},
};

/* In this order one reading wins over another that the words also allow. */
static const enum reason rank[] = {
    REASON_FULL,
    REASON_MOVED,
    REASON_SIZE,
    REASON_RETRY,
    REASON_SUSPENDED,
    REASON_UNKNOWN_USER,
    REASON_REFUSES,
    REASON_BLOCKED,
    REASON_UNKNOWN_HOST,
    REASON_EXPIRED,
};

struct code {
	const char *status; /* after its class digit */
	enum reason reason;
};

/* Enhanced status codes (RFC 3463 and its registry), class left out. */
static const struct code codes[] = {
    {".1.1", REASON_UNKNOWN_USER},
    {".1.2", REASON_UNKNOWN_HOST},
    {".1.3", REASON_UNKNOWN_USER},
    {".1.6", REASON_MOVED},
    {".1.10", REASON_UNKNOWN_USER},
    {".2.1", REASON_SUSPENDED},
    {".2.2", REASON_FULL},
    {".2.3", REASON_SIZE},
    {".3.1", REASON_SYSTEM},
    {".3.2", REASON_REFUSES},
    {".3.4", REASON_SIZE},
    {".4.1", REASON_EXPIRED},
    {".4.4", REASON_UNKNOWN_HOST},
    {".4.7", REASON_EXPIRED},
    {".7.0", REASON_BLOCKED},
    {".7.1", REASON_BLOCKED},
};

static enum reason
code_reason(struct str status)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (status.n > 0 &&
		    str_eqc(str_sub(status, 1, status.n), codes[i].status))
			return codes[i].reason;
	/* A queue that gave up, or a host that was away. */
	if (str_starts(status, STR("4.")))
		return REASON_EXPIRED;
	return REASON_UNDECIDED;
}

static struct reason_result
word_reason(struct str folded)
{
	struct phrase_hits hits;

	phrase_scan(PHRASES(words), folded, &hits);
	for (size_t i = 0; i < sizeof(rank) / sizeof(*rank); i++)
		if (phrase_has(&hits, rank[i]))
			return (struct reason_result){
			    rank[i], hits.first[rank[i]]};
	return (struct reason_result){REASON_UNDECIDED, {NULL, 0}};
}

/* May these words overrule a code that says unknown user? */
static bool
overrules_unknown(enum reason reason)
{
	return reason == REASON_FULL || reason == REASON_BLOCKED ||
	       reason == REASON_SIZE || reason == REASON_RETRY ||
	       reason == REASON_SUSPENDED || reason == REASON_MOVED;
}

/*
 * "Recipient address rejected: Access denied" is how a directory-based edge
 * says that there is no such mailbox (5.4.1); elsewhere it is policy.
 */
static bool
is_edge_refusal(struct str status, struct str folded)
{
	return str_eqc(status, "5.4.1") &&
	       str_find(folded, STR("recipient address rejected")) != STR_NPOS;
}

struct reason_result
reason_read(
    struct arena *a, struct str status, struct str diagnostic, struct str text)
{
	struct str folded = phrase_fold(a, diagnostic, 4096);
	struct reason_result said = word_reason(folded);
	enum reason code = code_reason(status);

	if (is_edge_refusal(status, folded))
		return (struct reason_result){REASON_UNKNOWN_USER, diagnostic};
	if (said.reason != REASON_UNDECIDED &&
	    (code != REASON_UNKNOWN_USER || overrules_unknown(said.reason)))
		return said;
	if (code == REASON_UNKNOWN_USER || code == REASON_FULL ||
	    code == REASON_UNKNOWN_HOST || code == REASON_MOVED)
		return (struct reason_result){code, status};
	said = word_reason(text);
	if (said.reason != REASON_UNDECIDED && code == REASON_UNDECIDED)
		return said;
	if (said.reason != REASON_UNDECIDED && str_is_empty(diagnostic))
		return said;
	return (struct reason_result){code, status};
}

enum bounce_severity
reason_severity(enum reason reason)
{
	switch (reason) {
	case REASON_UNKNOWN_USER:
	case REASON_UNKNOWN_HOST:
	case REASON_MOVED:
	case REASON_REFUSES:
		return BOUNCE_HARD;
	case REASON_UNDECIDED:
	case REASON_FULL:
	case REASON_BLOCKED:
	case REASON_SIZE:
	case REASON_EXPIRED:
	case REASON_SUSPENDED:
	case REASON_RETRY:
	case REASON_SYSTEM:
		break;
	}
	return BOUNCE_SOFT;
}

/* Digits at *i, one to three of them; moves *i behind. */
static bool
take_digits(struct str s, size_t *i)
{
	size_t from = *i;

	while (*i < s.n && *i < from + 3 && str_is_digit(s.p[*i]))
		(*i)++;
	return *i > from && (*i == s.n || !str_is_digit(s.p[*i]));
}

static size_t
status_len(struct str s, size_t at)
{
	size_t i = at + 2;

	if (at + 5 > s.n || s.p[at + 1] != '.')
		return 0;
	if (!take_digits(s, &i) || i >= s.n || s.p[i] != '.')
		return 0;
	i++;
	if (!take_digits(s, &i))
		return 0;
	/* 5.4.3.2 is an address, not a status. */
	return i < s.n && s.p[i] == '.' && i + 1 < s.n &&
		       str_is_digit(s.p[i + 1])
		   ? 0
		   : i - at;
}

static bool
is_reply_code(struct str s, size_t at)
{
	if (at + 4 > s.n || !str_is_digit(s.p[at + 1]) ||
	    !str_is_digit(s.p[at + 2]) || s.p[at + 1] > '5')
		return false;
	return s.p[at + 3] == ' ' || s.p[at + 3] == '-' || s.p[at + 3] == ':';
}

struct str
reason_status(struct str s)
{
	struct str reply = {NULL, 0};

	for (size_t i = 0; i + 4 < s.n; i++) {
		size_t len;

		if ((s.p[i] != '4' && s.p[i] != '5') ||
		    (i > 0 &&
			(str_is_alnum(s.p[i - 1]) ||
			    str_chr(STR(".-/:$"), s.p[i - 1]) != STR_NPOS)))
			continue;
		len = status_len(s, i);
		if (len > 0)
			return str_sub(s, i, len);
		if (str_is_empty(reply) && is_reply_code(s, i))
			reply = str_sub(s, i, 3);
	}
	return reply;
}
