#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/day.h"

static enum log_level log_min = LOG_INFO;
static const char *log_role = "dunmail";

void
log_set_level(enum log_level min)
{
	log_min = min;
}

void
log_set_role(const char *role)
{
	log_role = role;
}

static const char *
level_name(enum log_level level)
{
	switch (level) {
	case LOG_DEBUG:
		return "debug";
	case LOG_INFO:
		return "info";
	case LOG_WARN:
		return "warn";
	case LOG_ERROR:
		return "error";
	}
	return "?";
}

/* Copy with every control byte as \xNN; returns the bytes used. */
static size_t
escape(char *to, size_t room, const char *from)
{
	size_t n = 0;

	for (; *from && n + 5 < room; from++) {
		unsigned char c = (unsigned char)*from;

		if (c >= 0x20 && c != 0x7f)
			to[n++] = (char)c;
		else
			n += (size_t)snprintf(to + n, 5, "\\x%02x", c);
	}
	to[n] = '\0';
	return n;
}

void
log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	char text[1024], line[4608], stamp[INSTANT_TEXT];
	va_list ap;
	size_t n;

	if (level < log_min)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n = (size_t)snprintf(line, 256, "%s %-5s %s %s ",
	    day_instant_iso((int64_t)time(NULL), stamp), level_name(level),
	    log_role, event);
	n += escape(line + n, sizeof(line) - n - 2, text);
	line[n++] = '\n';
	/* One write, so that lines of several roles never mix. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}
