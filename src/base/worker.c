#include "base/worker.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct worker {
	pthread_t thread;
	bool alone; /* there is no thread */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	worker_job *job; /* in hand; NULL: none */
	void *ctx;
	bool over;
};

/*
 * A thread that is woken does not put aside who woke it. Woken by a server of
 * this machine at the first of its replies, it would take the processor from
 * that server in the middle of its round, and the two would change places for
 * every mail. It needs no right, and where it cannot be had nothing is lost.
 */
static void
be_patient(void)
{
	struct sched_param none = {0};

	(void)pthread_setschedparam(pthread_self(), SCHED_BATCH, &none);
}

static void *
work(void *arg)
{
	struct worker *w = arg;

	be_patient();
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->job == NULL && !w->over)
			pthread_cond_wait(&w->changed, &w->lock);
		if (w->job == NULL)
			break;
		pthread_mutex_unlock(&w->lock);
		w->job(w->ctx);
		pthread_mutex_lock(&w->lock);
		w->job = NULL;
		pthread_cond_broadcast(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct worker *
worker_new(void)
{
	struct worker *w = xcalloc(1, sizeof(*w));
	sigset_t all, before;

	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	w->alone = pthread_create(&w->thread, NULL, work, w) != 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return w;
}

static void
wait_locked(struct worker *w)
{
	while (w->job != NULL)
		pthread_cond_wait(&w->changed, &w->lock);
}

void
worker_wait(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	wait_locked(w);
	pthread_mutex_unlock(&w->lock);
}

void
worker_run(struct worker *w, worker_job *job, void *ctx)
{
	if (w->alone) {
		job(ctx);
		return;
	}
	pthread_mutex_lock(&w->lock);
	wait_locked(w);
	w->job = job;
	w->ctx = ctx;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

void
worker_free(struct worker **wp)
{
	struct worker *w = *wp;

	*wp = NULL;
	if (w == NULL)
		return;
	if (!w->alone) {
		pthread_mutex_lock(&w->lock);
		w->over = true;
		pthread_cond_broadcast(&w->changed);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
