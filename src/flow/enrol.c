#include "flow/enrol.h"

#include "flow/happen.h"
#include "store/agenda.h"
#include "store/meta.h"

/* Known since a while: it is enough to tell it of those that changed. */
static enum rc
is_known(const struct flow *f, struct arena *a, const char *name, bool *out,
    struct err *err)
{
	struct str since;
	enum rc rc = meta_get(f->store, a, name, &since, err);

	*out = rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
follow(const struct flow *f, struct arena *a, enum sequence_kind kind,
    int64_t now, struct err *err)
{
	struct str sequence = str_of(sequence_kind_name(kind));
	const char *name = arena_fmt(a, "enrolled/%.*s", STR_ARG(sequence)).p;
	char since[INSTANT_TEXT];
	bool known;
	enum rc rc = is_known(f, a, name, &known, err);

	if (rc != RC_OK)
		return rc;
	if (known)
		return agenda_follow(f->store, sequence, now, err);
	rc = agenda_fill(f->store, sequence, now, err);
	if (rc != RC_OK)
		return rc;
	return meta_put(
	    f->store, name, str_of(day_instant_iso(now, since)), err);
}

static bool
is_configured(const struct flow *f, enum sequence_kind kind)
{
	for (size_t i = 0; i < f->sequence_count; i++)
		if (f->sequences[i].kind == kind)
			return true;
	return false;
}

enum rc
enrol_follow(const struct flow *f, int64_t now, struct err *err)
{
	struct arena *a = arena_new(1 << 16);
	enum rc rc = RC_OK;

	for (int k = 0; rc == RC_OK && k < SEQUENCE_KINDS; k++) {
		enum sequence_kind kind = (enum sequence_kind)k;

		if (kind != SEQUENCE_INVOICING && happen_wakes(kind) &&
		    is_configured(f, kind))
			rc = follow(f, a, kind, now, err);
	}
	arena_free(&a);
	return rc;
}
