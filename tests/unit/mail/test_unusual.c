#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "mail/message.h"

/* Mails that are signed, encrypted, cut, nested or wrongly put together. */

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(192u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct message *
parse(const char *raw)
{
	struct message *m = NULL;
	struct err err = {""};

	if (message_parse(arena, str_of(raw), &m, &err) != RC_OK)
		fail_msg("%s", err.text);
	return m;
}

#define assert_str(s, want)                                                    \
	do {                                                                   \
		struct str got_ = (s);                                         \
		if (!str_eqc(got_, want))                                      \
			fail_msg("[%.*s], wanted [%s]", STR_ARG(got_), want);  \
	} while (0)

/* "Content-Type: text/plain, Paid." in a signature. */
#define SIGNED                                                                 \
	"MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggCSABApDb250ZW50"     \
	"LVR5BBZwZTogdGV4dC9wbGFpbgoKUGFpZC4KAAAAAAAAAAAAAAAA\n"
#define SEALED "MIAGCSqGSIb3DQEHA6CAMIACAQAx\n"

static void
test_opaque(void **state)
{
	struct message *m;

	(void)state;
	m = parse("Content-Type: application/octet-stream; name=smime.p7m\n"
		  "Content-Transfer-Encoding: base64\n\n" SIGNED);
	assert_str(m->reply, "Paid.");
	assert_int_equal(m->flags, 0);
	assert_int_equal(m->file_count, 0);
	/* With what a list has added below, and a file beside it. */
	m = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		  "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
		  "Content-Transfer-Encoding: base64\n\n" SIGNED "--b\n"
		  "Content-Type: application/pdf; name=a.pdf\n\nx\n--b--\n");
	assert_str(m->reply, "Paid.");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].name, "a.pdf");
	/* One that belongs to a mail that is attached is not ours. */
	m = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n"
		  "--b\nContent-Type: message/rfc822\n\n"
		  "Content-Type: application/pkcs7-mime; name=smime.p7m\n"
		  "Content-Transfer-Encoding: base64\n\n" SEALED "--b--\n");
	assert_str(m->reply, "Hello.");
	assert_int_equal(m->flags & MESSAGE_ENCRYPTED, 0);
}

static void
test_clear(void **state)
{
	struct message *m;

	(void)state;
	m = parse(
	    "Content-Type: multipart/signed; micalg=sha-256; "
	    "protocol=\"application/pkcs7-signature\"; boundary=s\n\n"
	    "--s\nContent-Type: multipart/alternative; boundary=a\n\n"
	    "--a\n\nPaid.\n--a\nContent-Type: text/html\n\n<p>Paid.</p>\n"
	    "--a--\n\n--s\nContent-Type: application/pkcs7-signature; "
	    "name=smime.p7s\nContent-Transfer-Encoding: base64\n"
	    "Content-Disposition: attachment; filename=smime.p7s\n\n" SEALED
	    "--s--\n");
	assert_str(m->reply, "Paid.");
	assert_int_equal(m->file_count, 0);
	assert_int_equal(m->flags & MESSAGE_ENCRYPTED, 0);
	m = parse("Content-Type: multipart/signed; micalg=pgp-sha512; "
		  "protocol=\"application/pgp-signature\"; boundary=s\n\n"
		  "--s\nContent-Type: text/plain; charset=utf-8\n"
		  "Content-Transfer-Encoding: quoted-printable\n\n"
		  "We=20paid.\n\n--s\nContent-Type: application/pgp-signature; "
		  "name=\"signature.asc\"\n\n-----BEGIN PGP SIGNATURE-----\n"
		  "abc\n-----END PGP SIGNATURE-----\n\n--s--\n");
	assert_str(m->reply, "We paid.");
	assert_int_equal(m->file_count, 0);
}

