#ifndef DUNMAIL_MAIL_ATTRIBUTION_H
#define DUNMAIL_MAIL_ATTRIBUTION_H

#include <stdbool.h>

#include "base/str.h"

/*
 * attribution: the line, or the few lines, by which a client says whose words
 * follow: "On Friday, Jo <jo@c.example> wrote:". Takes keys of
 * mail/quoteword, those of several lines joined by blanks.
 */
#define ATTRIBUTION_KEY   320 /* bytes of a line that are looked at */
#define ATTRIBUTION_LINES 5   /* it is wrapped into no more */
#define ATTRIBUTION_MAX   500 /* bytes of all of them */

enum attribution {
	ATTRIBUTION_NONE,
	ATTRIBUTION_WEAK, /* if a quote follows */
	ATTRIBUTION_SURE, /* whatever follows is quoted */
};

enum attribution attribution_judge(struct str key);

/* Could one begin with this line? */
bool attribution_may_open(struct str key);
/* Does this line begin one, so that it does not continue the lines above? */
bool attribution_anew(struct str key, struct str above);

/* A time of day, or a day with its parts parted by dots. */
bool attribution_has_time(struct str key);

#endif
