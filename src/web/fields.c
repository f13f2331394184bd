#include "web/fields.h"

#include "decide/posting_file.h"
#include "flow/postform.h"
#include "model/limits.h"
#include "render/locale.h"
#include "store/posts.h"

struct str
fields_text(const struct page_ask *ask, const char *name)
{
	for (size_t i = 0; i < ask->field_count; i++)
		if (str_eqc(ask->fields[i].name, name) &&
		    !ask->fields[i].is_file)
			return ask->fields[i].value;
	return (struct str){NULL, 0};
}

struct str
fields_lines(const struct page_ask *ask, const char *name)
{
	struct str out;
	struct buf b;

	buf_init(&b, LIMIT_POST_INVOICES * (LIMIT_IMPORT_ID + 1));
	for (size_t i = 0; i < ask->field_count; i++) {
		if (!str_eqc(ask->fields[i].name, name) ||
		    ask->fields[i].is_file)
			continue;
		buf_add_str(&b, ask->fields[i].value);
		buf_addc(&b, '\n');
	}
	out = arena_dup(ask->a, buf_str(&b));
	buf_fini(&b);
	return out;
}

void
fields_read(const struct page_ask *ask, struct posting_form *out)
{
	*out = (struct posting_form){0};
	for (size_t i = 0; i < ask->field_count; i++) {
		const struct httpd_field *f = &ask->fields[i];
		struct str *to = postform_field(out, f->name);

		if (to != NULL && to->p == NULL && !f->is_file)
			*to = f->value;
	}
	out->invoices = fields_lines(ask, "invoices");
	out->stop = fields_lines(ask, "stop");
}

void
fields_wrong(struct posting_read *r, const char *field, const char *why)
{
	if (r->wrong_count < POSTING_WRONGS)
		r->wrong[r->wrong_count++] = (struct posting_wrong){field, why};
}

enum rc
fields_check(const struct page_ask *ask, enum posting_kind kind,
    const struct posting_form *form, struct posting_read *out, struct err *err)
{
	struct posting_ask p = {ask->facts, ask->contact, ask->locale};
	int64_t came = 0;
	enum rc rc;

	posting_read(ask->a, kind, form, &p, out);
	rc = posts_count(
	    ask->f->store, ask->link->account, ask->now - DAY_SECS, &came, err);
	if (rc == RC_OK && came >= LIMIT_POSTS_DAY)
		fields_wrong(out, "", "too_many");
	return rc;
}

void
fields_files(
    const struct page_ask *ask, struct page_post *p, struct posting_read *r)
{
	size_t bytes = 0;

	for (size_t i = 0; i < ask->field_count; i++) {
		const struct httpd_field *f = &ask->fields[i];
		struct httpd_field *own;
		const char *type;

		/* An empty one is a field that was left alone. */
		if (!f->is_file || (f->value.n == 0 && f->file_name.n == 0))
			continue;
		bytes += f->value.n;
		type = posting_file_type(f->file_name);
		if (type == NULL) {
			fields_wrong(r, "files", "file_type");
			return;
		}
		if (p->file_count == LIMIT_POST_FILES ||
		    bytes > LIMIT_POST_BYTES) {
			fields_wrong(r, "files", "file_size");
			return;
		}
		own = arena_alloc(ask->a, sizeof(*own));
		*own = *f;
		own->file_name = posting_file_name(ask->a, f->file_name);
		own->file_type = str_of(type);
		p->files[p->file_count++] = own;
	}
}

/* Under "wrong_FIELD" too, so that it is said beside the field. */
static void
put_wrong(const struct page_ask *ask, struct value *list, struct value *values,
    const struct posting_wrong *w)
{
	struct value *row = value_map(ask->a);
	struct str name = arena_fmt(ask->a, "is_%s", w->why);

	value_put_bool(ask->a, row, name, true);
	value_set_text(ask->a, row, "field", str_of(w->field));
	value_push(ask->a, list, row);
	if (w->field[0] == '\0')
		return;
	value_put(ask->a, values, arena_fmt(ask->a, "wrong_%s", w->field), row);
}

