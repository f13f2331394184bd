#include "port/pack.h"

#include <endian.h>
#include <lz4.h>
#include <string.h>

#include "model/limits.h"

/* LZ4's steps get longer where nothing matches, as in keys and signatures:
 * a third more bytes for two thirds of the time. */
#define PACK_HASTE 5

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

/* Four lanes, as a processor multiplies several words at a time. */
static void
stir_four(uint64_t h[4], const char *p)
{
	h[0] = stir(h[0], word_at(p));
	h[1] = stir(h[1], word_at(p + 8));
	h[2] = stir(h[2], word_at(p + 16));
	h[3] = stir(h[3], word_at(p + 24));
}

int64_t
pack_sum(struct str bytes)
{
	uint64_t h[4] = {bytes.n, 1, 2, 3};
	char rest[32] = {0};
	size_t i = 0;

	for (; i + sizeof(rest) <= bytes.n; i += sizeof(rest))
		stir_four(h, bytes.p + i);
	if (i < bytes.n)
		memcpy(rest, bytes.p + i, bytes.n - i);
	stir_four(h, rest);
	return (int64_t)stir(stir(stir(stir(0, h[0]), h[1]), h[2]), h[3]);
}
