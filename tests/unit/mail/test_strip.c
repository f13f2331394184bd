#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "mail/message.h"

/*
 * The mails of tests/corpus/mails, whose README says what a file looks like.
 * STRIP_SHOW=NAME in the environment shows what became of the mails whose
 * name or client begins so.
 */
#define MAILS    "tests/corpus/mails/"
#define BOUNDARY "=_part_of_a_mail"
#define WORD_MAX 4096

enum section {
	SECTION_NONE,
	SECTION_TEXT,
	SECTION_HTML,
	SECTION_REPLY,
	SECTION_SIGNOFF,
	SECTION_COUNT,
};

struct sample {
	struct str client, lang, name, from, parameters;
	struct str section[SECTION_COUNT];
};

struct tally {
	struct str name;
	int mails, exact;
	double words, lost, foreign;
};

struct table {
	struct tally rows[64];
	size_t n;
};

static struct table clients, languages;
static struct tally seen, held;
static struct arena *arena;

static struct tally *
row_of(struct table *t, struct str name)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->rows[i].name, name))
			return &t->rows[i];
	assert_true(t->n < 64);
	t->rows[t->n].name = arena_dup(arena, name);
	return &t->rows[t->n++];
}

/* White space and the quotes and dashes of print are folded. */
static struct str
folded(struct str s)
{
	static const struct {
		const char *bytes, *as;
	} signs[] = {{"\xe2\x80\x99", "'"}, {"\xe2\x80\x98", "'"},
	    {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""},
	    {"\xe2\x80\x93", "-"}, {"\xe2\x80\x94", "-"},
	    {"\xe2\x80\xa6", "..."}, {"\xc2\xa0", " "}, {"\xe2\x80\xaf", " "},
	    {"\xe3\x80\x80", " "}, {"\xef\xbb\xbf", ""}, {"\xe2\x80\x8b", ""}};
	char *out = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		const char *as = NULL;
		size_t len = 1;

		for (size_t k = 0; k < sizeof(signs) / sizeof(*signs); k++)
			if (str_starts(
				str_sub(s, i, 4), str_of(signs[k].bytes))) {
				as = signs[k].as;
				len = strlen(signs[k].bytes);
			}
		if (as == NULL && str_is_space(s.p[i]))
			as = " ";
		if (as == NULL) {
			out[n++] = s.p[i];
		} else if (*as != ' ' || (n && out[n - 1] != ' ')) {
			memcpy(out + n, as, strlen(as));
			n += strlen(as);
		}
		i += len;
	}
	return str_trim((struct str){out, n});
}

static bool
is_word_byte(unsigned char c)
{
	return str_is_alnum((char)c) || c >= 0x80;
}

/* Words in lower case; a sign of the scripts without blanks is one. */
static size_t
words_of(struct str s, struct str *v)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < WORD_MAX;) {
		size_t from = i;

		if (!is_word_byte((unsigned char)s.p[i])) {
			i++;
			continue;
		}
		if ((unsigned char)s.p[i] >= 0xe3)
			i += (unsigned char)s.p[i] >= 0xf0 ? 4 : 3;
		else
			while (i < s.n && is_word_byte((unsigned char)s.p[i]) &&
			       (unsigned char)s.p[i] < 0xe3)
				i++;
		v[n++] = str_sub(s, from, i - from);
	}
	return n;
}

/* How many words of a are not in b, each used once. */
static size_t
missing(struct str a, struct str b)
{
	static struct str va[WORD_MAX], vb[WORD_MAX];
	size_t na = words_of(a, va), nb = words_of(b, vb), out = 0;

	for (size_t i = 0; i < na; i++) {
		size_t k = 0;

		while (k < nb && !str_fold_eq(va[i], vb[k]))
			k++;
		if (k < nb)
			vb[k] = vb[--nb];
		else
			out++;
	}
	return out;
}

static size_t
count_words(struct str s)
{
	static struct str v[WORD_MAX];

	return words_of(s, v);
}

