#include "flow/secret.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "model/limits.h"

enum rc
secret_read(struct str file, struct secret *s, struct err *err)
{
	char path[PATH_MAX];
	struct str rest;
	enum rc rc;

	*s = (struct secret){.line = {NULL, 0}};
	buf_init(&s->bytes, LIMIT_OAUTH_STORE);
	if (file.n == 0)
		return RC_OK;
	snprintf(path, sizeof(path), "%.*s", STR_ARG(file));
	(void)buf_reserve(&s->bytes, LIMIT_OAUTH_STORE - 1);
	rc = file_read_secret(path, &s->bytes, err);
	if (rc != RC_OK)
		return RC_DOWN;
	rest = buf_str(&s->bytes);
	if (str_line(&rest, &s->line))
		s->line = str_trim(s->line);
	if (s->line.n == 0)
		return err_set(
		    err, RC_DOWN, "%s: its first line is empty", path);
	return RC_OK;
}

void
secret_fini(struct secret *s)
{
	if (s->bytes.p)
		explicit_bzero(s->bytes.p, s->bytes.cap);
	buf_fini(&s->bytes);
}
