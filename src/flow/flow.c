#include "flow/flow.h"

const struct sequence *
flow_sequence(const struct flow *f, struct str name)
{
	for (size_t i = 0; i < f->sequence_count; i++)
		if (str_eq(f->sequences[i].name, name))
			return &f->sequences[i];
	return NULL;
}

const struct mailbox_settings *
flow_mailbox(const struct flow *f, struct str name)
{
	for (size_t i = 0; i < f->set->mailbox_count; i++)
		if (str_eq(f->set->mailboxes[i].name, name))
			return &f->set->mailboxes[i];
	return &f->set->mailboxes[0];
}
