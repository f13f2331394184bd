/*
 * folders: drives src/port/imap_folder from a shell script: one log-in, the
 * commands on standard input, one a line, the folder always last:
 *
 *	folders HOST:PORT TLS USER PASSFILE CA
 *
 *	can | make FOLDER | use drafts | use sent | select FOLDER
 *	append FLAGS N FOLDER	flags and words with "," between, or "-"
 *	move UID FOLDER | mark UID WORD,WORD | list FROM SINCE | gone SINCE
 *	read UID,UID | wait SECONDS POLL
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

	snprintf(text, sizeof(text), "%s%s%s",
	    at->uidvalidity > 0 ? "validity " : "",
	    at->uid > 0 ? "uid " : "", at->left ? "left" : "");
	if (at->uid > 0)
		snprintf(text, sizeof(text), "uid %" PRIu32 "%s", at->uid,
		    at->left ? " left" : "");
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
	say(imap_folder_mark(session, number(uid), words,
		words_of(rest, words), &err),
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
	s.ca_file = strcmp(argv[4], "-") == 0 ? (struct str){0}
					      : str_of(argv[4]);
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
