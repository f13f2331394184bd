#ifndef DUNMAIL_WEB_CALLER_H
#define DUNMAIL_WEB_CALLER_H

#include "web/web.h"

/* caller: /hook/NAME: what a provider or carrier tells us is verified, kept
 * once, and answered before anybody acts on it. */
void caller_serve(struct web_thread *t, const struct httpd_request *rq,
    struct str name, struct httpd_answer *out);
size_t caller_ceiling(const struct web *w, struct str name);

#endif
