#include "flow/tokens.h"

#include <string.h>
#include <unistd.h>

#include "base/day.h"
#include "base/log.h"
#include "decide/token.h"
#include "flow/secret.h"
#include "flow/tokenstore.h"
#include "model/limits.h"

#define FIELDS_MAX 12

/* The token that this thread was last told of, to know whether a refused one
 * is still the one that lies there. */
static _Thread_local char shown[TOKENSTORE_MARK];

enum rc
tokens_post(const struct oauth_settings *o, struct str url,
    const struct oauth_field *fields, size_t count, struct oauth_answer *out,
    struct err *err)
{
	struct oauth_field all[FIELDS_MAX];
	struct oauth_request rq = {.url = url,
	    .ca_file = o->ca_file,
	    .timeout = o->timeout,
	    .fields = all};
	struct secret secret;
	enum rc rc;

	*out = (struct oauth_answer){.status = 0};
	rc = secret_read(o->client_secret_file, &secret, err);
	if (rc == RC_OK) {
		for (; rq.count < count; rq.count++)
			all[rq.count] = fields[rq.count];
		all[rq.count++] =
		    (struct oauth_field){"client_id", o->client_id, false};
		if (secret.line.n > 0)
			all[rq.count++] = (struct oauth_field){
			    "client_secret", secret.line, true};
		all[rq.count++] =
		    (struct oauth_field){"scope", o->scope, false};
		rc = oauth_post(&rq, out, err);
	}
	secret_fini(&secret);
	return rc;
}

/* What the operator changed since counts: another secret or application ends
 * a stop, another refresh_file stands for the token that is kept. */
static enum rc
look_at_files(const struct oauth_settings *o, struct tokenstore *t,
    struct secret *seed, struct err *err)
{
	char asks[TOKENSTORE_MARK], mark[TOKENSTORE_MARK] = "";
	struct secret secret;
	struct buf b;
	enum rc rc;

	buf_init(&b, LIMIT_OAUTH_ANSWER);
	(void)buf_reserve(&b, LIMIT_OAUTH_ANSWER - 1);
	rc = secret_read(o->client_secret_file, &secret, err);
	if (rc == RC_OK)
		rc = secret_read(o->refresh_file, seed, err);
	buf_fmt(&b, "%.*s %.*s %.*s ", STR_ARG(o->client_id),
	    STR_ARG(o->token_url), STR_ARG(o->scope));
	buf_add_str(&b, secret.line);
	tokenstore_mark(buf_str(&b), asks);
	if (b.p)
		explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	secret_fini(&secret);
	if (rc != RC_OK)
		return rc;
	if (seed->line.n > 0)
		tokenstore_mark(seed->line, mark);
	if (seed->line.n > 0 && strcmp(mark, t->seed) != 0)
		t->refresh = seed->line;
	else if (strcmp(asks, t->asks) == 0)
		return RC_OK;
	t->stopped = t->retry_at = t->failures = t->expires = 0;
	memcpy(t->seed, mark, sizeof(mark));
	memcpy(t->asks, asks, sizeof(asks));
	return RC_OK;
}

static enum rc
ask(const struct oauth_settings *o, const struct tokenstore *t,
    struct oauth_answer *out, struct err *err)
{
	struct oauth_field refresh[] = {
	    {"grant_type", STR("refresh_token"), false},
	    {"refresh_token", t->refresh, true},
	};
	struct oauth_field app = {
	    "grant_type", STR("client_credentials"), false};
	enum rc rc;

	if (o->flow == OAUTH_CLIENT_CREDENTIALS)
		rc = tokens_post(o, o->token_url, &app, 1, out, err);
	else
		rc = tokens_post(o, o->token_url, refresh, 2, out, err);
	if (rc == RC_OK && out->access_token.n == 0)
		rc = err_set(err, RC_LATER, "the answer holds no token");
	return rc;
}

/* What came, in *t; nothing of it is copied before the file is written. */
static void
put_answer(struct tokenstore *t, const struct oauth_answer *got, int64_t now)
{
	int64_t life = got->expires_in > 0 ? got->expires_in : TOKEN_LIFE_SECS;

	t->access = got->access_token;
	if (got->refresh_token.n > 0)
		t->refresh = got->refresh_token;
	t->fetched = now;
	t->expires = now + life;
	t->failures = t->retry_at = t->stopped = 0;
	t->why = (struct str){NULL, 0};
}

