#include <stdlib.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_items.h"

/* So many uids that the command is a line that every server reads. */
#define READ_UIDS 100

static enum rc
read_some(struct imap *s, const uint32_t *uids, size_t count,
    struct imap_items *items, imap_each *each, void *ctx, struct err *err)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	uint32_t next;
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		/* 0 is '*' to libetpan. */
		if (uids[i] > 0 && (!set || mailimap_set_add_single(set,
						uids[i]) != MAILIMAP_NO_ERROR))
			xdie("out of memory");
	}
	if (!set || clist_isempty(set->set_list)) {
		mailimap_set_free(set);
		return RC_OK;
	}
	rc = imap_items_list(s, set, items, err);
	if (rc != RC_OK)
		return rc;
	return imap_items_deliver(s, items, true, each, ctx, &next, err);
}

enum rc
imap_folder_read(struct imap *s, const uint32_t *uids, size_t count,
    imap_each *each, void *ctx, struct err *err)
{
	struct imap_item v[READ_UIDS];
	struct imap_items items = {.v = v, .max = READ_UIDS};
	enum rc rc = imap_session_home(s, err);
	size_t n;

	for (size_t i = 0; i < count && rc == RC_OK; i += n) {
		n = count - i < READ_UIDS ? count - i : READ_UIDS;
		rc = read_some(s, uids + i, n, &items, each, ctx, err);
	}
	return rc;
}
