#include <limits.h>
#include <stdio.h>

#include "flow/shelf_parts.h"
#include "port/imap_folder.h"
#include "port/maildir.h"
#include "port/maildir_folder.h"

void
shelf_hang_up(struct shelf *x)
{
	imap_close(&x->imap);
}

/* It is nobody's new mail: whoever should act on it was told otherwise. */
static enum rc
to_server(
    struct shelf *x, const struct shelf_mail *m, bool again, struct err *err)
{
	struct imap_place place;
	enum rc rc = RC_OK;

	if (x->imap == NULL)
		rc = imap_open(&x->box->imap, &x->imap, err);
	if (rc != RC_OK)
		return rc;
	rc = again ? imap_find(x->imap, m->folder, m->id, err) : RC_MISS;
	if (rc == RC_MISS)
		rc = imap_folder_make(x->imap, m->folder, err);
	else
		return rc;
	if (rc == RC_OK)
		rc = imap_folder_append(
		    x->imap, m->folder, m->raw, "\\Seen", &place, err);
	return rc;
}

static enum rc
to_maildir(struct shelf *x, const struct shelf_mail *m, struct err *err)
{
	char root[PATH_MAX], path[PATH_MAX];
	enum rc rc;

	snprintf(root, sizeof(root), "%.*s", STR_ARG(x->box->read_maildir));
	rc = maildir_folder_make(root, m->folder, path, sizeof(path), err);
	if (rc == RC_OK)
		rc = maildir_deliver(path, m->key, m->raw, err);
	return rc == RC_MISS ? RC_OK : rc; /* lies there already */
}

enum rc
shelf_put(
    struct shelf *x, const struct shelf_mail *m, bool again, struct err *err)
{
	enum rc rc;

	if (x->box->read != CHANNEL_SERVER)
		return to_maildir(x, m, err);
	rc = to_server(x, m, again, err);
	if (rc == RC_DOWN)
		shelf_hang_up(x);
	return rc;
}
