#include "base/log.h"
#include "decide/desk_line.h"
#include "flow/approval.h"
#include "flow/facts.h"
#include "flow/orders.h"
#include "flow/params.h"
#include "flow/people.h"
#include "flow/remark.h"
#include "store/agenda.h"
#include "store/deed.h"
#include "store/holds.h"
#include "store/mornings.h"
#include "store/standstill.h"

struct job {
	const struct desk_mail *m;
	const struct params *p;
	const struct desk_word_line *x;
	struct orders_said *said;
};

static struct str
account_at(const struct job *j, size_t i)
{
	return j->p->rows[i].cell[CELL_ACCOUNT];
}

/* Does a number or an account name that place? */
static bool
is_meant(const struct job *j, struct str what, size_t i)
{
	int64_t n;

	if (str_to_i64(what, 1, 100000, &n))
		return (size_t)n == i + 1;
	return str_fold_eq(what, account_at(j, i));
}

static enum rc
find(const struct job *j, struct str what, size_t *at, struct err *err)
{
	for (size_t i = 0; i < j->p->row_count; i++)
		if (is_meant(j, what, i)) {
			*at = i;
			return RC_OK;
		}
	return err_set(err, RC_BAD,
	    "there is no number or account \"%.*s\" in that mail, which lists "
	    "%zu",
	    STR_ARG(str_head(what, 40)), j->p->row_count);
}

static enum rc
note(const struct job *j, struct str account, struct str text, struct err *err)
{
	struct remark r = {
	    .account = account,
	    .text = text,
	    .by = j->m->by,
	    .kind = "note",
	    .id = arena_fmt(j->m->a, "%.32s/order/%d/%.*s", j->m->inbox.p,
		j->x->line, STR_ARG(account)),
	    .inbox = j->m->inbox,
	    .now = j->m->now,
	};

	return remark_add(j->m->f, j->m->a, &r, err);
}

/* All numbers of that account: they rest with it. */
static struct str
places(const struct job *j, struct str account)
{
	struct str out = {"", 0};

	for (size_t i = 0; i < j->p->row_count; i++)
		if (str_eq(account_at(j, i), account))
			out = arena_fmt(j->m->a, "%.*s%s%zu", STR_ARG(out),
			    out.n ? ", " : "", i + 1);
	return out;
}

static enum rc
skip(const struct job *j, size_t at, struct err *err)
{
	const struct desk_mail *m = j->m;
	const struct params_row *row = &j->p->rows[at];
	struct str account = account_at(j, at);
	struct deed_rest rest = {
	    .account = account,
	    .kind = STR("skip"),
	    .reason = arena_fmt(m->a, "skipped by %.*s", STR_ARG(m->by)),
	    .by = m->by,
	    .since = m->now,
	    .until = j->p->until,
	    .inbox = m->inbox,
	};
	struct facts_account us = {.locale = m->f->set->company_locale};
	char day[DAY_TEXT];
	enum rc rc;

	rest.id = arena_fmt(m->a, "%.32s/order/%d/%.*s", m->inbox.p, j->x->line,
	    STR_ARG(account));
	if (rest.until <= m->now)
		return err_set(err, RC_BAD,
		    "that digest is over; `#pause` in an answer about the "
		    "account, or a newer digest, can hold it");
	rc = deed_rest(m->f->store, &rest, err);
	if (rc == RC_OK)
		rc = agenda_wake(m->f->store, account, m->now, err);
	if (rc == RC_OK)
		rc = note(j, account,
		    arena_fmt(m->a, "%.*s: skipped by %.*s",
			STR_ARG(row->cell[CELL_STEP]), STR_ARG(m->by)),
		    err);
	orders_say(m, j->said,
	    arena_fmt(m->a,
		"Skipped: %.*s (no. %.*s). The whole account rests before the "
		"next digest, on %s: no reminder, statement or other mail of "
		"a sequence goes to it, only the answers and confirmations "
		"that they wait for. `send %zu` takes it back.",
		STR_ARG(account), STR_ARG(places(j, account)),
		day_iso(facts_day(m->f, &us, rest.until), day), at + 1));
	return rc;
}

