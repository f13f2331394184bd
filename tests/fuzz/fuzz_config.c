#include <stdint.h>
#include <string.h>

#include "app/config_apply.h"
#include "app/sequence_read.h"
#include "model/limits.h"
#include "model/settings.h"

/* A text of ours must never be quoted beyond its line, whatever it holds. */
static void
told(void *ctx, const char *file, int line, const char *text)
{
	(void)ctx;
	(void)file;
	if (line < 0 || strchr(text, '\n') != NULL)
		__builtin_trap();
}

static void
apply(enum config_scope scope, struct str text, void *base)
{
	struct arena *a = arena_new(LIMIT_CONFIG_ARENA);
	struct mistakes m = {.report = told};
	struct config_origins origins = {NULL, 0, 0};
	struct config_target t = {.scope = scope,
	    .file = "fuzz",
	    .dir = "",
	    .a = a,
	    .m = &m,
	    .origins = &origins};

	config_apply_file(&t, config_read_text(a, "fuzz", text, &m), base);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the kind of file. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mistakes m = {.report = told};
	struct collector_settings collector;
	struct mailbox_settings mailbox;
	struct settings settings;
	struct sequence sequence;
	struct arena *a;
	struct str text;

	if (size == 0 || size > LIMIT_CONFIG_FILE)
		return 0;
	text = (struct str){(const char *)data + 1, size - 1};
	memset(&settings, 0, sizeof(settings));
	memset(&mailbox, 0, sizeof(mailbox));
	memset(&collector, 0, sizeof(collector));
	switch (data[0] % 4) {
	case 0:
		apply(SCOPE_GATEWAY, text, &settings);
		break;
	case 1:
		apply(SCOPE_MAILBOX, text, &mailbox);
		break;
	case 3:
		apply(SCOPE_COLLECTOR, text, &collector);
		break;
	case 2:
		a = arena_new(LIMIT_CONFIG_ARENA);
		sequence_read_text(
		    a, "fuzz", STR("fuzz"), text, 5, &m, &sequence);
		for (size_t i = 0; i < sequence.step_count; i++)
			if (sequence.steps[i].name.n == 0)
				__builtin_trap();
		arena_free(&a);
		break;
	}
	return 0;
}
