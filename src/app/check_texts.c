#include "app/check_job.h"

#include <string.h>

#include "app/variables.h"
#include "base/file.h"
#include "model/limits.h"
#include "render/letter.h"
#include "render/locale.h"

/* Where the names of one template are looked up. */
struct use {
	struct check_job *j;
	const char *file;
	bool is_layout;
};

static void
judge_name(void *ctx, struct str name, int line, bool is_section)
{
	const struct use *u = ctx;
	const struct variable *v = variables_find(name);
	const char *near;

	if (str_eqc(name, ".")) /* the row itself */
		return;
	if (v == NULL) {
		near = variables_nearest(name);
		mistake_add(&u->j->m, u->file, line,
		    "there is no {{%.*s}}; %s%s%s", STR_ARG(name),
		    near ? "did you mean {{"
			 : "see gateway.conf(5) for what is",
		    near ? near : "", near ? "}}?" : "");
		return;
	}
	if (!u->is_layout && strcmp(v->within, VARIABLES_LAYOUT) == 0)
		mistake_add(&u->j->m, u->file, line,
		    "only layout.html has {{%s}}; remove it", v->name);
	else if (!is_section && v->kind != VARIABLE_TEXT)
		mistake_add(&u->j->m, u->file, line,
		    "{{%s}} is no text; write {{#%s}} ... {{/%s}}", v->name,
		    v->name, v->name);
}

/* The compilers begin their reason with "line N: ". */
static int
line_of(struct err *why, struct str *reason)
{
	struct str rest = str_of(why->text), number;
	int64_t line;

	*reason = rest;
	if (!str_starts(rest, STR("line ")))
		return 0;
	rest = str_sub(rest, 5, rest.n);
	if (!str_cut(&rest, ':', &number) ||
	    !str_to_i64(number, 1, INT32_MAX, &line))
		return 0;
	*reason = str_trim(rest);
	return (int)line;
}

static void
tell_compiler(struct check_job *j, const char *file, struct err *why)
{
	struct str reason;
	int line = line_of(why, &reason);

	mistake_add(
	    &j->m, file, line, "%.*s; correct the text", STR_ARG(reason));
}

static void
judge_letter(struct check_job *j, const char *file, struct str source)
{
	struct use u = {.j = j, .file = file};
	struct letter_template *t = NULL;
	struct err why;

	if (letter_template_compile(source, &t, &why) != RC_OK) {
		tell_compiler(j, file, &why);
		return;
	}
	template_names(letter_template_subject(t), judge_name, &u);
	template_names(letter_template_body(t), judge_name, &u);
	letter_template_free(&t);
}

static void
judge_layout(struct check_job *j, const char *file, struct str source)
{
	struct use u = {.j = j, .file = file, .is_layout = true};
	struct template *t = NULL;
	struct err why;

	if (template_compile(source, &t, &why) != RC_OK) {
		tell_compiler(j, file, &why);
		return;
	}
	template_names(t, judge_name, &u);
	template_free(&t);
}

typedef void judge_text(
    struct check_job *j, const char *file, struct str source);

static void
judge_file(struct check_job *j, struct str path, judge_text *judge)
{
	struct err why;
	struct buf buf;
	enum rc rc;

	buf_init(&buf, LIMIT_TEMPLATE_FILE);
	rc = file_read(path.p, &buf, &why);
	if (rc == RC_OK && !str_is_utf8(buf_str(&buf)))
		mistake_add(&j->m, path.p, 0,
		    "is not UTF-8 text; save the file as UTF-8");
	else if (rc == RC_OK)
		judge(j, path.p, buf_str(&buf));
	else if (rc != RC_MISS)
		mistake_add(&j->m, path.p, 0,
		    "cannot be read (%s); make it a readable file", why.text);
	buf_fini(&buf);
}

/* Every text of every folder, whether a step uses it or not. */
static size_t
judge_folder(struct check_job *j, struct str dir)
{
	struct folder f;

	folder_list(j->a, dir.p, STR(".md"), LIMIT_FILES, &f);
	for (size_t i = 0; i < f.count; i++)
		judge_file(j,
		    arena_fmt(
			j->a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(f.names[i])),
		    judge_letter);
	return f.count;
}

