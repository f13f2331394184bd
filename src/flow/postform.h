#ifndef DUNMAIL_FLOW_POSTFORM_H
#define DUNMAIL_FLOW_POSTFORM_H

#include "decide/posting_read.h"

/* postform: the texts of a form as the JSON that its row of `post` holds.
 * Written by the page, read by whoever acts on it; unreadable or missing ones
 * read as absent. */
struct str postform_write(struct arena *a, const struct posting_form *form);
void postform_read(struct arena *a, struct str json, struct posting_form *out);

/* The field of that name; NULL: there is none. */
struct str *postform_field(struct posting_form *form, struct str name);

#endif
