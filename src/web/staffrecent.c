#include "web/staffrecent.h"

#include "store/timeline.h"
#include "web/staffvalue.h"

static void
push(const struct staffpage_ask *ask, struct value *rows,
    const struct timeline_entry *e)
{
	struct arena *a = ask->a;
	struct value *v = value_map(a);

	staffvalue_set_instant(ask, v, "at", e->at);
	value_set_text(a, v, "kind", e->kind);
	value_set_text(a, v, "what", e->what);
	value_set_text(a, v, "state", e->state);
	value_set(a, v, "lines",
	    staffvalue_lines(a, staffvalue_words(a, e->text, STAFFVALUE_TEXT)));
	if (str_eqc(e->kind, "out"))
		staffvalue_set_link(ask, v, "link", "touch", e->id);
	else
		staffvalue_set_link(ask, v, "link", "mail", e->id);
	value_push(a, rows, v);
}

enum rc
staffrecent_set(const struct staffpage_ask *ask, struct value *map,
    struct str account, size_t most, struct err *err)
{
	struct staffvalue_turn turn = {.from = most ? 0 : staffvalue_from(ask)};
	struct value *rows = value_list(ask->a);
	struct timeline_entry *v = NULL;
	size_t n = 0;
	enum rc rc = timeline_read(ask->f->store, ask->a, account, &v, &n, err);

	for (size_t i = n; i > 0; i--)
		if (staffvalue_turn_has(&turn) &&
		    (most == 0 || rows->count < most))
			push(ask, rows, &v[i - 1]);
	value_set(ask->a, map, "entries", rows);
	value_set_bool(ask->a, map, "has_entries", rows->count > 0);
	value_set_bool(ask->a, map, "more", most > 0 && n > most);
	if (most == 0)
		staffvalue_turn_set(ask, map, &turn,
		    arena_fmt(ask->a, "&id=%.*s",
			STR_ARG(staffvalue_escape(ask->a, account))));
	return rc;
}
