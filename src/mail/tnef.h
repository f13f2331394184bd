#ifndef DUNMAIL_MAIL_TNEF_H
#define DUNMAIL_MAIL_TNEF_H

#include "base/arena.h"
#include "base/str.h"

/*
 * tnef: what lies in the winmail.dat of an Exchange mail ([MS-OXTNEF]): the
 * words of its writer and the files. A cut or broken one gives what can be
 * read. The spans of files and HTML point into the bytes.
 */
struct tnef_file {
	struct str name; /* UTF-8, may be empty */
	struct str type; /* may be empty */
	struct str data;
};

struct tnef {
	struct str text; /* UTF-8; of a body that is RTF only, its words */
	struct str html; /* in html_charset */
	struct str html_charset;
	struct tnef_file *files;
	size_t n;
};

/* False when it is none at all, or holds nothing. */
bool tnef_read(struct arena *a, struct str bytes, struct tnef *out);

#endif
