#include "app/cage.h"

#include <stdio.h>

#include "base/log.h"
#include "port/sandbox.h"

static const struct {
	const char *name, *weaker;
} cages[] = {
    [CAGE_PARSER] = {"parser",
	"the parser of mails is kept from files by the filter of system calls "
	"alone"},
    [CAGE_PORTAL] = {"portal",
	"the portal can open whatever file its user can, the secret key and "
	"passwords, too: run `dunmail portal` as another user"},
};

const char *
cage_weaker(enum cage who, char out[CAGE_WORDS_MAX])
{
	const char *why = sandbox_no_paths();

	if (why == NULL)
		return NULL;
	snprintf(out, CAGE_WORDS_MAX, "%s; %s", why, cages[who].weaker);
	return out;
}

void
cage_log(enum cage who)
{
	char words[CAGE_WORDS_MAX];

	if (cage_weaker(who, words) != NULL)
		log_event(LOG_WARN, "sandbox-weaker", "of=%s why=%s",
		    cages[who].name, words);
}
