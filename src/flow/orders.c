#include "flow/orders.h"

#include "decide/callword.h"
#include "flow/facts.h"
#include "flow/remark.h"
#include "model/names.h"
#include "store/deed.h"

/* One entry a kind. about: it is about an account. */
static const struct {
	order_work *work;
	bool about;
	bool settles; /* what the mail left to a person is done with it */
} table[ORDER_KINDS] = {
    [ORDER_NOTE] = {order_note, true, false},
    [ORDER_PROMISE] = {order_promise, true, true},
    [ORDER_DISPUTE] = {order_dispute, true, true},
    [ORDER_RESOLVE] = {order_resolve, true, true},
    [ORDER_PAID] = {order_paid, true, true},
    [ORDER_PAUSE] = {order_pause, true, true},
    [ORDER_RESUME] = {order_resume, true, true},
    [ORDER_HOLD] = {order_hold, true, true},
    [ORDER_RELEASE] = {order_release, true, false},
    [ORDER_ASSIGN] = {order_assign, true, false},
    [ORDER_CALL] = {order_call, true, false},
    [ORDER_SEND] = {order_send, true, true},
    [ORDER_LIMIT] = {order_limit, true, false},
    [ORDER_WHITEGLOVE] = {order_whiteglove, true, false},
    [ORDER_LINKS] = {order_links, true, false},
    [ORDER_APPROVE] = {order_yes, false, false},
    [ORDER_REJECT] = {order_yes, false, false},
    [ORDER_HELP] = {NULL, false, false},
};

void
orders_say(const struct desk_mail *m, struct orders_said *said, struct str line)
{
	said->v =
	    arena_grow(m->a, said->v, said->n, &said->cap, sizeof(*said->v));
	said->v[said->n++] = line;
}

void
orders_read(const struct desk_mail *m, struct orders *out)
{
	struct order_context ctx = {
	    .today = m->account ? m->account->today : day_of_instant(m->now),
	    .locale = m->f->set->company_locale,
	    .currency = m->f->set->company_currency,
	};

	if (m->account != NULL && m->account->account.currency.n > 0)
		ctx.currency = m->account->account.currency;
	order_read(m->a, m->message->reply, &ctx, out);
}

/* All of them, and the words that may stand in two of them. */
static void
help(const struct desk_mail *m, struct orders_said *said)
{
	struct str list = {"", 0};

	for (int k = 0; k < ORDER_KINDS; k++)
		orders_say(m, said,
		    arena_fmt(m->a, "`%s`: %s", order_usage((enum order_kind)k),
			order_summary((enum order_kind)k)));
	for (size_t i = 0; callword_name(i) != NULL; i++)
		list = arena_fmt(m->a, "%.*s%s%s", STR_ARG(list), i ? ", " : "",
		    callword_name(i));
	orders_say(
	    m, said, arena_fmt(m->a, "OUTCOME is one of %.*s", STR_ARG(list)));
	list = (struct str){"", 0};
	for (int i = 0; i < DISPUTE_COUNT; i++)
		list = arena_fmt(m->a, "%.*s%s%s", STR_ARG(list), i ? ", " : "",
		    name_reason((enum dispute_reason)i));
	orders_say(
	    m, said, arena_fmt(m->a, "REASON is one of %.*s", STR_ARG(list)));
	orders_say(m, said,
	    STR("Orders stand at the top, one a line; what follows is text. "
		"Either all of them are done or none."));
}

static enum rc
work(struct order_job *j, struct err *err)
{
	struct facts_ask ask = {
	    j->m->answers->account, j->m->now, NULL, LEDGER_ALL};
	struct facts_account facts;
	enum rc rc;

	if (!table[j->o->kind].about)
		return table[j->o->kind].work(j, err);
	if (j->m->account == NULL)
		return err_set(err, RC_BAD,
		    "the mail that you answer is about no account");
	rc = facts_load(j->m->f, j->m->a, &ask, &facts, err);
	j->facts = &facts;
	return rc == RC_OK ? table[j->o->kind].work(j, err) : rc;
}

static enum rc
settle_tasks(const struct desk_mail *m, struct err *err)
{
	if (m->account == NULL || str_is_empty(m->answers->inbox))
		return RC_OK;
	return deed_task_done(
	    m->f->store, m->answers->inbox, m->answers->account, m->now, err);
}

enum rc
orders_run(const struct desk_mail *m, const struct orders *orders,
    struct orders_said *said, struct err *err)
{
	bool settles = false;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < orders->n; i++) {
		const struct order *o = &orders->v[i];
		struct order_job j = {
		    .m = m,
		    .o = o,
		    .because = orders->rest,
		    .id =
			arena_fmt(m->a, "%.32s/order/%d", m->inbox.p, o->line),
		};

		if (table[o->kind].work == NULL) {
			help(m, said);
			continue;
		}
		rc = work(&j, err);
		if (rc == RC_BAD || rc == RC_MISS)
			return err_prefix(err, RC_BAD, "line %d, \"%.*s\"",
			    o->line, STR_ARG(o->said));
		orders_say(m, said, j.done);
		settles |= table[o->kind].settles;
	}
	return rc == RC_OK && settles ? settle_tasks(m, err) : rc;
}

enum rc
orders_remark(const struct order_job *j, const char *kind, struct str text,
    struct err *err)
{
	struct remark r = {
	    .account = j->facts->account.id,
	    .text = text,
	    .by = j->m->by,
	    .kind = kind,
	    .outcome = j->o->kind == ORDER_CALL ? j->o->word : STR(""),
	    .id = arena_fmt(j->m->a, "%.*s/%s", STR_ARG(j->id), kind),
	    .inbox = j->m->inbox,
	    .now = j->m->now,
	};

	return remark_add(j->m->f, j->m->a, &r, err);
}
