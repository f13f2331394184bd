#ifndef DUNMAIL_MAIL_CHARSETNAME_H
#define DUNMAIL_MAIL_CHARSETNAME_H

#include <stddef.h>

#include "base/str.h"

/*
 * charsetname: what the name of a charset means, by the WHATWG labels
 * (encoding.spec.whatwg.org: iso-8859-1 is windows-1252, gb2312 is gb18030,
 * shift_jis is cp932, ...) and those of Windows code pages, Java and IANA that
 * mails carry. Case, blanks and punctuation do not count. UTF-7 is no charset.
 */
enum charsetname {
	CHARSETNAME_NONE, /* unknown, or none given: to be guessed */
	CHARSETNAME_UTF8,
	CHARSETNAME_1252,
	CHARSETNAME_ICONV, /* *row of charsetname_iconv() */
};

enum charsetname charsetname_find(struct str label, size_t *row);

/* Name of that charset for iconv; NULL behind the last row. */
const char *charsetname_iconv(size_t row);
#define CHARSETNAME_ROWS 44

#endif
