#include "web/keep.h"

#include "base/log.h"
#include "store/posts.h"
#include "web/asking.h"
#include "web/writer.h"

/* A form that was open for too long, or was shown before the last start: it is
 * shown again as it was filled in, to be sent once more. */
static void
say_old(const struct page_ask *ask, struct page_out *out)
{
	struct value *list = value_list(ask->a), *one = value_map(ask->a);

	value_set_bool(ask->a, one, "is_old_form", true);
	value_push(ask->a, list, one);
	value_set(ask->a, out->values, "wrong", list);
	value_set_bool(ask->a, out->values, "old_form", true);
}

static struct str
form_id(const struct page_ask *ask)
{
	for (size_t i = 0; i < ask->field_count; i++)
		if (str_eqc(ask->fields[i].name, NONCE_FIELD))
			return ask->fields[i].value;
	return (struct str){NULL, 0};
}

enum rc
keep_take(struct keep *k, const struct page *page, const struct page_ask *ask,
    struct page_out *out, struct err *err)
{
	enum rc fresh, rc;

	k->post = (struct page_post){
	    .kind = str_of(page->name), .said = value_map(ask->a)};
	fresh = nonce_check(
	    k->t->web->nonce, ask->a, k->place, form_id(ask), &k->post.id);
	rc = page->take(ask, &k->post, out, err);
	if (rc == RC_OK && fresh == RC_OK) {
		out->form = PAGE_REDIRECT;
		k->wanted =
		    k->post.asks_for.n == 0 ||
		    !asking_enough(k->t, k->rq, ask->now, k->post.asks_for);
		return RC_OK;
	}
	if (rc != RC_OK && rc != RC_BAD)
		return rc;
	if (fresh != RC_OK)
		say_old(ask, out);
	value_set(ask->a, out->values, "said", k->post.said);
	out->form = PAGE_HTML;
	rc = page->show(ask, out, err);
	out->status = 422;
	return rc;
}

static void
describe(const struct keep *k, int64_t now, struct post *p)
{
	struct arena *a = k->t->a;
	struct post_file *files =
	    arena_array(a, k->post.file_count + 1, sizeof(*files));

	for (size_t i = 0; i < k->post.file_count; i++)
		files[i] = (struct post_file){
		    .name = k->post.files[i]->file_name,
		    .type = k->post.files[i]->file_type,
		    .bytes = k->post.files[i]->value,
		};
	*p = (struct post){
	    .id = k->post.id,
	    .kind = k->post.kind,
	    .account = k->link->account,
	    .contact = k->link->contact,
	    .link = k->link->id,
	    .language = k->language,
	    .fields = k->post.fields,
	    .at = now,
	    .files = files,
	    .file_count = k->post.file_count,
	};
}

enum rc
keep_write(struct keep *k, int64_t now, struct err *err)
{
	enum rc rc = writer_open(k->t, err);
	struct post p;

	if (rc != RC_OK)
		return rc == RC_MISS ? RC_DOWN : rc;
	describe(k, now, &p);
	rc = store_begin(k->t->write, err);
	if (rc == RC_OK)
		rc = posts_add(k->t->write, &p, err);
	if (rc == RC_OK)
		rc = store_commit(k->t->write, err);
	else
		store_rollback(k->t->write);
	if (rc == RC_DOWN)
		store_close(&k->t->write);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	k->again = rc == RC_MISS;
	atomic_fetch_add(&k->t->web->counts.posts, 1);
	log_event(LOG_INFO, "posted", "kind=%.*s id=%.*s link=%.*s again=%d",
	    STR_ARG(p.kind), STR_ARG(p.id), STR_ARG(p.link), rc == RC_MISS);
	return RC_OK;
}
