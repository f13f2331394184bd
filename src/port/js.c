#include "port/js.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/xalloc.h"

/* The one cast between our opaque name and the library's. */
static json_t *
theirs(const struct js *j)
{
	union {
		const struct js *ours;
		json_t *theirs;
	} u = {j};

	return u.theirs;
}

static struct js *
made(json_t *j)
{
	if (j == NULL)
		xdie("out of memory in JSON");
	return (struct js *)j;
}

static json_t *
text(struct str s)
{
	json_t *j = json_stringn(s.p ? s.p : "", s.n);
	char *copy;

	if (j != NULL)
		return j;
	copy = xstrndup(s.n ? s.p : "", s.n);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)copy[i] >= 0x80 || copy[i] == '\0')
			copy[i] = '?';
	j = json_stringn(copy, s.n);
	free(copy);
	return theirs(made(j));
}

struct js *
js_object(void)
{
	return made(json_object());
}

struct js *
js_array(void)
{
	return made(json_array());
}

void
js_free(struct js **j)
{
	json_decref(theirs(*j));
	*j = NULL;
}

static void
put(struct js *object, const char *key, json_t *value)
{
	if (json_object_set_new(theirs(object), key, value) != 0)
		xdie("cannot set JSON key %s", key);
}

void
js_set(struct js *object, const char *key, struct js *child)
{
	put(object, key, theirs(child));
}

void
js_set_str(struct js *object, const char *key, struct str value)
{
	put(object, key, text(value));
}

void
js_set_i64(struct js *object, const char *key, int64_t value)
{
	put(object, key, json_integer(value));
}

void
js_set_real(struct js *object, const char *key, double value)
{
	put(object, key, json_real(value));
}

void
js_set_bool(struct js *object, const char *key, bool value)
{
	put(object, key, json_boolean(value));
}

void
js_set_null(struct js *object, const char *key)
{
	put(object, key, json_null());
}

void
js_push(struct js *array, struct js *child)
{
	if (json_array_append_new(theirs(array), theirs(child)) != 0)
		xdie("cannot append to a JSON array");
}

void
js_push_str(struct js *array, struct str value)
{
	if (json_array_append_new(theirs(array), text(value)) != 0)
		xdie("cannot append to a JSON array");
}

/*
 * The code of a character that JSON lets stand and a terminal or a reader of
 * lines would obey: DEL, C1, the line ends of Unicode, what turns the
 * direction of writing. 0 for others; *n is its length.
 */
static unsigned
obeyed(const unsigned char *p, size_t left, size_t *n)
{
	unsigned c;

	*n = 1;
	if (p[0] == 0x7f)
		return p[0];
	if (p[0] == 0xc2 && left > 1 && p[1] < 0xa0) {
		*n = 2;
		return p[1];
	}
	if (p[0] != 0xe2 || left < 3)
		return 0;
	c = 0x2000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	if ((c < 0x2028 || c > 0x202e) && (c < 0x2066 || c > 0x2069))
		return 0;
	*n = 3;
	return c;
}

static int
write_piece(const char *bytes, size_t n, void *out)
{
	size_t from = 0, len;

	/* Pieces end at characters. */
	for (size_t i = 0; i < n; i += len) {
		unsigned c =
		    obeyed((const unsigned char *)bytes + i, n - i, &len);

		if (c == 0)
			continue;
		buf_add(out, bytes + from, i - from);
		buf_fmt(out, "\\u%04X", c);
		from = i + len;
	}
	buf_add(out, bytes + from, n - from);
	return 0;
}

void
js_write(const struct js *j, struct buf *out)
{
	if (json_dump_callback(theirs(j), write_piece, out,
		JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(4)) != 0)
		xdie("cannot write JSON");
}

enum rc
js_parse(struct str bytes, struct js **out, struct err *err)
{
	json_error_t e;
	json_t *j = json_loadb(
	    bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &e);

	if (j == NULL)
		return err_set(err, RC_BAD, "line %d column %d: %s", e.line,
		    e.column, e.text);
	*out = (struct js *)j;
	return RC_OK;
}

const struct js *
js_get(const struct js *object, const char *key)
{
	return (const struct js *)json_object_get(theirs(object), key);
}

size_t
js_count(const struct js *array)
{
	return json_array_size(theirs(array));
}

const struct js *
js_at(const struct js *array, size_t i)
{
	return (const struct js *)json_array_get(theirs(array), i);
}

struct str
js_str(const struct js *j)
{
	const json_t *t = theirs(j);

	if (!json_is_string(t))
		return (struct str){NULL, 0};
	return (struct str){json_string_value(t), json_string_length(t)};
}

bool
js_true(const struct js *j)
{
	return json_is_true(theirs(j));
}

int64_t
js_i64(const struct js *j, int64_t absent)
{
	const json_t *t = theirs(j);

	return json_is_integer(t) ? json_integer_value(t) : absent;
}
