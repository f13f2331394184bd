#ifndef DUNMAIL_APP_MISTAKE_H
#define DUNMAIL_APP_MISTAKE_H

/*
 * mistake: everything wrong with the operator's files, each told once with
 * its place and its cure. Finding one never ends the search for the next.
 */

/* text is "what is wrong; how to cure it". line 0: the file as a whole. */
typedef void config_report(
    void *ctx, const char *file, int line, const char *text);

struct mistakes {
	config_report *report; /* may be NULL: only counted */
	void *ctx;
	int count;
};

/* Control characters become '?': the text may quote the file. */
void mistake_add(struct mistakes *m, const char *file, int line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
