#include "port/httpd_priv.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG   511
#define UNIX_PATH sizeof(((struct sockaddr_un *)NULL)->sun_path)

/* What a server that was killed left behind is nobody's; one that lives is
 * told by that it answers. */
static bool
is_dead(const struct sockaddr_un *to)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool dead =
	    fd >= 0 &&
	    connect(fd, (const struct sockaddr *)to, sizeof(*to)) != 0 &&
	    errno == ECONNREFUSED;

	if (fd >= 0)
		close(fd);
	return dead;
}

static enum rc
listen_unix(struct httpd *h, struct str path, struct err *err)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	mode_t mask;
	int bad;

	memcpy(to.sun_path, path.p, path.n);
	if (is_dead(&to))
		unlink(to.sun_path);
	h->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mask = umask(0117); /* the owner's and its group's: the proxy */
	bad = h->fd < 0 ||
	      bind(h->fd, (const struct sockaddr *)&to, sizeof(to)) != 0;
	umask(mask);
	if (bad || listen(h->fd, BACKLOG) != 0)
		return err_set(err, RC_DOWN, "unix:%.*s: %s", STR_ARG(path),
		    strerror(errno));
	snprintf(h->unix_path, sizeof(h->unix_path), "%s", to.sun_path);
	h->behind_unix = true;
	return RC_OK;
}

/* "127.0.0.1:8080" or "[::1]:8080" */
static bool
address_of(struct str text, struct sockaddr_storage *out, socklen_t *n)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
	struct sockaddr_in *four = (struct sockaddr_in *)out;
	size_t colon = str_rchr(text, ':');
	struct str host;
	char name[INET6_ADDRSTRLEN];
	int64_t port;

	*out = (struct sockaddr_storage){0};
	if (colon == STR_NPOS ||
	    !str_to_i64(str_sub(text, colon + 1, text.n), 0, 65535, &port))
		return false;
	host = str_sub(text, 0, colon);
	if (str_starts(host, STR("[")) && str_ends(host, STR("]"))) {
		host = str_sub(host, 1, host.n - 2);
		six->sin6_family = AF_INET6;
		six->sin6_port = htons((uint16_t)port);
		*n = sizeof(*six);
	} else {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)port);
		*n = sizeof(*four);
	}
	if (host.n == 0 || host.n >= sizeof(name))
		return false;
	memcpy(name, host.p, host.n);
	name[host.n] = '\0';
	return inet_pton(out->ss_family, name,
		   out->ss_family == AF_INET6 ? (void *)&six->sin6_addr
					      : (void *)&four->sin_addr) == 1;
}

static int
port_of(int fd)
{
	struct sockaddr_storage at = {0};
	socklen_t n = sizeof(at);

	if (getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		return 0;
	return ntohs(at.ss_family == AF_INET6
			 ? ((struct sockaddr_in6 *)&at)->sin6_port
			 : ((struct sockaddr_in *)&at)->sin_port);
}

bool
httpd_listen_ok(struct str listen)
{
	struct sockaddr_storage to;
	socklen_t n;

	if (str_starts(listen, STR("unix:")))
		return listen.n > 5 && listen.n - 5 < UNIX_PATH;
	return address_of(listen, &to, &n);
}

static enum rc
listen_inet(struct httpd *h, struct err *err)
{
	struct sockaddr_storage to;
	const int yes = 1;
	socklen_t n;

	address_of(h->set.listen, &to, &n);
	h->fd =
	    socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (h->fd >= 0)
		setsockopt(h->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (h->fd < 0 || bind(h->fd, (struct sockaddr *)&to, n) != 0 ||
	    listen(h->fd, BACKLOG) != 0)
		return err_set(err, RC_DOWN, "%.*s: %s", STR_ARG(h->set.listen),
		    strerror(errno));
	h->port = port_of(h->fd);
	return RC_OK;
}

enum rc
httpd_listen(struct httpd *h, struct err *err)
{
	if (!httpd_listen_ok(h->set.listen))
		return err_set(err, RC_BAD,
		    "%.*s: an address is 127.0.0.1:8080, [::1]:8080 or "
		    "unix:PATH of at most %zu bytes",
		    STR_ARG(h->set.listen), UNIX_PATH - 1);
	if (str_starts(h->set.listen, STR("unix:")))
		return listen_unix(
		    h, str_sub(h->set.listen, 5, h->set.listen.n), err);
	return listen_inet(h, err);
}

void
httpd_unlisten(struct httpd *h)
{
	if (h->fd >= 0)
		close(h->fd);
	h->fd = -1;
	if (h->unix_path[0])
		unlink(h->unix_path);
}
