#include "flow/compose_links.h"

#include "render/stafflink.h"

#define LINKS 3 /* of a letter */

static const enum link_purpose link_purposes[LINKS] = {
    LINK_PAY, LINK_DISPUTE, LINK_ACCOUNT};

/*
 * Letters whose links share a signature: the most that five hashes lead to,
 * three more than a letter alone needs. That makes an address 64 characters
 * longer, 280 in all, which is four lines of a screen where it was three; to
 * save a line again no more than one letter could be in a set.
 */
#define LINK_LETTERS 10

/* Links are for customers. */
static bool
wants_links(const struct compose *j)
{
	return !j->linked && !compose_is_staff(j->t) &&
	       (!compose_is_spool(j->t) || compose_is_outward(j) ||
		   str_eqc(j->t->kind, "answer"));
}

static struct link
link_of(const struct compose *j, enum link_purpose purpose)
{
	return (struct link){
	    .purpose = purpose,
	    .expires = j->now + j->f->set->links_days * DAY_SECS,
	    .account = j->t->account,
	    .contact = j->t->contact,
	};
}

/* All under one signature. */
static enum rc
make_links(struct compose *const *c, size_t n, struct arena *a, struct err *err)
{
	struct link all[LINK_LETTERS * LINKS];
	const struct flow *f = c[0]->f;
	enum rc rc;

	for (size_t i = 0; i < n * LINKS; i++)
		all[i] = link_of(c[i / LINKS], link_purposes[i % LINKS]);
	rc = link_make_set(a, f->key, f->set->links_base, all, n * LINKS, err);
	for (size_t i = 0; rc == RC_OK && i < n * LINKS; i++) {
		c[i / LINKS]->links[all[i].purpose] = all[i];
		c[i / LINKS]->linked = true;
	}
	return rc;
}

/* One of our own people is let in by it, and by nothing else. */
static enum rc
make_sign_in(struct compose *j, struct err *err)
{
	struct stafflink link = {
	    .address = j->t->recipient,
	    .expires = j->now + STAFFLINK_SECONDS,
	};

	return stafflink_make(j->a, j->f->key, j->f->set->links_base, &link,
	    &j->links[LINK_ACCOUNT].url, err);
}

enum rc
compose_links_own(struct compose *j, struct err *err)
{
	if (compose_is_staff(j->t) && str_eqc(j->t->template_name, "sign-in"))
		return make_sign_in(j, err);
	return wants_links(j) ? make_links(&j, 1, j->a, err) : RC_OK;
}

enum rc
compose_links_account(struct compose *j, struct err *err)
{
	struct link *link = &j->links[LINK_ACCOUNT];

	*link = link_of(j, LINK_ACCOUNT);
	return link_make_set(
	    j->a, j->f->key, j->f->set->links_base, link, 1, err);
}

void
compose_link(struct compose *const *c, size_t n, struct arena *keep)
{
	struct compose *group[LINK_LETTERS];
	struct err err;
	size_t have = 0;

	for (size_t i = 0; i < n; i++) {
		if (wants_links(c[i]) && compose_is_reminder(c[i]->t))
			group[have++] = c[i];
		if (have == 0 || (have < LINK_LETTERS && i + 1 < n))
			continue;
		/* If one cannot have links, each finds out by itself. */
		make_links(group, have, keep, &err);
		have = 0;
	}
}
