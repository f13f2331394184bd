#include "port/httpd_priv.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"

int64_t
httpd_conn_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct httpd_place
place_of4(const void *bytes)
{
	struct httpd_place p = {{4}};

	memcpy(p.bytes + 1, bytes, 4);
	return p;
}

static struct httpd_place
place_of6(const struct in6_addr *a)
{
	struct httpd_place p = {{6}};

	if (IN6_IS_ADDR_V4MAPPED(a))
		return place_of4(a->s6_addr + 12);
	memcpy(p.bytes + 1, a->s6_addr, 8);
	return p;
}

/* False: no address of the net. */
static bool
place_of(const struct sockaddr *from, struct httpd_place *out)
{
	if (from == NULL)
		return false;
	if (from->sa_family == AF_INET)
		*out = place_of4(&((const struct sockaddr_in *)from)->sin_addr);
	else if (from->sa_family == AF_INET6)
		*out =
		    place_of6(&((const struct sockaddr_in6 *)from)->sin6_addr);
	else
		return false;
	return true;
}

static bool
place_parse(struct str text, struct httpd_place *out)
{
	char name[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;

	if (text.n == 0 || text.n >= sizeof(name))
		return false;
	memcpy(name, text.p, text.n);
	name[text.n] = '\0';
	if (inet_pton(AF_INET, name, &four) == 1)
		*out = place_of4(&four);
	else if (inet_pton(AF_INET6, name, &six) == 1)
		*out = place_of6(&six);
	else
		return false;
	return true;
}

static bool
same(const struct httpd_place *a, const struct httpd_place *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

static bool
is_proxy(const struct httpd *h, const struct httpd_place *p)
{
	for (size_t i = 0; i < h->proxy_count; i++)
		if (same(&h->proxies[i], p))
			return true;
	return false;
}

enum rc
httpd_conn_proxies(struct httpd *h, struct err *err)
{
	struct str rest = h->set.proxies, line;

	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (h->proxy_count >= HTTPD_PROXIES ||
		    !place_parse(line, &h->proxies[h->proxy_count]))
			return err_set(err, RC_BAD,
			    "proxies: %.*s is no address", STR_ARG(line));
		h->proxy_count++;
	}
	return RC_OK;
}

enum MHD_Result
httpd_conn_admit(void *ctx, const struct sockaddr *from, socklen_t n)
{
	struct httpd_loop *l = ctx;
	struct httpd *h = l->h;
	struct httpd_place p;
	int64_t count = 0;

	(void)n;
	if (!place_of(from, &p) || is_proxy(h, &p))
		return MHD_YES;
	pthread_mutex_lock(&h->lock);
	for (size_t i = 0; i < h->place_count; i++)
		count += same(&h->places[i], &p);
	pthread_mutex_unlock(&h->lock);
	return count < h->set.per_address ? MHD_YES : MHD_NO;
}

/* Room is there: as many slots as connections. */
static size_t
take_slot(struct httpd *h, const struct httpd_place *p)
{
	static const struct httpd_place none;
	size_t slot = SIZE_MAX;

	pthread_mutex_lock(&h->lock);
	for (size_t i = 0; i < h->place_count && slot == SIZE_MAX; i++)
		if (same(&h->places[i], &none))
			slot = i;
	if (slot != SIZE_MAX)
		h->places[slot] = *p;
	pthread_mutex_unlock(&h->lock);
	return slot;
}

static void
name_peer(struct httpd_conn *c, const struct sockaddr *from)
{
	const struct httpd *h = c->loop->h;
	struct httpd_place p;

	c->slot = SIZE_MAX;
	snprintf(c->peer.name, sizeof(c->peer.name), "unix");
	c->is_proxy = h->behind_unix;
	if (!place_of(from, &p))
		return;
	c->is_proxy = is_proxy(h, &p);
	if (!c->is_proxy)
		c->slot = take_slot(c->loop->h, &p);
	inet_ntop(from->sa_family,
	    from->sa_family == AF_INET6
		? (const void *)&((const struct sockaddr_in6 *)from)->sin6_addr
		: (const void *)&((const struct sockaddr_in *)from)->sin_addr,
	    c->peer.name, sizeof(c->peer.name));
	c->peer.place = p;
}

static struct httpd_conn *
conn_new(struct httpd_loop *l, struct MHD_Connection *m)
{
	const union MHD_ConnectionInfo *fd =
	    MHD_get_connection_info(m, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *from =
	    MHD_get_connection_info(m, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct httpd_conn *c = xcalloc(1, sizeof(*c));

	c->loop = l;
	c->fd = fd ? fd->connect_fd : -1;
	c->since = httpd_conn_now();
	name_peer(c, from ? from->client_addr : NULL);
	c->next = l->conns;
	if (c->next)
		c->next->prev = c;
	l->conns = c;
	l->count++;
	return c;
}

static void
conn_free(struct httpd_conn **cp)
{
	struct httpd_conn *c = *cp;
	struct httpd *h = c->loop->h;

	*cp = NULL;
	if (c->prev)
		c->prev->next = c->next;
	else
		c->loop->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	c->loop->count--;
	if (c->slot != SIZE_MAX) {
		pthread_mutex_lock(&h->lock);
		h->places[c->slot] = (struct httpd_place){{0}};
		pthread_mutex_unlock(&h->lock);
	}
	free(c);
}

void
httpd_conn_notify(void *ctx, struct MHD_Connection *m, void **own,
    enum MHD_ConnectionNotificationCode what)
{
	struct httpd_conn *c = *own;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*own = conn_new(ctx, m);
	else if (c != NULL)
		conn_free(&c);
}

/*
 * A request as a whole has a time, and so has the wait for it: a byte now and
 * then buys nothing. Where places get scarce, those that take long go sooner.
 */
void
httpd_conn_watch(struct httpd_loop *l)
{
	int64_t now = httpd_conn_now(), most = l->h->set.timeout * 1000;

	if (l->count > l->max - l->max / 4)
		most /= 5;
	for (struct httpd_conn *c = l->conns; c; c = c->next)
		if (!c->suspended && now - c->since > most + c->grace)
			shutdown(c->fd, SHUT_RDWR);
}

/* Proxies append: the last one that is none of ours is the client. */
void
httpd_conn_peer(
    const struct httpd_conn *c, struct str forwarded, struct httpd_peer *out)
{
	*out = c->peer;
	while (c->is_proxy && forwarded.n > 0) {
		size_t comma = str_rchr(forwarded, ',');
		size_t from = comma == STR_NPOS ? 0 : comma + 1;
		struct str one =
		    str_trim(str_sub(forwarded, from, forwarded.n));
		struct httpd_place p = {{0}};

		forwarded = str_sub(forwarded, 0, from ? from - 1 : 0);
		if (!place_parse(one, &p))
			return;
		if (is_proxy(c->loop->h, &p))
			continue;
		snprintf(
		    out->name, sizeof(out->name), "%.*s", (int)one.n, one.p);
		out->place = p;
		return;
	}
}