static enum rc
stopped(
    const struct oauth_settings *o, const struct tokenstore *t, struct err *err)
{
	char since[INSTANT_TEXT];

	return err_set(err, RC_DOWN,
	    "no tokens since %s (%.*s); `dunmail oauth %.*s` begins anew",
	    day_instant_iso(t->stopped, since), STR_ARG(t->why),
	    STR_ARG(o->mailbox));
}

/* What a failure means from now on; it stands in the file for all. */
static enum rc
note_failure(const struct oauth_settings *o, struct tokenstore *t,
    const struct oauth_answer *got, int64_t now, struct err *err)
{
	struct err why = *err, disk = {""};
	bool stop = got->error.n > 0 &&
		    token_meaning(got->status, got->error) == TOKEN_STOP;

	t->why = str_of(why.text);
	t->failures++;
	if (stop)
		t->stopped = now;
	else
		t->retry_at =
		    now + token_backoff(t->failures, got->retry_after);
	if (tokenstore_write(o->store, t, &disk) != RC_OK)
		log_event(LOG_ERROR, "oauth-not-stored", "mailbox=%.*s why=%s",
		    STR_ARG(o->mailbox), disk.text);
	log_event(stop ? LOG_ERROR : LOG_WARN,
	    stop ? "oauth-stopped" : "oauth-failed",
	    "mailbox=%.*s failures=%lld why=%s", STR_ARG(o->mailbox),
	    (long long)t->failures, why.text);
	if (stop)
		return stopped(o, t, err);
	return err_set(err, RC_DOWN, "no token could be had: %s", why.text);
}

/* With the lock: one request, and what comes of it. */
static enum rc
fetch(const struct oauth_settings *o, struct tokenstore *t, int64_t now,
    struct err *err)
{
	struct oauth_answer got;
	enum rc rc;

	if (o->flow != OAUTH_CLIENT_CREDENTIALS && t->refresh.n == 0)
		return err_set(err, RC_DOWN,
		    "there is no token yet; `dunmail oauth %.*s` fetches the "
		    "first",
		    STR_ARG(o->mailbox));
	/* A token that rotates is lost if it cannot be written: first see. */
	rc = tokenstore_write(o->store, t, err);
	if (rc != RC_OK)
		return RC_DOWN;
	rc = ask(o, t, &got, err);
	if (rc == RC_OK) {
		put_answer(t, &got, oauth_clock());
		rc = tokenstore_write(o->store, t, err);
		if (rc != RC_OK)
			log_event(LOG_ERROR, "oauth-not-stored",
			    "mailbox=%.*s why=%s", STR_ARG(o->mailbox),
			    err->text);
		else
			log_event(LOG_INFO, "oauth-token",
			    "mailbox=%.*s seconds=%lld", STR_ARG(o->mailbox),
			    (long long)(t->expires - t->fetched));
	} else if (rc != RC_DOWN) {
		rc = note_failure(o, t, &got, now, err);
	}
	if (rc == RC_OK)
		tokenstore_mark(t->access, shown);
	/* Even where it could not be stored: what lies there is another. */
	if (got.access_token.n > 0)
		t->access = t->refresh = (struct str){NULL, 0};
	oauth_answer_fini(&got);
	return rc == RC_OK ? RC_OK : RC_DOWN;
}

static bool
is_fresh(const struct tokenstore *t, int64_t now)
{
	return t->access.n > 0 && t->expires > 0 &&
	       /* Of the future: the clock was set back. */
	       t->fetched <= now + TOKEN_EARLY_SECS &&
	       now < token_due(t->fetched, t->expires);
}

/* Another one than was shown, and to be used. */
static bool
is_other(const struct tokenstore *t, int64_t now)
{
	char mark[TOKENSTORE_MARK];

	tokenstore_mark(t->access, mark);
	return is_fresh(t, now) && strcmp(mark, shown) != 0;
}

static bool
waits(const struct tokenstore *t, int64_t now)
{
	return now < t->retry_at && t->retry_at - now <= 3600;
}

