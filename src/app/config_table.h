#ifndef DUNMAIL_APP_CONFIG_TABLE_H
#define DUNMAIL_APP_CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * config_table: every setting once. The reader, the manual, the sample files
 * and their tests all come from here, so they cannot differ.
 */
enum config_scope {
	SCOPE_GATEWAY,   /* gateway.conf, into struct settings */
	SCOPE_MAILBOX,   /* mailboxes/<name>.conf, into mailbox_settings */
	SCOPE_COLLECTOR, /* collectors/<name>.conf, into collector_settings */
	SCOPE_SEQUENCE,  /* sequence.conf, into struct sequence_step */
};

enum config_type {
	TYPE_TEXT,     /* one line; max is bytes */
	TYPE_LINES,    /* several lines; max is bytes */
	TYPE_NAME,     /* letters, digits, '-' and '_' */
	TYPE_EMAIL,    /* one address */
	TYPE_PATH,     /* joined to the folder of gateway.conf */
	TYPE_LEDGER,   /* a path, or postgresql://... as it is */
	TYPE_LISTEN,   /* host:port, or unix: and a path as above */
	TYPE_FOLDER,   /* a folder on the mail server */
	TYPE_HOST,     /* a name or address, no port */
	TYPE_URL,      /* https, or http to this machine */
	TYPE_COLOR,    /* #rrggbb */
	TYPE_ZONE,     /* a time zone of /usr/share/zoneinfo */
	TYPE_CURRENCY, /* ISO 4217 */
	TYPE_LOCALE,   /* en-US */
	TYPE_LANGUAGE, /* en */
	TYPE_BOOL,     /* yes, no */
	TYPE_NUMBER,   /* whole, may carry a sign where min is negative */
	TYPE_DURATION, /* 10m, 30h, 5d, 2w; stored in units of `unit` */
	TYPE_TIME,     /* 08:00; stored as minutes */
	TYPE_CHOICE,   /* one of `words`; stored as its index */
};

struct config_setting {
	enum config_scope scope;
	const char *section;
	const char *key;
	enum config_type type;
	size_t offset;
	bool required;
	const char *fallback; /* as it would be written; "": none */
	int64_t min, max;     /* of the stored number; max bytes of a text */
	int64_t unit;         /* TYPE_DURATION: seconds, one of 1 .. 86400 */
	const char *const *words; /* TYPE_CHOICE, ends with NULL */
	const char *doc;          /* one line */
};

#define CONFIG_SETTINGS_MAX 256
extern const struct config_setting config_table[];
extern const size_t config_table_count; /* at most CONFIG_SETTINGS_MAX */

#endif