static void
add_part(struct buf *b, const char *type, struct str parameters, struct str s)
{
	buf_fmt(b,
	    "--" BOUNDARY "\nContent-Type: text/%s; charset=utf-8%.*s\n"
	    "Content-Transfer-Encoding: 8bit\n\n",
	    type, STR_ARG(parameters));
	buf_add_str(b, s);
	buf_addc(b, '\n');
}

static void
build(const struct sample *s, struct buf *b)
{
	buf_fmt(b,
	    "From: %.*s\nTo: Harlow Receivables <ar@harlow.example>\n"
	    "Subject: Re: Reminder\nDate: Mon, 16 Nov 2026 09:12:00 "
	    "+0100\nMessage-ID: <1@c.example>\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/alternative; boundary=\"" BOUNDARY
	    "\"\n\n",
	    STR_ARG(s->from));
	if (s->section[SECTION_TEXT].p)
		add_part(b, "plain", s->parameters, s->section[SECTION_TEXT]);
	if (s->section[SECTION_HTML].p)
		add_part(b, "html", STR(""), s->section[SECTION_HTML]);
	buf_adds(b, "--" BOUNDARY "--\n");
}

static void
show(const struct sample *s, struct str got, struct str want)
{
	const char *what = getenv("STRIP_SHOW");

	print_message("missed: %.*s %.*s %.*s\n", STR_ARG(s->client),
	    STR_ARG(s->lang), STR_ARG(s->name));
	if (what && (str_starts(s->name, str_of(what)) ||
			str_starts(s->client, str_of(what))))
		print_message("--- got\n%.*s\n--- wanted\n%.*s\n---\n",
		    STR_ARG(got), STR_ARG(want));
}

static void
count(struct tally *t, bool exact, double words, double lost, double foreign)
{
	t->mails++;
	t->exact += exact;
	t->words += words;
	t->lost += lost;
	t->foreign += foreign;
}

static void
judge(const struct sample *s, struct str reply)
{
	struct str want = folded(s->section[SECTION_REPLY]), all, got;
	struct tally *to[3] = {row_of(&clients, s->client),
	    row_of(&languages, s->lang),
	    str_starts(s->client, STR("held-")) ? &held : &seen};
	double words, lost, foreign, out;
	bool exact;

	got = folded(reply);
	all = arena_fmt(arena, "%.*s %.*s", STR_ARG(want),
	    STR_ARG(s->section[SECTION_SIGNOFF]));
	all = folded(all);
	exact = str_eq(got, want) || str_eq(got, all);
	out = (double)count_words(got);
	words = (double)count_words(want);
	lost = (double)missing(want, got);
	foreign = out > 0 ? (double)missing(got, all) / out : 0;
	for (size_t i = 0; i < 3; i++)
		count(to[i], exact, words, lost, foreign);
	if (!exact)
		show(s, reply, s->section[SECTION_REPLY]);
}

static void
try_sample(const struct sample *s)
{
	struct message *m = NULL;
	struct err err = {""};
	struct buf raw;

	if (s->client.n == 0)
		return;
	buf_init(&raw, 1u << 20);
	build(s, &raw);
	assert_false(raw.full);
	if (message_parse(arena, buf_str(&raw), &m, &err) != RC_OK)
		fail_msg("%.*s: %s", STR_ARG(s->name), err.text);
	judge(s, m->reply);
	buf_fini(&raw);
}

