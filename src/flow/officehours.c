#include "flow/officehours.h"

#include "decide/office.h"
#include "flow/facts.h"

int64_t
officehours_after(const struct flow *f, int64_t at, int64_t hours)
{
	struct facts_account us = {.locale = f->set->company_locale};
	struct dun_limits limits;
	struct office office;
	struct office_time end;

	facts_set_moment(f, &us, at);
	facts_limits(f, &us, &limits);
	office = (struct office){
	    limits.calendar, limits.window_from, limits.window_to};
	end = office_after(
	    &office, (struct office_time){us.today, us.minutes}, hours * 60);
	return facts_instant(f, &us, end.day, end.minute);
}
