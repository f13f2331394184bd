#include "flow/visit.h"

#include "flow/staff.h"
#include "port/js.h"
#include "render/msgid.h"

#define DETAIL_MAX 1024

struct str
visit_subject(struct arena *a, const struct visit *v)
{
	if (v->sequence == 0)
		return v->id;
	return arena_fmt(
	    a, "%.*s+%lld", STR_ARG(v->id), (long long)v->sequence);
}

struct str
visit_detail(struct arena *a, const struct visit *v)
{
	struct js *j = js_object();
	struct buf b;
	struct str text;

	js_set_str(j, "visit", v->id);
	buf_init(&b, DETAIL_MAX);
	js_write(j, &b);
	text = arena_dup(a, str_trim(buf_str(&b)));
	buf_fini(&b);
	js_free(&j);
	return text;
}

struct str
visit_of_course(struct arena *a, const struct course *c)
{
	return staff_detail(a, c, "visit");
}

struct str
visit_kept(const struct flow *f, struct arena *a, struct str id)
{
	return msgid_touch(a, f->key, arena_fmt(a, "visit|%.*s", STR_ARG(id)));
}

struct str
visit_uid(const struct flow *f, struct arena *a, struct str kept)
{
	struct str address = f->set->mailboxes[0].address;

	return msgid_make(a, f->key, kept,
	    str_sub(address, str_rchr(address, '@') + 1, address.n));
}
