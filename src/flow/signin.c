#include "flow/signin.h"

#include "base/arena.h"
#include "base/log.h"
#include "flow/params.h"
#include "flow/people.h"
#include "port/js.h"
#include "render/msgid.h"
#include "render/stafflink.h"
#include "store/outbox.h"
#include "store/posts.h"
#include "store/staffview.h"

#define BATCH       200
#define ARENA       (16u << 20)
#define ADDRESS_MAX STAFFLINK_ADDRESS

struct round {
	const struct flow *f;
	struct arena *a;
	int64_t now;
	struct signin_stats *stats;
};

/* As somebody typed it: of ours it is anyway what is configured, whose case
 * does not count. */
static struct str
address_of(struct arena *a, const struct post *p)
{
	struct js *j = NULL;
	struct str s, out = {NULL, 0};
	struct err ignored;
	char *low;

	if (js_parse(p->fields, &j, &ignored) != RC_OK)
		return out;
	s = str_trim(js_str(js_get(j, "address")));
	if (s.n > 0 && s.n <= ADDRESS_MAX) {
		low = arena_cstr(a, s);
		for (size_t i = 0; i < s.n; i++) {
			low[i] = str_lower(low[i]);
			if (low[i] <= ' ' || low[i] == 0x7f ||
			    strchr("<>(),;:\"\\[]", low[i]) != NULL)
				s.n = 0;
		}
		out = (struct str){low, s.n};
	}
	js_free(&j);
	return out;
}

/* RC_MISS: that address got enough of them. */
static enum rc
within_limits(const struct round *r, struct str address, struct err *err)
{
	static const struct {
		int64_t seconds, most;
	} limits[] = {
	    {STAFFLINK_SECONDS, SIGNIN_QUARTER}, {DAY_SECS, SIGNIN_DAY}};
	int64_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		enum rc rc = staffview_asked(
		    r->f->store, address, r->now - limits[i].seconds, &n, err);

		if (rc != RC_OK)
			return rc;
		if (n >= limits[i].most)
			return RC_MISS;
	}
	return RC_OK;
}

static enum rc
mail_link(const struct round *r, const struct post *p, struct str address,
    struct err *err)
{
	struct params params = {.promise_day = DAY_NONE};
	struct outbox_touch t = {
	    .kind = STR("staff"),
	    .template_name = STR("sign-in"),
	    .mailbox = r->f->set->mailboxes[0].name,
	    .recipient = address,
	    .reason = STR("asked for a link to sign in"),
	    .natural_key = arena_fmt(r->a, "sign-in/%.*s", STR_ARG(p->id)),
	    .params = params_write(r->a, &params),
	    .planned_at = r->now,
	    .not_before = r->now,
	};

	t.id = msgid_touch(r->a, r->f->key, t.natural_key);
	return outbox_put(r->f->store, &t, err);
}

static enum rc
asked(const struct round *r, const struct post *p, struct err *err)
{
	struct str address = address_of(r->a, p);
	unsigned rights;
	enum rc rc = people_rights(r->f, address, &rights, err);

	if (rc == RC_MISS) {
		r->stats->unknown++;
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = within_limits(r, address, err);
	if (rc == RC_MISS) {
		r->stats->limited++;
		log_event(
		    LOG_WARN, "sign-in-limited", "post=%.*s", STR_ARG(p->id));
		return RC_OK;
	}
	r->stats->mailed += rc == RC_OK;
	return rc == RC_OK ? mail_link(r, p, address, err) : rc;
}

static enum rc
handle(const struct round *r, const struct post *p, struct err *err)
{
	enum rc rc = RC_OK;

	if (str_eqc(p->kind, "sign-in"))
		rc = asked(r, p, err);
	else
		r->stats->other++;
	return rc == RC_OK ? posts_settle(r->f->store, p->id, "done",
				 (struct str){NULL, 0}, r->now, err)
			   : rc;
}

static enum rc
handle_all(
    const struct round *r, const struct post *v, size_t n, struct err *err)
{
	enum rc rc = store_begin(r->f->store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = handle(r, &v[i], err);
	if (rc == RC_OK)
		return store_commit(r->f->store, err);
	store_rollback(r->f->store);
	return rc;
}

enum rc
signin_round(const struct flow *f, int64_t now, struct signin_stats *out,
    struct err *err)
{
	struct round r = {f, arena_new(ARENA), now, out};
	struct post *v = NULL;
	size_t n = 0;
	enum rc rc;

	*out = (struct signin_stats){0};
	rc = posts_new_staff(f->store, r.a, BATCH, &v, &n, err);
	if (rc == RC_OK && n > 0)
		rc = handle_all(&r, v, n, err);
	arena_free(&r.a);
	return rc;
}
