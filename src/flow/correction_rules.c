#include "flow/correction_rules.h"

#include "decide/correct.h"
#include "model/names.h"
#include "port/js.h"

#define WORDS_MAX 300 /* bytes of a mail that are kept */

/* Runs of blanks and line ends are one blank. */
static struct str
squeeze(struct arena *a, struct str text)
{
	struct str head = str_head(str_trim(text), WORDS_MAX);
	char *p = arena_alloc(a, head.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < head.n; i++) {
		bool blank = str_is_space(head.p[i]);

		if (!blank || (n > 0 && p[n - 1] != ' '))
			p[n++] = blank ? ' ' : head.p[i];
	}
	return (struct str){p, n};
}

static enum rc
count_one(const struct correction_rules *r, struct str intent, struct str rule,
    enum intent_kind kind, struct err *err)
{
	struct rule_verdict v = {
	    .inbox = r->c->inbox, .intent = intent, .rule = rule, .at = r->now};

	switch (correct_of_rule(r->c->from, r->c->to, kind)) {
	case CORRECT_SILENT:
		return RC_OK;
	case CORRECT_RIGHT:
		v.right = true;
		break;
	case CORRECT_WRONG:
		break;
	}
	return corrections_verdict(r->st, &v, err);
}

/* *found: some rule had found what the new queue is for. */
static enum rc
count_all(const struct correction_rules *r, const struct js *list, bool *found,
    struct err *err)
{
	enum intent_kind wanted = correct_intent(r->c->to), kind;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < js_count(list); i++) {
		const struct js *d = js_at(list, i);
		struct str intent = js_str(js_at(d, 0));

		if (!name_intent_parse(intent, &kind))
			continue; /* who wrote it: a person or a machine */
		*found = *found || kind == wanted;
		rc = count_one(r, arena_dup(r->a, intent),
		    arena_dup(r->a, js_str(js_at(d, 1))), kind, err);
	}
	return rc;
}

static enum rc
keep_words(const struct correction_rules *r, bool found, struct err *err)
{
	enum intent_kind from = correct_intent(r->c->from);
	enum intent_kind to = correct_intent(r->c->to);
	struct str text = squeeze(r->a, r->text);
	struct rule_verdict v = {.inbox = r->c->inbox, .at = r->now};
	enum rc rc = RC_OK;

	if (from != INTENT_NONE && !str_eqc(r->c->to, "Done"))
		rc = corrections_not_missed(
		    r->st, r->c->inbox, str_of(name_intent(from)), err);
	if (rc != RC_OK || to == INTENT_NONE || found || str_is_empty(text))
		return rc;
	v.intent = str_of(name_intent(to));
	return corrections_missed(r->st, &v, text, err);
}

enum rc
correction_rules(const struct correction_rules *r, struct err *err)
{
	struct js *list = NULL;
	bool found = false;
	enum rc rc = RC_OK;

	if (!str_is_empty(r->decisions))
		rc = js_parse(r->decisions, &list, err);
	if (rc == RC_OK && list != NULL)
		rc = count_all(r, list, &found, err);
	js_free(&list);
	return rc == RC_OK ? keep_words(r, found, err) : rc;
}
