#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "flow/stripe_read.h"
#include "flow/stripe_sign.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* An answer, an event and a header of the payment provider. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena *a = arena_new(64u << 20);
	struct provider_session s;
	struct provider_event e;
	struct err err;
	char id[64];

	if (stripe_read_session(a, text, &s, &err) == RC_OK &&
	    (s.id.n == 0 || s.amount.minor < 0 || s.received < 0 ||
		s.refunded < 0))
		abort();
	s.withdrawn = 0;
	s.amount = money_of(1, STR("USD"));
	if (stripe_read_disputes(text, &s, &err) == RC_OK && s.withdrawn < 0)
		abort();
	if (stripe_read_event(a, text, &e, &err) == RC_OK &&
	    e.session.n + e.payment.n + e.checkout.n == 0)
		abort();
	stripe_read_error(a, text);
	stripe_sign_event(text, id, sizeof(id), &err);
	/* Nobody signs with this. */
	if (stripe_sign_check(STR("whsec_0123456789abcdef"), text, STR("{}"),
		1793628000, &err) == RC_OK)
		abort();
	arena_free(&a);
	return 0;
}
