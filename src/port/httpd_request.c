#include "port/httpd_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/formdata.h"
#include "base/xalloc.h"
#include "model/limits.h"

#define SLOWEST 8 /* bytes in a ms: a client that takes less is too slow */

void *
httpd_request_begin(void *ctx, const char *uri, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *own =
	    MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct httpd_request_job *j = xcalloc(1, sizeof(*j));

	(void)ctx;
	j->conn = own ? own->socket_context : NULL;
	j->m = c;
	j->sent = uri;
	j->uri = xstrndup(uri, HTTPD_URI_MAX);
	return j;
}

void
httpd_request_end(void *ctx, struct MHD_Connection *c, void **own,
    enum MHD_RequestTerminationCode why)
{
	struct httpd_request_job *j = *own;

	(void)ctx;
	(void)c;
	(void)why;
	*own = NULL;
	if (j == NULL)
		return;
	if (j->conn) {
		j->conn->since = httpd_conn_now();
		j->conn->grace = 0;
	}
	if (j->answer)
		MHD_destroy_response(j->answer);
	buf_fini(&j->body);
	if (j->a)
		arena_free(&j->a);
	free(j->uri);
	free(j);
}

bool
httpd_is_placed(const struct httpd_request *rq)
{
	return rq->place.n > 0 && rq->place.p[0] != 0;
}

struct str
httpd_header(const struct httpd_request *rq, const char *name)
{
	const struct httpd_request_job *j = rq->own;

	return str_of(MHD_lookup_connection_value(j->m, MHD_HEADER_KIND, name));
}

void
httpd_add(struct httpd_answer *out, const char *name, struct str value)
{
	if (out->header_count >= HTTPD_HEADERS)
		xdie("httpd: over %d header lines", HTTPD_HEADERS);
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 32 || value.p[i] == 127)
			xdie("httpd: a header line with control characters");
	out->names[out->header_count] = name;
	out->values[out->header_count++] = value;
}

static void
add_line(struct MHD_Response *r, const char *name, struct str value)
{
	char small[512];
	char *text = value.n < sizeof(small) ? small : xmalloc(value.n + 1);

	if (value.n > 0)
		memcpy(text, value.p, value.n);
	text[value.n] = '\0';
	MHD_add_response_header(r, name, text);
	if (text != small)
		free(text);
}

static struct MHD_Response *
response_of(struct httpd_answer *out)
{
	size_t n = out->body.n;
	char *bytes = n ? buf_take(&out->body) : NULL;
	struct MHD_Response *r = MHD_create_response_from_buffer(
	    n, bytes, n ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);

	if (r == NULL)
		xdie("httpd: no memory for an answer");
	for (size_t i = 0; i < out->header_count; i++)
		add_line(r, out->names[i], out->values[i]);
	buf_fini(&out->body);
	return r;
}

/* A word of our own, and the end of the connection: whatever comes behind a
 * request that was not understood is not one. */
void
httpd_request_refuse(struct httpd_request_job *j, int status)
{
	static char text[] = "This request is refused.\n";
	struct MHD_Response *r = MHD_create_response_from_buffer(
	    sizeof(text) - 1, text, MHD_RESPMEM_PERSISTENT);

	if (r == NULL)
		xdie("httpd: no memory for an answer");
	MHD_add_response_header(r, "Connection", "close");
	MHD_add_response_header(r, "Content-Type", "text/plain");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'");
	MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	if (status == 405)
		MHD_add_response_header(r, "Allow", "GET, HEAD, POST, OPTIONS");
	if (status == 503)
		MHD_add_response_header(r, "Retry-After", "10");
	j->answer = r;
	j->status = status;
	j->stage = HTTPD_STAGE_SERVED;
}

static enum httpd_method
method_of(const char *text)
{
	static const char *const names[] = {
	    [HTTPD_GET] = "GET",
	    [HTTPD_HEAD] = "HEAD",
	    [HTTPD_POST] = "POST",
	    [HTTPD_OPTIONS] = "OPTIONS",
	};

	for (int i = 0; i < HTTPD_OTHER; i++)
		if (strcmp(text, names[i]) == 0)
			return (enum httpd_method)i;
	return HTTPD_OTHER;
}

