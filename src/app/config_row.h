#ifndef DUNMAIL_APP_CONFIG_ROW_H
#define DUNMAIL_APP_CONFIG_ROW_H

#include "app/config_table.h"

/* config_row: the words in which the rows of the table are written. */

/* Offset of a member, refused by the compiler if its type is another. */
#define AT(type, s, member)                                                    \
	(offsetof(struct s, member) +                                          \
	    0 * sizeof(                                                        \
		    char[_Generic(((struct s *)0)->member, type : 1, default   \
				  : -1)]))

/* Who says: scope, section and the struct that is filled. */
#define G(section, key) SCOPE_GATEWAY, section, #key
#define M(section, key) SCOPE_MAILBOX, section, #key
#define C(section, key) SCOPE_COLLECTOR, section, #key
#define S(section, key) SCOPE_SEQUENCE, section, #key

/* What is held: type, place, required, default, range, unit, words. */
#define TEXT_(type, s, member, need, dflt, max)                                \
	type, AT(struct str, s, member), need, dflt, 0, max, 0, NULL
#define NUMBER(s, member, dflt, min, max)                                      \
	TYPE_NUMBER, AT(int64_t, s, member), false, dflt, min, max, 0, NULL
#define SPAN(s, member, dflt, min, max, unit)                                  \
	TYPE_DURATION, AT(int64_t, s, member), false, dflt, min, max, unit, NULL
#define TIME(s, member, dflt)                                                  \
	TYPE_TIME, AT(int64_t, s, member), false, dflt, 0, 1440, 0, NULL
#define BOOL(s, member, dflt)                                                  \
	TYPE_BOOL, AT(bool, s, member), false, dflt, 0, 1, 0, NULL
#define CHOICE(type, s, member, dflt, words)                                   \
	TYPE_CHOICE, AT(enum type, s, member), false, dflt, 0, 0, 0, words

#define SECOND 1
#define HOUR   3600
#define DAY    86400
#define PATHS  1024

/* A server is described in the same words wherever one is named: W is M or C,
 * `in` what is filled. */
#define SERVER(W, section, in, name, ports)                                    \
	{W(section, host), TEXT_(TYPE_HOST, in, name.host, false, "", 253),    \
	    "Name of the server."},                                            \
	    {W(section, port), NUMBER(in, name.port, "", 1, 65535),            \
		"Its port. Default: " ports "."},                              \
	    {W(section, tls),                                                  \
		CHOICE(tls_mode, in, name.tls, "implicit", tls_modes),         \
		"How the connection is encrypted; none only to this "          \
		"machine."},                                                   \
	    {W(section, user),                                                 \
		TEXT_(TYPE_TEXT, in, name.user, false, "", 254),               \
		"Name to log in with; empty: no log-in."},                     \
	    {W(section, password_file),                                        \
		TEXT_(TYPE_PATH, in, name.password_file, false, "", PATHS),    \
		"File (mode 0600) whose first line is the password."},         \
	    {W(section, token_file),                                           \
		TEXT_(TYPE_PATH, in, name.token_file, false, "", PATHS),       \
		"File (mode 0600) with a token that others keep fresh."},      \
	    {W(section, ca_file),                                              \
		TEXT_(TYPE_PATH, in, name.ca_file, false, "", PATHS),          \
		"Certificates to trust instead of the system's."},             \
	{                                                                      \
		W(section, timeout),                                           \
		    SPAN(in, name.timeout, "60s", 1, 3600, SECOND),            \
		    "Silence after which the connection is given up."          \
	}

#endif
