#ifndef DUNMAIL_MODEL_VISIT_H
#define DUNMAIL_MODEL_VISIT_H

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
};

#endif
