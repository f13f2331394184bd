#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "port/oauth.h"

/* The first two bytes are the status. What is kept is plain and bounded. */
static void
plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct oauth_answer a;
	struct err err = {""};
	enum rc rc;

	if (n < 2)
		return 0;
	rc = oauth_read(p[0] % 2 ? 200 : p[0] * 256 + p[1],
	    (struct str){(const char *)p + 2, n - 2}, &a, &err);
	if (rc == RC_OK && a.status != 200)
		abort();
	plain(a.error);
	plain(a.description);
	plain(a.access_token);
	plain(a.refresh_token);
	plain(a.device_code);
	plain(a.user_code);
	plain(a.verification_uri);
	plain(str_of(err.text));
	oauth_answer_fini(&a);
	return 0;
}
