#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "port/imap_folder.h"
#include "port/imap_name.h"
#include "../../support/fake_server.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define OPEN(caps)                                                             \
	SAY("* OK hi"), HEAR("A001 CAPABILITY"),                               \
	    SAY("* CAPABILITY IMAP4rev1\r\n%T OK done"), HEAR("1 CAPABILITY"), \
	    SAY("* CAPABILITY IMAP4rev1 " caps "\r\n%T OK done"),              \
	    HEAR("2 NOOP"), SAY("%T OK done")
#define INBOX(flags)                                                           \
	SAY("* 3 EXISTS\r\n* OK [UIDVALIDITY 77] ok\r\n"                       \
	    "* OK [UIDNEXT 104] ok\r\n* OK [PERMANENTFLAGS (" flags            \
	    ")] ok\r\n%T OK done")
#define BYE_BYE HEAR(""), SAY("* BYE bye\r\n%T OK done")

struct scene {
	struct fake *f;
	struct imap *s;
	struct imap_state st;
	struct err err;
};

static struct scene
begin(const struct fake_step *steps, size_t n, bool inbox)
{
	struct scene sc = {.f = fake_start(steps, n, 1)};
	struct server_settings server = {
	    .host = STR("127.0.0.1"),
	    .port = fake_port(sc.f),
	    .tls = TLS_NONE,
	    .timeout = 1,
	};

	if (imap_open(&server, &sc.s, &sc.err) != RC_OK)
		fail_msg("open: %s", sc.err.text);
	if (inbox && imap_select(sc.s, STR("INBOX"), &sc.st, &sc.err) != RC_OK)
		fail_msg("select: %s", sc.err.text);
	return sc;
}

#define BEGIN(steps)  begin(steps, COUNT(steps), true)
#define LOG_IN(steps) begin(steps, COUNT(steps), false)

static void
finish(struct scene *sc)
{
	imap_close(&sc->s);
	if (fake_stop(sc->f))
		fail_msg("%s", fake_stop(sc->f));
	fake_free(&sc->f);
}

static void
test_make(void **state)
{
	/* A refused parent is no failure; what another session made neither. */
	static const struct fake_step steps[] = {OPEN("NAMESPACE"),
	    HEAR("3 NAMESPACE"),
	    SAY("* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\r\n%T OK done"),
	    HEAR("4 LIST \"\" \"INBOX.q_1\""), SAY("%T OK done"),
	    HEAR("5 CREATE \"INBOX.q_1\""), SAY("%T NO not here"),
	    HEAR("6 LIST"), SAY("%T OK done"),
	    HEAR("7 LIST \"\" \"INBOX.q_1.Gr&APYA3w-e\""), SAY("%T OK done"),
	    HEAR("8 CREATE \"INBOX.q_1.Gr&APYA3w-e\""), SAY("%T NO exists"),
	    HEAR("9 LIST"),
	    SAY("* LIST () \".\" \"INBOX.q_1.Gr&APYA3w-e\"\r\n%T OK done"),
	    HEAR("10 SUBSCRIBE"), SAY("%T NO no subscriptions"),
	    HEAR("11 LIST"),
	    SAY("* LIST (\\Noselect) \".\" INBOX.x\r\n%T OK done"),
	    HEAR("12 CREATE"), SAY("%T NO over quota"), HEAR("13 LIST"),
	    SAY("%T OK done"), BYE_BYE};
	struct scene sc = LOG_IN(steps);

	(void)state;
	assert_int_equal(imap_folder_make(sc.s,
			     STR("q.1/Gr\xc3\xb6\xc3\x9f"
				 "e"),
			     &sc.err),
	    RC_OK);
	assert_int_equal(
	    imap_folder_make(sc.s, STR("INBOX.x"), &sc.err), RC_LATER);
	assert_non_null(strstr(sc.err.text, "over quota"));
	assert_int_equal(
	    imap_folder_make(sc.s, STR("a\r\nb"), &sc.err), RC_BAD);
	assert_int_equal(imap_folder_make(sc.s, STR("a//b"), &sc.err), RC_BAD);
	finish(&sc);
}

