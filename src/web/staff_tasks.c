#include "store/staffview.h"
#include "web/staffvalue.h"

struct listing {
	const struct staffpage_ask *ask;
	bool mine;
	struct staffvalue_turn turn;
	struct value *rows;
};

static enum rc
list(void *ctx, const struct staffview_task *t, struct err *err)
{
	struct listing *l = ctx;
	struct arena *a = l->ask->a;
	struct value *v;

	(void)err;
	if (l->mine && !staffvalue_is_mine(l->ask, t->collector))
		return RC_OK;
	if (!staffvalue_turn_has(&l->turn))
		return RC_OK;
	v = value_map(a);
	value_set_text(a, v, "kind", arena_dup(a, t->kind));
	value_set_text(
	    a, v, "text", staffvalue_words(a, t->text, STAFFVALUE_TEXT));
	value_set_text(a, v, "account", arena_dup(a, t->account));
	value_set_text(a, v, "name", arena_dup(a, t->name));
	value_set_text(a, v, "collector", arena_dup(a, t->collector));
	staffvalue_set_instant(l->ask, v, "at", t->at);
	staffvalue_set_link(l->ask, v, "link", "account", t->account);
	staffvalue_set_link(l->ask, v, "mail", "mail", t->inbox);
	value_push(a, l->rows, v);
	return RC_OK;
}

static enum rc
show_tasks(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct listing l = {.ask = ask, .rows = value_list(ask->a)};
	enum rc rc;

	l.mine = str_eqc(staffvalue_query(ask, "mine"), "yes");
	l.turn.from = staffvalue_from(ask);
	out->template_name = "staff-tasks";
	value_set_text(ask->a, out->values, "title", STR("Tasks"));
	rc = staffview_tasks(
	    ask->f->store, (struct str){NULL, 0}, list, &l, err);
	staffvalue_turn_set(
	    ask, out->values, &l.turn, l.mine ? STR("&mine=yes") : STR(""));
	value_set_bool(ask->a, out->values, "mine", l.mine);
	value_set(ask->a, out->values, "tasks", l.rows);
	value_set_bool(ask->a, out->values, "has_tasks", l.rows->count > 0);
	return rc;
}

const struct staffpage staff_tasks = {.name = "tasks", .show = show_tasks};
