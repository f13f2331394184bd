#include "flow/stripe_read.h"

#include <string.h>

#include "flow/stripe_money.h"
#include "port/js.h"

#define ID_MAX    200
#define URL_MAX   4000
#define WORD_MAX_ 60

/* An id of theirs; false: something else. Absent is empty. */
static bool
take_id(struct arena *a, const struct js *j, struct str *out)
{
	struct str s = js_str(j);

	*out = (struct str){NULL, 0};
	if (s.n > ID_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '-')
			return false;
	*out = arena_dup(a, s);
	return true;
}

/* Either the id, or the whole object with its id. */
static bool
take_ref(struct arena *a, const struct js *j, struct str *out)
{
	return take_id(a, js_get(j, "id") ? js_get(j, "id") : j, out);
}

static struct str
word_of(struct arena *a, struct str s)
{
	char *w = arena_cstr(a, str_head(s, WORD_MAX_));

	for (char *p = w; *p; p++)
		if (!str_is_alnum(*p) && *p != '_')
			*p = '?';
	return str_of(w);
}

static bool
take_url(struct arena *a, struct str s, struct str *out)
{
	*out = (struct str){NULL, 0};
	if (s.n == 0)
		return true;
	if (s.n > URL_MAX || (!str_starts(s, STR("https://")) &&
				 !str_starts(s, STR("http://127.0.0.1"))))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	*out = arena_dup(a, s);
	return true;
}

/* An amount in the currency of the session; absent is 0. */
static bool
take_amount(const struct js *j, const struct provider_session *s, int64_t *out)
{
	char code[4] = "";
	struct money m;

	*out = 0;
	if (j == NULL)
		return true;
	for (int i = 0; i < 3; i++)
		code[i] = str_lower(s->amount.currency[i]);
	if (!stripe_money_in(js_i64(j, -1), str_of(code), &m))
		return false;
	*out = m.minor;
	return true;
}

static bool
take_total(const struct js *j, struct money *out)
{
	return stripe_money_in(js_i64(js_get(j, "amount_total"), -1),
	    js_str(js_get(j, "currency")), out);
}

/* What was paid is money of its own: where that is of another currency than
 * the page's, the session is of that currency, and so not what was asked for.
 */
static bool
take_currency(const struct js *of, struct provider_session *out)
{
	struct str code = js_str(js_get(of, "currency"));
	struct money m;

	if (code.n == 0)
		return true;
	if (!stripe_money_in(0, code, &m))
		return false;
	if (strcmp(m.currency, out->amount.currency) != 0)
		out->amount = m;
	return true;
}

static void
take_failure(
    struct arena *a, const struct js *intent, struct provider_session *out)
{
	const struct js *e = js_get(intent, "last_payment_error");
	struct str code = js_str(js_get(e, "decline_code"));

	if (code.n == 0)
		code = js_str(js_get(e, "code"));
	out->reason = word_of(a, code);
}

/* Complete says only that the page was; what became of the money is another
 * word. */
static enum rc
judge(struct arena *a, const struct js *j, struct provider_session *out,
    struct err *err)
{
	struct str status = js_str(js_get(j, "status"));
	struct str money = js_str(js_get(j, "payment_status"));
	const struct js *intent = js_get(j, "payment_intent");
	struct str moving = js_str(js_get(intent, "status"));

	if (str_eqc(status, "expired")) {
		out->state = PROVIDER_EXPIRED;
	} else if (str_eqc(status, "open")) {
		out->state = PROVIDER_OPEN;
	} else if (!str_eqc(status, "complete")) {
		return err_set(err, RC_BAD, "a session in no state of theirs");
	} else if (str_eqc(money, "paid") && str_eqc(moving, "succeeded")) {
		out->state = PROVIDER_PAID;
	} else if (str_eqc(moving, "requires_payment_method") ||
		   str_eqc(moving, "canceled")) {
		out->state = PROVIDER_FAILED;
		take_failure(a, intent, out);
	} else {
		out->state = PROVIDER_PROCESSING;
	}
	return RC_OK;
}

static enum rc
take_session(struct arena *a, const struct js *j, struct provider_session *out,
    struct err *err)
{
	const struct js *intent = js_get(j, "payment_intent");
	const struct js *charge = js_get(intent, "latest_charge");
	const struct js *meta = js_get(j, "metadata");
	const struct js *disputed = js_get(charge, "disputed");

