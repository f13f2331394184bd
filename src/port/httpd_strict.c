#include "port/httpd_priv.h"

#include <string.h>

/*
 * What the library has read already is looked at once more, for it takes what
 * others in front of it may read in another way: a lone CR or LF that ends a
 * line, a line that goes on in the next, a blank before the colon, a NUL that
 * ends a value, two lengths. It reads in place and puts a NUL for each byte of
 * a line's end. So each name must stand right behind the two NULs that follow
 * the value before it: between them nothing can have been skipped or moved.
 */
struct look {
	const char *behind; /* where the next name has to stand */
	struct str length, host;
	int lengths, hosts, codings;
	bool bad;
};

static bool
is_token(const char *p, size_t n)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < n; i++)
		if (!str_is_alnum(p[i]) &&
		    (p[i] == '\0' || strchr(others, p[i]) == NULL))
			return false;
	return n > 0;
}

static bool
is_value(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < 32 && p[i] != '\t') || p[i] == 127)
			return false;
	return true;
}

/* The colon, now NUL, and blanks are all that is between. */
static bool
is_in_place(const struct look *k, const char *name, size_t n, const char *value)
{
	if (name != k->behind || value <= name + n)
		return false;
	for (const char *p = name + n + 1; p < value; p++)
		if (*p != ' ' && *p != '\t')
			return false;
	return true;
}

static enum MHD_Result
look_at(void *ctx, enum MHD_ValueKind kind, const char *name, size_t n,
    const char *value, size_t value_n)
{
	struct look *k = ctx;
	struct str key = {name, n};

	(void)kind;
	if (!is_token(name, n) || value == NULL || !is_value(value, value_n) ||
	    !is_in_place(k, name, n, value) || value[value_n] != '\0' ||
	    value[value_n + 1] != '\0')
		k->bad = true;
	if (k->bad)
		return MHD_NO;
	k->behind = value + value_n + 2;
	if (str_fold_eqc(key, "Content-Length")) {
		k->length = (struct str){value, value_n};
		k->lengths++;
	} else if (str_fold_eqc(key, "Transfer-Encoding")) {
		k->codings++;
	} else if (str_fold_eqc(key, "Host")) {
		k->host = (struct str){value, value_n};
		k->hosts++;
	}
	return MHD_YES;
}

/* Printable ASCII, a path of our own, and no NUL hidden in it. */
static bool
is_uri(struct str uri)
{
	for (size_t i = 0; i < uri.n; i++)
		if (uri.p[i] <= ' ' || uri.p[i] >= 127 || uri.p[i] == '#' ||
		    uri.p[i] == '\\' || uri.p[i] == '"' || uri.p[i] == '<' ||
		    uri.p[i] == '>')
			return false;
	return uri.n > 0 && uri.n < HTTPD_URI_MAX && uri.p[0] == '/' &&
	       str_find(uri, STR("%00")) == STR_NPOS;
}

static bool
is_host(struct str host)
{
	for (size_t i = 0; i < host.n; i++)
		if (!str_is_alnum(host.p[i]) &&
		    strchr(".-:[]_", host.p[i]) == NULL)
			return false;
	return host.n > 0;
}

/* One blank between the three, and CRLF behind them. */
static bool
is_first_line(const struct httpd_strict *at)
{
	size_t n = strlen(at->version);

	return at->uri == at->method + strlen(at->method) + 1 &&
	       at->version == at->uri + at->text.n + 1 &&
	       at->version[n + 1] == '\0';
}

/* Nothing stands between the last line and the end of all. */
static bool
is_end(struct MHD_Connection *c, const char *behind, const char *from)
{
	const union MHD_ConnectionInfo *size =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	return size != NULL && behind + 2 == from + size->header_size;
}

static int
check_length(const struct look *k, bool is_post, int64_t *length)
{
	if (k->lengths == 1 &&
	    !str_to_i64(k->length, 0, INT64_C(1) << 40, length))
		return 400;
	if (is_post)
		return k->lengths == 1 ? 0 : 411;
	return *length == 0 ? 0 : 400;
}

int
httpd_strict_check(
    struct MHD_Connection *c, const struct httpd_strict *at, int64_t *length)
{
	struct look k = {.behind = at->version + strlen(at->version) + 2};
	bool old = strcmp(at->version, "HTTP/1.0") == 0;

	*length = 0;
	if (!old && strcmp(at->version, "HTTP/1.1") != 0)
		return 505;
	if (!is_first_line(at) || !is_uri(at->text) ||
	    !is_token(at->method, strlen(at->method)))
		return 400;
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, look_at, &k);
	if (k.bad || !is_end(c, k.behind, at->method) || k.lengths > 1 ||
	    k.hosts > 1 || (k.hosts == 0 && !old) ||
	    (k.hosts == 1 && !is_host(k.host)))
		return 400;
	if (k.codings > 0) /* forms and events have a length */
		return k.lengths > 0 || old ? 400 : 411;
	return check_length(&k, strcmp(at->method, "POST") == 0, length);
}
