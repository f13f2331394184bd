#ifndef DUNMAIL_DECIDE_COMEBACK_WORDS_H
#define DUNMAIL_DECIDE_COMEBACK_WORDS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * comeback_words: words around a date of return, folded (decide/phrase), in
 * the languages of autowords. Each look-up answers for the beginning of s:
 * -1 when it is none of them, and *len the bytes it takes.
 */
enum comeback_lead {      /* "until", "bis", "jusqu'au", ... */
	COMEBACK_ENGLISH, /* 3/4 is ambiguous behind it */
	COMEBACK_OTHER,
	COMEBACK_FROM, /* "from": back from it, or away from it */
	COMEBACK_NOT,  /* "wait until": of something else */
};

#define COMEBACK_TOMORROW 7 /* beside 0 Sunday .. 6 Saturday */

int comeback_words_lead(struct str s, size_t *len);

/* 1 to 12; any beginning of a month's name counts. */
int comeback_words_month(struct str s);
/* The same for a month that stands before its day: "june ". */
int comeback_words_english_month(struct str s, size_t *len);

/* Between the first and the last day: "to", "bis", "-"; enum comeback_lead. */
int comeback_words_range(struct str s, size_t *len);
/* Somewhere in s, which follows a date: "asti", "wieder zurück". */
bool comeback_words_tail(struct str s);
/* 0 Sunday .. 6 Saturday, COMEBACK_TOMORROW, or -1. */
int comeback_words_weekday(struct str s, size_t *len);

#endif