static void
want_text(struct check_job *j, const struct sequence *s,
    const struct sequence_step *step, struct str language)
{
	struct str path = arena_fmt(j->a, "%.*s/%.*s/%.*s.%.*s.md",
	    STR_ARG(j->settings->templates_dir), STR_ARG(s->name),
	    STR_ARG(step->template_name), STR_ARG(language));

	if (file_exists(path.p))
		return;
	mistake_add(&j->m, config_sequence_path(j->config, s), step->line,
	    "step \"%.*s\" has no text in \"%.*s\"; write %.*s",
	    STR_ARG(step->name), STR_ARG(language), STR_ARG(path));
}

/* What the gateway itself answers; nothing in the configuration names them. */
static const char *const answers[] = {"answers/dispute-acknowledged",
    "answers/document", "answers/paid-ask-remittance", "answers/paid-thanks",
    "answers/promise-confirmed", "staff/task",
    /* by text, from here on: only with a carrier */
    "answers/text-noted", "answers/text-link", "answers/text-stopped",
    "answers/text-started", "answers/text-help"};

#define BY_MAIL 6

static void
want_answer(struct check_job *j, const char *name, struct str language)
{
	struct str path = arena_fmt(j->a, "%.*s/%s.%.*s.md",
	    STR_ARG(j->settings->templates_dir), name, STR_ARG(language));

	if (!file_exists(path.p))
		mistake_add(&j->m, path.p, 0,
		    "the text of this answer is missing; write it");
}

static void
want_answers(struct check_job *j, struct str language)
{
	size_t n = j->settings->texts_carrier == TEXTS_NONE
		       ? BY_MAIL
		       : sizeof(answers) / sizeof(*answers);

	for (size_t i = 0; i < n; i++)
		want_answer(j, answers[i], language);
	if (j->settings->portal_listen.n > 0)
		want_answer(j, "answers/portal-link", language);
	if (j->settings->payments_provider != PAYMENTS_NONE)
		want_answer(j, "answers/payment-failed", language);
}

static void
want_layout(struct check_job *j, struct str path)
{
	if (file_exists(path.p))
		judge_file(j, path, judge_layout);
	else
		mistake_add(&j->m, path.p, 0,
		    "the frame of every mail is missing; write it, with "
		    "{{{body}}} where the mail goes");
}

static bool
asked_before(const struct settings *s, size_t n, struct str language)
{
	if (str_eq(locale_language(s->company_locale), language))
		return true;
	for (size_t i = 0; i < n; i++)
		if (str_eq(s->mailboxes[i].language, language))
			return true;
	return false;
}

/* The company's language and those of the mailboxes: the last resort of every
 * account whose own language has no text. */
static void
want_texts(struct check_job *j, struct str language)
{
	size_t n;
	const struct sequence *all = config_sequences(j->config, &n);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i].step_count; k++)
			want_text(j, &all[i], &all[i].steps[k], language);
}

void
check_texts(struct check_job *j)
{
	const struct settings *s = j->settings;
	struct str dir = s->templates_dir;
	int before = j->m.count;
	size_t texts = 0;
	struct folder f;

	if (!folder_list(j->a, dir.p, STR(""), LIMIT_FILES, &f))
		return; /* config has told */
	for (size_t i = 0; i < f.count; i++)
		texts +=
		    judge_folder(j, arena_fmt(j->a, "%.*s/%.*s", STR_ARG(dir),
					STR_ARG(f.names[i])));
	want_layout(j, arena_fmt(j->a, "%.*s/layout.html", STR_ARG(dir)));
	want_answers(j, locale_language(s->company_locale));
	want_texts(j, locale_language(s->company_locale));
	for (size_t i = 0; i < s->mailbox_count; i++)
		if (!asked_before(s, i, s->mailboxes[i].language))
			want_texts(j, s->mailboxes[i].language);
	if (j->m.count == before)
		check_job_well(j, "%.*s: %zu texts", STR_ARG(dir), texts);
}
