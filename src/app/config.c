#include "app/config.h"

#include <stdlib.h>
#include <string.h>

#include "app/config_apply.h"
#include "app/config_cross.h"
#include "app/config_document.h"
#include "app/config_oauth.h"
#include "app/config_value.h"
#include "app/folder.h"
#include "app/sequence_read.h"
#include "app/shape.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"

struct config {
	struct arena *a;
	const char *path;
	const char *dir; /* "" for the folder we are in */
	struct settings s;
	struct sequence *sequences;
	size_t sequence_count;
	struct config_origins origins;
	struct mistakes m;
};

static void
apply_text(struct config *c, enum config_scope scope, const char *file,
    struct str text, void *base)
{
	struct arena *a = arena_new(LIMIT_CONFIG_ARENA);
	struct config_target t = {.scope = scope,
	    .file = file,
	    .dir = c->dir,
	    .a = c->a,
	    .m = &c->m,
	    .origins = &c->origins};

	config_apply_file(&t, config_read_text(a, file, text, &c->m), base);
	arena_free(&a);
}

static bool
list(struct config *c, const char *dir, struct str ending, size_t most,
    struct folder *out)
{
	bool there = folder_list(c->a, dir, ending, most, out);

	if (out->cut)
		mistake_add(&c->m, dir, 0,
		    "the folder has more than %zu entries; the rest is not "
		    "read: remove some",
		    most);
	return there;
}

/* What a mailbox leaves out follows from the rest. */
static void
fill_server(
    struct server_settings *s, int64_t implicit, int64_t starttls, int64_t none)
{
	if (s->port != 0)
		return;
	switch (s->tls) {
	case TLS_IMPLICIT:
		s->port = implicit;
		break;
	case TLS_STARTTLS:
		s->port = starttls;
		break;
	case TLS_NONE:
		s->port = none;
		break;
	}
}

static void
fill_mailbox(const struct settings *s, struct mailbox_settings *b)
{
	struct str locale = s->company_locale;

	fill_server(&b->smtp, 465, 587, 25);
	fill_server(&b->imap, 993, 143, 143);
	if (str_is_empty(b->display))
		b->display = s->company_name;
	if (str_is_empty(b->reply_address))
		b->reply_address = b->address;
	if (str_is_empty(b->language))
		b->language = str_sub(locale, 0, str_chr(locale, '-'));
	if (str_is_empty(b->helo) && !str_is_empty(b->address))
		b->helo = str_sub(
		    b->address, str_rchr(b->address, '@') + 1, b->address.n);
}

/* One file of a folder, named after what it describes. */
static bool
read_named(struct config *c, enum config_scope scope, struct str dir,
    struct str entry, struct str *name, void *base)
{
	struct str path =
	    arena_fmt(c->a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(entry));
	struct err why;
	struct buf buf;
	enum rc rc;

	*name = arena_dup(c->a, str_sub(entry, 0, entry.n - 5));
	if (!shape_name(*name) || name->n > LIMIT_CONFIG_NAME) {
		mistake_add(&c->m, path.p, 0,
		    "a %s is named after its file; use at most %d "
		    "letters, digits, '-' and '_'",
		    scope == SCOPE_MAILBOX ? "mailbox" : "collector",
		    LIMIT_CONFIG_NAME);
		return false;
	}
	buf_init(&buf, LIMIT_CONFIG_FILE);
	rc = file_read(path.p, &buf, &why);
	if (rc != RC_OK)
		mistake_add(&c->m, path.p, 0,
		    "cannot be read (%s); make it a readable file", why.text);
	else
		apply_text(c, scope, path.p, buf_str(&buf), base);
	buf_fini(&buf);
	return rc == RC_OK;
}

static void
read_mailboxes(struct config *c)
{
	struct str dir = config_value_join(c->a, c->dir, STR("mailboxes"));
	struct folder f;

	list(c, dir.p, STR(".conf"), LIMIT_MAILBOXES, &f);
	c->s.mailboxes =
	    arena_array(c->a, f.count + 1, sizeof(*c->s.mailboxes));
	for (size_t i = 0; i < f.count; i++) {
		struct mailbox_settings *b =
		    &c->s.mailboxes[c->s.mailbox_count];
		struct str name;

		if (!read_named(c, SCOPE_MAILBOX, dir, f.names[i], &name, b))
			continue;
		b->name = name;
		c->s.mailbox_count++;
		fill_mailbox(&c->s, b);
		config_oauth_fill(c->a, c->s.keys_dir, b);
	}
	if (c->s.mailbox_count == 0)
		mistake_add(&c->m, c->path, 0,
		    "there is no mailbox; put a file such as ar.conf into "
		    "the folder %.*s",
		    STR_ARG(dir));
}

/* There need not be any. */
static void
read_collectors(struct config *c)
{
	struct str dir = config_value_join(c->a, c->dir, STR("collectors"));
	struct folder f;

	list(c, dir.p, STR(".conf"), LIMIT_COLLECTORS, &f);
	c->s.collectors =
	    arena_array(c->a, f.count + 1, sizeof(*c->s.collectors));
	for (size_t i = 0; i < f.count; i++) {
		struct collector_settings *s =
		    &c->s.collectors[c->s.collector_count];
		struct str name;

		if (!read_named(c, SCOPE_COLLECTOR, dir, f.names[i], &name, s))
			continue;
		s->box.name = name;
		c->s.collector_count++;
		fill_server(&s->box.imap, 993, 143, 143);
		config_oauth_fill(c->a, c->s.keys_dir, &s->box);
	}
}

static const char *
sequence_file(const struct config *c, struct str name)
{
	return arena_fmt(c->a, "%.*s/%.*s/sequence.conf",
	    STR_ARG(c->s.templates_dir), STR_ARG(name))
	    .p;
}

