#include "flow/stripe_form.h"

#include "flow/stripe_money.h"
#include "port/http.h"
#include "render/locale.h"

/* More invoices than these stand on their page as one line. */
#define LINES_MAX 50
#define NAME_MAX_ 250

static const struct {
	const char *version;
	const char *methods; /* the parameter that lists them */
} versions[] = {
    {"2023-08-16", "payment_method_types"},
    {"2026-08-26.dahlia", "payment_method_types"},
    {"2026-09-30.endive", "allowed_payment_method_types"},
    {"2026-10-28.endive", "allowed_payment_method_types"},
};

/* Their pages speak these of ours, and more. */
static const char *const languages[] = {
    "en", "de", "es", "fr", "it", "nl", "pt"};

static const char *
methods_name(struct str version)
{
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (str_eqc(version, versions[i].version))
			return versions[i].methods;
	return NULL;
}

bool
stripe_form_version(struct str version)
{
	return methods_name(version) != NULL;
}

static void
put(struct buf *out, const char *name, struct str value)
{
	struct http_field f = {str_of(name), value};

	if (out->n > 0)
		buf_addc(out, '&');
	http_form(&f, 1, out);
}

static void
put_number(struct buf *out, const char *name, int64_t v)
{
	struct buf b;

	buf_init(&b, 32);
	buf_fmt(&b, "%lld", (long long)v);
	put(out, name, buf_str(&b));
	buf_fini(&b);
}

/* One line of their page. */
static void
put_line(struct buf *out, size_t i, struct str currency, int64_t amount,
    struct str name)
{
	struct buf key, code;
	static const char *const parts[] = {"[quantity]",
	    "[price_data][currency]", "[price_data][unit_amount]",
	    "[price_data][product_data][name]"};

	buf_init(&key, 128);
	buf_init(&code, 8);
	for (size_t k = 0; k < currency.n; k++)
		buf_addc(&code, str_lower(currency.p[k]));
	for (size_t k = 0; k < 4; k++) {
		buf_clear(&key);
		buf_fmt(&key, "line_items[%zu]%s", i, parts[k]);
		if (k == 0)
			put(out, key.p, STR("1"));
		else if (k == 1)
			put(out, key.p, buf_str(&code));
		else if (k == 2)
			put_number(out, key.p, amount);
		else
			put(out, key.p, name);
	}
	buf_fini(&key);
	buf_fini(&code);
}

static enum rc
put_lines(const struct provider_ask *ask, struct buf *out, struct err *err)
{
	struct str currency = str_of(ask->total.currency);
	struct buf name;
	int64_t v = 0;

	buf_init(&name, NAME_MAX_);
	if (ask->count > LINES_MAX) {
		if (!stripe_money_out(ask->total, &v))
			return err_set(err, RC_BAD,
			    "an amount they cannot "
			    "take");
		buf_fmt(&name, "%zu invoices", ask->count);
		put_line(out, 0, currency, v, buf_str(&name));
	}
	for (size_t i = 0; ask->count <= LINES_MAX && i < ask->count; i++) {
		struct money m = money_of(ask->lines[i].amount, currency);

		if (!stripe_money_out(m, &v)) {
			buf_fini(&name);
			return err_set(err, RC_BAD,
			    "an amount they cannot "
			    "take");
		}
		buf_clear(&name);
		buf_add_str(
		    &name, str_head(ask->lines[i].invoice, NAME_MAX_ - 1));
		put_line(out, i, currency, v, buf_str(&name));
	}
	buf_fini(&name);
	return RC_OK;
}

/* What the method wants to be told. */
static void
put_method(struct buf *out, const char *types, const struct provider_ask *ask)
{
	struct buf key;

	buf_init(&key, 64);
	buf_fmt(&key, "%s[0]", types);
	put(out, key.p, ask->method);
	buf_fini(&key);
	if (str_eqc(ask->method, "acss_debit")) {
		put(out,
		    "payment_method_options[acss_debit][mandate_options]"
		    "[payment_schedule]",
		    STR("sporadic"));
		put(out,
		    "payment_method_options[acss_debit][mandate_options]"
		    "[transaction_type]",
		    STR("business"));
	}
	if (str_eqc(ask->method, "us_bank_account"))
		put(out,
		    "payment_method_options[us_bank_account]"
		    "[verification_method]",
		    STR("automatic"));
}

static struct str
language_of(struct str locale)
{
	struct str language = locale_language(locale);

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (str_eqc(language, languages[i]))
			return language;
	return STR("auto");
}

/* On the session, and on the payment that comes of it. */
static void
put_names(struct buf *out, const struct provider_ask *ask)
{
	put(out, "client_reference_id", ask->checkout);
	put(out, "metadata[checkout]", ask->checkout);
	put(out, "metadata[digest]", ask->digest);
	put(out, "payment_intent_data[metadata][checkout]", ask->checkout);
	put(out, "payment_intent_data[metadata][digest]", ask->digest);
}

enum rc
stripe_form_create(struct str version, const struct provider_ask *ask,
    struct buf *out, struct err *err)
{
	const char *types = methods_name(version);
	enum rc rc;

	if (types == NULL)
		return err_set(err, RC_BAD, "no version of theirs: %.*s",
		    STR_ARG(version));
	put(out, "mode", STR("payment"));
	rc = put_lines(ask, out, err);
	if (rc != RC_OK)
		return rc;
	put_names(out, ask);
	put_method(out, types, ask);
	put(out, "locale", language_of(ask->locale));
	if (ask->email.n > 0)
		put(out, "customer_email", ask->email);
	put_number(out, "expires_at", ask->expires_at);
	put(out, "success_url", ask->success_url);
	put(out, "cancel_url", ask->cancel_url);
	return out->full ? err_set(err, RC_BAD, "the request is too long")
			 : RC_OK;
}
