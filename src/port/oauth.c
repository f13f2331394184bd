#include "port/oauth.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/connect.h"
#include "port/js.h"

#define DESCRIPTION_MAX 300

struct call {
	struct buf body;
	bool plain;        /* http: loopback only */
	bool not_loopback; /* an address was refused for that */
};

int64_t
oauth_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec;
}

bool
oauth_form(const struct oauth_field *fields, size_t n, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(out, '&');
		buf_adds(out, fields[i].name);
		buf_addc(out, '=');
		for (size_t k = 0; k < fields[i].value.n; k++) {
			char c = fields[i].value.p[k];

			if (str_is_alnum(c) || (c != '\0' && strchr("-._~", c)))
				buf_addc(out, c);
			else
				buf_fmt(out, "%%%c%c",
				    hex[(unsigned char)c >> 4], hex[c & 15]);
		}
	}
	return !out->full;
}

static bool
is_plain(struct str s, char least)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < least || s.p[i] > '~')
			return false;
	return true;
}

/* A text of the answer, kept in out->text; false when it is not plain. */
static bool
keep(struct oauth_answer *out, const struct js *j, const char *name,
    struct str *to)
{
	struct str s = js_str(js_get(j, name));
	size_t at = out->text.n;

	*to = (struct str){NULL, 0};
	if (s.n == 0)
		return true;
	if (!is_plain(s, '!') || s.n > LIMIT_OAUTH_TOKEN)
		return false;
	buf_add_str(&out->text, s);
	buf_addc(&out->text, '\0');
	*to = str_sub((struct str){out->text.p, out->text.n}, at, s.n);
	return !out->text.full;
}

/* Words for a person: one line of them, other characters as '?'. */
static void
keep_words(struct oauth_answer *out, struct str s, struct str *to)
{
	size_t at = out->text.n;

	s = str_head(s, DESCRIPTION_MAX);
	for (size_t i = 0; i < s.n && s.p[i] != '\r' && s.p[i] != '\n'; i++)
		buf_addc(
		    &out->text, s.p[i] >= ' ' && s.p[i] <= '~' ? s.p[i] : '?');
	*to = str_sub((struct str){out->text.p, out->text.n}, at, out->text.n);
	buf_addc(&out->text, '\0');
}

static bool
keep_all(struct oauth_answer *out, const struct js *j)
{
	const struct js *expires = js_get(j, "expires_in");

	/* Microsoft's older servers and some others write a number as text. */
	out->expires_in = js_i64(expires, 0);
	if (!str_is_empty(js_str(expires)) &&
	    !str_to_i64(js_str(expires), 0, INT32_MAX, &out->expires_in))
		return false;
	out->interval = js_i64(js_get(j, "interval"), 0);
	if (out->expires_in < 0 || out->expires_in > INT32_MAX ||
	    out->interval < 0 || out->interval > 3600)
		return false;
	return keep(out, j, "access_token", &out->access_token) &&
	       keep(out, j, "refresh_token", &out->refresh_token) &&
	       keep(out, j, "device_code", &out->device_code) &&
	       keep(out, j, "user_code", &out->user_code) &&
	       keep(out, j, "verification_uri", &out->verification_uri) &&
	       /* Google's name for it. */
	       (out->verification_uri.n > 0 ||
		   keep(out, j, "verification_url", &out->verification_uri));
}

enum rc
oauth_read(
    int64_t status, struct str body, struct oauth_answer *out, struct err *err)
{
	struct js *j = NULL;
	struct err why = {""};
	enum rc rc = RC_OK;

	*out = (struct oauth_answer){.status = status};
	buf_init(&out->text, LIMIT_OAUTH_ANSWER);
	/* All that is kept fits: no span moves. */
	(void)buf_reserve(&out->text, LIMIT_OAUTH_ANSWER - 1);
	if (status >= 300 && status < 400)
		return err_set(err, RC_LATER,
		    "HTTP %lld, and a redirect is not followed",
		    (long long)status);
	/* The parser's words quote the answer, which may hold a token. */
	if (js_parse(body, &j, &why) != RC_OK)
		return err_set(err, RC_LATER,
		    "HTTP %lld, the answer is no "
		    "JSON",
		    (long long)status);
	if (!str_is_empty(js_str(js_get(j, "error")))) {
		keep_words(out, js_str(js_get(j, "error")), &out->error);
		keep_words(out, js_str(js_get(j, "error_description")),
		    &out->description);
		rc = RC_BAD;
	} else if (status != 200) {
		rc = err_set(err, RC_LATER, "HTTP %lld", (long long)status);
	} else if (!keep_all(out, j)) {
		rc = err_set(err, RC_LATER,
		    "the answer holds what no token "
		    "or number looks like");
	}
	js_free(&j);
	if (rc == RC_BAD)
		return err_set(err, RC_BAD, "%.*s%s%.*s", STR_ARG(out->error),
		    out->description.n > 0 ? ": " : "",
		    STR_ARG(out->description));
	return rc;
}

