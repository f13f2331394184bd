#include "flow/carrier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/xalloc.h"
#include "flow/secret.h"
#include "flow/twilio_sign.h"
#include "mail/date.h"
#include "model/limits.h"
#include "port/http.h"
#include "port/js.h"

#define TIMEOUT_SECS 30
#define RING_SECS    "25"
#define LIMIT_SECS   "600"   /* of a call */
#define VALID_SECS   "14400" /* a text that waits longer is not sent at all */
#define FIELDS_MAX   20
#define URL_MAX      1024
#define LISTED       "50"

struct twilio {
	const struct settings *set;
	struct secret secret;
	struct arena *a; /* of one request */
};

static enum rc
start(const struct settings *set, void **session, struct err *err)
{
	struct twilio *t = xcalloc(1, sizeof(*t));
	enum rc rc = secret_read(set->texts_secret_file, &t->secret, err);

	t->set = set;
	t->a = arena_new(LIMIT_JOB_ARENA);
	*session = t;
	if (rc == RC_OK && t->secret.line.n > 0)
		return RC_OK;
	carrier_twilio.close(session);
	return rc == RC_OK
		   ? err_set(err, RC_BAD, "[texts] secret_file names no file")
		   : RC_BAD;
}

static void
end(void **session)
{
	struct twilio *t = *session;

	*session = NULL;
	if (t == NULL)
		return;
	secret_fini(&t->secret);
	arena_free(&t->a);
	free(t);
}

static void
add(struct http_field *v, size_t *n, const char *name, struct str value)
{
	if (*n < FIELDS_MAX)
		v[(*n)++] = (struct http_field){str_of(name), value};
}

static void
why(struct carrier_told *out, const char *text)
{
	snprintf(out->why, sizeof(out->why), "%.*s", (int)sizeof(out->why) - 1,
	    text);
}

/* A word of theirs: letters, digits, '-' and '_'. */
static void
take_word(struct str s, char *out, size_t room)
{
	size_t n = 0;

	for (; n < s.n && n + 1 < room; n++) {
		if (!str_is_alnum(s.p[n]) && s.p[n] != '-' && s.p[n] != '_')
			break;
		out[n] = s.p[n];
	}
	out[n < s.n ? 0 : n] = '\0';
}

static void
read_message(const struct js *j, struct carrier_told *out)
{
	take_word(js_str(js_get(j, "sid")), out->sid, sizeof(out->sid));
	take_word(js_str(js_get(j, "status")), out->state, sizeof(out->state));
}

static void
read_error(const struct js *j, struct carrier_told *out)
{
	int64_t code = js_i64(js_get(j, "code"), 0);

	if (code > 0 && code < 10000000)
		snprintf(out->code, sizeof(out->code), "%lld", (long long)code);
	snprintf(out->why, sizeof(out->why), "HTTP %lld, %s %.*s",
	    (long long)out->status, out->code[0] ? out->code : "no code",
	    STR_ARG(str_head(js_str(js_get(j, "message")), 140)));
}

/* What it means that a request to do something was answered so. */
static enum carrier_fate
fate_of(const struct carrier_told *t)
{
	if (t->status / 100 == 2)
		return t->sid[0] ? CARRIER_TAKEN : CARRIER_UNCERTAIN;
	/* Our key, our account, too fast: not what was to be sent. */
	if (t->status == 401 || t->status == 403 || t->status == 404 ||
	    t->status == 429)
		return CARRIER_LATER;
	return t->status / 100 == 4 ? CARRIER_REFUSED : CARRIER_UNCERTAIN;
}

static struct str
address(struct twilio *t, const char *what)
{
	struct str api = t->set->texts_api;

	while (str_ends(api, STR("/")))
		api.n--;
	return arena_fmt(t->a, "%.*s/2010-04-01/Accounts/%.*s/%s", STR_ARG(api),
	    STR_ARG(t->set->texts_account), what);
}

static enum rc
ask(struct twilio *t, const char *method, struct str url, struct str body,
    struct http_answer *out, struct err *err)
{
	const struct settings *set = t->set;
	struct http_request rq = {
	    .method = method,
	    .url = url,
	    .user = set->texts_key.n ? set->texts_key : set->texts_account,
	    .password = t->secret.line,
	    .body = body,
	    .timeout = TIMEOUT_SECS,
	    .answer_max = LIMIT_CARRIER_ANSWER,
	};

	if (body.n > 0)
		rq.type = STR("application/x-www-form-urlencoded");
	return http_send(&rq, out, err);
}

static void
post(struct twilio *t, const char *what, const struct http_field *v, size_t n,
    struct carrier_told *out)
{
	struct http_answer got;
	struct js *j = NULL;
	struct err err = {{0}};
	struct buf body;
	enum rc rc;

