#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/address.h"
#include "model/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool yes)
{
	if (!yes)
		abort();
}

/* What could end a line, a field or a command. */
static bool
has_controls(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127)
			return true;
	return false;
}

/* An address that was found is found again, and nothing beside it. */
static void
read_again(struct arena *a, struct str address)
{
	struct message_addresses list = {0};

	if (str_chr(address, '"') != STR_NPOS ||
	    str_find(address, STR("=?")) != STR_NPOS)
		return;
	address_list(a, address, &list);
	must(list.n == 1 && str_eq(list.v[0].address, address));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str value = {(const char *)data, size}, *ids;
	struct message_addresses list = {0};
	size_t n;

	address_list(a, value, &list);
	must(list.n <= LIMIT_MAIL_ADDRESSES);
	for (size_t i = 0; i < list.n; i++) {
		struct message_address one = list.v[i];

		must(one.name.n || one.address.n);
		must(str_is_utf8(one.name) && str_is_utf8(one.address));
		must(!has_controls(one.name) && !has_controls(one.address));
		if (one.address.n)
			read_again(a, one.address);
	}
	ids = address_ids(a, value, &n);
	must(n <= LIMIT_MAIL_REFS);
	for (size_t i = 0; i < n; i++)
		must(!has_controls(ids[i]));
	arena_free(&a);
	return 0;
}
