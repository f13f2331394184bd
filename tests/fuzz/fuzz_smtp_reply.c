#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "port/smtp_reply.h"

/* Whole replies stay inside what came; what a prefix decides, stays. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct smtp_reply reply;
	struct smtp_reply again;
	struct smtp_offer offer;

	for (;;) {
		int whole = smtp_reply_parse(in, &reply);

		if (whole != 1)
			return 0;
		if (reply.code < 200 || reply.code > 599 ||
		    reply.lines.n == 0 || reply.lines.n > in.n ||
		    reply.lines.p[reply.lines.n - 1] != '\n')
			abort();
		if (smtp_reply_parse(reply.lines, &again) != 1 ||
		    again.code != reply.code || again.lines.n != reply.lines.n)
			abort();
		smtp_reply_offer(&reply, &offer);
		in = str_sub(in, reply.lines.n, in.n);
	}
}
