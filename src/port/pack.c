#include "port/pack.h"

#include <endian.h>
#include <lz4.h>
#include <string.h>

#include "model/limits.h"

/* LZ4's steps get longer where nothing matches, as in keys and signatures:
 * a fifth more bytes for half the time. */
#define PACK_HASTE 4

#define PACK_LANES 4

struct pack_base {
	LZ4_stream_t dictionary; /* points into the bytes of the base */
};

struct pack_base *
pack_base_new(struct arena *a, struct str bytes)
{
	struct pack_base *base;

	if (bytes.n > LIMIT_PACK)
		return NULL;
	base = arena_alloc(a, sizeof(*base));
	LZ4_initStream(&base->dictionary, sizeof(base->dictionary));
	LZ4_loadDict(&base->dictionary, bytes.p, (int)bytes.n);
	return base;
}

size_t
pack_make(
    const struct pack_base *base, struct str bytes, char *out, size_t room)
{
	LZ4_stream_t work;
	int n;

	if (bytes.n > LIMIT_PACK)
		return 0;
	if (room > LIMIT_PACK)
		room = LIMIT_PACK;
	/* A copy, as each letter would become part of the dictionary. */
	work = base->dictionary;
	n = LZ4_compress_fast_continue(
	    &work, bytes.p, out, (int)bytes.n, (int)room, PACK_HASTE);
	return n > 0 ? (size_t)n : 0;
}

enum rc
pack_open(struct arena *a, struct str base, struct str packed, int64_t size,
    struct str *out, struct err *err)
{
	char *p;

	if (size < 0 || size > LIMIT_PACK || packed.n > LIMIT_PACK ||
	    base.n > LIMIT_PACK)
		return err_set(err, RC_BAD, "packed: larger than any");
	p = arena_alloc(a, (size_t)size + 1);
	if (LZ4_decompress_safe_usingDict(packed.p, p, (int)packed.n, (int)size,
		base.p, (int)base.n) != (int)size)
		return err_set(err, RC_BAD, "packed: damaged");
	*out = (struct str){p, (size_t)size};
	return RC_OK;
}

/* Each step is reversible, so what made one lane differ goes on doing so. */
static uint64_t
stir(uint64_t h, uint64_t word)
{
	h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return h << 29 | h >> 35;
}

static uint64_t
word_at(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return le64toh(w);
}

int64_t
pack_sum(struct str bytes)
{
	uint64_t lane[PACK_LANES] = {bytes.n, 1, 2, 3}, h = 0;
	char rest[PACK_LANES * 8] = {0};
	size_t i = 0;

	/* Side by side: a processor multiplies several at a time. */
	for (; i + sizeof(rest) <= bytes.n; i += sizeof(rest))
		for (size_t k = 0; k < PACK_LANES; k++)
			lane[k] = stir(lane[k], word_at(bytes.p + i + k * 8));
	if (i < bytes.n)
		memcpy(rest, bytes.p + i, bytes.n - i);
	for (size_t k = 0; k < PACK_LANES; k++)
		lane[k] = stir(lane[k], word_at(rest + k * 8));
	for (size_t k = 0; k < PACK_LANES; k++)
		h = stir(h, lane[k]);
	return (int64_t)h;
}
