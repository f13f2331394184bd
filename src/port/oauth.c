#include "port/oauth.h"

#include <string.h>
#include <time.h>

#include "model/limits.h"
#include "port/http.h"
#include "port/js.h"

#define DESCRIPTION_MAX 300

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
	for (size_t i = 0; i < n; i++) {
		struct http_field one = {
		    str_of(fields[i].name), fields[i].value};

		if (i > 0)
			buf_addc(out, '&');
		http_form(&one, 1, out);
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

/* An answer that is cut off, or none: later, whatever the class. */
static enum rc
ask(const struct oauth_request *rq, const struct buf *form,
    struct http_answer *out, struct err *err)
{
	const struct http_header accept = {"Accept", STR("application/json")};
	struct http_request h = {
	    .method = "POST",
	    .url = rq->url,
	    .ca_file = rq->ca_file,
	    .headers = &accept,
	    .header_count = 1,
	    .body = buf_str(form),
	    .type = STR("application/x-www-form-urlencoded"),
	    .timeout = rq->timeout,
	    .answer_max = LIMIT_OAUTH_ANSWER,
	};

	return http_send(&h, out, err) == RC_OK ? RC_OK : RC_LATER;
}

enum rc
oauth_post(
    const struct oauth_request *rq, struct oauth_answer *out, struct err *err)
{
	struct http_answer h = {.status = 0};
	struct buf form;
	enum rc rc = RC_OK;

	*out = (struct oauth_answer){0};
	/* It does not move while it grows: no copy of a secret is left. */
	buf_init(&form, LIMIT_OAUTH_ANSWER);
	(void)buf_reserve(&form, LIMIT_OAUTH_ANSWER - 1);
	if (!oauth_form(rq->fields, rq->count, &form))
		rc = err_set(err, RC_LATER, "the request is too long");
	if (rc == RC_OK)
		rc = ask(rq, &form, &h, err);
	if (rc == RC_OK)
		rc = judge(rq, h.status, buf_str(&h.body), out, err);
	out->status = h.status;
	out->retry_after = h.retry_after;
	http_answer_fini(&h);
	explicit_bzero(form.p, form.cap);
	buf_fini(&form);
	return rc;
}
