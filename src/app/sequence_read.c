#include "app/sequence_read.h"

#include "app/config_apply.h"
#include "app/sequence_judge.h"
#include "model/limits.h"

struct reader {
	struct config_target target;
	const struct config_text *text;
	struct sequence_step defaults;
	struct sequence *out;
};

static struct sequence_step *
step_named(const struct sequence *s, struct str name)
{
	for (size_t i = 0; i < s->step_count; i++)
		if (str_eq(s->steps[i].name, name))
			return &s->steps[i];
	return NULL;
}

static bool
name_ok(struct reader *r, const struct config_section *sec)
{
	const struct config_target *t = &r->target;
	const struct sequence_step *same = step_named(r->out, sec->label);

	if (sec->label.n == 0)
		mistake_add(t->m, t->file, sec->line,
		    "this step has no name; write [step NAME]");
	else if (same != NULL)
		mistake_add(t->m, t->file, sec->line,
		    "step \"%.*s\" is there already, on line %d; give each "
		    "its own name",
		    STR_ARG(sec->label), same->line);
	else if (r->out->step_count == LIMIT_STEPS)
		mistake_add(t->m, t->file, sec->line,
		    "more than %d steps; remove some", LIMIT_STEPS);
	else
		return true;
	return false;
}

/* A step without a day has no place in the order, so it is left out. */
static void
read_step(struct reader *r, const struct config_section *sec)
{
	const struct config_target *t = &r->target;
	struct config_seen seen = {{0}};
	struct sequence_step step = r->defaults;

	if (!name_ok(r, sec))
		return;
	step.name = arena_dup(t->a, sec->label);
	step.template_name = step.name;
	step.line = sec->line;
	config_apply_section(t, sec, &step, &seen);
	step.has_expires =
	    config_apply_line(&seen, SCOPE_SEQUENCE, "step", "expires") != 0;
	if (str_is_empty(step.template_name))
		step.template_name = step.name;
	if (config_apply_line(&seen, SCOPE_SEQUENCE, "step", "day") == 0) {
		mistake_add(t->m, t->file, sec->line,
		    "step \"%.*s\" has no day; add a line \"day = ...\"",
		    STR_ARG(step.name));
		return;
	}
	r->out->steps[r->out->step_count++] = step;
}

/* What days count from, where nothing is said. */
static enum step_anchor
usual_anchor(enum sequence_kind kind)
{
	static const enum step_anchor usual[SEQUENCE_KINDS] = {
	    [SEQUENCE_INVOICING] = ANCHOR_DUE,
	    [SEQUENCE_ONBOARDING] = ANCHOR_CREATED,
	    [SEQUENCE_DISPUTES] = ANCHOR_OPENED,
	    [SEQUENCE_PROMISE] = ANCHOR_MADE,
	    [SEQUENCE_MONTH_END] = ANCHOR_MONTH_END,
	    [SEQUENCE_CREDIT] = ANCHOR_USED,
	    [SEQUENCE_WHITE_GLOVE] = ANCHOR_MARKED,
	};

	return usual[kind];
}

/* A folder named otherwise says by `kind` what it is about. */
static void
settle_kind(struct reader *r, const struct config_seen *seen, int line)
{
	const struct config_target *t = &r->target;
	struct sequence *s = r->out;

	if (config_apply_line(seen, SCOPE_SEQUENCE, "sequence", "kind") != 0)
		s->kind = r->defaults.kind;
	else if (!sequence_kind_parse(s->name, &s->kind))
		mistake_add(t->m, t->file, line,
		    "nothing says what this sequence is about; add \"kind = "
		    "invoicing\", or another one, to [sequence]");
	r->defaults.kind = s->kind;
	s->only = r->defaults.only;
	if (config_apply_line(seen, SCOPE_SEQUENCE, "sequence", "anchor") == 0)
		r->defaults.anchor = usual_anchor(s->kind);
}

static void
read_defaults(struct reader *r)
{
	const struct config_target *t = &r->target;
	struct config_seen seen = {{0}};
	int first = 0;

	r->defaults =
	    (struct sequence_step){.min_gap = -1, .kind = r->out->kind};
	config_apply_defaults(t, NULL, &r->defaults);
	for (size_t i = 0; i < r->text->count; i++) {
		const struct config_section *s = &r->text->sections[i];

		if (!config_apply_known(t, s, str_eqc(s->name, "step")) ||
		    !str_eqc(s->name, "sequence"))
			continue;
		if (first != 0)
			mistake_add(t->m, t->file, s->line,
			    "[sequence] begins a second time, first on line "
			    "%d; put its settings together",
			    first);
		first = s->line;
		config_apply_section(t, s, &r->defaults, &seen);
	}
	settle_kind(r, &seen, first);
}

/* Where a step stands: its anchor's group and its day; one that counts from
 * the previous step borrows the place of the step above it in the file. */
struct place {
	enum step_anchor anchor;
	int64_t day;
};

static bool
is_after(struct place a, struct place b)
{
	return a.anchor != b.anchor ? a.anchor > b.anchor : a.day > b.day;
}

static void
sort_steps(struct sequence *s)
{
	struct place places[LIMIT_STEPS];
	struct place above = {ANCHOR_ISSUED, INT64_MIN};

	for (size_t i = 0; i < s->step_count; i++) {
		struct sequence_step step = s->steps[i];
		struct place p = {step.anchor, step.offset};
		size_t at = i;

		if (step.anchor == ANCHOR_PREVIOUS)
			p = above;
		above = p;
		for (; at > 0 && is_after(places[at - 1], p); at--) {
			places[at] = places[at - 1];
			s->steps[at] = s->steps[at - 1];
		}
		places[at] = p;
		s->steps[at] = step;
	}
}

void
sequence_read_text(struct arena *a, const char *file, struct str name,
    struct str text, int64_t gateway_gap, struct mistakes *m,
    struct sequence *out)
{
	struct reader r = {
	    .target = {.scope = SCOPE_SEQUENCE,
		.file = file,
		.dir = "",
		.a = a,
		.m = m},
	    .out = out,
	};

	struct arena *scratch = arena_new(LIMIT_CONFIG_ARENA);

	*out = (struct sequence){.name = arena_dup(a, name)};
	out->steps = arena_array(a, LIMIT_STEPS, sizeof(*out->steps));
	r.text = config_read_text(scratch, file, text, m);
	read_defaults(&r);
	for (size_t i = 0; i < r.text->count; i++)
		if (str_eqc(r.text->sections[i].name, "step"))
			read_step(&r, &r.text->sections[i]);
	if (out->step_count == 0)
		mistake_add(m, file, 0,
		    "the sequence has no step; add a section [step NAME] "
		    "with a line \"day = ...\"");
	arena_free(&scratch);
	sort_steps(out);
	sequence_judge(file, out, gateway_gap, m);
}
