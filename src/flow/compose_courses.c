#include "flow/compose_courses.h"

#include "store/courses.h"

/* Its step, in today's sequence for this account. */
static void
find_step(struct compose *j)
{
	enum sequence_kind kind;

	if (!sequence_kind_parse(j->t->sequence, &kind))
		return;
	j->seq = flow_sequence_for(j->f, kind, &j->facts);
	for (size_t i = 0; i < j->seq->step_count; i++)
		if (str_eq(j->seq->steps[i].name, j->t->step))
			j->step = &j->seq->steps[i];
}

/* The courses that it speaks of, and what there is to say about them. */
enum rc
compose_courses_load(struct compose *j, struct err *err)
{
	struct words_ask ask = {
	    .f = j->f, .a = j->a, .touch = j->t, .facts = &j->facts};
	struct values_in in = {
	    .touch = j->t, .facts = &j->facts, .contact = j->contact};
	enum rc rc;

	find_step(j);
	if (!compose_is_course(j) || j->step == NULL)
		return RC_OK;
	rc = courses_of_touch(
	    j->f->store, j->a, j->t->id, &j->courses, &j->course_count, err);
	if (rc != RC_OK || j->course_count == 0)
		return rc;
	ask.step = j->step;
	ask.courses = j->courses;
	ask.course_count = j->course_count;
	ask.locale = values_locale(j->f, &in);
	return words_load(j->seq->kind, &ask, &j->words, err);
}