static void
describe(struct httpd_request_job *j, const char *method)
{
	struct httpd_request *rq = &j->rq;
	struct str uri = str_of(j->uri);
	size_t mark = str_chr(uri, '?');

	rq->own = j;
	rq->method = method_of(method);
	rq->path = str_sub(uri, 0, mark == STR_NPOS ? uri.n : mark);
	rq->query = mark == STR_NPOS ? (struct str){"", 0}
				     : str_sub(uri, mark + 1, uri.n);
	rq->type = httpd_header(rq, "Content-Type");
	httpd_conn_peer(j->conn,
	    j->conn->is_proxy ? httpd_header(rq, "X-Forwarded-For")
			      : (struct str){NULL, 0},
	    &j->peer);
	rq->peer = str_of(j->peer.name);
	rq->place = (struct str){
	    (const char *)j->peer.place.bytes, sizeof(j->peer.place.bytes)};
}

/* By the loop, or by a thread for POSTs. */
void
httpd_request_serve(struct httpd *h, void *state, struct httpd_request_job *j)
{
	struct httpd_answer out = {.status = 500};

	h->handler.serve(h->handler.ctx, state, &j->rq, &out);
	j->status = out.status;
	j->size = out.body.n;
	j->answer = response_of(&out);
	j->stage = HTTPD_STAGE_SERVED;
}

static void
start(struct httpd_request_job *j, const char *method, const char *version)
{
	struct httpd *h = j->conn->loop->h;
	const struct httpd_strict at = {
	    method, j->sent, version, str_of(j->uri)};
	int64_t length;
	int bad = httpd_strict_check(j->m, &at, &length);

	if (bad) {
		httpd_request_refuse(j, bad);
		return;
	}
	describe(j, method);
	if (j->rq.method == HTTPD_OTHER) {
		httpd_request_refuse(j, 405);
		return;
	}
	if (j->rq.method == HTTPD_POST)
		j->ceiling = h->handler.ceiling(h->handler.ctx, j->rq.path);
	if (length > (int64_t)j->ceiling) {
		httpd_request_refuse(j, 413);
		return;
	}
	buf_init(&j->body, j->ceiling);
	j->stage = HTTPD_STAGE_BODY;
}

static enum rc
read_fields(struct httpd_request_job *j)
{
	struct formdata form;
	struct httpd_field *f;
	enum rc rc;

	j->a = arena_new(2 * j->body.n + (256u << 10));
	rc = formdata_read(j->a, j->rq.type, j->rq.body, &form, NULL);
	if (rc != RC_OK || form.count == 0)
		return rc;
	f = arena_array(j->a, form.count, sizeof(*f));
	for (size_t i = 0; i < form.count; i++)
		f[i] = (struct httpd_field){
		    .name = form.fields[i].name,
		    .value = form.fields[i].value,
		    .is_file = form.fields[i].is_file,
		    .file_name = form.fields[i].file_name,
		    .file_type = form.fields[i].file_type,
		};
	j->rq.fields = f;
	j->rq.field_count = form.count;
	return RC_OK;
}

/* All of it is there. */
static void
finish(struct httpd_request_job *j)
{
	struct httpd_loop *l = j->conn->loop;

	if (j->rq.method != HTTPD_POST) {
		httpd_request_serve(l->h, l->state, j);
		return;
	}
	j->rq.body = buf_str(&j->body);
	if (read_fields(j) == RC_BAD) {
		httpd_request_refuse(j, 400);
		return;
	}
	j->stage = HTTPD_STAGE_POSTED;
	MHD_suspend_connection(j->m);
	j->conn->suspended = true;
	if (httpd_post_submit(j))
		return;
	MHD_resume_connection(j->m);
	j->conn->suspended = false;
	httpd_request_refuse(j, 503);
}

static enum MHD_Result
answer(struct httpd_request_job *j)
{
	j->conn->since = httpd_conn_now();
	j->conn->grace = 1 + (int64_t)(j->size / SLOWEST);
	return MHD_queue_response(j->m, (unsigned)j->status, j->answer);
}

enum MHD_Result
httpd_request_go(void *ctx, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *size,
    void **own)
{
	struct httpd_request_job *j = *own;

	(void)ctx;
	(void)c;
	(void)url;
	if (j == NULL || j->conn == NULL)
		return MHD_NO;
	if (j->stage == HTTPD_STAGE_NEW) {
		start(j, method, version);
		return j->stage == HTTPD_STAGE_SERVED ? answer(j) : MHD_YES;
	}
	if (j->stage == HTTPD_STAGE_BODY && *size > 0) {
		buf_add(&j->body, data, *size);
		*size = 0;
		return j->body.full ? MHD_NO : MHD_YES;
	}
	if (j->stage == HTTPD_STAGE_BODY)
		finish(j);
	return j->stage == HTTPD_STAGE_SERVED ? answer(j) : MHD_YES;
}
