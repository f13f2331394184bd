#include "app/check_job.h"

#include <unistd.h>

#include "port/httpd.h"
#include "web/text.h"

static void
text_wrong(void *ctx, const char *file, int line, const char *what)
{
	struct check_job *j = ctx;

	mistake_add(&j->m, file, line, "%s", what);
}

static void
check_pages(struct check_job *j)
{
	const struct settings *s = j->settings;
	struct text *text = NULL;
	struct err why = {{0}};
	int before = j->m.count;
	enum rc rc;

	rc = text_load(s->portal_texts.p, &text, text_wrong, j, &why);
	if (rc == RC_OK)
		check_job_well(
		    j, "%.*s: pages of the portal", STR_ARG(s->portal_texts));
	else if (j->m.count == before)
		check_job_tell(j, &s->portal_texts, "%s", why.text);
	text_free(&text);
	if (s->portal_logo.n > 0 && access(s->portal_logo.p, R_OK) != 0)
		check_job_tell(j, &s->portal_logo,
		    "%.*s cannot be read; correct the path, or its mode",
		    STR_ARG(s->portal_logo));
}

void
check_portal(struct check_job *j)
{
	const struct settings *s = j->settings;
	const struct httpd_settings h = {
	    .listen = s->portal_listen,
	    .cert_file = s->portal_cert,
	    .key_file = s->portal_key,
	    .proxies = s->portal_proxies,
	    .threads = s->portal_threads,
	    .connections = s->portal_connections,
	};
	struct err why = {{0}};

	if (str_is_empty(s->portal_listen))
		return;
	if (httpd_check(&h, &why) != RC_OK)
		check_job_tell(j, &s->portal_listen, "%s", why.text);
	check_pages(j);
}
