#ifndef DUNMAIL_PORT_HTMLNODE_H
#define DUNMAIL_PORT_HTMLNODE_H

#include <stdbool.h>

/*
 * htmlnode: what an element of an HTML mail means, from its name, its style
 * and the classes and ids that mail clients give to quotes and signatures.
 * Part of port/html; needs no library.
 */
enum htmlnode {
	HTMLNODE_SKIP = 1 << 0,  /* never shown */
	HTMLNODE_QUOTE = 1 << 1, /* quoted by the client */
	HTMLNODE_CUT = 1 << 2,   /* attribution or quote: not of the writer */
	HTMLNODE_SIGNATURE = 1 << 3,
	HTMLNODE_PRE = 1 << 4,
	HTMLNODE_BLOCK = 1 << 5,
	HTMLNODE_PARAGRAPH = 1 << 6, /* a blank line around it */
	HTMLNODE_COLOUR = 1 << 7,
	HTMLNODE_LINK = 1 << 8,
	HTMLNODE_BOLD = 1 << 9,
	HTMLNODE_HEADERS = 1 << 10, /* of the quoted mail: it begins here */
};

/* Bits of enum htmlnode. atts: names and values in turn, ended by NULL; may
 * be NULL. flat: the style sheet takes the margins of paragraphs away. */
unsigned htmlnode_of(const char *name, const char **atts, bool flat);

#endif
