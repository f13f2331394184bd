#include "base/worker.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct worker {
	pthread_t thread;
	bool alone; /* there is no thread */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct {
		worker_job *job;
		void *ctx;
	} pieces[WORKER_PIECES];
	uint64_t given, done; /* pieces, since the beginning */
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
		size_t at = w->done % WORKER_PIECES;

		while (w->given == w->done && !w->over)
			pthread_cond_wait(&w->changed, &w->lock);
		if (w->given == w->done)
			break;
		pthread_mutex_unlock(&w->lock);
		w->pieces[at].job(w->pieces[at].ctx);
		pthread_mutex_lock(&w->lock);
		w->done++;
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
wait_locked(struct worker *w, uint64_t piece)
{
	while (w->done < piece)
		pthread_cond_wait(&w->changed, &w->lock);
}

void
worker_wait(struct worker *w, uint64_t piece)
{
	pthread_mutex_lock(&w->lock);
	wait_locked(w, piece);
	pthread_mutex_unlock(&w->lock);
}

void
worker_wait_all(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	wait_locked(w, w->given);
	pthread_mutex_unlock(&w->lock);
}

bool
worker_done(struct worker *w, uint64_t piece)
{
	bool done;

	pthread_mutex_lock(&w->lock);
	done = w->done >= piece;
	pthread_mutex_unlock(&w->lock);
	return done;
}

uint64_t
worker_run(struct worker *w, worker_job *job, void *ctx)
{
	uint64_t piece;
	size_t at;

	if (w->alone) {
		job(ctx);
		return w->given = ++w->done;
	}
	pthread_mutex_lock(&w->lock);
	if (w->given >= WORKER_PIECES)
		wait_locked(w, w->given - WORKER_PIECES + 1);
	at = w->given % WORKER_PIECES;
	w->pieces[at].job = job;
	w->pieces[at].ctx = ctx;
	piece = ++w->given;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	return piece;
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
