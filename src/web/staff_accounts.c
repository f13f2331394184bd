#include "store/staffview.h"
#include "web/staffsearch.h"
#include "web/staffvalue.h"

/* Which accounts are listed. */
static const struct {
	const char *name, *words;
} shows[] = {
    {"late", "past due"},
    {"disputed", "in dispute"},
    {"promised", "promised"},
    {"held", "on credit hold"},
    {"all", "with a balance"},
};

#define SHOWS (sizeof(shows) / sizeof(shows[0]))

struct listing {
	const struct staffpage_ask *ask;
	size_t show;
	bool mine;
	struct staffvalue_turn turn;
	struct value *rows;
};

static bool
is_wanted(const struct listing *l, const struct staffview_sum *row)
{
	const char *show = shows[l->show].name;

	if (l->mine && !staffvalue_is_mine(l->ask, row->collector))
		return false;
	switch (show[0]) {
	case 'l':
		return row->late.minor > 0;
	case 'd':
		return row->disputed;
	case 'p':
		return row->promised;
	case 'h':
		return row->held;
	}
	return true;
}

static enum rc
list(void *ctx, const struct staffview_sum *row, struct err *err)
{
	struct listing *l = ctx;
	const struct staffpage_ask *ask = l->ask;
	struct value *v;

	(void)err;
	if (!is_wanted(l, row) || !staffvalue_turn_has(&l->turn))
		return RC_OK;
	v = value_map(ask->a);
	value_set_text(ask->a, v, "id", arena_dup(ask->a, row->account));
	value_set_text(ask->a, v, "name", arena_dup(ask->a, row->name));
	value_set_text(
	    ask->a, v, "collector", arena_dup(ask->a, row->collector));
	staffvalue_set_link(ask, v, "link", "account", row->account);
	staffvalue_set_money(ask, v, "open", row->open);
	if (row->late.minor > 0) {
		staffvalue_set_money(ask, v, "late", row->late);
		staffvalue_set_number(ask, v, "days",
		    row->oldest == DAY_NONE ? 0 : ask->today - row->oldest);
	}
	value_set_bool(ask->a, v, "white_glove", row->white_glove);
	value_set_bool(ask->a, v, "disputed", row->disputed);
	value_set_bool(ask->a, v, "promised", row->promised);
	value_set_bool(ask->a, v, "held", row->held);
	value_push(ask->a, l->rows, v);
	return RC_OK;
}

static void
set_shows(const struct listing *l, struct value *map)
{
	struct arena *a = l->ask->a;
	struct value *list_of = value_list(a);

	for (size_t i = 0; i < SHOWS; i++) {
		struct value *v = value_map(a);

		value_set_text(a, v, "name", str_of(shows[i].name));
		value_set_text(a, v, "words", str_of(shows[i].words));
		value_set_bool(a, v, "chosen", i == l->show);
		value_push(a, list_of, v);
	}
	value_set(a, map, "shows", list_of);
	value_set_text(a, map, "shown", str_of(shows[l->show].words));
	value_set_bool(a, map, "mine", l->mine);
}

static enum rc
show_list(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct listing l = {.ask = ask, .rows = value_list(ask->a)};
	struct str show = staffvalue_query(ask, "show");
	struct str rest;
	enum rc rc;

	for (size_t i = 0; i < SHOWS; i++)
		if (str_eqc(show, shows[i].name))
			l.show = i;
	l.mine = str_eqc(staffvalue_query(ask, "mine"), "yes");
	l.turn.from = staffvalue_from(ask);
	rc = staffview_sums(ask->f->store, ask->today,
	    ask->f->set->company_currency, list, &l, err);
	rest = arena_fmt(ask->a, "&show=%s%s", shows[l.show].name,
	    l.mine ? "&mine=yes" : "");
	set_shows(&l, out->values);
	staffvalue_turn_set(ask, out->values, &l.turn, rest);
	value_set(ask->a, out->values, "accounts", l.rows);
	value_set_bool(ask->a, out->values, "listed", true);
	return rc;
}

static enum rc
show_found(const struct staffpage_ask *ask, struct str words,
    struct page_out *out, struct err *err)
{
	struct value *rows = value_list(ask->a);
	struct staffsearch_hit *v = NULL;
	size_t n = 0;
	enum rc rc = staffsearch(ask, words, &v, &n, err);

	for (size_t i = 0; i < n; i++) {
		struct value *row = value_map(ask->a);

		value_set_text(ask->a, row, "id", v[i].account);
		value_set_text(ask->a, row, "name", v[i].name);
		value_set_text(ask->a, row, "collector", v[i].collector);
		value_set_text(ask->a, row, "contact", v[i].contact);
		value_set_text(ask->a, row, "invoice", v[i].invoice);
		staffvalue_set_link(ask, row, "link", "account", v[i].account);
		value_push(ask->a, rows, row);
	}
	value_set_text(
	    ask->a, out->values, "words", staffvalue_words(ask->a, words, 200));
	staffvalue_set_number(ask, out->values, "all", (int64_t)n);
	value_set_bool(ask->a, out->values, "too_many", n == STAFFSEARCH_MAX);
	value_set(ask->a, out->values, "found", rows);
	value_set_bool(ask->a, out->values, "has_found", n > 0);
	value_set_bool(ask->a, out->values, "searched", true);
	return rc;
}

static enum rc
show_accounts(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct str words = staffvalue_query(ask, "q");

	out->template_name = "staff-accounts";
	value_set_text(ask->a, out->values, "title", STR("Accounts"));
	return words.n > 0 ? show_found(ask, words, out, err)
			   : show_list(ask, out, err);
}

const struct staffpage staff_accounts = {.name = "", .show = show_accounts};