	*out = (struct carrier_told){.fate = CARRIER_LATER};
	buf_init(&body, LIMIT_CARRIER_ANSWER);
	http_form(v, n, &body);
	rc = ask(t, "POST", address(t, what), buf_str(&body), &got, &err);
	out->status = got.status;
	if (rc != RC_OK) {
		out->fate = rc == RC_BAD ? CARRIER_REFUSED
			    : got.sent   ? CARRIER_UNCERTAIN
					 : CARRIER_LATER;
		why(out, err.text);
	} else {
		if (js_parse(buf_str(&got.body), &j, &err) == RC_OK &&
		    got.status / 100 == 2)
			read_message(j, out);
		else
			read_error(j, out);
		out->fate = fate_of(out);
	}
	js_free(&j);
	http_answer_fini(&got);
	buf_fini(&body);
	arena_reset(t->a);
}

static void
text(void *session, const struct carrier_job *job, struct carrier_told *out)
{
	struct twilio *t = session;
	struct http_field v[FIELDS_MAX];
	size_t n = 0;

	add(v, &n, "To", job->to);
	add(v, &n, "From", t->set->texts_number);
	add(v, &n, "Body", job->words);
	add(v, &n, "ValidityPeriod", STR(VALID_SECS));
	if (t->set->texts_token_file.n > 0)
		add(v, &n, "StatusCallback",
		    carrier_address(t->a, t->set, job->touch, NULL));
	post(t, "Messages.json", v, n, out);
}

static void
call(void *session, const struct carrier_job *job, struct carrier_told *out)
{
	struct twilio *t = session;
	struct http_field v[FIELDS_MAX];
	size_t n = 0;

	add(v, &n, "To", job->to);
	add(v, &n, "From", t->set->texts_number);
	add(v, &n, "Url", carrier_address(t->a, t->set, job->touch, "answer"));
	add(v, &n, "Method", STR("POST"));
	add(v, &n, "StatusCallback",
	    carrier_address(t->a, t->set, job->touch, "call"));
	add(v, &n, "StatusCallbackMethod", STR("POST"));
	add(v, &n, "MachineDetection", STR("DetectMessageEnd"));
	add(v, &n, "Timeout", STR(RING_SECS));
	add(v, &n, "TimeLimit", STR(LIMIT_SECS));
	post(t, "Calls.json", v, n, out);
}

/* The newest first: the very words, not older than the try. */
static bool
find(const struct js *list, const struct carrier_job *job,
    struct carrier_told *out)
{
	for (size_t i = 0; i < js_count(list); i++) {
		const struct js *m = js_at(list, i);
		int64_t at = 0;

		if (!str_eq(js_str(js_get(m, "body")), job->words) ||
		    !str_eq(js_str(js_get(m, "to")), job->to))
			continue;
		if (job->since > 0 &&
		    (!date_parse(
			 js_str(js_get(m, "date_created")), &at, &(int){0}) ||
			at < job->since))
			continue;
		read_message(m, out);
		if (out->sid[0])
			return true;
	}
	return false;
}

static enum rc
look(void *session, const struct carrier_job *job, struct carrier_told *out,
    struct err *err)
{
	struct twilio *t = session;
	struct http_field v[] = {{STR("To"), job->to},
	    {STR("From"), t->set->texts_number},
	    {STR("PageSize"), STR(LISTED)}};
	struct http_answer got;
	struct js *j = NULL;
	struct buf query;
	enum rc rc;

	*out = (struct carrier_told){.fate = CARRIER_UNCERTAIN};
	buf_init(&query, URL_MAX);
	http_form(v, sizeof(v) / sizeof(*v), &query);
	rc = ask(t, "GET",
	    arena_fmt(t->a, "%.*s?%.*s", STR_ARG(address(t, "Messages.json")),
		STR_ARG(buf_str(&query))),
	    STR(""), &got, err);
	out->status = got.status;
	if (rc == RC_OK && got.status != 200)
		rc = err_set(err, RC_LATER, "HTTP %lld", (long long)got.status);
	if (rc == RC_OK && js_parse(buf_str(&got.body), &j, err) != RC_OK)
		rc = RC_LATER;
	if (rc == RC_OK && find(js_get(j, "messages"), job, out))
		out->fate = CARRIER_TAKEN;
	else if (rc == RC_OK)
		rc = err_set(err, RC_MISS, "it is not among their messages");
	js_free(&j);
	http_answer_fini(&got);
	buf_fini(&query);
	arena_reset(t->a);
	return rc;
}

static enum rc
probe(void *session, struct err *err)
{
	struct twilio *t = session;
	struct http_answer got;
	enum rc rc = ask(t, "GET",
	    arena_fmt(
		t->a, "%.*s?PageSize=1", STR_ARG(address(t, "Messages.json"))),
	    STR(""), &got, err);

	if (rc == RC_OK && got.status != 200)
		rc = err_set(err, got.status / 100 == 4 ? RC_BAD : RC_LATER,
		    "HTTP %lld", (long long)got.status);
	http_answer_fini(&got);
	arena_reset(t->a);
	return rc;
}

const struct carrier carrier_twilio = {
    .open = start,
    .close = end,
    .text = text,
    .call = call,
    .look = look,
    .probe = probe,
    .verify = twilio_verify,
};
