#include "build_message.h"

#include <string.h>

#define MAX_ITEMS 64

static struct str
unbracket(struct str s)
{
	s = str_trim(s);
	if (s.n > 1 && s.p[0] == '<' && s.p[s.n - 1] == '>')
		s = str_sub(s, 1, s.n - 2);
	return s;
}

static void
add_addresses(struct arena *a, struct message_addresses *list, struct str v)
{
	struct str one;

	if (list->v == NULL)
		list->v = arena_array(a, MAX_ITEMS, sizeof(*list->v));
	while (str_cut(&v, ',', &one) && list->n < MAX_ITEMS) {
		struct message_address *to = &list->v[list->n++];
		size_t open = str_chr(one, '<');

		one = str_trim(one);
		open = str_chr(one, '<');
		if (open == STR_NPOS) {
			to->address = one;
			continue;
		}
		to->name = str_trim(str_sub(one, 0, open));
		if (to->name.n > 1 && to->name.p[0] == '"')
			to->name = str_sub(to->name, 1, to->name.n - 2);
		to->address = unbracket(str_sub(one, open, one.n));
	}
}

static void
add_ids(struct arena *a, struct str **ids, size_t *n, struct str v)
{
	struct str one;

	*ids = arena_array(a, MAX_ITEMS, sizeof(**ids));
	while (str_cut(&v, ' ', &one) && *n < MAX_ITEMS)
		if (!str_is_empty(str_trim(one)))
			(*ids)[(*n)++] = unbracket(one);
}

static void
place(struct arena *a, struct message *m, struct str name, struct str v)
{
	if (str_fold_eqc(name, "From"))
		add_addresses(a, &m->from, v);
	else if (str_fold_eqc(name, "To"))
		add_addresses(a, &m->to, v);
	else if (str_fold_eqc(name, "Cc"))
		add_addresses(a, &m->cc, v);
	else if (str_fold_eqc(name, "Subject"))
		m->subject = v;
	else if (str_fold_eqc(name, "Return-Path"))
		m->return_path = str_eqc(v, "<>") ? v : unbracket(v);
	else if (str_fold_eqc(name, "Message-ID"))
		m->message_id = unbracket(v);
	else if (str_fold_eqc(name, "In-Reply-To"))
		add_ids(a, &m->in_reply_to, &m->in_reply_to_count, v);
	else if (str_fold_eqc(name, "References"))
		add_ids(a, &m->references, &m->reference_count, v);
	else if (str_fold_eqc(name, "Content-Type"))
		m->content_type = v;
}

static struct str
new_words(struct str text)
{
	struct str rest = text, line;

	while (str_line(&rest, &line))
		if (str_starts(line, STR(">")) ||
		    str_ends(str_trim(line), STR("wrote:")))
			return str_trim(
			    str_sub(text, 0, (size_t)(line.p - text.p)));
	return str_trim(text);
}

struct message *
build_message(struct arena *a, const char *head, const char *text)
{
	struct message *m = arena_alloc(a, sizeof(*m));
	struct str rest = str_of(head), line, name;

	m->headers = arena_array(a, MAX_ITEMS, sizeof(*m->headers));
	m->content_type = STR("text/plain");
	while (str_line(&rest, &line) && m->header_count < MAX_ITEMS) {
		struct str value = line;

		if (!str_cut(&value, ':', &name) || str_is_empty(name))
			continue;
		value = str_trim(value);
		m->headers[m->header_count].name = name;
		m->headers[m->header_count++].value = value;
		place(a, m, name, value);
	}
	m->text = str_of(text);
	m->reply = new_words(m->text);
	if (m->reply.n > 0 && m->reply.n < str_trim(m->text).n)
		m->flags |= MESSAGE_QUOTES;
	return m;
}

void
build_message_dsn(struct arena *a, struct message *m, const char *action,
    const char *status, const char *recipient, const char *diagnostic)
{
	struct message_dsn *d;

	if (m->dsn == NULL)
		m->dsn = arena_array(a, MAX_ITEMS, sizeof(*m->dsn));
	d = &m->dsn[m->dsn_count++];
	d->action = str_of(action);
	d->status = str_of(status);
	d->final_recipient = str_of(recipient);
	d->diagnostic = str_of(diagnostic);
	m->content_type = STR("multipart/report");
	m->report_type = STR("delivery-status");
}
