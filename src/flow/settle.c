#include "flow/settle.h"

#include "model/names.h"
#include "store/inbox.h"

static struct str
intent_words(struct arena *a, const struct judge *j)
{
	struct str out = {"", 0};

	for (int k = 0; j->human && k < INTENT_COUNT; k++)
		if (j->intent.intents & INTENT_BIT(k))
			out = arena_fmt(a, "%.*s%s%s", STR_ARG(out),
			    out.n ? " " : "", name_intent((enum intent_kind)k));
	return out;
}

static const char *
how_name(enum thread_how how)
{
	switch (how) {
	case THREAD_NONE:
		return "none";
	case THREAD_TAG:
		return "tag";
	case THREAD_REPLY:
		return "reply";
	case THREAD_REFERENCE:
		return "reference";
	case THREAD_NOTE:
		return "note";
	case THREAD_SENDER_INVOICE:
		return "sender-invoice";
	case THREAD_SENDER:
		return "sender";
	case THREAD_RECIPIENT:
		return "recipient";
	case THREAD_INVOICE:
		return "invoice";
	case THREAD_MADE:
		return "made";
	}
	return "none";
}

/* The rule and the words behind each decision, for good. */
static void
list_decisions(
    const struct settle *s, const struct judge *j, struct inbox_verdict *v)
{
	size_t n = j->human ? j->intent.match_count : 0;
	struct inbox_decision *d = arena_array(s->a, n + 1, sizeof(*d));

	d[0] = (struct inbox_decision){
	    .intent = str_of(name_kind(j->guard.kind)),
	    .rule = str_of(j->guard.rule),
	    .words = str_sub(j->guard.evidence, 0, 200),
	};
	for (size_t i = 0; i < n; i++) {
		const struct intent_match *m = &j->intent.matches[i];

		d[i + 1] = (struct inbox_decision){
		    str_of(name_intent(m->intent)), m->rule, m->text};
	}
	v->decisions = d;
	v->decision_count = n + 1;
}

enum rc
settle_mail(const struct settle *s, const struct judge *j, struct err *err)
{
	const struct effects *e = &j->result.effects;
	struct inbox_verdict v = {
	    .id = s->inbox,
	    .state = "done",
	    .message_id = s->message->message_id,
	    .account = j->thread.account,
	    .contact = j->thread.contact,
	    .touch = j->thread.touch,
	    .threaded = str_of(how_name(j->thread.how)),
	    .kind = str_of(j->own ? "own" : name_kind(j->guard.kind)),
	    .guard_rule = str_of(j->guard.rule),
	    .trust = str_of(inbound_trust_name(j->thread.trust)),
	    .intents = intent_words(s->a, j),
	    .queue = j->own ? STR("Done") : e->queue,
	    .reason = e->reason,
	    .now = s->now,
	};

	list_decisions(s, j, &v);
	return inbox_settle(s->f->store, &v, err);
}
