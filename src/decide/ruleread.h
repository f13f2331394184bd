#ifndef DUNMAIL_DECIDE_RULEREAD_H
#define DUNMAIL_DECIDE_RULEREAD_H

#include "decide/ruleload.h"

/* ruleread: the blocks and keys of a rules file, line by line, into l->book. */
void ruleread_text(struct ruleload *l, struct str text);

#endif
