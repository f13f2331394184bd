#ifndef DUNMAIL_DECIDE_AUTOWORDS_H
#define DUNMAIL_DECIDE_AUTOWORDS_H

#include "decide/phrase.h"

/*
 * autowords: how automatic answers are worded, folded (decide/phrase), in the
 * languages that customers' mail systems speak. Data, and two look-ups.
 */
enum autowords {
	AUTOWORDS_AWAY,       /* is away now, or will be */
	AUTOWORDS_ACCESS,     /* does not read mail meanwhile */
	AUTOWORDS_DEPUTY,     /* whom to turn to instead */
	AUTOWORDS_THANKS,     /* "thank you for your message" */
	AUTOWORDS_RECEIVED,   /* "we have received your message" */
	AUTOWORDS_TICKET,     /* a number was given to it */
	AUTOWORDS_MACHINE,    /* says that a machine wrote this */
	AUTOWORDS_UNATTENDED, /* nobody reads answers to this */
	AUTOWORDS_CHALLENGE,  /* "confirm that you are a person" */
	AUTOWORDS_LEFT,       /* has left the company */
	AUTOWORDS_MOVED,      /* their address is another one now */
	AUTOWORDS_PAST,       /* was away: a person, back again */
	AUTOWORDS_MONEY,      /* speaks of the matter itself */
	AUTOWORDS_NOTICE,     /* a system tells of a document or a payment */
	AUTOWORDS_COMMENT,    /* a ticket system passes on a person's words */
	AUTOWORDS_PORTAL,     /* a system speaks to those it serves */
	AUTOWORDS_COUNT
};

enum autowords_subject {
	AUTOWORDS_SUBJECT_SURE,    /* "Automatic reply: ..." */
	AUTOWORDS_SUBJECT_ABSENCE, /* as sure: "Abwesenheitsnotiz" */
	AUTOWORDS_SUBJECT_AWAY,    /* "Out of office" */
	AUTOWORDS_SUBJECT_ACK,     /* "We received your message" */
	AUTOWORDS_SUBJECT_TICKET,  /* "Your ticket" */
};

void autowords_scan(struct str folded, struct phrase_hits *hits);

/* In round brackets at the end: "Re: your invoice (Out of Office)". -1: none,
 * else an enum autowords_subject; *what is what stands in them. */
int autowords_behind(struct str subject, struct str *what);

/* Somebody does the work of the writer, or helps when it is urgent. */
bool autowords_instead(struct str folded);

/* enum autowords_subject, or -1; *len the bytes that say so. */
int autowords_subject(struct str subject, size_t *len);
/* The same for a whole subject that begins with a '['. */
int autowords_bracket(struct str subject, size_t *len);

#endif
