#include "app/links.h"

#include <limits.h>
#include <stdio.h>

#include "app/subject.h"
#include "app/verdict.h"
#include "base/day.h"
#include "flow/linkstop.h"
#include "store/ledger.h"
#include "store/owner.h"
#include "store/revoked.h"

/* "https://x/pay/TOKEN/more?y" gives pay and TOKEN; a bare token no purpose:
 * each is tried. */
static struct str
token_of(struct str what, bool named[LINK_PURPOSES])
{
	struct str rest = str_sub(what, 0, str_chr(what, '?')), part;
	enum link_purpose purpose;

	for (int i = 0; i < LINK_PURPOSES; i++)
		named[i] = true;
	if (str_chr(what, '/') == STR_NPOS)
		return what;
	while (str_cut(&rest, '/', &part)) {
		if (!link_purpose_parse(part, &purpose))
			continue;
		for (int i = 0; i < LINK_PURPOSES; i++)
			named[i] = i == (int)purpose;
		return str_cut(&rest, '/', &part) ? part : rest;
	}
	return (struct str){NULL, 0};
}

static enum rc
read_link(struct app *app, struct arena *a, struct str what, struct link *out,
    struct err *err)
{
	bool named[LINK_PURPOSES];
	struct str token = token_of(what, named);

	for (int i = 0; i < LINK_PURPOSES; i++) {
		struct err why = {{0}};
		enum rc rc;

		if (!named[i])
			continue;
		rc = link_read(a, app->key, (enum link_purpose)i, token,
		    app_now(app), out, &why);
		if (rc != RC_BAD)
			return err_set(err, rc, "%s", why.text);
	}
	return err_set(err, RC_BAD, "not a link of ours");
}

static const char *
state_of(enum rc read, enum rc revoked)
{
	if (read == RC_MISS)
		return "expired";
	return revoked == RC_OK ? "revoked" : "good";
}

static void
show_json(const struct link *l, const char *state)
{
	struct js *j = js_object();
	char stamp[INSTANT_TEXT];

	js_set_str(j, "id", l->id);
	js_set_str(j, "purpose", str_of(link_purpose_name(l->purpose)));
	js_set_str(j, "account", l->account);
	js_set_str(j, "contact", l->contact);
	js_set_str(j, "invoice", l->invoice);
	js_set_str(j, "expires", str_of(day_instant_iso(l->expires, stamp)));
	js_set_str(j, "state", str_of(state));
	verdict_put(&j);
}

static void
show_text(const struct link *l, const char *state)
{
	char stamp[INSTANT_TEXT];

	printf("%s: link %.*s to %s, account %.*s", state, STR_ARG(l->id),
	    link_purpose_name(l->purpose), STR_ARG(l->account));
	if (l->contact.n > 0)
		printf(", contact %.*s", STR_ARG(l->contact));
	if (l->invoice.n > 0)
		printf(", invoice %.*s", STR_ARG(l->invoice));
	printf(", expires %s\n", day_instant_iso(l->expires, stamp));
}

enum rc
links_verify(struct app *app, struct arena *a, struct str what, struct err *err)
{
	struct link l = {.expires = 0};
	struct revoked_ask ask;
	enum rc rc = read_link(app, a, what, &l, err), revoked;

	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	ask = (struct revoked_ask){l.id, l.account, l.contact, l.expires};
	revoked = revoked_look(app->flow.store, &ask, err);
	if (revoked != RC_OK && revoked != RC_MISS)
		return revoked;
	if (app->json)
		show_json(&l, state_of(rc, revoked));
	else
		show_text(&l, state_of(rc, revoked));
	if (rc == RC_MISS)
		return rc; /* err says that it has expired */
	return revoked == RC_OK ? err_set(err, RC_MISS,
				      "link %.*s was taken back", STR_ARG(l.id))
				: RC_OK;
}

static bool
is_id(struct str s)
{
	if (s.n != 32 && s.n != 16)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

static struct linkstop
stop_of(struct app *app, struct arena *a, struct str by)
{
	return (struct linkstop){
	    .f = &app->flow, .a = a, .by = by, .now = app_now(app)};
}

enum rc
links_revoke(struct app *app, struct arena *a, struct str what, struct str by,
    struct err *err)
{
	struct linkstop stop = stop_of(app, a, by);
	struct link l = {.id = what};
	enum rc rc = RC_OK;

	if (!is_id(what))
		rc = read_link(app, a, what, &l, err);
	if (rc == RC_OK)
		rc = store_begin(app->flow.store, err);
	if (rc != RC_OK)
		return rc;
	rc = linkstop_one(&stop, &l, err);
	if (rc == RC_MISS)
		rc = err_set(
		    err, rc, "link %.*s was taken back before", STR_ARG(l.id));
	return subject_end(app, rc,
	    arena_fmt(a, "link %.*s opens nothing any more", STR_ARG(l.id)),
	    err);
}

enum rc
links_contact(struct app *app, struct arena *a, struct str account,
    struct str name, struct str *id, struct err *err)
{
	struct contact c;
	struct owner *v = NULL;
	size_t n = 0;
	enum rc rc;

	if (str_chr(name, '@') == STR_NPOS) {
		rc = ledger_contact(app->flow.store, a, name, &c, err);
		if (rc == RC_OK && str_eq(c.account, account)) {
			*id = c.id;
			return RC_OK;
		}
	} else {
		rc = owner_by_address(app->flow.store, a, name, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n; i++)
			if (str_eq(v[i].account, account)) {
				*id = v[i].contact;
				return RC_OK;
			}
	}
	return rc == RC_OK || rc == RC_MISS
		   ? err_set(err, RC_MISS, "account %.*s has no contact %.*s",
			 STR_ARG(account), STR_ARG(name))
		   : rc;
}

enum rc
links_revoke_all(struct app *app, struct arena *a, struct str account,
    struct str contact, struct str by, struct err *err)
{
	struct linkstop stop = stop_of(app, a, by);
	struct account known;
	enum rc rc = ledger_account(app->flow.store, a, account, &known, err);

	stop.account = account;
	if (rc == RC_OK && contact.n > 0)
		rc =
		    links_contact(app, a, account, contact, &stop.contact, err);
	if (rc == RC_OK)
		rc = store_begin(app->flow.store, err);
	if (rc != RC_OK)
		return rc;
	rc = linkstop_all(&stop, err);
	return subject_end(app, rc,
	    arena_fmt(a,
		"account %.*s%s%.*s: links made so far open nothing any more",
		STR_ARG(account), stop.contact.n ? ", contact " : "",
		STR_ARG(stop.contact)),
	    err);
}

enum rc
links_retire(struct app *app, struct err *err)
{
	const struct settings *set = app->flow.set;
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%.*s", STR_ARG(set->keys_dir));
	return seal_key_retire(
	    dir, app->key, app_now(app) + set->links_days * DAY_SECS, err);
}

enum rc
links_rotate(struct app *app, struct err *err)
{
	char dir[PATH_MAX];
	struct seal_key *key = NULL;
	unsigned old = seal_key_id(app->key);
	enum rc rc;

	snprintf(dir, sizeof(dir), "%.*s", STR_ARG(app->flow.set->keys_dir));
	rc = seal_key_rotate(dir, &key, err);
	if (rc == RC_OK)
		printf("key %u signs links from the next start of `dunmail "
		       "run` on; links-%u.pub stays for those of key %u, and "
		       "`dunmail check` says when it can go\n",
		    seal_key_id(key), old, old);
	seal_key_free(&key);
	return rc;
}
