#include "flow/diary.h"

#include "flow/facts.h"
#include "flow/params.h"
#include "flow/staff.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/outbox.h"
#include "store/visits.h"

/* One account, now. */
struct job {
	const struct flow *f;
	struct arena *a;
	int64_t now;
	struct facts_account facts;
	struct str who; /* in whose calendar its talks belong; or empty */
	struct visit *visits;
	size_t count;
};

/* Talks for one mail, each with what its calendar goes by. */
struct list {
	struct str *v; /* "C-1/2026-11-02/1 0" */
	size_t n;
};

static struct list
list_of(const struct job *j)
{
	return (struct list){
	    arena_array(j->a, j->count, sizeof(struct str)), 0};
}

static void
add(const struct job *j, struct list *l, const struct visit *v, int64_t number)
{
	if (l->n < LIMIT_ATTACHMENTS)
		l->v[l->n++] = arena_fmt(
		    j->a, "%.*s %lld", STR_ARG(v->id), (long long)number);
}

/* The same talks are told the same person once. */
static struct str
key_of(const struct job *j, const struct outbox_touch *t, const struct list *l)
{
	struct str all =
	    arena_fmt(j->a, "%.*s|%.*s|%.*s", STR_ARG(t->template_name),
		STR_ARG(t->account), STR_ARG(t->recipient));

	for (size_t i = 0; i < l->n; i++)
		all = arena_fmt(
		    j->a, "%.*s|%.*s", STR_ARG(all), STR_ARG(l->v[i]));
	return arena_fmt(
	    j->a, "calendar|%.*s", STR_ARG(msgid_touch(j->a, j->f->key, all)));
}

static enum rc
put(const struct job *j, struct outbox_touch *t, const struct list *l,
    struct err *err)
{
	struct params p = {
	    .promise_day = DAY_NONE, .touches = l->v, .touch_count = l->n};

	if (l->n == 0)
		return RC_OK;
	t->account = j->facts.account.id;
	t->mailbox = j->f->set->mailboxes[0].name;
	t->params = params_write(j->a, &p);
	t->reason = STR("for their calendar");
	t->planned_at = t->not_before = j->now;
	t->natural_key = key_of(j, t, l);
	t->id = msgid_touch(j->a, j->f->key, t->natural_key);
	return outbox_put(j->f->store, t, err);
}

static enum rc
tell(const struct job *j, const char *template_name, struct str who,
    const struct list *l, struct err *err)
{
	struct outbox_touch t = {
	    .kind = STR("staff"),
	    .template_name = str_of(template_name),
	    .recipient = who,
	};

	return put(j, &t, l, err);
}

static bool
is_off(const struct job *j, const struct visit *v)
{
	return !j->facts.account.white_glove || str_eqc(v->state, "declined") ||
	       str_eqc(v->state, "cancelled") || v->day < j->facts.today;
}

/* It stands with somebody whose it is not, or not any more. */
static bool
is_to_leave(const struct job *j, const struct visit *v)
{
	return v->diary_of.n > 0 &&
	       (is_off(j, v) || !str_fold_eq(v->diary_of, j->who));
}

/* Out of the calendars where they do not belong, one mail a person. */
static enum rc
take_out(struct job *j, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < j->count; i++) {
		struct str from = j->visits[i].diary_of;
		struct list gone = list_of(j);

		if (!is_to_leave(j, &j->visits[i]))
			continue;
		for (size_t k = i; k < j->count; k++) {
			struct visit *v = &j->visits[k];

			if (!is_to_leave(j, v) ||
			    !str_fold_eq(v->diary_of, from))
				continue;
			/* What is past is left where it stands. */
			if (v->day >= j->facts.today)
				add(j, &gone, v, v->diary_sequence++);
			v->diary_of = STR("");
		}
		rc = tell(j, DIARY_OFF, from, &gone, err);
	}
	return rc;
}

static enum rc
put_in(struct job *j, struct err *err)
{
	struct list come = list_of(j);

	for (size_t i = 0; i < j->count; i++) {
		struct visit *v = &j->visits[i];

		if (is_off(j, v) || j->who.n == 0 ||
		    (v->diary_of.n > 0 && v->diary_seen == v->sequence + 1))
			continue;
		add(j, &come, v, v->diary_sequence++);
		v->diary_of = j->who;
		v->diary_seen = v->sequence + 1;
	}
	return tell(j, DIARY_ON, j->who, &come, err);
}

static const struct contact *
find_contact(const struct job *j, struct str id)
{
	for (size_t i = 0; i < j->facts.contact_count; i++)
		if (str_eq(j->facts.contacts[i].id, id) &&
		    j->facts.contacts[i].state == CONTACT_OK)
			return &j->facts.contacts[i];
	return NULL;
}

/* Only to whom they were proposed. */
static enum rc
tell_customer(const struct job *j, struct err *err)
{
	struct outbox_touch t = {
	    .kind = STR("answer"),
	    .template_name = STR(DIARY_CUSTOMER),
	};
	struct list off = list_of(j);
	const struct contact *to;
	enum rc rc;

	for (size_t i = 0; i < j->count; i++)
		if (j->visits[i].customer_due &&
		    j->visits[i].day >= j->facts.today)
			add(j, &off, &j->visits[i], j->visits[i].sequence);
	if (off.n == 0)
		return RC_OK;
	rc = visits_invited(
	    j->f->store, j->a, j->facts.account.id, &t.contact, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	to = find_contact(j, t.contact);
	if (to == NULL)
		return RC_OK;
	t.recipient = to->email;
	return put(j, &t, &off, err);
}

static enum rc
work(struct job *j, struct str account, struct err *err)
{
	struct facts_ask ask = {account, j->now, NULL, 0};
	struct store *st = j->f->store;
	enum rc rc = facts_load(j->f, j->a, &ask, &j->facts, err);

	if (rc == RC_OK)
		rc =
		    visits_diary(st, j->a, account, &j->visits, &j->count, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	j->who = staff_collector(j->f, &j->facts);
	rc = take_out(j, err);
	if (rc == RC_OK)
		rc = put_in(j, err);
	if (rc == RC_OK)
		rc = tell_customer(j, err);
	for (size_t i = 0; rc == RC_OK && i < j->count; i++) {
		j->visits[i].diary_for = j->facts.account.collector;
		rc = visits_diary_put(st, &j->visits[i], err);
	}
	return rc;
}

static enum rc
work_all(const struct flow *f, struct arena *a, const struct str *v, size_t n,
    int64_t now, struct err *err)
{
	enum rc rc = store_begin(f->store, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		struct job j = {.f = f, .a = a, .now = now};

		rc = work(&j, v[i], err);
	}
	if (rc == RC_OK)
		return store_commit(f->store, err);
	store_rollback(f->store);
	return rc;
}

enum rc
diary_round(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	struct str *v = NULL;
	size_t n = 0;
	enum rc rc = visits_diary_accounts(f->store, a, &v, &n, err);

	if (rc == RC_OK && n > 0)
		rc = work_all(f, a, v, n, now, err);
	arena_free(&a);
	return rc;
}
