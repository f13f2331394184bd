#include "flow/enclose.h"

#include "base/log.h"
#include "model/limits.h"
#include "store/deed.h"
#include "store/enclosures.h"
#include "store/inbox.h"
#include "store/outbox.h"

#define ROUND_MAX 50

static bool
goes_along(const struct message_file *x)
{
	return !str_starts(x->type, STR("message/"));
}

enum rc
enclose_count(const struct message *m, size_t *count, struct err *err)
{
	size_t bytes = 0;

	*count = 0;
	for (size_t i = 0; i < m->file_count; i++) {
		if (!goes_along(&m->files[i]))
			continue;
		++*count;
		bytes += m->files[i].size;
	}
	if (*count > LIMIT_ATTACHMENTS)
		return err_set(err, RC_BAD,
		    "%zu files are attached: %d at most can be sent on", *count,
		    LIMIT_ATTACHMENTS);
	if (bytes > LIMIT_ENCLOSURES)
		return err_set(err, RC_BAD,
		    "the attached files have %zu MB: %u at most can be sent on",
		    bytes >> 20, LIMIT_ENCLOSURES >> 20);
	return RC_OK;
}

/* "image/png"; what is no such word is bytes. */
static struct str
type_of(const struct message_file *x)
{
	size_t slash = str_chr(x->type, '/');

	return slash == STR_NPOS || slash == 0 || slash + 1 == x->type.n
		   ? STR("application/octet-stream")
		   : x->type;
}

static enum rc
give(const struct flow *f, struct arena *a,
    const struct enclosures_wanted *want, const struct message_file *v,
    size_t n, int64_t now, struct err *err)
{
	struct enclosure *out = arena_array(a, n, sizeof(*out));
	size_t count = 0;
	enum rc rc;

	for (size_t i = 0; i < n && count < LIMIT_ATTACHMENTS; i++) {
		if (!goes_along(&v[i]))
			continue;
		out[count++] = (struct enclosure){
		    .name = v[i].name.n ? v[i].name : STR("attachment"),
		    .type = type_of(&v[i]),
		    .bytes = v[i].bytes,
		};
	}
	rc = store_begin(f->store, err);
	if (rc != RC_OK)
		return rc;
	rc = enclosures_give(f->store, want->touch, out, count, now, err);
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}

/* They cannot be had: the answer does not leave without them. */
static enum rc
give_up(const struct flow *f, struct arena *a,
    const struct enclosures_wanted *want, int64_t now, struct err *err)
{
	struct str why = arena_dup(a, str_of(err->text));
	struct outbox_touch t;
	struct deed_task task = {
	    .id = arena_fmt(a, "not-sent/%.*s", STR_ARG(want->touch)),
	    .kind = STR("not-sent"),
	    .inbox = want->inbox,
	    .at = now,
	};
	struct outbox_settled x = {.touch = want->touch,
	    .state = "failed",
	    .reason = why,
	    .now = now,
	    .not_before = now};
	enum rc rc = store_begin(f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = outbox_get(f->store, a, want->touch, &t, err);
	if (rc == RC_OK)
		rc = enclosures_give(f->store, want->touch, NULL, 0, now, err);
	if (rc == RC_OK)
		rc = outbox_settle(f->store, &x, err);
	task.account = t.account;
	task.text = arena_fmt(a,
	    "an answer to %.*s was not sent: its files cannot be read (%.*s)",
	    STR_ARG(t.recipient), STR_ARG(why));
	if (rc == RC_OK)
		rc = deed_task(f->store, &task, err);
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}

static enum rc
take_out(const struct flow *f, struct parser *parser, struct arena *a,
    const struct enclosures_wanted *want, int64_t now, struct err *err)
{
	struct message_file *v = NULL;
	struct str raw;
	size_t n = 0;
	enum rc rc = inbox_raw(f->store, a, want->inbox, &raw, err);

	if (rc == RC_OK)
		rc = parser_files(parser, a, raw, &v, &n, err);
	if (rc == RC_OK)
		return give(f, a, want, v, n, now, err);
	log_event(LOG_WARN, "files-unread", "mail=%.16s why=%s", want->inbox.p,
	    err->text);
	if (rc == RC_BAD || rc == RC_MISS || rc == RC_LATER)
		return give_up(f, a, want, now, err);
	return rc;
}

enum rc
enclose_round(
    const struct flow *f, struct parser *parser, int64_t now, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct arena *one = arena_new(LIMIT_JOB_ARENA);
	struct enclosures_wanted *v = NULL;
	size_t n = 0;
	enum rc rc = enclosures_wanted(f->store, a, ROUND_MAX, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		arena_reset(one);
		rc = take_out(f, parser, one, &v[i], now, err);
	}
	arena_free(&one);
	arena_free(&a);
	return rc;
}
