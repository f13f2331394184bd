#include "decide/desk_line.h"
#include "flow/facts.h"
#include "flow/orders.h"
#include "flow/params.h"
#include "flow/remark.h"
#include "store/deed.h"
#include "store/mornings.h"

/* One line, and the place of the list that it is about. */
struct entry {
	const struct desk_code_line *x;
	const struct params_row *row;
	struct desk_mail mail; /* the same, about this account alone */
	struct outbox_touch answers;
	struct message message;
	struct facts_account facts;
	struct orders orders; /* one, or none */
};

/* What stands behind the line and its words in a mistake of order_read. */
static struct str
without_line(struct str mistake)
{
	size_t at = str_find(mistake, STR("\": "));

	return at == STR_NPOS ? mistake : str_sub(mistake, at + 3, mistake.n);
}

/* As if the mail were about that account and held this one order. */
static enum rc
open_entry(const struct desk_mail *m, struct entry *e, struct err *err)
{
	struct facts_ask ask = {
	    e->row->cell[CELL_ACCOUNT], m->now, NULL, LEDGER_ALL};
	enum rc rc = facts_load(m->f, m->a, &ask, &e->facts, err);

	if (rc != RC_OK)
		return rc;
	e->answers = *m->answers;
	e->answers.account = ask.account;
	e->answers.id = e->answers.inbox = (struct str){NULL, 0};
	e->answers.params = STR("{}");
	e->message = *m->message;
	e->message.reply = e->x->order;
	e->mail = *m;
	e->mail.answers = &e->answers;
	e->mail.message = &e->message;
	e->mail.account = &e->facts;
	if (e->x->order.n > 0)
		orders_read(&e->mail, &e->orders);
	for (size_t i = 0; i < e->orders.n; i++) {
		e->orders.v[i].line = e->x->line;
		e->orders.v[i].said = e->x->said;
	}
	return RC_OK;
}

static enum rc
note_call(const struct entry *e, const char *outcome, struct err *err)
{
	const struct desk_mail *m = &e->mail;
	struct remark r = {
	    .account = e->answers.account,
	    .text = arena_fmt(m->a, "call, %s", outcome),
	    .by = m->by,
	    .kind = "contact",
	    .outcome = str_of(outcome),
	    .id =
		arena_fmt(m->a, "%.32s/order/%d/call", m->inbox.p, e->x->line),
	    .inbox = m->inbox,
	    .now = m->now,
	};

	return remark_add(m->f, m->a, &r, err);
}

static enum rc
end_calls(const struct entry *e, size_t *ended, struct err *err)
{
	struct str rest = e->row->cell[CELL_CALLS], id;
	enum rc rc = RC_OK;

	while (rc == RC_OK && str_line(&rest, &id)) {
		rc = mornings_task_done(e->mail.f->store, id, e->mail.now, err);
		*ended += rc == RC_OK;
		if (rc == RC_MISS)
			rc = RC_OK;
	}
	return rc;
}

/* Somebody has to find another number. */
static enum rc
find_number(const struct entry *e, struct err *err)
{
	const struct desk_mail *m = &e->mail;
	struct str phone = e->row->cell[CELL_PHONE];
	struct deed_task task = {
	    .id = arena_fmt(
		m->a, "%.32s/order/%d/number", m->inbox.p, e->x->line),
	    .account = e->answers.account,
	    .kind = STR("wrong-number"),
	    .text = arena_fmt(m->a,
		"%.*s is a wrong number for %.*s: find another one",
		STR_ARG(phone.n ? phone : STR("what is on file")),
		STR_ARG(e->row->cell[CELL_NAME])),
	    .at = m->now,
	    .inbox = m->inbox,
	};

	return deed_task(m->f->store, &task, err);
}

static enum rc
snooze(const struct entry *e, struct orders_said *said, struct err *err)
{
	const struct desk_mail *m = &e->mail;
	day_t day = e->facts.today + (day_t)e->x->days;
	struct mornings_snooze x = {
	    .account = e->answers.account,
	    .by = m->by,
	    .until = facts_midnight(m->f, &e->facts, day),
	    .now = m->now,
	};
	char text[DAY_TEXT];
	struct remark r = {
	    .account = x.account,
	    .text = arena_fmt(
		m->a, "not on the worklist before %s", day_iso(day, text)),
	    .by = m->by,
	    .kind = "note",
	    .id = arena_fmt(
		m->a, "%.32s/order/%d/snooze", m->inbox.p, e->x->line),
	    .inbox = m->inbox,
	    .now = m->now,
	};
	enum rc rc = mornings_snooze(m->f->store, &x, err);

	if (rc == RC_OK)
		rc = remark_add(m->f, m->a, &r, err);
	orders_say(m, said,
	    arena_fmt(
		m->a, "It comes back to the list on %s.", day_iso(day, text)));
	return rc;
}

