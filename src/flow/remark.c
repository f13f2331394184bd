#include "flow/remark.h"

#include "port/seal.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/holds.h"

enum rc
remark_add(const struct flow *f, struct arena *a, const struct remark *r,
    struct err *err)
{
	unsigned char random[8];
	char hex[17];
	struct deed_note note = {
	    .id = r->id,
	    .account = r->account,
	    .at = r->now,
	    .author = r->by,
	    .kind = str_of(r->kind),
	    .text = r->text,
	    .inbox = r->inbox,
	    .outcome = r->outcome,
	};
	enum rc rc;

	if (str_is_empty(note.id)) {
		seal_random(random, sizeof(random));
		seal_hex(random, sizeof(random), hex);
		note.id = arena_dup(a, str_of(hex));
	}
	rc = deed_note(f->store, &note, err);
	/* Steps may ask how the last contact ended. */
	if (rc == RC_OK && r->outcome.n > 0)
		rc = agenda_wake(f->store, r->account, r->now, err);
	return rc;
}
