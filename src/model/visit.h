#ifndef DUNMAIL_MODEL_VISIT_H
#define DUNMAIL_MODEL_VISIT_H

#include <stdbool.h>

#include "base/day.h"
#include "base/str.h"

/* visit: a talk between a white-glove account and its collector. */
struct visit {
	struct str id;
	struct str account;
	struct str course; /* subject of the course that proposed it */
	day_t day;         /* civil, where the account is */
	int minute;        /* of that day */
	struct str state;  /* proposed, accepted, declined, moved, cancelled */
	struct str uid;    /* what its calendar event is keyed by */
	int64_t sequence;  /* changes of the event so far */

	/* In whose calendar of ours it stands; empty: nobody's. */
	struct str diary_of;    /* address */
	struct str diary_for;   /* as the account named its collector */
	int64_t diary_sequence; /* what was said last to that calendar; 0:
				 * nothing yet */
	int64_t diary_seen;     /* changes when it was, and one more */
	bool customer_due;      /* the customer is to hear that it is off */
};

#endif
