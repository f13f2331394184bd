#include "flow/approval.h"
#include "flow/creditdesk.h"
#include "flow/creditlimit.h"
#include "flow/orders.h"
#include "flow/params.h"
#include "flow/request.h"
#include "store/courses.h"

#define WHY_MAX 600

/* A bare word does as well: who approves types nothing else. */
static bool
is_bare(struct str text, const char *word)
{
	struct str line;

	text = str_trim(text);
	if (!str_line(&text, &line))
		return false;
	line = str_trim(line);
	while (str_ends(line, STR(".")) || str_ends(line, STR("!")))
		line.n--;
	return str_fold_eqc(line, word);
}

static struct str
why_of(const struct order_job *j)
{
	struct str why = j->o->text;

	if (j->o->kind == ORDER_APPROVE || str_is_empty(why))
		why = j->because;
	return str_head(str_trim(why), WHY_MAX);
}

/* The places in the list that are meant; empty: all of it. */
static bool
is_meant(const struct order *o, size_t number)
{
	int64_t n;

	for (size_t i = 0; i < o->invoice_count; i++)
		if (str_to_i64(o->invoices[i], 1, 10000, &n) &&
		    (size_t)n == number)
			return true;
	return o->invoice_count == 0;
}

static enum rc
decide_touch(
    struct order_job *j, const struct approvals_row *row, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct str why = why_of(j);

	if (j->o->kind == ORDER_APPROVE)
		return approval_give(m->f, m->a, row, m->by, m->now, err);
	return approval_refuse(m->f, m->a, row,
	    arena_fmt(m->a, "%.*s said no%s%.*s", STR_ARG(m->by),
		why.n ? ": " : "", STR_ARG(why)),
	    m->now, err);
}

static enum rc
check_numbers(const struct order *o, size_t count, struct err *err)
{
	int64_t n;

	for (size_t i = 0; i < o->invoice_count; i++)
		if (!str_to_i64(o->invoices[i], 1, (int64_t)count, &n))
			return err_set(err, RC_BAD,
			    "there is no number %.*s in that mail, which lists "
			    "%zu",
			    STR_ARG(o->invoices[i]), count);
	return RC_OK;
}

/* Messages of ours that wait: those that the mail lists, or some of them. */
static enum rc
yes_to_touches(struct order_job *j, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct params p;
	size_t done = 0;
	enum rc rc;

	params_read(m->a, m->answers->params, &p);
	rc = check_numbers(j->o, p.touch_count, err);
	for (size_t i = 0; rc == RC_OK && i < p.touch_count; i++) {
		struct approvals_row row;

		if (!is_meant(j->o, i + 1))
			continue;
		rc = approvals_get(m->f->store, m->a, p.touches[i], &row, err);
		if (rc == RC_MISS && j->o->invoice_count > 0)
			return err_set(err, RC_BAD,
			    "number %zu does not wait any more", i + 1);
		if (rc == RC_OK) {
			rc = decide_touch(j, &row, err);
			done++;
		}
		if (rc == RC_MISS)
			rc = RC_OK;
	}
	if (rc == RC_OK && done == 0)
		return err_set(
		    err, RC_BAD, "none of them waits for a yes any more");
	j->done =
	    arena_fmt(m->a, "%zu message%s %s.", done, done == 1 ? "" : "s",
		j->o->kind == ORDER_APPROVE ? "may go" : "will not be sent");
	return rc;
}

