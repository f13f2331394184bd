#include <stdint.h>
#include <stdlib.h>

#include "base/formdata.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* The first line is the type, the rest is the body. What is read lies within
 * its limits, and is UTF-8 where it says so. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new(16u << 20);
	struct str rest = {(const char *)bytes, n}, type = {NULL, 0};
	struct formdata f;
	struct err err;

	if (n > 65536) {
		arena_free(&a);
		return 0;
	}
	str_line(&rest, &type);
	if (formdata_read(a, type, rest, &f, &err) == RC_OK)
		for (size_t i = 0; i < f.count; i++)
			if (!str_is_utf8(f.fields[i].name) ||
			    f.fields[i].name.n > FORMDATA_NAME ||
			    (!f.fields[i].is_file &&
				!str_is_utf8(f.fields[i].value)))
				abort();
	formdata_query(a, (struct str){(const char *)bytes, n}, &f, &err);
	formdata_get(&f, "a");
	arena_free(&a);
	return 0;
}
