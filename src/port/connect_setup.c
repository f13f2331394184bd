#include "port/connect_setup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

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

static enum rc
set_login(CURL *easy, const struct server_settings *server, struct err *err)
{
	struct buf secret;
	struct str pass;
	struct str all;
	char path[4096];
	char *copy;
	enum rc rc;

	if (server->user.n == 0)
		return RC_OK;
	if (server->password_file.n >= sizeof(path))
		return err_set(err, RC_DOWN, "password_file: path too long");
	memcpy(path, server->password_file.p, server->password_file.n);
	path[server->password_file.n] = '\0';
	buf_init(&secret, LIMIT_SECRET_FILE);
	(void)buf_reserve(&secret, LIMIT_SECRET_FILE - 1);
	rc = file_read_secret(path, &secret, err);
	if (rc == RC_MISS)
		(void)err_set(err, rc, "%s: no such file", path);
	if (rc != RC_OK) {
		rc = RC_DOWN;
		goto out;
	}
	all = buf_str(&secret);
	if (!str_line(&all, &pass) || pass.n == 0 || !text_ok(pass) ||
	    !text_ok(server->user)) {
		rc = err_set(err, RC_DOWN,
		    "%s: user or password empty or not plain text", path);
		goto out;
	}
	copy = xstrndup(server->user.p, server->user.n);
	curl_easy_setopt(easy, CURLOPT_USERNAME, copy);
	free(copy);
	copy = xstrndup(pass.p, pass.n);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, copy);
	explicit_bzero(copy, pass.n);
	free(copy);
	curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
out:
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