	if (!str_eqc(js_str(js_get(j, "object")), "checkout.session") ||
	    !take_id(a, js_get(j, "id"), &out->id) || out->id.n == 0)
		return err_set(err, RC_BAD, "no session came");
	if (!take_url(a, js_str(js_get(j, "url")), &out->url))
		return err_set(err, RC_BAD, "a session with an odd address");
	if (!take_ref(a, intent, &out->payment) ||
	    !take_id(a, js_get(meta, "checkout"), &out->checkout) ||
	    !take_id(a, js_get(meta, "digest"), &out->digest))
		return err_set(err, RC_BAD, "a session with odd ids");
	if (!take_total(j, &out->amount) || !take_currency(intent, out) ||
	    !take_currency(charge, out) ||
	    !take_amount(
		js_get(intent, "amount_received"), out, &out->received) ||
	    !take_amount(
		js_get(charge, "amount_refunded"), out, &out->refunded))
		return err_set(err, RC_BAD, "a session with odd amounts");
	out->disputed = js_true(disputed);
	return judge(a, j, out, err);
}

enum rc
stripe_read_session(struct arena *a, struct str body,
    struct provider_session *out, struct err *err)
{
	struct js *j = NULL;
	struct err why = {""};
	enum rc rc;

	*out = (struct provider_session){.state = PROVIDER_OPEN};
	if (js_parse(body, &j, &why) != RC_OK)
		return err_set(err, RC_BAD, "the answer is no JSON");
	rc = take_session(a, j, out, err);
	js_free(&j);
	return rc;
}

/* The bank has the money back, for now or for good. */
static bool
withdraws(struct str status)
{
	return str_eqc(status, "needs_response") ||
	       str_eqc(status, "under_review") || str_eqc(status, "lost") ||
	       str_eqc(status, "appeal_needs_response") ||
	       str_eqc(status, "appeal_under_review");
}

enum rc
stripe_read_disputes(
    struct str body, struct provider_session *s, struct err *err)
{
	struct js *j = NULL;
	struct err why = {""};
	const struct js *all;
	enum rc rc = RC_OK;
	int64_t v;

	if (js_parse(body, &j, &why) != RC_OK)
		return err_set(err, RC_BAD, "the answer is no JSON");
	all = js_get(j, "data");
	for (size_t i = 0; i < js_count(all) && rc == RC_OK; i++) {
		const struct js *one = js_at(all, i);

		if (!withdraws(js_str(js_get(one, "status"))))
			continue;
		if (!take_amount(js_get(one, "amount"), s, &v) ||
		    __builtin_add_overflow(s->withdrawn, v, &s->withdrawn))
			rc = err_set(
			    err, RC_BAD, "a dispute with an odd amount");
	}
	js_free(&j);
	return rc;
}

static bool
take_object(struct arena *a, const struct js *o, struct provider_event *out)
{
	struct str kind = js_str(js_get(o, "object"));
	const struct js *meta = js_get(o, "metadata");
	struct str paid = js_str(js_get(o, "payment_status"));

	if (!take_id(a, js_get(meta, "checkout"), &out->checkout))
		return false;
	if (!str_eqc(kind, "checkout.session"))
		return take_ref(a, js_get(o, "payment_intent"), &out->payment);
	out->has_amount = take_total(o, &out->amount);
	out->processing = str_eqc(out->type, "checkout.session.completed") &&
			  str_eqc(paid, "unpaid");
	out->ended = str_eqc(out->type, "checkout.session.expired");
	return take_id(a, js_get(o, "id"), &out->session) &&
	       take_ref(a, js_get(o, "payment_intent"), &out->payment);
}

/* All others are about what is no business of ours. */
static bool
speaks_of_us(struct str type)
{
	static const char *const starts[] = {
	    "checkout.session.", "charge.refund", "charge.dispute.", "refund."};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts(type, str_of(starts[i])))
			return true;
	return false;
}

enum rc
stripe_read_event(struct arena *a, struct str bytes, struct provider_event *out,
    struct err *err)
{
	struct js *j = NULL;
	struct err why = {""};
	enum rc rc = RC_OK;

	*out = (struct provider_event){.has_amount = false};
	if (js_parse(bytes, &j, &why) != RC_OK)
		return err_set(err, RC_BAD, "the event is no JSON");
	out->type = arena_dup(a, js_str(js_get(j, "type")));
	if (!speaks_of_us(out->type))
		rc = RC_MISS;
	else if (!take_object(a, js_get(js_get(j, "data"), "object"), out))
		rc = err_set(err, RC_BAD, "an event with odd ids");
	else if (out->session.n + out->payment.n + out->checkout.n == 0)
		rc = RC_MISS;
	js_free(&j);
	return rc;
}

struct str
stripe_read_error(struct arena *a, struct str body)
{
	struct js *j = NULL;
	struct err why = {""};
	struct str out = {NULL, 0};

	if (js_parse(body, &j, &why) == RC_OK) {
		const struct js *e = js_get(j, "error");
		struct str code = js_str(js_get(e, "code"));

		if (code.n == 0)
			code = js_str(js_get(e, "type"));
		out = word_of(a, code);
	}
	js_free(&j);
	return out;
}
