#include "flow/provider.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "flow/stripe_form.h"
#include "flow/stripe_money.h"
#include "flow/stripe_read.h"
#include "model/limits.h"
#include "port/http.h"

#define TIMEOUT 30

struct stripe {
	const struct settings *set;
	struct buf key;    /* "Bearer ...": as its header holds it */
	struct str bearer; /* the first line of it */
};

static const struct provider_method methods[] = {
    {"card", NULL, NULL},
    {"us_bank_account", "USD", "US"},
    {"acss_debit", "CAD USD", "CA"},
    {"bacs_debit", "GBP", NULL},
    {"sepa_debit", "EUR", NULL},
    {"au_becs_debit", "AUD", NULL},
};

static void
close_(void **session)
{
	struct stripe *x = *session;

	if (x == NULL)
		return;
	if (x->key.p)
		explicit_bzero(x->key.p, x->key.cap);
	buf_fini(&x->key);
	free(x);
	*session = NULL;
}

static enum rc
open_(const struct settings *set, void **session, struct err *err)
{
	struct stripe *x = xcalloc(1, sizeof(*x));
	struct str file = set->payments_secret_file;
	struct str rest, line = {NULL, 0};
	enum rc rc;

	*session = x;
	x->set = set;
	/* Room for all of it: no copy of the key is left behind. */
	buf_init(&x->key, LIMIT_SECRET_FILE + 8);
	(void)buf_reserve(&x->key, LIMIT_SECRET_FILE + 7);
	buf_adds(&x->key, "Bearer ");
	rc = str_is_empty(file)
		 ? err_set(err, RC_BAD, "[payments] secret_file is not set")
		 : file_read_secret(file.p, &x->key, err);
	rest = buf_str(&x->key);
	if (rc == RC_OK && str_line(&rest, &line))
		x->bearer = str_rtrim(line);
	if (rc == RC_OK && x->bearer.n < 10)
		rc = err_set(err, RC_BAD, "%.*s: no key in it", STR_ARG(file));
	if (rc == RC_MISS)
		rc = RC_BAD;
	if (rc != RC_OK)
		close_(session);
	return rc;
}

/* What their status means for who asked. */
static enum rc
judge(struct arena *a, const struct http_answer *h, struct err *err)
{
	struct str word = stripe_read_error(a, buf_str(&h->body));
	enum rc rc = RC_BAD;

	if (h->status == 200)
		return RC_OK;
	if (h->status == 401 || h->status == 403)
		rc = RC_DOWN;
	else if (h->status == 409 || h->status == 429 || h->status >= 500 ||
		 h->status < 400 || str_eqc(word, "idempotency_error"))
		rc = RC_LATER;
	return err_set(err, rc, "HTTP %lld%s%.*s", (long long)h->status,
	    word.n ? ", " : "", STR_ARG(word));
}

struct call {
	const char *method;
	struct str path;
	struct str key; /* of a POST that makes something */
	struct str form;
};

static enum rc
call(struct stripe *x, struct arena *a, const struct call *c, struct str *body,
    struct err *err)
{
	const struct http_header headers[] = {
	    {"Authorization", x->bearer},
	    {"Stripe-Version", x->set->payments_version},
	    {"Accept", STR("application/json")},
	    {"Idempotency-Key", c->key},
	};
	struct http_request rq = {
	    .method = c->method,
	    .url = arena_fmt(a, "%.*s/v1%.*s", STR_ARG(x->set->payments_api),
		STR_ARG(c->path)),
	    .headers = headers,
	    .header_count = c->key.n > 0 ? 4 : 3,
	    .body = c->form,
	    .type = strcmp(c->method, "POST") == 0
			? STR("application/x-www-form-urlencoded")
			: STR(""),
	    .timeout = TIMEOUT,
	    .answer_max = LIMIT_PROVIDER_ANSWER,
	};
	struct http_answer h;
	enum rc rc = http_send(&rq, &h, err);

	if (rc == RC_OK)
		rc = judge(a, &h, err);
	if (rc == RC_OK)
		*body = arena_dup(a, buf_str(&h.body));
	http_answer_fini(&h);
	return rc;
}

static enum rc
create(void *session, struct arena *a, const struct provider_ask *ask,
    struct provider_session *out, struct err *err)
{
	struct stripe *x = session;
	struct call c = {
	    .method = "POST",
	    .path = STR("/checkout/sessions"),
	    .key = ask->key,
	};
	struct str body;
	struct buf form;
	enum rc rc;

	buf_init(&form, LIMIT_PROVIDER_FORM);
	rc = stripe_form_create(x->set->payments_version, ask, &form, err);
	c.form = buf_str(&form);
	if (rc == RC_OK)
		rc = call(x, a, &c, &body, err);
	if (rc == RC_OK)
		rc = stripe_read_session(a, body, out, err);
	buf_fini(&form);
	return rc;
}

static bool
is_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (!str_is_alnum(id.p[i]) && id.p[i] != '_')
			return false;
	return id.n > 0;
}

static enum rc
read_disputes(struct stripe *x, struct arena *a, struct provider_session *s,
    struct err *err)
{
	struct call c = {
	    .method = "GET",
	    .path = arena_fmt(a, "/disputes?payment_intent=%.*s&limit=100",
		STR_ARG(s->payment)),
	};
	struct str body;
	enum rc rc = call(x, a, &c, &body, err);

	return rc == RC_OK ? stripe_read_disputes(body, s, err) : rc;
}

static enum rc
read_(void *session, struct arena *a, struct str id,
    struct provider_session *out, struct err *err)
{
	struct stripe *x = session;
	struct call c = {.method = "GET"};
	struct str body;
	enum rc rc;

	if (!is_id(id))
		return err_set(err, RC_BAD, "no id of a session");
	c.path = arena_fmt(a,
	    "/checkout/sessions/%.*s?"
	    "expand%%5B0%%5D=payment_intent.latest_charge",
	    STR_ARG(id));
	rc = call(x, a, &c, &body, err);
	if (rc == RC_OK)
		rc = stripe_read_session(a, body, out, err);
	if (rc == RC_OK && out->disputed && is_id(out->payment))
		rc = read_disputes(x, a, out, err);
	return rc;
}

static enum rc
expire(void *session, struct arena *a, struct str id, struct err *err)
{
	struct call c = {.method = "POST"};
	struct str body;
	enum rc rc;

	if (!is_id(id))
		return err_set(err, RC_BAD, "no id of a session");
	c.path = arena_fmt(a, "/checkout/sessions/%.*s/expire", STR_ARG(id));
	/* Without a key: twice is once anyway, and a failure of theirs would be
	 * said again to that key for a day. */
	rc = call(session, a, &c, &body, err);
	/* Whoever asks reads it next: that tells what it is instead. */
	return rc == RC_BAD ? RC_MISS : rc;
}

const struct provider provider_stripe = {
    .name = "stripe",
    .methods = methods,
    .method_count = sizeof(methods) / sizeof(methods[0]),
    .takes = stripe_money_takes,
    .open = open_,
    .close = close_,
    .create = create,
    .read = read_,
    .expire = expire,
    .event = stripe_read_event,
    .version = stripe_form_version,
};
