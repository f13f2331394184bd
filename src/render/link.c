#include "render/link.h"

#include <string.h>

#define VERSION    1
#define HASH       16
#define TOKEN_ID   8
#define EXPIRY_MAX ((INT64_C(1) << 40) - 1)
#define LEVELS     8 /* 255 leaves need no more */

/* version, key id, count, index, purpose, expiry, token id */
#define FIXED    (5 + 5 + TOKEN_ID)
#define BODY_MAX (FIXED + 3 * (1 + LINK_ID_MAX))
#define RAW_MAX  (BODY_MAX + LEVELS * HASH + SEAL_SIG)
#define TEXT_MAX (RAW_MAX / 3 * 4 + 8)

#define ROOT_CONTEXT "dunmail link set"

enum {
	PREFIX_LEAF = 0,
	PREFIX_NODE = 1
};

static const char *const names[LINK_PURPOSES] = {
    [LINK_PAY] = "pay",
    [LINK_DISPUTE] = "dispute",
    [LINK_ACCOUNT] = "account",
    [LINK_DOCUMENT] = "document",
};

/* A small writer and reader over fixed memory: sizes are known beforehand. */
struct cursor {
	unsigned char *p;
	size_t n;
};

const char *
link_purpose_name(enum link_purpose purpose)
{
	return names[purpose];
}

bool
link_purpose_parse(struct str s, enum link_purpose *out)
{
	for (int i = 0; i < LINK_PURPOSES; i++)
		if (str_eqc(s, names[i])) {
			*out = (enum link_purpose)i;
			return true;
		}
	return false;
}

static void
put_bytes(struct cursor *c, const void *bytes, size_t n)
{
	if (n)
		memcpy(c->p + c->n, bytes, n);
	c->n += n;
}

static void
put_byte(struct cursor *c, size_t v)
{
	c->p[c->n++] = (unsigned char)v;
}

static void
put_str(struct cursor *c, struct str s)
{
	put_byte(c, s.n);
	put_bytes(c, s.p, s.n);
}

static void
hash_leaf(struct str body, unsigned char out[HASH])
{
	unsigned char in[1 + BODY_MAX] = {PREFIX_LEAF};

	memcpy(in + 1, body.p, body.n);
	seal_blake2b((struct str){(char *)in, 1 + body.n}, out, HASH);
}

static void
hash_node(const unsigned char *left, const unsigned char *right,
    unsigned char out[HASH])
{
	unsigned char in[1 + 2 * HASH] = {PREFIX_NODE};

	memcpy(in + 1, left, HASH);
	memcpy(in + 1 + HASH, right, HASH);
	seal_blake2b((struct str){(char *)in, sizeof(in)}, out, HASH);
}

/* What is signed; big enough for ROOT_CONTEXT, three bytes and the root. */
struct signed_root {
	unsigned char bytes[sizeof(ROOT_CONTEXT) - 1 + 3 + HASH];
};

static struct str
root_text(unsigned key_id, size_t count, const unsigned char root[HASH],
    struct signed_root *out)
{
	struct cursor c = {out->bytes, 0};

	put_bytes(&c, ROOT_CONTEXT, sizeof(ROOT_CONTEXT) - 1);
	put_byte(&c, VERSION);
	put_byte(&c, key_id);
	put_byte(&c, count);
	put_bytes(&c, root, HASH);
	return (struct str){(char *)out->bytes, c.n};
}

static enum rc
link_check(const struct link *l, struct err *err)
{
	if (l->account.n == 0 || l->account.n > LINK_ID_MAX ||
	    l->contact.n > LINK_ID_MAX || l->invoice.n > LINK_ID_MAX)
		return err_set(err, RC_BAD,
		    "a link's account, contact or invoice id is empty or over "
		    "%d bytes",
		    LINK_ID_MAX);
	if (l->expires < 0 || l->expires > EXPIRY_MAX)
		return err_set(err, RC_BAD, "a link's expiry is out of range");
	return RC_OK;
}

/* All of a set's hashes, leaves first, level by level up to the root. */
struct tree {
	unsigned char (*node)[HASH];
	struct str *body; /* one a leaf */
	size_t count;
	unsigned char sig[SEAL_SIG];
};

