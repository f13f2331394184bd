#include "app/rates.h"

#include <stdlib.h>

#include "app/check_job.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

struct rates {
	struct interest_terms terms;
	struct interest_rate list[LIMIT_RATES];
};

static int64_t
points(struct str text, const char *name, struct mistakes *m)
{
	int64_t n = 0;

	if (!interest_points_parse(text, &n))
		mistake_add(m, name, 0,
		    "\"%.*s\" is no rate; write per cent such as 8.00",
		    STR_ARG(text));
	return n;
}

/* "2026-07-01,2.40" */
static void
take_line(struct rates *r, struct str line, struct mistakes *m,
    const char *file, int number)
{
	struct interest_rate rate;
	struct str day;

	line = str_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return;
	if (!str_cut(&line, ',', &day) ||
	    !day_parse(str_trim(day), &rate.from) ||
	    !interest_points_parse(str_trim(line), &rate.points))
		mistake_add(
		    m, file, number, "a rate is written so: 2026-07-01,2.40");
	else if (r->terms.rate_count == LIMIT_RATES)
		mistake_add(m, file, number, "more than %d rates; remove some",
		    LIMIT_RATES);
	else if (r->terms.rate_count > 0 &&
		 r->list[r->terms.rate_count - 1].from >= rate.from)
		mistake_add(m, file, number,
		    "this rate is not later than the one above; put the "
		    "oldest first, one a day");
	else
		r->list[r->terms.rate_count++] = rate;
}

static void
read_file(struct rates *r, const char *file, struct mistakes *m)
{
	struct err why = {{0}};
	struct str rest, line;
	int number = 0;
	struct buf b;

	buf_init(&b, LIMIT_RATES_FILE);
	if (file_read(file, &b, &why) != RC_OK) {
		mistake_add(m, file, 0,
		    "cannot be read (%s); write the reference rates there, a "
		    "line each: 2026-07-01,2.40",
		    why.text);
	} else {
		rest = buf_str(&b);
		while (str_line(&rest, &line))
			take_line(r, line, m, file, ++number);
		if (r->terms.rate_count == 0)
			mistake_add(m, file, 0,
			    "holds no rate; write one a line: "
			    "2026-07-01,2.40");
	}
	buf_fini(&b);
}

struct rates *
rates_load(const struct settings *s, struct mistakes *m)
{
	struct rates *r;

	if (s->interest_rule == INTEREST_NONE)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->terms = (struct interest_terms){
	    .rule = s->interest_rule,
	    .margin = points(s->interest_margin_text, "[interest] margin", m),
	    .flat = points(s->interest_flat_text, "[interest] rate", m),
	    .fixed = s->interest_fixed,
	    .rates = r->list,
	};
	if (s->interest_rule != INTEREST_FLAT)
		read_file(r, s->interest_rates.p, m);
	else if (r->terms.flat <= 0)
		mistake_add(m, "[interest] rate", 0,
		    "the rule flat needs a rate above 0");
	return r;
}

void
rates_free(struct rates **r)
{
	free(*r);
	*r = NULL;
}

const struct interest_terms *
rates_terms(const struct rates *r)
{
	return r ? &r->terms : NULL;
}

void
check_rates(struct check_job *j)
{
	int before = j->m.count;
	struct rates *r = rates_load(j->settings, &j->m);
	char day[DAY_TEXT];

	if (r != NULL && j->m.count == before && r->terms.rate_count > 0)
		check_job_well(j, "%.*s: %zu rates, the last of %s",
		    STR_ARG(j->settings->interest_rates), r->terms.rate_count,
		    day_iso(r->list[r->terms.rate_count - 1].from, day));
	rates_free(&r);
}
