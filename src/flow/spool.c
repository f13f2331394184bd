#include "flow/spool.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

static const char *const endings[STEP_CHANNELS] = {
    [STEP_LETTER] = "pdf",
    [STEP_SMS] = "txt",
    [STEP_CALL] = "json",
    [STEP_WEBHOOK] = "json",
    [STEP_AGENCY] = "csv",
};

const char *
spool_ending(struct str channel)
{
	enum step_channel c;

	return step_channel_parse(channel, &c) ? endings[c] : NULL;
}

bool
spool_is_outward(struct str channel)
{
	struct sequence_step step = {.kind = SEQUENCE_INVOICING};

	return step_channel_parse(channel, &step.channel) &&
	       step_is_outward(&step);
}

struct str
spool_path(
    struct arena *a, struct str dir, struct str channel, struct str touch)
{
	return arena_fmt(a, "%.*s/%.*s/%.*s.%s", STR_ARG(dir), STR_ARG(channel),
	    STR_ARG(touch), spool_ending(channel));
}

/* The id of a touch is ours; a name that is not may lead anywhere. */
static bool
is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!str_is_alnum(name.p[i]) && name.p[i] != '-' &&
		    name.p[i] != '_')
			return false;
	return name.n > 0;
}

enum rc
spool_deliver(struct str dir, struct str channel, struct str touch,
    struct str bytes, struct err *err)
{
	const char *ending = spool_ending(channel);
	char path[PATH_MAX];
	size_t folder;
	enum rc rc;

	if (ending == NULL || !is_plain(touch))
		return err_set(err, RC_BAD, "%.*s is no channel of the spool",
		    STR_ARG(channel));
	if (snprintf(path, sizeof(path), "%.*s/%.*s/%.*s.%s", STR_ARG(dir),
		STR_ARG(channel), STR_ARG(touch), ending) >= (int)sizeof(path))
		return err_set(err, RC_BAD, "path too long");
	if (file_exists(path))
		return RC_OK;
	folder = dir.n + 1 + channel.n;
	path[folder] = '\0';
	rc = file_mkdirs(path, err);
	path[folder] = '/';
	return rc == RC_OK ? file_write(path, bytes, 0600, err) : rc;
}
