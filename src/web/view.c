#include "web/view.h"

#include "render/locale.h"

#define PAGES_MAX INT64_C(100000)

void
view_day(
    const struct page_ask *ask, struct value *map, const char *name, day_t day)
{
	if (day != DAY_NONE)
		value_set_text(
		    ask->a, map, name, locale_date(ask->a, ask->locale, day));
}

void
view_money(const struct page_ask *ask, struct value *map, const char *name,
    struct money m)
{
	value_set_text(ask->a, map, name, locale_money(ask->a, ask->locale, m));
}

void
view_number(
    const struct page_ask *ask, struct value *map, const char *name, int64_t n)
{
	value_set_text(
	    ask->a, map, name, arena_fmt(ask->a, "%lld", (long long)n));
}

void
view_word(const struct page_ask *ask, struct value *map, const char *name,
    struct str word)
{
	struct value *flags = value_map(ask->a);
	char *p = arena_cstr(ask->a, word);

	if (str_is_empty(word))
		return;
	for (size_t i = 0; i < word.n; i++)
		if (p[i] == '-')
			p[i] = '_';
	value_set_bool(ask->a, flags, p, true);
	value_set(ask->a, map, name, flags);
}

void
view_list(const struct page_ask *ask, struct value *map, const char *name,
    struct value *list)
{
	struct str has = arena_fmt(ask->a, "has_%s", name);

	value_set(ask->a, map, name, list);
	value_put_bool(ask->a, map, has, list->count > 0);
}

struct str
view_path(struct arena *a, struct str id)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = 0;
	char *p;

	if (str_eqc(id, ".") || str_eqc(id, ".."))
		return (struct str){NULL, 0};
	while (n < id.n && (str_is_alnum(id.p[n]) || id.p[n] == '-'))
		n++;
	if (n == id.n) /* as most are */
		return id;
	p = arena_alloc(a, 3 * id.n + 1);
	n = 0;
	for (size_t i = 0; i < id.n; i++) {
		unsigned char c = (unsigned char)id.p[i];

		if (str_is_alnum(id.p[i]) || c == '-' || c == '.' || c == '_') {
			p[n++] = id.p[i];
			continue;
		}
		p[n++] = '%';
		p[n++] = hex[c >> 4];
		p[n++] = hex[c & 15];
	}
	return (struct str){p, n};
}

struct str
view_query(const struct page_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->query_count; i++)
		if (str_eqc(ask->query[i].name, name))
			return ask->query[i].value;
	return (struct str){NULL, 0};
}

bool
view_tail(struct str rest, const char *tail, struct str *head)
{
	size_t slash = str_rchr(rest, '/');

	if (slash == STR_NPOS ||
	    !str_eqc(str_sub(rest, slash + 1, rest.n), tail))
		return false;
	*head = str_sub(rest, 0, slash);
	return true;
}

enum rc
view_turn(const struct page_ask *ask, struct view_turn *out)
{
	struct str page = view_query(ask, "page");

	out->page = 1;
	if (page.n > 0 && !str_to_i64(page, 1, PAGES_MAX, &out->page))
		return RC_MISS;
	out->skip = (out->page - 1) * VIEW_ROWS;
	return RC_OK;
}

static void
put_link(const struct page_ask *ask, struct value *map, const char *name,
    struct str address, int64_t page)
{
	value_set_text(ask->a, map, name,
	    page == 1 ? address
		      : arena_fmt(ask->a, "%.*s?page=%lld", STR_ARG(address),
			    (long long)page));
}

enum rc
view_turn_put(const struct page_ask *ask, struct value *values,
    const struct view_turn *turn, struct str address, int64_t total)
{
	int64_t pages = (total + VIEW_ROWS - 1) / VIEW_ROWS;
	int64_t last = turn->skip + VIEW_ROWS;
	struct value *map;

	if (turn->page > 1 && turn->page > pages)
		return RC_MISS;
	if (pages < 2)
		return RC_OK;
	map = value_map(ask->a);
	view_number(ask, map, "page", turn->page);
	view_number(ask, map, "pages", pages);
	view_number(ask, map, "first", turn->skip + 1);
	view_number(ask, map, "last", last < total ? last : total);
	view_number(ask, map, "total", total);
	if (turn->page > 1)
		put_link(ask, map, "previous", address, turn->page - 1);
	if (turn->page < pages)
		put_link(ask, map, "next", address, turn->page + 1);
	value_set(ask->a, values, "turn", map);
	return RC_OK;
}

/* The base may have a path, which is in every address of ours already. */
struct str
view_url(const struct page_ask *ask, struct str address)
{
	struct str base = ask->f->set->links_base;
	size_t at = str_find(base, STR("://")), slash;

	at = at == STR_NPOS ? 0 : at + 3;
	slash = str_chr(str_sub(base, at, base.n), '/');
	if (slash != STR_NPOS)
		base = str_sub(base, 0, at + slash);
	return arena_fmt(ask->a, "%.*s%.*s", STR_ARG(base), STR_ARG(address));
}

struct facts_account
view_facts(const struct page_ask *ask)
{
	struct facts_account facts = *ask->facts;

	facts.locale = ask->locale;
	return facts;
}

enum rc
view_print(
    const struct page_ask *ask, press_job *job, void *ctx, struct err *err)
{
	const struct press_ask press = {
	    ask->link->id, ask->now, PRESS_PER_MINUTE};

	return press_run(&press, job, ctx, err);
}

void
view_file(struct page_out *out, const struct letter_file *file)
{
	out->form = PAGE_FILE;
	out->type = file->type;
	out->name = file->name;
	out->bytes = file->bytes;
}
