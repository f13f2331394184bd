#ifndef DUNMAIL_WEB_STAFF_H
#define DUNMAIL_WEB_STAFF_H

#include "web/guest.h"

/*
 * staff: one request to /staff: our own people sign in with a link that is
 * mailed to their address, and look at the ledger; nothing can be changed here.
 *
 *   GET  /staff             the form that asks for the address, or accounts
 *   POST /staff             a post of kind sign-in (flow/signin.h)
 *   GET  /staff/sent        the same words, whoever asked
 *   GET  /staff/in/TOKEN    a button: who only looks at links changes nothing
 *   POST /staff/in/TOKEN    a post of kind signed-in, whose id is that of the
 *                           link: the second finds it there; and a session
 *   POST /staff/out         ends the session here, or everywhere
 *   GET  /staff/NAME        a page (web/staffpage.h)
 *
 * Each request asks anew whether the address is one of ours: who is taken out
 * of the configuration or of the ledger is out with the next start or at once.
 */
#define STAFF_BODY 4096 /* bytes of a POST */

/* g->rest is what stands behind /staff. */
void staff_serve(struct guest *g, struct httpd_answer *out);

#endif
