#include "app/check.h"

#include "app/cage.h"
#include "app/check_job.h"
#include "model/limits.h"
#include "render/locale.h"

static void
check_words(struct check_job *j)
{
	const struct settings *s = j->settings;

	if (!locale_known(s->company_locale))
		check_job_tell(j, &s->company_locale,
		    "dates and money of \"%.*s\" are not known; write a "
		    "locale such as en-US, en-GB or de-DE",
		    STR_ARG(s->company_locale));
}

static void
tell_counts(struct check_job *j)
{
	size_t sequences;

	config_sequences(j->config, &sequences);
	check_job_well(j, "%s: %zu mailbox%s, %zu sequence%s",
	    config_path(j->config), j->settings->mailbox_count,
	    j->settings->mailbox_count == 1 ? "" : "es", sequences,
	    sequences == 1 ? "" : "s");
	if (j->settings->collector_count > 0)
		check_job_well(j, "drafts go into the mailboxes of %zu of ours",
		    j->settings->collector_count);
}

static void
note_cage(struct check_job *j, enum cage who)
{
	char words[CAGE_WORDS_MAX];

	if (j->sink->note != NULL && cage_weaker(who, words) != NULL)
		j->sink->note(j->sink->ctx, words);
}

static void
note_cages(struct check_job *j)
{
	note_cage(j, CAGE_PARSER);
	if (!str_is_empty(j->settings->portal_listen))
		note_cage(j, CAGE_PORTAL);
}

enum rc
check_run(const char *path, unsigned flags, const struct check_sink *sink,
    struct err *err)
{
	struct check_job j = {.sink = sink};
	struct config *config = NULL;
	int found;
	enum rc rc;

	j.m = (struct mistakes){.report = sink->mistake, .ctx = sink->ctx};
	rc = config_inspect(path, &config, sink->mistake, sink->ctx, err);
	if (config == NULL)
		return rc;
	found = config_mistakes(config);
	j.config = config;
	j.settings = config_settings(config);
	j.a = arena_new(LIMIT_JOB_ARENA);
	if (found == 0)
		tell_counts(&j);
	check_words(&j);
	check_texts(&j);
	check_filters(&j);
	check_calendars(&j);
	check_rates(&j);
	check_places(&j);
	check_portal(&j);
	note_cages(&j);
	found += j.m.count;
	if ((flags & CHECK_SERVERS) && found == 0) {
		check_servers(&j);
		found = j.m.count;
	}
	rc = RC_OK;
	if (found > 0)
		rc = err_set(err, RC_BAD, "%s: %d mistake%s", path, found,
		    found == 1 ? "" : "s");
	arena_free(&j.a);
	config_free(&config);
	return rc;
}
