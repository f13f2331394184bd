#include "flow/noteto.h"

#include "render/msgid.h"

struct str
noteto_address(const struct flow *f, struct arena *a,
    const struct mailbox_settings *box, struct str account)
{
	if (!box->reply_tag || f->key == NULL || str_is_empty(account))
		return (struct str){NULL, 0};
	return msgid_note_address(a, f->key, account,
	    str_is_empty(box->reply_address) ? box->address
					     : box->reply_address);
}
