#include "port/seal.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"

#define MASTER_SIZE crypto_kdf_KEYBYTES
#define KEY_IDS     256
#define PATH_SIZE   1024
#define KEY_FILE    "master.key"

/* The signing key is derived under this context, tags under their purpose. */
static const char sign_context[crypto_kdf_CONTEXTBYTES + 1] = "dmlinks1";

struct seal_key {
	bool has_secret;
	unsigned id;
	unsigned char master[MASTER_SIZE];
	unsigned char sign[crypto_sign_SECRETKEYBYTES];
	unsigned char own[SEAL_PUBLIC];
	bool known[KEY_IDS];
	unsigned char public[KEY_IDS][SEAL_PUBLIC];
};

_Static_assert(SEAL_SIG == crypto_sign_BYTES, "signature size");
_Static_assert(SEAL_PUBLIC == crypto_sign_PUBLICKEYBYTES, "public key size");
_Static_assert(SEAL_HASH == crypto_hash_sha256_BYTES, "hash size");
_Static_assert(SEAL_TAG_MAX == 32, "tag size");

enum rc
seal_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, RC_BAD, "libsodium does not start");
	return RC_OK;
}

static const unsigned char *
bytes_of(struct str s)
{
	return (const unsigned char *)(s.p ? s.p : "");
}

static enum rc
path_in(const char *dir, const char *name, char out[PATH_SIZE], struct err *err)
{
	int n = snprintf(out, PATH_SIZE, "%s/%s", dir, name);

	if (n < 0 || n >= PATH_SIZE)
		return err_set(err, RC_BAD, "%.200s: path too long", dir);
	return RC_OK;
}

static enum rc
public_path(const char *dir, unsigned id, char out[PATH_SIZE], struct err *err)
{
	char name[32];

	snprintf(name, sizeof(name), "links-%u.pub", id);
	return path_in(dir, name, out, err);
}

/* The id is a hash of the key, so that a file cannot claim another's. */
static unsigned
id_of(const unsigned char public[SEAL_PUBLIC])
{
	unsigned char h[16];

	crypto_generichash(h, sizeof(h), public, SEAL_PUBLIC, NULL, 0);
	return h[0];
}

static struct seal_key *
key_new(void)
{
	struct seal_key *key = sodium_malloc(sizeof(*key));

	if (key == NULL)
		xdie("no locked memory for a key");
	memset(key, 0, sizeof(*key));
	return key;
}

void
seal_key_free(struct seal_key **key)
{
	if (*key == NULL)
		return;
	sodium_mprotect_readwrite(*key);
	sodium_free(*key);
	*key = NULL;
}

static void
derive_sign(struct seal_key *key)
{
	unsigned char seed[crypto_sign_SEEDBYTES];

	crypto_kdf_derive_from_key(
	    seed, sizeof(seed), 1, sign_context, key->master);
	crypto_sign_seed_keypair(key->own, key->sign, seed);
	sodium_memzero(seed, sizeof(seed));
	key->id = id_of(key->own);
	key->has_secret = true;
}

/* RC_MISS if there is no such file. */
static enum rc
master_read(const char *path, struct seal_key *key, struct err *err)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, MASTER_SIZE + 1);
	rc = file_read_secret(path, &b, err);
	if (rc == RC_OK && b.n != MASTER_SIZE)
		rc = err_set(err, RC_BAD,
		    "%.300s: %zu bytes, a key has %d; restore it from the "
		    "backup, or move it away to have a new one made",
		    path, b.n, (int)MASTER_SIZE);
	else if (rc == RC_OK)
		memcpy(key->master, b.p, MASTER_SIZE);
	else if (rc == RC_BAD)
		err_prefix(err, rc, "key file (must be yours, mode 0600)");
	if (b.p != NULL)
		sodium_memzero(b.p, b.cap);
	buf_fini(&b);
	if (rc == RC_OK)
		derive_sign(key);
	return rc;
}

static enum rc
public_read(
    const char *path, unsigned id, struct seal_key *key, struct err *err)
{
	unsigned char *to = key->public[id];
	struct buf b;
	size_t n = 0;
	enum rc rc;

	buf_init(&b, 2 * SEAL_PUBLIC + 2);
	rc = file_read(path, &b, err);
	if (rc == RC_OK) {
		struct str hex = str_trim(buf_str(&b));

		if (sodium_hex2bin(
			to, SEAL_PUBLIC, hex.p, hex.n, NULL, &n, NULL) != 0 ||
		    n != SEAL_PUBLIC || id_of(to) != id)
			rc = err_set(err, RC_BAD,
			    "%.300s: not the public key of that id; move it "
			    "away",
			    path);
		else
			key->known[id] = true;
	}
	buf_fini(&b);
	return rc;
}

