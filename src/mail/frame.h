#ifndef DUNMAIL_MAIL_FRAME_H
#define DUNMAIL_MAIL_FRAME_H

#include "mail/run.h"

/*
 * frame: drop what programs put around the words of a writer: warnings of
 * gateways, frames of ticket systems, everything behind "-- ", device lines,
 * legal notices, rules.
 */
void frame_mark(struct run *r);

#endif
