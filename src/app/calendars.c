#include "app/calendars.h"

#include "app/folder.h"
#include "base/arena.h"
#include "base/file.h"
#include "model/limits.h"
#include "port/ical.h"

#define ENDING STR(".ics")

struct place {
	struct mistakes *m;
	const char *file;
};

static void
told(void *ctx, int line, const char *text)
{
	const struct place *p = ctx;

	mistake_add(p->m, p->file, line, "%s", text);
}

static void
load_file(struct almanac *al, struct arena *a, struct str dir, struct str name,
    struct mistakes *m)
{
	struct str code = str_sub(name, 0, name.n - ENDING.n);
	struct str path =
	    arena_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name));
	struct place place = {m, path.p};
	struct ical_ask ask = {
	    .from = day_of(CALENDARS_FROM, 1, 1),
	    .to = day_of(CALENDARS_TO, 12, 31),
	    .report = told,
	    .ctx = &place,
	};
	struct ical_days days;
	struct err why;
	struct buf b;

	if (!almanac_is_code(code)) {
		mistake_add(m, path.p, 0,
		    "a calendar is named after its country; call it DE.ics, "
		    "US.ics, or GB-SCT.ics");
		return;
	}
	buf_init(&b, LIMIT_CALENDAR_FILE);
	if (file_read(path.p, &b, &why) != RC_OK) {
		mistake_add(m, path.p, 0, "cannot be read (%s)", why.text);
	} else {
		ask.text = buf_str(&b);
		ical_read(a, &ask, &days);
		almanac_add(al, code, days.days, days.count);
	}
	buf_fini(&b);
}

/* Without the table the company's country is everybody's. */
static void
load_zones(struct almanac *al)
{
	static const char *const places[] = {
	    "/usr/share/zoneinfo/zone.tab", "/usr/share/zoneinfo/zone1970.tab"};
	struct err why;
	struct buf b;
	enum rc rc = RC_MISS;

	buf_init(&b, LIMIT_ZONE_TABLE);
	for (size_t i = 0; i < 2 && rc != RC_OK; i++) {
		buf_clear(&b);
		rc = file_read(places[i], &b, &why);
	}
	if (rc == RC_OK)
		almanac_zones(al, buf_str(&b));
	buf_fini(&b);
}

struct almanac *
calendars_load(struct str dir, struct mistakes *m)
{
	struct almanac *al = almanac_new();
	struct arena *a = arena_new(LIMIT_CONFIG_ARENA);
	struct folder f;

	if (folder_list(a, arena_cstr(a, dir), ENDING, LIMIT_CALENDARS, &f) &&
	    f.count > 0)
		load_zones(al);
	for (size_t i = 0; i < f.count; i++)
		load_file(al, a, dir, f.names[i], m);
	if (f.cut)
		mistake_add(m, arena_cstr(a, dir), 0,
		    "the folder has more than %d calendars; the rest is not "
		    "read",
		    LIMIT_CALENDARS);
	arena_free(&a);
	return al;
}