static bool
was_named(const struct job *j, size_t k, struct str account)
{
	for (size_t i = 0; i < k; i++) {
		size_t at;
		struct err ignored;

		if (find(j, j->x->what[i], &at, &ignored) == RC_OK &&
		    str_eq(account_at(j, at), account))
			return true;
	}
	return false;
}

static enum rc
skip_all(const struct job *j, struct err *err)
{
	enum rc rc = RC_OK;
	size_t at;

	for (size_t i = 0; rc == RC_OK && i < j->x->what_count; i++) {
		rc = find(j, j->x->what[i], &at, err);
		if (rc == RC_OK && !was_named(j, i, account_at(j, at)))
			rc = skip(j, at, err);
	}
	return rc;
}

static enum rc
hold_all(const struct job *j, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct standstill x = {
	    .id = arena_fmt(m->a, "%.32s/order/%d", m->inbox.p, j->x->line),
	    .reason = STR("hold all, in answer to the digest"),
	    .by = m->by,
	    .since = m->now,
	};
	struct standstill was;
	enum rc rc = standstill_get(m->f->store, m->a, &was, err);

	if (rc == RC_OK) {
		orders_say(m, j->said,
		    arena_fmt(m->a, "Everything waits already, by %.*s.",
			STR_ARG(was.by)));
		return RC_OK;
	}
	if (rc == RC_MISS)
		rc = standstill_put(m->f->store, &x, err);
	if (rc == RC_OK)
		log_event(LOG_WARN, "held", "by=%.*s", STR_ARG(m->by));
	orders_say(m, j->said,
	    STR("Nothing goes to any customer, but answers to what they ask, "
		"until somebody answers a digest with `send` or runs `dunmail "
		"release`."));
	return rc;
}

/* What stands at that place and waits for a yes. */
static enum rc
give_yes(const struct job *j, size_t at, size_t *given, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct approvals_row row;
	enum rc rc = approvals_get(
	    m->f->store, m->a, j->p->rows[at].cell[CELL_TOUCH], &row, err);

	if (rc == RC_OK)
		rc = approval_give(m->f, m->a, &row, m->by, m->now, err);
	*given += rc == RC_OK;
	return rc == RC_MISS ? RC_OK : rc;
}

static bool
waits(const struct job *j, size_t at)
{
	const struct str *c = j->p->rows[at].cell;

	return c[CELL_WAITS].n > 0 && c[CELL_TOUCH].n > 0;
}

static bool
may(const struct job *j)
{
	return (j->m->rights & PEOPLE_APPROVE) != 0;
}

static enum rc
send_one(const struct job *j, size_t at, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct str account = account_at(j, at);
	size_t given = 0;
	enum rc rc = mornings_unskip(m->f->store, account, m->now, err);
	bool skipped = rc == RC_OK;

	if (rc == RC_OK)
		rc = agenda_wake(m->f->store, account, m->now, err);
	if (rc == RC_OK)
		rc = note(j, account, STR("skipped no more"), err);
	if (rc == RC_MISS)
		rc = RC_OK;
	if (rc == RC_OK && waits(j, at)) {
		if (!may(j))
			return err_set(err, RC_BAD,
			    "number %zu waits for a yes, and you are not one "
			    "of those who may say it",
			    at + 1);
		rc = give_yes(j, at, &given, err);
	}
	orders_say(m, j->said,
	    arena_fmt(m->a, "No. %zu, %.*s: %s", at + 1, STR_ARG(account),
		given > 0 ? "it has your yes and goes."
		: skipped ? "it is not skipped any more."
		: j->p->rows[at].cell[CELL_WAITS].n > 0
		    ? "it is not planned yet; its yes is asked for then."
		    : "it goes as listed."));
	return rc;
}

