#include "web/entry.h"

#include "base/formdata.h"
#include "base/log.h"

void
entry_refuse(struct guest *g, enum answer_kind kind, struct httpd_answer *out)
{
	atomic_fetch_add(&g->t->web->counts.refused, 1);
	answer_words(g->t, g->rq, kind, out);
}

void
entry_busy(struct guest *g, int64_t wait, struct httpd_answer *out)
{
	atomic_fetch_add(&g->t->web->counts.limited, 1);
	answer_words(g->t, g->rq, ANSWER_BUSY, out);
	httpd_add(
	    out, "Retry-After", arena_fmt(g->t->a, "%lld", (long long)wait));
}

/* The store is away, or something of ours is wrong: said once, here. */
void
entry_fail(struct guest *g, enum rc rc, const struct err *err,
    struct httpd_answer *out)
{
	atomic_fetch_add(&g->t->web->counts.failed, 1);
	/* While the store is away, one line a second says it. */
	if (g->now != atomic_exchange(&g->t->web->failed_at, g->now))
		log_event(rc == RC_LATER ? LOG_INFO : LOG_WARN, "page-failed",
		    "page=%s class=%s why=%s", g->page ? g->page->name : "",
		    err_name(rc), err->text);
	if (rc == RC_DOWN)
		store_close(&g->t->read);
	answer_words(g->t, g->rq, ANSWER_LATER, out);
}

enum rc
entry_begin(struct guest *g, struct err *err)
{
	struct web_thread *t = g->t;
	enum rc rc = RC_OK;

	if (t->read == NULL)
		rc = store_open(arena_cstr(t->a, t->web->ledger),
		    DB_READONLY | DB_THREADS, &t->read, err);
	t->flow.store = t->read;
	return rc == RC_OK ? store_begin_read(t->read, err) : RC_DOWN;
}

const struct httpd_field *
entry_query(struct guest *g, size_t *count)
{
	struct formdata form;
	struct httpd_field *f;

	*count = 0;
	if (g->rq->query.n == 0 ||
	    formdata_query(g->t->a, g->rq->query, &form, NULL) != RC_OK)
		return NULL;
	f = arena_array(g->t->a, form.count + 1, sizeof(*f));
	for (size_t i = 0; i < form.count; i++)
		f[i] = (struct httpd_field){
		    .name = form.fields[i].name,
		    .value = form.fields[i].value,
		};
	*count = form.count;
	return f;
}

/* Browsers say since 2020 where a form comes from, and no page can change
 * that; older ones name its origin. What says nothing has the form's id. */
bool
entry_is_foreign(const struct guest *g)
{
	struct str site = httpd_header(g->rq, "Sec-Fetch-Site");
	struct str origin = httpd_header(g->rq, "Origin");
	struct str host = httpd_header(g->rq, "Host");
	size_t at;

	if (site.n > 0)
		return !str_eqc(site, "same-origin");
	if (origin.n == 0 || str_eqc(origin, "null"))
		return false; /* no-referrer makes it null */
	at = str_find(origin, STR("://"));
	return !str_eq(origin, g->t->web->origin) &&
	       (at == STR_NPOS ||
		   !str_eq(str_sub(origin, at + 3, origin.n), host));
}
