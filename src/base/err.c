#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
clean(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = '?';
}

enum rc
err_set(struct err *err, enum rc rc, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return rc;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	clean(err->text);
	return rc;
}

enum rc
err_prefix(struct err *err, enum rc rc, const char *fmt, ...)
{
	char old[ERR_TEXT_MAX];
	va_list ap;
	int n;

	if (err == NULL)
		return rc;
	memcpy(old, err->text, sizeof(old));
	va_start(ap, fmt);
	n = vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof(err->text) - 2) {
		size_t room = sizeof(err->text) - (size_t)n - 3;
		size_t len = strnlen(old, room);

		memcpy(err->text + n, ": ", 2);
		memcpy(err->text + n + 2, old, len);
		err->text[(size_t)n + 2 + len] = '\0';
	}
	clean(err->text);
	return rc;
}

const char *
err_name(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return "ok";
	case RC_MISS:
		return "miss";
	case RC_BAD:
		return "bad";
	case RC_LATER:
		return "later";
	case RC_DOWN:
		return "down";
	}
	return "?";
}
