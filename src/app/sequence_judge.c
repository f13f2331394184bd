#include "app/sequence_judge.h"

#include <string.h>

#include "base/nearest.h"
#include "decide/callword.h"

/* The names and days below are printed with "%.*s" and "%lld". */
#define DAYS(n) ((long long)(n))

#define OUTCOMES_MAX 16

struct judge {
	const char *file;
	const struct sequence *s;
	int64_t gateway_gap;
	struct mistakes *m;
};

static int64_t
gap_of(const struct judge *j, const struct sequence_step *step)
{
	return step->min_gap >= 0 ? step->min_gap : j->gateway_gap;
}

/* Gaps are business days: so many days pass at the very least, from Sunday. */
static int64_t
gap_days(const struct judge *j, const struct sequence_step *step)
{
	int64_t gap = gap_of(j, step);

	return gap > 0 ? gap + 2 * ((gap - 1) / 5) : 0;
}

static void
judge_sign(const struct judge *j, const struct sequence_step *step)
{
	long long day = DAYS(step->offset);

	switch (step->anchor) {
	case ANCHOR_DUE:
	case ANCHOR_DUE_EOM:
		if (step->offset < 0 && step->tone != TONE_COURTESY)
			mistake_add(j->m, j->file, step->line,
			    "step \"%.*s\" reminds %lld days before the due "
			    "date; write day = %lld, or tone = courtesy",
			    STR_ARG(step->name), -day, -day);
		break;
	case ANCHOR_ISSUED:
		if (step->offset < 0)
			mistake_add(j->m, j->file, step->line,
			    "step \"%.*s\" comes before its invoice is "
			    "issued; write day = %lld",
			    STR_ARG(step->name), -day);
		break;
	case ANCHOR_PREVIOUS:
		if (step->offset < 1)
			mistake_add(j->m, j->file, step->line,
			    "step \"%.*s\" does not come after the step that "
			    "it counts from; write a day of 1 or more",
			    STR_ARG(step->name));
		break;
	default: /* something that happened */
		if (step->offset < 0 && step->anchor != ANCHOR_FIRST_DUE &&
		    step->anchor != ANCHOR_VISIT &&
		    step->anchor != ANCHOR_REVIEW)
			mistake_add(j->m, j->file, step->line,
			    "step \"%.*s\" comes before \"%s\" has happened; "
			    "write day = %lld",
			    STR_ARG(step->name), step_anchors[step->anchor],
			    -day);
		break;
	}
}

static void
judge_expiry(const struct judge *j, const struct sequence_step *step)
{
	if (step->has_expires && step->expires <= step->offset)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" expires (day %lld) before it can be said "
		    "(day %lld); make expires later than day, or remove it",
		    STR_ARG(step->name), DAYS(step->expires),
		    DAYS(step->offset));
}

static void
judge_repeat(const struct judge *j, size_t at)
{
	const struct sequence_step *step = &j->s->steps[at];

	if (step->repeat == 0 && step->times > 0)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" has times, but no repeat; say after how "
		    "many days by \"repeat\", or remove times",
		    STR_ARG(step->name));
	if (step->repeat == 0 || step->response || !step_is_outward(step))
		return;
	if (j->s->kind == SEQUENCE_INVOICING && step->times == 0 &&
	    at + 1 < j->s->step_count)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" repeats for ever, but \"%.*s\" comes after "
		    "it; say how often by \"times\"",
		    STR_ARG(step->name), STR_ARG(j->s->steps[at + 1].name));
	if (step->repeat < gap_days(j, step))
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" repeats every %lld days, but %lld business "
		    "days must pass between two reminders; write a longer "
		    "repeat or a shorter min_gap",
		    STR_ARG(step->name), DAYS(step->repeat),
		    DAYS(gap_of(j, step)));
}

/* One that counts from the previous step waits for ever if that is not said. */
static void
judge_chain(const struct judge *j, size_t at)
{
	const struct sequence_step *step = &j->s->steps[at];
	const struct sequence_step *before = step - 1;

	if (step->anchor != ANCHOR_PREVIOUS)
		return;
	if (at == 0)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" counts from the previous step, and there "
		    "is none; write anchor = due, or put it lower",
		    STR_ARG(step->name));
	else if (before->min_amount > step->min_amount)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" is never said for less than %lld: it "
		    "counts from \"%.*s\", which is not; give both the same "
		    "min_amount",
		    STR_ARG(step->name), DAYS(before->min_amount),
		    STR_ARG(before->name));
}

/* A step that expires can be kept silent by the gap after an earlier one. */
static void
judge_silenced(const struct judge *j, size_t at)
{
	const struct sequence_step *step = &j->s->steps[at];

	if (j->s->kind != SEQUENCE_INVOICING || !step->has_expires ||
	    step->anchor == ANCHOR_PREVIOUS || step->expires <= step->offset)
		return;
	for (size_t i = 0; i < at; i++) {
		const struct sequence_step *p = &j->s->steps[i];

		if (p->anchor != step->anchor ||
		    p->min_amount > step->min_amount ||
		    p->offset + gap_days(j, step) < step->expires)
			continue;
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" is never said: it expires on day %lld, and "
		    "%lld business days must pass after \"%.*s\" (day %lld); "
		    "write a "
		    "later expires or a shorter min_gap",
		    STR_ARG(step->name), DAYS(step->expires),
		    DAYS(gap_of(j, step)), STR_ARG(p->name), DAYS(p->offset));
		return;
	}
}

static bool
same_people(const struct step_only *a, const struct step_only *b)
{
	return str_eq(a->segment, b->segment) &&
	       str_eq(a->language, b->language) &&
	       str_eq(a->currency, b->currency) &&
	       str_eq(a->collector, b->collector) &&
	       str_eq(a->outcome, b->outcome) && a->min_days == b->min_days &&
	       a->white_glove == b->white_glove;
}

