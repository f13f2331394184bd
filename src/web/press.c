#include "web/press.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#define SLOTS  1024
#define MINUTE 60

struct piece {
	press_job *job;
	void *ctx;
	struct err *err;
	enum rc rc;
	bool done;
	struct piece *next;
};

/* How many documents somebody had in the minute that runs. Those whose names
 * fall together share a count. */
struct slot {
	int64_t minute;
	int count;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t work, done;
	bool runs;
	struct piece *first, **end;
	int waiting;
	struct slot slots[SLOTS];
} press = {
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .work = PTHREAD_COND_INITIALIZER,
    .done = PTHREAD_COND_INITIALIZER,
};

/* FNV-1a. */
static struct slot *
slot_of(struct str who)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < who.n; i++)
		h = (h ^ (unsigned char)who.p[i]) * 16777619u;
	return &press.slots[h % SLOTS];
}

static bool
may(const struct press_ask *ask)
{
	struct slot *s = slot_of(ask->who);
	int64_t minute = ask->now / MINUTE;

	if (s->minute != minute)
		*s = (struct slot){minute, 0};
	if (s->count >= ask->most)
		return false;
	s->count++;
	return true;
}

static void *
work(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&press.lock);
	for (;;) {
		struct piece *p;

		while ((p = press.first) == NULL)
			pthread_cond_wait(&press.work, &press.lock);
		press.first = p->next;
		if (press.first == NULL)
			press.end = &press.first;
		pthread_mutex_unlock(&press.lock);
		p->rc = p->job(p->ctx, p->err);
		pthread_mutex_lock(&press.lock);
		p->done = true;
		press.waiting--;
		pthread_cond_broadcast(&press.done);
	}
	return NULL;
}

static bool
starts(void)
{
	pthread_t thread;

	if (press.runs)
		return true;
	press.end = &press.first;
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		return false;
	pthread_detach(thread);
	press.runs = true;
	return true;
}

static enum rc
queue(struct piece *p)
{
	*press.end = p;
	press.end = &p->next;
	press.waiting++;
	pthread_cond_signal(&press.work);
	while (!p->done)
		pthread_cond_wait(&press.done, &press.lock);
	return p->rc;
}

enum rc
press_run(
    const struct press_ask *ask, press_job *job, void *ctx, struct err *err)
{
	struct piece p = {.job = job, .ctx = ctx, .err = err};
	enum rc rc;

	pthread_mutex_lock(&press.lock);
	if (press.waiting > PRESS_WAITING)
		rc = err_set(err, RC_LATER, "too many documents at a time");
	else if (!may(ask))
		rc = err_set(err, RC_LATER, "too many documents in a minute");
	else if (!starts())
		rc = err_set(err, RC_LATER, "no thread for documents");
	else
		rc = queue(&p);
	pthread_mutex_unlock(&press.lock);
	return rc;
}
