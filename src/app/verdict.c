#include "app/verdict.h"

#include <stdio.h>

#include "app/screen.h"
#include "base/money.h"
#include "base/printable.h"
#include "model/limits.h"
#include "model/names.h"

void
verdict_put(struct js **j)
{
	struct buf b;

	buf_init(&b, LIMIT_MAIL_ARENA);
	js_write(*j, &b);
	buf_addc(&b, '\n');
	fwrite(b.p, 1, b.n, stdout);
	buf_fini(&b);
	js_free(j);
}

static struct js *
intents_json(const struct verdict *v)
{
	struct js *list = js_array();

	for (int k = 0; v->human && k < INTENT_COUNT; k++)
		if (v->intent.intents & INTENT_BIT(k))
			js_push_str(
			    list, str_of(name_intent((enum intent_kind)k)));
	return list;
}

static struct js *
promises_json(const struct verdict *v)
{
	struct js *list = js_array();
	char day[DAY_TEXT];

	for (size_t i = 0; v->human && i < v->intent.promise_count; i++) {
		const struct intent_promise *p = &v->intent.promises[i];
		struct js *o = js_object();

		if (p->date == DAY_NONE)
			js_set_null(o, "date");
		else
			js_set_str(o, "date", str_of(day_iso(p->date, day)));
		if (p->has_amount)
			js_set_i64(o, "amount_minor", p->amount_minor);
		else
			js_set_null(o, "amount_minor");
		if (p->currency[0])
			js_set_str(o, "currency", str_of(p->currency));
		else
			js_set_null(o, "currency");
		js_set_bool(o, "conditional", p->conditional);
		js_push(list, o);
	}
	return list;
}

static struct js *
documents_json(const struct verdict *v)
{
	struct js *list = js_array();

	for (size_t i = 0; v->human && i < v->intent.document_count; i++) {
		const struct intent_document *d = &v->intent.documents[i];
		struct js *o = js_object();

		js_set_str(o, "type", str_of(name_document(d->type)));
		if (str_is_empty(d->ref))
			js_set_null(o, "ref");
		else
			js_set_str(o, "ref", d->ref);
		js_push(list, o);
	}
	return list;
}

static struct js *
invoices_json(const struct verdict *v)
{
	struct js *list = js_array();

	for (size_t i = 0; v->human && i < v->intent.invoice_count; i++)
		js_push_str(list, v->intent.invoices[i]);
	return list;
}

static struct js *
matches_json(const struct verdict *v)
{
	struct js *list = js_array(), *o;

	for (size_t i = 0; v->human && i < v->intent.match_count; i++) {
		const struct intent_match *m = &v->intent.matches[i];

		o = js_object();
		js_set_str(o, "rule", m->rule);
		js_set_str(o, "intent", str_of(name_intent(m->intent)));
		js_set_str(o, "text", m->text);
		js_push(list, o);
	}
	if (!v->human) {
		o = js_object();
		js_set_str(o, "rule", str_of(v->guard.rule));
		js_set_null(o, "intent");
		js_set_str(o, "text", v->guard.evidence);
		js_push(list, o);
	}
	return list;
}

static void
set_dispute(struct js *j, const struct verdict *v)
{
	struct js *o;

	if (!v->human || !(v->intent.intents & INTENT_BIT(INTENT_DISPUTE))) {
		js_set_null(j, "dispute");
		return;
	}
	o = js_object();
	js_set_str(o, "reason", str_of(name_reason(v->intent.reason)));
	js_set(j, "dispute", o);
}

static void
set_bounce(struct js *j, const struct verdict *v)
{
	struct js *o;

	if (v->guard.kind != KIND_BOUNCE) {
		js_set_null(j, "bounce");
		return;
	}
	o = js_object();
	js_set_str(o, "severity", str_of(name_severity(v->guard.severity)));
	js_set_str(o, "recipient", v->guard.recipient);
	js_set(j, "bounce", o);
}

struct js *
verdict_json(const struct verdict *v)
{
	const struct message *m = v->message;
	struct js *j = js_object();

	js_set_str(j, "file", str_of(v->file));
	js_set_str(j, "kind", str_of(name_kind(v->guard.kind)));
	js_set_str(j, "subject", m->subject);
	js_set_str(j, "from",
	    m->from.n ? m->from.v[0].address : (struct str){NULL, 0});
	js_set_str(j, "reply", m->reply);
	js_set(j, "intents", intents_json(v));
	set_dispute(j, v);
	js_set(j, "promise", promises_json(v));
	js_set(j, "documents", documents_json(v));
	js_set(j, "invoices", invoices_json(v));
	set_bounce(j, v);
	js_set(j, "matches", matches_json(v));
	js_set_real(j, "confidence", v->human ? v->intent.confidence : 1.0);
	return j;
}

static void
line(const char *name, struct str value)
{
	struct buf b;

	if (str_is_empty(value))
		return;
	buf_init(&b, 8192);
	printable_text(&b, value);
	printf("  %-10s %s\n", name, b.p ? b.p : "");
	buf_fini(&b);
}

static void
print_intents(const struct verdict *v)
{
	char day[DAY_TEXT], money[MONEY_TEXT];

	for (int k = 0; k < INTENT_COUNT; k++)
		if (v->intent.intents & INTENT_BIT(k))
			line("says", str_of(name_intent((enum intent_kind)k)));
	if (v->intent.intents & INTENT_BIT(INTENT_DISPUTE))
		line("because", str_of(name_reason(v->intent.reason)));
	for (size_t i = 0; i < v->intent.promise_count; i++) {
		const struct intent_promise *p = &v->intent.promises[i];

		printf("  %-10s %s%s%s%s\n", "promises",
		    p->date == DAY_NONE ? "no date" : day_iso(p->date, day),
		    p->has_amount ? " " : "",
		    p->has_amount
			? money_plain(
			      money_of(p->amount_minor,
				  str_of(p->currency[0] ? p->currency : "USD")),
			      money)
			: "",
		    p->conditional ? " (conditional)" : "");
	}
	for (size_t i = 0; i < v->intent.document_count; i++)
		line("wants",
		    str_of(name_document(v->intent.documents[i].type)));
	for (size_t i = 0; i < v->intent.invoice_count; i++)
		line("invoice", v->intent.invoices[i]);
	for (size_t i = 0; i < v->intent.match_count; i++) {
		line("rule", v->intent.matches[i].rule);
		line("  words", v->intent.matches[i].text);
	}
	printf("  %-10s %.2f%s\n", "sure", v->intent.confidence,
	    v->intent.unsure ? " (a person decides)" : "");
}

void
verdict_print(const struct verdict *v, bool json)
{
	struct js *j;

	if (json) {
		j = verdict_json(v);
		verdict_put(&j);
		return;
	}
	printf("%s: %s\n", v->file, name_kind(v->guard.kind));
	line("subject", v->message->subject);
	if (v->human) {
		line("reply", v->message->reply);
		print_intents(v);
		return;
	}
	line("rule", str_of(v->guard.rule));
	line("evidence", v->guard.evidence);
	if (v->guard.kind == KIND_BOUNCE) {
		line("severity", str_of(name_severity(v->guard.severity)));
		line("recipient", v->guard.recipient);
	}
}

void
verdict_print_error(const char *file, const char *why, bool json)
{
	struct js *j;

	if (!json) {
		fprintf(stderr, "dunmail: %s: ", file);
		screen_put(stderr, why);
		fputc('\n', stderr);
		return;
	}
	j = js_object();
	js_set_str(j, "file", str_of(file));
	js_set_str(j, "error", str_of(why));
	verdict_put(&j);
}
