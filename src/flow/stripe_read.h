#ifndef DUNMAIL_FLOW_STRIPE_READ_H
#define DUNMAIL_FLOW_STRIPE_READ_H

#include "flow/provider.h"

/*
 * stripe_read: what their JSON says. Pure; RC_BAD: it says it in no way that
 * can be trusted (amounts that are no whole numbers, ids that are none).
 */

/* A session, with its payment and the latest charge of that within it. */
enum rc stripe_read_session(struct arena *a, struct str body,
    struct provider_session *out, struct err *err);
/* The disputes of its payment: how much they hold back. */
enum rc stripe_read_disputes(
    struct str body, struct provider_session *s, struct err *err);
/* See struct provider. */
enum rc stripe_read_event(struct arena *a, struct str bytes,
    struct provider_event *out, struct err *err);
/* What an answer without success says, in a word or two of theirs. */
struct str stripe_read_error(struct arena *a, struct str body);

#endif