static enum rc
send_some(const struct job *j, struct err *err)
{
	struct standstill still;
	enum rc rc = standstill_get(j->m->f->store, j->m->a, &still, err);
	size_t at;

	if (rc == RC_OK)
		return err_set(err, RC_BAD,
		    "everything waits since %.*s wrote hold all; `send` alone "
		    "lets it go, after `skip` for what shall not",
		    STR_ARG(still.by));
	if (rc == RC_MISS)
		rc = RC_OK;
	for (size_t i = 0; rc == RC_OK && i < j->x->what_count; i++) {
		rc = find(j, j->x->what[i], &at, err);
		if (rc == RC_OK)
			rc = send_one(j, at, err);
	}
	return rc;
}

static enum rc
send_all(const struct job *j, struct err *err)
{
	const struct desk_mail *m = j->m;
	size_t given = 0, left = 0;
	enum rc rc = standstill_end(m->f->store, m->by, m->now, err);

	if (rc == RC_OK)
		log_event(LOG_INFO, "released", "by=%.*s", STR_ARG(m->by));
	orders_say(m, j->said,
	    rc == RC_OK ? STR("Nothing is held any more.")
			: STR("Nothing was held; it goes as listed."));
	if (rc == RC_MISS)
		rc = RC_OK;
	for (size_t i = 0; rc == RC_OK && i < j->p->row_count; i++) {
		if (!waits(j, i))
			continue;
		if (may(j))
			rc = give_yes(j, i, &given, err);
		else
			left++;
	}
	if (given > 0)
		orders_say(m, j->said,
		    arena_fmt(m->a, "%zu message%s your yes.", given,
			given == 1 ? " has" : "s have"));
	if (left > 0)
		orders_say(m, j->said,
		    arena_fmt(m->a,
			"%zu wait for the yes of somebody who may say it.",
			left));
	return rc;
}

static enum rc
work(const struct job *j, struct err *err)
{
	enum rc rc = RC_OK;

	switch (j->x->word) {
	case DESK_SKIP:
		rc = skip_all(j, err);
		break;
	case DESK_HOLD_ALL:
		rc = hold_all(j, err);
		break;
	case DESK_SEND:
		rc =
		    j->x->what_count > 0 ? send_some(j, err) : send_all(j, err);
		break;
	case DESK_WORDS:
		break;
	}
	if (rc == RC_BAD || rc == RC_MISS)
		return err_prefix(err, RC_BAD, "line %d, \"%.*s\"", j->x->line,
		    STR_ARG(j->x->said));
	return rc;
}

static void
say_words(const struct desk_mail *m, struct orders_said *said)
{
	for (int i = 0; i < DESK_WORDS; i++)
		orders_say(
		    m, said, str_of(desk_line_word_help((enum desk_word)i)));
}

enum rc
desk_digest(const struct desk_mail *m, struct desk_result *out, struct err *err)
{
	struct orders_said said = {.n = 0};
	struct desk_lines lines;
	struct params p;
	enum rc rc = RC_OK;

	params_read(m->a, m->answers->params, &p);
	desk_line_words(m->a, m->message->reply, &lines);
	for (size_t i = 0; i < lines.mistake_count; i++)
		orders_say(m, &said, lines.mistakes[i]);
	if (lines.n == 0 && lines.mistake_count == 0 && !lines.help)
		orders_say(
		    m, &said, STR("it says neither skip, hold all nor send"));
	if (said.n > 0) {
		say_words(m, &said);
		return desk_refuse(m, said.v, said.n, out, err);
	}
	orders_say(m, &said,
	    lines.n > 0 ? STR("Done.") : STR("This is what can be written."));
	for (size_t i = 0; rc == RC_OK && i < lines.n; i++) {
		struct job j = {m, &p, &lines.words[i], &said};

		rc = work(&j, err);
	}
	if (rc != RC_OK)
		return rc;
	if (lines.help)
		say_words(m, &said);
	out->reason = arena_fmt(m->a, "%zu order%s of %.*s", lines.n,
	    lines.n == 1 ? "" : "s", STR_ARG(m->by));
	return desk_answer(m, said.v, said.n, err);
}
