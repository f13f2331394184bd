/* asks: prints forms that create hosted pages, as stripe_form makes them, one a
 * line: version, form. All methods, currencies and sizes that occur. */
#include <stdio.h>

#include "flow/stripe_form.h"
#include "flow/stripe_money.h"

static const char *const versions[] = {"2023-08-16", "2026-08-26.dahlia",
    "2026-09-30.endive", "2026-10-28.endive"};
static const struct {
	const char *method, *currency, *locale;
} ways[] = {{"card", "USD", "en-US"}, {"card", "JPY", "ja-JP"},
    {"card", "ISK", "is-IS"}, {"card", "KWD", "ar-KW"}, {"card", "UGX", ""},
    {"us_bank_account", "USD", "en-US"}, {"acss_debit", "CAD", "fr-CA"},
    {"acss_debit", "USD", "en-CA"}, {"bacs_debit", "GBP", "en-GB"},
    {"sepa_debit", "EUR", "de-DE"}, {"au_becs_debit", "AUD", "en-AU"},
    {"card", "EUR", "pt-PT"}, {"card", "EUR", "nl-NL"}};
static const size_t sizes[] = {1, 2, 50, 51, 200};

static void
print_one(const char *version, size_t w, size_t n)
{
	static struct provider_line lines[200];
	static const char *const names[] = {"INV-1",
	    "R\xc3\xa9"
	    "f & 5%",
	    "a=b[0]", "2026/11 #7"};
	struct provider_ask ask = {
	    .key = STR("k"),
	    .checkout = STR("00112233445566778899aabbccddeeff"),
	    .digest = STR("ffeeddccbbaa99887766554433221100"),
	    .email = n % 2 ? STR("pat+ar@acme.example") : STR(""),
	    .locale = str_of(ways[w].locale),
	    .method = str_of(ways[w].method),
	    .total = money_of(0, str_of(ways[w].currency)),
	    .lines = lines,
	    .count = n,
	    .expires_at = 1793628000,
	    .success_url = STR("https://pay.example/paid/0011"),
	    .cancel_url = STR("https://pay.example/paid/0011"),
	};
	struct err err;
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < n; i++) {
		lines[i] = (struct provider_line){
		    str_of(names[i % 4]), (int64_t)(i + 1) * 1000};
		ask.total.minor += lines[i].amount;
	}
	if (stripe_form_create(str_of(version), &ask, &b, &err) == RC_OK)
		printf("%s\t%.*s\n", version, (int)b.n, b.p);
	else
		printf("%s\tfailed: %s\n", version, err.text);
	buf_fini(&b);
}

int
main(void)
{
	for (size_t v = 0; v < 4; v++)
		for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w++)
			for (size_t n = 0; n < 5; n++)
				print_one(versions[v], w, sizes[n]);
	return 0;
}
