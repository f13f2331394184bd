#ifndef DUNMAIL_PORT_SMTP_REPLY_H
#define DUNMAIL_PORT_SMTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * smtp_reply: finds the replies in what a server says (RFC 5321, 4.2). No
 * I/O; all spans are borrowed from the bytes handed in.
 */
struct smtp_reply {
	int code;         /* 200 to 599 */
	struct str text;  /* of the first line */
	struct str lines; /* all of it; with every CRLF */
};

/* 1: *out is the reply that `in` begins with; 0: its last line is not here
 * yet; -1: this is no reply. */
int smtp_reply_parse(struct str in, struct smtp_reply *out);

/* What a server offers in its reply to EHLO. */
struct smtp_offer {
	bool pipelining;
	bool eightbit;
	bool utf8;
	bool sized;
	uint64_t size; /* 0: no fixed limit */
};

void smtp_reply_offer(const struct smtp_reply *ehlo, struct smtp_offer *out);

#endif
