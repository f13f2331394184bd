#include "web/asking.h"

#include <string.h>

#include "model/limits.h"
#include "port/seal.h"

#define QUARTER 900
#define HOUR    3600
#define DAY     86400
#define PAIR    16 /* bytes that name both */

int64_t
asking_wait(struct web_thread *t, const struct httpd_request *rq, int64_t now)
{
	const struct budget_ask ask = {
	    .kind = 'W',
	    .key = rq->place,
	    .now = now,
	    .most = httpd_is_placed(rq) ? LIMIT_ASKS_HOUR : 0,
	    .seconds = HOUR,
	};

	return budget_take(t->web->budget, &ask);
}

/* Letters of one address may be typed in any case. */
static struct str
pair_of(struct arena *a, struct str place, struct str address)
{
	size_t n = place.n + address.n;
	char *both = arena_alloc(a, n + 1);
	unsigned char *name = arena_alloc(a, PAIR);

	memcpy(both, place.p, place.n);
	for (size_t i = 0; i < address.n; i++)
		both[place.n + i] = str_lower(address.p[i]);
	seal_blake2b((struct str){both, n}, name, PAIR);
	return (struct str){(const char *)name, PAIR};
}

bool
asking_enough(struct web_thread *t, const struct httpd_request *rq, int64_t now,
    struct str address)
{
	struct budget_ask ask = {
	    .kind = 'q',
	    .now = now,
	    .most = LIMIT_ASKS_QUARTER,
	    .seconds = QUARTER,
	};

	if (!httpd_is_placed(rq))
		return false;
	ask.key = pair_of(t->a, rq->place, address);
	if (budget_take(t->web->budget, &ask) > 0)
		return true;
	ask.kind = 'd';
	ask.most = LIMIT_ASKS_DAY;
	ask.seconds = DAY;
	return budget_take(t->web->budget, &ask) > 0;
}
