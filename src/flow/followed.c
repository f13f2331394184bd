#include "flow/followed.h"

#include "base/printable.h"
#include "decide/bankwords.h"
#include "decide/gate.h"
#include "flow/facts.h"
#include "flow/params.h"
#include "flow/people.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/followers.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define TOLD_MAX  200 /* notes of one mail; others wait for the next */
#define TOLD_TEXT 400
#define LOOK_BACK (14 * DAY_SECS)

struct round {
	const struct flow *f;
	struct arena *a;
	struct facts_account us;
	int64_t now;
};

/* No mail of ours carries bank details of others, to nobody. */
static struct str
words(const struct round *r, const struct follower_note *n)
{
	struct bankwords found;
	struct str out;
	struct buf b;

	if (bankwords_find(n->text, r->f->set->company_bank, &found))
		return STR("(it speaks of bank details and is not repeated "
			   "here: read it in the mailbox)");
	buf_init(&b, LIMIT_MEMO_TEXT * 4);
	printable_text(&b, str_head(n->text, TOLD_TEXT));
	out = arena_fmt(r->a, "%.*s%s", STR_ARG(buf_str(&b)),
	    n->text.n > TOLD_TEXT ? " ..." : "");
	buf_fini(&b);
	return out;
}

static struct str
line_of(const struct round *r, const struct follower_note *n)
{
	struct facts_account then = {.locale = r->us.locale};
	char day[DAY_TEXT];

	facts_set_moment(r->f, &then, n->at);
	return arena_fmt(r->a, "%.*s, %.*s: %s %02d:%02d, %.*s: %.*s",
	    STR_ARG(n->account), STR_ARG(n->name), day_iso(then.today, day),
	    then.minutes / 60, then.minutes % 60, STR_ARG(n->author),
	    STR_ARG(words(r, n)));
}

static enum rc
write_mail(const struct round *r, struct outbox_touch *t,
    const struct follower_note *v, size_t n, struct err *err)
{
	struct params p = {
	    .subject = arena_fmt(r->a,
		"%zu new note%s at accounts that you "
		"follow",
		n, n == 1 ? "" : "s"),
	    .promise_day = DAY_NONE,
	    .tasks = arena_array(r->a, n, sizeof(*p.tasks)),
	    .task_count = n,
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n; i++)
		p.tasks[i] = line_of(r, &v[i]);
	t->params = params_write(r->a, &p);
	rc = outbox_put(r->f->store, t, err);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = followers_told(
		    r->f->store, r->a, t->recipient, v[i].id, r->now, err);
	return rc;
}

static enum rc
tell(const struct round *r, struct str who, struct err *err)
{
	struct followers_ask ask = {who, r->now - LOOK_BACK, TOLD_MAX};
	struct follower_note *v = NULL;
	struct outbox_touch seen, t = {
				      .kind = STR("staff"),
				      .template_name = STR("followed"),
				      .mailbox = r->f->set->mailboxes[0].name,
				      .recipient = who,
				      .reason = STR("follows accounts"),
				      .planned_at = r->now,
				      .not_before = r->now,
				  };
	char day[DAY_TEXT];
	unsigned rights;
	size_t n = 0;
	enum rc rc;

	t.natural_key = arena_fmt(r->a, "followed|%s|%.*s",
	    day_iso(r->us.today, day), STR_ARG(ledger_email_key(r->a, who)));
	t.id = msgid_touch(r->a, r->f->key, t.natural_key);
	rc = outbox_get(r->f->store, r->a, t.id, &seen, err);
	if (rc != RC_MISS)
		return rc;
	rc = people_rights(r->f, who, &rights, err);
	if (rc != RC_OK) /* they are not of ours any more */
		return rc == RC_MISS ? RC_OK : rc;
	rc = followers_news(r->f->store, r->a, &ask, &v, &n, err);
	return rc == RC_OK && n > 0 ? write_mail(r, &t, v, n, err) : rc;
}

static enum rc
tell_all(const struct round *r, struct err *err)
{
	struct str *v = NULL;
	size_t n = 0;
	enum rc rc = followers_persons(r->f->store, r->a, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = tell(r, v[i], err);
	if (rc == RC_OK && n > 0)
		rc = followers_forget(
		    r->f->store, r->now - LOOK_BACK - DAY_SECS, err);
	return rc;
}

static bool
is_morning(const struct round *r)
{
	struct dun_limits limits;
	struct gate gate;

	facts_limits(r->f, &r->us, &limits);
	return r->us.minutes >= limits.window_from &&
	       !gate_office(&r->us, &limits, &gate);
}

enum rc
followed_round(const struct flow *f, int64_t now, struct err *err)
{
	struct round r = {.f = f, .now = now};
	enum rc rc = followers_any(f->store, err);

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	r.us.locale = f->set->company_locale;
	facts_set_moment(f, &r.us, now);
	if (!is_morning(&r))
		return RC_OK;
	r.a = arena_new(LIMIT_JOB_ARENA);
	rc = store_begin(f->store, err);
	if (rc == RC_OK) {
		rc = tell_all(&r, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&r.a);
	return rc;
}

static enum rc
set(const struct flow *f, struct arena *a, const struct followed_wish *w,
    struct err *err)
{
	struct follower x = {w->account, w->address, w->now};
	struct account found;
	unsigned rights;
	enum rc rc;

	if (w->stop)
		return followers_end(f->store, a, &x, err);
	rc = ledger_account(f->store, a, w->account, &found, err);
	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "there is no account %.*s",
		    STR_ARG(w->account));
	if (rc == RC_OK)
		rc = people_rights(f, w->address, &rights, err);
	if (rc == RC_MISS)
		return err_set(err, RC_BAD,
		    "%.*s is nobody of ours: [staff] people of gateway.conf",
		    STR_ARG(w->address));
	return rc == RC_OK ? followers_add(f->store, a, &x, err) : rc;
}

enum rc
followed_set(
    const struct flow *f, const struct followed_wish *w, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	enum rc rc = store_begin(f->store, err);

	if (rc == RC_OK) {
		rc = set(f, a, w, err);
		if (rc == RC_OK)
			rc = store_commit(f->store, err);
		else
			store_rollback(f->store);
	}
	arena_free(&a);
	return rc;
}
