#include "flow/params.h"

#include "base/buf.h"
#include "model/names.h"
#include "port/js.h"

#define PARAMS_MAX 524288

const char *const params_cells[PARAMS_CELLS] = {
    [CELL_ACCOUNT] = "account",
    [CELL_NAME] = "name",
    [CELL_CONTACT] = "contact",
    [CELL_PHONE] = "phone",
    [CELL_OWED] = "owed",
    [CELL_EXPECTED] = "expected",
    [CELL_RANK] = "rank",
    [CELL_SAID] = "said",
    [CELL_CALLS] = "calls",
    [CELL_SCRIPT] = "script",
    [CELL_TASKS] = "todo",
    [CELL_TOUCH] = "touch",
    [CELL_STEP] = "step",
    [CELL_AMOUNT] = "amount",
    [CELL_TO] = "to",
    [CELL_WHY] = "why",
    [CELL_WAITS] = "waits",
    [CELL_WHEN] = "when",
};

/* As it is between the quotes of a JSON text. */
static bool
stands(char c, bool foreign)
{
	unsigned char u = (unsigned char)c;

	return u >= ' ' && c != '"' && c != '\\' && !(foreign && u >= 0x80);
}

static void
put_char(struct buf *b, char c)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";
	size_t at = str_chr(str_of(from), c);

	if ((unsigned char)c >= 0x80 || c == '\0') {
		buf_addc(b, '?');
		return;
	}
	buf_addc(b, '\\');
	if (at != STR_NPOS) {
		buf_addc(b, to[at]);
		return;
	}
	buf_adds(b, "u00");
	buf_addc(b, hex[c >> 4]);
	buf_addc(b, hex[c & 15]);
}

/* Written by hand: a tree of a library's values costs more than the rest of
 * the row. What is not UTF-8 is written as the library would. */
static void
put_text(struct buf *b, struct str s)
{
	bool foreign = !str_is_utf8(s);
	size_t from = 0;

	buf_addc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (stands(s.p[i], foreign))
			continue;
		buf_add(b, s.p + from, i - from);
		put_char(b, s.p[i]);
		from = i + 1;
	}
	buf_add_str(b, str_sub(s, from, s.n));
	buf_addc(b, '"');
}

static void
put_key(struct buf *b, const char *key)
{
	if (b->n > 1 && b->p[b->n - 1] != '{')
		buf_addc(b, ',');
	buf_addc(b, '"');
	buf_adds(b, key);
	buf_adds(b, "\":");
}

static void
put_str(struct buf *b, const char *key, struct str value)
{
	put_key(b, key);
	put_text(b, value);
}

static void
put_list(struct buf *b, const char *key, const struct str *v, size_t n)
{
	put_key(b, key);
	buf_addc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(b, ',');
		put_text(b, v[i]);
	}
	buf_addc(b, ']');
}

