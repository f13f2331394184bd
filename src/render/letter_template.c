#include "render/letter.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct letter_template {
	struct template *subject;
	struct template *body;
};

enum rc
letter_template_compile(
    struct str source, struct letter_template **out, struct err *err)
{
	struct letter_template *t = xcalloc(1, sizeof(*t));
	struct str rest = source, line;
	enum rc rc;

	if (!str_line(&rest, &line) ||
	    !str_fold_starts(line, STR("Subject:"))) {
		rc = err_set(err, RC_BAD,
		    "line 1: must be \"Subject: ...\", then a blank line");
		goto out;
	}
	line = str_trim(str_sub(line, sizeof("Subject:") - 1, line.n));
	if (line.n == 0) {
		rc = err_set(err, RC_BAD, "line 1: the subject is empty");
		goto out;
	}
	rc = template_compile(line, &t->subject, err);
	if (rc != RC_OK)
		goto out;
	if (str_line(&rest, &line) && str_trim(line).n > 0) {
		rc = err_set(err, RC_BAD,
		    "line 2: must be blank, between subject and body");
		goto out;
	}
	rc = template_compile_at(rest, 3, &t->body, err);
out:
	if (rc == RC_OK)
		*out = t;
	else
		letter_template_free(&t);
	return rc;
}

void
letter_template_free(struct letter_template **t)
{
	if (*t == NULL)
		return;
	template_free(&(*t)->subject);
	template_free(&(*t)->body);
	free(*t);
	*t = NULL;
}

const struct template *
letter_template_subject(const struct letter_template *t)
{
	return t->subject;
}

const struct template *
letter_template_body(const struct letter_template *t)
{
	return t->body;
}
