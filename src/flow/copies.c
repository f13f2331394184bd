#include "flow/copies.h"

#include "render/msgid.h"

enum rc
copies_freeze(const struct flow *f, struct arena *a, struct str touch,
    const struct compose_result *r, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < r->copy_count; i++) {
		struct outbox_copy copy = {
		    .of = touch,
		    .natural_key = arena_fmt(a, "copy/%.*s/%.*s",
			STR_ARG(touch), STR_ARG(r->copies[i]->id)),
		    .contact = r->copies[i]->id,
		    .recipient = r->copies[i]->email,
		};

		copy.id = msgid_touch(a, f->key, copy.natural_key);
		rc = outbox_copy(f->store, &copy, err);
	}
	return rc;
}
