#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "render/msgid.h"

static char dir[64];
static struct seal_key *key;
static struct arena *a;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/msgid-test-XXXXXX");
	if (mkdtemp(dir) == NULL || seal_start(&err) != RC_OK ||
	    seal_key_load(dir, true, &key, &err) != RC_OK)
		return -1;
	a = arena_new(16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/master.key", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/links-%u.pub", dir, seal_key_id(key));
	unlink(path);
	rmdir(dir);
	seal_key_free(&key);
	arena_free(&a);
	return 0;
}

static struct str
upper(struct str s)
{
	char *p = arena_cstr(a, s);

	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return (struct str){p, s.n};
}

static void
test_touch(void **state)
{
	struct str t = msgid_touch(a, key, STR("C-1/invoicing/2/2026-11-22"));

	(void)state;
	assert_int_equal(t.n, MSGID_TOUCH);
	assert_true(
	    str_eq(t, msgid_touch(a, key, STR("C-1/invoicing/2/2026-11-22"))));
	assert_false(
	    str_eq(t, msgid_touch(a, key, STR("C-1/invoicing/2/2026-11-23"))));
	for (size_t i = 0; i < t.n; i++)
		assert_non_null(strchr("0123456789abcdef", t.p[i]));
}

static void
test_message_id(void **state)
{
	struct str touch = msgid_touch(a, key, STR("k")), got;
	struct str id = msgid_make(a, key, touch, STR("mail.example")), x;

	(void)state;
	assert_true(str_starts(id, STR("dm.")));
	assert_true(str_ends(id, STR("@mail.example")));
	assert_int_equal(id.n, 3 + 20 + 1 + 16 + strlen("@mail.example"));
	assert_true(msgid_read(a, key, id, &got));
	assert_true(str_eq(got, touch));
	assert_true(msgid_read(a, key, upper(id), &got));
	assert_true(str_eq(got, touch));
	/* Every byte before the '@' counts. */
	for (size_t i = 0; i < 40; i++) {
		char *p = arena_cstr(a, id);

		p[i] = p[i] == 'a' ? 'b' : 'a';
		x = (struct str){p, id.n};
		assert_false(msgid_read(a, key, x, &got));
	}
	for (size_t n = 0; n <= 40; n++)
		assert_false(msgid_read(a, key, str_sub(id, 0, n), &got));
	x = arena_fmt(a, "%.*sx@mail.example", 40, id.p);
	assert_false(msgid_read(a, key, x, &got));
	x = arena_fmt(a, "x%.*s", STR_ARG(id));
	assert_false(msgid_read(a, key, x, &got));
	assert_false(msgid_read(a, key, STR("CAF+x@mail.gmail.com"), &got));
	assert_false(msgid_read(a, key, (struct str){NULL, 0}, &got));
}

static void
test_address(void **state)
{
	struct str touch = msgid_touch(a, key, STR("k")), got;
	struct str to = STR("ar@example.com"), tagged, x;

	(void)state;
	tagged = msgid_reply_address(a, key, touch, to);
	assert_true(str_starts(tagged, STR("ar+dm-")));
	assert_true(str_ends(tagged, STR("@example.com")));
	assert_true(msgid_read_address(a, key, tagged, &got));
	assert_true(str_eq(got, touch));
	assert_true(msgid_read_address(a, key, upper(tagged), &got));
	assert_true(str_eq(got, touch));
	/* An address that has a tag of its own already. */
	x = msgid_reply_address(a, key, touch, STR("ar+uk@example.com"));
	assert_true(msgid_read_address(a, key, x, &got));
	assert_true(str_eq(got, touch));
	assert_false(msgid_read_address(a, key, to, &got));
	assert_false(msgid_read_address(a, key, STR("ar+dm-@x"), &got));
	assert_false(msgid_read_address(a, key, STR("+@"), &got));
	assert_false(msgid_read_address(a, key, (struct str){NULL, 0}, &got));
	for (size_t i = 6; i < 6 + 20 + 1 + 16; i++) {
		char *p = arena_cstr(a, tagged);

		p[i] = p[i] == 'a' ? 'b' : 'a';
		x = (struct str){p, tagged.n};
		assert_false(msgid_read_address(a, key, x, &got));
	}
	assert_true(
	    str_eqc(msgid_reply_address(a, key, touch, STR("no-at-sign")),
		"no-at-sign"));
}

/* Of an account, the same each time; no other tag opens that door. */
static void
test_note_address(void **state)
{
	struct str to = STR("ar@example.com"), got, x;
	struct str one = msgid_note_address(a, key, STR("C-1"), to);
	struct str touch = msgid_touch(a, key, STR("C-1"));

	(void)state;
	assert_true(str_starts(one, STR("ar+n.")));
	assert_true(str_ends(one, STR("@example.com")));
	assert_true(str_find(one, STR("C-1")) == STR_NPOS);
	assert_true(str_eq(one, msgid_note_address(a, key, STR("C-1"), to)));
	assert_false(str_eq(one, msgid_note_address(a, key, STR("C-2"), to)));
	assert_true(msgid_read_note(a, key, one, &got));
	assert_true(str_eq(got, msgid_note_tag(a, key, STR("C-1"))));
	assert_true(msgid_read_note(a, key, upper(one), &got));
	assert_true(str_eq(got, msgid_note_tag(a, key, STR("C-1"))));
	assert_false(str_eq(got, touch));
	assert_false(msgid_read_address(a, key, one, &got));
	x = msgid_reply_address(a, key, touch, to);
	assert_false(msgid_read_note(a, key, x, &got));
	x = arena_fmt(a, "ar+n.%.*s", STR_ARG(str_sub(x, 6, x.n)));
	assert_false(msgid_read_note(a, key, x, &got));
	for (size_t i = 5; i < 5 + 20 + 1 + 16; i++) {
		char *p = arena_cstr(a, one);

		p[i] = p[i] == 'a' ? 'b' : 'a';
		x = (struct str){p, one.n};
		assert_false(msgid_read_note(a, key, x, &got));
	}
}

/* A Message-ID is public in every mail: it must not open the address door. */
static void
test_doors_differ(void **state)
{
	struct str touch = msgid_touch(a, key, STR("k")), got, x;
	struct str id = msgid_make(a, key, touch, STR("d"));

	(void)state;
	x = arena_fmt(a, "ar+dm-%.*s-%.*s@d", STR_ARG(touch), 16, id.p + 24);
	assert_false(msgid_read_address(a, key, x, &got));
	x = arena_fmt(a, "ar+%.*s", STR_ARG(id));
	assert_false(msgid_read_address(a, key, x, &got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_touch),
	    cmocka_unit_test(test_message_id),
	    cmocka_unit_test(test_address),
	    cmocka_unit_test(test_note_address),
	    cmocka_unit_test(test_doors_differ),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