static struct str
body_make(struct arena *a, const struct link *l, size_t at[4],
    const unsigned char id[TOKEN_ID])
{
	size_t room = FIXED + 3 + l->account.n + l->contact.n + l->invoice.n;
	struct cursor c = {arena_alloc(a, room), 0};

	for (int i = 0; i < 4; i++)
		put_byte(&c, at[i]);
	put_byte(&c, (size_t)l->purpose);
	for (int shift = 32; shift >= 0; shift -= 8)
		put_byte(&c, (size_t)(l->expires >> shift & 255));
	put_bytes(&c, id, TOKEN_ID);
	put_str(&c, l->account);
	put_str(&c, l->contact);
	put_str(&c, l->invoice);
	return (struct str){(char *)c.p, c.n};
}

static void
tree_hash(struct tree *t)
{
	size_t from = 0, to = t->count;

	for (size_t i = 0; i < t->count; i++)
		hash_leaf(t->body[i], t->node[i]);
	for (size_t n = t->count; n > 1; n = (n + 1) / 2) {
		for (size_t i = 0; i + 1 < n; i += 2)
			hash_node(t->node[from + i], t->node[from + i + 1],
			    t->node[to++]);
		if (n % 2)
			memcpy(t->node[to++], t->node[from + n - 1], HASH);
		from += n;
	}
}

static const unsigned char *
tree_root(const struct tree *t)
{
	size_t at = 0;

	for (size_t n = t->count; n > 1; n = (n + 1) / 2)
		at += n;
	return t->node[at];
}

static struct str
token_make(struct arena *a, const struct tree *t, size_t index)
{
	unsigned char raw[RAW_MAX];
	char text[TEXT_MAX];
	struct cursor c = {raw, 0};
	size_t from = 0, at = index;

	put_bytes(&c, t->body[index].p, t->body[index].n);
	for (size_t n = t->count; n > 1; n = (n + 1) / 2) {
		if ((at ^ 1) < n)
			put_bytes(&c, t->node[from + (at ^ 1)], HASH);
		from += n;
		at /= 2;
	}
	put_bytes(&c, t->sig, SEAL_SIG);
	seal_base64url(raw, c.n, text, sizeof(text));
	return arena_dup(a, str_of(text));
}

enum rc
link_make_set(struct arena *a, const struct seal_key *key, struct str base,
    struct link *links, size_t count, struct err *err)
{
	unsigned char ids[LINK_SET_MAX][TOKEN_ID];
	struct tree t = {.count = count};
	struct signed_root root;

	if (count == 0 || count > LINK_SET_MAX)
		return err_set(err, RC_BAD, "%zu links in one mail", count);
	for (size_t i = 0; i < count; i++) {
		enum rc rc = link_check(&links[i], err);

		if (rc != RC_OK)
			return rc;
	}
	if (str_ends(base, STR("/")))
		base.n--;
	t.node = arena_array(a, 2 * count + LEVELS, HASH);
	t.body = arena_array(a, count, sizeof(*t.body));
	seal_random(ids[0], count * TOKEN_ID);
	for (size_t i = 0; i < count; i++)
		t.body[i] = body_make(a, &links[i],
		    (size_t[4]){VERSION, seal_key_id(key), count, i}, ids[i]);
	tree_hash(&t);
	seal_sign(key, root_text(seal_key_id(key), count, tree_root(&t), &root),
	    t.sig);
	for (size_t i = 0; i < count; i++) {
		struct link *l = &links[i];
		char *hex = arena_alloc(a, 2 * TOKEN_ID + 1);

		seal_hex(ids[i], TOKEN_ID, hex);
		l->id = str_of(hex);
		l->url = arena_fmt(a, "%.*s/%s/%s", STR_ARG(base),
		    names[l->purpose], token_make(a, &t, i).p);
	}
	return RC_OK;
}

enum rc
link_make(struct arena *a, const struct seal_key *key, struct str base,
    struct link *link, struct str *url, struct err *err)
{
	enum rc rc = link_make_set(a, key, base, link, 1, err);

	if (rc == RC_OK)
		*url = link->url;
	return rc;
}

