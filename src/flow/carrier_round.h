#ifndef DUNMAIL_FLOW_CARRIER_ROUND_H
#define DUNMAIL_FLOW_CARRIER_ROUND_H

#include "flow/flow.h"

/*
 * carrier_round: what the carrier of texts and calls told us is acted on, each
 * event and all that follows from it in one transaction. Not to be texted is
 * honoured before anything is understood. Other texts become mails of the
 * inbox, folder CARRIER_FOLDER, that are read like any reply; a number that is
 * nobody's is for a person, and is not answered.
 */
struct carrier_stats {
	int64_t done, ignored;
};

enum rc carrier_round(const struct flow *f, int64_t now,
    struct carrier_stats *out, struct err *err);

/* RC_OK: something waits to be acted on; RC_MISS: nothing does. */
enum rc carrier_waits(const struct flow *f, struct err *err);

/* The folder of the inbox in which texts lie; no server has it. The place of
 * such a mail is its number and its sid: "+491712345678:SM1". */
#define CARRIER_FOLDER "text"
struct str carrier_number_of(struct str place);

#endif
