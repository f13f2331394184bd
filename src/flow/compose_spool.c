#include "flow/compose_spool.h"

#include "flow/document.h"
#include "flow/placement.h"
#include "port/js.h"
#include "render/locale.h"
#include "render/mould.h"
#include "render/pdf_letter.h"
#include "render/texting.h"

bool
compose_spool_is_placement(const struct compose *j)
{
	return compose_is_staff(j->t) && !str_is_empty(j->t->thread) &&
	       j->step != NULL && j->step->channel == STEP_AGENCY;
}

bool
compose_spool_is_event(const struct outbox_touch *t)
{
	return compose_is_spool(t) && str_eqc(t->channel, "webhook") &&
	       str_is_empty(t->template_name);
}

static struct str
file_name(struct compose *j)
{
	return arena_fmt(j->a, "placement-%.*s.csv", STR_ARG(j->t->thread));
}

enum rc
compose_spool_load(struct compose *j, struct err *err)
{
	struct letter_file *file = &j->files[0];
	enum rc rc;

	if (compose_is_spool(j->t) && !str_eqc(j->t->channel, "agency"))
		return RC_OK;
	*file = (struct letter_file){.type = STR("text/csv")};
	if (compose_is_spool(j->t)) {
		rc = placement_write(j, &file->bytes, err);
	} else { /* the very file that was placed */
		file->name = file_name(j);
		rc = outbox_bytes(
		    j->f->store, j->a, j->t->thread, &file->bytes, err);
	}
	if (rc == RC_OK)
		j->file_count = 1;
	return rc;
}

static struct str
text_value(const struct value *values, const char *name)
{
	const struct value *v = value_get(values, str_of(name));

	return v && v->kind == VALUE_TEXT ? v->text : (struct str){NULL, 0};
}

/* The subject and the body as Markdown's events. */
static void
read_text(struct compose *j, const struct value *values, struct markdown *m)
{
	struct buf source, subject;

	buf_init(&source, LIMIT_LETTER);
	buf_init(&subject, LIMIT_MAIL_FIELD);
	template_render(letter_template_subject(j->letter), values, ESCAPE_NONE,
	    NULL, NULL, &subject);
	j->head.subject = arena_dup(j->a, buf_str(&subject));
	mould_markdown(
	    j->a, letter_template_body(j->letter), values, &source, m);
	buf_fini(&subject);
	buf_fini(&source);
}

/* Nobody copies a signed link from paper: it stands there as a code, and the
 * portal's address as text. */
static enum rc
write_letter(
    struct compose *j, struct value *values, struct buf *out, struct err *err)
{
	struct pdf_letter doc = {
	    .seller = document_seller(j->f),
	    .customer_name = j->facts.account.name,
	    .customer_account = j->facts.account.id,
	    .date = j->facts.today,
	    .pay_url = j->links[LINK_PAY].url,
	    .reference = text_value(values, "reference"),
	    .locale = j->locale,
	};
	struct markdown m;

	if (j->contact != NULL)
		doc.contact_name = j->contact->name;
	value_set_text(j->a, values, "account_url", j->f->set->links_base);
	read_text(j, values, &m);
	doc.subject = j->head.subject;
	doc.text = &m;
	return pdf_letter(&doc, out, err);
}

static enum rc
write_sms(
    struct compose *j, struct value *values, struct buf *out, struct err *err)
{
	struct markdown m;

	/* An answer has the link where its words want it. */
	struct str link = compose_is_outward(j) ? j->links[LINK_PAY].url
						: (struct str){NULL, 0};

	read_text(j, values, &m);
	return texting_render(&m, link, out, err);
}

static struct js *
head_of(const struct compose *j)
{
	struct js *o = js_object();
	char stamp[INSTANT_TEXT];

	js_set_str(o, "id", j->t->id);
	js_set_str(o, "at", str_of(day_instant_iso(j->now, stamp)));
	if (str_eqc(j->t->channel, "webhook"))
		js_set_str(o, "event", STR("step"));
	js_set_str(o, "sequence", j->t->sequence);
	js_set_str(o, "step", j->t->step);
	js_set_str(o, "account", j->facts.account.id);
	js_set_str(o, "name", j->facts.account.name);
	js_set_str(o, "language", j->locale);
	return o;
}

static void
put_line(struct js **o, struct buf *out)
{
	js_write(*o, out);
	buf_addc(out, '\n');
	js_free(o);
}

