#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "port/httpd.h"

#define STOP   500  /* ms that what is under way has at the end */
#define SLOWER 1500 /* what takes longer */

/* What the last request was, as the handler saw it. */
static struct {
	atomic_int asked, threads;
	char text[8192];
} seen;

static void *
open_thread(void *ctx)
{
	(void)ctx;
	atomic_fetch_add(&seen.threads, 1);
	return xmalloc(1);
}

static void
close_thread(void *ctx, void *thread)
{
	(void)ctx;
	atomic_fetch_sub(&seen.threads, 1);
	free(thread);
}

static size_t
ceiling(void *ctx, struct str path)
{
	(void)ctx;
	return str_starts(path, STR("/form")) ? 4096 : 0;
}

/* "METHOD path?query peer header|name=value(file:type)..." */
static void
describe(const struct httpd_request *rq)
{
	struct str x = httpd_header(rq, "X-Test");
	int n = snprintf(seen.text, sizeof(seen.text), "%d %.*s?%.*s %.*s %.*s",
	    rq->method, STR_ARG(rq->path), STR_ARG(rq->query),
	    STR_ARG(rq->peer), STR_ARG(x));

	for (size_t i = 0; i < rq->field_count; i++)
		n += snprintf(seen.text + n, sizeof(seen.text) - (size_t)n,
		    "|%.*s=%.*s(%.*s:%.*s)", STR_ARG(rq->fields[i].name),
		    STR_ARG(rq->fields[i].value),
		    STR_ARG(rq->fields[i].file_name),
		    STR_ARG(rq->fields[i].file_type));
}

static void
serve(void *ctx, void *thread, const struct httpd_request *rq,
    struct httpd_answer *out)
{
	(void)ctx;
	(void)thread;
	atomic_fetch_add(&seen.asked, 1);
	describe(rq);
	out->status = 200;
	buf_init(&out->body, 8u << 20);
	httpd_add(out, "X-Answer", STR("yes"));
	if (str_eqc(rq->path, "/large"))
		for (int i = 0; i < 4 << 20; i++)
			buf_addc(&out->body, 'x');
	else if (str_eqc(rq->path, "/form/slow"))
		usleep(700000);
	else if (str_eqc(rq->path, "/form/slower"))
		usleep(SLOWER * 1000);
	buf_adds(&out->body, "hello\n");
}

static struct httpd *
start(struct httpd_settings *set)
{
	const struct httpd_handler handler = {
	    .open = open_thread,
	    .close = close_thread,
	    .ceiling = ceiling,
	    .serve = serve,
	};
	struct httpd *h = NULL;
	struct err err = {{0}};

	if (set->listen.n == 0)
		set->listen = STR("127.0.0.1:0");
	if (set->threads == 0)
		set->threads = 2;
	if (set->connections == 0)
		set->connections = 40;
	if (set->per_address == 0)
		set->per_address = 30;
	if (set->timeout == 0)
		set->timeout = 10;
	seen.asked = 0;
	if (httpd_start(set, &handler, &h, &err) != RC_OK)
		fail_msg("%s", err.text);
	return h;
}

static int
dial(const struct httpd *h)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)httpd_port(h)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void
say(int fd, const char *bytes, size_t n)
{
	assert_int_equal(send(fd, bytes, n, MSG_NOSIGNAL), n);
}

/* Until the far side closes, or is silent for so long; true: it closed. */
static bool
hear(int fd, char *out, size_t size, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	size_t n = 0;
	bool closed = false;

	while (!closed && n + 1 < size && poll(&p, 1, ms) > 0) {
		ssize_t got = recv(fd, out + n, size - n - 1, 0);

		closed = got <= 0;
		n += got > 0 ? (size_t)got : 0;
	}
	out[n] = '\0';
	return closed;
}

static int
count(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)) != NULL; text++)
		n++;
	return n;
}

/* One connection, these bytes; the status of the first answer, 0: none. */
static int
ask_n(const struct httpd *h, const char *bytes, size_t n, bool *closed)
{
	char text[65536];
	int fd = dial(h), status = 0;
	bool ended;

	say(fd, bytes, n);
	ended = hear(fd, text, sizeof(text), 150);
	if (closed)
		*closed = ended;
	close(fd);
	if (sscanf(text, "HTTP/1.1 %d", &status) != 1)
		return 0;
	return status;
}

