#include "mail/lzfu.h"

#include <string.h>

#include "mail/octets.h"

#define WINDOW       4096
#define GROWTH       9 /* 17 bytes of eight references give 136 */
#define COMPRESSED   0x75465a4cu
#define UNCOMPRESSED 0x414c454du

/* [MS-OXRTFCP] 2.1.2.1: what the dictionary begins with. */
static const char first[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}"
    "{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    "MS Sans SerifSymbolArialTimes New RomanCourier"
    "{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct packer {
	char window[WINDOW];
	size_t at; /* where the next byte goes */
	char *out;
	size_t n, max;
};

static bool
put(struct packer *p, char c)
{
	if (p->n == p->max)
		return false;
	p->out[p->n++] = c;
	p->window[p->at] = c;
	p->at = (p->at + 1) % WINDOW;
	return true;
}

/* A reference of two bytes: where, and how long. False at the end. */
static bool
copy(struct packer *p, struct octets *in)
{
	unsigned high = octets_number(in, 1), low = octets_number(in, 1);
	size_t from = high << 4 | low >> 4, n = (low & 15) + 2;

	if (in->bad || from == p->at)
		return false;
	for (; n > 0; n--) {
		if (!put(p, p->window[from]))
			return false;
		from = (from + 1) % WINDOW;
	}
	return true;
}

static void
unpack(struct packer *p, struct octets *in)
{
	while (in->s.n) {
		unsigned kinds = octets_number(in, 1);

		for (int bit = 0; bit < 8; bit++, kinds >>= 1) {
			if (kinds & 1) {
				if (!copy(p, in))
					return;
			} else if (in->s.n == 0 ||
				   !put(p, octets_take(in, 1).p[0])) {
				return;
			}
		}
	}
}

struct str
lzfu_read(struct arena *a, struct str packed, size_t max)
{
	struct octets in = {.s = packed};
	struct packer *p;
	size_t size;
	uint32_t kind;

	octets_number(&in, 4);
	size = octets_number(&in, 4);
	kind = octets_number(&in, 4);
	octets_number(&in, 4); /* a checksum: broken texts are read as well */
	if (size > max)
		size = max;
	if (kind == UNCOMPRESSED)
		return str_sub(in.s, 0, size);
	if (in.bad || kind != COMPRESSED)
		return STR("");
	if (size / GROWTH > in.s.n)
		size = in.s.n * GROWTH;
	p = arena_alloc(a, sizeof(*p));
	p->out = arena_alloc(a, size + 1);
	p->max = size;
	p->at = sizeof(first) - 1;
	memcpy(p->window, first, p->at);
	unpack(p, &in);
	return (struct str){p->out, p->n};
}
