#include "flow/compose_diary.h"

#include "flow/diary.h"
#include "flow/invitation.h"
#include "flow/people.h"
#include "render/locale.h"
#include "store/visits.h"

static bool
is_diary(const struct outbox_touch *t)
{
	return str_eqc(t->template_name, DIARY_ON) ||
	       str_eqc(t->template_name, DIARY_OFF) ||
	       str_eqc(t->template_name, DIARY_CUSTOMER);
}

static struct str
moment(const struct compose *j, struct str locale, const struct visit *v)
{
	return arena_fmt(j->a, "%.*s, %02d:%02d",
	    STR_ARG(locale_date_long(j->a, locale, v->day)), v->minute / 60,
	    v->minute % 60);
}

static void
attach(struct compose *j, const struct visit *v, int64_t number)
{
	struct invitation in = {
	    .f = j->f,
	    .a = j->a,
	    .touch = j->t,
	    .facts = &j->facts,
	    .visit = v,
	    .sequence = number,
	    .attendee = j->t->recipient,
	    .attendee_name = compose_is_staff(j->t)
				 ? people_name(j->f, j->t->recipient)
			     : j->contact ? j->contact->name
					  : (struct str){NULL, 0},
	    .cancel = !str_eqc(j->t->template_name, DIARY_ON),
	};

	j->words.files[j->words.file_count++] = invitation_file(&in);
}

/* "ID NUMBER"; a talk that is gone is left out. */
static enum rc
add(struct compose *j, struct str entry, struct str locale, struct value *list,
    struct err *err)
{
	size_t space = str_rchr(entry, ' ');
	struct value *m = value_map(j->a);
	struct visit v;
	int64_t number;
	enum rc rc;

	if (space == STR_NPOS || !str_to_i64(str_sub(entry, space + 1, entry.n),
				     0, INT32_MAX, &number))
		return RC_OK;
	rc = visits_get(j->f->store, j->a, str_sub(entry, 0, space), &v, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	value_set_text(j->a, m, "date", moment(j, locale, &v));
	value_push(j->a, list, m);
	attach(j, &v, number);
	return RC_OK;
}

enum rc
compose_diary_load(struct compose *j, struct err *err)
{
	struct values_in in = {
	    .touch = j->t, .facts = &j->facts, .contact = j->contact};
	struct value *list = value_list(j->a);
	struct str locale;
	enum rc rc = RC_OK;

	if (!is_diary(j->t) || j->f->key == NULL)
		return RC_OK;
	locale = values_locale(j->f, &in);
	j->words.root = value_map(j->a);
	j->words.files =
	    arena_array(j->a, j->params.touch_count, sizeof(*j->words.files));
	for (size_t i = 0; rc == RC_OK && i < j->params.touch_count; i++)
		rc = add(j, j->params.touches[i], locale, list, err);
	value_set(j->a, j->words.root, "visits", list);
	return rc;
}
