#include <stdlib.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_items.h"

/* The first mails from `from` on: uids are mostly dense, so look right there;
 * across a hole ask for the next. */
static enum rc
list_from(
    struct imap *s, uint32_t from, struct imap_items *items, struct err *err)
{
	uint32_t more = (uint32_t)items->max - 1;
	enum rc rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);

	if (rc != RC_OK)
		return rc;
	if (imap_session_exists(s) == 0) {
		/* Some servers refuse a FETCH in an empty folder. */
		int r = mailimap_noop(s->session);

		rc = imap_session_result(s, r, "noop", err);
		if (rc == RC_OK && imap_session_exists(s) == 0)
			rc = err_set(err, RC_MISS, "empty folder");
		if (rc != RC_OK)
			return rc;
	}
	/* What is announced from here on may be missing in the answer. */
	s->news = false;
	for (int round = 0; round < 2 && rc == RC_OK; round++) {
		uint32_t last =
		    from > UINT32_MAX - more ? UINT32_MAX : from + more;

		rc = imap_items_list(
		    s, mailimap_set_new_interval(from, last), items, err);
		if (rc == RC_OK && items->n > 0)
			return RC_OK;
		if (rc == RC_OK)
			rc = imap_items_first(s, from, &from, err);
	}
	/* Found and gone again. */
	return rc == RC_OK ? err_set(err, RC_MISS, "no mail") : rc;
}

enum rc
imap_fetch(struct imap *s, uint32_t from, unsigned max, imap_each *each,
    void *ctx, uint32_t *next, struct err *err)
{
	struct imap_items items = {0};
	enum rc rc;

	if (from == 0)
		from = 1;
	if (max == 0 || max > LIMIT_FETCH_BATCH)
		max = LIMIT_FETCH_BATCH;
	*next = from;
	rc = imap_session_home(s, err);
	if (rc != RC_OK)
		return rc;
	items.max = max;
	items.v = xcalloc(max, sizeof(*items.v));
	rc = list_from(s, from, &items, err);
	if (rc == RC_OK)
		rc = imap_items_deliver(s, &items, false, each, ctx, next, err);
	free(items.v);
	return rc;
}
