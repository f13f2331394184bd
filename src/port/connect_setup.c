#include "port/connect_setup.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

bool
connect_is_loopback(const struct sockaddr *sa)
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

/* Names go into a URL: only what a host name or an address is made of. */
static bool
name_ok(struct str s, const char *also)
{
	if (s.n == 0 || s.n > 255)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!str_is_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' &&
		    (s.p[i] == '\0' || !strchr(also, s.p[i])))
			return false;
	}
	return true;
}

static bool
text_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	}
	return true;
}

/* The first line of a secret file, kept only as long as it is needed. */
static enum rc
read_secret(
    struct str file, struct buf *secret, struct str *line, struct err *err)
{
	char path[4096];
	struct str all;
	enum rc rc;

	if (file.n >= sizeof(path))
		return err_set(err, RC_DOWN, "secret file: path too long");
	memcpy(path, file.p, file.n);
	path[file.n] = '\0';
	rc = file_read_secret(path, secret, err);
	if (rc == RC_MISS)
		(void)err_set(err, rc, "%s: no such file", path);
	if (rc != RC_OK)
		return RC_DOWN;
	all = buf_str(secret);
	if (!str_line(&all, line) || line->n == 0 || !text_ok(*line))
		return err_set(
		    err, RC_DOWN, "%s: empty or not plain text", path);
	return RC_OK;
}

static void
set_secret(CURL *easy, CURLoption option, struct str value)
{
	char *copy = xstrndup(value.p, value.n);

	curl_easy_setopt(easy, option, copy);
	explicit_bzero(copy, value.n);
	free(copy);
}

static enum rc
set_login(CURL *easy, const struct server_settings *server, struct err *err)
{
	bool token = server->token_file.n > 0;
	struct str line = {NULL, 0};
	struct buf secret;
	enum rc rc;

	if (server->user.n == 0)
		return RC_OK;
	if (!text_ok(server->user))
		return err_set(err, RC_DOWN, "user is not plain text");
	buf_init(&secret, LIMIT_OAUTH_STORE);
	(void)buf_reserve(&secret, LIMIT_OAUTH_STORE - 1);
	rc = read_secret(token ? server->token_file : server->password_file,
	    &secret, &line, err);
	if (rc == RC_OK) {
		set_secret(easy, CURLOPT_USERNAME, server->user);
		set_secret(easy,
		    token ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, line);
		curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS,
		    token ? "AUTH=OAUTHBEARER;AUTH=XOAUTH2"
			  : "AUTH=PLAIN;AUTH=LOGIN");
	}
	if (secret.p)
		explicit_bzero(secret.p, secret.n);
	buf_fini(&secret);
	return rc;
}

static enum rc
set_url(CURL *easy, const struct server_settings *server,
    enum connect_service service, struct str helo, struct err *err)
{
	const char *scheme = service == CONNECT_SMTP ? "smtp" : "imap";
	bool six = server->host.n > 0 &&
		   memchr(server->host.p, ':', server->host.n) != NULL;
	char url[1024];

	if (helo.n == 0)
		helo = STR("localhost");
	if (!name_ok(server->host, ":") || !name_ok(helo, ":[]_"))
		return err_set(err, RC_DOWN, "not a host name");
	if (server->port < 1 || server->port > 65535)
		return err_set(err, RC_DOWN, "port out of range");
	if (service == CONNECT_IMAP)
		helo.n = 0;
	snprintf(url, sizeof(url), "%s%s://%s%.*s%s:%d/%.*s", scheme,
	    server->tls == TLS_IMPLICIT ? "s" : "", six ? "[" : "",
	    STR_ARG(server->host), six ? "]" : "", (int)server->port,
	    STR_ARG(helo));
	curl_easy_setopt(easy, CURLOPT_URL, url);
	return RC_OK;
}

static enum rc
set_trust(CURL *easy, const struct server_settings *server, struct err *err)
{
	long timeout = server->timeout > 0 ? (long)server->timeout : 60L;
	char path[4096];

	curl_easy_setopt(
	    easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	    (long)(server->tls == TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, timeout);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, timeout);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, 4 * timeout);
	if (server->ca_file.n == 0)
		return RC_OK;
	if (server->ca_file.n >= sizeof(path))
		return err_set(err, RC_DOWN, "ca_file: path too long");
	memcpy(path, server->ca_file.p, server->ca_file.n);
	path[server->ca_file.n] = '\0';
	curl_easy_setopt(easy, CURLOPT_CAINFO, path);
	/* The named CA stands instead of the system's, not beside them. */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	return RC_OK;
}

enum rc
connect_setup(CURL *easy, const struct server_settings *server,
    enum connect_service service, struct str helo, struct err *err)
{
	enum rc rc = set_url(easy, server, service, helo, err);

	if (rc == RC_OK)
		rc = set_trust(easy, server, err);
	if (rc == RC_OK)
		rc = set_login(easy, server, err);
	return rc;
}
