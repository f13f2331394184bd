#include <string.h>

#include "flow/import_kind.h"
#include "port/seal.h"
#include "store/ledger.h"

enum {
	C_ACCOUNT,
	C_NAME,
	C_EMAIL,
	C_KEY,
	C_PHONE,
	C_ROLE,
	C_LANGUAGE,
	C_COUNT
};

#define ID_BYTES 8 /* of the hash: 16 hexadecimal digits */

static const struct import_column columns[C_COUNT] = {
    [C_ACCOUNT] = {"account", IMPORT_ID, true, 0},
    [C_NAME] = {"name", IMPORT_TEXT, false, 1},
    [C_EMAIL] = {"email", IMPORT_EMAIL, true, 2},
    [C_KEY] = {"", IMPORT_DERIVED, false, 3},
    [C_PHONE] = {"phone", IMPORT_TEXT, false, 4},
    [C_ROLE] = {"role", IMPORT_ROLE, false, 5},
    [C_LANGUAGE] = {"language", IMPORT_LOCALE, false, 6},
};

/* A contact is its account and its address; both make its id. */
static enum rc
prepare(struct import_run *run, struct import_row *row, struct err *err)
{
	struct arena *a = run->scratch;
	struct str account = row->cells[C_ACCOUNT].text, key, both;
	unsigned char hash[SEAL_HASH];
	char *id = arena_alloc(a, 2 * ID_BYTES + 1), *p;

	(void)err;
	key = ledger_email_key(a, row->cells[C_EMAIL].text);
	both.n = account.n + 1 + key.n;
	both.p = p = arena_alloc(a, both.n);
	memcpy(p, account.p, account.n);
	memcpy(p + account.n + 1, key.p, key.n);
	seal_sha256(both, hash);
	seal_hex(hash, ID_BYTES, id);
	row->id = str_of(id);
	row->cells[C_KEY].text = key;
	if (!row->cells[C_ROLE].given)
		row->cells[C_ROLE].text = str_of(party_role_name(ROLE_OTHER));
	return RC_OK;
}

const struct import_kind import_contacts = {
    .name = "contacts",
    .table = BOOKS_CONTACT,
    .columns = columns,
    .count = C_COUNT,
    .id = IMPORT_NOWHERE,
    .account = C_ACCOUNT,
    .amount = IMPORT_NOWHERE,
    .currency = IMPORT_NOWHERE,
    .prepare = prepare,
};
