#ifndef DUNMAIL_FLOW_CORRECTION_RULES_H
#define DUNMAIL_FLOW_CORRECTION_RULES_H

#include "store/corrections.h"

/*
 * correction_rules: a move counts for or against each rule that had decided
 * about the mail, by decide/correct; where none had found what a person saw,
 * the words are kept. The last word counts, so that moving it back undoes.
 */
struct correction_rules {
	struct store *st;
	struct arena *a;
	const struct correction *c;
	struct str decisions; /* of the inbox row */
	struct str text;      /* newly written in the mail */
	int64_t now;
};

enum rc correction_rules(const struct correction_rules *r, struct err *err);

#endif
