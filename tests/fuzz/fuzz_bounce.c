#include "decide/guard.h"
#include "decide/rcpt_address.h"
#include "mail/message.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A whole mail, from its bytes to what the guard says of it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str raw = {(const char *)data, size};
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct message *m;
	struct guard g;
	struct err err;

	if (message_parse(a, raw, &m, &err) == RC_OK) {
		guard_judge(a, m, &g);
		if (g.rule == NULL || g.kind >= KIND_COUNT)
			__builtin_trap();
		if ((g.kind == KIND_BOUNCE) != (g.severity != BOUNCE_NONE))
			__builtin_trap();
		if (g.kind != KIND_AUTO_REPLY &&
		    (g.returns != DAY_NONE || g.deputy.n > 0))
			__builtin_trap();
		if (g.deputy.n > 0 && !rcpt_is_address(g.deputy))
			__builtin_trap();
		if (!str_is_utf8(g.recipient) || !str_is_utf8(g.diagnostic))
			__builtin_trap();
	}
	arena_free(&a);
	return 0;
}
