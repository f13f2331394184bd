#ifndef DUNMAIL_TESTS_LEDGER_FIXTURE_H
#define DUNMAIL_TESTS_LEDGER_FIXTURE_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "store/store.h"

/* A fresh ledger in a folder of its own, for each test. */
static char dir[64], path[80];
static struct store *st;
static struct arena *a;
static struct err err;

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	snprintf(dir, sizeof(dir), "/tmp/dunmail-ledger.XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/ledger.db", dir);
	return store_open(path, DB_CREATE, &st, &err) == RC_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(&st);
	arena_free(&a);
	unlink(path);
	return rmdir(dir);
}

#endif
