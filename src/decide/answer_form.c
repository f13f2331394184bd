#include "decide/answer_form.h"

#define COURTESY_WORDS 15 /* a greeting and a close; more may be a matter */

static void
task(struct effects *e, struct str text)
{
	struct effect *x = effect_add(e, EFFECT_TASK);

	x->what = STR("onboarding");
	x->text = text;
}

static bool
is_trusted(const struct inbound *in, const struct inbound_limits *limits)
{
	return in->sender != NULL && in->thread->role == THREAD_CONTACT &&
	       in->thread->trust == THREAD_VERIFIED && limits->may_answer;
}

static void
to_person(const struct inbound *in, const struct inbound_limits *limits,
    struct effects *e)
{
	struct effect *x = effect_add(e, EFFECT_REST);

	x->what = STR("reply");
	x->text = STR("a reply waits for a person");
	x->until = in->now + limits->reply_rest_days * DAY_SECS;
	e->queue = STR("Unsure");
	e->reason = STR("the welcome form came from somebody who could not be "
			"proven: nothing was recorded");
	task(e, e->reason);
}

static struct str
value_of(const struct form *form, enum form_field field)
{
	if (field == FORM_PO && form->po != FORM_UNSAID)
		return form->po == FORM_YES ? STR("yes") : STR("no");
	if (field == FORM_EMAIL && form->email.n > 0)
		return form->email;
	return form->value[field];
}

static void
record(const struct form *form, struct effects *e)
{
	struct str words = {NULL, 0};
	struct effect *x;

	for (int i = 0; i < FORM_FIELDS; i++) {
		enum form_field field = (enum form_field)i;

		if (str_is_empty(form->value[field]))
			continue;
		x = effect_add(e, EFFECT_FACT);
		x->what = str_of(form_field_name(field));
		x->text = value_of(form, field);
		words = arena_fmt(e->a, "%.*s%s%s: %.*s", STR_ARG(words),
		    words.n ? "; " : "", form_field_name(field),
		    STR_ARG(form->value[field]));
	}
	x = effect_add(e, EFFECT_NOTE);
	x->what = STR("onboarding");
	x->text = words;
}

static bool
is_on_file(const struct facts_account *facts, struct str email)
{
	for (size_t i = 0; i < facts->contact_count; i++)
		if (str_fold_eq(facts->contacts[i].email, email))
			return true;
	return false;
}

/* What a machine does not decide: whom to write to, and what is unclear. */
static void
leave_to_people(const struct inbound *in, struct effects *e)
{
	const struct form *form = in->form;
	struct str named = form->value[FORM_EMAIL];
	struct str who = form->value[FORM_CONTACT];

	if (named.n > 0 && !is_on_file(in->account, form->email))
		task(e,
		    arena_fmt(e->a,
			"the welcome form names \"%.*s\"%s%.*s%s for payables: "
			"nothing is sent there before you have checked it and "
			"put it on file",
			STR_ARG(named), who.n ? " (" : "", STR_ARG(who),
			who.n ? ")" : ""));
	if (form->value[FORM_PO].n > 0 && form->po == FORM_UNSAID)
		task(e, arena_fmt(e->a,
			    "do they need a purchase order number? They wrote "
			    "\"%.*s\"",
			    STR_ARG(form->value[FORM_PO])));
}

/* Does the mail say anything beyond the form? */
static bool
says_more(const struct inbound *in)
{
	unsigned harmless = INTENT_BIT(INTENT_NONE) |
			    INTENT_BIT(INTENT_ACKNOWLEDGEMENT) |
			    INTENT_BIT(INTENT_CONTACT_CHANGE);

	return in->intent->bank_change || (in->intent->intents & ~harmless) ||
	       in->form->rest_words > COURTESY_WORDS;
}

bool
answer_form(const struct inbound *in, const struct inbound_limits *limits,
    struct inbound_result *out)
{
	const struct form *form = in->form;
	struct effect *x;

	if (form == NULL || form->filled == 0)
		return false;
	if (!is_trusted(in, limits)) {
		to_person(in, limits, &out->effects);
		return true;
	}
	record(form, &out->effects);
	if (form->to > 0) {
		x = effect_add(&out->effects, EFFECT_HOURS);
		x->contact = in->sender->id;
		x->from = form->from;
		x->to = form->to;
	}
	leave_to_people(in, &out->effects);
	return !says_more(in);
}
