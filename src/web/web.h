#ifndef DUNMAIL_WEB_WEB_H
#define DUNMAIL_WEB_WEB_H

#include <stdatomic.h>

#include "base/arena.h"
#include "flow/flow.h"
#include "port/httpd.h"
#include "web/budget.h"
#include "web/hook.h"
#include "web/nonce.h"
#include "web/staffsession.h"
#include "web/text.h"
#include "web/token.h"

/*
 * web: what all threads of the portal share, and what each has for itself: a
 * handle of the ledger that cannot write, an arena, the links it has verified.
 */
#define WEB_HOOKS 8

/* Counted since somebody asked last. */
struct web_counts {
	atomic_llong pages, posts, hooks, refused, limited, failed;
};

struct web {
	struct flow flow; /* without a store */
	struct str ledger;
	struct text *text;
	struct nonce *nonce;
	struct staffsession *sessions;
	struct budget *budget;
	void *hook_secrets[WEB_HOOKS];
	bool hook_open[WEB_HOOKS];
	struct arena *a;   /* of what follows */
	struct str prefix; /* path of [links] base: "" or "/portal" */
	struct str origin; /* of [links] base: "https://pay.example.com" */
	struct str style, style_url;
	struct str logo, logo_type, logo_url; /* empty: none */
	bool is_https;
	int64_t (*now)(void *ctx);
	void *clock;
	struct web_counts counts;
	atomic_llong failed_at;  /* the second in which one line said it */
	atomic_llong refused_at; /* the same, of callers that nobody sent */
};

struct web_thread {
	struct web *web;
	struct flow flow;
	struct store *read;  /* every query of a page */
	struct store *write; /* rows of post, post_file and hook_event; opened
			      * for the first of them */
	struct arena *a;     /* of one request */
	struct token_memory *tokens;
};

struct web_start {
	const struct flow *flow;   /* settings, the public key */
	int64_t (*now)(void *ctx); /* of pages */
	void *clock;
};

/* Reads texts, style, logo and the secrets of hooks; all that is wrong with
 * texts is told by report. */
enum rc web_open(const struct web_start *s, struct web **out,
    text_report *report, void *ctx, struct err *err);
void web_free(struct web **w);

struct httpd_handler web_handler(struct web *w);

#endif
