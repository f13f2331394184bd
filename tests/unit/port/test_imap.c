#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/limits.h"
#include "port/connect.h"
#include "port/imap.h"
#include "port/imap_name.h"
#include "../../support/fake_server.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define OPEN_WITH(caps)                                                        \
	SAY("* OK hi"), HEAR("A001 CAPABILITY"),                               \
	    SAY("* CAPABILITY IMAP4rev1\r\n%T OK done"), HEAR("1 CAPABILITY"), \
	    SAY("* CAPABILITY IMAP4rev1" caps "\r\n%T OK done"),               \
	    HEAR("2 NOOP"), SAY("%T OK done")
#define OPEN OPEN_WITH(" IDLE")
#define SELECT(exists)                                                         \
	HEAR("3 SELECT INBOX"),                                                \
	    SAY("* FLAGS (\\Seen)\r\n* " exists " EXISTS\r\n* 0 RECENT\r\n"    \
		"* OK [UIDVALIDITY 77] ok\r\n* OK [UIDNEXT 104] ok\r\n"        \
		"%T OK [READ-WRITE] done")
#define BYE_BYE HEAR(""), SAY("* BYE bye\r\n%T OK done")
#define DATE    "INTERNALDATE \"22-Nov-2026 10:00:00 +0130\""

static struct server_settings
at(const struct fake *f)
{
	return (struct server_settings){
	    .host = STR("127.0.0.1"),
	    .port = fake_port(f),
	    .tls = TLS_NONE,
	    .timeout = 1,
	};
}

/* One run: the server plays, the folder INBOX is selected. */
struct scene {
	struct fake *f;
	struct imap *s;
	struct imap_state st;
	struct err err;
};

static struct scene
begin(const struct fake_step *steps, size_t n)
{
	struct scene sc = {.f = fake_start(steps, n, 1)};
	struct server_settings server = at(sc.f);
	enum rc rc;

	rc = imap_open(&server, &sc.s, &sc.err);
	if (rc != RC_OK)
		fail_msg("open: %s", sc.err.text);
	rc = imap_select(sc.s, STR("INBOX"), &sc.st, &sc.err);
	if (rc != RC_OK)
		fail_msg("select: %s", sc.err.text);
	return sc;
}

#define BEGIN(steps) begin(steps, COUNT(steps))

static void
finish(struct scene *sc)
{
	imap_close(&sc->s);
	assert_null(sc->s);
	if (fake_stop(sc->f))
		fail_msg("%s", fake_stop(sc->f));
	fake_free(&sc->f);
}

/* "3:Hello. 4:(empty) " and so on; refuses uid `bad`. */
struct seen {
	struct buf text;
	uint32_t bad;
	int64_t date;
};

static enum rc
see(void *ctx, uint32_t uid, int64_t date, struct str raw, struct err *err)
{
	struct seen *seen = ctx;

	if (uid == seen->bad)
		return err_set(err, RC_LATER, "not now");
	seen->date = date;
	buf_fmt(&seen->text, "%u:", (unsigned)uid);
	buf_add_str(&seen->text, raw.n > 0 ? raw : STR("(empty)"));
	buf_addc(&seen->text, ' ');
	return RC_OK;
}

static void
test_select(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("3"),
	    HEAR("4 SELECT Nope"), SAY("%T NO no such mailbox"), BYE_BYE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(sc.st.uidvalidity, 77);
	assert_int_equal(sc.st.uidnext, 104);
	assert_int_equal(sc.st.exists, 3);
	assert_int_equal(
	    imap_select(sc.s, STR("Nope"), &sc.st, &sc.err), RC_MISS);
	assert_non_null(strstr(sc.err.text, "no such mailbox"));
	/* nothing is selected now */
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_BAD);
	finish(&sc);
}