/* The words as a reader sees them. */
static void
set_words(struct compose *j, struct js *o, const struct value *values,
    const char *name)
{
	struct buf subject, body;

	buf_init(&subject, LIMIT_MAIL_FIELD);
	buf_init(&body, LIMIT_LETTER);
	letter_text(j->letter, values, &subject, &body);
	j->head.subject = arena_dup(j->a, buf_str(&subject));
	js_set_str(o, "subject", j->head.subject);
	js_set_str(o, name, buf_str(&body));
	buf_fini(&subject);
	buf_fini(&body);
}

static enum rc
write_call(struct compose *j, struct value *values, struct buf *out)
{
	struct js *o = head_of(j);

	js_set_str(o, "contact", j->contact->name);
	js_set_str(o, "number", j->contact->phone);
	set_words(j, o, values, "script");
	put_line(&o, out);
	return RC_OK;
}

static struct js *
invoice_of(const struct compose *j, const struct facts_invoice *inv)
{
	struct js *o = js_object();
	char day[DAY_TEXT];

	js_set_str(o, "invoice", inv->id);
	js_set_str(o, "due", str_of(day_iso(inv->due, day)));
	js_set_i64(o, "days_past_due",
	    j->facts.today > inv->due ? j->facts.today - inv->due : 0);
	js_set_i64(o, "open_minor", inv->open.minor);
	js_set_str(o, "currency", str_of(inv->open.currency));
	return o;
}

/* What a course keeps for its texts is JSON as well. */
static struct js *
course_of(const struct course *c)
{
	struct js *o = js_object(), *detail = NULL;
	struct err ignored;

	js_set_str(o, "subject", c->subject);
	if (!str_is_empty(c->detail) &&
	    js_parse(c->detail, &detail, &ignored) == RC_OK)
		js_set(o, "detail", detail);
	return o;
}

static enum rc
write_webhook(struct compose *j, struct value *values, struct buf *out)
{
	struct js *o = head_of(j), *invoices = js_array();
	struct js *courses = js_array();

	for (size_t i = 0; i < j->shown_count; i++)
		js_push(
		    invoices, invoice_of(j, &j->facts.invoices[j->shown[i]]));
	for (size_t i = 0; i < j->course_count; i++)
		js_push(courses, course_of(&j->courses[i]));
	js_set(o, "invoices", invoices);
	js_set(o, "courses", courses);
	set_words(j, o, values, "text");
	put_line(&o, out);
	return RC_OK;
}

/* What was written down when it happened, with its id and the moment. */
static enum rc
write_event(struct compose *j, struct buf *out, struct err *err)
{
	struct js *o = NULL;
	char stamp[INSTANT_TEXT];
	enum rc rc = js_parse(j->t->params, &o, err);

	if (rc != RC_OK)
		return rc;
	js_set_str(o, "id", j->t->id);
	js_set_str(o, "at", str_of(day_instant_iso(j->t->planned_at, stamp)));
	put_line(&o, out);
	return RC_OK;
}

static enum rc
write_agency(struct compose *j, struct value *values, struct buf *out)
{
	struct js *o = js_object();

	set_words(j, o, values, "text"); /* for its subject */
	js_free(&o);
	buf_add_str(out, j->files[0].bytes);
	return RC_OK;
}

enum rc
compose_spool_write(
    struct compose *j, struct value *values, struct buf *out, struct err *err)
{
	enum step_channel channel = STEP_CHANNELS;

	step_channel_parse(j->t->channel, &channel);
	switch (channel) {
	case STEP_LETTER:
		return write_letter(j, values, out, err);
	case STEP_SMS:
		return write_sms(j, values, out, err);
	case STEP_CALL:
		return write_call(j, values, out);
	case STEP_WEBHOOK:
		return compose_spool_is_event(j->t)
			   ? write_event(j, out, err)
			   : write_webhook(j, values, out);
	case STEP_AGENCY:
		return write_agency(j, values, out);
	case STEP_EMAIL:
	case STEP_PHONE:
	case STEP_DRAFT:
	case STEP_INVITE:
	case STEP_INTERNAL:
	case STEP_CHANNELS:
		break;
	}
	return err_set(err, RC_BAD, "%.*s is no channel of the spool",
	    STR_ARG(j->t->channel));
}