/* As it will be read by whoever acts on it, in no locale. */
static void
normalize(const struct page_ask *ask, const struct posting_read *r,
    struct posting_form *form)
{
	char text[MONEY_TEXT], day[DAY_TEXT];

	form->amount = r->has_amount ? arena_dup(ask->a,
					   str_of(money_plain(r->amount, text)))
				     : (struct str){NULL, 0};
	if (r->day != DAY_NONE)
		form->date = arena_dup(ask->a, str_of(day_iso(r->day, day)));
}

/* The same form once more, by an impatient finger or by a reload. */
static enum rc
sent_before(const struct page_ask *ask, const struct page_post *p, bool *out,
    struct err *err)
{
	struct str account = ask->link ? ask->link->account : STR("");
	struct post before;
	enum rc rc = RC_MISS;

	if (p->id.n > 0)
		rc = posts_get(
		    ask->f->store, ask->a, p->id, false, &before, err);
	*out = rc == RC_OK && str_eq(before.account, account);
	return rc == RC_MISS ? RC_OK : rc;
}

enum rc
fields_keep(const struct page_ask *ask, struct page_post *p,
    const struct posting_form *form, struct posting_read *r,
    struct page_out *out, struct err *err)
{
	struct posting_form kept = *form;
	struct value *list = value_list(ask->a);
	bool again = false;
	enum rc rc = sent_before(ask, p, &again, err);

	if (rc != RC_OK)
		return rc;
	if (r->wrong_count > 0 && !again) {
		for (size_t i = 0; i < r->wrong_count; i++)
			put_wrong(ask, list, out->values, &r->wrong[i]);
		value_set(ask->a, out->values, "wrong", list);
		value_set_bool(ask->a, out->values, "has_wrong", true);
		return RC_BAD;
	}
	normalize(ask, r, &kept);
	p->fields = postform_write(ask->a, &kept);
	out->to = arena_fmt(
	    ask->a, "%.*s/done/%.*s", STR_ARG(ask->base), STR_ARG(p->id));
	return RC_OK;
}

static bool
is_ticked(const struct page_ask *ask, struct str id)
{
	if (ask->field_count == 0)
		return str_eq(ask->rest, id) ||
		       (ask->rest.n == 0 && str_eq(ask->link->invoice, id));
	for (size_t i = 0; i < ask->field_count; i++)
		if (str_eqc(ask->fields[i].name, "invoices") &&
		    str_eq(ask->fields[i].value, id))
			return true;
	return false;
}

static bool
is_offered(const struct facts_invoice *inv, enum fields_rows rows)
{
	return rows == FIELDS_ANY ? inv->contested.minor == 0 : !inv->disputed;
}

void
fields_invoices(
    const struct page_ask *ask, enum fields_rows rows, struct value *values)
{
	const struct facts_account *f = ask->facts;
	struct value *list = value_list(ask->a);
	size_t n = 0;

	for (size_t i = 0; i < f->invoice_count && n < LIMIT_POST_INVOICES;
	     i++) {
		const struct facts_invoice *inv = &f->invoices[i];
		struct value *row = value_map(ask->a);

		if (!is_offered(inv, rows))
			continue;
		value_set_text(
		    ask->a, row, "number", arena_fmt(ask->a, "%zu", ++n));
		value_set_text(ask->a, row, "id", inv->id);
		value_set_text(ask->a, row, "po", inv->po);
		value_set_text(ask->a, row, "open",
		    locale_money(ask->a, ask->locale, inv->open));
		if (inv->due != DAY_NONE)
			value_set_text(ask->a, row, "due",
			    locale_date(ask->a, ask->locale, inv->due));
		value_set_bool(ask->a, row, "ticked", is_ticked(ask, inv->id));
		value_push(ask->a, list, row);
	}
	value_set(ask->a, values, "invoices", list);
}

void
fields_again(const struct page_ask *ask, struct value *values,
    const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		value_set_text(
		    ask->a, values, names[i], fields_text(ask, names[i]));
}
