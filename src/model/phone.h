#ifndef DUNMAIL_MODEL_PHONE_H
#define DUNMAIL_MODEL_PHONE_H

#include <stdbool.h>
#include <stdint.h>

/* phone: a contact's telephone as the carrier would dial it, and whether we
 * may. Not asked for where no carrier is configured. */
enum phone_state {
	PHONE_UNASKED,
	PHONE_OK,
	PHONE_NONE,    /* none on file */
	PHONE_UNSURE,  /* it cannot be told which number that is */
	PHONE_ABROAD,  /* not of the countries that are allowed */
	PHONE_SILENT,  /* consent is wanted, and was not given */
	PHONE_STOPPED, /* its owner asked not to be texted or called */
	PHONE_WRONG,   /* its owner is somebody else */
	PHONE_DEAD,    /* nothing arrives there */
};

struct phone {
	enum phone_state state;
	char number[17]; /* "+491712345678"; empty: not known */
	bool mobile;     /* takes texts, as far as the number tells */
	int64_t last_at; /* of the last text or call to it; 0: none */
};

#endif
