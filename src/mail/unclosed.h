#ifndef DUNMAIL_MAIL_UNCLOSED_H
#define DUNMAIL_MAIL_UNCLOSED_H

#include "mail/run.h"

/*
 * unclosed: the signature below words that end without a valediction, by the
 * writer's name and the cards that stand with it.
 */
void unclosed_mark(struct run *r);

#endif
