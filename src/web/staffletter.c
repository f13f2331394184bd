#include "web/staffletter.h"

#include "flow/params.h"
#include "model/limits.h"
#include "port/js.h"
#include "web/staffvalue.h"

/* [[intent, rule, words], ...] */
static struct value *
decisions_of(const struct staffpage_ask *ask, struct str json)
{
	struct value *rows = value_list(ask->a);
	struct js *j = NULL;
	struct err ignored;

	if (json.n == 0 || js_parse(json, &j, &ignored) != RC_OK)
		return rows;
	for (size_t i = 0; i < js_count(j); i++) {
		static const char *const names[] = {"intent", "rule", "words"};
		struct value *v = value_map(ask->a);

		for (size_t k = 0; k < 3; k++)
			value_set_text(ask->a, v, names[k],
			    arena_dup(
				ask->a, str_head(js_str(js_at(js_at(j, i), k)),
					    STAFFVALUE_TEXT)));
		value_push(ask->a, rows, v);
	}
	js_free(&j);
	return rows;
}

static void
set_told(const struct staffpage_ask *ask, struct value *v, struct str json,
    struct str *words)
{
	struct params p;

	if (json.n == 0)
		return;
	params_read(ask->a, json, &p);
	value_set_text(
	    ask->a, v, "subject", staffvalue_words(ask->a, p.subject, 500));
	value_set_text(
	    ask->a, v, "from", staffvalue_words(ask->a, p.from, 300));
	value_set_text(
	    ask->a, v, "from_name", staffvalue_words(ask->a, p.from_name, 300));
	if (words->n == 0)
		*words = p.text;
}

struct value *
staffletter_of(const struct staffpage_ask *ask, const struct staffview_mail *m)
{
	struct arena *a = ask->a;
	struct value *v = value_map(a), *rules;
	struct str words = m->words;

	value_set_text(a, v, "account", m->account);
	value_set_text(a, v, "name", m->name);
	value_set_text(a, v, "kind", m->kind);
	value_set_text(a, v, "trust", m->trust);
	value_set_text(a, v, "intents", m->intents);
	value_set_text(a, v, "queue",
	    str_eqc(m->state, "parked") ? STR(STAFFVIEW_PARKED) : m->queue);
	value_set_text(
	    a, v, "reason", staffvalue_words(a, m->reason, STAFFVALUE_TEXT));
	staffvalue_set_instant(ask, v, "at", m->at);
	staffvalue_set_link(ask, v, "link", "mail", m->id);
	staffvalue_set_link(ask, v, "account_link", "account", m->account);
	staffvalue_set_link(ask, v, "touch_link", "touch", m->touch);
	set_told(ask, v, m->params, &words);
	value_set(a, v, "lines",
	    staffvalue_lines(a, staffvalue_words(a, words, LIMIT_STAFF_WORDS)));
	value_set_bool(a, v, "has_words", words.n > 0);
	rules = decisions_of(ask, m->decisions);
	value_set(a, v, "rules", rules);
	value_set_bool(a, v, "has_rules", rules->count > 0);
	return v;
}
