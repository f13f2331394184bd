#ifndef DUNMAIL_FLOW_INVITATION_H
#define DUNMAIL_FLOW_INVITATION_H

#include "flow/flow.h"
#include "model/facts.h"
#include "model/visit.h"
#include "render/letter.h"
#include "store/outbox.h"

/* invitation: a talk for a calendar, or that it does not take place, as a file
 * of a mail. What the calendar answers comes to us by an address that proves
 * the thread. */
struct invitation {
	const struct flow *f;
	struct arena *a;
	const struct outbox_touch *touch; /* that brings it */
	const struct facts_account *facts;
	const struct visit *visit;
	int64_t sequence;
	struct str attendee_name, attendee;
	bool cancel;
};

struct letter_file invitation_file(const struct invitation *in);

#endif
