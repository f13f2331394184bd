#ifndef DUNMAIL_DECIDE_DESK_LINE_H
#define DUNMAIL_DECIDE_DESK_LINE_H

#include "decide/order.h"

/*
 * desk_line: what a collector writes at the top of an answer to the morning's
 * mails. Pure. The lines end with the first that is none; blank lines between
 * them do not count.
 */

/* To the worklist: NUMBER CODE [REST]. */
enum desk_code {
	DESK_REACHED,   /* r [TEXT] */
	DESK_VOICEMAIL, /* v [TEXT] */
	DESK_PROMISED,  /* p DATE [AMOUNT] [INVOICE...] */
	DESK_DISPUTED,  /* d REASON [AMOUNT] [INVOICE...] */
	DESK_WRONG,     /* w [TEXT] */
	DESK_NOTE,      /* n TEXT */
	DESK_SNOOZE,    /* s DAYS */
	DESK_CODES
};

struct desk_code_line {
	enum desk_code code;
	int line;         /* of the mail's text, from 1 */
	size_t number;    /* of the list, from 1 */
	struct str said;  /* the line */
	struct str text;  /* behind the code */
	struct str order; /* the same as an order ("#promise ..."); empty for
			   * what is none */
	int64_t days;     /* of a snooze */
};

/* To the digest. */
enum desk_word {
	DESK_SKIP,     /* skip NUMBER|ACCOUNT ... */
	DESK_HOLD_ALL, /* hold all */
	DESK_SEND,     /* send [NUMBER ...] */
	DESK_WORDS
};

struct desk_word_line {
	enum desk_word word;
	int line;
	struct str said;
	const struct str *what; /* numbers and accounts, as written */
	size_t what_count;
};

struct desk_lines {
	struct desk_code_line *codes;
	struct desk_word_line *words;
	size_t n;
	bool help;       /* asks what can be written */
	struct str rest; /* the text behind them, trimmed */
	const struct str *mistakes;
	size_t mistake_count; /* then nothing is to be done; what could be
			       * read is there to be looked at further */
};

/* count: how many the list has. */
void desk_line_codes(
    struct arena *a, struct str text, size_t count, struct desk_lines *out);
void desk_line_words(struct arena *a, struct str text, struct desk_lines *out);

/* "N p DATE [AMOUNT]: promised ..." */
struct str desk_line_code_help(struct arena *a, enum desk_code code);
const char *desk_line_word_help(enum desk_word word);

#endif
