#ifndef DUNMAIL_DECIDE_REASON_WORDS_H
#define DUNMAIL_DECIDE_REASON_WORDS_H

#include "decide/phrase.h"

/*
 * reason_words: how mail servers word a refusal, folded (decide/phrase).
 * Data; the tags of *hits are enum reason.
 */
void reason_words_scan(struct str folded, struct phrase_hits *hits);

#endif
