#ifndef DUNMAIL_APP_VERDICT_H
#define DUNMAIL_APP_VERDICT_H

#include <stdbool.h>

#include "decide/guard.h"
#include "model/intent.h"
#include "model/message.h"
#include "port/js.h"

/* verdict: what was found in one mail, for a person or as one JSON line. */
struct verdict {
	const char *file;
	const struct message *message;
	struct guard guard;
	bool human;
	struct intent intent; /* if human */
};

/* The object of the contract; the caller adds to it and writes it. */
struct js *verdict_json(const struct verdict *v);
void verdict_print(const struct verdict *v, bool json);
void verdict_print_error(const char *file, const char *why, bool json);
/* One line on standard output; frees j. */
void verdict_put(struct js **j);

#endif