/* A prefix that would be a command of its own is not taken. */
static void
test_bad_prefix(void **state)
{
	static const struct fake_step steps[] = {OPEN("NAMESPACE"),
	    HEAR("3 NAMESPACE"),
	    SAY("* NAMESPACE (({9}\r\na\r\nb LIST \"/\")) NIL NIL\r\n%T OK "
		"done"),
	    HEAR("4 LIST \"\" \"x\""), SAY("* LIST () \"/\" x\r\n%T OK done"),
	    HEAR("5 SUBSCRIBE x"), SAY("%T OK done"), BYE_BYE};
	struct scene sc = LOG_IN(steps);

	(void)state;
	assert_int_equal(imap_folder_make(sc.s, STR("x"), &sc.err), RC_OK);
	finish(&sc);
}

#define LOOK(n)                                                                \
	HEAR(n " UID SEARCH UID 101 UNDELETED"),                               \
	    SAY("* SEARCH 101\r\n%T OK done")

static void
test_move(void **state)
{
	static const struct fake_step steps[] = {OPEN("MOVE UIDPLUS"),
	    HEAR("3 SELECT INBOX"), INBOX("\\Deleted \\*"), LOOK("4"),
	    HEAR("5 UID MOVE 101 Done"),
	    SAY("* OK [COPYUID 9 101 7] ok\r\n* 1 EXPUNGE\r\n%T OK done"),
	    /* gone between the look and the move */
	    LOOK("6"), HEAR("7 UID MOVE"), SAY("%T OK done"),
	    /* refused for that: the folder is there, the mail is not */
	    LOOK("8"), HEAR("9 UID MOVE"), SAY("%T NO [EXPUNGEISSUED] gone"),
	    HEAR("10 LIST"), SAY("* LIST () \"/\" Done\r\n%T OK done"),
	    HEAR("11 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"),
	    /* COPYUID of something else, or of several */
	    LOOK("12"), HEAR("13 UID MOVE"),
	    SAY("* OK [COPYUID 9 102 8] ok\r\n%T OK done"), LOOK("14"),
	    HEAR("15 UID MOVE"),
	    SAY("* OK [COPYUID 9 101 1:4294967295] ok\r\n%T OK done"),
	    HEAR("16 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct imap_place at;

	(void)state;
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_OK);
	assert_int_equal(at.uidvalidity, 9);
	assert_int_equal(at.uid, 7);
	assert_false(at.left);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(
		    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err),
		    RC_MISS);
		assert_int_equal(at.uid, 0);
	}
	assert_int_equal(
	    imap_folder_move(sc.s, 0, STR("Done"), &at, &sc.err), RC_BAD);
	finish(&sc);
}

static void
test_move_old(void **state)
{
	static const struct fake_step plain[] = {OPEN(""),
	    HEAR("3 SELECT INBOX"), INBOX("\\Deleted"), LOOK("4"),
	    HEAR("5 UID COPY 101 Done"), SAY("%T OK done"),
	    HEAR("6 UID STORE 101 +FLAGS.SILENT (\\Deleted)"),
	    SAY("%T OK done"), LOOK("7"), HEAR("8 UID COPY"), SAY("%T OK done"),
	    HEAR("9 UID STORE"), SAY("%T NO not allowed"), BYE_BYE};
	static const struct fake_step uidplus[] = {OPEN("UIDPLUS"),
	    HEAR("3 SELECT INBOX"), INBOX("\\Deleted"), LOOK("4"),
	    HEAR("5 UID COPY 101 Done"), SAY("%T OK [COPYUID 9 101 7] done"),
	    HEAR("6 UID STORE 101"), SAY("%T OK done"),
	    HEAR("7 UID EXPUNGE 101"), SAY("* 1 EXPUNGE\r\n%T OK done"),
	    LOOK("8"), HEAR("9 UID COPY"), CUT};
	static const struct fake_step kept[] = {
	    OPEN("MOVE"), HEAR("3 SELECT INBOX"), INBOX("\\Seen"), BYE_BYE};
	struct imap_place at;
	struct scene sc = BEGIN(plain);

	(void)state;
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_OK);
	assert_true(at.left);
	/* Not another time, that would copy once more. */
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_BAD);
	finish(&sc);
	sc = BEGIN(uidplus);
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_OK);
	assert_int_equal(at.uid, 7);
	assert_false(at.left);
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_DOWN);
	finish(&sc);
	sc = BEGIN(kept);
	assert_int_equal(
	    imap_folder_move(sc.s, 101, STR("Done"), &at, &sc.err), RC_BAD);
	finish(&sc);
}

