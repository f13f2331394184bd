#include "flow/checkout_wish.h"

#include "base/buf.h"
#include "model/limits.h"
#include "port/js.h"
#include "port/seal.h"

#define LINES_TEXT (LIMIT_CHECKOUT_LINES * (LIMIT_IMPORT_ID + 24))
#define DIGEST     16

static void
write_lines(const struct checkout_wish *w, struct buf *out)
{
	for (size_t i = 0; i < w->count; i++)
		buf_fmt(out, "%.*s\t%lld\n", STR_ARG(w->lines[i].invoice),
		    (long long)w->lines[i].amount);
}

struct str
checkout_wish_write(struct arena *a, const struct checkout_wish *w)
{
	struct js *j = js_object();
	struct buf lines, b;
	struct str out;

	buf_init(&lines, LINES_TEXT);
	buf_init(&b, 2 * LINES_TEXT);
	write_lines(w, &lines);
	js_set_str(j, "currency", w->currency);
	js_set_str(j, "method", w->method);
	js_set_str(j, "lines", buf_str(&lines));
	js_write(j, &b);
	out = arena_dup(a, buf_str(&b));
	js_free(&j);
	buf_fini(&lines);
	buf_fini(&b);
	return out;
}

static bool
read_line(struct arena *a, struct str line, struct paying_line *out)
{
	size_t tab = str_chr(line, '\t');

	if (tab == STR_NPOS || tab == 0 || tab > LIMIT_IMPORT_ID)
		return false;
	out->invoice = arena_dup(a, str_sub(line, 0, tab));
	return str_to_i64(
	    str_sub(line, tab + 1, line.n), 0, INT64_MAX, &out->amount);
}

static bool
read_lines(struct arena *a, struct str text, struct checkout_wish *out)
{
	struct str line;
	size_t cap = 0;

	while (str_line(&text, &line)) {
		if (out->count == LIMIT_CHECKOUT_LINES)
			return false;
		out->lines = arena_grow(
		    a, out->lines, out->count, &cap, sizeof(*out->lines));
		if (!read_line(a, line, &out->lines[out->count++]))
			return false;
	}
	return true;
}

enum rc
checkout_wish_read(struct arena *a, struct str fields,
    struct checkout_wish *out, struct err *err)
{
	struct js *j = NULL;
	enum rc rc = js_parse(fields, &j, err);

	*out = (struct checkout_wish){.count = 0};
	if (rc != RC_OK)
		return RC_BAD;
	out->currency = arena_dup(a, js_str(js_get(j, "currency")));
	out->method = arena_dup(a, js_str(js_get(j, "method")));
	if (!money_currency_ok(out->currency) ||
	    !read_lines(a, js_str(js_get(j, "lines")), out))
		rc = err_set(err, RC_BAD, "no wish to pay");
	js_free(&j);
	return rc;
}

struct str
checkout_wish_digest(struct arena *a, const struct checkout_wish *w)
{
	unsigned char hash[DIGEST];
	char *hex = arena_alloc(a, 2 * DIGEST + 1);
	struct buf b;

	buf_init(&b, LINES_TEXT + 16);
	buf_fmt(&b, "%.*s\n", STR_ARG(w->currency));
	write_lines(w, &b);
	seal_blake2b(buf_str(&b), hash, sizeof(hash));
	seal_hex(hash, sizeof(hash), hex);
	buf_fini(&b);
	return str_of(hex);
}