static void
test_encrypted(void **state)
{
	static const char *const mails[] = {
	    "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
	    "Content-Transfer-Encoding: base64\n\n" SEALED,
	    "Content-Type: application/octet-stream; name=smime.p7m\n"
	    "Content-Transfer-Encoding: base64\n\n" SEALED,
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: application/x-pkcs7-mime\n"
	    "Content-Transfer-Encoding: base64\n\n" SEALED "--b--\n",
	    /* As Exchange leaves PGP/MIME. */
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text/plain\n\n\n--b\n"
	    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
	    "Content-Type: application/octet-stream; name=encrypted.asc\n\n"
	    "-----BEGIN PGP MESSAGE-----\n--b--\n",
	    "Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nx\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		assert_true(parse(mails[i])->flags & MESSAGE_ENCRYPTED);
}

static void
test_nested(void **state)
{
	struct message *m;

	(void)state;
	/* A mail inside of a mail is a file, however deep. */
	m = parse("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nSee it."
		  "\n--a\nContent-Type: message/rfc822; name=\"old.eml\"\n\n"
		  "Subject: y\nContent-Type: multipart/mixed; boundary=b\n\n"
		  "--b\n\nWe dispute it.\n--b\nContent-Type: message/rfc822\n\n"
		  "Subject: z\n\nInner.\n--b--\n--a--\n");
	assert_str(m->text, "See it.");
	assert_int_equal(m->file_count, 1);
	assert_str(m->files[0].type, "message/rfc822");
	/* Alternatives inside of related inside of mixed. */
	m = parse("Content-Type: multipart/mixed; boundary=a\n\n--a\n"
		  "Content-Type: multipart/related; boundary=b\n\n--b\n"
		  "Content-Type: multipart/alternative; boundary=c\n\n--c\n\n"
		  "Paid.\n--c\nContent-Type: text/html\n\n<p>Paid.\n--c--\n"
		  "--b\nContent-Type: image/png; name=logo.png\n"
		  "Content-ID: <l>\n\nx\n--b--\n--a\n"
		  "Content-Type: application/pdf; name=r.pdf\n\ny\n--a--\n");
	assert_str(m->reply, "Paid.");
	assert_int_equal(m->file_count, 1);
}

static void
test_boundaries(void **state)
{
	static const char *const mails[] = {
	    /* No end; cut in a part; a boundary in quotes, with blanks. */
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nPaid.\n",
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nPaid.\n--b\n"
	    "Content-Type: applica",
	    "Content-Type: multipart/mixed;\n boundary=\"b c\"\n\n--b c\n\n"
	    "Paid.\n--b c--\n",
	    /* Another one than the header says, or none said. */
	    "Content-Type: multipart/mixed; boundary=zz\n\npreamble\n\n"
	    "--b\n\nPaid.\n--b--\n",
	    "Content-Type: multipart/alternative\n\n--b\n"
	    "Content-Type: text/plain\n\nPaid.\n--b--\n",
	    /* Blanks behind it, text in front and behind. */
	    "Content-Type: multipart/mixed; boundary=b\n\nThis is MIME.\n"
	    "--b  \n\nPaid.\n--b--  \nthe end\n",
	    /* The inner one is never closed. */
	    "Content-Type: multipart/mixed; boundary=a\n\n--a\n"
	    "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPaid.\n"
	    "--a--\n",
	    /* A type that nobody knows. */
	    "Content-Type: multipart/x-own; "
	    "boundary=b\n\n--b\n\nPaid.\n--b--\n",
	    "Content-Type: text\n\nPaid.\n",
	    "Content-Type: ;;;\n\nPaid.\n",
	    "Content-Type: multipart\n\nPaid.\n",
	    "Content-Type: \"text/plain\"\n\nPaid.\n",
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: text\n\nPaid.\n--b--\n",
	    "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type:\n\nPaid.\n--b--\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(mails) / sizeof(mails[0]); i++)
		assert_str(parse(mails[i])->reply, "Paid.");
}

static void
test_codings(void **state)
{
	static const struct {
		const char *coding, *body, *want;
	} cases[] = {
	    {"base64", "UGFp\r\n\r\nZC4=", "Paid."},
	    {"base64", "UG!Fp *ZC4=\n", "Paid."},
	    {"base64", "UGFpZC4\n", "Paid."},
	    {"base64", "UGFpZC4=\n-- \nlist footer", "Paid."},
	    {"BASE64", "UGFpZC4=", "Paid."},
	    {"quoted-printable", "Pa=69d=2E=\n", "Paid."},
	    {"quoted-printable", "Pa=\n=69d.=", "Paid."},
	    {"quoted-printable", "100=ZZ =\xe2\x82\xac= 5", "100=ZZ =€= 5"},
	    {"quoted-printable", "a=C3=A9b", "aéb"},
	    {"Quoted-Printable ", "a=c3=a9b", "aéb"},
	    {"8bit", "caf\xe9", "café"},
	    {"x-unknown", "Paid.", "Paid."},
	    {"", "Paid.", "Paid."},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str raw =
		    arena_fmt(arena, "Content-Transfer-Encoding: %s\n\n%s",
			cases[i].coding, cases[i].body);

		assert_str(parse(raw.p)->reply, cases[i].want);
	}
}

static void
test_charsets(void **state)
{
	static const struct {
		const char *charset, *body, *want;
	} cases[] = {
	    {"ISO_8859-1:1987", "\x80", "€"},
	    {"\"8859-1\"", "\xe9", "é"},
	    {"Windows1252", "\x93", "“"},
	    {"cp1252", "\xe9", "é"},
	    {"iso-8859-1", "gr\xc3\xbcn", "grün"},
	    {"latin9", "\xa4", "€"},
	    {"x-gbk", "\xe9\x46", "镕"},
	    {"ms936", "\xc4\xe3", "你"},
	    {"windows-949", "\x94\xee", "뷁"},
	    {"windows-31j", "\x87\x40", "①"},
	    {"x-sjis", "\x82\xa0", "あ"},
	    {"big5-hkscs", "\xa7\x41", "你"},
	    {"iso-2022-jp", "\x1b$B4A\x1b(B", "漢"},
	    {"us-ascii", "\x1b$B4A\x1b(B", "漢"},
	    {"utf-16le", "Paid", "Paid"},
	    {"unicode-1-1-utf-7", "a+AOk-", "a+AOk-"},
	    {"koi8-ru", "\xf0", "П"},
	    {"ibm-850", "\x81", "ü"},
	    {"tis-620", "\xa1", "ก"},
	    {"utf-8", "\xff\xc3\xa9", "ÿé"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str raw = arena_fmt(arena,
		    "Content-Type: text/plain; charset=%s\n\n%s",
		    cases[i].charset, cases[i].body);

		assert_str(parse(raw.p)->text, cases[i].want);
	}
}

/* An address that two readers could read as two is none. */
static void
test_disguise(void **state)
{
	static const struct {
		const char *from, *address;
	} cases[] = {
	    {"pat@v.example evil@a.example", ""},
	    {"pat@v.example@a.example", ""},
	    {"<pat@v.example@a.example>", ""},
	    {"<pat@v.example\xe2\x80\x8b>", ""},
	    {"=?utf-8?q?pat=40v.example=2C?=@a.example", ""},
	    {"=?utf-8?q?pat=40v.example?= <evil@a.example>", "evil@a.example"},
	    {"evil@a.example (pat@v.example)", "evil@a.example"},
	    {"pat@v.example <evil>", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str raw =
		    arena_fmt(arena, "From: %s\n\nHi\n", cases[i].from);
		struct message *m = parse(raw.p);

		assert_int_equal(m->from.n, 1);
		assert_str(m->from.v[0].address, cases[i].address);
	}
}

/* A mailer's word to the reader, alone or above the words. */
static void
test_unshown(void **state)
{
	struct message *m = parse(
	    "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
	    "Content-Type: text/plain; charset=utf-8\n\n"
	    "Ihr E-Mail-Programm unterst\xc3\xbctzt leider keine "
	    "HTML-Mails.\n--a\n"
	    "Content-Type: text/html\n\n<p>Gestern bezahlt.</p>\n--a--\n");

	(void)state;
	assert_str(m->reply, "Gestern bezahlt.");
	m = parse("Content-Type: text/plain\n\n"
		  "Your mail reader can't show HTML.\n\nPaid yesterday.\n");
	assert_str(m->reply, "Paid yesterday.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	    TEST(test_opaque),
	    TEST(test_clear),
	    TEST(test_encrypted),
	    TEST(test_nested),
	    TEST(test_boundaries),
	    TEST(test_codings),
	    TEST(test_charsets),
	    TEST(test_disguise),
	    TEST(test_unshown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