static int
ask(const struct httpd *h, const char *text)
{
	return ask_n(h, text, strlen(text), NULL);
}

#define HOST "Host: a.example\r\n"

static void
test_plain(void **state)
{
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);
	char text[65536];
	int fd = dial(h);

	(void)state;
	say(fd, "GET /a%2Fb?c=d%20e&f HTTP/1.1\r\n" HOST "X-Test: t\r\n\r\n",
	    strlen(
		"GET /a%2Fb?c=d%20e&f HTTP/1.1\r\n" HOST "X-Test: t\r\n\r\n"));
	assert_false(hear(fd, text, sizeof(text), 100));
	assert_string_equal(seen.text, "0 /a%2Fb?c=d%20e&f 127.0.0.1 t");
	assert_non_null(strstr(text, "X-Answer: yes\r\n"));
	assert_non_null(strstr(text, "\r\n\r\nhello\n"));
	/* The same connection, three at once. */
	for (int i = 0; i < 3; i++)
		say(fd, "GET /x HTTP/1.1\r\n" HOST "\r\n",
		    strlen("GET /x HTTP/1.1\r\n" HOST "\r\n"));
	hear(fd, text, sizeof(text), 100);
	assert_int_equal(count(text, "HTTP/1.1 200"), 3);
	/* HEAD is GET without a body. */
	say(fd, "HEAD /x HTTP/1.1\r\n" HOST "\r\n",
	    strlen("HEAD /x HTTP/1.1\r\n" HOST "\r\n"));
	hear(fd, text, sizeof(text), 100);
	assert_int_equal(seen.text[0], '1');
	assert_non_null(strstr(text, "Content-Length: 6\r\n"));
	assert_null(strstr(text, "hello"));
	close(fd);
	assert_int_equal(ask(h, "OPTIONS /x HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_int_equal(ask(h, "TRACE /x HTTP/1.1\r\n" HOST "\r\n"), 405);
	assert_int_equal(
	    ask(h, "PUT /x HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
	    405);
	assert_int_equal(ask(h, "GET /x HTTP/1.0\r\n\r\n"), 200);
	/* What is refused is shown in no frame, and runs nothing. */
	fd = dial(h);
	say(fd, "PUT /x HTTP/1.1\r\n" HOST "\r\n",
	    strlen("PUT /x HTTP/1.1\r\n" HOST "\r\n"));
	hear(fd, text, sizeof(text), 100);
	assert_non_null(strstr(text, "HTTP/1.1 405"));
	assert_non_null(
	    strstr(text, "Content-Security-Policy: default-src 'none'; "
			 "frame-ancestors 'none'\r\n"));
	assert_non_null(strstr(text, "Referrer-Policy: no-referrer\r\n"));
	close(fd);
	httpd_stop(&h);
	assert_null(h);
	assert_int_equal(seen.threads, 0);
}

#define GET  "GET /x HTTP/1.1\r\n" HOST
#define POST "POST /form HTTP/1.1\r\n" HOST

/* What two readers could understand differently: none reaches the handler,
 * and the connection ends. */
static void
test_ambiguous(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
	} cases[] = {
#define C(text) {text, sizeof(text) - 1}
	    C(POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
		   "0\r\n\r\n"),
	    C(POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
		   "0\r\n\r\n"),
	    C(POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	    C(POST "Transfer-Encoding: xchunked\r\n\r\n"),
	    C(POST "Transfer-Encoding:\x0b"
		   "chunked\r\nContent-Length: 4\r\n\r\nabcd"),
	    C(POST "Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n"
		   "abcd"),
	    C(POST "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
	    C(POST "Content-Length: 4\r\nContent-length: 5\r\n\r\nabcd"),
	    C(POST "Content-Length: 4, 4\r\n\r\nabcd"),
	    C(POST "Content-Length: +4\r\n\r\nabcd"),
	    C(POST "Content-Length: -1\r\n\r\nabcd"),
	    C(POST "Content-Length: 0x4\r\n\r\nabcd"),
	    C(POST "Content-Length: 4 \r\n\r\nabcd"),
	    C(POST "Content-Length:\r\n\r\nabcd"),
	    C(POST "Content-Length: 99999999999999999999\r\n\r\nabcd"),
	    C(POST "\r\n"),
	    C(GET "Content-Length: 4\r\n\r\nabcd"),
	    C("GET /x HTTP/1.1\r\nHost : a\r\n\r\n"),
	    C("GET /x HTTP/1.1\r\n\r\n"),
	    C(GET HOST "\r\n"),
	    C("GET /x HTTP/1.1\r\nHost: a b\r\n\r\n"),
	    C("GET /x HTTP/1.1\r\nHost:\r\n\r\n"),
	    C(GET "X : a\r\n\r\n"),
	    C(GET "X: a\rContent-Length: 5\r\n\r\n"),
	    C(GET "X: a\r\r\nY: b\r\n\r\n"),
	    C(GET "X: a\nY: b\r\n\r\n"),
	    C(GET "X: a\n\r\n"),
	    C(GET "X: a\r\n\n"),
	    C(GET "X: a\n\n"),
	    C(GET "\n"),
	    C("GET /x HTTP/1.1\n" HOST "\r\n"),
	    C("GET /x HTTP/1.1\r" HOST "\r\n"),
	    C("GET /x HTTP/1.1\nHost: a\n\n"),
	    C(GET "X: a\r\n b\r\n\r\n"),
	    C(GET "X: a\r\n\tb\r\nY: c\r\n\r\n"),
	    C("GET /x HTTP/1.1\r\n X: a\r\n" HOST "\r\n"),
	    C(GET "X: a\0b\r\nY: c\r\n\r\n"),
	    C(GET "X: a\0b\r\n\r\n"),
	    C(GET "X\0Y: a\r\n\r\n"),
	    C(GET "Xabc\r\n\r\n"),
	    C(GET ": abc\r\n\r\n"),
	    C(GET "(x): abc\r\n\r\n"),
	    C(GET "X: a\x01\r\n\r\n"),
	    C("GET /x\0y HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x%00y HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x?y=%00 HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET http://a/x HTTP/1.1\r\n" HOST "\r\n"),
	    C("OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x\r\n\r\n"),
	    C("GET /x HTTP/2.0\r\n" HOST "\r\n"),
	    C("GET /x HTTP/1.2\r\n" HOST "\r\n"),
	    C("GET /x http/1.1\r\n" HOST "\r\n"),
	    C("GET  /x HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x  HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET\t/x HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x y HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x#y HTTP/1.1\r\n" HOST "\r\n"),
	    C("GET /x\\y HTTP/1.1\r\n" HOST "\r\n"),
#undef C
	};
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool closed = false;
		int status = ask_n(h, cases[i].bytes, cases[i].n, &closed);

		if (!closed || status == 200 || seen.asked != 0)
			fail_msg("case %zu: status %d, asked %d: %s", i, status,
			    (int)seen.asked, cases[i].bytes);
	}
	assert_int_equal(ask(h, GET "X:\r\nY: \r\nZ:  a \xe9 \r\n\r\n"), 200);
	assert_int_equal(ask(h, GET "Cookie: a=b; c=\"d\"\r\n\r\n"), 200);
	httpd_stop(&h);
}

static void
test_limits(void **state)
{
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);
	static char big[40000];
	int n;

	(void)state;
	n = snprintf(big, sizeof(big), GET "X: ");
	memset(big + n, 'a', 30000);
	memcpy(big + n + 30000, "\r\n\r\n", 5);
	assert_int_equal(ask(h, big), 431);
	n = snprintf(big, sizeof(big), "GET /");
	memset(big + n, 'a', 9000);
	strncpy(big + n + 9000, " HTTP/1.1\r\n" HOST "\r\n", 100);
	assert_int_equal(ask(h, big), 400);
	assert_int_equal(
	    ask(h, "POST /x HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\na"),
	    413);
	assert_int_equal(ask(h, POST "Content-Length: 4097\r\n\r\n"), 413);
	assert_int_equal(seen.asked, 0);
	assert_int_equal(ask(h, POST "Content-Length: 0\r\n\r\n"), 200);
	httpd_stop(&h);
}

static int
post(const struct httpd *h, const char *type, const char *body)
{
	static char text[8192];

	snprintf(text, sizeof(text),
	    POST "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", type,
	    strlen(body), body);
	return ask(h, text);
}

static void
test_forms(void **state)
{
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);
	char body[4097];

	(void)state;
	assert_int_equal(
	    post(h, "application/x-www-form-urlencoded", "a=1+2&b=%C3%A9&c"),
	    200);
	assert_string_equal(
	    seen.text, "2 /form? 127.0.0.1 |a=1 2(:)|b=\xc3\xa9(:)|c=(:)");
	assert_int_equal(post(h, "multipart/form-data; boundary=XX",
			     "--XX\r\nContent-Disposition: form-data; "
			     "name=\"a\"\r\n\r\none\r\ntwo\r\n--XX\r\n"
			     "Content-Disposition: form-data; name=\"f\"; "
			     "filename=\"q.pdf\"\r\nContent-Type: "
			     "application/pdf\r\n\r\n%PDF\r\n--XX--\r\n"),
	    200);
	assert_string_equal(seen.text,
	    "2 /form? 127.0.0.1 |a=one\r\ntwo(:)|f=%PDF(q.pdf:"
	    "application/pdf)");
	assert_int_equal(post(h, "application/json", "{}"), 200);
	assert_string_equal(seen.text, "2 /form? 127.0.0.1 ");
	seen.asked = 0;
	assert_int_equal(
	    post(h, "application/x-www-form-urlencoded", "a=%ff"), 400);
	assert_int_equal(
	    post(h, "application/x-www-form-urlencoded", "a=%00"), 400);
	assert_int_equal(
	    post(h, "multipart/form-data; boundary=XX", "--XX\r\n"), 400);
	assert_int_equal(seen.asked, 0);
	memset(body, 'a', 4096);
	body[4096] = '\0';
	assert_int_equal(
	    post(h, "application/x-www-form-urlencoded", body), 400);
	memcpy(body, "a=", 2);
	assert_int_equal(
	    post(h, "application/x-www-form-urlencoded", body), 200);
	httpd_stop(&h);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A byte now and then does not keep a connection, whatever it is waiting
 * for; who is quick is served all the while. */
static void
test_slow(void **state)
{
	struct httpd_settings set = {.timeout = 1};
	struct httpd *h = start(&set);
	const char *bytes[] = {GET "X: ", POST "Content-Length: 4000\r\n\r\n",
	    "GET /x HTTP/1.1\r\n" HOST "\r\n", ""};
	int64_t from = now_ms(), asked;
	int fd[4], open = 4;

	(void)state;
	for (int i = 0; i < 4; i++) {
		fd[i] = dial(h);
		if (bytes[i][0])
			say(fd[i], bytes[i], strlen(bytes[i]));
	}
	while (open > 0 && now_ms() - from < 4000) {
		usleep(100000);
		for (int i = 0; i < 4; i++) {
			char drop[4096];

			if (fd[i] < 0)
				continue;
			if (i < 2)
				send(fd[i], "a", 1, MSG_NOSIGNAL);
			while (
			    recv(fd[i], drop, sizeof(drop), MSG_DONTWAIT) > 0)
				continue;
			if (recv(fd[i], drop, 1, MSG_DONTWAIT) == 0 ||
			    errno == ECONNRESET) {
				close(fd[i]);
				fd[i] = -1;
				open--;
			}
		}
		asked = now_ms();
		assert_int_equal(ask(h, GET "Connection: close\r\n\r\n"), 200);
		assert_true(now_ms() - asked < 500);
	}
	assert_int_equal(open, 0);
	assert_true(now_ms() - from < 3000);
	httpd_stop(&h);
}

/* A slow POST holds nobody up, and is answered though the server ends. */
static void
test_post_waits(void **state)
{
	struct httpd_settings set = {.threads = 1};
	struct httpd *h = start(&set);
	const char *slow =
	    "POST /form/slow HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n";
	char text[4096];
	int64_t from;
	int fd = dial(h);

	(void)state;
	say(fd, slow, strlen(slow));
	usleep(50000);
	from = now_ms();
	assert_int_equal(ask(h, GET "Connection: close\r\n\r\n"), 200);
	assert_true(now_ms() - from < 400);
	httpd_stop(&h);
	hear(fd, text, sizeof(text), 1000);
	assert_non_null(strstr(text, "HTTP/1.1 200"));
	close(fd);
	assert_int_equal(seen.threads, 0);
}

static int
begin_post(const struct httpd *h, const char *path)
{
	char text[256];
	int fd = dial(h);

	snprintf(text, sizeof(text),
	    "POST %s HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", path);
	say(fd, text, strlen(text));
	usleep(50000);
	return fd;
}

static int
status_of(int fd)
{
	char text[4096];
	int status = 0;

	hear(fd, text, sizeof(text), 1000);
	close(fd);
	sscanf(text, "HTTP/1.1 %d", &status);
	return status;
}

/* What a thread has begun is done and told, however long it takes; what only
 * waits for one has the time of the end. Nothing is left hanging. */
static void
test_stop_while_posts_take_long(void **state)
{
	struct httpd_settings set = {.threads = 1, .stop_ms = STOP};
	struct httpd *h = start(&set);
	int fd[4];
	int64_t from;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		fd[i] = begin_post(h, "/form/slower");
	from = now_ms();
	httpd_stop(&h);
	assert_true(now_ms() - from < SLOWER + 1000);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(status_of(fd[i]), i < 2 ? 200 : 503);
	assert_int_equal(seen.asked, 2);
	assert_int_equal(seen.threads, 0);
}

/* The same of one that is gone when its answer is there. */
static void
test_stop_without_who_asked(void **state)
{
	struct httpd_settings set = {.threads = 1, .stop_ms = STOP};
	struct httpd *h = start(&set);

	(void)state;
	close(begin_post(h, "/form/slower"));
	httpd_stop(&h);
	assert_int_equal(seen.asked, 1);
	assert_int_equal(seen.threads, 0);
}

/* Who does not read holds nobody up, nor who says half a request. */
static void
test_stop_is_bounded(void **state)
{
	struct httpd_settings set = {.threads = 1, .stop_ms = STOP};
	struct httpd *h = start(&set);
	int deaf = dial(h), slow = dial(h), small = 4096;
	int64_t from;

	(void)state;
	setsockopt(deaf, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(deaf, "GET /large HTTP/1.0\r\n\r\n",
	    strlen("GET /large HTTP/1.0\r\n\r\n"));
	say(slow, "GET /x HT", 9);
	usleep(100000);
	from = now_ms();
	httpd_stop(&h);
	assert_true(now_ms() - from < STOP + 1000);
	close(deaf);
	close(slow);
}

struct stopping {
	struct httpd *h;
	pthread_t thread;
};

static void *
stop_it(void *arg)
{
	struct stopping *s = arg;

	httpd_stop(&s->h);
	return NULL;
}

/* From the first moment nobody new is let in, while others are served. */
static void
test_stop_takes_nothing_new(void **state)
{
	struct httpd_settings set = {.threads = 2, .stop_ms = STOP};
	struct stopping s = {.h = start(&set)};
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)httpd_port(s.h)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int busy = begin_post(s.h, "/form/slow"), late;

	(void)state;
	pthread_create(&s.thread, NULL, stop_it, &s);
	usleep(200000);
	late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(late, (struct sockaddr *)&to, sizeof(to)), -1);
	close(late);
	pthread_join(s.thread, NULL);
	assert_int_equal(status_of(busy), 200);
	assert_int_equal(seen.asked, 1);
}

