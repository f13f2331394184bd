#ifndef DUNMAIL_MODEL_LIMITS_H
#define DUNMAIL_MODEL_LIMITS_H

/*
 * limits: every ceiling of the program, one list. Each untrusted size meets
 * one of these before it costs memory or time.
 */

/* A mail from outside. Past RAW the mail is parked; past the others it is
 * read as far as the limit and marked truncated. */
#define LIMIT_MAIL_RAW       (25u << 20)
#define LIMIT_MAIL_HEADER    (256u << 10) /* one header block */
#define LIMIT_MAIL_HEADERS   1000         /* lines of it */
#define LIMIT_MAIL_LINE      (64u << 10)  /* one unfolded header */
#define LIMIT_MAIL_DEPTH     32
#define LIMIT_MAIL_PARTS     1000
#define LIMIT_MAIL_ADDRESSES 200
#define LIMIT_MAIL_REFS      100
#define LIMIT_MAIL_REPORTS   200        /* recipients of one delivery report */
#define LIMIT_MAIL_TEXT      (1u << 20) /* text looked at */
#define LIMIT_MAIL_LINES     30000      /* of it, for what is newly written */
#define LIMIT_MAIL_HTML      (1u << 20) /* all of its parts */
#define LIMIT_MAIL_RTF       (4u << 20)
#define LIMIT_MAIL_ARENA     (192u << 20)
#define LIMIT_MAIL_FIELD     (16u << 10) /* one value taken from a mail */

#define LIMIT_MAIL_WIRE (16u << 20) /* one mail between processes */

/* Understanding. */
#define LIMIT_CLASSIFY_TEXT (16u << 10) /* newly written text looked at */
#define LIMIT_GUARD_TEXT    (16u << 10) /* text searched for phrases */
#define LIMIT_GUARD_TEXT    (16u << 10) /* searched for a machine's words */
#define LIMIT_REGEX_MATCH   100000
#define LIMIT_REGEX_DEPTH   1000
#define LIMIT_RULES         4000
#define LIMIT_RULE_FILE     (2u << 20)
#define LIMIT_RULE_HEAD     (32u << 10) /* holds the common words */

/* Work. */
#define LIMIT_TRIES_POISON    3
#define LIMIT_FETCH_BATCH     500
#define LIMIT_FETCH_BYTES     (64u << 20) /* of one batch, or one mail */
#define LIMIT_RECEIVE_BATCH   500
#define LIMIT_AHEAD_BYTES     (64u << 20) /* of mails read ahead */
#define LIMIT_COPIES          5   /* of one mail, by the roles of its step */
#define LIMIT_SEND_BATCH      384 /* a commit takes 2 to 4 ms of waiting */
#define LIMIT_SEND_FILES      100 /* of one batch: to draw one takes 3 ms */
#define LIMIT_JOURNAL         (1u << 20) /* events of one batch */
#define LIMIT_PLAN_BATCH      500
#define LIMIT_LOOK_DAYS       35  /* an account waits no longer for a look */
#define LIMIT_INVOICES_LETTER 500 /* rows of one letter's table */
#define LIMIT_ATTACHMENTS     20

/* Payments. */
#define LIMIT_PROVIDER_ANSWER (1u << 20)
#define LIMIT_PROVIDER_FORM   (128u << 10)
#define LIMIT_WEBHOOK         (256u << 10)
#define LIMIT_CHECKOUT_LINES  200 /* invoices that are paid at once */
#define LIMIT_CHECKOUT_BATCH  100 /* of one round */

/* Files of ours. */
#define LIMIT_CONFIG_FILE    (1u << 20)
#define LIMIT_CONFIG_LINES   5000 /* of one file */
#define LIMIT_CONFIG_VALUE   8192
#define LIMIT_CONFIG_NAME    63 /* a section, key, mailbox, step */
#define LIMIT_CONFIG_ARENA   (64u << 20)
#define LIMIT_MAILBOXES      200
#define LIMIT_COLLECTORS     500
#define LIMIT_SEQUENCES      100
#define LIMIT_STEPS          64    /* of one sequence */
#define LIMIT_FILES          10000 /* of one folder */
#define LIMIT_TEMPLATE_FILE  (1u << 20)
#define LIMIT_TEMPLATE_DEPTH 32
#define LIMIT_LETTER         (35u << 20) /* one outgoing mail */
#define LIMIT_PACK           (32 << 10)  /* one that is packed (port/pack.h) */
#define LIMIT_CSV_LINE       (64u << 10)
#define LIMIT_CSV_CELLS      1000 /* of one row */
#define LIMIT_JOB_ARENA      (256u << 20)
#define LIMIT_TEXTING        612 /* bytes of a text message: four parts */
#define LIMIT_RATES          2000
#define LIMIT_RATES_FILE     (64u << 10)

