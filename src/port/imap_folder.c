#include "port/imap_folder.h"

#include "port/imap_tree.h"

const struct imap_can *
imap_can(const struct imap *s)
{
	return &s->can;
}

enum rc
imap_folder_make(struct imap *s, struct str folder, struct err *err)
{
	struct buf name;
	enum rc rc;

	rc = imap_tree_wire(s, folder, &name, err);
	if (rc != RC_OK)
		return rc;
	rc = imap_tree_make(s, name.p, err);
	buf_fini(&name);
	return rc;
}
