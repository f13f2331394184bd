#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "books.h"
#include "decide/amount.h"
#include "decide/when.h"
#include "mail/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_lie_in(struct str sentence, struct str s)
{
	if (s.n == 0 || s.p < sentence.p || s.p + s.n > sentence.p + sentence.n)
		abort();
}

/* Days first, then money in what they leave: as classify reads a sentence.
 * The first two bytes pick the language and the country. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const locales[] = {
	    "en-US", "de-DE", "fr-CH", "en-IN", "pt-BR", "", "es-MX", "nl-NL"};
	struct arena *a = arena_new(64u << 20);
	struct sieve_text bits = {{0}};
	struct amounts found = {0};
	struct when_context ctx;
	struct whens whens;
	struct str text, *taken;

	if (size > 2 && size < 2000) {
		ctx =
		    (struct when_context){book_of(data[0]), 20774, data[1] & 1};
		text = charset_utf8(a,
		    (struct str){(const char *)data + 2, size - 2},
		    STR("utf-8"));
		sieve_read(&bits, text);
		when_find(&ctx, a, text, &bits, NULL, &whens);
		taken = arena_array(a, whens.n + 1, sizeof(*taken));
		for (size_t i = 0; i < whens.n; i++)
			taken[i] = whens.v[i].text;
		amount_find(ctx.book, a, text, str_of(locales[data[1] / 2 % 8]),
		    taken, whens.n, &found);
		for (size_t i = 0; i < found.n; i++) {
			must_lie_in(text, found.v[i].text);
			if (found.v[i].minor < 0 ||
			    (found.v[i].currency[0] &&
				strlen(found.v[i].currency) != 3))
				abort();
		}
	}
	arena_free(&a);
	return 0;
}
