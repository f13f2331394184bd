#include "flow/people.h"

#include "flow/people_lines.h"
#include "store/collectors.h"

#define CHAIN_MAX 5 /* deputies of deputies */

/* Those named for something, in the order in which they are asked for a yes:
 * the first two may give it. */
static struct str
named(const struct flow *f, size_t i)
{
	const struct str all[] = {f->set->staff_credit,
	    f->set->staff_escalation, f->set->staff_fallback,
	    f->set->staff_orders};

	return i < sizeof(all) / sizeof(all[0]) ? all[i]
						: (struct str){NULL, 0};
}

#define NAMED          4
#define NAMED_APPROVES 2

static bool
is_stakeholder(const struct flow *f, struct str address)
{
	struct str rest = f->set->staff_stakeholders, line, word;

	while (str_line(&rest, &line))
		if (str_cut(&line, ':', &word) &&
		    str_fold_eq(str_trim(line), address))
			return true;
	return false;
}

static bool
is_deputy(const struct flow *f, struct str address)
{
	struct str rest = f->set->staff_away, line;
	struct people_line away;

	while (people_lines_away(&rest, &line, &away))
		if (str_fold_eq(away.deputy, address) && address.n > 0)
			return true;
	return false;
}

unsigned
people_listed(const struct flow *f, struct str address)
{
	struct str rest = f->set->staff_people, line;
	struct people_line p;
	unsigned rights = 0;

	while (people_lines_next(&rest, &line, &p))
		if (str_fold_eq(p.address, address))
			rights |=
			    PEOPLE_KNOWN | (p.approves ? PEOPLE_APPROVE : 0);
	for (size_t i = 0; i < NAMED; i++)
		if (str_fold_eq(named(f, i), address))
			rights |= PEOPLE_KNOWN |
				  (i < NAMED_APPROVES ? PEOPLE_APPROVE : 0);
	if (is_stakeholder(f, address) || is_deputy(f, address))
		rights |= PEOPLE_KNOWN;
	return rights;
}

enum rc
people_rights(
    const struct flow *f, struct str address, unsigned *rights, struct err *err)
{
	enum rc rc;

	*rights = 0;
	if (str_chr(address, '@') == STR_NPOS)
		return RC_MISS;
	*rights = people_listed(f, address);
	if (*rights != 0)
		return RC_OK;
	rc = collectors_has(f->store, address, err);
	if (rc == RC_OK)
		*rights = PEOPLE_KNOWN;
	return rc;
}

static struct str
stands_in(const struct flow *f, struct str address, day_t today)
{
	struct str rest = f->set->staff_away, line;
	struct people_line away;

	while (people_lines_away(&rest, &line, &away))
		if (str_fold_eq(away.address, address) && today <= away.until)
			return away.deputy;
	return address;
}

struct str
people_deputy(const struct flow *f, struct str address, day_t today)
{
	struct str who = address;

	if (str_is_empty(address))
		return address;
	for (int i = 0; i < CHAIN_MAX; i++) {
		struct str next = stands_in(f, who, today);

		if (str_fold_eq(next, who) || str_fold_eq(next, address))
			break;
		who = next;
	}
	return who;
}

/* Is the name theirs, or the part of their address before the @? */
static bool
is_called(const struct people_line *p, struct str name)
{
	return str_fold_eq(p->name, name) ||
	       str_fold_eq(
		   str_sub(p->address, 0, str_chr(p->address, '@')), name);
}

struct str
people_called(const struct flow *f, struct str name)
{
	struct str rest = f->set->staff_people, line, found = {NULL, 0};
	struct people_line p;

	name = str_trim(name);
	while (name.n > 0 && people_lines_next(&rest, &line, &p)) {
		if (p.address.n == 0 || !is_called(&p, name))
			continue;
		if (found.n > 0 && !str_fold_eq(found, p.address))
			return (struct str){NULL, 0};
		found = p.address;
	}
	return found;
}

struct str
people_name(const struct flow *f, struct str address)
{
	struct str rest = f->set->staff_people, line;
	struct people_line p;

	while (people_lines_next(&rest, &line, &p))
		if (p.name.n > 0 && str_fold_eq(p.address, address))
			return p.name;
	return (struct str){NULL, 0};
}

enum rc
people_find(const struct flow *f, struct arena *a, struct str name,
    struct str *address, struct err *err)
{
	struct str rest = f->set->staff_people, line;
	struct people_line p;
	unsigned rights;

	*address = (struct str){NULL, 0};
	name = str_trim(name);
	if (str_chr(name, '@') != STR_NPOS) {
		*address = name;
		return people_rights(f, name, &rights, err);
	}
	while (people_lines_next(&rest, &line, &p)) {
		if (p.address.n == 0 || !is_called(&p, name))
			continue;
		if (address->n > 0 && !str_fold_eq(*address, p.address))
			return err_set(err, RC_BAD,
			    "\"%.*s\" may be %.*s or %.*s", STR_ARG(name),
			    STR_ARG(*address), STR_ARG(p.address));
		*address = p.address;
	}
	if (address->n > 0)
		return RC_OK;
	return collectors_find(f->store, a, name, address, err);
}

/* All who may say yes, one after the other. */
struct approvers {
	const struct flow *f;
	size_t named;
	struct str rest; /* of the people */
};

static bool
next_approver(struct approvers *x, struct str *who)
{
	struct str line;
	struct people_line p;

	while (x->named < NAMED_APPROVES) {
		*who = named(x->f, x->named++);
		if (who->n > 0)
			return true;
	}
	while (people_lines_next(&x->rest, &line, &p))
		if (p.approves && p.address.n > 0) {
			*who = p.address;
			return true;
		}
	return false;
}

bool
people_may_approve(const struct flow *f, struct str address, day_t today)
{
	struct approvers x = {f, 0, f->set->staff_people};
	struct str who;

	while (next_approver(&x, &who))
		if (str_fold_eq(who, address) ||
		    str_fold_eq(people_deputy(f, who, today), address))
			return true;
	return false;
}

/* Those who are there first, then deputies of those who are away. */
struct str
people_other(const struct flow *f, struct str address, day_t today)
{
	for (int away = 0; away < 2; away++) {
		struct approvers x = {f, 0, f->set->staff_people};
		struct str who;

		while (next_approver(&x, &who)) {
			struct str by = people_deputy(f, who, today);

			if ((away || str_fold_eq(by, who)) &&
			    !str_fold_eq(by, address))
				return by;
		}
	}
	return (struct str){NULL, 0};
}
