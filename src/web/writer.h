#ifndef DUNMAIL_WEB_WRITER_H
#define DUNMAIL_WEB_WRITER_H

#include "web/web.h"

/* writer: the handle of a thread that writes, t->write. It adds rows of what is
 * brought, and the engine lets it do nothing else. */
enum rc writer_open(struct web_thread *t, struct err *err);

#endif
