#include "web/budget.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "port/seal.h"

#define ROWS 2048 /* a power of two */
#define WAYS 4
#define TAG  16

struct slot {
	unsigned char tag[TAG];
	int64_t since, count, seconds;
};

struct budget {
	uint64_t seed;
	pthread_mutex_t lock;
	struct slot rows[ROWS][WAYS];
};

struct budget *
budget_new(void)
{
	struct budget *b = xcalloc(1, sizeof(*b));

	seal_random((unsigned char *)&b->seed, sizeof(b->seed));
	pthread_mutex_init(&b->lock, NULL);
	return b;
}

void
budget_free(struct budget **b)
{
	if (*b != NULL)
		pthread_mutex_destroy(&(*b)->lock);
	free(*b);
	*b = NULL;
}

/* Its kind and the front of its key: ids are hashes, addresses are short. */
static void
tag_of(const struct budget_ask *ask, unsigned char tag[TAG])
{
	size_t n = ask->key.n < TAG - 1 ? ask->key.n : TAG - 1;

	memset(tag, 0, TAG);
	tag[0] = (unsigned char)ask->kind;
	if (n > 0)
		memcpy(tag + 1, ask->key.p, n);
}

/* FNV-1a from a start that nobody knows. */
static size_t
row_of(const struct budget *b, const unsigned char tag[TAG])
{
	uint64_t h = b->seed;

	for (int i = 0; i < TAG; i++)
		h = (h ^ tag[i]) * UINT64_C(1099511628211);
	return (h >> 32) & (ROWS - 1);
}

/* NULL: it was never counted, or is forgotten. */
static struct slot *
own_slot(struct slot *row, const unsigned char tag[TAG])
{
	for (int i = 0; i < WAYS; i++)
		if (memcmp(row[i].tag, tag, TAG) == 0)
			return &row[i];
	return NULL;
}

/* Its own; else that of a time that is over, or of who asked least. */
static struct slot *
slot_of(struct slot *row, const unsigned char tag[TAG],
    const struct budget_ask *ask)
{
	struct slot *least = &row[0], *own = own_slot(row, tag);

	if (own != NULL)
		return own;
	for (int i = 0; i < WAYS; i++) {
		if (ask->now - row[i].since >= row[i].seconds) {
			least = &row[i];
			break;
		}
		if (row[i].count < least->count)
			least = &row[i];
	}
	*least = (struct slot){.since = ask->now, .seconds = ask->seconds};
	memcpy(least->tag, tag, TAG);
	return least;
}

static bool
is_over(const struct slot *s, const struct budget_ask *ask)
{
	return ask->now - s->since >= ask->seconds || ask->now < s->since;
}

int64_t
budget_take(struct budget *b, const struct budget_ask *ask)
{
	unsigned char tag[TAG];
	struct slot *s;
	int64_t wait = 0;

	if (ask->most <= 0)
		return 0;
	tag_of(ask, tag);
	pthread_mutex_lock(&b->lock);
	s = slot_of(b->rows[row_of(b, tag)], tag, ask);
	if (is_over(s, ask)) {
		s->since = ask->now;
		s->count = 0;
	}
	if (++s->count > ask->most)
		wait = s->since + ask->seconds - ask->now;
	pthread_mutex_unlock(&b->lock);
	return wait;
}

int64_t
budget_look(struct budget *b, const struct budget_ask *ask)
{
	unsigned char tag[TAG];
	const struct slot *s;
	int64_t wait = 0;

	if (ask->most <= 0)
		return 0;
	tag_of(ask, tag);
	pthread_mutex_lock(&b->lock);
	s = own_slot(b->rows[row_of(b, tag)], tag);
	if (s != NULL && !is_over(s, ask) && s->count >= ask->most)
		wait = s->since + ask->seconds - ask->now;
	pthread_mutex_unlock(&b->lock);
	return wait;
}

void
budget_forgive(struct budget *b, const struct budget_ask *ask)
{
	unsigned char tag[TAG];
	struct slot *s;

	tag_of(ask, tag);
	pthread_mutex_lock(&b->lock);
	s = own_slot(b->rows[row_of(b, tag)], tag);
	if (s != NULL)
		s->count = 0;
	pthread_mutex_unlock(&b->lock);
}
