/*
 * folders: drives src/port/imap_folder from a shell script: one log-in, the
 * commands on standard input, one a line, the folder always last:
 *
 *	folders HOST:PORT TLS USER PASSFILE CA
 *
 *	can | make FOLDER | use drafts | use sent | select FOLDER
 *	append FLAGS N FOLDER	flags and words with "," between, or "-"
 *	move UID FOLDER | mark UID WORD,WORD | read UID,UID | wait SECONDS POLL
 *	list FROM all|keep|last	all and remember the state, all without, or
 *				what changed since the one remembered
 *	gone			what vanished since then
 *
 * Prints one line a command: the result and what came of it. Always exits 0
 * when it could log in.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "port/imap_folder.h"

#define WORDS 16

static struct imap *session;
static struct err err;

static void
say(enum rc rc, const char *more)
{
	printf("%s%s%s%s%s\n", err_name(rc), *more ? " " : "", more,
	    rc == RC_OK ? "" : ": ", rc == RC_OK ? "" : err.text);
}

static uint32_t
number(struct str s)
{
	int64_t n;

	if (!str_to_i64(s, 0, UINT32_MAX, &n))
		xdie("not a number: %.*s", STR_ARG(s));
	return (uint32_t)n;
}

static size_t
words_of(struct str list, struct str *out)
{
	size_t n = 0;

	while (n < WORDS && str_cut(&list, ',', &out[n]))
		n++;
	return n;
}

static void
say_place(enum rc rc, const struct imap_place *at)
{
	char text[64];

	snprintf(text, sizeof(text), "%" PRIu32 "%s%s", at->uid,
	    at->uidvalidity > 0 ? " of a validity" : "",
	    at->left ? ", left" : "");
	say(rc, rc == RC_OK ? text : "");
}

static void
can(void)
{
	const struct imap_can *c = imap_can(session);

	printf("ok%s%s%s%s%s\n", c->move ? " move" : "",
	    c->uidplus ? " uidplus" : "", c->condstore ? " condstore" : "",
	    c->qresync ? " qresync" : "", c->special_use ? " special-use" : "");
}

static void
append(struct str rest)
{
	struct imap_place at = {0};
	struct str flags, n;
	char text[256];
	struct buf mail;

	(void)str_cut(&rest, ' ', &flags);
	(void)str_cut(&rest, ' ', &n);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(flags));
	for (char *p = text; *p; p++) {
		if (*p == ',')
			*p = ' ';
	}
	buf_init(&mail, 4096);
	buf_fmt(&mail,
	    "From: a@example.com\r\nSubject: mail %.*s\r\n"
	    "Message-ID: <folders.%.*s@example.com>\r\n\r\nText.\r\n",
	    STR_ARG(n), STR_ARG(n));
	say_place(imap_folder_append(session, rest, buf_str(&mail),
		      strcmp(text, "-") == 0 ? "" : text, &at, &err),
	    &at);
	buf_fini(&mail);
}

static void
move(struct str rest)
{
	struct imap_place at = {0};
	struct str uid;
	enum rc rc;

	(void)str_cut(&rest, ' ', &uid);
	rc = imap_folder_move(session, number(uid), rest, &at, &err);
	say_place(rc, &at);
}

static void
mark(struct str rest)
{
	struct str words[WORDS];
	struct str uid;

	(void)str_cut(&rest, ' ', &uid);
	say(imap_folder_mark(
		session, number(uid), words, words_of(rest, words), &err),
	    "");
}

static void
pick(struct str rest)
{
	struct imap_state st;
	char text[64] = "";
	enum rc rc = imap_select(session, rest, &st, &err);

	if (rc == RC_OK)
		snprintf(text, sizeof(text), "%" PRIu32 " mails", st.exists);
	say(rc, text);
}

static void
use(struct str which)
{
	char name[256] = "";
	enum rc rc = imap_folder_of_use(session,
	    str_eqc(which, "sent") ? IMAP_SENT : IMAP_DRAFTS, name,
	    sizeof(name), &err);

	say(rc, rc == RC_OK ? name : "");
}

static enum rc
add_uid(void *ctx, uint32_t uid, uint64_t modseq, struct err *e)
{
	(void)e;
	buf_fmt(ctx, " %" PRIu32 "%s", uid, modseq > 0 ? "*" : "");
	return RC_OK;
}

static enum rc
add_range(void *ctx, uint32_t first, uint32_t last, struct err *e)
{
	(void)e;
	buf_fmt(ctx, " %" PRIu32 "-%" PRIu32, first, last);
	return RC_OK;
}

static enum rc
add_mail(void *ctx, uint32_t uid, int64_t date, struct str raw, struct err *e)
{
	size_t at = str_find(raw, STR("folders."));
	struct str id = str_sub(raw, at, raw.n);

	(void)e;
	(void)date;
	id = str_sub(id, 8, str_chr(id, '@') - 8);
	buf_fmt(ctx, " %" PRIu32 "=%.*s", uid, STR_ARG(id));
	return RC_OK;
}

static void
uids(struct str word, struct str rest)
{
	static uint64_t highest;
	struct str words[WORDS];
	uint32_t list[WORDS];
	struct str from;
	struct buf out;
	size_t n;
	enum rc rc;

	buf_init(&out, 1 << 20);
	if (str_eqc(word, "read")) {
		n = words_of(rest, words);
		for (size_t i = 0; i < n; i++)
			list[i] = number(words[i]);
		rc = imap_folder_read(session, list, n, add_mail, &out, &err);
	} else if (str_eqc(word, "gone")) {
		rc = imap_folder_gone(session, highest, add_range, &out, &err);
	} else {
		(void)str_cut(&rest, ' ', &from);
		rc = imap_folder_list(session, number(from),
		    str_eqc(rest, "last") ? highest : 0, add_uid, &out,
		    str_eqc(rest, "keep") ? &(uint64_t){0} : &highest, &err);
	}
	say(rc, rc == RC_OK && out.n > 0 ? out.p + 1 : "");
	buf_fini(&out);
}

static void
await(struct str rest)
{
	struct str secs;

	(void)str_cut(&rest, ' ', &secs);
	say(imap_wait(session, number(secs), number(rest), -1, &err), "");
}

static void
perform(struct str line)
{
	struct str word;

	(void)str_cut(&line, ' ', &word);
	if (str_eqc(word, "can"))
		can();
	else if (str_eqc(word, "make"))
		say(imap_folder_make(session, line, &err), "");
	else if (str_eqc(word, "select"))
		pick(line);
	else if (str_eqc(word, "append"))
		append(line);
	else if (str_eqc(word, "move"))
		move(line);
	else if (str_eqc(word, "mark"))
		mark(line);
	else if (str_eqc(word, "use"))
		use(line);
	else if (str_eqc(word, "wait"))
		await(line);
	else if (str_eqc(word, "list") || str_eqc(word, "gone") ||
		 str_eqc(word, "read"))
		uids(word, line);
	else
		xdie("unknown: %.*s", STR_ARG(word));
}

static void
log_in(char **argv)
{
	struct server_settings s = {.timeout = 10};
	struct str at = str_of(argv[0]);
	size_t colon = str_rchr(at, ':');

	s.host = str_sub(at, 0, colon);
	if (colon == STR_NPOS ||
	    !str_to_i64(str_sub(at, colon + 1, at.n), 1, 65535, &s.port))
		xdie("not HOST:PORT: %s", argv[0]);
	s.tls = strcmp(argv[1], "implicit") == 0 ? TLS_IMPLICIT
		: strcmp(argv[1], "none") == 0   ? TLS_NONE
						 : TLS_STARTTLS;
	s.user = str_of(argv[2]);
	s.password_file = str_of(argv[3]);
	s.ca_file =
	    strcmp(argv[4], "-") == 0 ? (struct str){0} : str_of(argv[4]);
	if (imap_open(&s, &session, &err) != RC_OK)
		xdie("%s", err.text);
}

int
main(int argc, char **argv)
{
	char line[4096];

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 6) {
		fprintf(stderr, "usage: see the head of %s\n", __FILE__);
		return 2;
	}
	log_in(argv + 1);
	while (fgets(line, sizeof(line), stdin))
		perform(str_rtrim(str_of(line)));
	imap_close(&session);
	return 0;
}