static enum rc
renew_locked(const struct oauth_settings *o, struct tokenstore *t, bool refused,
    struct err *err)
{
	char until[INSTANT_TEXT];
	int64_t now = oauth_clock();
	struct secret seed = {.line = {NULL, 0}};
	enum rc rc;

	if (refused ? is_other(t, now) : is_fresh(t, now))
		return RC_OK;
	rc = look_at_files(o, t, &seed, err);
	if (rc != RC_OK)
		goto out;
	if (t->stopped > 0)
		rc = stopped(o, t, err);
	else if (refused && !token_replace(t->refused_at, now))
		rc = err_set(err, RC_MISS,
		    "the token was replaced for that a moment ago");
	else if (waits(t, now))
		rc = err_set(err, RC_DOWN, "no token before %s: %.*s",
		    day_instant_iso(t->retry_at, until), STR_ARG(t->why));
	if (rc != RC_OK)
		goto out;
	if (refused)
		t->refused_at = now;
	rc = fetch(o, t, now, err);
out:
	secret_fini(&seed);
	return rc;
}

/* Alone, and after another look: somebody else may have fetched meanwhile. */
static enum rc
renew(const struct oauth_settings *o, bool refused, struct err *err)
{
	struct tokenstore t;
	struct err why = {""};
	int fd = -1;
	enum rc rc;

	rc = tokenstore_lock(o->store, &fd, err);
	if (rc != RC_OK)
		return rc;
	rc = tokenstore_read(o->store, &t, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = renew_locked(o, &t, refused, &why);
	else
		why = *err;
	/* Early is early: until its end the old one does. */
	if (rc == RC_DOWN && !refused && t.stopped == 0 && t.access.n > 0 &&
	    token_alive(t.expires, oauth_clock()))
		rc = RC_OK;
	if (rc == RC_OK && t.access.n > 0)
		tokenstore_mark(t.access, shown);
	tokenstore_fini(&t);
	close(fd);
	return rc == RC_OK ? rc : err_set(err, rc, "%s", why.text);
}

enum rc
tokens_fresh(
    const struct server_settings *server, bool refused, struct err *err)
{
	const struct oauth_settings *o = server->oauth;
	struct tokenstore t;
	bool fresh;
	enum rc rc;

	if (refused)
		return renew(o, true, err);
	rc = tokenstore_read(o->store, &t, err);
	fresh = rc == RC_OK && is_fresh(&t, oauth_clock());
	if (fresh)
		tokenstore_mark(t.access, shown);
	tokenstore_fini(&t);
	if (fresh)
		return RC_OK;
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	return renew(o, false, err);
}

enum rc
tokens_again(const struct oauth_settings *o, struct err *err)
{
	struct secret seed = {.line = {NULL, 0}};
	struct tokenstore t;
	int fd = -1;
	enum rc rc;

	rc = tokenstore_lock(o->store, &fd, err);
	if (rc != RC_OK)
		return RC_DOWN;
	rc = tokenstore_read(o->store, &t, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = look_at_files(o, &t, &seed, err);
	t.stopped = t.retry_at = t.failures = t.refused_at = 0;
	if (rc == RC_OK)
		rc = fetch(o, &t, oauth_clock(), err);
	tokenstore_fini(&t);
	secret_fini(&seed);
	close(fd);
	return rc == RC_OK ? rc : RC_DOWN;
}

enum rc
tokens_adopt(const struct oauth_settings *o, const struct oauth_answer *got,
    struct err *err)
{
	struct secret seed = {.line = {NULL, 0}};
	struct tokenstore t;
	int fd = -1;
	enum rc rc;

	if (got->access_token.n == 0 || got->refresh_token.n == 0)
		return err_set(err, RC_BAD,
		    "no refresh token came: the scope, or the application, "
		    "has to ask for offline access");
	rc = tokenstore_lock(o->store, &fd, err);
	if (rc != RC_OK)
		return RC_DOWN;
	rc = tokenstore_read(o->store, &t, err);
	if (rc == RC_OK || rc == RC_MISS)
		rc = look_at_files(o, &t, &seed, err);
	put_answer(&t, got, oauth_clock());
	t.refused_at = 0;
	if (rc == RC_OK)
		rc = tokenstore_write(o->store, &t, err);
	tokenstore_fini(&t);
	secret_fini(&seed);
	close(fd);
	return rc == RC_OK ? rc : RC_DOWN;
}
