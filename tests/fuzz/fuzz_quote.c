#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/charset.h"
#include "mail/echo.h"
#include "mail/quote.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Clean text in, clean text out, never longer. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct quote_hint hint = {.name = STR("Karen Hill"),
	    .signature = STR("Karen\nAcme\n"),
	    .styled = STR("Acme\n")};
	struct echo *echo;
	struct str raw = {(const char *)data, size}, text, out;

	text = charset_text(a, raw, STR("utf-8"));
	out = quote_strip_hint(a, text, &hint);
	if (!str_is_utf8(out) || out.n > text.n * 2)
		abort();
	echo = echo_new();
	echo_learn(echo, str_sub(text, 0, text.n / 2));
	out = echo_strip(a, echo, out);
	if (!str_is_utf8(out))
		abort();
	echo_free(&echo);
	arena_free(&a);
	return 0;
}
