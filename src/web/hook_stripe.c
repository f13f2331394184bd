#include "web/hook.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "flow/stripe_sign.h"
#include "model/limits.h"

#define ID_MAX 256

static void
close_(void **secret)
{
	struct buf *b = *secret;

	if (b == NULL)
		return;
	if (b->p)
		explicit_bzero(b->p, b->cap);
	buf_fini(b);
	free(b);
	*secret = NULL;
}

/* At least one line that is long enough to be a secret. */
static bool
has_secret(const struct buf *b)
{
	struct str rest = buf_str(b), line;

	while (str_line(&rest, &line))
		if (str_trim(line).n >= 16)
			return true;
	return false;
}

static enum rc
open_(const struct settings *set, void **secret, struct err *err)
{
	struct str file = set->payments_webhook_file;
	struct buf *b;
	enum rc rc;

	*secret = NULL;
	if (set->payments_provider != PAYMENTS_STRIPE || str_is_empty(file))
		return RC_MISS;
	b = xcalloc(1, sizeof(*b));
	/* Room for all of it: no copy of a secret is left behind. */
	buf_init(b, LIMIT_SECRET_FILE);
	(void)buf_reserve(b, LIMIT_SECRET_FILE - 1);
	*secret = b;
	rc = file_read_secret(file.p, b, err);
	if (rc == RC_OK && !has_secret(b))
		rc = err_set(
		    err, RC_BAD, "%.*s: no secret in it", STR_ARG(file));
	if (rc == RC_OK)
		return RC_OK;
	close_(secret);
	return rc == RC_MISS ? RC_BAD : rc;
}

static enum rc
take(const void *secret, const struct hook_ask *ask, struct hook_out *out,
    struct err *err)
{
	const struct httpd_request *rq = ask->request;
	char *id = arena_alloc(ask->a, ID_MAX);
	enum rc rc = stripe_sign_check(buf_str(secret),
	    httpd_header(rq, "Stripe-Signature"), rq->body, ask->now, err);

	out->theirs = rc == RC_OK;
	if (rc == RC_OK)
		rc = stripe_sign_event(rq->body, id, ID_MAX, err);
	if (rc != RC_OK)
		return rc;
	out->event = (struct hookevent){
	    .source = STR("stripe"),
	    .id = str_of(id),
	    .at = ask->now,
	    .bytes = rq->body,
	};
	return RC_OK;
}

const struct hook hook_stripe = {
    .name = "stripe",
    .body = LIMIT_WEBHOOK,
    .open = open_,
    .take = take,
    .close = close_,
};