static void
judge_day(const struct judge *j, size_t at)
{
	const struct sequence_step *step = &j->s->steps[at];

	if (step->anchor == ANCHOR_PREVIOUS)
		return;
	for (size_t i = 0; i < at; i++) {
		const struct sequence_step *p = &j->s->steps[i];

		if (p->anchor != step->anchor || p->offset != step->offset ||
		    step_is_outward(p) != step_is_outward(step) ||
		    !same_people(&p->only, &step->only) ||
		    !str_eq(p->until, step->until))
			continue;
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" has the same day (%lld) as \"%.*s\" on "
		    "line %d, so one hides the other; give each its own day",
		    STR_ARG(step->name), DAYS(step->offset), STR_ARG(p->name),
		    p->line);
		return;
	}
}

/* A word of a list that is none of `known` (which ends with NULL). */
static void
judge_words(const struct judge *j, const struct sequence_step *step,
    const char *key, struct str list, const char *const *known)
{
	struct str word;

	while (str_cut(&list, ',', &word)) {
		struct nearest near;

		word = str_trim(word);
		nearest_init(&near, word);
		for (size_t i = 0; known[i] != NULL; i++)
			nearest_offer(&near, known[i]);
		if (str_is_empty(word) ||
		    (nearest_best(&near) && str_eqc(word, nearest_best(&near))))
			continue;
		mistake_add(j->m, j->file, step->line,
		    "%s of step \"%.*s\" knows no \"%.*s\"; %s%s%s", key,
		    STR_ARG(step->name), STR_ARG(word),
		    nearest_best(&near) ? "did you mean \"" : "correct it",
		    nearest_best(&near) ? nearest_best(&near) : "",
		    nearest_best(&near) ? "\"?" : "");
	}
}

/* Whom a step can be for, by which side of the house it speaks to. */
static void
judge_roles(const struct judge *j, const struct sequence_step *step)
{
	static const char *const customers[] = {
	    "ap", "buyer", "escalation", "executive", "other", NULL};
	static const char *const ours[] = {"collector", "orders", "credit",
	    "escalation", "stakeholder", "fallback", NULL};
	const char *const *known = step_is_outward(step) ? customers : ours;

	judge_words(j, step, "to", step->to, known);
	judge_words(j, step, "cc", step->cc, known);
}

static void
judge_kind(const struct judge *j, const struct sequence_step *step)
{
	enum sequence_kind kind = j->s->kind;

	if (!step_anchor_fits(kind, step->anchor))
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" counts from \"%s\", which never happens in "
		    "a sequence of %s; choose another anchor",
		    STR_ARG(step->name), step_anchors[step->anchor],
		    sequence_kind_name(kind));
	if (kind == SEQUENCE_INVOICING && step->response)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" asks for money, which nobody waits for; "
		    "remove response",
		    STR_ARG(step->name));
	if (kind != SEQUENCE_MONTH_END && step->statement != STATEMENT_NONE)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" wants the statement of a month, and no "
		    "month ends in a sequence of %s; write attach_statement "
		    "= yes",
		    STR_ARG(step->name), sequence_kind_name(kind));
	if (kind != SEQUENCE_WHITE_GLOVE && step_is_outward(step) &&
	    step->only.white_glove == GLOVE_ONLY)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" is never said: white-glove customers are "
		    "written to by a person; write channel = internal or "
		    "draft",
		    STR_ARG(step->name));
	if (kind == SEQUENCE_WHITE_GLOVE && step_is_outward(step) &&
	    step->channel != STEP_INVITE)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" writes to a white-glove customer by itself; "
		    "write channel = draft, internal, phone or invite",
		    STR_ARG(step->name));
}

/* How a call ends: one that never ends so leaves the step unsaid for ever. */
static void
judge_outcome(const struct judge *j, const struct sequence_step *step)
{
	const char *known[OUTCOMES_MAX + 1];
	size_t n = 0;

	while (n < OUTCOMES_MAX && callword_name(n) != NULL) {
		known[n] = callword_name(n);
		n++;
	}
	known[n] = NULL;
	judge_words(j, step, "outcome", step->only.outcome, known);
}

/* What ends a step has to be able to happen. */
static void
judge_until(const struct judge *j, const struct sequence_step *step)
{
	const char *known[ANCHOR_COUNT + 1];
	size_t n = 0;

	for (int i = 0; i < ANCHOR_COUNT; i++)
		if (step_anchor_fits(j->s->kind, (enum step_anchor)i))
			known[n++] = step_anchors[i];
	known[n] = NULL;
	if (j->s->kind == SEQUENCE_INVOICING && !str_is_empty(step->until))
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\": what is paid, disputed or promised ends "
		    "steps of invoices by itself; remove until",
		    STR_ARG(step->name));
	else
		judge_words(j, step, "until", step->until, known);
}

void
sequence_judge(const char *file, const struct sequence *s, int64_t gateway_gap,
    struct mistakes *m)
{
	struct judge j = {
	    .file = file, .s = s, .gateway_gap = gateway_gap, .m = m};

	for (size_t i = 0; i < s->step_count; i++) {
		judge_kind(&j, &s->steps[i]);
		judge_roles(&j, &s->steps[i]);
		judge_until(&j, &s->steps[i]);
		judge_outcome(&j, &s->steps[i]);
		judge_sign(&j, &s->steps[i]);
		judge_expiry(&j, &s->steps[i]);
		judge_day(&j, i);
		judge_chain(&j, i);
		judge_repeat(&j, i);
		judge_silenced(&j, i);
	}
}
