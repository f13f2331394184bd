#include "decide/comeback_words.h"

#include "decide/phrase.h"

static const struct phrase leads[] = {
#include "decide/comeback_leads.def"
};

/* Between the first and the last day. */
static const struct phrase ranges[] = {
    {"- ", COMEBACK_ENGLISH},
    {"-", COMEBACK_ENGLISH},
    {"to ", COMEBACK_ENGLISH},
    {"through ", COMEBACK_ENGLISH},
    {"until ", COMEBACK_ENGLISH},
    {"till ", COMEBACK_ENGLISH},
    {"bis ", COMEBACK_OTHER},
    {"au ", COMEBACK_OTHER},
    {"al ", COMEBACK_OTHER},
    {"all'", COMEBACK_OTHER},
    {"a ", COMEBACK_OTHER},
    {"ao ", COMEBACK_OTHER},
    {"ate ", COMEBACK_OTHER},
    {"tot ", COMEBACK_OTHER},
    {"t/m ", COMEBACK_OTHER},
    {"til ", COMEBACK_OTHER},
    {"do ", COMEBACK_OTHER},
    {"az ", COMEBACK_OTHER},
    {"po ", COMEBACK_OTHER},
    {"по ", COMEBACK_OTHER},
    {"до ", COMEBACK_OTHER},
};

/* Behind the date: until it, or back on it. */
static const struct phrase tails[] = {
    {"wieder", 0},
    {"zuruck", 0},
    {"back in", 0},
    {"i am back", 0},
    {"i will be back", 0},
    {"i'll be back", 0},
    {"i return", 0},
    {"we reopen", 0},
    {"weer ", 0},
    {"lees ik", 0},
    {"ben ik", 0},
    {"terug", 0},
    {"tillbaka", 0},
    {"tilbage", 0},
    {"tilbake", 0},
    {"asti", 0},
    {"saakka", 0},
    {"takaisin", 0},
    {"palaan", 0},
    {"mennessa", 0},
    {"kadar", 0},
    {"sonra", 0},
    {"tarihinden", 0},
    {"tarihinde", 0},
    {"doneceg", 0},
    {"donecek", 0},
    {"itibariyle", 0},
    {"ofiste olaca", 0},
    {"ofisteyim", 0},
    {"de retour", 0},
    {"de vuelta", 0},
    {"de volta", 0},
    {"di nuovo", 0},
    {"inclus", 0},
    {"znovu", 0},
    {"ponownie", 0},
    {"wracam", 0},
    {"zpet", 0},
    {"вернусь", 0},
    {"-ig", 0},
    {"-ig ", 0},
    {"выхожу", 0},
    {"включительно", 0},
    {"まで", 0},
};

/* Beginnings of weekday names, 0 Sunday. */
static const struct phrase weekdays[] = {
    {"sunday", 0},
    {"monday", 1},
    {"tuesday", 2},
    {"wednesday", 3},
    {"thursday", 4},
    {"friday", 5},
    {"saturday", 6},
    {"sonntag", 0},
    {"montag", 1},
    {"dienstag", 2},
    {"mittwoch", 3},
    {"donnerstag", 4},
    {"freitag", 5},
    {"samstag", 6},
    {"sonnabend", 6},
    {"dimanche", 0},
    {"lundi", 1},
    {"mardi", 2},
    {"mercredi", 3},
    {"jeudi", 4},
    {"vendredi", 5},
    {"samedi", 6},
    {"domingo", 0},
    {"lunes", 1},
    {"martes", 2},
    {"miercoles", 3},
    {"jueves", 4},
    {"viernes", 5},
    {"sabado", 6},
    {"segunda", 1},
    {"terca", 2},
    {"quarta", 3},
    {"quinta", 4},
    {"sexta", 5},
    {"domenica", 0},
    {"lunedi", 1},
    {"martedi", 2},
    {"mercoledi", 3},
    {"giovedi", 4},
    {"venerdi", 5},
    {"sabato", 6},
    {"zondag", 0},
    {"maandag", 1},
    {"dinsdag", 2},
    {"woensdag", 3},
    {"donderdag", 4},
    {"vrijdag", 5},
    {"zaterdag", 6},
    {"sondag", 0},
    {"mandag", 1},
    {"tisdag", 2},
    {"tirsdag", 2},
    {"onsdag", 3},
    {"torsdag", 4},
    {"fredag", 5},
    {"lordag", 6},
    {"maanantai", 1},
    {"tiistai", 2},
    {"keskiviik", 3},
    {"torstai", 4},
    {"perjantai", 5},
    {"poniedzial", 1},
    {"wtork", 2},
    {"srod", 3},
    {"czwart", 4},
    {"piatk", 5},
    {"pondel", 1},
    {"uter", 2},
    {"понедельник", 1},
    {"вторник", 2},
    {"сред", 3},
    {"четверг", 4},
    {"пятниц", 5},
    {"pazartesi", 1},
    {"tomorrow", COMEBACK_TOMORROW},
    {"morgen", COMEBACK_TOMORROW},
    {"demain", COMEBACK_TOMORROW},
    {"domani", COMEBACK_TOMORROW},
    {"amanha", COMEBACK_TOMORROW},
    {"manana", COMEBACK_TOMORROW},
};