static void
test_per_address(void **state)
{
	struct httpd_settings set = {.per_address = 5};
	struct httpd *h = start(&set);
	int fd[12], served = 0;
	char text[4096];

	(void)state;
	for (int i = 0; i < 12; i++) {
		fd[i] = dial(h);
		usleep(20000);
		send(fd[i], GET "\r\n", strlen(GET "\r\n"), MSG_NOSIGNAL);
	}
	for (int i = 0; i < 12; i++) {
		hear(fd[i], text, sizeof(text), 100);
		served += strstr(text, "HTTP/1.1 200") != NULL;
		close(fd[i]);
	}
	/* Two threads count at once: one more may slip in. */
	assert_in_range(served, 5, 6);
	usleep(100000);
	assert_int_equal(ask(h, GET "\r\n"), 200);
	httpd_stop(&h);
}

static void
test_proxy(void **state)
{
	struct httpd_settings set = {.proxies = STR("127.0.0.1\n10.0.0.9")};
	struct httpd *h = start(&set);

	(void)state;
	ask(h, GET "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.0.0.9\r\n\r\n");
	assert_string_equal(seen.text, "0 /x? 9.9.9.9 ");
	ask(h, GET "X-Forwarded-For: 6.6.6.6, 2001:db8::1\r\n\r\n");
	assert_string_equal(seen.text, "0 /x? 2001:db8::1 ");
	ask(h, GET "X-Forwarded-For: 6.6.6.6, junk\r\n\r\n");
	assert_string_equal(seen.text, "0 /x? 127.0.0.1 ");
	httpd_stop(&h);
	set.proxies = (struct str){NULL, 0};
	h = start(&set);
	ask(h, GET "X-Forwarded-For: 9.9.9.9\r\n\r\n");
	assert_string_equal(seen.text, "0 /x? 127.0.0.1 ");
	httpd_stop(&h);
}

