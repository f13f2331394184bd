#ifndef DUNMAIL_BASE_WORKER_H
#define DUNMAIL_BASE_WORKER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * worker: a second pair of hands. Pieces of work are done one at a time, in
 * the order in which one thread hands them over; what that thread wrote before
 * the hand-over is seen by the work, and what the work wrote is seen after the
 * wait. Signals stay with the other threads. Where no thread can be had, the
 * work is done at the hand-over.
 */
struct worker;

typedef void worker_job(void *ctx);

struct worker *worker_new(void);
/* Waits for all that was handed over, then ends the thread. */
void worker_free(struct worker **w);

#define WORKER_PIECES 4 /* in hand and behind it */

/* Returns at once, unless there are as many already: then one is waited for.
 * What it returns is the number of the piece. */
uint64_t worker_run(struct worker *w, worker_job *job, void *ctx);
/* Until that piece is done; those before it are then, too. */
void worker_wait(struct worker *w, uint64_t piece);
bool worker_done(struct worker *w, uint64_t piece);
/* Until all that was handed over is done. */
void worker_wait_all(struct worker *w);

#endif
