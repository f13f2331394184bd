#include "decide/sievetext.h"

static void
set_code(struct sieve_text *t, uint16_t c)
{
	t->bits[c >> 6] |= UINT64_C(1) << (c & 63);
}

void
sieve_read(struct sieve_text *t, struct str text)
{
	uint32_t w = ' ' << 8 | ' ';

	for (size_t i = 0; i <= text.n; i++) {
		char c = i < text.n ? sieve_plain(text.p[i]) : ' ';

		w = (w << 8 | (unsigned char)c) & 0xffffff;
		set_code(t, sieve_code(w));
		if (i < text.n && !str_is_alpha(text.p[i]))
			set_code(t, sieve_sign(text.p[i]));
	}
}