/* What the outcome means beside the order. */
static enum rc
follow(const struct entry *e, struct orders_said *said, struct err *err)
{
	size_t ended = 0;
	enum rc rc = RC_OK;

	switch (e->x->code) {
	case DESK_PROMISED:
		rc = note_call(e, "promised", err);
		break;
	case DESK_DISPUTED:
		rc = note_call(e, "disputed", err);
		break;
	case DESK_WRONG:
		rc = find_number(e, err);
		break;
	case DESK_SNOOZE:
		return snooze(e, said, err);
	case DESK_REACHED:
		break;
	case DESK_VOICEMAIL:
	case DESK_NOTE:
	case DESK_CODES:
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = end_calls(e, &ended, err);
	if (ended > 0)
		orders_say(&e->mail, said, STR("The call is done."));
	return rc;
}

/* Its sentences as one line behind the number. */
static struct str
sentence(const struct entry *e, const struct orders_said *said)
{
	struct arena *a = e->mail.a;
	struct str out = arena_fmt(
	    a, "No. %zu, %.*s:", e->x->number, STR_ARG(e->answers.account));

	for (size_t i = 0; i < said->n; i++)
		out = arena_fmt(
		    a, "%.*s %.*s", STR_ARG(out), STR_ARG(said->v[i]));
	return out;
}

static enum rc
do_entry(const struct entry *e, struct orders_said *said, struct err *err)
{
	struct orders_said own = {.n = 0};
	enum rc rc = orders_run(&e->mail, &e->orders, &own, err);

	if (rc == RC_OK)
		rc = follow(e, &own, err);
	if (rc == RC_OK)
		orders_say(&e->mail, said, sentence(e, &own));
	return rc;
}

static void
say_codes(const struct desk_mail *m, struct orders_said *said)
{
	orders_say(m, said,
	    STR("A line is the number, a code, and what belongs to it; N is "
		"the number:"));
	for (int i = 0; i < DESK_CODES; i++)
		orders_say(
		    m, said, desk_line_code_help(m->a, (enum desk_code)i));
}

static enum rc
refuse(const struct desk_mail *m, struct orders_said *why,
    struct desk_result *out, struct err *err)
{
	say_codes(m, why);
	return desk_refuse(m, why->v, why->n, out, err);
}

/* All lines are read before the first is done. */
static enum rc
open_all(const struct desk_mail *m, const struct desk_lines *lines,
    const struct params *p, struct entry *v, struct orders_said *wrong,
    struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < lines->n; i++) {
		struct entry *e = &v[i];

		e->x = &lines->codes[i];
		e->row = &p->rows[e->x->number - 1];
		rc = open_entry(m, e, err);
		for (size_t k = 0; rc == RC_OK && k < e->orders.mistake_count;
		     k++)
			orders_say(m, wrong,
			    arena_fmt(m->a, "line %d, \"%.*s\": %.*s",
				e->x->line, STR_ARG(e->x->said),
				STR_ARG(without_line(e->orders.mistakes[k]))));
	}
	return rc;
}

static enum rc
do_all(const struct desk_mail *m, const struct desk_lines *lines,
    const struct entry *v, struct desk_result *out, struct err *err)
{
	struct orders_said said = {.n = 0};
	enum rc rc = RC_OK;

	orders_say(m, &said,
	    lines->n == 0   ? STR("This is what can be written.")
	    : lines->n == 1 ? STR("Done.")
			    : STR("All of it is done."));
	for (size_t i = 0; rc == RC_OK && i < lines->n; i++)
		rc = do_entry(&v[i], &said, err);
	if (rc != RC_OK)
		return rc;
	if (lines->help)
		say_codes(m, &said);
	if (lines->n > 0 && lines->rest.n > 0)
		orders_say(m, &said,
		    arena_fmt(m->a,
			"What stands below was not read as a line of the "
			"list: \"%.*s\"",
			STR_ARG(str_head(lines->rest, 80))));
	out->reason = arena_fmt(m->a, "%zu outcome%s of %.*s", lines->n,
	    lines->n == 1 ? "" : "s", STR_ARG(m->by));
	return desk_answer(m, said.v, said.n, err);
}

enum rc
desk_worklist(
    const struct desk_mail *m, struct desk_result *out, struct err *err)
{
	struct orders_said wrong = {.n = 0};
	struct desk_lines lines;
	struct params p;
	struct entry *v;
	enum rc rc;

	params_read(m->a, m->answers->params, &p);
	desk_line_codes(m->a, m->message->reply, p.row_count, &lines);
	for (size_t i = 0; i < lines.mistake_count; i++)
		orders_say(m, &wrong, lines.mistakes[i]);
	if (lines.n == 0 && lines.mistake_count == 0 && !lines.help)
		orders_say(m, &wrong,
		    STR("it holds no line with a number and a code"));
	v = arena_array(m->a, lines.n, sizeof(*v));
	rc = open_all(m, &lines, &p, v, &wrong, err);
	if (rc != RC_OK)
		return rc;
	return wrong.n > 0 ? refuse(m, &wrong, out, err)
			   : do_all(m, &lines, v, out, err);
}
