#ifndef DUNMAIL_APP_SCREEN_H
#define DUNMAIL_APP_SCREEN_H

#include <stdio.h>

/*
 * screen: what the commands print holds words of strangers, and a terminal
 * obeys what it is sent.
 */

/*
 * From here on stdout lets through text, line ends and tabs alone: control
 * characters become blanks, those that turn the direction of writing go. Call
 * once, before anything is printed.
 */
void screen_guard(void);

/* Print a text the same way to a stream that is not guarded. */
void screen_put(FILE *to, const char *text);

#endif