static void
test_mark(void **state)
{
	static const struct fake_step some[] = {OPEN(""),
	    HEAR("3 SELECT INBOX"), INBOX("\\Deleted $Promise"),
	    HEAR("4 UID STORE 5 +FLAGS.SILENT ($promise)"), SAY("%T OK done"),
	    BYE_BYE};
	static const struct fake_step any[] = {OPEN(""), HEAR("3 SELECT INBOX"),
	    INBOX("\\*"),
	    HEAR("4 UID STORE 5 +FLAGS.SILENT ($Dispute $promise)"),
	    SAY("%T NO too many keywords"), BYE_BYE};
	const struct str words[] = {STR("$Dispute"), STR("$promise")};
	const struct str bad[] = {STR("a) \\Deleted")};
	struct scene sc = BEGIN(some);

	(void)state;
	assert_int_equal(imap_folder_mark(sc.s, 5, words, 2, &sc.err), RC_OK);
	assert_int_equal(imap_folder_mark(sc.s, 5, words, 1, &sc.err), RC_MISS);
	assert_int_equal(imap_folder_mark(sc.s, 5, bad, 1, &sc.err), RC_BAD);
	finish(&sc);
	sc = BEGIN(any);
	assert_int_equal(imap_folder_mark(sc.s, 5, words, 2, &sc.err), RC_MISS);
	finish(&sc);
}

static void
test_append(void **state)
{
	static const struct fake_step steps[] = {OPEN(""),
	    HEAR("3 APPEND Drafts (\\Draft $Touch) {4}"),
	    SAY("%T NO no keywords"), HEAR("4 LIST"),
	    SAY("* LIST () \"/\" Drafts\r\n%T OK done"),
	    HEAR("5 APPEND Drafts (\\Draft) {4}"), SAY("+ go"), BYTES(6),
	    SAY("5 OK [APPENDUID 4294967295 12] done"), BYE_BYE};
	struct imap_place at;
	struct scene sc = LOG_IN(steps);

	(void)state;
	assert_int_equal(imap_folder_append(sc.s, STR("Drafts"), STR("a\r\nb"),
			     "\\Draft $Touch", &at, &sc.err),
	    RC_OK);
	assert_int_equal(at.uid, 12);
	assert_int_equal(at.uidvalidity, 4294967295u);
	assert_int_equal(imap_folder_append(sc.s, STR("Drafts"), STR("a"),
			     "\\Draft) {1}", &at, &sc.err),
	    RC_BAD);
	finish(&sc);
}

static enum rc
add_uid(void *ctx, uint32_t uid, uint64_t modseq, struct err *err)
{
	(void)err;
	buf_fmt(ctx, "%u@%llu ", (unsigned)uid, (unsigned long long)modseq);
	return RC_OK;
}

static enum rc
add_range(void *ctx, uint32_t first, uint32_t last, struct err *err)
{
	(void)err;
	buf_fmt(ctx, "%u-%u ", (unsigned)first, (unsigned)last);
	return RC_OK;
}

