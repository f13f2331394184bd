#include "flow/params.h"

#include "model/names.h"
#include "port/js.h"

#define PARAMS_MAX 65536

static void
set_list(struct js *o, const char *key, const struct str *v, size_t n)
{
	struct js *list = js_array();

	for (size_t i = 0; i < n; i++)
		js_push_str(list, v[i]);
	js_set(o, key, list);
}

static void
set_documents(struct js *o, const struct params *p)
{
	struct js *list = js_array();

	for (size_t i = 0; i < p->document_count; i++) {
		struct js *d = js_object();

		js_set_str(
		    d, "type", str_of(name_document(p->documents[i].type)));
		js_set_str(d, "ref", p->documents[i].ref);
		js_push(list, d);
	}
	js_set(o, "documents", list);
}

struct str
params_write(struct arena *a, const struct params *p)
{
	struct js *o = js_object();
	char day[DAY_TEXT];
	struct str out;
	struct buf b;

	js_set_str(o, "subject", p->subject);
	js_set_str(o, "in_reply_to", p->in_reply_to);
	set_list(o, "references", p->references, p->reference_count);
	set_list(o, "invoices", p->invoices, p->invoice_count);
	set_list(o, "tasks", p->tasks, p->task_count);
	set_documents(o, p);
	if (p->promise_day != DAY_NONE)
		js_set_str(
		    o, "promise_day", str_of(day_iso(p->promise_day, day)));
	if (p->has_amount) {
		js_set_i64(o, "amount", p->amount.minor);
		js_set_str(o, "currency", str_of(p->amount.currency));
	}
	js_set_str(o, "reason", p->reason);
	js_set_str(o, "text", p->text);
	buf_init(&b, PARAMS_MAX);
	js_write(o, &b);
	out = arena_dup(a, buf_str(&b));
	buf_fini(&b);
	js_free(&o);
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
	js_free(&o);
}