static void
test_folder_names(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("0"),
	    HEAR("4 LIST \"\" \"\""),
	    SAY("* LIST (\\Noselect) \"/\" \"\"\r\n%T OK done"),
	    HEAR("5 SELECT \"Gesendet/Gr&APYA3w-e &- \\\"Co\\\"\""),
	    SAY("* 1 EXISTS\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(imap_select(sc.s,
			     STR("Gesendet/Gr\xc3\xb6\xc3\x9f"
				 "e & \"Co\""),
			     &sc.st, &sc.err),
	    RC_OK);
	assert_int_equal(
	    imap_select(sc.s, STR("a\r\nb"), &sc.st, &sc.err), RC_BAD);
	assert_int_equal(
	    imap_select(sc.s, STR("\xff"), &sc.st, &sc.err), RC_BAD);
	assert_int_equal(
	    imap_select(sc.s, (struct str){0}, &sc.st, &sc.err), RC_BAD);
	assert_int_equal(
	    imap_append(sc.s, STR("x\ny"), STR("m"), &sc.err), RC_BAD);
	finish(&sc);
}

static void
test_utf7(void **state)
{
	static const char *const pairs[][2] = {
	    {"INBOX", "INBOX"},
	    {"~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/"
	     "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		"~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
	    {"&", "&-"},
	    {"\xc3\xa9", "&AOk-"},
	    {"\xf0\x9f\x93\xa7", "&2D3c5w-"},
	    {"a\xc3\xa9z", "a&AOk-z"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct buf b;

		buf_init(&b, 1000);
		assert_true(imap_name_encode(str_of(pairs[i][0]), &b));
		assert_string_equal(b.p, pairs[i][1]);
		buf_fini(&b);
	}
}

static void
test_fetch(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("3"),
	    HEAR("4 UID FETCH 100:109 (UID RFC822.SIZE INTERNALDATE)"),
	    /* out of order, one twice, one not asked for */
	    SAY("* 3 FETCH (UID 103 RFC822.SIZE 5 " DATE ")\r\n"
		"* 2 FETCH (RFC822.SIZE 5 " DATE " UID 101)\r\n"
		"* 2 FETCH (RFC822.SIZE 5 " DATE " UID 101)\r\n"
		"* 9 FETCH (UID 900 RFC822.SIZE 5 " DATE ")\r\n"
		"* 1 FETCH (FLAGS (\\Seen) UID 100)\r\n"
		"%T OK done"),
	    HEAR("5 UID FETCH 101:103 (UID BODY.PEEK[])"),
	    SAY("* 3 FETCH (UID 103 BODY[] {5}\r\nthree)\r\n"
		"* 2 FETCH (BODY[] {3}\r\n"
		"two UID 101)\r\n%T OK done"),
	    HEAR("6 UID FETCH 104:113"), SAY("%T OK done"),
	    HEAR("7 UID SEARCH UID 104:*"), SAY("* SEARCH 103\r\n%T OK done"),
	    BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next = 0;

	(void)state;
	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 100, 10, see, &seen, &next, &sc.err), RC_OK);
	assert_string_equal(seen.text.p, "101:two 103:three ");
	assert_int_equal(next, 104);
	/* 2026-11-22 08:30 UTC */
	assert_int_equal(seen.date, 1795336200);
	assert_int_equal(
	    imap_fetch(sc.s, next, 10, see, &seen, &next, &sc.err), RC_MISS);
	assert_int_equal(next, 104);
	buf_fini(&seen.text);
	finish(&sc);
}

static void
test_fetch_hole(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("2"),
	    HEAR("4 UID FETCH 1:10 "), SAY("%T OK done"),
	    HEAR("5 UID SEARCH UID 1:*"),
	    SAY("* SEARCH 4294967295 5000\r\n%T OK done"),
	    HEAR("6 UID FETCH 5000:5009 "),
	    SAY("* 1 FETCH (UID 5000 RFC822.SIZE 1 " DATE ")\r\n%T OK done"),
	    HEAR("7 UID FETCH 5000 (UID BODY.PEEK[])"),
	    SAY("* 1 FETCH (UID 5000 BODY[] {1}\r\na)\r\n%T OK done"),
	    HEAR("8 UID FETCH 4294967290:4294967295 "),
	    SAY("* 2 FETCH (UID 4294967295 RFC822.SIZE 1 " DATE
		")\r\n%T OK done"),
	    HEAR("9 UID FETCH 4294967295 "),
	    SAY("* 2 FETCH (UID 4294967295 BODY[] {1}\r\nz)\r\n%T OK done"),
	    BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next = 0;

	(void)state;
	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 0, 10, see, &seen, &next, &sc.err), RC_OK);
	assert_int_equal(next, 5001);
	assert_int_equal(
	    imap_fetch(sc.s, 4294967290u, 10, see, &seen, &next, &sc.err),
	    RC_OK);
	assert_string_equal(seen.text.p, "5000:a 4294967295:z ");
	assert_int_equal(next, 4294967295u);
	buf_fini(&seen.text);
	finish(&sc);
}

