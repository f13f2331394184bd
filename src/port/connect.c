#include "port/connect.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/connect_setup.h"

/* A peer that went silent is noticed after two minutes of waiting. */
#define KEEP_IDLE_SECS  60L
#define KEEP_EVERY_SECS 15L
#define KEEP_PROBES     4

/* The easy handles of one connect_open_many stay in one multi handle: curl
 * keeps the sockets there. The last one to close ends it. */
struct group {
	CURLM *multi;
	size_t users;
};

struct connect {
	CURL *easy;
	struct group *group;
	int fd;
	bool tls;
	bool holds;
	bool loopback_only;
	bool not_loopback;  /* an address was refused for that */
	bool authenticated; /* 235 seen */
	bool preauth;
	bool done;
	CURLcode code;
	uint64_t left;
	char last[160]; /* last line the server said before log-in ended */
	char why[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
global_init(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		xdie("curl_global_init failed");
}

int64_t
connect_clock(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool
is_loopback(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == 127;
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof(in6));
		return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr) != 0;
	}
	return false;
}

/* Looks at the address that is really dialled, so no name service can lead
 * an unencrypted log-in off this machine. */
static curl_socket_t
open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct connect *c = ctx;

	int probes = KEEP_PROBES;
	int fd;

	(void)purpose;
	if (c->loopback_only && !is_loopback(&a->addr)) {
		c->not_loopback = true;
		return CURL_SOCKET_BAD;
	}
	fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
	/* curl sets the rest of it; without this one it is only slower. */
	if (fd >= 0)
		(void)setsockopt(
		    fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
	return fd;
}

static size_t
heard(char *p, size_t size, size_t n, void *ctx)
{
	struct connect *c = ctx;
	struct str line = str_rtrim((struct str){p, size * n});

	if (str_starts(line, STR("235")))
		c->authenticated = true;
	if (str_fold_starts(line, STR("* PREAUTH")))
		c->preauth = true;
	if (line.n >= sizeof(c->last))
		line.n = sizeof(c->last) - 1;
	memcpy(c->last, line.p, line.n);
	c->last[line.n] = '\0';
	return size * n;
}

static struct connect *
connect_new(void)
{
	struct connect *c = xcalloc(1, sizeof(*c));

	c->easy = curl_easy_init();
	if (!c->easy)
		xdie("curl_easy_init failed");
	c->fd = -1;
	c->left = LIMIT_LINK_BYTES;
	curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->easy, CURLOPT_PROXY, "");
	curl_easy_setopt(c->easy, CURLOPT_TCP_NODELAY, 1L);
	curl_easy_setopt(c->easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(c->easy, CURLOPT_TCP_KEEPIDLE, KEEP_IDLE_SECS);
	curl_easy_setopt(c->easy, CURLOPT_TCP_KEEPINTVL, KEEP_EVERY_SECS);
	curl_easy_setopt(
	    c->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->why);
	curl_easy_setopt(c->easy, CURLOPT_PRIVATE, c);
	curl_easy_setopt(c->easy, CURLOPT_HEADERFUNCTION, heard);
	curl_easy_setopt(c->easy, CURLOPT_HEADERDATA, c);
	curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
	return c;
}

/* Drive all handles of the group until each is done. */
static void
perform(struct group *g)
{
	int running = 1;
	int queued;
	CURLMsg *msg;

	while (running > 0) {
		if (curl_multi_perform(g->multi, &running) != CURLM_OK)
			return;
		while ((msg = curl_multi_info_read(g->multi, &queued))) {
			char *c = NULL;

			if (msg->msg != CURLMSG_DONE)
				continue;
			curl_easy_getinfo(
			    msg->easy_handle, CURLINFO_PRIVATE, &c);
			((struct connect *)(void *)c)->done = true;
			((struct connect *)(void *)c)->code = msg->data.result;
		}
		if (running > 0)
			curl_multi_poll(g->multi, NULL, 0, 1000, NULL);
	}
}

/* Did what came out of perform() give what was asked for? */
static enum rc
judge(struct connect *c, const struct server_settings *server,
    enum connect_service service, struct err *err)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (c->not_loopback)
		return err_set(
		    err, RC_DOWN, "tls = none is for this machine only");
	if (!c->done)
		return err_set(err, RC_DOWN, "not connected");
	if (c->code == CURLE_LOGIN_DENIED)
		return err_set(err, RC_DOWN, "log-in refused: %s", c->last);
	if (c->code != CURLE_OK)
		return err_set(err, RC_DOWN, "%s",
		    c->why[0] ? c->why : curl_easy_strerror(c->code));
	/* curl goes on without a log-in when the server offers none. */
	if (c->preauth)
		return err_set(err, RC_DOWN, "server says PREAUTH");
	if (service == CONNECT_SMTP && server->user.n > 0 && !c->authenticated)
		return err_set(err, RC_DOWN, "server offers no log-in");
	if (curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &fd) !=
		CURLE_OK ||
	    fd == CURL_SOCKET_BAD)
		return err_set(err, RC_DOWN, "connection closed at once");
	c->fd = fd;
	return RC_OK;
}

