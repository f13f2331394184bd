#ifndef DUNMAIL_RENDER_LINK_TREE_H
#define DUNMAIL_RENDER_LINK_TREE_H

#include <stddef.h>

#include "base/str.h"

/*
 * link_tree: many leaves under one root, each proved by the hashes beside its
 * way up. link.h says what for.
 *
 *   leaf = BLAKE2b-128(0x00 | text)
 *   node = BLAKE2b-128(0x01 | left | right); an odd last node goes up as is
 */
#define LINK_TREE_HASH 16
#define LINK_TREE_TEXT 256 /* bytes of a leaf's text */
#define LINK_TREE_MAX  255 /* leaves */
#define LINK_TREE_WAY  8   /* hashes beside a way up, at most */

struct link_tree_hash {
	unsigned char bytes[LINK_TREE_HASH];
};

struct link_tree_hash link_tree_leaf(struct str text);

/* Leaves of a count have nodes above them: all are in one array of
 * link_tree_room(count) hashes, of which the caller fills the first count.
 * Returns the root, which is the last of them. */
size_t link_tree_room(size_t count);
const struct link_tree_hash *link_tree_grow(
    struct link_tree_hash *node, size_t count);

/* The way up from the leaf at index: how many hashes stand beside it, and
 * they themselves, copied to `way`. */
size_t link_tree_way_length(size_t count, size_t index);
size_t link_tree_way(const struct link_tree_hash *node, size_t count,
    size_t index, struct link_tree_hash *way);

/* The root that a leaf and the hashes beside its way up lead to. */
struct link_tree_hash link_tree_climb(struct link_tree_hash leaf, size_t count,
    size_t index, const struct link_tree_hash *way);

#endif