static void
test_fetch_sizes(void **state)
{
	/* 1 and 2 do not fit one command, 3 is too large for any; 4 is gone
	 * when it is asked for, 5 has no body, 6 is refused by the caller. */
	static const struct fake_step steps[] = {OPEN, SELECT("6"),
	    HEAR("4 UID FETCH 1:500 "),
	    SAY("* 1 FETCH (UID 1 RFC822.SIZE 20000000 " DATE ")\r\n"
		"* 2 FETCH (UID 2 RFC822.SIZE 20000000 " DATE ")\r\n"
		"* 3 FETCH (UID 3 RFC822.SIZE 4000000000 " DATE ")\r\n"
		"* 4 FETCH (UID 4 RFC822.SIZE 5 " DATE ")\r\n"
		"* 5 FETCH (UID 5 RFC822.SIZE 5 " DATE ")\r\n"
		"* 6 FETCH (UID 6 RFC822.SIZE 5 " DATE ")\r\n"
		"* 7 FETCH (UID 7 RFC822.SIZE 5 " DATE ")\r\n%T OK done"),
	    HEAR("5 UID FETCH 1 "),
	    SAY("* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n%T OK done"),
	    HEAR("6 UID FETCH 2 "),
	    SAY("* 2 FETCH (UID 2 BODY[] \"b\")\r\n%T OK done"),
	    HEAR("7 UID FETCH 4:7 "),
	    SAY("* 5 FETCH (UID 5 BODY[] NIL)\r\n"
		"* 6 FETCH (UID 6 BODY[] {1}\r\nf)\r\n"
		"* 7 FETCH (UID 7 BODY[] {1}\r\ng)\r\n%T OK done"),
	    HEAR("8 NOOP"), SAY("%T OK done"), HEAR("9 UID SEARCH UID 5:*"),
	    SAY("* SEARCH 5 6 7\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {.bad = 6};
	uint32_t next = 0;

	(void)state;
	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 1, 500, see, &seen, &next, &sc.err), RC_LATER);
	assert_string_equal(sc.err.text, "not now");
	assert_string_equal(seen.text.p, "1:a 2:b 3:(empty) 5:(empty) ");
	assert_int_equal(next, 6);
	buf_fini(&seen.text);
	finish(&sc);
}

/* Another client takes 5 and 7 while they are read. */
static void
test_fetch_taken_away(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("3"),
	    HEAR("4 UID FETCH 5:504 "),
	    SAY("* 1 FETCH (UID 5 RFC822.SIZE 5 " DATE ")\r\n"
		"* 2 FETCH (UID 6 RFC822.SIZE 5 " DATE ")\r\n"
		"* 3 FETCH (UID 7 RFC822.SIZE 5 " DATE ")\r\n%T OK done"),
	    HEAR("5 UID FETCH 5:7 "),
	    SAY("* 1 FETCH (UID 5 BODY[] NIL)\r\n"
		"* 2 FETCH (UID 6 BODY[] {1}\r\nf)\r\n"
		"* 3 FETCH (UID 7 BODY[] \"\")\r\n%T OK done"),
	    HEAR("6 NOOP"), SAY("* 3 EXPUNGE\r\n* 1 EXPUNGE\r\n%T OK done"),
	    HEAR("7 UID SEARCH UID 5:*"), SAY("* SEARCH 6\r\n%T OK done"),
	    HEAR("8 UID SEARCH UID 7:*"), SAY("* SEARCH 6\r\n%T OK done"),
	    BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next = 0;

	(void)state;
	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 5, 500, see, &seen, &next, &sc.err), RC_OK);
	assert_string_equal(seen.text.p, "6:f ");
	assert_int_equal(next, 8);
	buf_fini(&seen.text);
	finish(&sc);
}

