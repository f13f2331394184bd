#include "web/guest.h"

#include <string.h>

#include "base/formdata.h"
#include "flow/facts.h"
#include "render/locale.h"
#include "store/revoked.h"
#include "web/answer.h"
#include "web/asking.h"
#include "web/entry.h"
#include "web/keep.h"
#include "web/pages.h"

#define MINUTE 60
#define HOUR   3600

/* All that is known of the one who asks. */
struct visit {
	struct guest *g;
	const struct page *page;
	struct link link;
	struct facts_account facts;
	struct page_ask ask;
	struct page_out out;
	struct str language;
	struct nonce_place place;
};

const struct page *
guest_page(enum link_purpose purpose, struct str name)
{
	const struct page *page = NULL;

	if (name.n > 0)
		return str_eqc(name, "account") ? pages_find(STR(""), false)
						: pages_find(name, false);
	switch (purpose) {
	case LINK_PAY:
	case LINK_DISPUTE:
		page = pages_find(str_of(link_purpose_name(purpose)), false);
		break;
	case LINK_DOCUMENT:
		page = pages_find(STR("documents"), false);
		break;
	case LINK_ACCOUNT:
	case LINK_PURPOSES:
		break;
	}
	return page ? page : pages_find(STR(""), false);
}

int64_t
guest_address_budget(const struct guest *g)
{
	const struct settings *set = g->t->web->flow.set;
	bool post = g->rq->method == HTTPD_POST;
	const struct budget_ask ask = {
	    .kind = post ? 'P' : 'G',
	    .key = g->rq->place,
	    .now = g->now,
	    .most = post ? set->portal_posts : set->portal_per_minute,
	    .seconds = MINUTE,
	};

	return budget_take(g->t->web->budget, &ask);
}

static int64_t
link_budget(const struct guest *g, struct str id)
{
	const struct settings *set = g->t->web->flow.set;
	bool post = g->rq->method == HTTPD_POST;
	const struct budget_ask ask = {
	    .kind = post ? 'p' : 'g',
	    .key = id,
	    .now = g->now,
	    .most = post ? set->portal_posts_per_link : set->portal_per_link,
	    .seconds = post ? HOUR : MINUTE,
	};

	return budget_take(g->t->web->budget, &ask);
}

/* A link that was taken back, or whose reader is no contact any more, is as
 * good as none: RC_MISS. */
static enum rc
look_up(struct visit *v, struct err *err)
{
	struct guest *g = v->g;
	const struct revoked_ask revoked = {
	    v->link.id, v->link.account, v->link.contact, v->link.expires};
	const struct facts_ask ask = {
	    .account = v->link.account,
	    .now = g->now,
	    .parts = LEDGER_PROMISES | LEDGER_UNAPPLIED,
	};
	enum rc rc = revoked_look(g->t->read, &revoked, err);

	if (rc == RC_OK)
		return err_set(err, RC_MISS, "link %.*s was taken back",
		    STR_ARG(v->link.id));
	if (rc == RC_MISS)
		rc = facts_load(&g->t->flow, g->t->a, &ask, &v->facts, err);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < v->facts.contact_count; i++)
		if (str_eq(v->facts.contacts[i].id, v->link.contact))
			v->ask.contact = &v->facts.contacts[i];
	return v->link.contact.n == 0 || v->ask.contact
		   ? RC_OK
		   : err_set(err, RC_MISS, "the reader is no contact");
}

static struct str
trim_slashes(struct str s)
{
	while (s.n > 0 && s.p[0] == '/')
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && s.p[s.n - 1] == '/')
		s = str_sub(s, 0, s.n - 1);
	return s;
}

/* False: the address is not one that we would have made. */
static bool
set_ask(struct visit *v)
{
	struct guest *g = v->g;
	struct page_ask *ask = &v->ask;

	ask->f = &g->t->flow;
	ask->a = g->t->a;
	ask->now = g->now;
	ask->peer = g->rq->peer;
	ask->fields = g->rq->fields;
	ask->field_count = g->rq->field_count;
	ask->query = entry_query(g, &ask->query_count);
	return formdata_unescape(
	    g->t->a, trim_slashes(g->rest), false, &ask->rest);
}

static void
set_reader(struct visit *v)
{
	struct guest *g = v->g;
	struct page_ask *ask = &v->ask;

	ask->link = &v->link;
	ask->facts = &v->facts;
	ask->today = v->facts.today;
	ask->locale = ask->contact && ask->contact->language.n > 0
			  ? ask->contact->language
			  : v->facts.locale;
	ask->base =
	    arena_fmt(g->t->a, "%.*s/%s/%.*s", STR_ARG(g->t->web->prefix),
		link_purpose_name(g->purpose), STR_ARG(g->token));
	v->language = text_language(g->t->web->text, ask->locale);
}

