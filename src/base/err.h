#ifndef DUNMAIL_BASE_ERR_H
#define DUNMAIL_BASE_ERR_H

/*
 * err: how a call ended, told apart by what the caller should do next, and a
 * bounded sentence that says why. A function either fails or logs, never both.
 */
enum rc {
	RC_OK,    /* done */
	RC_MISS,  /* nothing there, or already there: normal */
	RC_BAD,   /* this item will never work: park it */
	RC_LATER, /* this item, another time */
	RC_DOWN,  /* the far side is gone: end the round */
};

#define ERR_TEXT_MAX 512

/* Untouched when a call returns RC_OK. */
struct err {
	char text[ERR_TEXT_MAX];
};

/*
 * Write the reason into *err (may be NULL) and return rc, so that a failing
 * function can end with `return err_set(err, RC_BAD, "...")`. Control
 * characters in the result become '?': the text may hold foreign bytes.
 */
enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "prefix: " in front of the reason; returns rc. */
enum rc err_prefix(struct err *err, enum rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Static name of a result class, for logs. */
const char *err_name(enum rc rc);

#endif