/* What the server says to the first FETCH ends the link, soon. */
static void
fetch_ends(const struct fake_step *steps, size_t n)
{
	struct scene sc = begin(steps, n);
	struct seen seen = {0};
	int64_t t = connect_clock();
	uint32_t next = 0;

	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_DOWN);
	assert_true(connect_clock() - t < 3000);
	assert_int_equal(next, 1);
	assert_int_equal(seen.text.n, 0);
	/* and it stays ended */
	assert_int_equal(imap_wait(sc.s, 5, 1, -1, &sc.err), RC_DOWN);
	assert_int_equal(
	    imap_append(sc.s, STR("Sent"), STR("x"), &sc.err), RC_DOWN);
	finish(&sc);
}

#define FETCH_SIZE                                                             \
	OPEN, SELECT("1"), HEAR("4 UID FETCH"),                                \
	    SAY("* 1 FETCH (UID 1 RFC822.SIZE 100 " DATE ")\r\n%T OK done"),   \
	    HEAR("5 UID FETCH")

static void
test_fetch_hostile(void **state)
{
	static const struct fake_step cut[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODY[] {100}\r\nonly this"), CUT};
	static const struct fake_step stall[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODY[] {100}\r\nonly this"), GONE};
	static const struct fake_step huge[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODY[] {4000000000}\r\nx"), GONE};
	static const struct fake_step huger[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODY[] {99999999999999999999999}\r\nx"),
	    GONE};
	static const struct fake_step more[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODY[] {1100000}\r\nx"),
	    FLOOD("0123456789012345678901234567890123456789", 30000), GONE};
	static const struct fake_step deep[] = {FETCH_SIZE,
	    SAY_RAW("* 1 FETCH (UID 1 BODYSTRUCTURE "),
	    FLOOD("((((((((((((((((((((((((((((((((((((((((", 20000), GONE};
	static const struct fake_step endless[] = {FETCH_SIZE,
	    FLOOD("* OK and one more line of no use to anybody\r\n", 40000),
	    GONE};
	static const struct fake_step line[] = {FETCH_SIZE, SAY_RAW("* OK "),
	    FLOOD("0123456789012345678901234567890123456789", 40000), GONE};
	static const struct fake_step noise[] = {
	    FETCH_SIZE, SAY("\x01\x02 what is this?"), GONE};
	static const struct fake_step bye[] = {
	    FETCH_SIZE, SAY("* BYE going down"), CUT};
	static const struct fake_step bye_first[] = {
	    OPEN, SELECT("1"), HEAR("4 UID"), SAY("* BYE going down"), CUT};

	(void)state;
	fetch_ends(cut, COUNT(cut));
	fetch_ends(stall, COUNT(stall));
	fetch_ends(huge, COUNT(huge));
	fetch_ends(huger, COUNT(huger));
	fetch_ends(more, COUNT(more));
	fetch_ends(deep, COUNT(deep));
	fetch_ends(endless, COUNT(endless));
	fetch_ends(line, COUNT(line));
	fetch_ends(noise, COUNT(noise));
	fetch_ends(bye, COUNT(bye));
	fetch_ends(bye_first, COUNT(bye_first));
}

/* These words crashed libetpan as it comes. */
static void
test_bad_flags(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("1"),
	    HEAR("4 UID FETCH"),
	    SAY("* OK [PERMANENTFLAGS (\\\x11\x11 \\*)] x\r\n%T OK done"),
	    HEAR("5 UID SEARCH"), SAY("* SEARCH\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next;

	(void)state;
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_MISS);
	finish(&sc);
}

static void
test_fetch_refused(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("1"),
	    HEAR("4 UID FETCH"), SAY("%T NO [LIMIT] not today"),
	    HEAR("5 UID FETCH"), SAY("%T BAD what"), GONE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next;

	(void)state;
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_LATER);
	assert_non_null(strstr(sc.err.text, "not today"));
	/* Not understood: nobody knows what the server expects now. */
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_DOWN);
	finish(&sc);
}

static void
test_fetch_empty_folder(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("0"),
	    HEAR("4 NOOP"), SAY("%T OK done"), HEAR("5 NOOP"),
	    SAY("* 1 EXISTS\r\n%T OK done"), HEAR("6 UID FETCH 1:10"),
	    SAY("* 1 FETCH (UID 1 RFC822.SIZE 1 " DATE ")\r\n%T OK done"),
	    HEAR("7 UID FETCH 1 "),
	    SAY("* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);
	struct seen seen = {0};
	uint32_t next;

	(void)state;
	buf_init(&seen.text, 1000);
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_MISS);
	assert_int_equal(
	    imap_fetch(sc.s, 1, 10, see, &seen, &next, &sc.err), RC_OK);
	assert_string_equal(seen.text.p, "1:a ");
	buf_fini(&seen.text);
	finish(&sc);
}

/* Wait for up to `seconds`; the time it took is in *ms. */
static enum rc
wait_in(const struct fake_step *steps, size_t n, int64_t seconds, int wake,
    int64_t *ms)
{
	struct scene sc = begin(steps, n);
	int64_t t = connect_clock();
	enum rc rc = imap_wait(sc.s, seconds, 1, wake, &sc.err);

	*ms = connect_clock() - t;
	finish(&sc);
	return rc;
}

#define WAIT(steps, seconds, ms) wait_in(steps, COUNT(steps), seconds, -1, ms)
#define DONE_BYE                 HEAR("DONE"), SAY("idle OK done"), BYE_BYE

static void
test_idle(void **state)
{
	static const struct fake_step later[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling"), PAUSE(100),
	    SAY("* OK still here\r\n* 2 EXISTS"), DONE_BYE};
	static const struct fake_step before[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("* 2 EXISTS\r\n* 1 RECENT\r\n+ idling"),
	    DONE_BYE};
	static const struct fake_step same[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling\r\n* 2 EXISTS"), DONE_BYE};
	static const struct fake_step split[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY_RAW("+ idl"), PAUSE(30),
	    SAY_RAW("ing\r\n* 2 EX"), PAUSE(30), SAY("ISTS"), DONE_BYE};
	static const struct fake_step at_end[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling"), HEAR("DONE"),
	    SAY("* 2 EXISTS\r\nidle OK done"), BYE_BYE};
	static const struct fake_step nothing[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling\r\n* 1 EXPUNGE\r\n* OK hm"),
	    DONE_BYE};
	int64_t ms;

	(void)state;
	assert_int_equal(WAIT(later, 5, &ms), RC_OK);
	assert_true(ms < 1000);
	assert_int_equal(WAIT(before, 5, &ms), RC_OK);
	assert_true(ms < 1000);
	assert_int_equal(WAIT(same, 5, &ms), RC_OK);
	assert_true(ms < 1000);
	assert_int_equal(WAIT(split, 5, &ms), RC_OK);
	assert_true(ms < 1000);
	assert_int_equal(WAIT(at_end, 0, &ms), RC_OK);
	assert_int_equal(WAIT(nothing, 1, &ms), RC_MISS);
	assert_true(ms >= 900);
}

static void
test_idle_refused(void **state)
{
	static const struct fake_step no[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("idle BAD what is that"), HEAR("4 NOOP"),
	    SAY("%T OK done"), HEAR("5 NOOP"), SAY("* 2 EXISTS\r\n%T OK done"),
	    BYE_BYE};
	static const struct fake_step none[] = {OPEN_WITH(""), SELECT("1"),
	    HEAR("4 NOOP"), SAY("%T OK done"), HEAR("5 NOOP"),
	    SAY("%T OK done"), BYE_BYE};
	int64_t ms;

	(void)state;
	assert_int_equal(WAIT(no, 5, &ms), RC_OK);
	assert_int_equal(WAIT(none, 1, &ms), RC_MISS);
	assert_true(ms >= 900 && ms < 2000);
}

static void
test_idle_ends(void **state)
{
	static const struct fake_step bye[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling\r\n* BYE down"), GONE};
	static const struct fake_step cut[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"), SAY("+ idling"), PAUSE(50), CUT};
	static const struct fake_step silent[] = {
	    OPEN, SELECT("1"), HEAR("idle IDLE"), GONE};
	static const struct fake_step flood[] = {OPEN, SELECT("1"),
	    HEAR("idle IDLE"),
	    FLOOD("* OK 0123456789012345678901234567890123456789\r\n", 500000),
	    GONE};
	static const struct fake_step noop[] = {OPEN_WITH(""), SELECT("1"),
	    HEAR("4 NOOP"), SAY("%T OK done"), PAUSE(100), CUT};
	int64_t ms;

	(void)state;
	assert_int_equal(WAIT(bye, 5, &ms), RC_DOWN);
	assert_int_equal(WAIT(cut, 5, &ms), RC_DOWN);
	assert_true(ms < 1000);
	assert_int_equal(WAIT(silent, 5, &ms), RC_DOWN);
	assert_int_equal(WAIT(flood, 5, &ms), RC_DOWN);
	assert_int_equal(WAIT(noop, 5, &ms), RC_DOWN);
}

static void
test_wake(void **state)
{
	static const struct fake_step idle[] = {
	    OPEN, SELECT("1"), HEAR("idle IDLE"), SAY("+ idling"), DONE_BYE};
	static const struct fake_step noop[] = {OPEN_WITH(""), SELECT("1"),
	    HEAR("4 NOOP"), SAY("%T OK done"), BYE_BYE};
	int fds[2];
	int64_t ms;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	assert_int_equal(wait_in(idle, COUNT(idle), 5, fds[0], &ms), RC_MISS);
	assert_true(ms < 1000);
	assert_int_equal(wait_in(noop, COUNT(noop), 5, fds[0], &ms), RC_MISS);
	assert_true(ms < 1000);
	close(fds[0]);
	close(fds[1]);
}

/* A mail announced while a FETCH ran wakes at once, without a word. */
static void
test_announced_in_fetch(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("1"),
	    HEAR("4 UID FETCH"), SAY("%T OK done"), HEAR("5 UID SEARCH"),
	    SAY("* SEARCH\r\n* 2 EXISTS\r\n%T OK done"), QUIET(50),
	    HEAR("idle IDLE"), SAY("+ idling"), DONE_BYE};
	struct scene sc = BEGIN(steps);
	struct timespec ts = {0, 100000000};
	struct seen seen = {0};
	uint32_t next;

	(void)state;
	assert_int_equal(
	    imap_fetch(sc.s, 5, 10, see, &seen, &next, &sc.err), RC_MISS);
	assert_int_equal(imap_wait(sc.s, 5, 1, -1, &sc.err), RC_OK);
	nanosleep(&ts, NULL);
	assert_int_equal(imap_wait(sc.s, 0, 1, -1, &sc.err), RC_MISS);
	finish(&sc);
}

static void
test_find(void **state)
{
	/* Back in INBOX, what came meanwhile is news. */
	static const struct fake_step steps[] = {OPEN, SELECT("1"),
	    HEAR("4 SELECT Sent"), SAY("* 9 EXISTS\r\n%T OK done"),
	    HEAR("5 UID SEARCH HEADER Message-ID \"<a.1@b>\""),
	    SAY("* SEARCH 7\r\n%T OK done"),
	    HEAR("6 UID SEARCH HEADER Message-ID \"<a.2@b>\""),
	    SAY("* SEARCH\r\n%T OK done"), HEAR("7 SELECT INBOX"),
	    SAY("* 2 EXISTS\r\n%T OK done"), BYE_BYE};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a.1@b"), &sc.err), RC_OK);
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a.2@b"), &sc.err), RC_MISS);
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a\"b"), &sc.err), RC_BAD);
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), STR("a\r\nb"), &sc.err), RC_BAD);
	assert_int_equal(
	    imap_find(sc.s, STR("Sent"), (struct str){0}, &sc.err), RC_BAD);
	assert_int_equal(imap_wait(sc.s, 5, 1, -1, &sc.err), RC_OK);
	finish(&sc);
}