static void
set_values(struct visit *v)
{
	struct arena *a = v->g->t->a;
	struct value *m = answer_values(v->g->t->web, a);
	const char *name = v->page->name[0] ? v->page->name : "account";
	struct value *part;

	v->out.values = m;
	value_set_text(a, m, "page", str_of(name));
	value_set_bool(a, m, arena_cstr(a, arena_fmt(a, "is_%s", name)), true);
	value_set_text(a, m, "base", v->ask.base);
	if (v->page->body > 0)
		value_set_text(a, m, NONCE_FIELD,
		    nonce_make(v->g->t->web->nonce, a, &v->place));
	if (v->page->anybody)
		return;
	value_set_text(a, m, "home",
	    v->link.purpose == LINK_ACCOUNT
		? v->ask.base
		: arena_fmt(a, "%.*s/account", STR_ARG(v->ask.base)));
	value_set_text(
	    a, m, "today", locale_date(a, v->ask.locale, v->ask.today));
	part = value_map(a);
	value_set_text(a, part, "id", v->facts.account.id);
	value_set_text(a, part, "name", v->facts.account.name);
	value_set(a, m, "account", part);
	part = value_map(a);
	value_set_text(a, part, "id",
	    v->ask.contact ? v->ask.contact->id : (struct str){NULL, 0});
	value_set_text(a, part, "name",
	    v->ask.contact ? v->ask.contact->name : (struct str){NULL, 0});
	value_set(a, m, "contact", part);
}

static bool
has_body(const struct visit *v)
{
	return v->g->rq->method == HTTPD_POST;
}

/* Within the reading transaction. */
static enum rc
ask_page(struct visit *v, struct keep *k, struct err *err)
{
	set_values(v);
	if (!has_body(v))
		return v->page->show(&v->ask, &v->out, err);
	return keep_take(k, v->page, &v->ask, &v->out, err);
}

static void
told(struct visit *v, struct httpd_answer *out)
{
	struct err err = {{0}};
	enum rc rc;

	rc = answer_page(v->g->t, v->language, &v->out, out, &err);
	if (rc == RC_OK) {
		atomic_fetch_add(&v->g->t->web->counts.pages, 1);
		return;
	}
	buf_fini(&out->body);
	*out = (struct httpd_answer){0};
	entry_fail(v->g, rc, &err, out);
}

static void
page_serve(struct visit *v, struct httpd_answer *out)
{
	struct guest *g = v->g;
	struct err err = {{0}};
	struct keep k = {
	    .t = g->t, .link = &v->link, .place = &v->place, .rq = g->rq};
	enum rc rc;

	rc = entry_begin(g, &err);
	if (rc == RC_OK && !v->page->anybody) {
		rc = look_up(v, &err);
		if (rc == RC_OK)
			set_reader(v);
	}
	k.language = v->language;
	if (rc == RC_OK)
		rc = ask_page(v, &k, &err);
	if (g->t->read)
		store_rollback(g->t->read);
	if (rc == RC_OK && k.wanted)
		rc = keep_write(&k, g->now, &err);
	if (rc == RC_OK)
		told(v, out);
	else if (rc == RC_MISS)
		entry_refuse(g, ANSWER_MISSING, out);
	else
		entry_fail(g, rc, &err, out);
}

/* What can be said before the store is asked. */
static bool
may_ask(struct visit *v, struct httpd_answer *out)
{
	struct guest *g = v->g;

	if (v->page == NULL || !set_ask(v)) {
		entry_refuse(g, ANSWER_MISSING, out);
		return false;
	}
	if (has_body(v) && v->page->body == 0) {
		answer_words(g->t, g->rq, ANSWER_METHOD, out);
		return false;
	}
	if (has_body(v) && entry_is_foreign(g)) {
		entry_refuse(g, ANSWER_FOREIGN, out);
		return false;
	}
	v->place.page =
	    arena_fmt(g->t->a, "%s/%.*s", v->page->name, STR_ARG(v->ask.rest));
	v->place.now = g->now;
	return true;
}

void
guest_serve(struct guest *g, struct httpd_answer *out)
{
	struct visit v = {.g = g};
	const struct token_ask ask = {
	    .key = g->t->flow.key,
	    .purpose = g->purpose,
	    .text = g->token,
	    .now = g->now,
	};
	struct err err = {{0}};
	int64_t wait;
	enum rc rc = token_read(g->t->tokens, g->t->a, &ask, &v.link, &err);

	if (rc != RC_OK) {
		entry_refuse(
		    g, rc == RC_MISS ? ANSWER_EXPIRED : ANSWER_MISSING, out);
		return;
	}
	wait = link_budget(g, v.link.id);
	if (wait > 0) {
		entry_busy(g, wait, out);
		return;
	}
	v.page = g->page = guest_page(g->purpose, g->name);
	v.place.token = v.link.id;
	if (may_ask(&v, out))
		page_serve(&v, out);
}

void
guest_anybody(
    struct guest *g, const struct page *page, struct httpd_answer *out)
{
	struct visit v = {.g = g, .page = page};
	int64_t wait;

	g->page = page;
	if (!may_ask(&v, out))
		return;
	wait = has_body(&v) ? asking_wait(g->t, g->rq, g->now) : 0;
	if (wait > 0) {
		entry_busy(g, wait, out);
		return;
	}
	v.ask.locale = g->t->web->flow.set->company_locale;
	v.ask.today = day_of_instant(g->now);
	v.ask.base = g->t->web->prefix;
	v.language = answer_language(g->t->web, g->rq);
	page_serve(&v, out);
}
