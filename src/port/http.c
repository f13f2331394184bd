#include "port/http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/connect.h"

struct call {
	CURL *easy;
	struct curl_slist *headers;
	struct buf *body;
	bool plain;        /* http: loopback only */
	bool not_loopback; /* an address was refused for that */
};

static bool
is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
	return true;
}

static void
encode(struct str s, struct buf *out)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (str_is_alnum(c) || (c != '\0' && strchr("-._~", c))) {
			buf_addc(out, c);
			continue;
		}
		buf_addc(out, '%');
		buf_addc(out, hex[(unsigned char)c >> 4]);
		buf_addc(out, hex[c & 15]);
	}
}

void
http_form(const struct http_field *fields, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(out, '&');
		encode(fields[i].name, out);
		buf_addc(out, '=');
		encode(fields[i].value, out);
	}
}

static size_t
take(char *p, size_t size, size_t n, void *ctx)
{
	struct call *c = ctx;

	buf_add(c->body, p, size * n);
	return c->body->full ? 0 : size * n;
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
set_text(CURL *easy, CURLoption option, struct str s, const char *what,
    struct err *err)
{
	char text[4096];

	if (s.n >= sizeof(text) || !is_line(s))
		return err_set(err, RC_BAD, "%s: too long, or not plain", what);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(s));
	curl_easy_setopt(easy, option, text);
	explicit_bzero(text, sizeof(text));
	return RC_OK;
}

static enum rc
add_header(struct call *c, const char *name, struct str value, struct err *err)
{
	char line[4096];

	if (strlen(name) + value.n + 3 > sizeof(line) || !is_line(value))
		return err_set(
		    err, RC_BAD, "header %s: too long, or not plain", name);
	/* One without a value is left out: that is how Expect is. */
	snprintf(line, sizeof(line), "%s:%s%.*s", name, value.n ? " " : "",
	    STR_ARG(value));
	c->headers = curl_slist_append(c->headers, line);
	explicit_bzero(line, sizeof(line));
	if (c->headers == NULL)
		xdie("curl_slist_append failed");
	return RC_OK;
}

static enum rc
set_headers(struct call *c, const struct http_request *rq, struct err *err)
{
	enum rc rc = add_header(c, "Expect", STR(""), err);

	if (rc == RC_OK && rq->type.n > 0)
		rc = add_header(c, "Content-Type", rq->type, err);
	for (size_t i = 0; i < rq->header_count && rc == RC_OK; i++)
		rc = add_header(
		    c, rq->headers[i].name, rq->headers[i].value, err);
	curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, c->headers);
	return rc;
}

static enum rc
set_target(struct call *c, const struct http_request *rq, struct err *err)
{
	enum rc rc;

	c->plain = str_starts(rq->url, STR("http://"));
	if (!c->plain && !str_starts(rq->url, STR("https://")))
		return err_set(err, RC_BAD, "URL: neither https nor http");
	rc = set_text(c->easy, CURLOPT_URL, rq->url, "URL", err);
	curl_easy_setopt(
	    c->easy, CURLOPT_PROTOCOLS_STR, c->plain ? "http" : "https");
	if (rc == RC_OK && rq->ca_file.n > 0) {
		rc = set_text(
		    c->easy, CURLOPT_CAINFO, rq->ca_file, "ca_file", err);
		curl_easy_setopt(c->easy, CURLOPT_CAPATH, NULL);
	}
	if (rc == RC_OK && rq->user.n > 0)
		rc = set_text(c->easy, CURLOPT_USERNAME, rq->user, "user", err);
	if (rc == RC_OK && rq->password.n > 0)
		rc = set_text(
		    c->easy, CURLOPT_PASSWORD, rq->password, "password", err);
	return rc;
}

static void
set_ways(struct call *c, const struct http_request *rq)
{
	CURL *easy = c->easy;

	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(
	    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)rq->timeout);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, c);
	if (strcmp(rq->method, "POST") == 0) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)rq->body.n);
		curl_easy_setopt(
		    easy, CURLOPT_POSTFIELDS, rq->body.n ? rq->body.p : "");
	} else if (strcmp(rq->method, "GET") != 0) {
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, rq->method);
	}
}

static enum rc
perform(struct call *c, const struct http_request *rq, struct http_answer *out,
    struct err *err)
{
	char why[CURL_ERROR_SIZE] = "";
	curl_off_t after = 0;
	long status = 0, asked = 0;
	CURLcode code;

	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, why);
	code = curl_easy_perform(c->easy);
	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, NULL);
	curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &asked);
	out->sent = asked > 0;
	if (c->not_loopback)
		return err_set(err, RC_LATER, "http is for this machine only");
	if (c->body->full)
		return err_set(
		    err, RC_LATER, "more than %zu bytes came", rq->answer_max);
	if (code != CURLE_OK)
		return err_set(err, RC_LATER, "%s",
		    why[0] ? why : curl_easy_strerror(code));
	curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c->easy, CURLINFO_RETRY_AFTER, &after);
	out->status = status;
	out->retry_after = after > 0 && after < 86400 ? (int64_t)after : 0;
	return RC_OK;
}

static void
free_headers(struct curl_slist **headers)
{
	for (struct curl_slist *h = *headers; h != NULL; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(*headers);
	*headers = NULL;
}

enum rc
http_send(
    const struct http_request *rq, struct http_answer *out, struct err *err)
{
	struct call c = {.body = &out->body};
	enum rc rc;

	*out = (struct http_answer){.status = 0};
	/* It does not move while it grows: no copy of a secret stays behind. */
	buf_init(&out->body, rq->answer_max);
	(void)buf_reserve(&out->body, rq->answer_max - 1);
	connect_start();
	c.easy = curl_easy_init();
	if (c.easy == NULL)
		xdie("curl_easy_init failed");
	rc = set_target(&c, rq, err);
	if (rc == RC_OK)
		rc = set_headers(&c, rq, err);
	if (rc == RC_OK) {
		set_ways(&c, rq);
		rc = perform(&c, rq, out, err);
	}
	curl_easy_cleanup(c.easy);
	free_headers(&c.headers);
	return rc;
}

void
http_answer_fini(struct http_answer *a)
{
	if (a->body.p)
		explicit_bzero(a->body.p, a->body.cap);
	buf_fini(&a->body);
	*a = (struct http_answer){.status = 0};
}
