#ifndef DUNMAIL_FLOW_PEOPLE_H
#define DUNMAIL_FLOW_PEOPLE_H

#include "base/arena.h"
#include "flow/flow.h"

/*
 * people: our own people, by their addresses: everyone whom [staff] of
 * gateway.conf names and every account's collector. What a mail of theirs may
 * do follows from here, never from the mail.
 */
enum people_right {
	PEOPLE_KNOWN = 1 << 0,   /* one of ours: may command and note */
	PEOPLE_APPROVE = 1 << 1, /* may say yes to what another asked for */
};

/* The rights that gateway.conf gives; 0: it does not name them. */
unsigned people_listed(const struct flow *f, struct str address);

/* RC_MISS: nobody of ours. */
enum rc people_rights(const struct flow *f, struct str address,
    unsigned *rights, struct err *err);

/* Who stands in for them today ([staff] away), else they themselves. A deputy
 * who is away has a deputy. */
struct str people_deputy(const struct flow *f, struct str address, day_t today);

/* Whom a name means: an address of ours, or a name of [staff] people that is
 * nobody else's. RC_MISS: nobody's; RC_BAD: several may be meant. */
enum rc people_find(const struct flow *f, struct arena *a, struct str name,
    struct str *address, struct err *err);

/* The same by [staff] people alone; empty: nobody's, or several may be
 * meant. */
struct str people_called(const struct flow *f, struct str name);
/* Their name there; empty: they have none. */
struct str people_name(const struct flow *f, struct str address);

/* Whether they may say yes today: in their own right, or for who is away. */
bool people_may_approve(const struct flow *f, struct str address, day_t today);

/* The first who may say yes today and is not this one; empty: nobody is. */
struct str people_other(const struct flow *f, struct str address, day_t today);

#endif
