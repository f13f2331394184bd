#ifndef DUNMAIL_FLOW_CARRIER_H
#define DUNMAIL_FLOW_CARRIER_H

#include "base/arena.h"
#include "base/err.h"
#include "model/settings.h"

/*
 * carrier: whoever takes text messages and automated calls: one file that
 * fills one struct carrier. A carrier is told a thing once. Where the answer
 * is lost it is asked what it has, and where that does not tell, a person is:
 * nobody gets the same text twice.
 */
enum carrier_fate {
	CARRIER_TAKEN,
	CARRIER_LATER,   /* it did not take it, and may another time */
	CARRIER_REFUSED, /* it never will */
	CARRIER_UNCERTAIN,
};

struct carrier_job {
	struct str touch; /* they repeat it when they call us */
	struct str to;    /* +49... */
	struct str words; /* of a text */
	int64_t since;    /* look: not older than this; 0: any */
};

#define CARRIER_SID   64
#define CARRIER_STATE 32
#define CARRIER_CODE  8

struct carrier_told {
	enum carrier_fate fate;
	int64_t status;                /* of HTTP; 0: no answer */
	char sid[CARRIER_SID + 1];     /* their name for it */
	char state[CARRIER_STATE + 1]; /* in their words */
	char code[CARRIER_CODE + 1];   /* of their error */
	char why[200];
};

struct carrier {
	/* RC_BAD: the secret cannot be read. */
	enum rc (*open)(
	    const struct settings *set, void **session, struct err *err);
	void (*close)(void **session);

	void (*text)(void *session, const struct carrier_job *job,
	    struct carrier_told *out);
	void (*call)(void *session, const struct carrier_job *job,
	    struct carrier_told *out);
	/* Has it such a text? RC_OK: told; RC_MISS: it has none; RC_LATER: it
	 * cannot be asked. */
	enum rc (*look)(void *session, const struct carrier_job *job,
	    struct carrier_told *out, struct err *err);

	/* Does it let us in? RC_BAD: no; RC_LATER: it cannot be asked. */
	enum rc (*probe)(void *session, struct err *err);

	/* Did whoever signs with that token sign this? url: as they know it. */
	bool (*verify)(struct str token, struct str url, struct str body,
	    struct str signature);
};

/* That of the settings; NULL: texts and calls are files. */
const struct carrier *carrier_find(const struct settings *set);

/* Does it take this channel? */
bool carrier_takes(const struct settings *set, struct str channel);

/* Where it calls us: "https://pay.example/hook/twilio?touch=T&on=call". */
struct str carrier_address(struct arena *a, const struct settings *set,
    struct str touch, const char *on);

extern const struct carrier carrier_twilio;

#endif
