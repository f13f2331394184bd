#include "flow/hookpost.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "port/http.h"
#include "port/oauth.h"
#include "port/seal.h"

#define ANSWER_MAX 4096
#define SECRET_MIN 16 /* bytes */

struct hookpost {
	const struct settings *set;
	struct buf bytes;
	struct str secrets[HOOKPOST_SECRETS];
	size_t count;
	int64_t since;
	bool away; /* the receiver did not answer: no other is tried */
};

struct str
hookpost_sign(const struct str *secrets, size_t n, int64_t at, struct str body,
    char out[HOOKPOST_SIGNATURE])
{
	unsigned char mac[SEAL_HASH];
	char stamp[24], hex[2 * SEAL_HASH + 1];
	size_t used;
	struct str parts[2];

	snprintf(stamp, sizeof(stamp), "%lld.", (long long)at);
	parts[0] = str_of(stamp);
	parts[1] = body;
	used =
	    (size_t)snprintf(out, HOOKPOST_SIGNATURE, "t=%lld", (long long)at);
	for (size_t i = 0; i < n && i < HOOKPOST_SECRETS; i++) {
		seal_hmac_sha256(secrets[i], parts, 2, mac);
		seal_hex(mac, sizeof(mac), hex);
		used += (size_t)snprintf(
		    out + used, HOOKPOST_SIGNATURE - used, ",v1=%s", hex);
	}
	return (struct str){out, used};
}

static enum rc
read_secrets(struct hookpost *h, struct err *err)
{
	char path[PATH_MAX];
	struct str rest, line;
	enum rc rc;

	snprintf(
	    path, sizeof(path), "%.*s", STR_ARG(h->set->hooks_secret_file));
	(void)buf_reserve(&h->bytes, LIMIT_SECRET_FILE - 1);
	rc = file_read_secret(path, &h->bytes, err);
	if (rc != RC_OK)
		return rc == RC_MISS
			   ? err_set(err, RC_BAD, "%s: no such file", path)
			   : rc;
	rest = buf_str(&h->bytes);
	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (line.n < SECRET_MIN || h->count == HOOKPOST_SECRETS)
			return err_set(err, RC_BAD,
			    "%s: at most %d secrets, %d characters or more "
			    "each",
			    path, HOOKPOST_SECRETS, SECRET_MIN);
		h->secrets[h->count++] = line;
	}
	return h->count > 0
		   ? RC_OK
		   : err_set(err, RC_BAD, "%s: there is no secret in it", path);
}

struct hookpost *
hookpost_new(const struct flow *f, struct err *err)
{
	struct hookpost *h = xcalloc(1, sizeof(*h));

	h->set = f->set;
	h->since = oauth_clock();
	buf_init(&h->bytes, LIMIT_SECRET_FILE);
	if (read_secrets(h, err) != RC_OK)
		hookpost_free(&h);
	return h;
}

void
hookpost_free(struct hookpost **h)
{
	if (*h == NULL)
		return;
	if ((*h)->bytes.p)
		explicit_bzero((*h)->bytes.p, (*h)->bytes.cap);
	buf_fini(&(*h)->bytes);
	free(*h);
	*h = NULL;
}

bool
hookpost_may(const struct hookpost *h)
{
	return oauth_clock() - h->since < HOOKPOST_SECONDS;
}

static void
settle(struct hookpost_result *out, enum smtp_outcome outcome, int code,
    const char *text)
{
	out->outcome = outcome;
	out->code = code;
	snprintf(out->text, sizeof(out->text), "%.199s", text);
}

static void
judge(int64_t status, struct hookpost_result *out)
{
	char text[64];

	snprintf(text, sizeof(text), "the receiver answered %lld",
	    (long long)status);
	if (status >= 200 && status < 300)
		settle(out, SMTP_ACCEPTED, (int)status, "told");
	else if (status == 410)
		settle(out, SMTP_FAILED, 410, text);
	else
		settle(out, SMTP_DEFERRED, (int)status, text);
}

void
hookpost_send(struct hookpost *h, struct str id, struct str body,
    struct hookpost_result *out)
{
	char signature[HOOKPOST_SIGNATURE];
	struct http_header headers[] = {
	    {"Dunmail-Event", id},
	    {"Dunmail-Signature", hookpost_sign(h->secrets, h->count,
				      oauth_clock(), body, signature)},
	};
	struct http_request rq = {
	    .method = "POST",
	    .url = h->set->hooks_url,
	    .ca_file = h->set->hooks_ca_file,
	    .headers = headers,
	    .header_count = 2,
	    .body = body,
	    .type = STR("application/json"),
	    .timeout = h->set->hooks_timeout,
	    .answer_max = ANSWER_MAX,
	};
	struct http_answer answer = {.status = 0};
	struct err err = {{0}};

	if (h->away) {
		settle(out, SMTP_DEFERRED, 0, "the receiver is away");
		return;
	}
	if (http_send(&rq, &answer, &err) == RC_OK) {
		judge(answer.status, out);
	} else {
		h->away = true;
		settle(out, SMTP_DEFERRED, 0, err.text);
	}
	http_answer_fini(&answer);
}
