#ifndef DUNMAIL_SCRIPTS_LEARNER_LEXICON_H
#define DUNMAIL_SCRIPTS_LEARNER_LEXICON_H

#include "base/arena.h"
#include "decide/second_lexicon.h"

/*
 * learner_lexicon: src/decide/concepts/XX.txt, a line a word of the language:
 * the word, a tab, its concept and, behind a blank, a mark of its form. One
 * that cannot be read ends the program. Lives in the arena.
 */
struct second_lexicon learner_lexicon(struct arena *a, const char *path);

#endif
