#ifndef DUNMAIL_RENDER_LETTERHEAD_H
#define DUNMAIL_RENDER_LETTERHEAD_H

#include "render/sheet.h"

/*
 * letterhead: the upper third of a document's first page.
 */

/* The seller on the left, what this is on the right. */
void letterhead_draw(struct sheet *s, const char *title, struct str below);

struct letterhead_fact {
	const char *label;
	struct str value; /* empty: the line is left out */
	bool figure;      /* never cut, only set smaller */
};

/* The customer on the left, facts on the right. */
void letterhead_customer(struct sheet *s, struct str name, struct str account,
    const struct letterhead_fact *facts, size_t count);

#endif
