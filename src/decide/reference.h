#ifndef DUNMAIL_DECIDE_REFERENCE_H
#define DUNMAIL_DECIDE_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "decide/rulebook.h"

/*
 * reference: invoice numbers as people write them. A number counts when the
 * words before it say invoice, when it has the shape of the seller's own
 * numbers, or when it looks like one and nothing says that it is another's
 * (order, cheque, telephone).
 */
#define REFERENCE_SHAPES 8
#define REFERENCE_SHAPE  24
#define REFERENCE_ASKS   250

/* The seller's series, learnt from the subject: "INV-99999". */
struct reference_shapes {
	char v[REFERENCE_SHAPES][REFERENCE_SHAPE];
	size_t n;
};

/* What speaks for a number. */
enum reference_trust {
	REFERENCE_NAMED,   /* "invoice 4471", or it is one of the series */
	REFERENCE_POINTED, /* "la 4471" */
	REFERENCE_LOOKS,   /* nothing but its look */
};

struct references {
	struct str *v; /* spans of the sentence, in its order */
	enum reference_trust *trust;
	size_t n;
	size_t cap;
	struct reference_shapes others; /* of orders, cheques and the like */
	bool limit;
};

void reference_learn(const struct rulebook *book, struct str text,
    struct reference_shapes *shapes);
/* *asked counts the numbers of a mail that were looked at; behind
 * REFERENCE_ASKS of them a number is no reference. */
void reference_find(const struct rulebook *book, struct arena *a,
    struct str sentence, const struct reference_shapes *shapes, size_t *asked,
    struct references *out);

/* Learn the shapes of what is none, then of those that are sure; then drop the
 * unsure ones of another shape than the seller's, when that is known, or of
 * the shape of an order. */
void reference_learn_others(
    const struct references *found, struct reference_shapes *others);
void reference_learn_found(const struct references *found,
    const struct reference_shapes *others, struct reference_shapes *shapes);
void reference_sift(struct references *found,
    const struct reference_shapes *shapes,
    const struct reference_shapes *others);

#endif
