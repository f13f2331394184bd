#include "web/staffdoor.h"

#include "flow/people.h"
#include "port/js.h"
#include "render/stafflink.h"
#include "store/staffview.h"
#include "web/answer.h"
#include "web/asking.h"

static struct nonce_place
place_of(const struct staffdoor *d, struct str token, const char *form)
{
	return (struct nonce_place){
	    .token = token,
	    .page = arena_fmt(d->a, "staff/%s", form),
	    .now = d->g->now,
	};
}

/* What is bound to nobody is for everybody who is not in. */
struct str
staffdoor_nonce(const struct staffdoor *d, const char *form)
{
	struct nonce_place place = place_of(d, d->who.address, form);

	return nonce_make(d->g->t->web->nonce, d->a, &place);
}

static struct str
field(const struct guest *g, const char *name)
{
	for (size_t i = 0; i < g->rq->field_count; i++)
		if (str_eqc(g->rq->fields[i].name, name) &&
		    !g->rq->fields[i].is_file)
			return g->rq->fields[i].value;
	return (struct str){NULL, 0};
}

/* RC_MISS: shown too long ago, or by an earlier process: show it again. */
static enum rc
check_nonce(struct staffdoor *d, struct str token, const char *form)
{
	d->place = place_of(d, token, form);
	return nonce_check(d->g->t->web->nonce, d->a, &d->place,
		   field(d->g, NONCE_FIELD), &d->keep.post.id) == RC_OK
		   ? RC_OK
		   : RC_MISS;
}

static enum rc
page(struct staffdoor *d, const char *name, const char *title)
{
	d->out.form = PAGE_HTML;
	d->out.template_name = name;
	if (d->out.values == NULL) {
		d->out.values = answer_values(d->g->t->web, d->a);
		value_set_text(d->a, d->out.values, "base", d->base);
	}
	value_set_text(d->a, d->out.values, "title", str_of(title));
	return RC_OK;
}

static enum rc
to(struct staffdoor *d, const char *where)
{
	d->out.form = PAGE_REDIRECT;
	d->out.to = arena_fmt(d->g->t->a, "%.*s%s", STR_ARG(d->base), where);
	return RC_OK;
}

enum rc
staffdoor_ask(struct staffdoor *d)
{
	page(d, "staff-ask", "Sign in");
	value_set_text(
	    d->a, d->out.values, NONCE_FIELD, staffdoor_nonce(d, "ask"));
	return RC_OK;
}

enum rc
staffdoor_sent(struct staffdoor *d)
{
	return page(d, "staff-sent", "A mail is on its way");
}

static struct str
as_json(struct arena *a, struct str address)
{
	struct js *j = js_object();
	struct str out;
	struct buf b;

	js_set_str(j, "address", address);
	buf_init(&b, 4 * STAFFLINK_ADDRESS + 64);
	js_write(j, &b);
	out = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return out;
}

static void
want(struct staffdoor *d, const char *kind)
{
	d->keep.t = d->g->t;
	d->keep.rq = d->g->rq;
	d->keep.link = &d->link;
	d->keep.place = &d->place;
	d->keep.post.kind = str_of(kind);
	d->keep.wanted = true;
}

/* Whether it is one of ours is found out elsewhere, so that neither the answer
 * nor its time tells. */
enum rc
staffdoor_asked(struct staffdoor *d, struct err *err)
{
	struct str address = str_trim(field(d->g, "address"));
	bool odd = address.n < 3 || address.n > STAFFLINK_ADDRESS ||
		   str_chr(address, '@') == STR_NPOS;

	(void)err;
	if (check_nonce(d, (struct str){NULL, 0}, "ask") != RC_OK || odd) {
		staffdoor_ask(d);
		d->out.status = 422;
		value_set_bool(d->a, d->out.values, "odd", odd);
		value_set_bool(d->a, d->out.values, "old_form", !odd);
		return RC_OK;
	}
	if (asking_enough(d->g->t, d->g->rq, d->g->now, address))
		return to(d, "/sent");
	want(d, "sign-in");
	d->keep.post.fields = as_json(d->a, address);
	return to(d, "/sent");
}

/* RC_MISS: it lets nobody in, or not any more. */
static enum rc
read_link(struct staffdoor *d, struct stafflink *link, struct err *err)
{
	struct str token = d->rest;
	unsigned rights;
	enum rc rc;

	while (token.n > 0 && token.p[0] == '/')
		token = str_sub(token, 1, token.n);
	rc = stafflink_read(
	    d->a, d->g->t->flow.key, token, d->g->now, link, err);
	d->expired = rc == RC_MISS;
	if (rc != RC_OK)
		return RC_MISS;
	return people_rights(&d->g->t->flow, link->address, &rights, err);
}

static enum rc
show_button(struct staffdoor *d, const struct stafflink *link, int status)
{
	struct nonce_place place = place_of(d, link->id, "in");

	page(d, "staff-in", "Sign in");
	d->out.status = status;
	value_set_text(d->a, d->out.values, "who", link->address);
	value_set_text(d->a, d->out.values, NONCE_FIELD,
	    nonce_make(d->g->t->web->nonce, d->a, &place));
	return RC_OK;
}

static enum rc
begin_session(
    struct staffdoor *d, const struct stafflink *link, struct err *err)
{
	struct web *w = d->g->t->web;
	struct staffsession_who who = {
	    .address = link->address, .since = d->g->now};
	struct str value;
	enum rc rc = staffview_outs(d->g->t->read, who.address, &who.outs, err);

	if (rc == RC_OK)
		rc = staffsession_make(w->sessions, d->a, &who, &value, err);
	if (rc == RC_OK)
		d->cookie =
		    staffsession_cookie(d->a, w->prefix, value, w->is_https);
	return rc;
}

enum rc
staffdoor_in(struct staffdoor *d, struct err *err)
{
	struct stafflink link = {.expires = 0};
	enum rc rc = read_link(d, &link, err);

	if (rc != RC_OK)
		return rc;
	if (d->g->rq->method != HTTPD_POST)
		return show_button(d, &link, 200);
	if (check_nonce(d, link.id, "in") != RC_OK)
		return show_button(d, &link, 422);
	rc = begin_session(d, &link, err);
	if (rc != RC_OK)
		return rc;
	want(d, "signed-in");
	d->once = true;
	d->keep.post.id = arena_fmt(d->a, "in-%.*s", STR_ARG(link.id));
	d->keep.post.fields = STR("{}");
	d->link.contact = link.address;
	d->link.id = link.id;
	return to(d, "");
}

enum rc
staffdoor_out(struct staffdoor *d, struct err *err)
{
	struct web *w = d->g->t->web;

	(void)err;
	if (check_nonce(d, d->who.address, "out") != RC_OK)
		return to(d, "");
	d->cookie = staffsession_cookie(
	    d->a, w->prefix, (struct str){NULL, 0}, w->is_https);
	if (str_eqc(field(d->g, "everywhere"), "yes")) {
		want(d, "sign-out");
		d->keep.post.fields = STR("{}");
		d->link.contact = d->who.address;
	}
	return to(d, "");
}

enum rc
staffdoor_keep(struct staffdoor *d, struct err *err)
{
	enum rc rc = keep_write(&d->keep, d->g->now, err);

	if (rc != RC_OK || !d->once || !d->keep.again)
		return rc;
	d->cookie = (struct str){NULL, 0};
	d->expired = true;
	return err_set(
	    err, RC_MISS, "link %.*s was used before", STR_ARG(d->link.id));
}
