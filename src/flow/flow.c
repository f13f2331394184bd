#include "flow/flow.h"

#include "decide/only.h"

const struct sequence *
flow_sequence_for(const struct flow *f, enum sequence_kind kind,
    const struct facts_account *facts)
{
	static const struct sequence none[SEQUENCE_KINDS] = {
	    [SEQUENCE_ONBOARDING] = {.kind = SEQUENCE_ONBOARDING},
	    [SEQUENCE_DISPUTES] = {.kind = SEQUENCE_DISPUTES},
	    [SEQUENCE_PROMISE] = {.kind = SEQUENCE_PROMISE},
	    [SEQUENCE_MONTH_END] = {.kind = SEQUENCE_MONTH_END},
	    [SEQUENCE_CREDIT] = {.kind = SEQUENCE_CREDIT},
	    [SEQUENCE_WHITE_GLOVE] = {.kind = SEQUENCE_WHITE_GLOVE},
	};
	const struct sequence *best = &none[kind];
	int weight = -1;

	for (size_t i = 0; i < f->sequence_count; i++) {
		const struct sequence *s = &f->sequences[i];
		int w = only_weight(&s->only);

		if (s->kind != kind || w <= weight ||
		    !only_admits(&s->only, facts))
			continue;
		best = s;
		weight = w;
	}
	return best;
}

const struct mailbox_settings *
flow_mailbox(const struct flow *f, struct str name)
{
	for (size_t i = 0; i < f->set->mailbox_count; i++)
		if (str_eq(f->set->mailboxes[i].name, name))
			return &f->set->mailboxes[i];
	return &f->set->mailboxes[0];
}

const struct collector_settings *
flow_collector(const struct flow *f, struct str address)
{
	for (size_t i = 0; i < f->set->collector_count; i++)
		if (str_fold_eq(f->set->collectors[i].box.address, address))
			return &f->set->collectors[i];
	return NULL;
}