/* Bytes of a token, taken apart; nothing is believed yet. */
struct token {
	unsigned key_id;
	size_t count, index;
	unsigned purpose;
	struct str body; /* what the leaf hashes */
	struct str up;   /* siblings */
	unsigned char sig[SEAL_SIG];
	struct link link; /* borrows from the raw bytes */
};

static bool
take(struct str *rest, size_t n, struct str *out)
{
	if (rest->n < n)
		return false;
	*out = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

static bool
take_id(struct str *rest, struct str *out)
{
	struct str len;

	if (!take(rest, 1, &len) || (unsigned char)len.p[0] > LINK_ID_MAX)
		return false;
	return take(rest, (unsigned char)len.p[0], out);
}

static size_t
siblings(size_t count, size_t index)
{
	size_t want = 0;

	for (size_t n = count; n > 1; n = (n + 1) / 2) {
		want += (index ^ 1) < n;
		index /= 2;
	}
	return want;
}

static bool
token_parse(struct str raw, struct token *t)
{
	struct str rest = raw, fixed, sig;
	const unsigned char *f;

	if (!take(&rest, FIXED, &fixed))
		return false;
	f = (const unsigned char *)fixed.p;
	t->key_id = f[1];
	t->count = f[2];
	t->index = f[3];
	t->purpose = f[4];
	if (f[0] != VERSION || t->count == 0 || t->index >= t->count ||
	    t->purpose >= LINK_PURPOSES)
		return false;
	for (int i = 5; i < 10; i++)
		t->link.expires = t->link.expires << 8 | f[i];
	t->link.purpose = (enum link_purpose)t->purpose;
	t->link.id = str_sub(fixed, 10, TOKEN_ID);
	if (!take_id(&rest, &t->link.account) ||
	    !take_id(&rest, &t->link.contact) ||
	    !take_id(&rest, &t->link.invoice) || t->link.account.n == 0)
		return false;
	t->body = str_sub(raw, 0, raw.n - rest.n);
	if (!take(&rest, siblings(t->count, t->index) * HASH, &t->up) ||
	    !take(&rest, SEAL_SIG, &sig) || rest.n != 0)
		return false;
	memcpy(t->sig, sig.p, SEAL_SIG);
	return true;
}

static bool
token_verify(const struct seal_key *key, const struct token *t)
{
	const unsigned char *up = (const unsigned char *)t->up.p;
	unsigned char h[HASH];
	struct signed_root root;
	size_t at = t->index;

	hash_leaf(t->body, h);
	for (size_t n = t->count; n > 1; n = (n + 1) / 2) {
		if ((at ^ 1) < n) {
			hash_node(at & 1 ? up : h, at & 1 ? h : up, h);
			up += HASH;
		}
		at /= 2;
	}
	return seal_verify_id(
	    key, t->key_id, root_text(t->key_id, t->count, h, &root), t->sig);
}

static void
link_copy(struct arena *a, const struct link *from, struct link *to)
{
	char *hex = arena_alloc(a, 2 * TOKEN_ID + 1);

	*to = *from;
	seal_hex((const unsigned char *)from->id.p, TOKEN_ID, hex);
	to->id = str_of(hex);
	to->account = arena_dup(a, from->account);
	to->contact = arena_dup(a, from->contact);
	to->invoice = arena_dup(a, from->invoice);
}

enum rc
link_read(struct arena *a, const struct seal_key *key,
    enum link_purpose purpose, struct str token, int64_t now, struct link *out,
    struct err *err)
{
	unsigned char raw[RAW_MAX];
	struct token t = {.key_id = 0};
	size_t n = 0;

	if (token.n > TEXT_MAX ||
	    !seal_unbase64url(token, raw, sizeof(raw), &n) ||
	    !token_parse((struct str){(char *)raw, n}, &t))
		return err_set(err, RC_BAD, "not a link of ours");
	if (t.link.purpose != purpose)
		return err_set(err, RC_BAD, "a %s link used as a %s link",
		    names[t.link.purpose], names[purpose]);
	if (!token_verify(key, &t))
		return err_set(err, RC_BAD,
		    "a link whose signature is not "
		    "ours");
	link_copy(a, &t.link, out);
	if (now >= t.link.expires)
		return err_set(err, RC_MISS, "link %s has expired", out->id.p);
	return RC_OK;
}
