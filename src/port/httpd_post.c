#include <sys/eventfd.h>

#include "port/httpd_priv.h"

bool
httpd_post_submit(struct httpd_request_job *j)
{
	struct httpd *h = j->conn->loop->h;
	bool room;

	pthread_mutex_lock(&h->lock);
	room = h->waiting < HTTPD_WAITING && !atomic_load(&h->stopping);
	if (room) {
		j->next = NULL;
		*h->last = j;
		h->last = &j->next;
		h->waiting++;
		pthread_cond_signal(&h->more);
	}
	pthread_mutex_unlock(&h->lock);
	return room;
}

/* The end of all is near: what no thread has begun is for another server. */
static bool
is_late(const struct httpd *h)
{
	return atomic_load(&h->stopping) && httpd_conn_now() >= h->stop_at;
}

/* NULL: the server stops, and none waits. */
static struct httpd_request_job *
next_post(struct httpd *h)
{
	struct httpd_request_job *j;

	pthread_mutex_lock(&h->lock);
	while (h->first == NULL && !atomic_load(&h->stopping))
		pthread_cond_wait(&h->more, &h->lock);
	j = h->first;
	if (j) {
		h->first = j->next;
		if (h->first == NULL)
			h->last = &h->first;
		h->waiting--;
	}
	pthread_mutex_unlock(&h->lock);
	return j;
}

static void
give_back(struct httpd_request_job *j)
{
	struct httpd_loop *l = j->conn->loop;

	pthread_mutex_lock(&l->lock);
	j->next = l->served;
	l->served = j;
	pthread_mutex_unlock(&l->lock);
	eventfd_write(l->wake, 1);
}

void *
httpd_post_run(void *arg)
{
	struct httpd *h = arg;
	struct httpd_request_job *j;
	void *state = NULL;

	while ((j = next_post(h)) != NULL) {
		bool late = is_late(h);

		if (state == NULL && !late)
			state = h->handler.open(h->handler.ctx);
		if (state == NULL || late)
			httpd_request_refuse(j, 503);
		else
			httpd_request_serve(h, state, j);
		give_back(j);
	}
	if (state)
		h->handler.close(h->handler.ctx, state);
	return NULL;
}

void
httpd_post_resume(struct httpd_loop *l)
{
	struct httpd_request_job *j, *next;

	pthread_mutex_lock(&l->lock);
	j = l->served;
	l->served = NULL;
	pthread_mutex_unlock(&l->lock);
	for (; j; j = next) {
		next = j->next;
		j->conn->suspended = false;
		j->conn->since = httpd_conn_now();
		j->conn->grace = 1; /* an answer is to leave */
		MHD_resume_connection(j->m);
	}
}
