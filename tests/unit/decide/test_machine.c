#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../support/build_corpus.h"
#include "base/arena.h"
#include "decide/guard.h"
#include "mail/message.h"
#include "model/limits.h"
#include "model/names.h"

#define GROUPS 384

/* Right ones and all of them. */
struct share {
	int right, all;
};

struct figures {
	char name[32];
	struct share kind, severity, recipient, back, deputy;
	int machines, people; /* what they are */
	int robot_as_person, person_as_robot;
};

struct table {
	struct figures families[GROUPS], langs[GROUPS], all;
	size_t family_count, lang_count;
};

static struct arena *arena;

static struct figures *
group(struct figures *v, size_t *n, struct str name)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eqc(name, v[i].name))
			return &v[i];
	assert_true(*n < GROUPS);
	snprintf(v[*n].name, sizeof(v[*n].name), "%.*s", STR_ARG(name));
	return &v[(*n)++];
}

static bool
count(struct share *s, bool right)
{
	s->all++;
	s->right += right;
	return right;
}

static bool
count_mail(
    struct figures *f, const struct build_corpus_mail *m, const struct guard *g)
{
	bool right =
	    count(&f->kind, g->kind == m->kind || (m->also & 1u << g->kind));
	bool person = m->kind == KIND_HUMAN || (m->also & 1u << KIND_HUMAN);

	f->machines += m->kind != KIND_HUMAN;
	f->people += m->kind == KIND_HUMAN;
	f->robot_as_person += !person && g->kind == KIND_HUMAN;
	f->person_as_robot += m->kind == KIND_HUMAN && !right;
	if (m->severity != BOUNCE_NONE)
		right &= count(&f->severity, g->severity == m->severity);
	if (m->recipient.n)
		right &= count(
		    &f->recipient, str_fold_eq(g->recipient, m->recipient));
	if (m->kind != KIND_AUTO_REPLY)
		return right;
	right &= count(&f->back, g->returns == m->back);
	right &= count(&f->deputy, str_fold_eq(g->deputy, m->deputy));
	return right;
}

static void
tell(const struct build_corpus_mail *m, const struct guard *g)
{
	char day[DAY_TEXT] = "-", back[DAY_TEXT] = "-";

	if (g->returns != DAY_NONE)
		day_iso(g->returns, day);
	if (m->back != DAY_NONE)
		day_iso(m->back, back);
	print_message("%.*s: %s (%s) %s <%.*s> %s <%.*s>, not %s %s <%.*s> %s "
		      "<%.*s>\n",
	    STR_ARG(m->name), name_kind(g->kind), g->rule,
	    name_severity(g->severity), STR_ARG(g->recipient), day,
	    STR_ARG(g->deputy), name_kind(m->kind), name_severity(m->severity),
	    STR_ARG(m->recipient), back, STR_ARG(m->deputy));
}

static void
judge(const struct build_corpus_mail *m, void *ctx)
{
	struct table *t = ctx;
	struct message *mail;
	struct guard g;
	struct err err;

	assert_int_equal(message_parse(arena, m->raw, &mail, &err), RC_OK);
	guard_judge(arena, mail, &g);
	count_mail(group(t->families, &t->family_count, m->family), m, &g);
	count_mail(group(t->langs, &t->lang_count, m->lang), m, &g);
	if (!count_mail(&t->all, m, &g))
		tell(m, &g);
	arena_reset(arena);
}

static double
percent(struct share s)
{
	return s.all ? 100.0 * s.right / s.all : 100;
}

static void
print_row(const struct figures *f)
{
	const struct share *s[] = {
	    &f->kind, &f->severity, &f->recipient, &f->back, &f->deputy};

	print_message("%-12s", f->name);
	for (size_t i = 0; i < sizeof(s) / sizeof(*s); i++)
		if (s[i]->all)
			print_message("  %4d/%-4d", s[i]->right, s[i]->all);
		else
			print_message("  %9s", "");
	print_message("\n");
}

static void
print_table(const char *title, struct table *t)
{
	print_message("%-12s  kind       severity   recipient  back       "
		      "deputy\n",
	    title);
	for (size_t i = 0; i < t->family_count; i++)
		print_row(&t->families[i]);
	print_message("\n");
	for (size_t i = 0; i < t->lang_count; i++)
		print_row(&t->langs[i]);
	snprintf(t->all.name, sizeof(t->all.name), "all");
	print_row(&t->all);
	print_message("kind %.1f %%, severity %.1f %%, recipient %.1f %%, "
		      "back %.1f %%, deputy %.1f %%; robot taken for a person "
		      "%d of %d, person for a robot %d of %d\n\n",
	    percent(t->all.kind), percent(t->all.severity),
	    percent(t->all.recipient), percent(t->all.back),
	    percent(t->all.deputy), t->all.robot_as_person, t->all.machines,
	    t->all.person_as_robot, t->all.people);
}

/* Lines of `make score`. */
static void
tell_score(const char *set, const struct figures *f)
{
	const struct {
		const char *what, *goal;
		double value;
	} v[] = {
	    {"kind", ">= 0.985", percent(f->kind)},
	    {"robot taken for a person", "<= 0.01",
		100.0 * f->robot_as_person / f->machines},
	    {"person taken for a robot", "<= 0.004",
		100.0 * f->person_as_robot / f->people},
	    {"bounce severity", ">= 0.98", percent(f->severity)},
	    {"bounce recipient", ">= 0.985", percent(f->recipient)},
	    {"day of return", "", percent(f->back)},
	    {"deputy", "", percent(f->deputy)},
	};

	for (size_t i = 0; getenv("SCORE") && i < sizeof(v) / sizeof(*v); i++)
		print_message("score: machine %s|%s|%.4f|%s\n", set, v[i].what,
		    v[i].value / 100, v[i].goal);
}

