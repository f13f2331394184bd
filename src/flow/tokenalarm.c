#include "flow/tokenalarm.h"

#include "flow/params.h"
#include "flow/tokenstore.h"
#include "render/msgid.h"
#include "store/deed.h"
#include "store/outbox.h"

struct stop {
	const struct mailbox_settings *box;
	int64_t since;
	struct str why;
};

/* False: it goes on, or needs none; a store that cannot be read is told by
 * whoever logs in. */
static bool
has_stopped(
    struct arena *a, const struct mailbox_settings *box, struct stop *out)
{
	struct tokenstore t;
	struct err why;

	if (box->smtp.oauth == NULL && box->imap.oauth == NULL)
		return false;
	*out = (struct stop){.box = box};
	if (tokenstore_read(box->oauth.store, &t, &why) == RC_OK) {
		out->since = t.stopped;
		out->why = arena_dup(a, t.why);
	}
	tokenstore_fini(&t);
	return out->since > 0;
}

/* Their own mailboxes are no way out. */
static bool
is_collectors(const struct flow *f, const struct mailbox_settings *box)
{
	for (size_t i = 0; i < f->set->collector_count; i++)
		if (&f->set->collectors[i].box == box)
			return true;
	return false;
}

static struct str
way_out(const struct flow *f, struct arena *a, const struct stop *s)
{
	struct stop other;

	if (is_collectors(f, s->box))
		return f->set->mailboxes[0].name;
	if (s->box->smtp.oauth == NULL)
		return s->box->name;
	for (size_t i = 0; i < f->set->mailbox_count; i++) {
		const struct mailbox_settings *b = &f->set->mailboxes[i];

		if (b->smtp.oauth == NULL || !has_stopped(a, b, &other))
			return b->name;
	}
	return s->box->name;
}

static enum rc
tell(const struct flow *f, struct arena *a, const struct stop *s, int64_t now,
    struct err *err)
{
	struct str key = arena_fmt(
	    a, "oauth/%.*s/%lld", STR_ARG(s->box->name), (long long)s->since);
	struct str text = arena_fmt(a,
	    "Mailbox %.*s cannot log in any more: its provider gives no token "
	    "(%.*s). `dunmail oauth %.*s` begins anew.",
	    STR_ARG(s->box->name), STR_ARG(s->why), STR_ARG(s->box->name));
	struct deed_task task = {
	    .id = key, .kind = STR("oauth"), .text = text, .at = now};
	struct params p = {.promise_day = DAY_NONE,
	    .subject = arena_fmt(
		a, "mailbox %.*s cannot log in", STR_ARG(s->box->name)),
	    .tasks = &text,
	    .task_count = 1};
	struct outbox_touch t = {
	    .kind = STR("staff"),
	    .template_name = STR("task"),
	    .mailbox = way_out(f, a, s),
	    .recipient = f->set->staff_fallback,
	    .reason = STR("a person is needed"),
	    .natural_key = arena_fmt(a, "%.*s/staff", STR_ARG(key)),
	    .params = params_write(a, &p),
	    .planned_at = now,
	    .not_before = now,
	};
	enum rc rc = deed_task(f->store, &task, err);

	t.id = msgid_touch(a, f->key, t.natural_key);
	if (rc == RC_OK || rc == RC_MISS)
		rc = outbox_put(f->store, &t, err);
	return rc;
}

static enum rc
tell_all(const struct flow *f, struct arena *a, int64_t now, struct err *err)
{
	struct stop s;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < f->set->mailbox_count; i++)
		if (has_stopped(a, &f->set->mailboxes[i], &s))
			rc = tell(f, a, &s, now, err);
	for (size_t i = 0; rc == RC_OK && i < f->set->collector_count; i++)
		if (has_stopped(a, &f->set->collectors[i].box, &s))
			rc = tell(f, a, &s, now, err);
	return rc;
}

enum rc
tokenalarm_round(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(1u << 20);
	struct stop s;
	bool any = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < f->set->mailbox_count; i++)
		any |= has_stopped(a, &f->set->mailboxes[i], &s);
	for (size_t i = 0; i < f->set->collector_count; i++)
		any |= has_stopped(a, &f->set->collectors[i].box, &s);
	if (any) {
		rc = store_begin(f->store, err);
		if (rc == RC_OK)
			rc = tell_all(f, a, now, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&a);
	return rc;
}