static void
put_documents(struct buf *b, const struct params *p)
{
	put_key(b, "documents");
	buf_addc(b, '[');
	for (size_t i = 0; i < p->document_count; i++) {
		buf_adds(b, i > 0 ? ",{" : "{");
		put_str(b, "type", str_of(name_document(p->documents[i].type)));
		put_str(b, "ref", p->documents[i].ref);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

/* What only some have. */
static void
put_some(struct buf *b, const char *key, struct str value)
{
	if (value.n > 0)
		put_str(b, key, value);
}

static void
put_case(struct buf *b, const struct params *p)
{
	put_some(b, "from", p->from);
	put_some(b, "from_name", p->from_name);
	put_some(b, "contact", p->contact);
	put_some(b, "trust", p->trust);
	put_some(b, "late", p->late);
	put_some(b, "by", p->by);
	if (p->understood_count > 0)
		put_list(b, "understood", p->understood, p->understood_count);
	if (p->done_count > 0)
		put_list(b, "done", p->done, p->done_count);
	if (p->file_count > 0)
		put_list(b, "files", p->files, p->file_count);
	if (p->kind_count > 0)
		put_list(b, "kinds", p->kinds, p->kind_count);
}

static void
put_rows(struct buf *b, const struct params *p)
{
	put_key(b, "rows");
	buf_addc(b, '[');
	for (size_t i = 0; i < p->row_count; i++) {
		buf_adds(b, i > 0 ? ",{" : "{");
		for (int k = 0; k < PARAMS_CELLS; k++)
			if (p->rows[i].cell[k].n > 0)
				put_str(b, params_cells[k], p->rows[i].cell[k]);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

struct str
params_write(struct arena *a, const struct params *p)
{
	char day[DAY_TEXT];
	struct str out;
	struct buf b;

	buf_init(&b, PARAMS_MAX);
	buf_addc(&b, '{');
	put_str(&b, "subject", p->subject);
	put_str(&b, "in_reply_to", p->in_reply_to);
	put_list(&b, "references", p->references, p->reference_count);
	put_list(&b, "invoices", p->invoices, p->invoice_count);
	put_list(&b, "tasks", p->tasks, p->task_count);
	if (p->touch_count > 0)
		put_list(&b, "touches", p->touches, p->touch_count);
	put_documents(&b, p);
	if (p->row_count > 0)
		put_rows(&b, p);
	if (p->until != 0) {
		put_key(&b, "until");
		buf_fmt(&b, "%lld", (long long)p->until);
	}
	if (p->promise_day != DAY_NONE)
		put_str(
		    &b, "promise_day", str_of(day_iso(p->promise_day, day)));
	if (p->has_amount) {
		put_key(&b, "amount");
		buf_fmt(&b, "%lld", (long long)p->amount.minor);
		put_str(&b, "currency", str_of(p->amount.currency));
	}
	put_str(&b, "reason", p->reason);
	put_str(&b, "text", p->text);
	put_case(&b, p);
	buf_addc(&b, '}');
	out = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	return out;
}

static struct str *
get_list(struct arena *a, const struct js *o, const char *key, size_t *n)
{
	const struct js *list = js_get(o, key);
	struct str *v;

	*n = js_count(list);
	v = arena_array(a, *n, sizeof(*v));
	for (size_t i = 0; i < *n; i++)
		v[i] = arena_dup(a, js_str(js_at(list, i)));
	return v;
}

static void
get_documents(struct arena *a, const struct js *o, struct params *out)
{
	const struct js *list = js_get(o, "documents");
	size_t n = js_count(list);
	struct intent_document *v = arena_array(a, n, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		const struct js *d = js_at(list, i);

		v[i].type = DOCUMENT_OTHER;
		name_document_parse(js_str(js_get(d, "type")), &v[i].type);
		v[i].ref = arena_dup(a, js_str(js_get(d, "ref")));
	}
	out->documents = v;
	out->document_count = n;
}

static void
get_case(struct arena *a, const struct js *o, struct params *out)
{
	out->from = arena_dup(a, js_str(js_get(o, "from")));
	out->from_name = arena_dup(a, js_str(js_get(o, "from_name")));
	out->contact = arena_dup(a, js_str(js_get(o, "contact")));
	out->trust = arena_dup(a, js_str(js_get(o, "trust")));
	out->late = arena_dup(a, js_str(js_get(o, "late")));
	out->by = arena_dup(a, js_str(js_get(o, "by")));
	out->understood = get_list(a, o, "understood", &out->understood_count);
	out->done = get_list(a, o, "done", &out->done_count);
	out->files = get_list(a, o, "files", &out->file_count);
	out->kinds = get_list(a, o, "kinds", &out->kind_count);
}

static void
get_rows(struct arena *a, const struct js *o, struct params *out)
{
	const struct js *list = js_get(o, "rows");
	size_t n = js_count(list);

	out->rows = arena_array(a, n, sizeof(*out->rows));
	out->row_count = n;
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < PARAMS_CELLS; k++)
			out->rows[i].cell[k] = arena_dup(
			    a, js_str(js_get(js_at(list, i), params_cells[k])));
}

void
params_read(struct arena *a, struct str json, struct params *out)
{
	struct js *o = NULL;

	*out = (struct params){.promise_day = DAY_NONE};
	if (str_eqc(json, "{}")) /* as of every reminder */
		return;
	if (js_parse(json, &o, NULL) != RC_OK)
		return;
	out->subject = arena_dup(a, js_str(js_get(o, "subject")));
	out->in_reply_to = arena_dup(a, js_str(js_get(o, "in_reply_to")));
	out->references = get_list(a, o, "references", &out->reference_count);
	out->invoices = get_list(a, o, "invoices", &out->invoice_count);
	get_documents(a, o, out);
	day_parse(js_str(js_get(o, "promise_day")), &out->promise_day);
	if (js_get(o, "amount") != NULL) {
		out->has_amount = true;
		out->amount = money_of(js_i64(js_get(o, "amount"), 0),
		    js_str(js_get(o, "currency")));
	}
	out->reason = arena_dup(a, js_str(js_get(o, "reason")));
	out->text = arena_dup(a, js_str(js_get(o, "text")));
	out->tasks = get_list(a, o, "tasks", &out->task_count);
	out->touches = get_list(a, o, "touches", &out->touch_count);
	get_case(a, o, out);
	get_rows(a, o, out);
	out->until = js_i64(js_get(o, "until"), 0);
	js_free(&o);
}
