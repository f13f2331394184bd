#ifndef DUNMAIL_BASE_LOG_H
#define DUNMAIL_BASE_LOG_H

/*
 * log: one line an event on standard error, `level event key=value ...`.
 * Only flow and app log, once an item, with ids: never a subject, a body, an
 * address, an amount, a token or a password. Control characters and anything
 * foreign are escaped, so a line stays a line.
 */
enum log_level {
	LOG_DEBUG,
	LOG_INFO,
	LOG_WARN,
	LOG_ERROR,
};

void log_set_level(enum log_level min);
void log_set_role(const char *role); /* printed in every line; static text */

void log_event(enum log_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