/* The request that the mail is about. */
static enum rc
find_limit(
    const struct desk_mail *m, struct creditbook_request *out, struct err *err)
{
	struct course *v = NULL;
	struct str id;
	size_t n = 0;
	enum rc rc =
	    courses_of_touch(m->f->store, m->a, m->answers->id, &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (creditdesk_is(
			v[i].subject, m->answers->account, "limit", &id))
			return creditbook_request(
			    m->f->store, m->a, id, out, err);
	return rc == RC_OK ? RC_MISS : rc;
}

static enum rc
yes_to_limit(struct order_job *j, struct err *err)
{
	const struct desk_mail *m = j->m;
	struct creditlimit_decision d = {
	    .approved = j->o->kind == ORDER_APPROVE,
	    .by = m->by,
	    .why = why_of(j),
	    .now = m->now,
	};
	struct creditbook_request r;
	enum rc rc = find_limit(m, &r, err);

	if (rc == RC_MISS)
		return err_set(err, RC_BAD, "this mail asks for no yes");
	if (rc == RC_OK)
		rc = request_may(m, r.by, err);
	if (rc != RC_OK)
		return rc;
	d.what = r.id;
	rc = creditlimit_decide(m->f, m->a, &d, &r, err);
	if (rc != RC_OK)
		return rc;
	j->done = arena_fmt(m->a,
	    "%s: a credit limit of %.*s for %.*s, as %.*s asked.",
	    d.approved ? "Approved" : "Rejected",
	    STR_ARG(orders_money(m->a, r.amount)), STR_ARG(r.account),
	    STR_ARG(r.by));
	return desk_tell(m, r.by,
	    arena_fmt(m->a, "limit|%.*s|decided", STR_ARG(r.id)),
	    arena_fmt(m->a, "%.*s (by %.*s)%s%.*s", STR_ARG(j->done),
		STR_ARG(m->by), d.why.n ? " " : "", STR_ARG(d.why)),
	    err);
}

enum rc
order_yes(struct order_job *j, struct err *err)
{
	struct str t = j->m->answers->template_name;

	if (str_eqc(t, "approvals"))
		return yes_to_touches(j, err);
	if (j->o->invoice_count > 0)
		return err_set(
		    err, RC_BAD, "there are no numbers in that mail");
	if (str_eqc(t, "limit-request"))
		return yes_to_limit(j, err);
	if (str_eqc(t, "desk-request"))
		return request_decide(j->m, j->o->kind == ORDER_APPROVE,
		    why_of(j), &j->done, err);
	return err_set(err, RC_BAD, "the mail that you answer asks for no yes");
}

/* At most one decision, and something at all. */
static enum rc
check(const struct desk_mail *m, struct orders *orders, struct err *err)
{
	struct str text = m->message->reply;
	struct order *bare;
	size_t decisions = 0;

	for (size_t i = 0; i < orders->n; i++)
		decisions += orders->v[i].kind == ORDER_APPROVE ||
			     orders->v[i].kind == ORDER_REJECT;
	if (decisions > 1 && !str_eqc(m->answers->template_name, "approvals"))
		return err_set(err, RC_BAD, "yes or no? Write one of them");
	if (orders->n > 0)
		return RC_OK;
	if (!is_bare(text, "approve") && !is_bare(text, "reject"))
		return m->again ? RC_OK
				: err_set(err, RC_BAD,
				      "it decides nothing; write #approve or "
				      "#reject in the "
				      "first line");
	bare = arena_alloc(m->a, sizeof(*bare));
	*bare = (struct order){
	    .kind = is_bare(text, "approve") ? ORDER_APPROVE : ORDER_REJECT,
	    .line = 1,
	    .said = is_bare(text, "approve") ? STR("approve") : STR("reject"),
	};
	text = str_trim(text);
	str_line(&text, &bare->text);
	bare->text = (struct str){NULL, 0};
	*orders = (struct orders){bare, 1, str_trim(text), NULL, 0};
	return RC_OK;
}

enum rc
desk_yes(const struct desk_mail *m, struct desk_result *out, struct err *err)
{
	struct orders orders;
	struct orders_said said = {.n = 0};
	enum rc rc;

	orders_read(m, &orders);
	if (orders.mistake_count > 0)
		return desk_refuse(
		    m, orders.mistakes, orders.mistake_count, out, err);
	rc = check(m, &orders, err);
	if (rc != RC_OK)
		return rc;
	orders_say(m, &said, STR("Done."));
	rc = orders_run(m, &orders, &said, err);
	if (rc != RC_OK)
		return rc;
	out->reason = arena_fmt(m->a, "%zu order%s of %.*s", orders.n,
	    orders.n == 1 ? "" : "s", STR_ARG(m->by));
	return said.n > 1 ? desk_answer(m, said.v, said.n, err) : RC_OK;
}
