#include "web/staff.h"

#include "flow/people.h"
#include "model/limits.h"
#include "port/zone.h"
#include "store/staffview.h"
#include "web/answer.h"
#include "web/asking.h"
#include "web/entry.h"
#include "web/staffdoor.h"
#include "web/staffpage.h"
#include "web/staffvalue.h"

#define LANGUAGE "en"

/* The next piece of "/a/b". */
static struct str
piece(struct str *rest)
{
	struct str one;
	size_t end;

	while (rest->n > 0 && rest->p[0] == '/')
		*rest = str_sub(*rest, 1, rest->n);
	end = str_chr(*rest, '/');
	one = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, one.n, rest->n);
	return one;
}

static void
set_values(struct staffdoor *d)
{
	struct value *m = answer_values(d->g->t->web, d->a);

	value_set_text(d->a, m, "base", d->base);
	if (d->who.address.n > 0) {
		struct value *staff = value_map(d->a);

		value_set_text(d->a, staff, "who", d->who.address);
		value_set_text(d->a, staff, "base", d->base);
		value_set_text(
		    d->a, staff, NONCE_FIELD, staffdoor_nonce(d, "out"));
		value_set(d->a, m, "staff", staff);
	}
	d->out.values = m;
}

/* RC_MISS: nobody who may look. */
static enum rc
find_who(struct staffdoor *d, struct err *err)
{
	struct guest *g = d->g;
	struct str cookie = staffsession_find(httpd_header(g->rq, "Cookie"));
	struct staffsession_who who;
	unsigned rights;
	int64_t outs = 0;
	enum rc rc;

	if (cookie.n == 0 || staffsession_read(g->t->web->sessions, d->a,
				 cookie, g->now, &who) != RC_OK)
		return RC_MISS;
	rc = people_rights(&g->t->flow, who.address, &rights, err);
	if (rc == RC_OK)
		rc = staffview_outs(g->t->read, who.address, &outs, err);
	if (rc == RC_OK && outs != who.outs)
		return RC_MISS;
	if (rc == RC_OK)
		d->who = who;
	return rc;
}

static day_t
today_of(const struct guest *g)
{
	const struct settings *set = g->t->flow.set;
	const struct zone *zone = zone_find(set->company_timezone);
	int minutes;

	return zone ? zone_day(zone, g->now, &minutes) : day_of_instant(g->now);
}

static enum rc
show(struct staffdoor *d, const struct staffpage *page, struct err *err)
{
	struct staffpage_ask ask = {
	    .f = &d->g->t->flow,
	    .a = d->a,
	    .now = d->g->now,
	    .today = today_of(d->g),
	    .who = d->who.address,
	    .locale = d->g->t->flow.set->company_locale,
	    .base = d->base,
	};
	struct value *m = d->out.values;

	ask.query = entry_query(d->g, &ask.query_count);
	value_set_bool(d->a, m,
	    arena_cstr(d->a, arena_fmt(d->a, "in_%s",
				 page->name[0] ? page->name : "accounts")),
	    true);
	return page->show(&ask, &d->out, err);
}

static enum rc
to_the_form(struct staffdoor *d)
{
	d->out.form = PAGE_REDIRECT;
	d->out.to = d->base;
	return RC_OK;
}

/* Within the reading transaction. */
static enum rc
look(struct staffdoor *d, struct err *err)
{
	const struct staffpage *page = staffpages_find(d->name);
	enum rc rc = find_who(d, err);

	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	set_values(d);
	if (rc == RC_MISS && d->name.n == 0)
		return staffdoor_ask(d);
	if (rc == RC_MISS)
		return to_the_form(d);
	return page == NULL || d->rest.n > 0 ? RC_MISS : show(d, page, err);
}

static enum rc
leave(struct staffdoor *d, struct err *err)
{
	enum rc rc = find_who(d, err);

	if (rc == RC_MISS)
		return to_the_form(d);
	return rc == RC_OK ? staffdoor_out(d, err) : rc;
}

/* The form that is shown to who is not in. */
static bool
asks_for_mail(const struct staffdoor *d)
{
	return d->g->rq->method == HTTPD_POST && d->name.n == 0;
}

static enum rc
work(struct staffdoor *d, struct err *err)
{
	bool post = d->g->rq->method == HTTPD_POST;

	if (str_eqc(d->name, "in"))
		return staffdoor_in(d, err);
	if (str_eqc(d->name, "sent") && !post) {
		set_values(d);
		return staffdoor_sent(d);
	}
	if (!post)
		return look(d, err);
	if (asks_for_mail(d))
		return staffdoor_asked(d, err);
	if (!str_eqc(d->name, "out")) {
		d->only_shows = true;
		return RC_MISS;
	}
	return leave(d, err);
}

static void
answer(
    struct staffdoor *d, enum rc rc, struct err *err, struct httpd_answer *out)
{
	struct guest *g = d->g;

	if (rc == RC_OK && d->keep.wanted)
		rc = staffdoor_keep(d, err);
	if (rc == RC_OK) {
		rc = answer_page(g->t, STR(LANGUAGE), &d->out, out, err);
		if (rc == RC_OK && d->cookie.n > 0)
			httpd_add(
			    out, "Set-Cookie", arena_dup(g->t->a, d->cookie));
		if (rc == RC_OK) {
			atomic_fetch_add(&g->t->web->counts.pages, 1);
			return;
		}
		buf_fini(&out->body);
		*out = (struct httpd_answer){0};
	}
	if (rc == RC_MISS && d->only_shows)
		answer_words(g->t, g->rq, ANSWER_METHOD, out);
	else if (rc == RC_MISS)
		entry_refuse(
		    g, d->expired ? ANSWER_EXPIRED : ANSWER_MISSING, out);
	else
		entry_fail(g, rc, err, out);
}

/* An account has more to tell than a customer's page: memory of its own. */
void
staff_serve(struct guest *g, struct httpd_answer *out)
{
	struct staffdoor d = {.g = g, .rest = g->rest};
	struct err err = {{0}};
	int64_t wait;
	enum rc rc;

	d.name = piece(&d.rest);
	if (g->rq->method == HTTPD_POST && entry_is_foreign(g)) {
		entry_refuse(g, ANSWER_FOREIGN, out);
		return;
	}
	wait = asks_for_mail(&d) ? asking_wait(g->t, g->rq, g->now) : 0;
	if (wait > 0) {
		entry_busy(g, wait, out);
		return;
	}
	d.a = arena_new(LIMIT_JOB_ARENA);
	/* The header lines outlive this. */
	d.base = arena_fmt(g->t->a, "%.*s/staff", STR_ARG(g->t->web->prefix));
	g->name = STR("staff");
	rc = entry_begin(g, &err);
	if (rc == RC_OK)
		rc = work(&d, &err);
	if (g->t->read)
		store_rollback(g->t->read);
	answer(&d, rc, &err, out);
	arena_free(&d.a);
}
