#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "port/smtp_text.h"

/* However it is cut, one mail goes in and the same one comes out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
unstuff(struct str wire, struct buf *out)
{
	struct str line;
	size_t lf;

	while ((lf = str_find(wire, STR("\r\n"))) != STR_NPOS) {
		line = str_sub(wire, 0, lf + 2);
		wire = str_sub(wire, lf + 2, wire.n);
		if (str_eqc(line, ".\r\n")) {
			if (wire.n != 0)
				abort(); /* the rest would be commands */
			return;
		}
		if (line.p[0] == '.')
			line = str_sub(line, 1, line.n);
		buf_add_str(out, line);
	}
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct smtp_text_body body;
	struct str in;
	struct buf wire;
	struct buf back;
	size_t room;
	size_t pos = 0;
	bool utf8 = false;

	if (size < 1)
		return 0;
	room = 1 + data[0];
	in = (struct str){(const char *)data + 1, size - 1};
	(void)smtp_text_address(in, true, &utf8);
	if (smtp_text_check(in, &body))
		return 0;
	buf_init(&wire, 4 * size + 64);
	buf_init(&back, 4 * size + 64);
	while (!smtp_text_stuff(&wire, in, &body, &pos, room))
		;
	if (wire.full)
		abort();
	if (memchr(wire.p, '\0', wire.n))
		abort();
	unstuff(buf_str(&wire), &back);
	if (back.n < in.n || memcmp(back.p ? back.p : "", in.p, in.n) != 0)
		abort();
	buf_fini(&wire);
	buf_fini(&back);
	return 0;
}
