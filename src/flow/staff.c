#include "flow/staff.h"

#include "flow/people.h"
#include "port/js.h"

/* "pricing: sales@example.com", one a line; "other" is for the rest. */
struct str
staff_stakeholder(const struct flow *f, struct str reason)
{
	struct str rest = f->set->staff_stakeholders, line, word;
	struct str other = {NULL, 0};

	while (str_line(&rest, &line)) {
		if (!str_cut(&line, ':', &word))
			continue;
		if (str_fold_eq(str_trim(word), reason))
			return str_trim(line);
		if (str_fold_eqc(str_trim(word), "other"))
			other = str_trim(line);
	}
	return other;
}

/* Named by address, or as in [staff] people. */
struct str
staff_collector(const struct flow *f, const struct facts_account *facts)
{
	struct str who = facts->account.collector;

	return str_chr(who, '@') == STR_NPOS ? people_called(f, who) : who;
}

struct str
staff_detail(struct arena *a, const struct course *c, const char *name)
{
	struct js *j = NULL;
	struct err why;
	struct str text = {NULL, 0};

	if (str_is_empty(c->detail) || js_parse(c->detail, &j, &why) != RC_OK)
		return text;
	text = arena_dup(a, js_str(js_get(j, name)));
	js_free(&j);
	return text;
}

/* Who decides about credit; never who asked for it. */
static struct str
decider(const struct flow *f, struct arena *a,
    const struct facts_account *facts, const struct course *about)
{
	struct str by = {NULL, 0};

	if (about != NULL)
		by = staff_detail(a, about, "by");
	return by.n > 0 ? people_other(f, by, facts->today)
			: f->set->staff_credit;
}

static struct str
holder(const struct flow *f, struct arena *a, const struct facts_account *facts,
    struct str role, const struct course *about)
{
	if (str_fold_eqc(role, "collector"))
		return staff_collector(f, facts);
	if (str_fold_eqc(role, "orders"))
		return f->set->staff_orders;
	if (str_fold_eqc(role, "credit"))
		return decider(f, a, facts, about);
	if (str_fold_eqc(role, "escalation"))
		return f->set->staff_escalation;
	if (str_fold_eqc(role, "stakeholder") && about != NULL)
		return staff_stakeholder(f, staff_detail(a, about, "reason"));
	return (struct str){NULL, 0};
}

struct str
staff_address(const struct flow *f, struct arena *a,
    const struct facts_account *facts, struct str roles,
    const struct course *about)
{
	struct str role, who = {NULL, 0};

	if (str_is_empty(roles))
		roles = STR("collector");
	while (str_is_empty(who) && str_cut(&roles, ',', &role))
		who = holder(f, a, facts, str_trim(role), about);
	if (str_is_empty(who))
		who = f->set->staff_fallback;
	return people_deputy(f, who, facts->today);
}
