#ifndef DUNMAIL_PORT_HTTPD_PRIV_H
#define DUNMAIL_PORT_HTTPD_PRIV_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/buf.h"
#include "port/httpd.h"

/*
 * httpd_priv: for the files of httpd alone. Each loop is a thread with a
 * daemon of libmicrohttpd that it drives itself, so that connections are
 * closed, suspended and resumed by the thread that owns them, and nobody
 * locks. A POST may wait for the ledger's write lock: it is served by a thread
 * of its own meanwhile.
 */
#define HTTPD_MEMORY  (16u << 10) /* of a connection: all header lines */
#define HTTPD_URI_MAX (8u << 10)
#define HTTPD_PROXIES 32
#define HTTPD_POSTERS 2
#define HTTPD_WAITING 128 /* POSTs that wait for such a thread */

/* Where somebody calls from: IPv4, or the /64 of an IPv6 address. */
struct httpd_place {
	unsigned char bytes[9]; /* the first says which kind */
};

/* The client: of the connection, or as a proxy says where it is believed. */
struct httpd_peer {
	char name[INET6_ADDRSTRLEN];
	struct httpd_place place;
};

struct httpd_request_job;

struct httpd_conn {
	struct httpd_conn *prev, *next; /* of its loop */
	struct httpd_loop *loop;
	int fd;
	size_t slot;    /* in httpd.places; SIZE_MAX: not counted */
	int64_t since;  /* ms: began to wait for a request, or to answer */
	int64_t grace;  /* ms beyond the time of a request */
	bool suspended; /* a thread works on its POST */
	bool is_proxy;  /* X-Forwarded-For is believed */
	struct httpd_peer peer;
};

struct httpd_loop {
	struct httpd *h;
	pthread_t thread;
	bool running;
	struct MHD_Daemon *daemon;
	int wake; /* eventfd: stop, or a POST was served */
	void *state;
	struct httpd_conn *conns;
	size_t count, max;
	pthread_mutex_t lock;
	struct httpd_request_job *served; /* POSTs to be answered */
};

struct httpd {
	struct httpd_settings set;
	struct httpd_handler handler;
	struct arena *a; /* of the settings' texts */
	struct buf cert, key;
	int fd, port;
	char unix_path[108];
	struct httpd_place proxies[HTTPD_PROXIES];
	size_t proxy_count;
	bool behind_unix;

	struct httpd_loop *loops;
	size_t loop_count;
	atomic_bool stopping;
	int64_t stop_at; /* ms, once it stops: the end for what waits */

	pthread_mutex_t lock; /* of what follows */
	struct httpd_place *places;
	size_t place_count; /* slots; one that is free is all zero */

	pthread_t posters[HTTPD_POSTERS];
	size_t poster_count;
	pthread_cond_t more;
	struct httpd_request_job *first, **last; /* POSTs that wait */
	size_t waiting;
};

enum httpd_stage {
	HTTPD_STAGE_NEW,    /* its header lines are there */
	HTTPD_STAGE_BODY,   /* its body comes */
	HTTPD_STAGE_POSTED, /* a thread has it */
	HTTPD_STAGE_SERVED, /* the answer is there */
};

struct httpd_request_job {
	struct httpd_request rq;
	struct httpd_conn *conn;
	struct MHD_Connection *m;
	enum httpd_stage stage;
	char *uri;
	const char *sent; /* where the library has it */
	size_t ceiling;
	struct buf body;
	struct arena *a; /* of the fields */
	struct MHD_Response *answer;
	int status;
	size_t size; /* of the answer */
	struct httpd_request_job *next;
	struct httpd_peer peer;
};

/* httpd_listen: the socket. */
enum rc httpd_listen(struct httpd *h, struct err *err);
bool httpd_listen_ok(struct str listen); /* well written */
void httpd_unlisten(struct httpd *h);

/* httpd_conn: who is connected, for how long. */
enum rc httpd_conn_proxies(struct httpd *h, struct err *err);
enum MHD_Result httpd_conn_admit(
    void *ctx, const struct sockaddr *from, socklen_t n);
void httpd_conn_notify(void *ctx, struct MHD_Connection *c, void **own,
    enum MHD_ConnectionNotificationCode what);
void httpd_conn_watch(struct httpd_loop *l);
int64_t httpd_conn_now(void); /* ms, never back */
void httpd_conn_peer(
    const struct httpd_conn *c, struct str forwarded, struct httpd_peer *out);

/* httpd_strict: 0, or the status with which it is refused. Method, address and
 * version are where the library found them. */
struct httpd_strict {
	const char *method, *uri, *version;
	struct str text; /* of uri, copied before it was taken apart */
};
int httpd_strict_check(
    struct MHD_Connection *c, const struct httpd_strict *at, int64_t *length);

/* httpd_request: from header lines to an answer. */
void *httpd_request_begin(void *ctx, const char *uri, struct MHD_Connection *c);
enum MHD_Result httpd_request_go(void *ctx, struct MHD_Connection *c,
    const char *url, const char *method, const char *version, const char *data,
    size_t *size, void **own);
void httpd_request_end(void *ctx, struct MHD_Connection *c, void **own,
    enum MHD_RequestTerminationCode why);
/* Refused in a word of our own; by the handler, into the job. */
void httpd_request_refuse(struct httpd_request_job *j, int status);
void httpd_request_serve(
    struct httpd *h, void *state, struct httpd_request_job *j);

/* httpd_post: POSTs in threads of their own. False: too many wait. */
bool httpd_post_submit(struct httpd_request_job *j);
/* Takes POSTs until the server stops. */
void *httpd_post_run(void *h);
/* In the loop: those that were served go on. */
void httpd_post_resume(struct httpd_loop *l);

#endif
