#ifndef DUNMAIL_APP_SHAPE_H
#define DUNMAIL_APP_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * shape: does a span look like what it should be? Nothing is looked up but
 * the time zone. None is true for the empty span, except shape_lines.
 */
bool shape_line(struct str s);        /* no control characters */
bool shape_lines(struct str s);       /* but LF */
bool shape_name(struct str s);        /* letters, digits, '-', '_' */
bool shape_email(struct str s);       /* one addr-spec, nothing quoted */
bool shape_host(struct str s);        /* name, IPv4 or IPv6 address */
bool shape_loopback(struct str host); /* localhost, 127/8, ::1 */
bool shape_url(struct str s);   /* https://, or http:// to a loopback host; no
				 * user, query, fragment or last '/' */
bool shape_color(struct str s); /* #rrggbb */
bool shape_zone(struct str s);  /* a file of /usr/share/zoneinfo, UTC */
bool shape_currency(struct str s); /* ISO 4217 */
bool shape_locale(struct str s);   /* en or en-US */
bool shape_language(struct str s); /* en */

/* Whole decimal number; with is_signed also +3 and -3. */
bool shape_number(struct str s, bool is_signed, int64_t *out);

/* "17:30" as minutes after midnight; 24:00 is 1440. */
bool shape_time(struct str s, int64_t *out);

/* "10m", "30h", "5d", "2w", "0" in whole units of `unit` seconds; false also
 * when it is no whole number of them. */
bool shape_duration(struct str s, int64_t unit, int64_t *out);

#endif
