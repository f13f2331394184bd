#include "flow/morning.h"

#include "base/log.h"
#include "flow/facts.h"
#include "flow/people.h"
#include "flow/staff.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/meta.h"

#define META_MORNING "morning" /* the day of the last one */
#define NEVER        1440

struct str
morning_reader(struct morning *m, const struct facts_account *facts)
{
	struct str who =
	    staff_address(m->f, m->a, facts, STR("collector"), NULL);

	return arena_dup(
	    m->keep, people_deputy(m->f, str_trim(who), m->us.today));
}

void
morning_mail(struct morning *m, const char *template_name, struct str to,
    struct str params, int64_t at)
{
	struct outbox_touch t = {
	    .kind = STR("staff"),
	    .template_name = str_of(template_name),
	    .mailbox = m->f->set->mailboxes[0].name,
	    .recipient = to,
	    .params = params,
	    .reason = STR("the morning's mail"),
	    .planned_at = at,
	    .not_before = at,
	};

	t.natural_key = arena_fmt(m->keep, "%s|%.*s|%.*s", template_name,
	    STR_ARG(m->day), STR_ARG(to));
	t.id = msgid_touch(m->keep, m->f->key, t.natural_key);
	m->touches = arena_grow(m->keep, m->touches, m->touch_count,
	    &m->touch_cap, sizeof(*m->touches));
	m->touches[m->touch_count++] = t;
}

struct str
morning_line(struct arena *a, struct str text, size_t max)
{
	struct str cut = str_head(str_trim(text), max);
	char *p = arena_alloc(a, cut.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < cut.n; i++) {
		bool space = str_is_space(cut.p[i]);

		if (!space)
			p[n++] = cut.p[i];
		else if (n > 0 && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	cut = str_trim((struct str){p, n});
	return str_trim(text).n > max ? arena_fmt(a, "%.*s ...", STR_ARG(cut))
				      : cut;
}

/* RC_MISS: there is nothing to be said now. */
static enum rc
is_time(struct morning *m, struct err *err)
{
	const struct settings *set = m->f->set;
	struct dun_limits limits;
	struct gate gate;
	struct str last = {NULL, 0};
	char day[DAY_TEXT];
	enum rc rc;

	m->us = (struct facts_account){.locale = set->company_locale};
	facts_set_moment(m->f, &m->us, m->now);
	if (m->us.minutes < set->staff_worklist_at)
		return RC_MISS;
	m->day = arena_dup(m->keep, str_of(day_iso(m->us.today, day)));
	rc = meta_get(m->f->store, m->a, META_MORNING, &last, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	if (str_cmp(last, m->day) >= 0)
		return RC_MISS;
	facts_limits(m->f, &m->us, &limits);
	if (gate_office(&m->us, &limits, &gate))
		return RC_MISS;
	m->until = facts_instant(m->f, &m->us,
	    calendar_add(&limits.calendar, m->us.today, 1),
	    (int)set->staff_worklist_at);
	return RC_OK;
}

static enum rc
write_all(struct morning *m, struct err *err)
{
	enum rc rc = store_begin(m->f->store, err);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < m->touch_count; i++) {
		rc = outbox_add(m->f->store, &m->touches[i], err);
		if (rc == RC_MISS) /* another process was faster */
			rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = meta_put(m->f->store, META_MORNING, m->day, err);
	if (rc == RC_OK)
		return store_commit(m->f->store, err);
	store_rollback(m->f->store);
	return rc;
}

static enum rc
make(struct morning *m, struct err *err)
{
	enum rc rc = is_time(m, err);

	if (rc == RC_OK)
		rc = standstill_get(m->f->store, m->keep, &m->still, err);
	else
		return rc == RC_MISS ? RC_OK : rc;
	m->stands = rc == RC_OK;
	if (rc == RC_OK || rc == RC_MISS)
		rc = morning_list(m, err);
	if (rc == RC_OK && m->f->set->staff_digest)
		rc = morning_digest(m, err);
	if (rc == RC_OK)
		rc = write_all(m, err);
	if (rc == RC_OK)
		log_event(LOG_INFO, "morning", "day=%.*s mails=%zu",
		    STR_ARG(m->day), m->touch_count);
	return rc;
}

enum rc
morning_round(const struct flow *f, int64_t now, struct err *err)
{
	struct morning m = {.f = f, .now = now};
	enum rc rc;

	if (f->set->staff_worklist_at >= NEVER)
		return RC_OK;
	m.keep = arena_new(LIMIT_JOB_ARENA);
	m.a = arena_new(LIMIT_JOB_ARENA);
	rc = make(&m, err);
	arena_free(&m.a);
	arena_free(&m.keep);
	return rc;
}
