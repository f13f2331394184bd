#include "render/link.h"

#include <string.h>

#include "render/link_tree.h"

#define VERSION     2
#define VERSION_OLD 1 /* read only */
#define SALT        16
#define SALT_OLD    8
#define EXPIRY_MAX  ((INT64_C(1) << 40) - 1)

/* version, key id, count, index, purpose, expiry; then salt and three ids */
#define FIXED    (5 + 5)
#define BODY_MAX (FIXED + SALT + 3 * LINK_ID_ROOM)
#define RAW_MAX  (BODY_MAX + LINK_TREE_WAY * LINK_TREE_HASH + SEAL_SIG)
#define TEXT_MAX (RAW_MAX / 3 * 4 + 8)

#define ROOT_CONTEXT "dunmail link set"

_Static_assert(BODY_MAX <= LINK_TREE_TEXT, "a link's leaf is too large");
_Static_assert(LINK_SET_MAX <= LINK_TREE_MAX, "a set is too large");
_Static_assert(SALT >= LINK_TREE_HASH, "guessed more easily than a hash");

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
put_id(struct cursor *c, struct str id)
{
	c->n += link_id_put(c->p + c->n, id);
}

/* What is signed; big enough for ROOT_CONTEXT, three bytes and the root. */
struct signed_root {
	unsigned char bytes[sizeof(ROOT_CONTEXT) - 1 + 3 + LINK_TREE_HASH];
};

/* What all links of a set have in common. */
struct set {
	unsigned version, key_id;
	size_t count;
};

static struct str
root_text(const struct set *set, const struct link_tree_hash *root,
    struct signed_root *out)
{
	struct cursor c = {out->bytes, 0};

	put_bytes(&c, ROOT_CONTEXT, sizeof(ROOT_CONTEXT) - 1);
	put_byte(&c, set->version);
	put_byte(&c, set->key_id);
	put_byte(&c, set->count);
	put_bytes(&c, root->bytes, LINK_TREE_HASH);
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

static struct str
hex_of(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *hex = arena_alloc(a, 2 * n + 1);

	seal_hex(bytes, n, hex);
	return (struct str){hex, 2 * n};
}

/* A set in the making. */
struct making {
	struct arena *a;
	struct set set;
	struct str base;
	struct str *body;            /* one a leaf */
	struct link_tree_hash *node; /* leaves first */
	unsigned char sig[SEAL_SIG];
};

static struct str
body_make(struct making *m, const struct link *l, size_t index,
    const unsigned char *salt)
{
	size_t room =
	    FIXED + SALT + 3 + l->account.n + l->contact.n + l->invoice.n;
	struct cursor c = {arena_alloc(m->a, room), 0};

	put_byte(&c, m->set.version);
	put_byte(&c, m->set.key_id);
	put_byte(&c, m->set.count);
	put_byte(&c, index);
	put_byte(&c, (size_t)l->purpose);
	for (int shift = 32; shift >= 0; shift -= 8)
		put_byte(&c, (size_t)(l->expires >> shift & 255));
	put_bytes(&c, salt, SALT);
	put_id(&c, l->account);
	put_id(&c, l->contact);
	put_id(&c, l->invoice);
	return (struct str){(char *)c.p, c.n};
}

static void
set_sign(struct making *m, const struct seal_key *key, const struct link *links)
{
	unsigned char salts[LINK_SET_MAX * SALT];
	const struct link_tree_hash *root;
	struct signed_root text;

	seal_random(salts, m->set.count * SALT);
	for (size_t i = 0; i < m->set.count; i++) {
		m->body[i] = body_make(m, &links[i], i, salts + i * SALT);
		m->node[i] = link_tree_leaf(m->body[i]);
	}
	root = link_tree_grow(m->node, m->set.count);
	seal_sign(key, root_text(&m->set, root, &text), m->sig);
}

/* "<base>/<purpose>/<token>" */
static struct str
url_make(const struct making *m, const struct link *l, size_t index)
{
	struct link_tree_hash way[LINK_TREE_WAY];
	size_t length = link_tree_way(m->node, m->set.count, index, way);
	unsigned char raw[RAW_MAX];
	struct cursor c = {raw, 0}, url = {NULL, 0};
	size_t room;

	put_bytes(&c, m->body[index].p, m->body[index].n);
	put_bytes(&c, way, length * LINK_TREE_HASH);
	put_bytes(&c, m->sig, SEAL_SIG);
	room = m->base.n + strlen(names[l->purpose]) + 2 + (c.n * 4 + 2) / 3;
	url.p = arena_alloc(m->a, room + 1);
	put_bytes(&url, m->base.p, m->base.n);
	put_byte(&url, '/');
	put_bytes(&url, names[l->purpose], strlen(names[l->purpose]));
	put_byte(&url, '/');
	seal_base64url(raw, c.n, (char *)url.p + url.n, room + 1 - url.n);
	return (struct str){(const char *)url.p, room};
}

enum rc
link_make_set(struct arena *a, const struct seal_key *key, struct str base,
    struct link *links, size_t count, struct err *err)
{
	struct making m = {
	    .a = a,
	    .set = {VERSION, seal_key_id(key), count},
	    .base = base,
	};

