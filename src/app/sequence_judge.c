#include "app/sequence_judge.h"

/* The names and days below are printed with "%.*s" and "%lld". */
#define DAYS(n) ((long long)(n))

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

	if (step->repeat == 0)
		return;
	if (at + 1 < j->s->step_count)
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" repeats, but \"%.*s\" comes after it; "
		    "only the last step can repeat",
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

	if (!step->has_expires || step->anchor == ANCHOR_PREVIOUS ||
	    step->expires <= step->offset)
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

static void
judge_day(const struct judge *j, size_t at)
{
	const struct sequence_step *step = &j->s->steps[at];

	if (step->anchor == ANCHOR_PREVIOUS)
		return;
	for (size_t i = 0; i < at; i++) {
		const struct sequence_step *p = &j->s->steps[i];

		if (p->anchor != step->anchor || p->offset != step->offset)
			continue;
		mistake_add(j->m, j->file, step->line,
		    "step \"%.*s\" has the same day (%lld) as \"%.*s\" on "
		    "line %d, so one hides the other; give each its own day",
		    STR_ARG(step->name), DAYS(step->offset), STR_ARG(p->name),
		    p->line);
		return;
	}
}

void
sequence_judge(const char *file, const struct sequence *s, int64_t gateway_gap,
    struct mistakes *m)
{
	struct judge j = {
	    .file = file, .s = s, .gateway_gap = gateway_gap, .m = m};

	for (size_t i = 0; i < s->step_count; i++) {
		judge_sign(&j, &s->steps[i]);
		judge_expiry(&j, &s->steps[i]);
		judge_day(&j, i);
		judge_chain(&j, i);
		judge_repeat(&j, i);
		judge_silenced(&j, i);
	}
}