static enum rc
publics_read(const char *dir, struct seal_key *key, struct err *err)
{
	char path[PATH_SIZE];

	for (unsigned id = 0; id < KEY_IDS; id++) {
		enum rc rc = public_path(dir, id, path, err);

		if (rc == RC_OK)
			rc = public_read(path, id, key, err);
		if (rc != RC_OK && rc != RC_MISS)
			return rc;
	}
	return RC_OK;
}

static enum rc
public_write(const char *dir, const struct seal_key *key, struct err *err)
{
	char path[PATH_SIZE], hex[2 * SEAL_PUBLIC + 2];
	enum rc rc = public_path(dir, key->id, path, err);

	if (rc != RC_OK)
		return rc;
	seal_hex(key->own, SEAL_PUBLIC, hex);
	hex[sizeof(hex) - 2] = '\n';
	return file_write(path, (struct str){hex, sizeof(hex) - 1}, 0644, err);
}

/*
 * Linking a finished file into place lets one of several starting processes
 * win, and none read half a key.
 */
static enum rc
master_write(const char *dir, const char *path, const struct seal_key *key,
    struct err *err)
{
	char name[48], tmp[PATH_SIZE], tag[17];
	unsigned char r[8];
	enum rc rc;

	seal_random(r, sizeof(r));
	seal_hex(r, sizeof(r), tag);
	snprintf(name, sizeof(name), KEY_FILE ".%s", tag);
	rc = path_in(dir, name, tmp, err);
	if (rc == RC_OK)
		rc = file_write(tmp,
		    (struct str){(const char *)key->master, MASTER_SIZE}, 0600,
		    err);
	if (rc != RC_OK)
		return rc;
	if (link(tmp, path) != 0 && errno != EEXIST)
		rc = err_set(err, RC_DOWN, "%.300s: %s", path, strerror(errno));
	unlink(tmp);
	return rc;
}

/* A new key must not share its id with one whose links are still out. */
static enum rc
master_make(
    const char *dir, const char *path, struct seal_key *key, struct err *err)
{
	int tries = 4 * KEY_IDS;
	enum rc rc = file_mkdirs(dir, err);

	if (rc != RC_OK)
		return rc;
	do {
		seal_random(key->master, MASTER_SIZE);
		derive_sign(key);
	} while (key->known[key->id] && --tries > 0);
	if (tries == 0)
		return err_set(err, RC_BAD,
		    "%.300s: all key ids are taken; remove old links-*.pub",
		    dir);
	rc = master_write(dir, path, key, err);
	return rc == RC_OK ? master_read(path, key, err) : rc;
}

/* Our own .pub is written again when it was lost or is another's. */
static enum rc
own_public(const char *dir, struct seal_key *key, struct err *err)
{
	unsigned char *known = key->public[key->id];

	if (key->known[key->id] && memcmp(known, key->own, SEAL_PUBLIC) == 0)
		return RC_OK;
	memcpy(known, key->own, SEAL_PUBLIC);
	key->known[key->id] = true;
	return public_write(dir, key, err);
}

enum rc
seal_key_load(
    const char *keys_dir, bool create, struct seal_key **out, struct err *err)
{
	struct seal_key *key = key_new();
	char path[PATH_SIZE];
	enum rc rc;

	rc = path_in(keys_dir, KEY_FILE, path, err);
	if (rc == RC_OK)
		rc = publics_read(keys_dir, key, err);
	if (rc != RC_OK)
		goto out;
	rc = master_read(path, key, err);
	if (rc == RC_MISS && create)
		rc = master_make(keys_dir, path, key, err);
	if (rc == RC_OK)
		rc = own_public(keys_dir, key, err);
	if (rc != RC_OK)
		goto out;
	sodium_mprotect_readonly(key);
	*out = key;
	key = NULL;
out:
	seal_key_free(&key);
	return rc;
}

enum rc
seal_key_load_public(
    const char *keys_dir, struct seal_key **out, struct err *err)
{
	struct seal_key *key = key_new();
	enum rc rc = publics_read(keys_dir, key, err);

	if (rc == RC_OK) {
		unsigned id = 0;

		while (id < KEY_IDS && !key->known[id])
			id++;
		if (id == KEY_IDS)
			rc = err_set(err, RC_BAD,
			    "%.300s: no links-<id>.pub here; start the mail "
			    "side once, or copy it over",
			    keys_dir);
	}
	if (rc == RC_OK) {
		sodium_mprotect_readonly(key);
		*out = key;
		key = NULL;
	}
	seal_key_free(&key);
	return rc;
}

