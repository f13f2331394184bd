#ifndef DUNMAIL_MODEL_LIMITS_H
#define DUNMAIL_MODEL_LIMITS_H

/*
 * limits: every ceiling of the program, one list. Each untrusted size meets
 * one of these before it costs memory or time.
 */

/* A mail from outside. Past RAW the mail is parked; past the others it is
 * read as far as the limit and marked truncated. */
#define LIMIT_MAIL_RAW	     (25u << 20)
#define LIMIT_MAIL_HEADER    (256u << 10) /* one header block */
#define LIMIT_MAIL_HEADERS   1000	  /* lines of it */
#define LIMIT_MAIL_LINE	     (64u << 10)  /* one unfolded header */
#define LIMIT_MAIL_DEPTH     32
#define LIMIT_MAIL_PARTS     1000
#define LIMIT_MAIL_ADDRESSES 200
#define LIMIT_MAIL_REFS	     100
#define LIMIT_MAIL_REPORTS   200 /* recipients of one delivery report */
#define LIMIT_MAIL_TEXT	     (1u << 20) /* text looked at */
#define LIMIT_MAIL_HTML	     (1u << 20)
#define LIMIT_MAIL_ARENA     (192u << 20)
#define LIMIT_MAIL_FIELD     (16u << 10) /* one value taken from a mail */

#define LIMIT_MAIL_WIRE	     (16u << 20) /* one mail between processes */

/* Understanding. */
#define LIMIT_CLASSIFY_TEXT (16u << 10) /* newly written text looked at */
#define LIMIT_REGEX_MATCH   100000
#define LIMIT_REGEX_DEPTH   1000
#define LIMIT_RULES	    4000
#define LIMIT_RULE_FILE	    (2u << 20)

/* Work. */
#define LIMIT_TRIES_POISON	3
#define LIMIT_FETCH_BATCH	500
#define LIMIT_RECEIVE_BATCH	200
#define LIMIT_SEND_BATCH	256
#define LIMIT_PLAN_BATCH	500
#define LIMIT_INVOICES_LETTER	500 /* rows of one letter's table */
#define LIMIT_ATTACHMENTS	20

/* Files of ours. */
#define LIMIT_CONFIG_FILE   (1u << 20)
#define LIMIT_TEMPLATE_FILE (1u << 20)
#define LIMIT_TEMPLATE_DEPTH 32
#define LIMIT_LETTER	    (35u << 20) /* one outgoing mail */
#define LIMIT_CSV_LINE	    (64u << 10)
#define LIMIT_JOB_ARENA	    (256u << 20)

/* Automatic answers, whatever the detection says. */
#define LIMIT_ANSWERS_THREAD_DAY  2
#define LIMIT_ANSWERS_ADDRESS_DAY 5

#endif
