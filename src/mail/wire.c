#include "mail/wire.h"

#include <string.h>

#include "mail/charset.h"
#include "model/limits.h"

/*
 * Numbers are little-endian as written by the same program on the same
 * machine; lists are a count and their items. One table of what a message
 * holds serves both directions, so they cannot drift apart.
 */
struct wire {
	struct buf *out; /* writing, when not NULL */
	struct arena *a;
	struct str in;
	bool bad;
};

static void
raw(struct wire *w, void *p, size_t n)
{
	if (w->out != NULL) {
		buf_add(w->out, p, n);
		return;
	}
	if (w->in.n < n) {
		memset(p, 0, n);
		w->bad = true;
		return;
	}
	memcpy(p, w->in.p, n);
	w->in = str_sub(w->in, n, w->in.n);
}

static void
number(struct wire *w, int64_t *v)
{
	raw(w, v, sizeof(*v));
}

static void
text(struct wire *w, struct str *s)
{
	uint32_t n = (uint32_t)s->n;

	raw(w, &n, sizeof(n));
	if (w->out != NULL) {
		buf_add_str(w->out, *s);
		return;
	}
	*s = str_sub(w->in, 0, n);
	w->bad |= s->n < n;
	w->in = str_sub(w->in, n, w->in.n);
	if (!charset_is_utf8(*s))
		w->bad = true;
}

/* A count, and room for that many items of which each takes >= 4 bytes. */
static void
list(struct wire *w, void **items, size_t *count, size_t size, size_t max)
{
	uint32_t n = (uint32_t)*count;

	raw(w, &n, sizeof(n));
	if (w->out != NULL)
		return;
	if (n > max || n > w->in.n / 4) {
		w->bad = true;
		n = 0;
	}
	*count = n;
	*items = n ? arena_array(w->a, n, size) : NULL;
}

static void
addresses(struct wire *w, struct message_addresses *l)
{
	list(w, (void **)&l->v, &l->n, sizeof(*l->v), LIMIT_MAIL_ADDRESSES);
	for (size_t i = 0; i < l->n; i++) {
		text(w, &l->v[i].name);
		text(w, &l->v[i].address);
	}
}

static void
ids(struct wire *w, struct str **v, size_t *n)
{
	list(w, (void **)v, n, sizeof(**v), LIMIT_MAIL_REFS);
	for (size_t i = 0; i < *n; i++)
		text(w, &(*v)[i]);
}

static void
headers(struct wire *w, struct message *m)
{
	list(w, (void **)&m->headers, &m->header_count, sizeof(*m->headers),
	    LIMIT_MAIL_HEADERS);
	for (size_t i = 0; i < m->header_count; i++) {
		text(w, &m->headers[i].name);
		text(w, &m->headers[i].value);
	}
}

static void
reports(struct wire *w, struct message *m)
{
	text(w, &m->report_type);
	list(w, (void **)&m->dsn, &m->dsn_count, sizeof(*m->dsn),
	    LIMIT_MAIL_REPORTS);
	for (size_t i = 0; i < m->dsn_count; i++) {
		struct message_dsn *d = &m->dsn[i];

		text(w, &d->action);
		text(w, &d->status);
		text(w, &d->final_recipient);
		text(w, &d->original_recipient);
		text(w, &d->diagnostic);
		text(w, &d->remote_mta);
	}
	text(w, &m->returned_id);
	text(w, &m->returned_to);
	text(w, &m->returned_rcpts);
	text(w, &m->returned_subject);
	text(w, &m->feedback_type);
	text(w, &m->calendar_method);
	text(w, &m->calendar_uid);
	text(w, &m->calendar_state);
	text(w, &m->calendar_start);
	text(w, &m->calendar_zone);
	text(w, &m->calendar_sequence);
}

static void
files(struct wire *w, struct message *m)
{
	list(w, (void **)&m->files, &m->file_count, sizeof(*m->files),
	    LIMIT_MAIL_PARTS);
	for (size_t i = 0; i < m->file_count; i++) {
		int64_t size = (int64_t)m->files[i].size;

		text(w, &m->files[i].name);
		text(w, &m->files[i].type);
		number(w, &size);
		if (size < 0 || size > (int64_t)LIMIT_MAIL_RAW)
			w->bad = true;
		else if (w->out == NULL)
			m->files[i].size = (size_t)size;
	}
}

static void
numbers(struct wire *w, struct message *m)
{
	int64_t has = m->has_date, offset = m->date_offset, flags = m->flags;

	number(w, &has);
	number(w, &m->date);
	number(w, &offset);
	number(w, &flags);
	if (w->out != NULL)
		return;
	if (has < 0 || has > 1 || offset < -24 * 60 || offset > 24 * 60 ||
	    flags < 0 || flags > 0xffff) {
		w->bad = true;
		return;
	}
	m->has_date = has;
	m->date_offset = (int)offset;
	m->flags = (unsigned)flags;
}

static void
message(struct wire *w, struct message *m)
{
	headers(w, m);
	text(w, &m->message_id);
	ids(w, &m->references, &m->reference_count);
	ids(w, &m->in_reply_to, &m->in_reply_to_count);
	text(w, &m->subject);
	addresses(w, &m->from);
	addresses(w, &m->sender);
	addresses(w, &m->reply_to);
	addresses(w, &m->to);
	addresses(w, &m->cc);
	text(w, &m->return_path);
	numbers(w, m);
	text(w, &m->content_type);
	reports(w, m);
	text(w, &m->text);
	text(w, &m->reply);
	files(w, m);
}

void
wire_put(struct buf *out, const struct message *m)
{
	struct wire w = {.out = out};
	struct message copy = *m;

	/* Writing changes nothing of what the copy points to. */
	message(&w, &copy);
}

enum rc
wire_get(
    struct arena *a, struct str bytes, struct message **out, struct err *err)
{
	struct wire w = {.a = a};
	struct message *m = arena_alloc(a, sizeof(*m));

	w.in = bytes;
	message(&w, m);
	if (w.bad || w.in.n)
		return err_set(err, RC_BAD, "parser gave no proper answer");
	*out = m;
	return RC_OK;
}

/* Any bytes. */
static void
bytes(struct wire *w, struct str *s)
{
	uint32_t n = (uint32_t)s->n;

	raw(w, &n, sizeof(n));
	if (w->out != NULL) {
		buf_add_str(w->out, *s);
		return;
	}
	*s = str_sub(w->in, 0, n);
	w->bad |= s->n < n;
	w->in = str_sub(w->in, n, w->in.n);
}

static void
contents(struct wire *w, struct message *m)
{
	files(w, m);
	for (size_t i = 0; i < m->file_count; i++)
		bytes(w, &m->files[i].bytes);
}

void
wire_put_files(struct buf *out, const struct message *m)
{
	struct wire w = {.out = out};
	struct message copy = *m;

	contents(&w, &copy);
}

enum rc
wire_get_files(struct arena *a, struct str in, struct message_file **out,
    size_t *count, struct err *err)
{
	struct wire w = {.a = a, .in = in};
	struct message m = {.file_count = 0};

	contents(&w, &m);
	if (w.bad || w.in.n)
		return err_set(err, RC_BAD, "parser gave no proper files");
	*out = m.files;
	*count = m.file_count;
	return RC_OK;
}
