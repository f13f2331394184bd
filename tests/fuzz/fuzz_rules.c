#include <stddef.h>
#include <stdint.h>

#include "decide/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A rules file is the operator's; a broken one is told, never a crash. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct rules *rules = NULL;
	struct err err;

	if (size > 20000)
		return 0;
	rules_add(&rules, "fuzz.rules", STR("en"), text, false,
	    size && data[0] & 1, NULL, NULL, &err);
	rules_free(&rules);
	return 0;
}
