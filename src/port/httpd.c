#include "port/httpd_priv.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

#define TICK_MS 500  /* the watch goes round */
#define STOP_MS 5000 /* what is under way may still end */
#define LAST_MS 1000 /* the answer to what took longer may still leave */

static char tls_sets[] = "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:%SERVER_PRECEDENCE";

/* Nothing is undone: the path is looked at as it was sent. */
static size_t
keep_escapes(void *ctx, struct MHD_Connection *c, char *text)
{
	(void)ctx;
	(void)c;
	return strlen(text);
}

static struct MHD_Daemon *
daemon_of(struct httpd_loop *l, int fd)
{
	struct httpd *h = l->h;
	bool tls = h->cert.n > 0;
	const struct MHD_OptionItem secure[] = {
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, h->cert.p},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, h->key.p},
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, tls_sets},
	    {MHD_OPTION_END, 0, NULL},
	};
	const struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};

	return MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0),
	    0, httpd_conn_admit, l, httpd_request_go, l,
	    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)l->max, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)HTTPD_MEMORY, MHD_OPTION_NOTIFY_CONNECTION,
	    httpd_conn_notify, l, MHD_OPTION_NOTIFY_COMPLETED,
	    httpd_request_end, l, MHD_OPTION_URI_LOG_CALLBACK,
	    httpd_request_begin, l, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes,
	    NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_ARRAY,
	    tls ? secure : none, MHD_OPTION_END);
}

/* Until there is something to do, half a second at most. */
static void
wait_for_work(struct httpd_loop *l, int epoll)
{
	struct pollfd p[2] = {
	    {.fd = epoll, .events = POLLIN}, {.fd = l->wake, .events = POLLIN}};
	MHD_UNSIGNED_LONG_LONG ms;
	int wait = TICK_MS;
	eventfd_t n;

	if (MHD_get_timeout(l->daemon, &ms) == MHD_YES && ms < TICK_MS)
		wait = (int)ms;
	if (poll(p, 2, wait) > 0 && (p[1].revents & POLLIN))
		eventfd_read(l->wake, &n);
}

static void
turn(struct httpd_loop *l, int epoll, int64_t *watched)
{
	wait_for_work(l, epoll);
	httpd_post_resume(l);
	MHD_run(l->daemon);
	if (httpd_conn_now() - *watched >= TICK_MS) {
		httpd_conn_watch(l);
		*watched = httpd_conn_now();
	}
}

struct under_way {
	bool posted, any; /* a thread has it; that, or its answer leaves */
};

static struct under_way
look(const struct httpd_loop *l)
{
	struct under_way w = {false, false};

	for (const struct httpd_conn *c = l->conns; c; c = c->next) {
		w.posted |= c->suspended;
		w.any |= c->suspended || c->grace > 0;
	}
	return w;
}

/* From here on nobody is let in, by us or by the kernel. */
static void
let_nobody_in(struct httpd_loop *l)
{
	int fd = MHD_quiesce_daemon(l->daemon);

	if (fd >= 0)
		close(fd);
}

/* The library ends the process if it is stopped while a connection is
 * suspended: one that a thread has is waited for, and what it is answered has a
 * moment to leave. All others have the time of the end. */
static void
finish(struct httpd_loop *l, int epoll, int64_t *watched)
{
	int64_t end = l->h->stop_at;
	struct under_way w;

	let_nobody_in(l);
	while ((w = look(l)).any && (w.posted || httpd_conn_now() < end)) {
		if (w.posted && end < httpd_conn_now() + LAST_MS)
			end = httpd_conn_now() + LAST_MS;
		turn(l, epoll, watched);
	}
}

static void *
loop_run(void *arg)
{
	struct httpd_loop *l = arg;
	const union MHD_DaemonInfo *info =
	    MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	int64_t watched = httpd_conn_now();

	while (info && !atomic_load(&l->h->stopping))
		turn(l, info->epoll_fd, &watched);
	if (info)
		finish(l, info->epoll_fd, &watched);
	return NULL;
}

static enum rc
loop_start(struct httpd *h, struct httpd_loop *l, struct err *err)
{
	int fd = dup(h->fd); /* a daemon closes what it listens to */

	l->h = h;
	pthread_mutex_init(&l->lock, NULL);
	l->max = (size_t)(h->set.connections / h->set.threads + 1);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->state = h->handler.open(h->handler.ctx);
	if (l->state == NULL)
		return err_set(err, RC_DOWN, "a thread cannot work");
	l->daemon = fd < 0 || l->wake < 0 ? NULL : daemon_of(l, fd);
	if (l->daemon == NULL) {
		close(fd);
		return err_set(err, RC_DOWN, "the server does not start%s",
		    h->cert.n ? ": is the certificate its key's?" : "");
	}
	if (pthread_create(&l->thread, NULL, loop_run, l) != 0)
		return err_set(err, RC_DOWN, "no thread");
	l->running = true;
	return RC_OK;
}