/* The part to look at, or the part that was held back. */
static void
read_part(const char *pattern, struct table *t)
{
	glob_t files;

	memset(t, 0, sizeof(*t));
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		build_corpus_each(files.gl_pathv[i], judge, t);
	globfree(&files);
	print_table(pattern + strlen("tests/corpus/machine/"), t);
	tell_score(strstr(pattern, "held") ? "held" : "", &t->all);
}

static void
hold(const struct table *t, int mails)
{
	assert_true(t->all.kind.all >= mails);
	assert_true(percent(t->all.kind) >= 98.5);
	assert_true(percent(t->all.severity) >= 98);
	assert_true(percent(t->all.recipient) >= 98.5);
	assert_true(percent(t->all.back) >= 90);
	assert_true(percent(t->all.deputy) >= 90);
	assert_true(t->all.robot_as_person * 100 <= t->all.machines);
	assert_true(t->all.person_as_robot * 250 <= t->all.people);
}

/*
 * What was right of the files that were written without a look at the code,
 * when each was first read. field (133, by another hand): kind 94.7 %,
 * severity 98.2 %, recipient 96.9 %, day of return and deputy 92.6 %; 4 of 99
 * robots taken for a person, 1 of 34 persons for a robot. field-2 (53, after
 * it): kind 50 of 53, severity 23 of 25, recipient 24 of 28, day of return 10
 * of 16, deputy 16 of 16; 1 of 47 and 2 of 6. field-3 (64): kind 62 of 64,
 * severity 37 of 39, recipient 43 of 44, day of return and deputy 14 of 14; 0
 * of 64. field-4 (66), robots without a mark in the header beside persons who
 * have one: kind 36 of 66, day of return and deputy 16 of 25; 29 of 38 and 1
 * of 28. field-5 (79) is a half of one lot with held-seventh: see there.
 * field-6 (130): kind 87.7 %, severity 24 of 24, recipient 32 of 32, day of
 * return 43 of 53, deputy 46 of 53; 9 of 90 and 5 of 40. field-7 (70), half of
 * its machines without a mark, after that: kind 91.4 %, day of return 32 of
 * 41, deputy 40 of 41; 3 of 46 and 3 of 24. field-8 (35 bounces and delays
 * of as many systems): kind 33 of 35, severity 27 of 30, recipient 34 of 35; 1
 * of 35.
 */
static void
test_looked_at(void **state)
{
	static struct table t;

	(void)state;
	read_part("tests/corpus/machine/[a-gi-z]*.txt", &t);
	hold(&t, 300);
}

/*
 * What was right when each was first read, before anything was done for it:
 * held-machines and held-people (115): kind 88.7 %, severity 87.8 %,
 * recipient 95.6 %, day of return 70 %, deputy 85 %; 11 of 85 robots taken
 * for a person, 1 of 30 persons for a robot. held-second (57), after the
 * first had been learned from: kind 94.7 %, severity and recipient 20 of 20,
 * day of return 22 of 27, deputy 25 of 27; 2 of 47 and 1 of 10. held-third
 * (51), after both: kind 92.2 % (two of the four were robots of another kind),
 * severity 12 of 12, recipient 15 of 15, day of return 14 of 17, deputy 17 of
 * 17; 2 of 36 and 0 of 15. held-fourth (132), after the other half of its lot
 * had been learned from: kind 98.5 %, severity 98.2 %, recipient 96.9 %, day of
 * return 96.2 %, deputy 100 %; 2 of 99 and 0 of 33. held-fifth (63): kind
 * 96.8 %, severity 94.4 %, recipient 95.5 %, day of return 14 of 14, deputy 13
 * of 14; 2 of 63. held-sixth (65), robots without a mark in the header beside
 * persons who have one: kind 58.5 %, day of return 18 of 25, deputy 21 of 25;
 * 24 of 37 and 3 of 28. It is what keeps the floor so low. held-seventh (78)
 * and field-5 (79), one lot: kind 150 of 157, severity 68 of 69, recipient 81
 * of 84, day of return 32 of 32, deputy 30 of 32; 3 of 125 and 3 of 32.
 * held-eighth (160), persons who write through systems that call them
 * generated, or who joke about it: kind 86 %, severity 35 of 36, recipient 39
 * of 40; 8 of 110 and 10 of 50. It has floors of its own.
 */
static void
test_held(void **state)
{
	static struct table t;

	(void)state;
	read_part("tests/corpus/machine/held-[!e]*.txt", &t);
	assert_true(t.all.kind.all >= 560);
	assert_true(percent(t.all.kind) >= 94);
	assert_true(percent(t.all.severity) >= 98);
	assert_true(percent(t.all.recipient) >= 98);
	assert_true(percent(t.all.back) >= 90);
	assert_true(percent(t.all.deputy) >= 90);
	assert_true(t.all.robot_as_person * 18 <= t.all.machines);
	assert_true(t.all.person_as_robot * 23 <= t.all.people);
}

static void
test_held_eighth(void **state)
{
	static struct table t;

	(void)state;
	read_part("tests/corpus/machine/held-eighth.txt", &t);
	assert_true(t.all.kind.all == 160);
	assert_true(percent(t.all.kind) >= 85);
	assert_true(percent(t.all.severity) >= 95);
	assert_true(percent(t.all.recipient) >= 95);
	assert_true(t.all.robot_as_person * 13 <= t.all.machines);
	assert_true(t.all.person_as_robot * 5 <= t.all.people);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_looked_at),
	    cmocka_unit_test(test_held),
	    cmocka_unit_test(test_held_eighth),
	};
	int failed;

	arena = arena_new(LIMIT_MAIL_ARENA);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
