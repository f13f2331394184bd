#include "port/mime_stream.h"

#include <string.h>

struct spans {
	GMimeStream parent;
	struct str head, body;
};

static GType spans_type(void);

static struct spans *
spans_of(GMimeStream *s)
{
	return G_TYPE_CHECK_INSTANCE_TYPE(s, spans_type()) ? (struct spans *)s
							   : NULL;
}

static gint64
end_of(const struct spans *s)
{
	gint64 end = (gint64)(s->head.n + s->body.n);

	return s->parent.bound_end < 0 || s->parent.bound_end > end
		   ? end
		   : s->parent.bound_end;
}

static ssize_t
read_bytes(GMimeStream *stream, char *buf, size_t n)
{
	struct spans *s = (struct spans *)stream;
	size_t at = (size_t)stream->position;
	struct str part;

	if (stream->position >= end_of(s))
		return 0;
	if (n > (size_t)end_of(s) - at)
		n = (size_t)end_of(s) - at;
	part = at < s->head.n ? str_sub(s->head, at, n)
			      : str_sub(s->body, at - s->head.n, n);
	memcpy(buf, part.p, part.n);
	stream->position += (gint64)part.n;
	return (ssize_t)part.n;
}

static gint64
seek(GMimeStream *stream, gint64 offset, GMimeSeekWhence whence)
{
	struct spans *s = (struct spans *)stream;
	gint64 to = offset;

	switch (whence) {
	case GMIME_STREAM_SEEK_SET:
		break;
	case GMIME_STREAM_SEEK_CUR:
		to += stream->position;
		break;
	case GMIME_STREAM_SEEK_END:
		to += end_of(s);
		break;
	}
	if (to < stream->bound_start || to > end_of(s))
		return -1;
	return stream->position = to;
}

static gboolean
at_end(GMimeStream *stream)
{
	return stream->position >= end_of((struct spans *)stream);
}

static int
rewind_all(GMimeStream *stream)
{
	stream->position = stream->bound_start;
	return 0;
}

static gint64
tell(GMimeStream *stream)
{
	return stream->position;
}

static gint64
length(GMimeStream *stream)
{
	return end_of((struct spans *)stream) - stream->bound_start;
}

static int
nothing(GMimeStream *stream)
{
	(void)stream;
	return 0;
}

static ssize_t
refuse(GMimeStream *stream, const char *buf, size_t n)
{
	(void)stream;
	(void)buf;
	(void)n;
	return -1;
}

static GMimeStream *
make(struct str head, struct str body, gint64 start, gint64 end)
{
	struct spans *s = g_object_new(spans_type(), NULL);

	s->head = head;
	s->body = body;
	g_mime_stream_construct(&s->parent, start, end);
	return &s->parent;
}

static GMimeStream *
cut(GMimeStream *stream, gint64 start, gint64 end)
{
	const struct spans *s = (struct spans *)stream;

	return make(s->head, s->body, start, end);
}

static void
fill_class(gpointer class, gpointer data)
{
	GMimeStreamClass *c = class;

	(void)data;
	c->read = read_bytes;
	c->write = refuse;
	c->flush = nothing;
	c->close = nothing;
	c->eos = at_end;
	c->reset = rewind_all;
	c->seek = seek;
	c->tell = tell;
	c->length = length;
	c->substream = cut;
}

static GType
spans_type(void)
{
	static GType type;

	if (type == 0)
		type = g_type_register_static_simple(GMIME_TYPE_STREAM,
		    "DunmailSpans", sizeof(GMimeStreamClass), fill_class,
		    sizeof(struct spans), NULL, 0);
	return type;
}

GMimeStream *
mime_stream_new(struct str head, struct str body)
{
	return make(head, body, 0, -1);
}

struct str
mime_stream_bytes(GMimeStream *stream)
{
	const struct spans *s = spans_of(stream);
	size_t from, to;

	if (s == NULL || (size_t)stream->bound_start < s->head.n)
		return STR("");
	from = (size_t)stream->bound_start - s->head.n;
	to = (size_t)end_of(s) - s->head.n;
	return from < to ? str_sub(s->body, from, to - from) : STR("");
}
