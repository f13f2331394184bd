#include <inttypes.h>
#include <stdio.h>

#include "model/limits.h"
#include "port/imap_session.h"

static enum rc
hand_out(const struct mailimap_set *set, imap_each_gone *each, void *ctx,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (clistiter *i = set ? clist_begin(set->set_list) : NULL;
	     i && rc == RC_OK; i = clist_next(i)) {
		const struct mailimap_set_item *item = clist_content(i);

		if (item->set_first > 0 && item->set_last >= item->set_first)
			rc = each(ctx, item->set_first, item->set_last, err);
	}
	return rc;
}

enum rc
imap_folder_gone(struct imap *s, uint64_t since, imap_each_gone *each,
    void *ctx, struct err *err)
{
	const struct mailimap_response_info *info;
	char command[96];
	enum rc rc = imap_session_home(s, err);

	if (rc != RC_OK)
		return rc;
	if (!s->can.qresync || s->highest == 0 || since == 0)
		return err_set(err, RC_MISS, "the server does not tell");
	snprintf(command, sizeof(command),
	    "UID FETCH 1:* (UID) (CHANGEDSINCE %" PRIu64 " VANISHED)", since);
	rc = imap_session_say(s, command, LIMIT_IMAP_ANSWER, err);
	info = s->session->imap_response_info;
	for (clistiter *i = rc == RC_OK && info && info->rsp_extension_list
				? clist_begin(info->rsp_extension_list)
				: NULL;
	     i && rc == RC_OK; i = clist_next(i)) {
		const struct mailimap_extension_data *x = clist_content(i);
		const struct mailimap_qresync_vanished *v = x->ext_data;

		if (x->ext_extension->ext_id == MAILIMAP_EXTENSION_QRESYNC &&
		    x->ext_type == MAILIMAP_QRESYNC_TYPE_VANISHED && v)
			rc = hand_out(v->qr_known_uids, each, ctx, err);
	}
	return rc;
}
