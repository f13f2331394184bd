#ifndef DUNMAIL_WEB_PAGE_H
#define DUNMAIL_WEB_PAGE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"
#include "flow/flow.h"
#include "model/facts.h"
#include "port/httpd.h"
#include "render/link.h"
#include "render/template.h"

/*
 * page: one thing that can be asked for behind a link. Its address is
 * /PURPOSE/TOKEN/NAME/REST; the overview is /account/TOKEN. One file a page,
 * page_NAME.c, that exports one const struct page, listed in web/pages.c.
 *
 * Before a page is asked, web/serve has verified the token, looked up whether
 * it was taken back, found account and contact, and begun a read transaction
 * on a handle that cannot write, so that all that a page reads is of one
 * moment. Every query takes the account of the link: what is another's is not
 * there (RC_MISS), in the same words as what is nobody's.
 */
struct page_ask {
	const struct flow *f; /* store: the reading handle */
	struct arena *a;      /* of this request */
	int64_t now;
	day_t today; /* civil day there */
	const struct link *link;
	const struct facts_account *facts; /* of the link's account, with open
					    * invoices, promises, unapplied */
	const struct contact *contact;     /* NULL: the link names none */
	struct str locale;                 /* the reader's: "de-DE" */
	struct str base;                   /* "/account/TOKEN" */
	struct str rest; /* behind the page's name, unescaped, without
			  * slashes at the ends; valid UTF-8 */
	const struct httpd_field *query; /* of GET */
	size_t query_count;
	const struct httpd_field *fields; /* of POST */
	size_t field_count;
	struct str peer;
};

enum page_form {
	PAGE_HTML,     /* values into portal/TEMPLATE.html */
	PAGE_FILE,     /* bytes as a download */
	PAGE_REDIRECT, /* 303 to `to`: after each POST */
};

struct page_out {
	enum page_form form;
	int status; /* 0: 200 */
	const char *template_name;
	struct value *values;         /* a map, begun by web/serve with what the
				       * layout needs (see web/text.h) */
	struct str type, name, bytes; /* PAGE_FILE */
	struct str to;                /* a path of ours, or a provider's URL
				       * that the ledger holds */
	int64_t refresh; /* seconds after which the browser asks again; 0 */
	struct str refresh_to; /* there instead; empty: the same address */
};

/* What a POST has brought: web/serve has checked the form's own id (its MAC is
 * bound to token and page, see web/nonce.h), the Origin, and the budget of the
 * link. `take` validates; web/serve writes the row of `post` in a transaction
 * of the writing handle and sends the reader on to `to`. */
struct page_post {
	struct str id;       /* of the form */
	struct str kind;     /* of the post */
	struct value *said;  /* what was typed, to be shown again */
	struct str fields;   /* out: JSON, see store/posts.h */
	struct str asks_for; /* out: the address that a mail is asked for */
	const struct httpd_field *files[4];
	size_t file_count;
};

struct page {
	const char *name; /* of the address; "" is the overview */
	bool anybody;     /* needs no token: /NAME (a new link) */
	size_t body;      /* bytes that a POST may have; 0: no POST */
	/* RC_MISS: there is no such thing: 404. */
	enum rc (*show)(
	    const struct page_ask *ask, struct page_out *out, struct err *err);
	/* RC_OK: p->fields is to be kept, out->to says where to go on. RC_BAD:
	 * something has to be corrected: show() is asked with p->said and the
	 * words of what is wrong, as out->values["wrong"], 422. */
	enum rc (*take)(const struct page_ask *ask, struct page_post *p,
	    struct page_out *out, struct err *err);
};

#endif
