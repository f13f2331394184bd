#include <pthread.h>

#include "mail/message.h"
#include "model/limits.h"
#include "store/outbox.h"
#include "store/staffview.h"
#include "web/staffvalue.h"

static bool
ends_link(char c)
{
	return str_is_space(c) || strchr("<>\"()", c) != NULL;
}

/* Whoever has a customer's link is that customer: what stands behind the
 * portal's address is left out. */
static struct str
without_links(const struct staffpage_ask *ask, struct str s)
{
	struct str base = ask->f->set->links_base, out;
	struct buf b;
	size_t at;

	buf_init(&b, 2 * s.n + 64);
	while (base.n > 0 && (at = str_find(s, base)) != STR_NPOS) {
		buf_add_str(&b, str_sub(s, 0, at + base.n));
		s = str_sub(s, at + base.n, s.n);
		if (s.n > 0 && !ends_link(s.p[0]))
			buf_adds(&b, "/...");
		while (s.n > 0 && !ends_link(s.p[0]))
			s = str_sub(s, 1, s.n);
	}
	buf_add_str(&b, s);
	out = arena_dup(ask->a, buf_str(&b));
	buf_fini(&b);
	return out;
}

static void
set_words(const struct staffpage_ask *ask, struct value *v, struct str text)
{
	text = staffvalue_words(ask->a, text, LIMIT_STAFF_WORDS);
	value_set(ask->a, v, "lines",
	    staffvalue_lines(ask->a, without_links(ask, text)));
	value_set_bool(ask->a, v, "has_words", true);
}

/* What reads mails was made for one thread: it keeps converters, and starts
 * its library when it is first used. */
static enum rc
parse(const struct staffpage_ask *ask, struct str bytes, struct message **out,
    struct err *err)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	enum rc rc;

	pthread_mutex_lock(&one);
	rc = message_parse(ask->a, bytes, out, err);
	pthread_mutex_unlock(&one);
	return rc;
}

/* The words of a letter of ours; one to sign in is as good as a key. */
static enum rc
set_text(const struct staffpage_ask *ask, const struct staffview_touch *t,
    struct value *v, struct err *err)
{
	struct message *m = NULL;
	struct str bytes;
	enum rc rc;

	if (str_eqc(t->template_name, "sign-in") ||
	    str_eqc(t->channel, "letter"))
		return RC_OK;
	rc = outbox_bytes(ask->f->store, ask->a, t->id, &bytes, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	if (str_eqc(t->kind, "spool"))
		set_words(ask, v, bytes);
	else if (parse(ask, bytes, &m, err) == RC_OK)
		set_words(ask, v, m->text);
	return RC_OK;
}

static enum rc
show_touch(
    const struct staffpage_ask *ask, struct page_out *out, struct err *err)
{
	struct value *v = value_map(ask->a);
	struct staffview_touch t;
	enum rc rc = staffview_touch(
	    ask->f->store, ask->a, staffvalue_query(ask, "id"), &t, err);

	if (rc != RC_OK)
		return rc;
	out->template_name = "staff-touch";
	value_set_text(ask->a, out->values, "title", STR("Our message"));
	value_set_text(ask->a, v, "account", t.account);
	value_set_text(ask->a, v, "kind", t.kind);
	value_set_text(ask->a, v, "channel", t.channel);
	value_set_text(ask->a, v, "sequence", t.sequence);
	value_set_text(ask->a, v, "step", t.step);
	value_set_text(ask->a, v, "recipient", t.recipient);
	value_set_text(ask->a, v, "state", t.state);
	value_set_text(ask->a, v, "reason", t.reason);
	value_set_text(ask->a, v, "subject", t.subject);
	value_set_text(
	    ask->a, v, "reply", staffvalue_words(ask->a, t.reply, 500));
	staffvalue_set_instant(ask, v, "planned", t.planned_at);
	staffvalue_set_instant(ask, v, "settled", t.settled_at);
	staffvalue_set_link(ask, v, "link", "account", t.account);
	staffvalue_set_link(ask, v, "mail", "mail", t.inbox);
	value_set(ask->a, out->values, "touch", v);
	return set_text(ask, &t, v, err);
}

const struct staffpage staff_touch = {.name = "touch", .show = show_touch};
