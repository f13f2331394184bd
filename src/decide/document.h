#ifndef DUNMAIL_DECIDE_DOCUMENT_H
#define DUNMAIL_DECIDE_DOCUMENT_H

#include "decide/reading.h"
#include "model/intent.h"

/*
 * document: the documents that a reply asks for, and for which invoice.
 * Fills ->documents of an intent that asks for one; only kinds whose bit is
 * set.
 */
void document_collect(struct reading *r, unsigned kinds, struct intent *out);

/* Bits of the kinds that a rule asks for by these words; a rule of no score
 * tells what is asked for, wherever the mail asks. */
unsigned document_named(const struct reading *r, const struct reading_hit *h);

#endif