static void
want_secret(const struct seal_key *key)
{
	if (!key->has_secret)
		xdie("a public key cannot sign");
}

unsigned
seal_key_id(const struct seal_key *key)
{
	return key->id;
}

void
seal_sign(
    const struct seal_key *key, struct str bytes, unsigned char sig[SEAL_SIG])
{
	want_secret(key);
	crypto_sign_detached(sig, NULL, bytes_of(bytes), bytes.n, key->sign);
}

bool
seal_verify_id(const struct seal_key *key, unsigned id, struct str bytes,
    const unsigned char sig[SEAL_SIG])
{
	return id < KEY_IDS && key->known[id] &&
	       crypto_sign_verify_detached(
		   sig, bytes_of(bytes), bytes.n, key->public[id]) == 0;
}

bool
seal_verify(const struct seal_key *key, struct str bytes,
    const unsigned char sig[SEAL_SIG])
{
	return key->has_secret && seal_verify_id(key, key->id, bytes, sig);
}

void
seal_tag(const struct seal_key *key, const char *purpose, struct str bytes,
    unsigned char *tag, size_t n)
{
	unsigned char sub[crypto_generichash_KEYBYTES], full[SEAL_TAG_MAX];
	size_t made =
	    n < crypto_generichash_BYTES_MIN ? crypto_generichash_BYTES_MIN : n;

	want_secret(key);
	if (strlen(purpose) != crypto_kdf_CONTEXTBYTES || n < 8 ||
	    n > SEAL_TAG_MAX)
		xdie("seal_tag: bad purpose or length");
	crypto_kdf_derive_from_key(sub, sizeof(sub), 2, purpose, key->master);
	crypto_generichash(
	    full, made, bytes_of(bytes), bytes.n, sub, sizeof(sub));
	memcpy(tag, full, n);
	sodium_memzero(sub, sizeof(sub));
}

bool
seal_tag_check(const struct seal_key *key, const char *purpose,
    struct str bytes, struct str tag)
{
	unsigned char want[SEAL_TAG_MAX];

	if (tag.n < 8 || tag.n > SEAL_TAG_MAX)
		return false;
	seal_tag(key, purpose, bytes, want, tag.n);
	return sodium_memcmp(want, tag.p, tag.n) == 0;
}

void
seal_sha256(struct str bytes, unsigned char out[SEAL_HASH])
{
	crypto_hash_sha256(out, bytes_of(bytes), bytes.n);
}

void
seal_blake2b(struct str bytes, unsigned char *out, size_t n)
{
	if (n < 16 || n > 32)
		xdie("seal_blake2b: bad length");
	crypto_generichash(out, n, bytes_of(bytes), bytes.n, NULL, 0);
}

void
seal_hex(const unsigned char *bytes, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

size_t
seal_base32(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	for (size_t i = 0; i < n; i++) {
		acc = (acc << 8 | bytes[i]) & 0xffff;
		for (bits += 8; bits >= 5; bits -= 5)
			out[w++] = digit[acc >> (bits - 5) & 31];
	}
	if (bits > 0)
		out[w++] = digit[acc << (5 - bits) & 31];
	out[w] = '\0';
	return w;
}

static int
base32_value(char c)
{
	c = str_lower(c);
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
seal_unbase32(struct str s, unsigned char *out, size_t n)
{
	unsigned acc = 0;
	size_t bits = 0, w = 0;

	if (s.n != (8 * n + 4) / 5)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int v = base32_value(s.p[i]);

		if (v < 0)
			return false;
		acc = (acc << 5 | (unsigned)v) & 0xffff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[w++] = (unsigned char)(acc >> bits);
		}
	}
	return (acc & ((1u << bits) - 1)) == 0;
}

void
seal_base64url(const unsigned char *bytes, size_t n, char *out, size_t out_size)
{
	sodium_bin2base64(
	    out, out_size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool
seal_unbase64url(struct str s, unsigned char *out, size_t room, size_t *n)
{
	return s.n > 0 && sodium_base642bin(out, room, s.p, s.n, NULL, n, NULL,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

void
seal_random(unsigned char *out, size_t n)
{
	randombytes_buf(out, n);
}