static void
test_unix(void **state)
{
	struct httpd_settings set = {0};
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	char dir[] = "/tmp/httpdXXXXXX", listen_at[128], text[4096];
	struct httpd *h;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(to.sun_path, sizeof(to.sun_path), "%s/s", dir);
	snprintf(listen_at, sizeof(listen_at), "unix:%s/s", dir);
	set.listen = str_of(listen_at);
	h = start(&set);
	assert_int_equal(httpd_port(h), 0);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	say(fd, GET "X-Forwarded-For: 9.9.9.9\r\n\r\n",
	    strlen(GET "X-Forwarded-For: 9.9.9.9\r\n\r\n"));
	hear(fd, text, sizeof(text), 100);
	assert_string_equal(seen.text, "0 /x? 9.9.9.9 ");
	close(fd);
	httpd_stop(&h);
	assert_int_equal(access(to.sun_path, F_OK), -1);
	rmdir(dir);
}

static void
test_large(void **state)
{
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);
	size_t size = 5u << 20, n;
	char *text = malloc(size);
	int fd = dial(h);

	(void)state;
	say(fd, "GET /large HTTP/1.0\r\n\r\n",
	    strlen("GET /large HTTP/1.0\r\n\r\n"));
	assert_true(hear(fd, text, size, 2000));
	n = strlen(text);
	assert_true(n > 4u << 20);
	assert_string_equal(text + n - 6, "hello\n");
	free(text);
	close(fd);
	httpd_stop(&h);
}

