#ifndef DUNMAIL_APP_CHECK_H
#define DUNMAIL_APP_CHECK_H

#include "app/config.h"

/*
 * check: everything that can be wrong before the first mail leaves, told all
 * at once: configuration, texts, rules, folders, keys, and a log-in to every
 * server. Changes nothing that anybody could see.
 */
struct check_sink {
	config_report *mistake;
	/* What was looked at and is well, in a few words; may be NULL. */
	void (*well)(void *ctx, const char *words);
	/* What this machine cannot do, and no mistake; may be NULL. */
	void (*note)(void *ctx, const char *words);
	void *ctx;
	int64_t now;
};

enum check_flag {
	CHECK_SERVERS = 1 << 0, /* log in to every server */
};

/*
 * RC_OK: nothing is wrong. RC_BAD: *err says how much, the sink was told
 * each. RC_MISS: there is no such file. Servers are tried only when nothing
 * else is wrong: a password never goes to a place that is itself a mistake.
 */
enum rc check_run(const char *path, unsigned flags,
    const struct check_sink *sink, struct err *err);

#endif
