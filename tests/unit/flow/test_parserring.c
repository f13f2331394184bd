#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "flow/parserring.h"
#include "model/limits.h"

#define SLOT  ((size_t)256 << 10)
#define FRONT 4096 /* of the memory: all figures */

/* Both sides in one process, and the memory as a hostile child has it. */
struct both {
	struct parserring *parent, *child;
	int pair[2];
	int memory;
	unsigned char *raw;
	size_t size;
};

static int
setup(void **state)
{
	struct both *b = calloc(1, sizeof(*b));
	struct stat st;
	struct err err;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, b->pair) != 0 ||
	    parserring_new(&b->parent, b->pair[0], &b->memory, &err) != RC_OK ||
	    fstat(b->memory, &st) != 0)
		return -1;
	b->size = (size_t)st.st_size;
	b->child = parserring_join(b->memory);
	b->raw = mmap(
	    NULL, b->size, PROT_READ | PROT_WRITE, MAP_SHARED, b->memory, 0);
	*state = b;
	return b->child != NULL && b->raw != MAP_FAILED ? 0 : -1;
}

static int
teardown(void **state)
{
	struct both *b = *state;

	munmap(b->raw, b->size);
	parserring_free(&b->parent);
	parserring_free(&b->child);
	close(b->pair[0]);
	close(b->pair[1]);
	close(b->memory);
	free(b);
	return 0;
}

static void
child_echoes(struct both *b)
{
	struct str mail;

	assert_true(parserring_next(b->child, b->pair[1], &mail));
	assert_true(parserring_answer(b->child, b->pair[1], mail));
}

static void
parent_gets(struct both *b, struct str want)
{
	struct str got;

	assert_int_equal(parserring_look(b->parent, &got), PARSERRING_GIVEN);
	assert_true(str_eq(got, want));
	parserring_done(b->parent);
}

static void
test_round(void **state)
{
	struct both *b = *state;
	struct str mail = STR("Subject: x\n\n"), got;

	assert_int_equal(parserring_look(b->parent, &got), PARSERRING_NONE);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < PARSERRING_SLOTS; i++)
			assert_true(parserring_put(
			    b->parent, str_sub(mail, 0, 1 + (size_t)i % 9)));
		assert_false(parserring_put(b->parent, mail));
		for (int i = 0; i < PARSERRING_SLOTS; i++)
			child_echoes(b);
		for (int i = 0; i < PARSERRING_SLOTS; i++)
			parent_gets(b, str_sub(mail, 0, 1 + (size_t)i % 9));
	}
	assert_int_equal(parserring_look(b->parent, &got), PARSERRING_NONE);
}

static ssize_t
bells(int fd)
{
	char c[64];

	return recv(fd, c, sizeof(c), MSG_DONTWAIT);
}

/* Who does not sleep is not woken: no system call for a mail. */
static void
test_bells(void **state)
{
	struct both *b = *state;

	assert_true(parserring_put(b->parent, STR("a")));
	child_echoes(b);
	assert_int_equal(bells(b->pair[0]), -1);
	assert_int_equal(bells(b->pair[1]), -1);
	assert_false(parserring_sleep(b->parent)); /* it is there */
	parent_gets(b, STR("a"));
	assert_true(parserring_put(b->parent, STR("b")));
	assert_true(parserring_sleep(b->parent));
	child_echoes(b);
	assert_int_equal(bells(b->pair[0]), 1);
	parent_gets(b, STR("b"));
	/* The other end is gone: the child does not wait for ever. */
	shutdown(b->pair[0], SHUT_RDWR);
	assert_false(parserring_next(b->child, b->pair[1], &(struct str){0}));
}

/* One large mail at a time, those behind it wait; its memory is given back. */
static void
test_large(void **state)
{
	struct both *b = *state;
	struct str mail = {calloc(1, LIMIT_MAIL_RAW), LIMIT_MAIL_RAW};
	struct str answer = {mail.p, LIMIT_MAIL_WIRE}, got, edge;
	struct stat st;

	memset((char *)mail.p, 'x', mail.n);
	assert_true(parserring_put(b->parent, mail));
	assert_false(parserring_put(b->parent, mail));
	assert_true(parserring_next(b->child, b->pair[1], &got));
	assert_true(str_eq(got, mail));
	assert_false(parserring_answer(
	    b->child, b->pair[1], str_sub(mail, 0, LIMIT_MAIL_WIRE + 1)));
	assert_false(parserring_answer(b->child, b->pair[1], STR("")));
	assert_true(parserring_answer(b->child, b->pair[1], answer));
	parent_gets(b, answer);
	fstat(b->memory, &st);
	assert_true(st.st_blocks * 512 < 1 << 20);
	edge = str_sub(mail, 0, SLOT);
	for (size_t i = 0; i < 4; i++) {
		edge.n = SLOT + (i & 1);
		assert_true(parserring_put(b->parent, edge));
		child_echoes(b);
		parent_gets(b, edge);
	}
	free((char *)mail.p);
}

/* Whatever stands in the figures: what the parent gets lies in the memory and
 * is within the limit, or is refused. */
static void
test_hostile(void **state)
{
	struct both *b = *state;
	struct str got = {0};
	uint32_t x = 1, given = 0, bad = 0;

	for (int i = 0; i < 4; i++)
		assert_true(parserring_put(b->parent, STR("mail")));
	memset(b->raw, 0xff, FRONT);
	assert_int_equal(parserring_look(b->parent, &got), PARSERRING_BAD);
	for (int i = 0; i < 20000; i++) {
		for (size_t k = 0; k < FRONT; k += 4) {
			uint32_t v;

			x = x * 1664525 + 1013904223;
			v = x >> (x >> 27);
			memcpy(b->raw + k, &v, sizeof(v));
		}
		switch (parserring_look(b->parent, &got)) {
		case PARSERRING_GIVEN:
			assert_in_range(got.n, 1, LIMIT_MAIL_WIRE);
			assert_int_equal(got.p[0] | got.p[got.n - 1], 0);
			given++;
			break;
		case PARSERRING_BAD:
			bad++;
			break;
		case PARSERRING_NONE:
			break;
		}
	}
	assert_true(given > 100 && bad > 100);
}

/* Nobody makes it shorter under the parent's feet. */
static void
test_sealed(void **state)
{
	struct both *b = *state;

	assert_int_equal(ftruncate(b->memory, 0), -1);
	assert_int_equal(ftruncate(b->memory, (off_t)b->size * 2), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_round),
	    TEST(test_bells),
	    TEST(test_large),
	    TEST(test_hostile),
	    TEST(test_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
