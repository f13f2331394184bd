#include "render/link_tree.h"

#include <string.h>

#include "base/xalloc.h"
#include "port/seal.h"

/* They keep a node from being taken for a leaf. */
enum {
	PREFIX_LEAF = 0,
	PREFIX_NODE = 1
};

static struct link_tree_hash
hash(const unsigned char *in, size_t n)
{
	struct link_tree_hash h;

	seal_blake2b(
	    (struct str){(const char *)in, n}, h.bytes, LINK_TREE_HASH);
	return h;
}

struct link_tree_hash
link_tree_leaf(struct str text)
{
	unsigned char in[1 + LINK_TREE_TEXT];

	if (text.n > LINK_TREE_TEXT)
		xdie("link_tree: a leaf of %zu bytes", text.n);
	in[0] = PREFIX_LEAF;
	memcpy(in + 1, text.p, text.n);
	return hash(in, 1 + text.n);
}

static struct link_tree_hash
join(const struct link_tree_hash *left, const struct link_tree_hash *right)
{
	unsigned char in[1 + 2 * LINK_TREE_HASH];

	in[0] = PREFIX_NODE;
	memcpy(in + 1, left->bytes, LINK_TREE_HASH);
	memcpy(in + 1 + LINK_TREE_HASH, right->bytes, LINK_TREE_HASH);
	return hash(in, sizeof(in));
}

size_t
link_tree_room(size_t count)
{
	size_t room = 1;

	for (size_t n = count; n > 1; n = (n + 1) / 2)
		room += n;
	return room;
}

const struct link_tree_hash *
link_tree_grow(struct link_tree_hash *node, size_t count)
{
	struct link_tree_hash *next = node + count;

	for (size_t n = count; n > 1; n = (n + 1) / 2) {
		for (size_t i = 0; i + 1 < n; i += 2)
			*next++ = join(&node[i], &node[i + 1]);
		if (n % 2)
			*next++ = node[n - 1];
		node += n;
	}
	return node;
}

size_t
link_tree_way_length(size_t count, size_t index)
{
	size_t length = 0;

	for (size_t n = count; n > 1; n = (n + 1) / 2) {
		length += (index ^ 1) < n;
		index /= 2;
	}
	return length;
}

size_t
link_tree_way(const struct link_tree_hash *node, size_t count, size_t index,
    struct link_tree_hash *way)
{
	size_t length = 0;

	for (size_t n = count; n > 1; n = (n + 1) / 2) {
		if ((index ^ 1) < n)
			way[length++] = node[index ^ 1];
		node += n;
		index /= 2;
	}
	return length;
}

struct link_tree_hash
link_tree_climb(struct link_tree_hash leaf, size_t count, size_t index,
    const struct link_tree_hash *way)
{
	struct link_tree_hash h = leaf;

	for (size_t n = count; n > 1; n = (n + 1) / 2) {
		if ((index ^ 1) < n) {
			h = index & 1 ? join(way, &h) : join(&h, way);
			way++;
		}
		index /= 2;
	}
	return h;
}
