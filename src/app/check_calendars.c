#include "app/check_job.h"

#include <string.h>

#include "app/calendars.h"
#include "base/file.h"
#include "model/limits.h"
#include "store/store.h"

#define LISTED 40 /* countries that are named */

/* Countries without a file, each once. */
struct missing {
	struct check_job *j;
	const struct almanac *al;
	struct buf words;
	size_t count;
	char codes[LISTED][ALMANAC_CODE];
};

static void
look_at(struct missing *m, struct str locale, struct str zone)
{
	struct almanac_place place = {
	    .account_locale = locale,
	    .account_zone = zone,
	    .company_locale = m->j->settings->company_locale,
	    .company_zone = m->j->settings->company_timezone,
	};
	char code[ALMANAC_CODE] = "";
	const day_t *days;
	size_t n;

	almanac_country(m->al, &place, code);
	if (code[0] == '\0' || almanac_days(m->al, code, &days, &n) ||
	    m->count == LISTED)
		return;
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->codes[i], code) == 0)
			return;
	memcpy(m->codes[m->count], code, sizeof(code));
	if (m->count++ > 0)
		buf_adds(&m->words, ", ");
	buf_adds(&m->words, code);
}

/* Where customers are, if there is a ledger that can be read. */
static void
look_at_ledger(struct missing *m)
{
	struct store *st = NULL;
	struct err ignored;
	struct db_stmt *s;

	if (store_open(m->j->settings->ledger_path.p, DB_READONLY, &st,
		&ignored) != RC_OK)
		return;
	s = store_stmt(st, SQL_ACCOUNT_PLACES);
	while (db_step(s, &ignored) == RC_OK)
		look_at(m, db_col_text(s, 0), db_col_text(s, 1));
	db_reset(s);
	store_close(&st);
}

static void
tell_kept(struct check_job *j, const struct almanac *al)
{
	const day_t *days;
	const char *code;
	struct buf b;
	size_t n;

	buf_init(&b, LIMIT_CONFIG_VALUE);
	for (size_t i = 0; (code = almanac_at(al, i, &days, &n)) != NULL; i++) {
		char day[DAY_TEXT];

		buf_adds(&b, i > 0 ? ", " : "");
		buf_adds(&b, code);
		if (n == 0)
			continue;
		buf_addc(&b, ' ');
		buf_add(&b, day_iso(days[0], day), 4);
		buf_addc(&b, '-');
		buf_add(&b, day_iso(days[n - 1], day), 4);
	}
	if (b.n > 0)
		check_job_well(j, "%.*s: holidays of %.*s",
		    STR_ARG(j->settings->calendars_dir), STR_ARG(buf_str(&b)));
	buf_fini(&b);
}

void
check_calendars(struct check_job *j)
{
	struct almanac *al = calendars_load(j->settings->calendars_dir, &j->m);
	struct missing m = {.j = j, .al = al};

	buf_init(&m.words, LIMIT_CONFIG_VALUE);
	tell_kept(j, al);
	look_at(&m, STR(""), STR(""));
	look_at_ledger(&m);
	if (m.count > 0)
		check_job_well(j,
		    "no holidays of %.*s in %.*s: only weekends are kept free "
		    "there",
		    STR_ARG(buf_str(&m.words)),
		    STR_ARG(j->settings->calendars_dir));
	buf_fini(&m.words);
	almanac_free(&al);
}