/* "␠" at the end of a line stands for the blank that editors take away. */
static struct str
with_blanks(struct str s)
{
	static const struct str mark = STR_INIT("\xe2\x90\xa0\n");
	char *out = arena_alloc(arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (str_starts(str_sub(s, i, 4), mark)) {
			out[n++] = ' ';
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct str){out, n};
}

static struct str
section_text(const char *from, const char *to)
{
	struct str s = {from, (size_t)(to - from)};

	while (s.n > 1 && s.p[s.n - 1] == '\n' && s.p[s.n - 2] == '\n')
		s.n--;
	return with_blanks(s);
}

static enum section
section_of(struct str word)
{
	static const char *const names[] = {[SECTION_NONE] = "",
	    [SECTION_TEXT] = "text",
	    [SECTION_HTML] = "html",
	    [SECTION_REPLY] = "reply",
	    [SECTION_SIGNOFF] = "signoff"};

	for (int i = SECTION_TEXT; i < SECTION_COUNT; i++)
		if (str_eqc(word, names[i]))
			return (enum section)i;
	return SECTION_NONE;
}

/* "%% WORD ..." */
static void
read_mark(
    struct sample *s, struct str rest, struct str client, enum section *in)
{
	struct str word;

	str_cut(&rest, ' ', &word);
	*in = section_of(word);
	if (str_eqc(word, "mail")) {
		try_sample(s);
		*s = (struct sample){.client = client};
		str_cut(&rest, ' ', &s->lang);
		s->name = rest;
	} else if (str_eqc(word, "from")) {
		s->from = rest;
	} else if (*in == SECTION_NONE) {
		fail_msg(
		    "%.*s: unknown mark %.*s", STR_ARG(client), STR_ARG(word));
	}
	if (str_eqc(rest, "flowed"))
		s->parameters = STR("; format=flowed");
	if (str_eqc(rest, "flowed delsp"))
		s->parameters = STR("; format=flowed; delsp=yes");
}

static void
read_file(const char *path)
{
	struct str base = str_of(path + strlen(MAILS)), rest, line;
	struct sample s = {0};
	enum section in = SECTION_NONE;
	const char *from = NULL;
	struct buf file;

	base.n -= strlen(".txt");
	base = arena_dup(arena, base);
	buf_init(&file, 4u << 20);
	assert_int_equal(file_read(path, &file, NULL), RC_OK);
	rest = buf_str(&file);
	while (str_line(&rest, &line)) {
		if (!str_starts(line, STR("%% ")))
			continue;
		if (in != SECTION_NONE)
			s.section[in] = section_text(from, line.p);
		read_mark(&s, str_sub(line, 3, line.n), base, &in);
		from = line.p + line.n + 1;
	}
	if (in != SECTION_NONE)
		s.section[in] =
		    section_text(from, buf_str(&file).p + buf_str(&file).n);
	try_sample(&s);
	buf_fini(&file);
}

static void
print_tally(const struct tally *t)
{
	print_message("%-22.*s %4d  exact %5.1f %%  lost %5.2f %%  "
		      "foreign %5.2f %%\n",
	    STR_ARG(t->name), t->mails, 100.0 * t->exact / t->mails,
	    t->words > 0 ? 100 * t->lost / t->words : 0,
	    100 * t->foreign / t->mails);
}

/* Lines of `make score`. */
static void
tell(const struct tally *t)
{
	const char *set = t == &held ? "held" : "";

	if (!getenv("SCORE"))
		return;
	print_message("score: mails %s|reply text equal|%.4f|>= 0.90\n", set,
	    (double)t->exact / t->mails);
	print_message("score: mails %s|words lost|%.4f|<= 0.01\n", set,
	    t->words > 0 ? t->lost / t->words : 0);
	print_message("score: mails %s|foreign words left|%.4f|<= 0.04\n", set,
	    t->foreign / t->mails);
}

static void
hold(const struct tally *t, int mails, double exact)
{
	tell(t);
	assert_true(t->mails >= mails);
	assert_true(t->exact >= exact * t->mails);
	assert_true(t->lost <= 0.01 * t->words);
	assert_true(t->foreign <= 0.04 * t->mails);
}

static void
test_mails(void **state)
{
	glob_t found;

	(void)state;
	arena = arena_new(512u << 20);
	seen.name = STR("all");
	held.name = STR("held");
	assert_int_equal(glob(MAILS "*.txt", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_file(found.gl_pathv[i]);
	globfree(&found);
	for (size_t i = 0; i < clients.n; i++)
		print_tally(&clients.rows[i]);
	for (size_t i = 0; i < languages.n; i++)
		print_tally(&languages.rows[i]);
	print_tally(&seen);
	hold(&seen, 250, 0.98);
	print_tally(&held);
	hold(&held, 200, 0.96);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_mails)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
