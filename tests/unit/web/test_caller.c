#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "model/limits.h"
#include "port/httpd.h"
#include "port/seal.h"
#include "store/store.h"
#include "web/web.h"

#define SECRET "whsec_c2VjcmV0LW9mLXRoZS13ZWJob29r"
#define BODY   "{\"id\":\"evt_1\",\"object\":\"event\"}"

static char dir[64], ledger[128], secret[128];
static struct settings set;
static struct flow flow = {.set = &set};
static struct web *w;
static struct httpd *server;
static struct err err;

static int64_t
now(void *ctx)
{
	(void)ctx;
	return time(NULL);
}

/* The portal as it is, behind a proxy that names who asks. */
static int
begin(void **state)
{
	const struct web_start start = {.flow = &flow, .now = now};
	struct httpd_settings listen = {.listen = STR("127.0.0.1:0"),
	    .proxies = STR("127.0.0.1"),
	    .threads = 1,
	    .connections = 20,
	    .per_address = 20,
	    .timeout = 10};
	struct httpd_handler handler;
	struct store *st = NULL;

	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/dunmail-caller.XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(ledger, sizeof(ledger), "%s/ledger.db", dir);
	snprintf(secret, sizeof(secret), "%s/secret", dir);
	assert_int_equal(
	    file_write(secret, STR(SECRET "\n"), 0600, &err), RC_OK);
	assert_int_equal(store_open(ledger, DB_CREATE, &st, &err), RC_OK);
	store_close(&st);
	set = (struct settings){
	    .company_locale = STR("en-US"),
	    .company_color = STR("#1155cc"),
	    .links_base = STR("https://pay.example.com"),
	    .ledger_path = str_of(ledger),
	    .portal_texts = STR("portal"),
	    .templates_dir = STR("templates"),
	    .payments_provider = PAYMENTS_STRIPE,
	    .payments_webhook_file = str_of(secret),
	};
	log_set_level(LOG_ERROR);
	assert_int_equal(seal_start(&err), RC_OK);
	if (web_open(&start, &w, NULL, NULL, &err) != RC_OK)
		fail_msg("%s", err.text);
	handler = web_handler(w);
	if (httpd_start(&listen, &handler, &server, &err) != RC_OK)
		fail_msg("%s", err.text);
	return 0;
}

static int
end(void **state)
{
	char command[128];

	(void)state;
	httpd_stop(&server);
	web_free(&w);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static void
sign(const char *body, char header[300])
{
	unsigned char mac[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1], at[32];
	struct str parts[3];

	snprintf(at, sizeof(at), "%lld", (long long)time(NULL));
	parts[0] = str_of(at);
	parts[1] = STR(".");
	parts[2] = str_of(body);
	seal_hmac_sha256(STR(SECRET), parts, 3, mac);
	seal_hex(mac, sizeof(mac), hex);
	snprintf(header, 300, "t=%s,v1=%s", at, hex);
}

/* What `from` is answered who posts this; wait: whether it is told when. */
static int
post(const char *from, const char *name, const char *body, bool is_signed,
    bool *wait)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)httpd_port(server)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0), status = 0;
	char text[4096], signature[300] = "t=1,v1=00";
	size_t n = 0;
	ssize_t got;

	if (is_signed)
		sign(body, signature);
	snprintf(text, sizeof(text),
	    "POST /hook/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
	    "X-Forwarded-For: %s\r\nStripe-Signature: %s\r\n"
	    "Content-Length: %zu\r\n\r\n%s",
	    name, from, signature, strlen(body), body);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(send(fd, text, strlen(text), 0), strlen(text));
	while ((got = recv(fd, text + n, sizeof(text) - 1 - n, 0)) > 0)
		n += (size_t)got;
	close(fd);
	text[n] = '\0';
	sscanf(text, "HTTP/1.1 %d", &status);
	if (wait)
		*wait = strstr(text, "\r\nRetry-After: ") != NULL;
	return status;
}

static void
test_wrong_ones_are_counted(void **state)
{
	bool wait = false;

	(void)state;
	for (int i = 0; i < LIMIT_HOOK_WRONG; i++)
		assert_int_equal(
		    post("9.9.9.9", "stripe", BODY, false, &wait), 400);
	assert_false(wait);
	assert_int_equal(post("9.9.9.9", "stripe", BODY, false, &wait), 429);
	assert_true(wait);
	/* ... whatever else is asked of it; and nobody else is. */
	assert_int_equal(post("9.9.9.9", "nothing", "", false, NULL), 429);
	assert_int_equal(post("9.9.9.8", "stripe", BODY, false, NULL), 400);
	assert_int_equal(post("9.9.9.8", "stripe", BODY, true, NULL), 200);
}

/* A burst of theirs is not, nor one that is signed and not understood; and it
 * clears what somebody else sent from there. */
static void
test_right_ones_are_not(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_HOOK_WRONG - 1; i++)
		assert_int_equal(
		    post("9.9.9.9", "stripe", BODY, false, NULL), 400);
	for (int i = 0; i < LIMIT_HOOK_WRONG + 10; i++)
		assert_int_equal(
		    post("9.9.9.9", "stripe", i % 2 ? BODY : "[]", true, NULL),
		    i % 2 ? 200 : 400);
	assert_int_equal(post("9.9.9.9", "stripe", BODY, false, NULL), 400);
	assert_int_equal(post("9.9.9.9", "stripe", BODY, false, NULL), 400);
}

/* A name that is none is a wrong one, too. */
static void
test_no_such_hook(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_HOOK_WRONG; i++)
		assert_int_equal(
		    post("2001:db8::1", "nothing", "", false, NULL), 404);
	/* another address of the same /64 */
	assert_int_equal(post("2001:db8::2", "nothing", "", false, NULL), 429);
	assert_int_equal(
	    post("2001:db8:0:1::2", "nothing", "", false, NULL), 404);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
	    T(test_wrong_ones_are_counted),
	    T(test_right_ones_are_not),
	    T(test_no_such_hook),
	};

	return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