void
oauth_answer_fini(struct oauth_answer *a)
{
	if (a->text.p)
		explicit_bzero(a->text.p, a->text.cap);
	buf_fini(&a->text);
	*a = (struct oauth_answer){0};
}

static size_t
take(char *p, size_t size, size_t n, void *ctx)
{
	struct call *c = ctx;

	buf_add(&c->body, p, size * n);
	return c->body.full ? 0 : size * n;
}

static curl_socket_t
open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct call *c = ctx;

	(void)purpose;
	if (c->plain && !connect_is_loopback(&a->addr)) {
		c->not_loopback = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static enum rc
set_up(CURL *easy, const struct oauth_request *rq, struct call *c,
    const struct buf *form, struct err *err)
{
	char url[1024], ca[4096];

	if (rq->url.n >= sizeof(url) || rq->ca_file.n >= sizeof(ca))
		return err_set(err, RC_LATER, "URL or ca_file: too long");
	snprintf(url, sizeof(url), "%.*s", STR_ARG(rq->url));
	snprintf(ca, sizeof(ca), "%.*s", STR_ARG(rq->ca_file));
	c->plain = str_starts(rq->url, STR("http://"));
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(
	    easy, CURLOPT_PROTOCOLS_STR, c->plain ? "http" : "https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)rq->timeout);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form->p);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)form->n);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, c);
	if (rq->ca_file.n > 0) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, ca);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	return RC_OK;
}

static enum rc
perform(CURL *easy, struct call *c, long *status, curl_off_t *after,
    struct err *err)
{
	char why[CURL_ERROR_SIZE] = "";
	struct curl_slist *head = curl_slist_append(NULL, "Accept: "
							  "application/json");
	CURLcode code;

	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, head);
	code = curl_easy_perform(easy);
	curl_slist_free_all(head);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
	if (c->not_loopback)
		return err_set(err, RC_LATER, "http is for this machine only");
	if (c->body.full)
		return err_set(err, RC_LATER, "more than %u bytes came",
		    LIMIT_OAUTH_ANSWER);
	if (code != CURLE_OK)
		return err_set(err, RC_LATER, "%s",
		    why[0] ? why : curl_easy_strerror(code));
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, status);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, after);
	return RC_OK;
}

/* A server may repeat in its words what it was told. */
static void
blank(struct str words, struct str secret)
{
	struct str rest = words;
	size_t at;

	if (secret.n < 4)
		return;
	while ((at = str_find(rest, secret)) != STR_NPOS) {
		memset((char *)rest.p + at, '*', secret.n);
		rest = str_sub(rest, at + secret.n, rest.n);
	}
}

static enum rc
judge(const struct oauth_request *rq, int64_t status, struct str body,
    struct oauth_answer *out, struct err *err)
{
	struct err why = {""};
	enum rc rc = oauth_read(status, body, out, &why);

	if (rc == RC_OK)
		return rc;
	for (size_t i = 0; i < rq->count; i++)
		if (rq->fields[i].secret) {
			blank(out->error, rq->fields[i].value);
			blank(out->description, rq->fields[i].value);
			blank(str_of(why.text), rq->fields[i].value);
		}
	return err_set(err, rc, "%s", why.text);
}

enum rc
oauth_post(
    const struct oauth_request *rq, struct oauth_answer *out, struct err *err)
{
	struct call c = {.plain = false};
	struct buf form;
	CURL *easy;
	curl_off_t after = 0;
	long status = 0;
	enum rc rc = RC_OK;

	*out = (struct oauth_answer){0};
	connect_start();
	easy = curl_easy_init();
	if (!easy)
		xdie("curl_easy_init failed");
	buf_init(&c.body, LIMIT_OAUTH_ANSWER);
	buf_init(&form, LIMIT_OAUTH_ANSWER);
	/* Neither moves while it grows: no copy of a secret is left behind. */
	(void)buf_reserve(&c.body, LIMIT_OAUTH_ANSWER - 1);
	(void)buf_reserve(&form, LIMIT_OAUTH_ANSWER - 1);
	if (!oauth_form(rq->fields, rq->count, &form))
		rc = err_set(err, RC_LATER, "the request is too long");
	if (rc == RC_OK)
		rc = set_up(easy, rq, &c, &form, err);
	if (rc == RC_OK)
		rc = perform(easy, &c, &status, &after, err);
	if (rc == RC_OK)
		rc = judge(rq, status, buf_str(&c.body), out, err);
	out->status = status;
	out->retry_after = after > 0 && after < 86400 ? (int64_t)after : 0;
	curl_easy_cleanup(easy);
	explicit_bzero(form.p, form.cap);
	explicit_bzero(c.body.p, c.body.cap);
	buf_fini(&form);
	buf_fini(&c.body);
	return rc;
}
