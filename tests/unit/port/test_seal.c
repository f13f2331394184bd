#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "port/seal.h"

static char dir[64];

static void
wipe_dir(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[512];

	if (d == NULL)
		return;
	while ((e = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		unlink(path);
	}
	closedir(d);
	rmdir(dir);
}

static int
setup(void **state)
{
	struct err err;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/seal-test-XXXXXX");
	assert_non_null(mkdtemp(dir));
	assert_int_equal(seal_start(&err), RC_OK);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	wipe_dir();
	return 0;
}

static struct seal_key *
load(void)
{
	struct seal_key *key = NULL;
	struct err err = {""};

	if (seal_key_load(dir, true, &key, &err) != RC_OK)
		fail_msg("%s", err.text);
	return key;
}

static const char *
in_dir(const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void
test_made_once(void **state)
{
	struct seal_key *key = NULL, *again;
	unsigned char a[64], b[64];
	struct stat st;
	struct err err;

	(void)state;
	assert_int_equal(seal_key_load(dir, false, &key, &err), RC_MISS);
	assert_null(key);
	key = load();
	again = load();
	assert_int_equal(seal_key_id(key), seal_key_id(again));
	seal_sign(key, STR("x"), a);
	seal_sign(again, STR("x"), b);
	assert_memory_equal(a, b, sizeof(a));
	assert_int_equal(stat(in_dir("master.key"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 32);
	seal_key_free(&key);
	seal_key_free(&again);
	assert_null(key);
	seal_key_free(&key);
}

static void
test_bad_files(void **state)
{
	struct seal_key *key = load();
	char pub[64];
	struct err err;
	unsigned id = seal_key_id(key);

	(void)state;
	seal_key_free(&key);
	chmod(in_dir("master.key"), 0640);
	assert_int_equal(seal_key_load(dir, true, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "master.key"));
	assert_non_null(strstr(err.text, "chmod 600"));
	chmod(in_dir("master.key"), 0600);
	assert_int_equal(truncate(in_dir("master.key"), 31), 0);
	assert_int_equal(seal_key_load(dir, true, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "31 bytes"));
	assert_int_equal(truncate(in_dir("master.key"), 33), 0);
	assert_int_equal(seal_key_load(dir, true, &key, &err), RC_BAD);
	unlink(in_dir("master.key"));
	assert_int_equal(symlink("/dev/null", in_dir("master.key")), 0);
	assert_int_equal(seal_key_load(dir, true, &key, &err), RC_BAD);
	unlink(in_dir("master.key"));

	/* A public key under another's id is no key. */
	snprintf(pub, sizeof(pub), "links-%u.pub", id);
	{
		char from[512], to[64];

		snprintf(from, sizeof(from), "%s", in_dir(pub));
		snprintf(to, sizeof(to), "links-%u.pub", (id + 1) % 256);
		assert_int_equal(rename(from, in_dir(to)), 0);
	}
	assert_int_equal(seal_key_load_public(dir, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "not the key of that id"));
	assert_null(key);
}

static void
test_bad_public(void **state)
{
	struct seal_key *key = load();
	struct err err;
	char pub[64];

	(void)state;
	snprintf(pub, sizeof(pub), "links-%u.pub", seal_key_id(key));
	seal_key_free(&key);
	assert_int_equal(
	    file_write(in_dir(pub), STR("abc\n"), 0644, &err), RC_OK);
	assert_int_equal(seal_key_load_public(dir, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "hex digits"));
	/* Lost ones are made again from the master. */
	unlink(in_dir(pub));
	assert_int_equal(seal_key_load_public(dir, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "no links-"));
	key = load();
	assert_true(file_exists(in_dir(pub)));
	seal_key_free(&key);
}

static void
test_sign_and_verify(void **state)
{
	struct seal_key *key = load(), *pub = NULL;
	unsigned id = seal_key_id(key);
	unsigned char sig[SEAL_SIG];
	struct err err;

	(void)state;
	assert_int_equal(seal_key_load_public(dir, &pub, &err), RC_OK);
	seal_sign(key, STR("pay"), sig);
	assert_true(seal_verify(key, STR("pay"), sig));
	assert_true(seal_verify_id(key, id, STR("pay"), sig));
	assert_true(seal_verify_id(pub, id, STR("pay"), sig));
	assert_false(seal_verify(pub, STR("pay"), sig));
	assert_false(seal_verify(key, STR("paY"), sig));
	assert_false(seal_verify(key, STR(""), sig));
	assert_false(seal_verify_id(key, (id + 1) % 256, STR("pay"), sig));
	assert_false(seal_verify_id(key, 256, STR("pay"), sig));
	for (size_t i = 0; i < SEAL_SIG * 8; i++) {
		sig[i / 8] ^= (unsigned char)(1u << i % 8);
		assert_false(seal_verify(key, STR("pay"), sig));
		sig[i / 8] ^= (unsigned char)(1u << i % 8);
	}
	seal_key_free(&key);
	seal_key_free(&pub);
}

/* After a change of keys, links under the old one go on verifying. */
static void
test_rotation(void **state)
{
	struct seal_key *old = load(), *new;
	unsigned old_id = seal_key_id(old);
	unsigned char sig[SEAL_SIG], tag[16];
	char pub[64];

	(void)state;
	seal_sign(old, STR("pay"), sig);
	seal_tag(old, "msgid___", STR("t"), tag, 16);
	seal_key_free(&old);
	unlink(in_dir("master.key"));
	new = load();
	assert_int_not_equal(seal_key_id(new), old_id);
	assert_true(seal_verify_id(new, old_id, STR("pay"), sig));
	assert_false(seal_verify(new, STR("pay"), sig));
	assert_false(seal_tag_check(
	    new, "msgid___", STR("t"), (struct str){(char *)tag, 16}));
	seal_key_free(&new);
	snprintf(pub, sizeof(pub), "links-%u.pub", old_id);
	unlink(in_dir(pub));
	new = load();
	assert_false(seal_verify_id(new, old_id, STR("pay"), sig));
	seal_key_free(&new);
}

/* Links get a key of their own; tags and the links that are out stay. */
static void
test_links_key(void **state)
{
	struct seal_key *old = load(), *new = NULL, *web = NULL, *next;
	unsigned char sig[SEAL_SIG], tag[16];
	unsigned old_id = seal_key_id(old), new_id;
	int64_t until = 0;
	struct err err;

	(void)state;
	seal_sign(old, STR("pay"), sig);
	seal_tag(old, "reply___", STR("touch"), tag, sizeof(tag));
	assert_int_equal(seal_key_rotate(dir, &new, &err), RC_OK);
	new_id = seal_key_id(new);
	assert_int_not_equal(new_id, old_id);
	seal_key_free(&new);

	new = load();
	assert_int_equal(seal_key_id(new), new_id);
	assert_true(seal_key_knows(new, old_id));
	assert_false(seal_key_knows(old, new_id));
	assert_true(seal_verify_id(new, old_id, STR("pay"), sig));
	assert_false(seal_verify(new, STR("pay"), sig));
	assert_true(seal_tag_check(new, "reply___", STR("touch"),
	    (struct str){(char *)tag, sizeof(tag)}));
	seal_sign(new, STR("pay"), sig);
	assert_false(seal_verify_id(old, new_id, STR("pay"), sig));
	assert_int_equal(seal_key_load_public(dir, &web, &err), RC_OK);
	assert_true(seal_verify_id(web, new_id, STR("pay"), sig));
	seal_key_free(&web);

	/* Until when the old one is wanted is noted once. */
	assert_int_equal(
	    seal_key_retired(dir, new, old_id, &until, &err), RC_MISS);
	assert_int_equal(seal_key_retire(dir, new, 5000, &err), RC_OK);
	assert_int_equal(seal_key_retire(dir, new, 9000, &err), RC_OK);
	assert_int_equal(
	    seal_key_retired(dir, new, old_id, &until, &err), RC_OK);
	assert_int_equal(until, 5000);
	assert_int_equal(
	    seal_key_retired(dir, new, new_id, &until, &err), RC_MISS);

	/* Once more; the tags still hang on the same. */
	assert_int_equal(seal_key_rotate(dir, &next, &err), RC_OK);
	assert_int_not_equal(seal_key_id(next), new_id);
	assert_int_not_equal(seal_key_id(next), old_id);
	assert_true(seal_tag_check(next, "reply___", STR("touch"),
	    (struct str){(char *)tag, sizeof(tag)}));
	seal_key_free(&next);
	seal_key_free(&new);
	seal_key_free(&old);
}

static void
test_bad_links_key(void **state)
{
	struct seal_key *key = NULL;
	struct err err;

	(void)state;
	assert_int_equal(seal_key_rotate(dir, &key, &err), RC_BAD);
	assert_null(key);
	key = load();
	seal_key_free(&key);
	assert_int_equal(seal_key_rotate(dir, &key, &err), RC_OK);
	seal_key_free(&key);
	chmod(in_dir("links.key"), 0644);
	assert_int_equal(seal_key_load(dir, false, &key, &err), RC_BAD);
	assert_non_null(strstr(err.text, "links.key"));
	chmod(in_dir("links.key"), 0600);
	assert_int_equal(truncate(in_dir("links.key"), 5), 0);
	assert_int_equal(seal_key_load(dir, false, &key, &err), RC_BAD);
}

static void
test_tags(void **state)
{
	struct seal_key *key = load();
	unsigned char a[32], b[32], c[32];
	struct str tag = {(char *)a, 10};

	(void)state;
	seal_tag(key, "msgid___", STR("touch"), a, 10);
	seal_tag(key, "msgid___", STR("touch"), b, 16);
	seal_tag(key, "reply___", STR("touch"), c, 16);
	assert_memory_equal(a, b, 10);
	assert_memory_not_equal(b, c, 16);
	seal_tag(key, "msgid___", STR("touch"), c, 32);
	assert_memory_not_equal(b, c, 16);
	assert_true(seal_tag_check(key, "msgid___", STR("touch"), tag));
	assert_false(seal_tag_check(key, "reply___", STR("touch"), tag));
	assert_false(seal_tag_check(key, "msgid___", STR("touci"), tag));
	tag.n = 7;
	assert_false(seal_tag_check(key, "msgid___", STR("touch"), tag));
	tag.n = 0;
	assert_false(seal_tag_check(key, "msgid___", STR("touch"), tag));
	tag = (struct str){(char *)c, 33};
	assert_false(seal_tag_check(key, "msgid___", STR("touch"), tag));
	seal_key_free(&key);
}

static void
test_sha256(void **state)
{
	unsigned char h[SEAL_HASH];
	char hex[65];

	(void)state;
	seal_sha256(STR("abc"), h);
	seal_hex(h, sizeof(h), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	seal_sha256((struct str){NULL, 0}, h);
	seal_hex(h, 4, hex);
	assert_string_equal(hex, "e3b0c442");
	seal_blake2b(STR("abc"), h, 32);
	seal_hex(h, sizeof(h), hex);
	assert_string_equal(hex, "bddd813c634239723171ef3fee98579b"
				 "94964e3bb1cb3e427262c8c068d52319");
}

/* RFC 4648 section 10, folded and without padding. */
static void
test_base32(void **state)
{
	static const char *const want[] = {
	    "", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"};
	const unsigned char *in = (const unsigned char *)"foobar";
	unsigned char back[8];
	char out[32];

	(void)state;
	for (size_t n = 0; n <= 6; n++) {
		assert_int_equal(seal_base32(in, n, out), strlen(want[n]));
		assert_string_equal(out, want[n]);
		assert_true(seal_unbase32(str_of(out), back, n));
		assert_memory_equal(back, in, n);
	}
	assert_true(seal_unbase32(STR("MZXW6ytboi"), back, 6));
	assert_false(seal_unbase32(STR("mzxw6ytbo1"), back, 6));
	assert_false(seal_unbase32(STR("mzxw6ytboj"), back, 6));
	assert_false(seal_unbase32(STR("mzxw6ytbo"), back, 6));
	assert_false(seal_unbase32(STR("mzxw6ytboi="), back, 6));
	assert_false(seal_unbase32(STR("mz w6ytboi"), back, 6));
}

static void
test_base64url(void **state)
{
	static const char *const bad[] = {"", "-_-", "-_-A=", "-_-A\n", " -_-A",
	    "+/+A", "-_-A-", "AB", "AAAAAAAAAAAA", "-_-\303"};
	unsigned char in[] = {0xfb, 0xff, 0x80}, back[8];
	char out[8];
	size_t n;

	(void)state;
	seal_base64url(in, 3, out, sizeof(out));
	assert_string_equal(out, "-_-A");
	assert_true(seal_unbase64url(STR("-_-A"), back, sizeof(back), &n));
	assert_int_equal(n, 3);
	assert_memory_equal(back, in, 3);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (seal_unbase64url(str_of(bad[i]), back, sizeof(back), &n))
			fail_msg("took \"%s\"", bad[i]);
	assert_false(seal_unbase64url(
	    (struct str){"-_-A\0", 5}, back, sizeof(back), &n));
}

/* Every length, in exactly the room it needs. */
static void
test_base64url_lengths(void **state)
{
	unsigned char in[64], back[64];
	struct err err;
	char out[96];
	size_t n;

	(void)state;
	assert_int_equal(seal_start(&err), RC_OK);
	seal_random(in, sizeof(in));
	for (size_t len = 1; len <= sizeof(in); len++) {
		size_t want = (len * 4 + 2) / 3;

		memset(out, '!', sizeof(out));
		seal_base64url(in, len, out, want + 1);
		assert_int_equal(strlen(out), want);
		assert_true(
		    seal_unbase64url(str_of(out), back, sizeof(back), &n));
		assert_int_equal(n, len);
		assert_memory_equal(back, in, len);
	}
	for (unsigned c = 0; c < 256; c++) {
		memset(in, (int)c, 5);
		seal_base64url(in, 5, out, sizeof(out));
		assert_true(
		    seal_unbase64url(str_of(out), back, sizeof(back), &n));
		assert_memory_equal(back, in, 5);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_made_once, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_bad_files, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_bad_public, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_sign_and_verify, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_rotation, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_links_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		test_bad_links_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_tags, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_sha256, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_base32, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_base64url, setup, teardown),
	    cmocka_unit_test(test_base64url_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