/* Beginnings of month names, folded; the longest that fits counts. */
static const struct phrase months[] = {
    {"jan", 1},
    {"ene", 1},
    {"gen", 1},
    {"stycz", 1},
    {"led", 1},
    {"tammi", 1},
    {"ocak", 1},
    {"ιαν", 1},
    {"янв", 1},
    {"ian", 1},
    {"feb", 2},
    {"fev", 2},
    {"lut", 2},
    {"unor", 2},
    {"helmi", 2},
    {"subat", 2},
    {"фев", 2},
    {"mar", 3},
    {"mrz", 3},
    {"maerz", 3},
    {"maa", 3},
    {"brez", 3},
    {"mrt", 3},
    {"мар", 3},
    {"apr", 4},
    {"avr", 4},
    {"abr", 4},
    {"kwie", 4},
    {"dub", 4},
    {"huhti", 4},
    {"nisan", 4},
    {"апр", 4},
    {"may", 5},
    {"mai", 5},
    {"mei", 5},
    {"mag", 5},
    {"maj", 5},
    {"kvet", 5},
    {"touko", 5},
    {"мая", 5},
    {"маи", 5},
    {"jun", 6},
    {"juin", 6},
    {"giu", 6},
    {"czerw", 6},
    {"cerv", 6},
    {"kesa", 6},
    {"hazir", 6},
    {"июн", 6},
    {"iun", 6},
    {"jul", 7},
    {"juil", 7},
    {"lug", 7},
    {"lip", 7},
    {"cervenc", 7},
    {"heina", 7},
    {"temmuz", 7},
    {"июл", 7},
    {"iul", 7},
    {"aug", 8},
    {"aou", 8},
    {"ago", 8},
    {"sierp", 8},
    {"srp", 8},
    {"elo", 8},
    {"agust", 8},
    {"авг", 8},
    {"sep", 9},
    {"set", 9},
    {"szept", 9},
    {"wrzes", 9},
    {"zari", 9},
    {"syys", 9},
    {"eylul", 9},
    {"сен", 9},
    {"oct", 10},
    {"okt", 10},
    {"out", 10},
    {"ott", 10},
    {"paz", 10},
    {"rij", 10},
    {"loka", 10},
    {"ekim", 10},
    {"окт", 10},
    {"nov", 11},
    {"lis", 11},
    {"marras", 11},
    {"kasim", 11},
    {"ноя", 11},
    {"noi", 11},
    {"dec", 12},
    {"dez", 12},
    {"des", 12},
    {"dic", 12},
    {"grud", 12},
    {"pros", 12},
    {"joulu", 12},
    {"aralik", 12},
    {"дек", 12},
};

/* Months that may stand before the day: English. */
static const struct phrase english[] = {
    {"january ", 1},
    {"jan ", 1},
    {"february ", 2},
    {"feb ", 2},
    {"march ", 3},
    {"april ", 4},
    {"apr ", 4},
    {"may ", 5},
    {"june ", 6},
    {"jun ", 6},
    {"july ", 7},
    {"jul ", 7},
    {"august ", 8},
    {"aug ", 8},
    {"september ", 9},
    {"sept ", 9},
    {"sep ", 9},
    {"october ", 10},
    {"oct ", 10},
    {"november ", 11},
    {"nov ", 11},
    {"december ", 12},
    {"dec ", 12},
    {"jan. ", 1},
    {"feb. ", 2},
    {"aug. ", 8},
    {"sept. ", 9},
    {"oct. ", 10},
    {"nov. ", 11},
    {"dec. ", 12},
};

int
comeback_words_lead(struct str s, size_t *len)
{
	return phrase_start(PHRASES(leads), s, len);
}

int
comeback_words_month(struct str s)
{
	size_t len;

	return phrase_start(PHRASES(months), s, &len);
}

int
comeback_words_english_month(struct str s, size_t *len)
{
	return phrase_start(PHRASES(english), s, len);
}

int
comeback_words_range(struct str s, size_t *len)
{
	return phrase_start(PHRASES(ranges), s, len);
}

bool
comeback_words_tail(struct str s)
{
	struct phrase_hits hits;

	phrase_scan(PHRASES(tails), s, &hits);
	return hits.mask != 0;
}

int
comeback_words_weekday(struct str s)
{
	size_t len;

	return phrase_start(PHRASES(weekdays), s, &len);
}
