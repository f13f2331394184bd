#include "flow/posting.h"

#include "base/log.h"
#include "flow/posting_parts.h"
#include "model/limits.h"
#include "store/deed.h"

static const struct {
	const char *kind;
	posting_work *work;
} works[] = {
    {"dispute", posting_form},
    {"promise", posting_form},
    {"message", posting_form},
    {"request", posting_form},
    {"preferences", posting_form},
    {"new-link", posting_link},
};

static enum rc
work(struct posting_job *j, struct err *err)
{
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (str_eqc(j->post->kind, works[i].kind))
			return works[i].work(j, err);
	j->refused = true;
	j->answer = "unknown";
	return RC_OK;
}

static enum rc
settle(const struct posting_job *j, struct err *err)
{
	return posts_settle(j->f->store, j->post->id,
	    j->refused ? "refused" : "done", str_of(j->answer), j->now, err);
}

/* It cannot be acted on, now or ever: what a customer sent is not lost, a
 * person looks. */
static enum rc
give_up(struct posting_job *j, struct err *err)
{
	struct str why = arena_dup(j->a, str_of(err->text));
	struct deed_task task = {
	    .id = arena_fmt(j->a, "post/%.*s", STR_ARG(j->post->id)),
	    .account = j->post->account,
	    .kind = STR("form"),
	    .text = arena_fmt(j->a,
		"a form of the portal (%.*s) could not be acted on: %.*s; "
		"it says %.*s",
		STR_ARG(j->post->kind), STR_ARG(why),
		STR_ARG(str_head(j->post->fields, 1000))),
	    .at = j->now,
	};

	log_event(LOG_WARN, "post-failed", "post=%.16s kind=%.*s why=%.*s",
	    j->post->id.p, STR_ARG(j->post->kind), STR_ARG(why));
	j->refused = true;
	j->answer = "failed";
	return j->post->account.n > 0 ? deed_task(j->f->store, &task, err)
				      : RC_OK;
}

static enum rc
try(posting_work *how, struct posting_job *j, struct err *err)
{
	enum rc rc = store_begin(j->f->store, err);

	if (rc != RC_OK)
		return rc;
	rc = how(j, err);
	if (rc == RC_OK)
		rc = settle(j, err);
	if (rc == RC_OK)
		return store_commit(j->f->store, err);
	store_rollback(j->f->store);
	return rc;
}

static enum rc
one(struct posting_job *j, struct err *err)
{
	enum rc rc;

	j->answer = "done";
	rc = try(work, j, err);
	if (rc == RC_BAD || rc == RC_MISS)
		rc = try(give_up, j, err);
	return rc;
}

enum rc
posting_round(const struct flow *f, int64_t now, struct posting_stats *out,
    struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct post p;
	enum rc rc;

	*out = (struct posting_stats){0};
	while ((rc = posts_next(f->store, a, &p, err)) == RC_OK) {
		struct posting_job j = {.f = f, .a = a, .post = &p, .now = now};

		rc = one(&j, err);
		if (rc != RC_OK)
			break;
		out->done += !j.refused;
		out->refused += j.refused;
		log_event(LOG_INFO, "post", "kind=%.*s link=%.16s what=%s",
		    STR_ARG(p.kind), p.link.p ? p.link.p : "", j.answer);
		arena_reset(a);
	}
	arena_free(&a);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
posting_waits(const struct flow *f, struct err *err)
{
	return posts_waiting(f->store, err);
}