static void
test_list(void **state)
{
	static const struct fake_step steps[] = {OPEN("CONDSTORE QRESYNC"),
	    HEAR("3 ENABLE QRESYNC"), SAY("* ENABLED QRESYNC\r\n%T OK done"),
	    HEAR("4 SELECT INBOX (CONDSTORE)"),
	    SAY("* 3 EXISTS\r\n* OK [HIGHESTMODSEQ 18446744073709551614] ok\r\n"
		"* OK [UIDVALIDITY 77] ok\r\n%T OK done"),
	    HEAR("5 UID FETCH 5:* (UID FLAGS MODSEQ)"),
	    SAY("* 3 FETCH (UID 9 FLAGS () MODSEQ (12))\r\n"
		"* 2 FETCH (UID 7 FLAGS (\\Deleted) MODSEQ (9))\r\n"
		"* 1 FETCH (UID 4 FLAGS () MODSEQ (1))\r\n"
		"* 2 FETCH (FLAGS (\\Seen))\r\n"
		"* 1 FETCH (UID 6 FLAGS ($X \\Seen) MODSEQ (1))\r\n"
		"* 3 FETCH (UID 9 FLAGS () MODSEQ (13))\r\n%T OK done"),
	    HEAR("6 UID FETCH 1:* (UID FLAGS MODSEQ) (CHANGEDSINCE 12)"),
	    SAY("%T OK done"),
	    HEAR("7 UID FETCH 1:* (UID) (CHANGEDSINCE 12 VANISHED)"),
	    SAY("* VANISHED (EARLIER) 1:3,5\r\n"
		"* VANISHED (EARLIER) 10:4294967295\r\n%T OK done"),
	    /* a list that is cut short is none */
	    HEAR("8 UID FETCH"),
	    SAY("* 1 FETCH (UID 6 FLAGS ())\r\n%T NO sorry"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	uint64_t highest = 0;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_int_equal(
	    imap_folder_list(sc.s, 5, 0, add_uid, &b, &highest, &sc.err),
	    RC_OK);
	assert_string_equal(b.p, "6@1 9@13 ");
	assert_true(highest == UINT64_C(18446744073709551614));
	buf_clear(&b);
	assert_int_equal(
	    imap_folder_list(sc.s, 0, 12, add_uid, &b, &highest, &sc.err),
	    RC_OK);
	assert_int_equal(b.n, 0);
	assert_int_equal(
	    imap_folder_gone(sc.s, 12, add_range, &b, &sc.err), RC_OK);
	assert_string_equal(b.p, "1-3 5-5 10-4294967295 ");
	buf_clear(&b);
	assert_int_equal(
	    imap_folder_list(sc.s, 0, 0, add_uid, &b, &highest, &sc.err),
	    RC_LATER);
	assert_int_equal(b.n, 0);
	buf_fini(&b);
	finish(&sc);
}

static enum rc
add_mail(void *ctx, uint32_t uid, int64_t date, struct str raw, struct err *err)
{
	(void)err;
	(void)date;
	buf_fmt(ctx, "%u:%.*s ", (unsigned)uid, STR_ARG(raw));
	return RC_OK;
}

static void
test_read(void **state)
{
	static const struct fake_step steps[] = {OPEN(""),
	    HEAR("3 SELECT INBOX"), INBOX("\\*"),
	    HEAR("4 UID FETCH 9,3,12 (UID RFC822.SIZE INTERNALDATE)"),
	    SAY("* 2 FETCH (UID 9 RFC822.SIZE 1)\r\n"
		"* 1 FETCH (UID 3 RFC822.SIZE 4000000000)\r\n"
		"* 1 FETCH (UID 5 RFC822.SIZE 1)\r\n%T OK done"),
	    HEAR("5 UID FETCH 9 (UID BODY.PEEK[])"),
	    SAY("* 2 FETCH (UID 9 BODY[] {1}\r\nx)\r\n%T OK done"), BYE_BYE};
	const uint32_t uids[] = {9, 3, 0, 12};
	struct scene sc = BEGIN(steps);
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_int_equal(
	    imap_folder_read(sc.s, uids, 4, add_mail, &b, &sc.err), RC_OK);
	assert_string_equal(b.p, "3: 9:x ");
	assert_int_equal(
	    imap_folder_read(sc.s, uids + 2, 1, add_mail, &b, &sc.err), RC_OK);
	buf_fini(&b);
	finish(&sc);
}

#define ASK HEAR("3 LIST \"\" \"\""), SAY("* LIST () \"/\" \"\"\r\n%T OK done")

static void
test_use(void **state)
{
	static const struct fake_step told[] = {OPEN("SPECIAL-USE"), ASK,
	    HEAR("4 LIST \"\" \"*\""),
	    SAY("* LIST () \"/\" Drafts\r\n"
		"* LIST (\\HasNoChildren \\Drafts) \"/\" Team/&APw-ber\r\n"
		"* LIST (\\Noselect \\Drafts) \"/\" Zero\r\n%T OK done"),
	    BYE_BYE};
	static const struct fake_step guessed[] = {OPEN(""), ASK,
	    HEAR("4 LIST"),
	    SAY("* LIST () \"/\" Old/Sent\r\n* LIST () \"/\" &bad\r\n"
		"* LIST () \"/\" Gesendet\r\n"
		"* LIST () \"/\" \"INBOX/Sent Items\"\r\n%T OK done"),
	    HEAR("5 LIST"), SAY("* LIST () \"/\" Old/Drafts\r\n%T OK done"),
	    BYE_BYE};
	struct scene sc = LOG_IN(told);
	char name[32];

	(void)state;
	assert_int_equal(
	    imap_folder_of_use(sc.s, IMAP_DRAFTS, name, sizeof(name), &sc.err),
	    RC_OK);
	assert_string_equal(name, "Team/\xc3\xbc"
				  "ber");
	finish(&sc);
	sc = LOG_IN(guessed);
	assert_int_equal(
	    imap_folder_of_use(sc.s, IMAP_SENT, name, sizeof(name), &sc.err),
	    RC_OK);
	assert_string_equal(name, "INBOX/Sent Items");
	assert_int_equal(
	    imap_folder_of_use(sc.s, IMAP_DRAFTS, name, sizeof(name), &sc.err),
	    RC_MISS);
	finish(&sc);
}

/* One goes and one comes in one answer: still news. */
static void
test_news(void **state)
{
	static const struct fake_step steps[] = {OPEN("QRESYNC"),
	    HEAR("3 ENABLE"), SAY("%T OK done"), HEAR("4 SELECT INBOX"),
	    INBOX("\\*"), HEAR("5 NOOP"),
	    SAY("* 1 EXPUNGE\r\n* 3 EXISTS\r\n%T OK done"), HEAR("6 NOOP"),
	    SAY("* VANISHED 5:6\r\n* 3 EXISTS\r\n%T OK done"), HEAR("7 NOOP"),
	    SAY("* 1 EXPUNGE\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_OK);
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_OK);
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_MISS);
	finish(&sc);
}

/* While another folder was selected: told by UIDNEXT, not by the count. */
static void
test_away(void **state)
{
	static const struct fake_step steps[] = {OPEN(""),
	    HEAR("3 SELECT INBOX"), INBOX("\\*"), HEAR("4 SELECT Sent"),
	    SAY("* 9 EXISTS\r\n%T OK done"), HEAR("5 UID SEARCH"),
	    SAY("* SEARCH\r\n%T OK done"), HEAR("6 SELECT INBOX"),
	    SAY("* 3 EXISTS\r\n* OK [UIDVALIDITY 77] ok\r\n"
		"* OK [UIDNEXT 105] ok\r\n%T OK done"),
	    HEAR("7 SELECT Sent"), SAY("* 9 EXISTS\r\n%T OK done"),
	    HEAR("8 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"),
	    HEAR("9 SELECT INBOX"),
	    SAY("* 3 EXISTS\r\n* OK [UIDVALIDITY 78] ok\r\n"
		"* OK [UIDNEXT 105] ok\r\n%T OK done"),
	    GONE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a@b"), &sc.err), RC_MISS);
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_OK);
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a@b"), &sc.err), RC_MISS);
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_DOWN);
	finish(&sc);
}

/* IDLE is begun anew with a NOOP between, which brings what was not told;
 * a server that says nothing at all is gone. */
static void
test_renewed(void **state)
{
	static const struct fake_step steps[] = {OPEN("IDLE"),
	    HEAR("3 SELECT INBOX"), INBOX("\\*"), HEAR("idle IDLE"),
	    SAY("+ idling\r\n* VANISHED 1,3:4\r\n* 0 EXISTS"), HEAR("DONE"),
	    SAY("idle OK done"), HEAR("4 NOOP"),
	    SAY("* 1 EXISTS\r\n%T OK done"), HEAR("idle IDLE"), SAY("+ idling"),
	    HEAR("DONE"), PAUSE(1500), GONE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(imap_wait(sc.s, 5, 1, -1, &sc.err), RC_OK);
	assert_int_equal(imap_wait(sc.s, 5, 1, -1, &sc.err), RC_DOWN);
	assert_non_null(strstr(sc.err.text, "no answer in time"));
	finish(&sc);
}

static void
test_decode(void **state)
{
	static const char *const good[][2] = {
	    {"INBOX", "INBOX"},
	    {"&U,BTFw-/&ZeVnLIqe-", "\xe5\x8f\xb0\xe5\x8c\x97/"
				    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
	    {"&-", "&"},
	    {"&2D3c5w-", "\xf0\x9f\x93\xa7"},
	};
	static const char *const bad[] = {"&", "&AOk", "&2D0-", "&3Oc-",
	    "&AEE-", "\xff", "a\nb", "&AAo-", "&!!!-", "", "&AOkx-"};
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	for (size_t i = 0; i < COUNT(good); i++) {
		buf_clear(&b);
		assert_true(imap_name_decode(str_of(good[i][0]), &b));
		assert_string_equal(b.p, good[i][1]);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		buf_clear(&b);
		assert_false(imap_name_decode(str_of(bad[i]), &b));
	}
	buf_fini(&b);
}

static enum rc
head_at(void *ctx, uint32_t uid, struct str head, struct err *err)
{
	struct buf *b = ctx;

	(void)err;
	buf_addc(b, (char)('0' + uid % 10));
	buf_adds(b, str_find(head, STR("abc")) != STR_NPOS ? "+" : "-");
	return RC_OK;
}

#define HEADS                                                                  \
	"UID FETCH 5:504 (UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID "      \
	"IN-REPLY-TO REFERENCES REPLY-TO X-DRAFT-TOKEN)])"
#define HEAD "BODY[HEADER.FIELDS (MESSAGE-ID)]"

/* What names a mail and no more; one that is \Deleted is none. */
static void
test_heads(void **state)
{
	static const struct fake_step steps[] = {OPEN("UIDPLUS"), HEAR("3 "),
	    INBOX("\\Deleted"), HEAR("4 UID SEARCH"),
	    SAY("* SEARCH 5 7 9\r\n%T OK done"), HEAR("5 " HEADS),
	    SAY("* 3 FETCH (UID 9 FLAGS (\\Deleted) " HEAD " {8}\r\nX: abc\r\n)"
		"\r\n* 2 FETCH (UID 7 FLAGS () " HEAD " {8}\r\nX: abc\r\n)"
		"\r\n* 1 FETCH (UID 5 FLAGS (\\Seen) " HEAD " {2}\r\n\r\n)"
		"\r\n* 4 FETCH (UID 3 FLAGS ())\r\n%T OK done"),
	    HEAR("6 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	uint32_t next = 1;
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(
	    imap_folder_heads(sc.s, 5, head_at, &b, &next, &sc.err), RC_OK);
	assert_true(str_eqc(buf_str(&b), "5-7+"));
	assert_int_equal(next, 10);
	buf_fini(&b);
	finish(&sc);
}

/* That uid alone; where it cannot be expunged alone, it stays marked. */
static void
test_remove(void **state)
{
	static const struct fake_step plus[] = {OPEN("UIDPLUS"), HEAR("3 "),
	    INBOX("\\Deleted"), HEAR("4 UID SEARCH"),
	    SAY("* SEARCH 5\r\n%T OK done"), HEAR("5 UID STORE 5 +FLAGS"),
	    SAY("%T OK done"), HEAR("6 UID EXPUNGE 5"), SAY("%T OK done"),
	    HEAR("7 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"), BYE_BYE};
	static const struct fake_step plain[] = {OPEN(""), HEAR("3 "),
	    INBOX("\\Deleted"), HEAR("4 UID SEARCH"),
	    SAY("* SEARCH 5\r\n%T OK done"), HEAR("5 UID STORE 5 +FLAGS"),
	    SAY("%T OK done"), BYE_BYE};
	static const struct fake_step never[] = {
	    OPEN("UIDPLUS"), HEAR("3 "), INBOX("\\Seen"), BYE_BYE};
	struct scene sc = BEGIN(plus);

	(void)state;
	assert_int_equal(imap_folder_remove(sc.s, 5, &sc.err), RC_OK);
	assert_int_equal(imap_folder_remove(sc.s, 6, &sc.err), RC_MISS);
	assert_int_equal(imap_folder_remove(sc.s, 0, &sc.err), RC_BAD);
	finish(&sc);
	sc = BEGIN(plain);
	assert_int_equal(imap_folder_remove(sc.s, 5, &sc.err), RC_OK);
	finish(&sc);
	sc = BEGIN(never);
	assert_int_equal(imap_folder_remove(sc.s, 5, &sc.err), RC_BAD);
	finish(&sc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_make),
	    cmocka_unit_test(test_bad_prefix),
	    cmocka_unit_test(test_move),
	    cmocka_unit_test(test_move_old),
	    cmocka_unit_test(test_mark),
	    cmocka_unit_test(test_append),
	    cmocka_unit_test(test_list),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_use),
	    cmocka_unit_test(test_news),
	    cmocka_unit_test(test_away),
	    cmocka_unit_test(test_renewed),
	    cmocka_unit_test(test_decode),
	    cmocka_unit_test(test_heads),
	    cmocka_unit_test(test_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
