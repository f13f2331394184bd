#include "flow/creditdesk.h"
#include "flow/happen.h"
#include "store/courses.h"
#include "store/deed.h"

/* What the look has found, to be written down. */
struct memo {
	struct creditdesk desk;
	struct credit_turn turn;
	struct creditbook book; /* from now on */
	struct str *over;       /* ids of courses of which nothing is said */
	size_t over_count;
};

static struct str
number(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

static struct str
hold_subject(const struct happen_ask *ask, const struct creditdesk *desk)
{
	return creditdesk_subject(ask->a, ask->facts->account.id, "hold",
	    number(ask->a, desk->book.hold_count));
}

static void
add_used(const struct happen_ask *ask, struct happen *out, const struct memo *m)
{
	struct str of = arena_fmt(ask->a, "%lld-%lld", (long long)m->turn.used,
	    (long long)m->desk.book.used_count);

	happen_add(ask, out,
	    creditdesk_subject(ask->a, ask->facts->account.id, "used", of),
	    ANCHOR_USED);
}

static void
add_hold(const struct happen_ask *ask, struct happen *out, const struct memo *m,
    enum step_anchor what)
{
	struct courses_event *e =
	    happen_add(ask, out, hold_subject(ask, &m->desk), what);

	if (what != ANCHOR_RELEASED)
		e->detail = arena_fmt(ask->a, "{\"reason\":\"%s\"}",
		    credit_reason_name(m->turn.reason));
}

static void
add_events(const struct happen_ask *ask, struct happen *out, struct memo *m)
{
	const struct credit_turn *t = &m->turn;
	char day[DAY_TEXT];

	if (t->used)
		add_used(ask, out, m);
	if (t->warned)
		add_hold(ask, out, m, ANCHOR_WARNED);
	if (t->held)
		add_hold(ask, out, m, ANCHOR_HELD);
	if (t->released)
		add_hold(ask, out, m, ANCHOR_RELEASED);
	if (t->review)
		happen_add(ask, out,
		    creditdesk_subject(ask->a, ask->facts->account.id, "review",
			arena_dup(
			    ask->a, str_of(day_iso(ask->facts->today, day)))),
		    ANCHOR_REVIEW);
	out->next_day = t->next_day;
}

static void
set_book(const struct happen_ask *ask, struct memo *m)
{
	const struct credit_turn *t = &m->turn;
	struct creditbook *b = &m->book;
	day_t today = ask->facts->today;

	*b = m->desk.book;
	b->announced = t->announced;
	b->excused = t->excused;
	b->used_count += t->used != 0;
	if (t->review)
		b->last_review = today;
	if (t->warned)
		b->warned = b->since = today;
	if (t->held) {
		b->held = true;
		b->since = today;
	}
	if (t->calmed || t->released) {
		b->held = false;
		b->since = b->warned = DAY_NONE;
		b->hold_count++;
	}
	b->reason = b->since == DAY_NONE
			? (struct str){NULL, 0}
			: str_of(credit_reason_name(t->reason));
}

/* Not true any more, or a warning says more than it. */
static bool
is_stale_notice(const struct memo *m, const struct course *c, struct str of)
{
	struct str percent;
	int64_t t;

	if (!str_cut(&of, '-', &percent) || !str_to_i64(percent, 1, 1000, &t))
		return false;
	return credit_used(&m->desk.figures) < t * 100 ||
	       (m->book.since != DAY_NONE && c->said_count > 0);
}

/* Courses in which nothing is to be said any more, though nothing ended
 * them. */
static void
set_over(const struct happen_ask *ask, struct memo *m)
{
	struct str account = ask->facts->account.id, of;

	m->over = arena_array(ask->a, ask->course_count + 1, sizeof(*m->over));
	for (size_t i = 0; i < ask->course_count; i++) {
		const struct course *c = &ask->courses[i];
		bool over = false;

		if (creditdesk_is(c->subject, account, "used", &of))
			over = is_stale_notice(m, c, of);
		else if (m->turn.calmed)
			over = str_eq(c->subject, hold_subject(ask, &m->desk));
		if (over)
			m->over[m->over_count++] = c->id;
	}
}

static bool
is_news(const struct memo *m)
{
	const struct creditbook *was = &m->desk.book, *is = &m->book;

	return m->over_count > 0 || m->turn.used || m->turn.review ||
	       m->turn.cured || was->since != is->since ||
	       was->held != is->held || was->announced != is->announced ||
	       was->excused != is->excused ||
	       was->hold_count != is->hold_count ||
	       !str_eq(was->reason, is->reason);
}

enum rc
happen_credit_look(
    const struct happen_ask *ask, struct happen *out, struct err *err)
{
	struct creditdesk_ask desk = {ask->f, ask->a, ask->facts, ask->seq,
	    ask->courses, ask->course_count};
	struct memo *m = arena_alloc(ask->a, sizeof(*m));
	enum rc rc = creditdesk_load(&desk, &m->desk, err);

	if (rc != RC_OK)
		return rc;
	credit_decide(&m->desk.figures, &m->desk.rules, &m->desk.state,
	    ask->facts->today, &m->turn);
	add_events(ask, out, m);
	set_book(ask, m);
	set_over(ask, m);
	if (is_news(m))
		out->memo = m;
	return RC_OK;
}

static enum rc
add_note(const struct happen_ask *ask, const struct memo *m, const char *what,
    struct str text, struct err *err)
{
	struct deed_note note = {
	    .id = arena_fmt(ask->a, "%.*s/%s/%lld",
		STR_ARG(hold_subject(ask, &m->desk)), what,
		(long long)ask->facts->now),
	    .account = ask->facts->account.id,
	    .at = ask->facts->now,
	    .author = STR("gateway"),
	    .kind = STR("credit"),
	    .text = text,
	};

	return deed_note(ask->f->store, &note, err);
}

/* "over-limit; open 1200.00 of 1000.00 USD, past due 300.00, 41 days" */
static struct str
figures_text(const struct happen_ask *ask, const struct memo *m)
{
	const struct credit_figures *f = &m->desk.figures;
	struct str currency = ask->facts->account.currency;
	char open[MONEY_TEXT], limit[MONEY_TEXT], late[MONEY_TEXT];

	return arena_fmt(ask->a, "%.*s%sopen %s%s%s %.*s, past due %s, %d days",
	    STR_ARG(m->book.reason), m->book.reason.n ? "; " : "",
	    money_plain(money_of(f->open, currency), open),
	    f->limit > 0 ? " of " : "",
	    f->limit > 0 ? money_plain(money_of(f->limit, currency), limit)
			 : "",
	    STR_ARG(currency),
	    money_plain(money_of(f->past_due, currency), late), f->oldest_days);
}

static enum rc
note_turn(const struct happen_ask *ask, const struct memo *m, struct err *err)
{
	const struct credit_turn *t = &m->turn;
	struct str figures = figures_text(ask, m);
	const struct {
		bool is;
		const char *what, *words;
	} news[] = {
	    {t->warned, "warned", "a credit hold is coming"},
	    {t->calmed, "calmed", "the credit hold that was coming is not"},
	    {t->held, "held", "credit hold"},
	    {t->released, "released", "the credit hold is over"},
	    {t->review, "review", "the credit is up for review"},
	    {t->used > 0, "used", "much of the credit limit is used"},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof(news) / sizeof(*news); i++)
		if (news[i].is)
			rc = add_note(ask, m, news[i].what,
			    arena_fmt(ask->a, "%s: %.*s", news[i].words,
				STR_ARG(figures)),
			    err);
	return rc;
}

/* What a mail would not bring about: nobody warns a white-glove customer, and
 * nobody lets go where that is a person's to do. */
static enum rc
add_task(const struct happen_ask *ask, const struct memo *m, const char *what,
    const char *words, struct err *err)
{
	struct deed_task task = {
	    .id = arena_fmt(
		ask->a, "%.*s/%s", STR_ARG(hold_subject(ask, &m->desk)), what),
	    .account = ask->facts->account.id,
	    .kind = STR("credit"),
	    .text = arena_fmt(
		ask->a, "%.*s: %s", STR_ARG(ask->facts->account.name), words),
	    .at = ask->facts->now,
	};
	enum rc rc = deed_task(ask->f->store, &task, err);

	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
add_tasks(const struct happen_ask *ask, const struct memo *m, struct err *err)
{
	enum rc rc = RC_OK;

	if (m->turn.cured)
		rc = add_task(ask, m, "cured",
		    "the cause of the credit hold is gone; let go with "
		    "release-hold",
		    err);
	if (rc == RC_OK && m->turn.warned && !m->desk.state.tells)
		rc = add_task(ask, m, "warn",
		    "a credit hold is coming and no mail tells the customer; "
		    "speak with them",
		    err);
	/* Patience has an end, but not unseen. */
	if (rc == RC_OK && m->turn.held && m->desk.state.tells &&
	    m->turn.reason != CREDIT_MANUAL && m->desk.state.told == DAY_NONE)
		rc = add_task(ask, m, "unwarned",
		    "held, and the warning never reached the customer; speak "
		    "with them",
		    err);
	return rc;
}

/* Who ships, and who reads files, hears of each change. */
static enum rc
tell(const struct happen_ask *ask, const struct memo *m, struct err *err)
{
	struct creditdesk_ask desk = {ask->f, ask->a, ask->facts, ask->seq,
	    ask->courses, ask->course_count};
	const struct creditbook *was = &m->desk.book;
	struct creditdesk_news news = {
	    .event = m->turn.held       ? "hold"
		     : m->turn.released ? "release"
					: NULL,
	    .reason = m->turn.released ? was->reason : m->book.reason,
	    .course = hold_subject(ask, &m->desk),
	};

	if (news.event == NULL && was->since == m->book.since &&
	    str_eq(was->reason, m->book.reason))
		return RC_OK;
	return creditdesk_tell(&desk, &news, err);
}

enum rc
happen_credit_note(
    const struct happen_ask *ask, const struct happen *h, struct err *err)
{
	const struct memo *m = h->memo;
	enum rc rc;

	if (m == NULL) /* nothing about the book has changed */
		return RC_OK;
	rc = creditbook_put(ask->f->store, &m->book, err);
	for (size_t i = 0; rc == RC_OK && i < m->over_count; i++)
		rc = courses_over(
		    ask->f->store, m->over[i], ask->facts->now, err);
	if (rc == RC_OK)
		rc = note_turn(ask, m, err);
	if (rc == RC_OK)
		rc = add_tasks(ask, m, err);
	return rc == RC_OK ? tell(ask, m, err) : rc;
}
