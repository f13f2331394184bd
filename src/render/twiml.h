#ifndef DUNMAIL_RENDER_TWIML_H
#define DUNMAIL_RENDER_TWIML_H

#include "base/buf.h"

/*
 * twiml: what a call says, and which keys it waits for, as the XML that
 * Twilio reads. Whoever picks up hears who calls and for whom; of money
 * nothing is said before a key was pressed, and to a machine never.
 */
enum twiml_scene {
	TWIML_ASK,     /* somebody answered: any key, to hear it */
	TWIML_MACHINE, /* a machine did */
	TWIML_SCRIPT,  /* the words of the step, and the menu */
	TWIML_LINK,    /* 1: the link comes as a text */
	TWIML_DISPUTE, /* 2: somebody will look */
	TWIML_PERSON,  /* 3: put through */
	TWIML_BACK,    /* 3: nobody is there; called back */
	TWIML_STOP,    /* 8: no more calls and texts */
	TWIML_BYE,
	TWIML_CALLED, /* they call us */
	TWIML_SCENES
};

struct twiml {
	enum twiml_scene scene;
	struct str locale; /* "de-DE" */
	struct str voice;  /* empty: the carrier's */
	struct str company, phone, name;
	struct str script; /* TWIML_SCRIPT */
	struct str next;   /* where the key goes */
	struct str dial;   /* TWIML_PERSON: whom; as +49... */
	struct str caller; /* and our number, which they see */
};

/* Added to *out, one whole document. */
void twiml_write(const struct twiml *t, struct buf *out);

#endif