static void
refused(const char *listen_at, const char *proxies)
{
	struct httpd_settings set = {.listen = str_of(listen_at),
	    .proxies = str_of(proxies),
	    .threads = 1,
	    .connections = 10,
	    .per_address = 10,
	    .timeout = 10};
	const struct httpd_handler handler = {.open = open_thread,
	    .close = close_thread,
	    .ceiling = ceiling,
	    .serve = serve};
	struct httpd *h = NULL;
	struct err err = {{0}};

	assert_int_not_equal(httpd_start(&set, &handler, &h, &err), RC_OK);
	assert_null(h);
	assert_string_not_equal(err.text, "");
}

static void
test_settings(void **state)
{
	struct httpd_settings set = {0};
	struct httpd *h = start(&set);
	char taken[64], longer[5 + 108 + 1];

	(void)state;
	snprintf(taken, sizeof(taken), "127.0.0.1:%d", httpd_port(h));
	refused(taken, "");
	refused("localhost:80", "");
	refused("127.0.0.1", "");
	refused("127.0.0.1:70000", "");
	refused("[::1:80", "");
	refused("unix:", "");
	memset(longer, 'x', sizeof(longer));
	memcpy(longer, "unix:/tmp/", 10);
	longer[sizeof(longer) - 1] = '\0';
	refused(longer, "");
	refused("127.0.0.1:0", "10.0.0.0/8");
	httpd_stop(&h);
	httpd_stop(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_ambiguous),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_slow),
	    cmocka_unit_test(test_post_waits),
	    cmocka_unit_test(test_stop_while_posts_take_long),
	    cmocka_unit_test(test_stop_without_who_asked),
	    cmocka_unit_test(test_stop_is_bounded),
	    cmocka_unit_test(test_stop_takes_nothing_new),
	    cmocka_unit_test(test_per_address),
	    cmocka_unit_test(test_proxy),
	    cmocka_unit_test(test_unix),
	    cmocka_unit_test(test_large),
	    cmocka_unit_test(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
