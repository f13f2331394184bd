#ifndef DUNMAIL_PORT_HTML_H
#define DUNMAIL_PORT_HTML_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * html: the words of an HTML mail, by libxml2's event parser (no tree, so
 * depth costs nothing), and what its structure says about who wrote them:
 * mail clients mark quotes, attribution lines and signatures by elements,
 * classes and ids of their own.
 */
struct html_words {
	struct str text; /* all; quoted lines begin with "> " */
	/* What is left without the quotes, attribution lines and signatures
	 * that the client marks: a line ">" stands for each quote. Lines that
	 * are bold or coloured as a whole end with HTML_STYLED. */
	struct str own;
	struct str signature; /* text of the marked signatures */
	struct str coloured;  /* coloured words behind a client's header
			       * block: answers between quoted lines */
	bool truncated;       /* longer than LIMIT_MAIL_HTML */
};

#define HTML_STYLED '\x01'

/* utf8 is clean UTF-8; all that comes back lives in the arena. */
void html_read(struct arena *a, struct str utf8, struct html_words *out);

/* The same up to the first quote or header block that a client marks. */
void html_read_top(struct arena *a, struct str utf8, struct html_words *out);

/* Load what the library loads on first use. */
void html_warm(void);

#endif