/* A calendar of holidays. */
#define LIMIT_CALENDARS       500
#define LIMIT_CALENDAR_FILE   (1u << 20)
#define LIMIT_CALENDAR_EVENTS 5000
#define LIMIT_CALENDAR_EVENT  (16 << 10) /* bytes of one */
#define LIMIT_CALENDAR_LENGTH 31         /* days of one */
#define LIMIT_CALENDAR_DAYS   20000
#define LIMIT_CALENDAR_ANSWER (64u << 10) /* of somebody, to an invitation */
#define LIMIT_ZONE_TABLE      (256u << 10)

/* An import: one value, one amount (in minor units: sums over ten thousand of
 * the largest fit), and what is kept in memory meanwhile. */
#define LIMIT_IMPORT_ID       64
#define LIMIT_IMPORT_TEXT     1024
#define LIMIT_IMPORT_LOCALE   35 /* RFC 5646, 4.4.1 */
#define LIMIT_IMPORT_DAYS     3650
#define LIMIT_IMPORT_AMOUNT   INT64_C(900000000000000)
#define LIMIT_IMPORT_PART     10000      /* rows that one transaction writes */
#define LIMIT_IMPORT_FRESH    (20 << 20) /* bytes of a first file: index last */
#define LIMIT_IMPORT_LARGE    (32 << 20) /* ... and by way of the disk */
#define LIMIT_IMPORT_ACCOUNTS (24u << 20) /* bytes of their ids */
#define LIMIT_IMPORT_SEEN     (1u << 21)  /* ids; more are put to disk */

/* A document of ours (PDF). Longer texts are cut, more rows refused. */
#define LIMIT_DOCUMENT_TEXT  4096
#define LIMIT_DOCUMENT_ROWS  20000
#define LIMIT_STATEMENT_ROWS 200000     /* read for one statement of a month */
#define LIMIT_PAPERS         200        /* files of one account, listed */
#define LIMIT_PAPER          (20 << 20) /* bytes of one */
/* What a mail server may say. */
#define LIMIT_LINK_BYTES     (1u << 20)  /* before anything was asked */
#define LIMIT_SMTP_REPLY     (64u << 10) /* one reply, all its lines */
#define LIMIT_SMTP_CHUNK     (256u << 10)
#define LIMIT_IMAP_ANSWER    (16u << 20) /* to a command without bodies */
#define LIMIT_IMAP_GROUP     (32u << 20) /* bodies fetched in one command */
#define LIMIT_IMAP_UIDS      20000       /* listed in one command */
#define LIMIT_IMAP_NESTING   64
#define LIMIT_IMAP_KEYWORD   64
#define LIMIT_SECRET_FILE    4096
#define LIMIT_OAUTH_ANSWER   (64u << 10) /* of a token server */
#define LIMIT_OAUTH_TOKEN    (12u << 10) /* one token */
#define LIMIT_OAUTH_STORE    (32u << 10) /* the file that holds both */
#define LIMIT_CARRIER_ANSWER (256u << 10)
#define LIMIT_MAILDIR        1000000 /* names looked at in one folder */

/* A person's work by mail: a customer's words in it, and files that an answer
 * carries, all together. */
#define LIMIT_STAFF_WORDS (16u << 10)
#define LIMIT_ENCLOSURES  (10u << 20)

/* Automatic answers, whatever the detection says. */
#define LIMIT_ANSWERS_THREAD_DAY  2
#define LIMIT_ANSWERS_ADDRESS_DAY 5

/* What a customer sends by a form of the portal, and how many of an account
 * in a day are acted on. */
#define LIMIT_POST_WORDS    4000 /* bytes of free text */
#define LIMIT_POST_TEXT     200  /* of a name, a number, an address */
#define LIMIT_POST_INVOICES 200
#define LIMIT_POST_FILES    4
#define LIMIT_POST_BYTES    (10u << 20) /* of them together */
#define LIMIT_POST_BODY     (11u << 20) /* with what a browser adds */
#define LIMIT_POSTS_DAY     200
#define LIMIT_THREAD        100 /* messages of one page */
#define LIMIT_PROMISE_DAYS  120 /* a promise later than this is none */

/* Mails with a link that are asked for by typing an address: of one who asks,
 * and of them for the same address. Far behind these, whoever asks: new links
 * for a contact, and for all. */
#define LIMIT_ASKS_HOUR         30
#define LIMIT_ASKS_QUARTER      3 /* for one address, in 15 minutes */
#define LIMIT_ASKS_DAY          10
#define LIMIT_NEW_LINKS_CONTACT 30 /* a day */
#define LIMIT_NEW_LINKS_DAY     20000

/* The portal. */
#define LIMIT_WEB_ANSWER (36u << 20) /* one page or file */
#define LIMIT_WEB_BODY   (12u << 20) /* of one form, with files */
#define LIMIT_WEB_LOGO   (1u << 20)
#define LIMIT_WEB_ROWS   500 /* open invoices that the overview lists */
#define LIMIT_HOOK_WRONG                                                       \
	300 /* a minute, of one address; theirs don't count                    \
	     */

/* A note by mail: its words, files named and addresses looked at. */
#define LIMIT_MEMO_TEXT      8000
#define LIMIT_MEMO_FILES     50
#define LIMIT_MEMO_ADDRESSES 50

#endif
