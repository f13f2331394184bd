#ifndef DUNMAIL_APP_CAGE_H
#define DUNMAIL_APP_CAGE_H

/*
 * cage: what the kernel takes from those who read foreign bytes, and where it
 * cannot. Not a mistake of anybody's files: it is told, and work goes on.
 */
enum cage {
	CAGE_PARSER, /* the child that reads mails */
	CAGE_PORTAL,
};

/* NULL: all that is wanted. Else what is missing; what is weaker for it. */
#define CAGE_WORDS_MAX 256
const char *cage_weaker(enum cage who, char out[CAGE_WORDS_MAX]);

/* The same into the log: once, at the start. */
void cage_log(enum cage who);

#endif
