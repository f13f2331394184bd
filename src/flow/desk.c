#include "flow/desk.h"

#include "base/log.h"
#include "flow/params.h"
#include "render/msgid.h"

#define REFERENCES_MAX 20

/* What a mail of ours asks for, by its template; any other is handed to a
 * person with a piece of work. */
static const struct {
	const char *template_name;
	desk_work *work;
} works[] = {
    {"approvals", desk_yes},
    {"limit-request", desk_yes},
    {"desk-request", desk_yes},
    {"worklist", desk_worklist},
    {"digest", desk_digest},
};

static desk_work *
find_work(const struct outbox_touch *t)
{
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (str_eqc(t->template_name, works[i].template_name))
			return works[i].work;
	return desk_task;
}

/* Without what our answer puts in front of it: talks go on for long. */
static struct str
subject_of(const struct desk_mail *m)
{
	struct str s = str_trim(m->message->subject), tag = STR("[]");
	size_t before;

	if (m->account != NULL)
		tag =
		    arena_fmt(m->a, "[%.*s]", STR_ARG(m->account->account.id));
	do {
		before = s.n;
		if (str_fold_starts(s, STR("re:")))
			s = str_trim(str_sub(s, 3, s.n));
		if (str_starts(s, tag))
			s = str_trim(str_sub(s, tag.n, s.n));
	} while (s.n < before);
	return s;
}

/* Below the mail that it answers. */
static void
set_chain(const struct desk_mail *m, struct params *p)
{
	const struct message *in = m->message;
	size_t keep = in->reference_count < REFERENCES_MAX ? in->reference_count
							   : REFERENCES_MAX;

	p->in_reply_to = in->message_id;
	p->references = arena_array(m->a, keep + 1, sizeof(*p->references));
	for (size_t i = 0; i < keep; i++)
		p->references[p->reference_count++] =
		    in->references[in->reference_count - keep + i];
	p->references[p->reference_count++] = in->message_id;
}

static enum rc
put(const struct desk_mail *m, struct str to, struct str key,
    const struct params *p, struct err *err)
{
	struct outbox_touch t = {
	    .account = m->answers->account,
	    .kind = STR("staff"),
	    .template_name = STR("desk-answer"),
	    .mailbox = m->mailbox,
	    .recipient = to,
	    .inbox = m->inbox,
	    .params = params_write(m->a, p),
	    .reason = STR("what came of a colleague's mail"),
	    .natural_key = key,
	    .planned_at = m->now,
	    .not_before = m->now,
	};

	t.id = msgid_touch(m->a, m->f->key, t.natural_key);
	return outbox_put(m->f->store, &t, err);
}

enum rc
desk_answer(const struct desk_mail *m, const struct str *lines, size_t count,
    struct err *err)
{
	struct params p = {
	    .subject = subject_of(m),
	    .promise_day = DAY_NONE,
	    .tasks = arena_array(m->a, count, sizeof(*p.tasks)),
	};

	if (count == 0)
		return RC_OK;
	p.text = lines[0];
	for (size_t i = 1; i < count; i++)
		p.tasks[p.task_count++] = lines[i];
	set_chain(m, &p);
	return put(m, m->by, arena_fmt(m->a, "%.32s/desk-answer", m->inbox.p),
	    &p, err);
}

enum rc
desk_tell(const struct desk_mail *m, struct str to, struct str key,
    struct str line, struct err *err)
{
	struct params p = {
	    .subject = subject_of(m),
	    .text = line,
	    .promise_day = DAY_NONE,
	};

	if (str_chr(to, '@') == STR_NPOS || str_fold_eq(to, m->by))
		return RC_OK;
	return put(m, to, key, &p, err);
}

enum rc
desk_refuse(const struct desk_mail *m, const struct str *why, size_t count,
    struct desk_result *out, struct err *err)
{
	struct str *lines = arena_array(m->a, count + 1, sizeof(*lines));

	lines[0] = STR("Nothing of your mail was done.");
	for (size_t i = 0; i < count; i++)
		lines[i + 1] = why[i];
	*out = (struct desk_result){
	    .queue = STR("Unsure"),
	    .reason = arena_fmt(m->a, "nothing was done: %.*s",
		STR_ARG(count ? why[0] : STR(""))),
	};
	log_event(LOG_INFO, "orders-refused", "mail=%.16s", m->inbox.p);
	return desk_answer(m, lines, count + 1, err);
}

enum rc
desk_handle(const struct desk_mail *m, struct desk_result *out, struct err *err)
{
	struct err why = {{0}};
	struct str line;
	enum rc rc = store_savepoint(m->f->store, err);

	*out = (struct desk_result){.queue = STR("Done")};
	if (rc != RC_OK)
		return rc;
	rc = find_work(m->answers)(m, out, &why);
	if (rc == RC_OK)
		return store_keep(m->f->store, err);
	if (rc != RC_BAD && rc != RC_MISS)
		return err_set(err, rc, "%s", why.text);
	rc = store_undo(m->f->store, err);
	if (rc != RC_OK)
		return rc;
	line = arena_dup(m->a, str_of(why.text));
	return desk_refuse(m, &line, 1, out, err);
}
