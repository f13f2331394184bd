#ifndef DUNMAIL_WEB_STAFFDOOR_H
#define DUNMAIL_WEB_STAFFDOOR_H

#include "web/keep.h"
#include "web/guest.h"
#include "web/staffsession.h"

/* staffdoor: in and out of the pages of our own people. For web/staff.c. */
struct staffdoor {
	struct guest *g;
	struct arena *a; /* of this request */
	struct str base; /* "/staff", behind what stands in front of it */
	struct str name, rest;
	struct staffsession_who who; /* no address: nobody */
	struct page_out out;
	struct str cookie; /* line of Set-Cookie; empty: none */
	bool expired;      /* of RC_MISS: the link was good */
	bool only_shows;   /* the same: there is no such form */

	/* What is to be kept once the reading is over. */
	struct keep keep;
	struct link link; /* only for its names */
	struct nonce_place place;
	bool once; /* if it was there already, nobody is let in */
};

/* The id of a form of that name, bound to who is in. */
struct str staffdoor_nonce(const struct staffdoor *d, const char *form);

/* Pages of words alone: the form, and that a mail is on its way. */
enum rc staffdoor_ask(struct staffdoor *d);
enum rc staffdoor_sent(struct staffdoor *d);

/* Forms. RC_MISS: 404, or with ->expired 410. */
enum rc staffdoor_asked(struct staffdoor *d, struct err *err);
enum rc staffdoor_in(struct staffdoor *d, struct err *err);
enum rc staffdoor_out(struct staffdoor *d, struct err *err);

/* Writes what is kept. A link that was used before lets nobody in: RC_MISS. */
enum rc staffdoor_keep(struct staffdoor *d, struct err *err);

#endif
