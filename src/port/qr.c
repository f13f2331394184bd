#include "port/qr.h"

#include <qrencode.h>

/* What version 40 holds at level M in byte mode (ISO/IEC 18004, table 7). */
#define QR_BYTES 2331

enum rc
qr_encode(struct arena *a, struct str text, struct qr *out, struct err *err)
{
	QRcode *code;
	size_t cells;

	if (text.n == 0 || text.n > QR_BYTES)
		return err_set(err, RC_BAD,
		    "a QR code holds 1 to %d bytes, not %zu", QR_BYTES, text.n);
	code = QRcode_encodeData(
	    (int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return err_set(
		    err, RC_BAD, "%zu bytes make no QR code", text.n);
	out->width = code->width;
	cells = (size_t)code->width * (size_t)code->width;
	out->dark = arena_alloc(a, cells);
	/* The other bits of a cell say which part of the symbol it is. */
	for (size_t i = 0; i < cells; i++)
		out->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return RC_OK;
}