static enum rc
start_all(struct httpd *h, struct err *err)
{
	enum rc rc = RC_OK;

	h->loops = xcalloc((size_t)h->set.threads, sizeof(*h->loops));
	for (int64_t i = 0; rc == RC_OK && i < h->set.threads; i++)
		rc = loop_start(h, &h->loops[h->loop_count++], err);
	for (size_t i = 0; rc == RC_OK && i < HTTPD_POSTERS; i++) {
		if (pthread_create(&h->posters[i], NULL, httpd_post_run, h) !=
		    0)
			return err_set(err, RC_DOWN, "no thread");
		h->poster_count++;
	}
	return rc;
}

static enum rc
read_pem(struct str path, bool secret, struct buf *out, struct err *err)
{
	char *name = xstrndup(path.p, path.n);
	enum rc rc;

	rc = secret ? file_read_secret(name, out, err)
		    : file_read(name, out, err);
	free(name);
	if (rc == RC_MISS)
		rc = RC_DOWN;
	if (rc == RC_OK && out->n == 0)
		rc = err_set(err, RC_BAD, "%.*s is empty", STR_ARG(path));
	return rc;
}

static enum rc
read_tls(struct httpd *h, struct err *err)
{
	enum rc rc;

	if (str_is_empty(h->set.cert_file) && str_is_empty(h->set.key_file))
		return RC_OK;
	if (str_is_empty(h->set.cert_file) || str_is_empty(h->set.key_file))
		return err_set(err, RC_BAD, "cert and key go together");
	rc = read_pem(h->set.cert_file, false, &h->cert, err);
	return rc == RC_OK ? read_pem(h->set.key_file, true, &h->key, err) : rc;
}

static void
copy_settings(struct httpd *h, const struct httpd_settings *set)
{
	h->a = arena_new(1u << 20);
	h->set = *set;
	h->set.listen = arena_dup(h->a, set->listen);
	h->set.cert_file = arena_dup(h->a, set->cert_file);
	h->set.key_file = arena_dup(h->a, set->key_file);
	h->set.proxies = arena_dup(h->a, set->proxies);
	if (h->set.threads < 1)
		h->set.threads = 1;
}

static struct httpd *
httpd_new(const struct httpd_settings *set, const struct httpd_handler *handler)
{
	struct httpd *h = xcalloc(1, sizeof(*h));

	if (handler)
		h->handler = *handler;
	h->fd = -1;
	h->last = &h->first;
	buf_init(&h->cert, LIMIT_CONFIG_FILE);
	buf_init(&h->key, LIMIT_CONFIG_FILE);
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->more, NULL);
	copy_settings(h, set);
	h->place_count = (size_t)(h->set.connections + h->set.threads);
	h->places = xcalloc(h->place_count, sizeof(*h->places));
	return h;
}

enum rc
httpd_check(const struct httpd_settings *set, struct err *err)
{
	struct httpd *h = httpd_new(set, NULL);
	enum rc rc = httpd_conn_proxies(h, err);

	if (rc == RC_OK && !httpd_listen_ok(h->set.listen))
		rc = httpd_listen(h, err);
	if (rc == RC_OK)
		rc = read_tls(h, err);
	httpd_stop(&h);
	return rc;
}

enum rc
httpd_start(const struct httpd_settings *set,
    const struct httpd_handler *handler, struct httpd **out, struct err *err)
{
	struct httpd *h = httpd_new(set, handler);
	sigset_t all, before;
	enum rc rc;

	rc = httpd_conn_proxies(h, err);
	if (rc == RC_OK)
		rc = read_tls(h, err);
	if (rc == RC_OK)
		rc = httpd_listen(h, err);
	if (rc == RC_OK && handler->ready)
		rc = handler->ready(handler->ctx, err);
	/* Signals stay with the thread that called. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (rc == RC_OK)
		rc = start_all(h, err);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != RC_OK)
		httpd_stop(&h);
	*out = h;
	return rc;
}

static void
loop_stop(struct httpd_loop *l)
{
	struct httpd *h = l->h;

	if (l->running)
		pthread_join(l->thread, NULL);
	if (l->daemon)
		MHD_stop_daemon(l->daemon);
	if (l->state)
		h->handler.close(h->handler.ctx, l->state);
	if (l->wake >= 0)
		close(l->wake);
	pthread_mutex_destroy(&l->lock);
}

void
httpd_stop(struct httpd **hp)
{
	struct httpd *h = *hp;

	*hp = NULL;
	if (h == NULL)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop_at =
	    httpd_conn_now() + (h->set.stop_ms > 0 ? h->set.stop_ms : STOP_MS);
	atomic_store(&h->stopping, true);
	pthread_cond_broadcast(&h->more);
	pthread_mutex_unlock(&h->lock);
	httpd_unlisten(h);
	for (size_t i = 0; i < h->loop_count; i++)
		eventfd_write(h->loops[i].wake, 1);
	/* Loops wait for POSTs under way: those threads end first or with
	 * them. */
	for (size_t i = 0; i < h->poster_count; i++)
		pthread_join(h->posters[i], NULL);
	for (size_t i = 0; i < h->loop_count; i++)
		loop_stop(&h->loops[i]);
	free(h->loops);
	free(h->places);
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->more);
	buf_fini(&h->cert);
	if (h->key.p)
		explicit_bzero(h->key.p, h->key.cap);
	buf_fini(&h->key);
	arena_free(&h->a);
	free(h);
}

int
httpd_port(const struct httpd *h)
{
	return h->port;
}