static enum rc
prepare(struct group *g, const struct server_settings *server,
    enum connect_service service, struct str helo, struct connect **out,
    struct err *err)
{
	struct connect *c = connect_new();
	enum rc rc;

	c->loopback_only = server->tls == TLS_NONE;
	c->tls = server->tls != TLS_NONE;
	rc = connect_setup(c->easy, server, service, helo, err);
	if (rc == RC_OK && curl_multi_add_handle(g->multi, c->easy) != CURLM_OK)
		rc = err_set(err, RC_DOWN, "curl_multi_add_handle");
	if (rc != RC_OK) {
		connect_close(&c);
		return rc;
	}
	c->group = g;
	g->users++;
	*out = c;
	return RC_OK;
}

enum rc
connect_open_many(const struct server_settings *server,
    enum connect_service service, struct str helo, size_t n,
    struct connect **out, struct err *err)
{
	struct group *g;
	struct err why = {""};
	size_t stand = 0;
	enum rc rc = RC_OK;

	pthread_once(&once, global_init);
	g = xcalloc(1, sizeof(*g));
	g->multi = curl_multi_init();
	if (!g->multi)
		xdie("curl_multi_init failed");
	g->users = 1;
	for (size_t i = 0; i < n; i++)
		out[i] = NULL;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = prepare(g, server, service, helo, &out[i], &why);
	perform(g);
	for (size_t i = 0; i < n; i++) {
		if (!out[i])
			continue;
		if (judge(out[i], server, service, &why) == RC_OK)
			stand++;
		else
			connect_close(&out[i]);
	}
	if (--g->users == 0) {
		curl_multi_cleanup(g->multi);
		free(g);
	}
	if (stand > 0)
		return RC_OK;
	return err_set(err, RC_DOWN, "%.*s:%d: %s", STR_ARG(server->host),
	    (int)server->port, why.text);
}

enum rc
connect_open(const struct server_settings *server, enum connect_service service,
    struct str helo, struct connect **out, struct err *err)
{
	return connect_open_many(server, service, helo, 1, out, err);
}

void
connect_close(struct connect **cp)
{
	struct connect *c = *cp;
	struct group *g;

	if (!c)
		return;
	*cp = NULL;
	g = c->group;
	if (g)
		curl_multi_remove_handle(g->multi, c->easy);
	curl_easy_cleanup(c->easy);
	if (g && --g->users == 0) {
		curl_multi_cleanup(g->multi);
		free(g);
	}
	free(c);
}

int
connect_fd(const struct connect *c)
{
	return c->fd;
}

bool
connect_holds(const struct connect *c)
{
	return c->holds;
}

bool
connect_exact(const struct connect *c)
{
	return !c->tls;
}

void
connect_allow(struct connect *c, uint64_t bytes)
{
	c->left = bytes;
}

ssize_t
connect_recv(struct connect *c, void *p, size_t n)
{
	size_t got = 0;
	CURLcode code;

	c->holds = false;
	if (c->left == 0)
		return -1;
	if (n > c->left)
		n = (size_t)c->left;
	code = curl_easy_recv(c->easy, p, n, &got);
	if (code == CURLE_AGAIN)
		return 0;
	if (code != CURLE_OK || got == 0)
		return -1;
	c->left -= got;
	c->holds = c->tls || got == n;
	return (ssize_t)got;
}

ssize_t
connect_send(struct connect *c, const void *p, size_t n)
{
	size_t sent = 0;
	CURLcode code;

	if (n == 0)
		return 0;
	code = curl_easy_send(c->easy, p, n, &sent);
	if (code == CURLE_AGAIN)
		return 0;
	if (code != CURLE_OK)
		return -1;
	return (ssize_t)sent;
}

enum rc
connect_wait(struct connect *c, short events, int64_t ms, int wake_fd)
{
	struct pollfd fds[2] = {
	    {.fd = c->fd, .events = events},
	    {.fd = wake_fd, .events = POLLIN},
	};
	int64_t until = connect_clock() + ms;

	for (;;) {
		int64_t rest = until - connect_clock();
		int n;

		if (rest < 0)
			rest = 0;
		n = poll(fds, wake_fd >= 0 ? 2 : 1,
		    rest > 3600000 ? 3600000 : (int)rest);
		if (n > 0)
			return fds[0].revents ? RC_OK : RC_LATER;
		if (rest == 0)
			return RC_MISS;
	}
}
