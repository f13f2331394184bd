#ifndef DUNMAIL_BASE_WORKER_H
#define DUNMAIL_BASE_WORKER_H

/*
 * worker: a second pair of hands. One piece of work at a time, handed over and
 * waited for by one thread; what that thread wrote before the hand-over is
 * seen by the work, and what the work wrote is seen after the wait. Signals
 * stay with the other threads. Where no thread can be had, the work is done
 * at the hand-over.
 */
struct worker;

typedef void worker_job(void *ctx);

struct worker *worker_new(void);
/* Waits for what is in hand, then ends the thread. */
void worker_free(struct worker **w);

/* Returns at once, unless a piece is in hand: then that is waited for. */
void worker_run(struct worker *w, worker_job *job, void *ctx);
void worker_wait(struct worker *w);

#endif
