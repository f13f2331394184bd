#include "decide/when_choice.h"

#define FOLLOWS 45 /* days that the day named before is ahead at most */

static bool
says_before(const struct when_context *ctx, enum rulebook_role asked,
    struct str sentence, const uint64_t *candidates, struct str match)
{
	int role = ctx->book->roles[asked];
	const struct rulebook_guard *g;
	struct str before = {sentence.p, (size_t)(match.p - sentence.p)};

	if (role < 0)
		return false;
	g = &ctx->book->guards[role];
	return rulebook_search_any(&g->patterns, before, candidates) ==
	       REGEX_YES;
}

/* "10 December, and the other on the 22nd": of that month, too. "Closed until
 * 10 January, it goes out on the 15th": a day that is no day of payment counts
 * when it is near, others are what an old invoice says. */
static bool
may_follow(const struct when *before, const struct when *w)
{
	return w->op == WHEN_DAY_OF_MONTH && before->op == WHEN_DATE &&
	       !before->gone &&
	       (!before->other || before->day - w->day <= FOLLOWS);
}

static void
follow_date(struct whens *found)
{
	for (size_t i = 1; i < found->n; i++) {
		const struct when *before = &found->v[i - 1];
		struct when *w = &found->v[i];

		if (!may_follow(before, w))
			continue;
		while (w->day < before->day)
			w->day = day_add_months(w->day, 1);
	}
}

static bool
may_be_of_payment(const struct when *w)
{
	return !w->other && w->day != DAY_NONE;
}

/* "Monday, no, sorry, Tuesday" */
static void
correct(const struct when_context *ctx, struct str sentence,
    const uint64_t *candidates, struct whens *found)
{
	size_t last = 0;

	for (size_t i = 0; i < found->n; i++) {
		struct when *w = &found->v[i];

		w->corrects = may_be_of_payment(w) &&
			      says_before(ctx, ROLE_CORRECTED_DATE, sentence,
				  candidates, w->text);
		if (w->corrects)
			last = i;
	}
	for (size_t i = 0; i < last; i++)
		found->v[i].other = true;
}

/* "she is back on Monday and will pay on Wednesday": the one after that. */
static void
wait_for(const struct when *lesser, struct when *w)
{
	if (!lesser->lesser || w->lesser || !may_be_of_payment(w) ||
	    w->op != WHEN_WEEKDAY || lesser->day - w->day > 7)
		return;
	while (w->day < lesser->day)
		w->day += 7;
}

/* "the boss signs on Thursday, it goes out on Friday": Thursday is a day of
 * payment only where no better one stands. */
static void
drop_lesser(const struct when_context *ctx, struct str sentence,
    const uint64_t *candidates, struct whens *found)
{
	bool better = false;

	for (size_t i = 0; i < found->n; i++) {
		struct when *w = &found->v[i];

		w->lesser =
		    w->day != DAY_NONE && says_before(ctx, ROLE_LESSER_DATE,
					      sentence, candidates, w->text);
		better |= may_be_of_payment(w) && !w->lesser;
	}
	for (size_t i = 0; i < found->n; i++)
		found->v[i].other |= better && found->v[i].lesser;
	for (size_t i = 1; i < found->n; i++)
		wait_for(&found->v[i - 1], &found->v[i]);
}

void
when_choice_make(const struct when_context *ctx, struct str sentence,
    const uint64_t *candidates, struct whens *found)
{
	for (size_t i = 0; i < found->n; i++)
		found->v[i].other |=
		    found->v[i].day != DAY_NONE &&
		    says_before(ctx, ROLE_NOT_PAYMENT_DATE, sentence,
			candidates, found->v[i].text);
	follow_date(found);
	correct(ctx, sentence, candidates, found);
	drop_lesser(ctx, sentence, candidates, found);
}
