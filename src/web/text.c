#include "web/text_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/limits.h"
#include "render/locale.h"

#define DEPTH 8 /* partials in partials */

const struct text_entry *
text_find(const struct text_list *l, struct str name)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = str_cmp(name, str_of(l->v[mid].name));

		if (c == 0)
			return &l->v[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

struct text_tongue *
text_tongue(const struct text *t, struct str language)
{
	for (size_t i = 0; i < t->tongue_count; i++)
		if (str_eqc(language, t->tongues[i].code))
			return (struct text_tongue *)&t->tongues[i];
	return NULL;
}

static const struct text_entry *
word_of(const struct text *t, const struct text_tongue *tongue, struct str name)
{
	const struct text_tongue *english = text_tongue(t, STR("en"));
	const struct text_entry *e = NULL;

	if (tongue)
		e = text_find(&tongue->words, name);
	return e == NULL && english ? text_find(&english->words, name) : e;
}

const char *
text_partial(
    const struct text *t, const struct text_tongue *tongue, struct str name)
{
	const struct text_entry *e = word_of(t, tongue, name);

	if (e == NULL && str_starts(name, STR(TEXT_PART)))
		e = text_find(&t->pages, name);
	return e ? e->html : NULL;
}

/* A page that is being put together. */
struct making {
	const struct text *t;
	const struct text_tongue *tongue;
	struct str content;
	struct buf out;
};

/* The next partial: what is before it, its name, and what is behind it. */
static bool
next_partial(struct str *rest, struct str *before, struct str *name)
{
	size_t at = str_find(*rest, STR("{{>")), end;
	struct str tag;

	if (at == STR_NPOS)
		return false;
	tag = str_sub(*rest, at + 3, rest->n);
	end = str_find(tag, STR("}}"));
	if (end == STR_NPOS)
		return false;
	*before = str_sub(*rest, 0, at);
	*name = str_trim(str_sub(tag, 0, end));
	*rest = str_sub(tag, end + 2, tag.n);
	return true;
}

/* Partials are written out in the place where they stand. */
static void
put(struct making *m, struct str source, int depth)
{
	struct str before, name;

	while (next_partial(&source, &before, &name)) {
		buf_add_str(&m->out, before);
		if (depth >= DEPTH)
			continue;
		if (str_eqc(name, TEXT_CONTENT))
			put(m, m->content, depth + 1);
		else
			put(m, str_of(text_partial(m->t, m->tongue, name)),
			    depth + 1);
	}
	buf_add_str(&m->out, source);
}

static enum rc
make(const struct text *t, const struct text_tongue *tongue,
    const struct text_entry *page, struct template **out, struct err *err)
{
	const struct text_entry *layout = text_find(&t->pages, STR("layout"));
	struct making m = {t, tongue, str_of(page->html), {.p = NULL}};
	enum rc rc;

	buf_init(&m.out, LIMIT_TEMPLATE_FILE);
	put(&m, str_of(layout->html), 0);
	rc = m.out.full
		 ? err_set(err, RC_BAD, "page %s is too large", page->name)
		 : template_compile(buf_str(&m.out), out, err);
	buf_fini(&m.out);
	return rc;
}

/* Made by the first who asks. */
static enum rc
made(struct text *t, struct text_tongue *tongue, const struct text_entry *page,
    const struct template **out, struct err *err)
{
	_Atomic(struct template *) *slot = &tongue->made[page - t->pages.v];
	struct template *fresh = NULL;
	enum rc rc = RC_OK;

	*out = atomic_load_explicit(slot, memory_order_acquire);
	if (*out != NULL)
		return RC_OK;
	pthread_mutex_lock(&t->lock);
	if (atomic_load(slot) == NULL) {
		rc = make(t, tongue, page, &fresh, err);
		if (rc == RC_OK)
			atomic_store_explicit(
			    slot, fresh, memory_order_release);
	}
	*out = atomic_load(slot);
	pthread_mutex_unlock(&t->lock);
	return rc;
}

enum rc
text_page(const struct text *ct, const char *name, struct str language,
    const struct value *values, struct buf *out, struct err *err)
{
	struct text *t = (struct text *)ct; /* pages are made when asked */
	const struct text_entry *page = text_find(&t->pages, str_of(name));
	struct text_tongue *tongue = text_tongue(t, language);
	const struct template *tp;
	enum rc rc;

	if (page == NULL)
		return err_set(err, RC_MISS, "no page %s.html", name);
	if (tongue == NULL)
		tongue = text_tongue(t, STR("en"));
	rc = made(t, tongue, page, &tp, err);
	if (rc != RC_OK)
		return rc;
	template_render(tp, values, ESCAPE_HTML, NULL, NULL, out);
	if (out->full)
		return err_set(err, RC_BAD, "page %s is too large", name);
	return RC_OK;
}

struct str
text_word(const struct text *t, struct arena *a, const char *name,
    struct str language, const struct value *values)
{
	const struct text_entry *e =
	    word_of(t, text_tongue(t, language), str_of(name));
	struct template *tp = NULL;
	struct str said = {NULL, 0};
	struct buf out;

	if (e == NULL)
		return said;
	if (strstr(e->plain, "{{") == NULL)
		return str_of(e->plain);
	buf_init(&out, LIMIT_TEMPLATE_FILE);
	if (template_compile(str_of(e->plain), &tp, NULL) == RC_OK) {
		template_render(tp, values, ESCAPE_NONE, NULL, NULL, &out);
		said = arena_dup(a, buf_str(&out));
	}
	template_free(&tp);
	buf_fini(&out);
	return said;
}

struct str
text_language(const struct text *t, struct str locale)
{
	const struct text_tongue *k = text_tongue(t, locale_language(locale));

	return k ? str_of(k->code) : STR("en");
}
