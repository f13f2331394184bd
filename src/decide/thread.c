#include "decide/thread.h"

static enum thread_how
how_of(enum thread_place place)
{
	switch (place) {
	case THREAD_IN_ADDRESS:
		return THREAD_TAG;
	case THREAD_IN_REPLY_TO:
		return THREAD_REPLY;
	case THREAD_IN_REFERENCES:
		return THREAD_REFERENCE;
	}
	return THREAD_NONE;
}

/*
 * Does another touch in the same place name another account? References are
 * a history, in which the newest is meant; the others are one statement.
 */
static bool
is_contradicted(const struct thread_facts *f, const struct thread_touch *t)
{
	if (t->place == THREAD_IN_REFERENCES)
		return false;
	for (size_t i = 0; i < f->touch_count; i++)
		if (f->touches[i].place == t->place &&
		    !str_is_empty(f->touches[i].account) &&
		    !str_eq(f->touches[i].account, t->account))
			return true;
	return false;
}

/* The first touch of the first place that has one the ledger knows. */
static const struct thread_touch *
by_touch(const struct thread_facts *f)
{
	static const enum thread_place order[] = {
	    THREAD_IN_ADDRESS, THREAD_IN_REPLY_TO, THREAD_IN_REFERENCES};

	for (size_t o = 0; o < sizeof(order) / sizeof(*order); o++)
		for (size_t i = 0; i < f->touch_count; i++)
			if (f->touches[i].place == order[o] &&
			    !str_is_empty(f->touches[i].account))
				return &f->touches[i];
	return NULL;
}

static const struct thread_owner *
owner_on(const struct thread_facts *f, struct str account)
{
	for (size_t i = 0; i < f->owner_count; i++)
		if (str_eq(f->owners[i].account, account))
			return &f->owners[i];
	return NULL;
}

/* Add one more account to a choice that must stay the only one. */
static void
choose(struct thread_hit *hit, struct str account, enum thread_how how)
{
	if (hit->how == THREAD_NONE) {
		hit->account = account;
		hit->how = how;
	} else if (!str_eq(hit->account, account)) {
		hit->ambiguous = true;
	}
}

/* A note address says the account, and nothing of its writer. */
static void
by_note(const struct thread_facts *f, struct thread_hit *hit)
{
	for (size_t i = 0; i < f->note_count; i++)
		choose(hit, f->notes[i].account, THREAD_NOTE);
}

static void
by_sender(const struct thread_facts *f, struct thread_hit *hit)
{
	for (size_t i = 0; i < f->invoice_count; i++)
		if (owner_on(f, f->invoices[i].account) != NULL)
			choose(
			    hit, f->invoices[i].account, THREAD_SENDER_INVOICE);
	if (hit->how != THREAD_NONE)
		return;
	for (size_t i = 0; i < f->owner_count; i++)
		choose(hit, f->owners[i].account, THREAD_SENDER);
	/* A contact of one account who speaks of another one's invoices. */
	if (hit->how != THREAD_NONE && f->invoice_count > 0)
		hit->ambiguous = true;
}

static bool
is_one_sender(const struct message *m)
{
	return m->from.n == 1 && !str_is_empty(m->from.v[0].address);
}

static bool
is_address_char(char c)
{
	return (unsigned char)c > ' ' && c != '<' && c != '>' && c != '"' &&
	       c != '\'' && c != '(' && c != ')' && c != ',' && c != ';' &&
	       c != '[' && c != ']' && c != ':' && c != '\x7f';
}

/* A display name that shows an address other than the real one. */
static bool
is_disguised(const struct message_address *from)
{
	struct str name = from->name;

	for (size_t i = 0; i < name.n; i++) {
		size_t a = i, b = i + 1;

		if (name.p[i] != '@')
			continue;
		while (a > 0 && is_address_char(name.p[a - 1]) &&
		       name.p[a - 1] != '@')
			a--;
		while (b < name.n && is_address_char(name.p[b]) &&
		       name.p[b] != '@')
			b++;
		while (b > i + 1 && name.p[b - 1] == '.')
			b--;
		if (a == i || b == i + 1)
			continue; /* "accounts @ acme" */
		if (!str_fold_eq(str_sub(name, a, b - a), from->address))
			return true;
	}
	/* The same, with an @ that only looks like one. */
	return str_find(name, STR("\xef\xbc\xa0")) != STR_NPOS ||
	       str_find(name, STR("\xef\xb9\xab")) != STR_NPOS;
}

/* The reply tag of a touch comes back from where the touch went. */
static bool
is_tag_of_sender(const struct message *m, const struct thread_touch *t)
{
	return t != NULL && t->place == THREAD_IN_ADDRESS &&
	       !str_is_empty(t->address) &&
	       str_fold_eq(t->address, m->from.v[0].address);
}

static enum thread_trust
trust_of(const struct message *m, const struct thread_facts *f,
    const struct thread_touch *t)
{
	if (f->auth == AUTHRES_FAIL)
		return THREAD_FORGED;
	if (!is_one_sender(m) || is_disguised(&m->from.v[0]))
		return THREAD_UNVERIFIED;
	if (f->auth == AUTHRES_PASS || is_tag_of_sender(m, t))
		return THREAD_VERIFIED;
	return THREAD_UNVERIFIED;
}

static void
find_role(const struct message *m, const struct thread_facts *f,
    struct thread_hit *hit)
{
	const struct thread_owner *owner;

	if (!is_one_sender(m))
		return;
	owner = str_is_empty(hit->account) ? NULL : owner_on(f, hit->account);
	if (owner != NULL) {
		hit->role = THREAD_CONTACT;
		hit->contact = owner->contact;
	}
	if (f->staff)
		hit->role = THREAD_STAFF;
}

void
thread_match(const struct message *m, const struct thread_facts *f,
    struct thread_hit *hit)
{
	const struct thread_touch *t = by_touch(f);

	*hit = (struct thread_hit){.how = THREAD_NONE};
	if (t != NULL) {
		hit->account = t->account;
		hit->how = how_of(t->place);
		hit->touch = t->touch;
		hit->proven = true;
		hit->ambiguous = is_contradicted(f, t);
	} else if (f->note_count > 0) {
		by_note(f, hit);
	} else if (is_one_sender(m)) {
		by_sender(f, hit);
	}
	hit->authenticated = f->auth == AUTHRES_PASS;
	hit->trust = trust_of(m, f, hit->ambiguous ? NULL : t);
	if (hit->ambiguous) {
		hit->account = (struct str){NULL, 0};
		hit->touch = (struct str){NULL, 0};
		hit->how = THREAD_NONE;
	}
	find_role(m, f, hit);
}
