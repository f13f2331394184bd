#include "flow/reach.h"

#include "decide/gate.h"
#include "flow/staff.h"
#include "store/deed.h"

/* As the carrier dials it, where there is one. */
static struct str
number_of(const struct reach *r)
{
	if (r->contact == NULL)
		return (struct str){NULL, 0};
	return r->contact->line.number[0]
		   ? arena_dup(r->a, str_of(r->contact->line.number))
		   : r->contact->phone;
}

struct str
reach_recipient(const struct reach *r)
{
	struct str nobody = {NULL, 0};

	switch (r->step->channel) {
	case STEP_EMAIL:
	case STEP_INVITE:
		return r->contact ? r->contact->email : nobody;
	case STEP_SMS:
	case STEP_CALL:
		return number_of(r);
	case STEP_LETTER:
		return r->facts->account.name;
	case STEP_WEBHOOK:
	case STEP_AGENCY:
		return nobody;
	case STEP_PHONE:
	case STEP_DRAFT:
	case STEP_INTERNAL:
	case STEP_CHANNELS:
		break;
	}
	return staff_address(r->f, r->a, r->facts, r->step->to, r->about);
}

enum rc
reach_task(const struct reach *r, const struct outbox_touch *t, struct err *err)
{
	struct str name = r->contact ? r->contact->name : STR("");
	struct str phone = r->contact ? r->contact->phone : STR("");
	struct deed_task task = {
	    .id = arena_fmt(r->a, "%.*s/call", STR_ARG(t->id)),
	    .account = t->account,
	    .kind = STR("call"),
	    .text = arena_fmt(r->a, "%.*s: call %.*s%s%.*s%s%.*s",
		STR_ARG(t->sequence), STR_ARG(r->facts->account.name),
		name.n ? ", " : "", STR_ARG(name), phone.n ? ", " : "",
		STR_ARG(phone)),
	    .at = r->facts->now,
	};

	if (r->step->channel != STEP_PHONE)
		return RC_OK;
	return deed_task(r->f->store, &task, err);
}

/* A number that is there and not used has its reason. */
static struct str
why_no_number(const struct reach *r)
{
	struct gate gate;

	if (r->contact == NULL || str_is_empty(r->contact->phone) ||
	    !gate_number(r->step, r->contact, &gate))
		return arena_fmt(r->a,
		    "nobody at %.*s has a telephone number on file",
		    STR_ARG(r->facts->account.name));
	return arena_fmt(r->a, "no telephone number at %.*s can be used: %.*s",
	    STR_ARG(r->facts->account.name), STR_ARG(gate.why));
}

enum rc
reach_no_number(const struct reach *r, struct str sequence, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(r->a, "no-number/%.*s/%.*s/%.*s",
		STR_ARG(r->facts->account.id), STR_ARG(sequence),
		STR_ARG(r->step->name)),
	    .account = r->facts->account.id,
	    .kind = STR("no-number"),
	    .text = arena_fmt(r->a, "%.*s/%.*s: %.*s", STR_ARG(sequence),
		STR_ARG(r->step->name), STR_ARG(why_no_number(r))),
	    .at = r->facts->now,
	};

	return deed_task(r->f->store, &task, err);
}
