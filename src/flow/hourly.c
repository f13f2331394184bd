#include "flow/hourly.h"

#include "store/outbox.h"

enum rc
hourly_left(const struct flow *f, int64_t now, int64_t *left, struct err *err)
{
	int64_t sent = 0, cap = f->set->per_hour;
	enum rc rc = outbox_sent_since(f->store, now - 3600, &sent, err);

	if (rc == RC_OK)
		*left = cap > sent ? cap - sent : 0;
	return rc;
}
