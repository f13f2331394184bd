#ifndef DUNMAIL_PORT_IMAP_ITEMS_H
#define DUNMAIL_PORT_IMAP_ITEMS_H

#include "port/imap_session.h"

/*
 * imap_items: mails of the selected folder, sizes first and then, in commands
 * that stay within the limits, the bytes.
 */
struct imap_item {
	uint32_t uid;
	uint32_t size;
	int64_t date;
	struct str raw;
	bool here; /* the server sent something for it */
};

struct imap_items {
	struct imap_item *v;
	size_t n;
	size_t max;
};

/* Uid, size and date of a set of uids, which is freed; ascending, each once,
 * no more than there is room for. */
enum rc imap_items_list(struct imap *s, struct mailimap_set *uids,
    struct imap_items *out, struct err *err);

/*
 * Each mail with its bytes, ascending; one that is larger than LIMIT_MAIL_RAW
 * without, one that is gone meanwhile not at all. *next is the uid to go on
 * from. sparse: there are others between them that are not to be fetched.
 */
enum rc imap_items_deliver(struct imap *s, const struct imap_items *items,
    bool sparse, imap_each *each, void *ctx, uint32_t *next, struct err *err);

/* The lowest uid >= from. RC_MISS: none. */
enum rc imap_items_first(
    struct imap *s, uint32_t from, uint32_t *uid, struct err *err);

#endif
