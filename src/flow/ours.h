#ifndef DUNMAIL_FLOW_OURS_H
#define DUNMAIL_FLOW_OURS_H

#include "base/str.h"

/*
 * ours: what all texts under templates/ say, to know our own words again in
 * an answer that does not mark them as a quote. A text that cannot be read
 * says nothing here; who sends it is told.
 */
struct ours;
struct echo;

struct ours *ours_new(struct str templates_dir);
void ours_free(struct ours **o);

/* Read when first asked for, by one thread. */
const struct echo *ours_echo(struct ours *o);

#endif
