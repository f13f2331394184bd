#ifndef DUNMAIL_FLOW_CARRIER_PARTS_H
#define DUNMAIL_FLOW_CARRIER_PARTS_H

#include "decide/carrier_event.h"
#include "flow/dial.h"
#include "store/outbox.h"
#include "store/phones.h"
#include "store/texts.h"

/* carrier_parts: between the files carrier_*.c only. */

/* Contacts by their number, read when the first is asked for. */
struct carrier_numbers {
	struct arena *a;
	struct carrier_owner {
		char number[E164_MAX];
		struct str contact, account;
	} * v;
	size_t n;
	bool loaded;
};
/* Those with that number, one behind the other. */
enum rc carrier_owners(const struct flow *f, struct carrier_numbers *all,
    struct str number, const struct carrier_owner **out, size_t *count,
    struct err *err);

struct carrier_work {
	const struct flow *f;
	struct arena *a;
	const struct carrier_event *e;
	struct carrier_numbers *numbers;
	int64_t now;
	const char *ignored; /* out: why nothing was done; NULL: it was */
};

/* In the transaction of the caller. */
typedef enum rc carrier_act(struct carrier_work *w, struct err *err);
carrier_act carrier_text, carrier_status, carrier_called, carrier_call;

/* An answer by text, to that number, of the carrier's own event. */
struct carrier_answer {
	const char *template_name;
	struct str number, account, contact, mailbox;
};
enum rc carrier_answer(
    struct carrier_work *w, const struct carrier_answer *x, struct err *err);

/* Into the timeline; kind "text" or "call". */
struct carrier_note {
	struct str account;
	const char *kind;
	struct str text;
};
enum rc carrier_note(
    struct carrier_work *w, const struct carrier_note *x, struct err *err);
enum rc carrier_task(
    struct carrier_work *w, const struct carrier_note *x, struct err *err);

#endif
