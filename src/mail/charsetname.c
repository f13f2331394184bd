#include "mail/charsetname.h"

#include <string.h>

#define KEY 24 /* letters of a label that count */

/* One row for each charset that iconv converts: its name there, and the keys
 * of its labels, each with a blank in front of it and behind it. */
static const struct row {
	const char *iconv;
	const char *keys;
} rows[] = {
    {"ISO-8859-2", " iso88592 latin2 l2 csisolatin2 isoir101 cp28592 "},
    {"ISO-8859-3", " iso88593 latin3 l3 csisolatin3 isoir109 cp28593 "},
    {"ISO-8859-4", " iso88594 latin4 l4 csisolatin4 isoir110 cp28594 "},
    {"ISO-8859-5", " iso88595 cyrillic csisolatincyrillic cp28595 "},
    {"ISO-8859-6", " iso88596 arabic ecma114 asmo708 iso88596e iso88596i "
		   "cp28596 csisolatinarabic "},
    {"ISO-8859-7", " iso88597 greek greek8 ecma118 elot928 csisolatingreek "
		   "sungreek cp28597 "},
    {"ISO-8859-8", " iso88598 hebrew visual logical iso88598i iso88598e "
		   "csisolatinhebrew cp28598 cp38598 "},
    {"ISO-8859-10", " iso885910 latin6 l6 csisolatin6 cp28600 "},
    {"ISO-8859-13", " iso885913 latin7 l7 cp28603 "},
    {"ISO-8859-14", " iso885914 latin8 l8 cp28604 "},
    {"ISO-8859-15", " iso885915 latin9 latin0 l9 csisolatin9 cp923 cp28605 "},
    {"ISO-8859-16", " iso885916 latin10 l10 "},
    {"WINDOWS-874", " iso885911 tis620 cp874 cp28601 "},
    {"WINDOWS-1250", " cp1250 "},
    {"WINDOWS-1251", " cp1251 "},
    {"WINDOWS-1253", " cp1253 "},
    {"WINDOWS-1254", " cp1254 iso88599 latin5 l5 csisolatin5 cp28599 "},
    {"WINDOWS-1255", " cp1255 "},
    {"WINDOWS-1256", " cp1256 "},
    {"WINDOWS-1257", " cp1257 "},
    {"WINDOWS-1258", " cp1258 "},
    {"KOI8-R", " koi8r koi8 koi cskoi8r cp20866 "},
    {"KOI8-U", " koi8u koi8ru cp21866 "},
    {"IBM866", " cp866 866 csibm866 "},
    {"IBM437", " cp437 437 cspc8codepage437 "},
    {"IBM850", " cp850 850 cspc850multilingual "},
    {"IBM852", " cp852 852 "},
    {"CP858", " cp858 "},
    {"IBM855", " cp855 "},
    {"MACINTOSH", " macintosh mac macroman csmacintosh cp10000 "},
    {"GB18030", " gb18030 gb2312 gb231280 gbk chinese csgb2312 csiso58gb231280 "
		"isoir58 cp936 euccn cngb cp54936 cp20936 cp51936 "},
    {"BIG5-HKSCS", " big5 big5hkscs cnbig5 csbig5 cp950 big5eten "},
    {"EUC-JP", " eucjp ujis cseucpkdfmtjapanese cp51932 cp20932 "},
    {"ISO-2022-JP-2", " iso2022jp csiso2022jp iso2022jp1 iso2022jp2 jis "
		      "cp50220 cp50221 cp50222 "},
    {"CP932", " cp932 shiftjis sjis csshiftjis cp31j shiftjis2004 mskanji "
	      "csshiftjis cswindows31j cp943 "},
    {"UHC", " cp949 euckr ksc56011987 ksc56011989 ksc5601 ksx1001 korean "
	    "cseuckr csksc56011987 isoir149 cp51949 uhc cp1363 "},
    {"ISO-2022-KR", " iso2022kr csiso2022kr cp50225 "},
    {"JOHAB", " johab cp1361 "},
    {"VISCII", " viscii tcvn "},
    {"UTF-16LE", " utf16le unicode ucs2 iso10646ucs2 csunicode cp1200 "
		 "unicodefeff "},
    {"UTF-16BE", " utf16be unicodefffe cp1201 "},
    {"UTF-16", " utf16 "},
    {"UTF-32", " utf32 ucs4 iso10646ucs4 "},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

_Static_assert(ROWS < CHARSETNAME_ROWS, "one more for the end");

static const char utf8[] = " utf8 unicode11utf8 unicode20utf8 cp65001 ";
static const char latin1[] =
    " iso88591 latin1 l1 cp1252 cp819 csisolatin1 isoir100 ansi "
    "iso88591windows "
    "ansix3110 iso8859 cp28591 western cp28591 iso885911987 ";

/* windows-1252, ibm1252, ms1252: code page 1252. */
static size_t
skip_maker(struct str label)
{
	static const char *const makers[] = {"windows-", "windows", "win-",
	    "win", "ibm-", "ibm", "ms-", "ms", "dos-", "dos", "cp-", "cp_",
	    "cp", "codepage-", "oem", "x-cp", "x-windows-", "x-ms-cp", "x-ibm"};
	size_t n;

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		n = strlen(makers[i]);
		if (label.n > n && str_is_digit(label.p[n]) &&
		    str_fold_starts(label, str_of(makers[i])))
			return n;
	}
	return 0;
}

/* " key ", for a search in the lists. 0 letters when there is no label. */
static size_t
key_of(struct str label, char key[KEY + 3])
{
	size_t n = 1, maker, colon = str_chr(label, ':');

	label = str_trim(str_sub(label, 0, colon)); /* iso_8859-1:1987 */
	maker = skip_maker(label);
	key[0] = ' ';
	if (maker) {
		label = str_sub(label, maker, label.n);
		memcpy(key + n, "cp", 2);
		n += 2;
	} else if (str_fold_starts(label, STR("x-"))) {
		label = str_sub(label, 2, label.n);
	}
	if (str_starts(label, STR("8859"))) {
		memcpy(key + n, "iso", 3);
		n += 3;
	}
	for (size_t i = 0; i < label.n && n <= KEY; i++)
		if (str_is_alnum(label.p[i]))
			key[n++] = str_lower(label.p[i]);
	key[n] = ' ';
	key[n + 1] = '\0';
	return n - 1;
}

enum charsetname
charsetname_find(struct str label, size_t *row)
{
	char key[KEY + 3];

	if (key_of(label, key) == 0)
		return CHARSETNAME_NONE;
	if (strstr(utf8, key) != NULL)
		return CHARSETNAME_UTF8;
	if (strstr(latin1, key) != NULL)
		return CHARSETNAME_1252;
	for (size_t i = 0; i < ROWS; i++)
		if (strstr(rows[i].keys, key) != NULL) {
			*row = i;
			return CHARSETNAME_ICONV;
		}
	return CHARSETNAME_NONE;
}

const char *
charsetname_iconv(size_t row)
{
	return row < ROWS ? rows[row].iconv : NULL;
}