static void
test_append(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("1"),
	    HEAR("4 APPEND Sent (\\Seen) {5}"),
	    SAY("%T NO [TRYCREATE] no such folder"),
	    HEAR("5 LIST \"\" \"Sent\""), SAY("%T OK done"),
	    HEAR("6 LIST \"\" \"Sent\""), SAY("%T OK done"),
	    HEAR("7 CREATE Sent"), SAY("%T OK done"), HEAR("8 SUBSCRIBE Sent"),
	    SAY("%T OK done"), HEAR("9 APPEND Sent (\\Seen) {5}"), SAY("+ go"),
	    BYTES(7), SAY("9 OK [APPENDUID 1 2] done"), HEAR("10 APPEND Sent"),
	    SAY("%T NO [OVERQUOTA] full"), HEAR("11 LIST"),
	    SAY("* LIST () NIL Sent\r\n%T OK done"), HEAR("12 APPEND"),
	    SAY("+ go"), CUT};
	struct scene sc = BEGIN(steps);

	(void)state;
	assert_int_equal(
	    imap_append(sc.s, STR("Sent"), STR("a\r\nb "), &sc.err), RC_OK);
	assert_int_equal(
	    imap_append(sc.s, STR("Sent"), STR("a\r\nb "), &sc.err), RC_LATER);
	assert_non_null(strstr(sc.err.text, "full"));
	assert_int_equal(
	    imap_append(sc.s, STR("Sent"), STR("a\r\nb "), &sc.err), RC_DOWN);
	assert_int_equal(
	    imap_append(sc.s, STR("Sent"), (struct str){0}, &sc.err), RC_BAD);
	finish(&sc);
}

