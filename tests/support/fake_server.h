#ifndef DUNMAIL_TESTS_FAKE_SERVER_H
#define DUNMAIL_TESTS_FAKE_SERVER_H

#include "base/str.h"

/*
 * fake_server: a server that misbehaves as told. It listens on a free port of
 * 127.0.0.1 and plays a list of steps, in a thread of its own.
 */
enum fake_op {
	FAKE_SAY,   /* text; %T is the first word of the line heard last */
	FAKE_HEAR,  /* a line that begins with text */
	FAKE_DOT,   /* lines up to and with "." alone */
	FAKE_BYTES, /* n bytes, whatever they are */
	FAKE_PAUSE, /* n milliseconds */
	FAKE_QUIET, /* nothing must be said for n milliseconds */
	FAKE_FLOOD, /* text, n times */
	FAKE_CUT,   /* close */
	FAKE_RESET, /* close with RST */
	FAKE_NEXT,  /* close and accept another connection */
	FAKE_GONE,  /* the other side must close now */
};

struct fake_step {
	enum fake_op op;
	const char *text;
	long n;
};

#define SAY(t)                                                                 \
	{                                                                      \
		FAKE_SAY, t "\r\n", 0                                          \
	}
#define SAY_RAW(t)                                                             \
	{                                                                      \
		FAKE_SAY, t, 0                                                 \
	}
#define HEAR(t)                                                                \
	{                                                                      \
		FAKE_HEAR, t, 0                                                \
	}
#define DOT                                                                    \
	{                                                                      \
		FAKE_DOT, NULL, 0                                              \
	}
#define BYTES(n)                                                               \
	{                                                                      \
		FAKE_BYTES, NULL, n                                            \
	}
#define PAUSE(ms)                                                              \
	{                                                                      \
		FAKE_PAUSE, NULL, ms                                           \
	}
#define QUIET(ms)                                                              \
	{                                                                      \
		FAKE_QUIET, NULL, ms                                           \
	}
#define FLOOD(t, n)                                                            \
	{                                                                      \
		FAKE_FLOOD, t, n                                               \
	}
#define CUT                                                                    \
	{                                                                      \
		FAKE_CUT, NULL, 0                                              \
	}
#define RESET                                                                  \
	{                                                                      \
		FAKE_RESET, NULL, 0                                            \
	}
#define NEXT                                                                   \
	{                                                                      \
		FAKE_NEXT, NULL, 0                                             \
	}
#define GONE                                                                   \
	{                                                                      \
		FAKE_GONE, NULL, 0                                             \
	}

struct fake;

/* `together`: each connection plays all steps, several at the same time. */
struct fake *fake_start(
    const struct fake_step *steps, size_t n, unsigned together);
int fake_port(const struct fake *f);

/*
 * Wait for the end of the play. NULL when every step was played, else what
 * went wrong (lives until fake_free).
 */
const char *fake_stop(struct fake *f);

/* All that was heard, after fake_stop. */
struct str fake_heard(const struct fake *f);
void fake_free(struct fake **f);

#endif
