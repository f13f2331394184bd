#include "flow/postform.h"

#include "model/limits.h"
#include "port/js.h"

#define F(name)                                                                \
	{                                                                      \
#name, offsetof(struct posting_form, name)                     \
	}
static const struct {
	const char *name;
	size_t offset;
} fields[] = {F(invoices), F(reason), F(amount), F(date), F(words), F(type),
    F(reference), F(name), F(phone), F(language), F(from), F(to), F(stop),
    F(address)};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static struct str *
at(struct posting_form *form, size_t i)
{
	return (struct str *)((char *)form + fields[i].offset);
}

struct str *
postform_field(struct posting_form *form, struct str name)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (str_eqc(name, fields[i].name))
			return at(form, i);
	return NULL;
}

struct str
postform_write(struct arena *a, const struct posting_form *form)
{
	struct posting_form copy = *form;
	struct js *j = js_object();
	struct str text;
	struct buf b;

	for (size_t i = 0; i < FIELDS; i++)
		if (at(&copy, i)->n > 0)
			js_set_str(j, fields[i].name, *at(&copy, i));
	buf_init(&b, LIMIT_CONFIG_FILE);
	js_write(j, &b);
	text = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

void
postform_read(struct arena *a, struct str json, struct posting_form *out)
{
	struct js *j = NULL;
	struct err err;

	*out = (struct posting_form){0};
	if (js_parse(json, &j, &err) != RC_OK)
		return;
	for (size_t i = 0; i < FIELDS; i++)
		*at(out, i) = arena_dup(a, js_str(js_get(j, fields[i].name)));
	js_free(&j);
}