static void
read_sequence(struct config *c, struct str name)
{
	const char *path = sequence_file(c, name);
	struct sequence *s = &c->sequences[c->sequence_count];
	struct err why;
	struct buf buf;
	enum rc rc;

	buf_init(&buf, LIMIT_CONFIG_FILE);
	rc = file_read(path, &buf, &why);
	if (rc == RC_OK) {
		sequence_read_text(c->a, path, name, buf_str(&buf),
		    c->s.min_gap_days, &c->m, s);
		c->sequence_count++;
	} else if (rc != RC_MISS) {
		mistake_add(&c->m, path, 0,
		    "cannot be read (%s); make it a readable file", why.text);
	}
	buf_fini(&buf);
}

static void
read_sequences(struct config *c)
{
	const char *file;
	struct folder f;
	int line = config_where(c, &c->s.templates_dir, &file);

	if (!list(c, c->s.templates_dir.p, STR(""), LIMIT_SEQUENCES, &f)) {
		mistake_add(&c->m, file, line,
		    "the folder %.*s cannot be read; make it, or correct "
		    "templates in [folders]",
		    STR_ARG(c->s.templates_dir));
		return;
	}
	c->sequences = arena_array(c->a, f.count + 1, sizeof(*c->sequences));
	for (size_t i = 0; i < f.count; i++)
		if (shape_name(f.names[i]))
			read_sequence(c, f.names[i]);
	if (c->sequence_count == 0)
		mistake_add(&c->m, file, line,
		    "no folder of %.*s holds a sequence.conf, so nobody "
		    "would be reminded; add one",
		    STR_ARG(c->s.templates_dir));
}

static struct config *
new_config(const char *path, config_report *report, void *ctx)
{
	struct config *c = xcalloc(1, sizeof(*c));
	struct str p = str_of(path);
	size_t slash = str_rchr(p, '/');

	c->a = arena_new(LIMIT_CONFIG_ARENA);
	c->m = (struct mistakes){.report = report, .ctx = ctx};
	c->path = arena_cstr(c->a, p);
	if (slash == STR_NPOS)
		c->dir = "";
	else
		c->dir = arena_cstr(c->a, str_sub(p, 0, slash ? slash : 1));
	return c;
}

enum rc
config_inspect(const char *path, struct config **out, config_report *report,
    void *ctx, struct err *err)
{
	struct config *c;
	struct buf buf;
	enum rc rc;

	*out = NULL;
	buf_init(&buf, LIMIT_CONFIG_FILE);
	rc = file_read(path, &buf, err);
	if (rc != RC_OK) {
		buf_fini(&buf);
		return rc;
	}
	c = new_config(path, report, ctx);
	apply_text(c, SCOPE_GATEWAY, c->path, buf_str(&buf), &c->s);
	buf_fini(&buf);
	read_mailboxes(c);
	read_collectors(c);
	read_sequences(c);
	config_cross_check(c, &c->m);
	*out = c;
	if (c->m.count == 0)
		return RC_OK;
	return err_set(err, RC_BAD, "%s: %d mistake%s in the configuration",
	    path, c->m.count, c->m.count == 1 ? "" : "s");
}

enum rc
config_load(const char *path, struct config **out, config_report *report,
    void *ctx, struct err *err)
{
	enum rc rc = config_inspect(path, out, report, ctx, err);

	if (rc != RC_OK)
		config_free(out);
	return rc;
}

void
config_free(struct config **c)
{
	if (*c == NULL)
		return;
	arena_free(&(*c)->a);
	free(*c);
	*c = NULL;
}

int
config_mistakes(const struct config *c)
{
	return c->m.count;
}

const struct settings *
config_settings(const struct config *c)
{
	return &c->s;
}

const struct mailbox_settings *
config_mailbox(const struct config *c, struct str name)
{
	for (size_t i = 0; i < c->s.mailbox_count; i++)
		if (str_eq(c->s.mailboxes[i].name, name))
			return &c->s.mailboxes[i];
	for (size_t i = 0; i < c->s.collector_count; i++)
		if (str_eq(c->s.collectors[i].box.name, name))
			return &c->s.collectors[i].box;
	return NULL;
}

const struct sequence *
config_sequence(const struct config *c, struct str name)
{
	for (size_t i = 0; i < c->sequence_count; i++)
		if (str_eq(c->sequences[i].name, name))
			return &c->sequences[i];
	return NULL;
}

const struct sequence *
config_sequences(const struct config *c, size_t *count)
{
	*count = c->sequence_count;
	return c->sequences;
}

const char *
config_path(const struct config *c)
{
	return c->path;
}

const char *
config_sequence_path(const struct config *c, const struct sequence *s)
{
	return sequence_file(c, s->name);
}

int
config_where(const struct config *c, const void *field, const char **file)
{
	for (size_t i = 0; i < c->origins.count; i++)
		if (c->origins.v[i].field == field) {
			*file = c->origins.v[i].file;
			return c->origins.v[i].line;
		}
	*file = c->path;
	return 0;
}

void
config_document(FILE *out)
{
	fputs("# ---- gateway.conf\n\n", out);
	config_document_scope(SCOPE_GATEWAY, out);
	fputs("\n# ---- mailboxes/NAME.conf\n\n", out);
	config_document_scope(SCOPE_MAILBOX, out);
	fputs("\n# ---- collectors/NAME.conf\n\n", out);
	config_document_scope(SCOPE_COLLECTOR, out);
	fputs("\n# ---- templates/SEQUENCE/sequence.conf\n\n", out);
	config_document_scope(SCOPE_SEQUENCE, out);
}
