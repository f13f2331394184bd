#ifndef DUNMAIL_MAIL_TNEFPROP_H
#define DUNMAIL_MAIL_TNEFPROP_H

#include <stdint.h>

#include "mail/octets.h"

/*
 * tnefprop: the list of MAPI properties inside a TNEF attribute ([MS-OXTNEF]
 * 2.1.3.4). Read one after the other; a broken one ends the list.
 */
struct tnefprop {
	unsigned type; /* 0x001e: text, 0x001f: UTF-16, 0x0102: bytes, ... */
	unsigned id;
	struct str value; /* of several the first; of a number its bytes */
};

struct tnefprops {
	struct octets in;
	uint32_t left; /* of them, as the list says */
};

void tnefprop_open(struct tnefprops *all, struct str bytes);
bool tnefprop_next(struct tnefprops *all, struct tnefprop *out);

#endif
