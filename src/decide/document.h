#ifndef DUNMAIL_DECIDE_DOCUMENT_H
#define DUNMAIL_DECIDE_DOCUMENT_H

#include "decide/reading.h"
#include "model/intent.h"

/*
 * document: the documents that a reply asks for, and for which invoice.
 * Fills ->documents of an intent that asks for one.
 */
void document_collect(struct reading *r, struct intent *out);

#endif
