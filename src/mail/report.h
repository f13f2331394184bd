#ifndef DUNMAIL_MAIL_REPORT_H
#define DUNMAIL_MAIL_REPORT_H

#include "base/arena.h"
#include "model/message.h"
#include "port/mime.h"

/*
 * report: what machines write for machines: multipart/report with its
 * delivery status (RFC 3464), receipt (RFC 8098) or complaint (RFC 5965), the
 * mail it gives back, and the method of a calendar object (RFC 5546).
 */
void report_read(struct arena *a, const struct mime *mime, struct message *m);

#endif
