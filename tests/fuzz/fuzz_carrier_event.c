#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "decide/carrier_event.h"
#include "decide/e164.h"
#include "decide/smsparts.h"
#include "decide/stopword.h"
#include "flow/twilio_sign.h"
#include "port/hmac.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool yes)
{
	if (!yes)
		abort();
}

static void
read_number(struct str s)
{
	char out[E164_MAX], again[E164_MAX];

	if (!e164_read(s, STR("DE"), out)) {
		must(out[0] == '\0');
		return;
	}
	must(out[0] == '+' && e164_country(str_of(out)) != NULL);
	must(e164_read(str_of(out), STR("US"), again));
	must(str_eqc(str_of(out), again));
}

/* The first line is the query, the rest the form. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64u << 20);
	struct str body = {(const char *)data, size}, query;
	struct carrier_event e, again;
	char mask[E164_MAX];

	if (!str_cut(&body, '\n', &query))
		body = (struct str){NULL, 0};
	if (carrier_event_read(a, query, body, &e)) {
		must(carrier_event_read(a, query, body, &again));
		must(str_eq(e.id, again.id) && e.id.n > 0 && e.id.n < 200);
		must(str_is_utf8(e.body) && str_is_utf8(e.from));
		must(!carrier_state_moves(e.status, e.status));
		read_number(e.from);
		e164_mask(e.from, mask);
		(void)stopword_read(a, e.body);
		(void)stopword_says_more(a, e.body);
		must(smsparts(e.body) >= 1);
	}
	must(!twilio_verify(STR("token"), STR("https://x.example/hook/twilio"),
	    body, STR("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")));
	arena_free(&a);
	return 0;
}
