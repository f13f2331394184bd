#ifndef DUNMAIL_WEB_STAFFSESSION_H
#define DUNMAIL_WEB_STAFFSESSION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * staffsession: the cookie of one of our own people who signed in. It says who,
 * since when, and how often that person had signed out everywhere by then,
 * with a MAC by a key of this process: a session does not outlive it. What may
 * change (are they still one of ours, did they sign out since) is asked each
 * time by whoever reads it.
 */
#define STAFFSESSION_SECONDS (12 * 3600)
#define STAFFSESSION_COOKIE  "dunmail-staff"

struct staffsession;

struct staffsession *staffsession_new(void);
void staffsession_free(struct staffsession **s);

struct staffsession_who {
	struct str address; /* folded */
	int64_t since;
	int64_t outs; /* store/staffview.h:staffview_outs */
};

/* The value of the cookie. RC_BAD: such an address has none. */
enum rc staffsession_make(const struct staffsession *s, struct arena *a,
    const struct staffsession_who *who, struct str *out, struct err *err);

/* RC_BAD: none of ours; RC_MISS: its time is up, or it is of the future. */
enum rc staffsession_read(const struct staffsession *s, struct arena *a,
    struct str value, int64_t now, struct staffsession_who *out);

/* "a=b; dunmail-staff=VALUE; c=d" gives VALUE. Empty: none, or several. */
struct str staffsession_find(struct str cookies);

/* The line of Set-Cookie; an empty value ends the session there. root: in
 * front of /staff. */
struct str staffsession_cookie(
    struct arena *a, struct str root, struct str value, bool secure);

#endif
