#include "web/fields.h"
#include "web/pages.h"

#define BODY (64u << 10)

static void
set_time(
    const struct page_ask *ask, struct value *v, const char *name, int minutes)
{
	if (minutes > 0)
		value_set_text(ask->a, v, name,
		    arena_fmt(ask->a, "%02d:%02d", minutes / 60, minutes % 60));
}

/* As it stands on file. */
static void
show_contact(const struct page_ask *ask, struct value *v)
{
	const struct contact *c = ask->contact;

	value_set_text(ask->a, v, "name", c->name);
	value_set_text(ask->a, v, "phone", c->phone);
	set_time(ask, v, "from", c->hours_from);
	set_time(ask, v, "to", c->hours_to);
}

static enum rc
show(const struct page_ask *ask, struct page_out *out, struct err *err)
{
	static const char *const again[] = {"name", "phone", "from", "to"};
	struct str language = fields_text(ask, "language");

	if (ask->contact == NULL)
		return err_set(err, RC_MISS, "the link names no contact");
	out->form = PAGE_HTML;
	out->template_name = "preferences";
	if (ask->field_count > 0)
		fields_again(ask, out->values, again, 4);
	else
		show_contact(ask, out->values);
	if (language.n == 0)
		language = ask->locale;
	value_put_bool(ask->a, out->values,
	    arena_fmt(ask->a, "in_%.*s", STR_ARG(str_sub(language, 0, 2))),
	    true);
	value_set_text(ask->a, out->values, "email", ask->contact->email);
	value_set_bool(ask->a, out->values, "stopped",
	    ask->contact->state == CONTACT_STOPPED);
	return RC_OK;
}

static enum rc
take(const struct page_ask *ask, struct page_post *p, struct page_out *out,
    struct err *err)
{
	struct posting_form form;
	struct posting_read read;
	enum rc rc;

	fields_read(ask, &form);
	rc = fields_check(ask, POSTING_PREFERENCES, &form, &read, err);
	return rc == RC_OK ? fields_keep(ask, p, &form, &read, out, err) : rc;
}

const struct page page_preferences = {
    .name = "preferences",
    .body = BODY,
    .show = show,
    .take = take,
};
