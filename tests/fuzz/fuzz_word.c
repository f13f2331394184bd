#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/charset.h"
#include "mail/word.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A header's value; and the same bytes in the charset that the first line
 * names. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str raw = {(const char *)data, size}, s, name, rest = raw;

	s = word_decode(a, raw);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			abort();
	if (!str_is_utf8(s) || !str_is_utf8(word_plain(a, raw)))
		abort();
	if (str_line(&rest, &name) && !str_is_utf8(charset_text(a, rest, name)))
		abort();
	arena_free(&a);
	return 0;
}