static void
test_open_fails(void **state)
{
	static const struct fake_step steps[] = {SAY("* BYE busy"), NEXT,
	    SAY("* OK hi"), HEAR("A001 CAPABILITY"),
	    SAY("* CAPABILITY IMAP4rev1\r\n%T OK done"), HEAR("1 CAP"), CUT,
	    NEXT, SAY("* PREAUTH welcome"), HEAR("A001 CAPABILITY"),
	    SAY("* CAPABILITY IMAP4rev1\r\n%T OK done"), GONE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct server_settings server = at(f);
	struct err err = {""};
	struct imap *s = NULL;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(imap_open(&server, &s, &err), RC_DOWN);
		assert_null(s);
		assert_true(err.text[0] != '\0');
	}
	assert_non_null(strstr(err.text, "PREAUTH"));
	assert_null(fake_stop(f));
	fake_free(&f);
}

static void
test_probe(void **state)
{
	static const struct fake_step steps[] = {OPEN, SELECT("1"), BYE_BYE,
	    NEXT, OPEN, HEAR("3 SELECT INBOX"), SAY("%T NO no"), BYE_BYE};
	struct fake *f = fake_start(steps, COUNT(steps), 1);
	struct server_settings server = at(f);
	struct err err = {""};

	(void)state;
	assert_int_equal(imap_probe(&server, STR("INBOX"), &err), RC_OK);
	assert_int_equal(imap_probe(&server, STR("INBOX"), &err), RC_MISS);
	if (fake_stop(f))
		fail_msg("%s", fake_stop(f));
	fake_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_select),
	    cmocka_unit_test(test_folder_names),
	    cmocka_unit_test(test_utf7),
	    cmocka_unit_test(test_fetch),
	    cmocka_unit_test(test_fetch_hole),
	    cmocka_unit_test(test_fetch_sizes),
	    cmocka_unit_test(test_fetch_taken_away),
	    cmocka_unit_test(test_fetch_hostile),
	    cmocka_unit_test(test_bad_flags),
	    cmocka_unit_test(test_fetch_refused),
	    cmocka_unit_test(test_fetch_empty_folder),
	    cmocka_unit_test(test_idle),
	    cmocka_unit_test(test_idle_refused),
	    cmocka_unit_test(test_idle_ends),
	    cmocka_unit_test(test_wake),
	    cmocka_unit_test(test_announced_in_fetch),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_append),
	    cmocka_unit_test(test_open_fails),
	    cmocka_unit_test(test_probe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
