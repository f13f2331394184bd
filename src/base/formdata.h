#ifndef DUNMAIL_BASE_FORMDATA_H
#define DUNMAIL_BASE_FORMDATA_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * formdata: what a form sends, of whole bodies: urlencoded (WHATWG URL 5.1)
 * and multipart/form-data (RFC 7578). Strict: what two readers could take for
 * different things is RC_BAD.
 */
#define FORMDATA_FIELDS 256 /* of one form */
#define FORMDATA_NAME   200 /* bytes of a name, a file's too */

struct formdata_field {
	struct str name, value; /* UTF-8 without NUL; of a file any bytes */
	bool is_file;
	struct str file_name, file_type;
};

struct formdata {
	struct formdata_field *fields;
	size_t count;
};

/* "a=1&b=x+y%21"; an empty text is a form without fields. Values are in the
 * arena, or in `body` where they are as they were sent. */
enum rc formdata_query(
    struct arena *a, struct str body, struct formdata *out, struct err *err);

/* type: the header Content-Type. RC_MISS: of no form. Values of multipart
 * point into body. */
enum rc formdata_read(struct arena *a, struct str type, struct str body,
    struct formdata *out, struct err *err);

/* %XX undone; '+' too, where it stands for a blank. False: not UTF-8, NUL, or
 * a '%' without two hex digits. */
bool formdata_unescape(
    struct arena *a, struct str s, bool plus, struct str *out);

/* The first of that name; empty if there is none. */
struct str formdata_get(const struct formdata *f, const char *name);

#endif
