#ifndef DUNMAIL_DECIDE_FORM_H
#define DUNMAIL_DECIDE_FORM_H

#include "base/arena.h"
#include "base/str.h"

/*
 * form: the five labelled lines of the welcome mail as a customer filled them
 * in: below each other or not, in the lines that their mail program quoted, in
 * their own order, some of them left empty. The labels are those of
 * templates/onboarding/welcome.*.md, in any of its languages. Pure.
 */
enum form_field {
	FORM_CONTACT,
	FORM_EMAIL,
	FORM_PO,
	FORM_RUN,
	FORM_HOURS,
	FORM_FIELDS
};

enum form_answer {
	FORM_UNSAID,
	FORM_YES,
	FORM_NO,
};

struct form {
	struct str value[FORM_FIELDS]; /* trimmed; empty: left so */
	size_t labels;                 /* how many of the five were met */
	size_t filled;
	struct str email; /* the address that FORM_EMAIL holds, if one */
	enum form_answer po;
	int from, to;    /* FORM_HOURS as minutes of a day; both 0: not clear */
	struct str rest; /* the reply without the form's lines */
	size_t rest_words; /* of it */
};

#define FORM_VALUE 200 /* bytes of one */

/* The reply's own words come first, then the whole text with what it quotes.
 * *out borrows from both. */
void form_read(
    struct arena *a, struct str reply, struct str text, struct form *out);

/* "payables-contact", ...: how the fact is called. */
const char *form_field_name(enum form_field field);

#endif