	if (count == 0 || count > LINK_SET_MAX)
		return err_set(err, RC_BAD, "%zu links in one set", count);
	for (size_t i = 0; i < count; i++) {
		enum rc rc = link_check(&links[i], err);

		if (rc != RC_OK)
			return rc;
	}
	if (str_ends(base, STR("/")))
		m.base.n--;
	m.node = arena_array(a, link_tree_room(count), sizeof(*m.node));
	m.body = arena_array(a, count, sizeof(*m.body));
	set_sign(&m, key, links);
	for (size_t i = 0; i < count; i++) {
		links[i].id = hex_of(a, m.node[i].bytes, LINK_TREE_HASH);
		links[i].url = url_make(&m, &links[i], i);
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
	struct set set;
	size_t index;
	unsigned purpose;
	struct str salt;
	struct str body; /* the leaf's text */
	struct link_tree_hash leaf;
	struct link_tree_hash way[LINK_TREE_WAY];
	unsigned char sig[SEAL_SIG];
	struct link link; /* borrows from the raw bytes and `ids`; no ->id */
	char ids[3][LINK_ID_MAX];
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
take_fixed(struct str *rest, struct token *t)
{
	const unsigned char *f;
	struct str fixed;

	if (!take(rest, FIXED, &fixed))
		return false;
	f = (const unsigned char *)fixed.p;
	t->set = (struct set){f[0], f[1], f[2]};
	t->index = f[3];
	t->purpose = f[4];
	for (size_t i = 5; i < FIXED; i++)
		t->link.expires = t->link.expires << 8 | f[i];
	t->link.purpose = (enum link_purpose)t->purpose;
	return (t->set.version == VERSION || t->set.version == VERSION_OLD) &&
	       t->index < t->set.count && t->purpose < LINK_PURPOSES;
}

/* The leaf's text. */
static bool
take_body(struct str *rest, struct token *t)
{
	struct link *l = &t->link;
	bool packed;

	if (!take_fixed(rest, t))
		return false;
	packed = t->set.version != VERSION_OLD;
	return take(rest, packed ? SALT : SALT_OLD, &t->salt) &&
	       link_id_take(rest, packed, t->ids[0], &l->account) &&
	       link_id_take(rest, packed, t->ids[1], &l->contact) &&
	       link_id_take(rest, packed, t->ids[2], &l->invoice) &&
	       l->account.n > 0;
}

static bool
token_parse(struct str raw, struct token *t)
{
	struct str rest = raw, way, sig;
	size_t length;

	if (!take_body(&rest, t))
		return false;
	t->body = str_sub(raw, 0, raw.n - rest.n);
	t->leaf = link_tree_leaf(t->body);
	length = link_tree_way_length(t->set.count, t->index);
	if (!take(&rest, length * LINK_TREE_HASH, &way) ||
	    !take(&rest, SEAL_SIG, &sig) || rest.n != 0)
		return false;
	if (length > 0)
		memcpy(t->way, way.p, way.n);
	memcpy(t->sig, sig.p, SEAL_SIG);
	return true;
}

static bool
token_verify(const struct seal_key *key, const struct token *t)
{
	struct signed_root text;
	struct link_tree_hash root =
	    link_tree_climb(t->leaf, t->set.count, t->index, t->way);

	return seal_verify_id(
	    key, t->set.key_id, root_text(&t->set, &root, &text), t->sig);
}

static void
link_copy(struct arena *a, const struct token *t, struct link *to)
{
	const unsigned char *salt = (const unsigned char *)t->salt.p;

	*to = t->link;
	to->id = t->set.version == VERSION_OLD
		     ? hex_of(a, salt, SALT_OLD)
		     : hex_of(a, t->leaf.bytes, LINK_TREE_HASH);
	to->account = arena_dup(a, t->link.account);
	to->contact = arena_dup(a, t->link.contact);
	to->invoice = arena_dup(a, t->link.invoice);
}

enum rc
link_read(struct arena *a, const struct seal_key *key,
    enum link_purpose purpose, struct str token, int64_t now, struct link *out,
    struct err *err)
{
	unsigned char raw[RAW_MAX];
	struct token t = {.index = 0};
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
	link_copy(a, &t, out);
	if (now >= t.link.expires)
		return err_set(err, RC_MISS, "link %s has expired", out->id.p);
	return RC_OK;
}
