#ifndef DUNMAIL_PORT_QR_H
#define DUNMAIL_PORT_QR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * qr: libqrencode. Bytes in, a square of light and dark modules out (without
 * the four light modules that must surround it).
 */
struct qr {
	int width;           /* modules on a side */
	unsigned char *dark; /* width * width, row by row, 0 or 1; in arena */
};

/* Error correction level M. RC_BAD if text is empty or does not fit. */
enum rc qr_encode(
    struct arena *a, struct str text, struct qr *out, struct err *err);

#endif
