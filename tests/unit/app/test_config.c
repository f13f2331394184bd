#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/config.h"
#include "app/config_document.h"
#include "app/config_manual.h"
#include "app/config_value.h"
#include "base/arena.h"
#include "model/limits.h"
#include "tree.h"

/* Load a tree of three files; NULL leaves one out. */
static enum rc
load(struct tree *t, const char *gateway, const char *mailbox,
    const char *sequence, struct config **out)
{
	char path[512];
	struct err err;

	if (gateway != NULL)
		tree_put(t, "gateway.conf", gateway);
	if (mailbox != NULL)
		tree_put(t, "mailboxes/ar.conf", mailbox);
	if (sequence != NULL)
		tree_put(t, "templates/invoicing/sequence.conf", sequence);
	tree_path(t, "gateway.conf", path);
	return config_load(path, out, tree_told, t, &err);
}

static void
expect(struct tree *t, const char *file, int line, const char *words)
{
	if (!tree_has(t, file, line, words)) {
		fprintf(stderr, "not told: %s:%d: ...%s...; but:\n", file, line,
		    words);
		tree_show(t);
		fail();
	}
}

static void
test_table_is_sound(void **state)
{
	static const struct config_setting *s;
	struct arena *a = arena_new(1 << 20);
	char why[CONFIG_WHY_MAX];
	union {
		struct settings s;
		struct mailbox_settings m;
		struct collector_settings c;
	} base;

	(void)state;
	memset(&base, 0, sizeof(base));
	assert_true(config_table_count <= CONFIG_SETTINGS_MAX);
	for (size_t i = 0; i < config_table_count; i++) {
		s = &config_table[i];
		assert_non_null(strchr(s->doc, '.'));
		assert_null(strchr(s->doc, '\n'));
		assert_true(strlen(s->doc) < 76);
		if (s->type < TYPE_BOOL)
			assert_in_range(s->max, 1, LIMIT_CONFIG_VALUE);
		if (s->fallback[0] != '\0') {
			assert_false(s->required);
			assert_true(config_value_set(
			    s, &base, str_of(s->fallback), a, "", why));
		}
		for (size_t j = 0; j < i; j++)
			assert_false(
			    s->scope == config_table[j].scope &&
			    strcmp(s->section, config_table[j].section) == 0 &&
			    strcmp(s->key, config_table[j].key) == 0);
	}
	arena_free(&a);
}

/* Line after line as the table writes it, but for values filled in. */
static void
same_as_table(const char *path, enum config_scope scope)
{
	struct buf have, want;
	struct str text, line, rest, wanted;
	struct err err;
	char *doc = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&doc, &n);

	config_document_scope(scope, f);
	fclose(f);
	buf_init(&want, 1 << 20);
	buf_init(&have, 1 << 20);
	buf_add(&want, doc, n);
	assert_int_equal(file_read(path, &have, &err), RC_OK);
	text = buf_str(&have);
	rest = buf_str(&want);
	text = str_sub(text, str_find(text, STR("\n[")) + 1, text.n);
	while (str_line(&rest, &wanted)) {
		do
			assert_true(str_line(&text, &line));
		while (line.n > 0 && str_is_space(line.p[0]));
		if (str_eq(line, wanted))
			continue;
		/* "#key = default" may be "key = value" */
		assert_int_equal(wanted.p[0], '#');
		assert_int_not_equal(wanted.p[1], ' ');
		wanted = str_sub(wanted, 1, str_chr(wanted, '='));
		assert_true(str_starts(line, wanted));
	}
	while (str_line(&text, &line))
		assert_true(line.n == 0 || str_is_space(line.p[0]));
	buf_fini(&want);
	buf_fini(&have);
	free(doc);
}

static void
test_samples_are_the_table(void **state)
{
	(void)state;
	same_as_table("gateway.conf", SCOPE_GATEWAY);
	same_as_table("mailboxes/ar.conf", SCOPE_MAILBOX);
	same_as_table("collectors/ruth.conf.sample", SCOPE_COLLECTOR);
}

static void
test_manual_is_the_table(void **state)
{
	struct buf have;
	struct err err;
	char *page = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&page, &n);

	(void)state;
	config_manual_print(f);
	fclose(f);
	buf_init(&have, 1 << 20);
	assert_int_equal(file_read("man/gateway.conf.5", &have, &err), RC_OK);
	if (!str_eqc(buf_str(&have), page))
		fail_msg("man/gateway.conf.5 is not of today: make man");
	buf_fini(&have);
	free(page);
}

static void
test_samples_load(void **state)
{
	static const char *const names[] = {"invoice", "nudge", "reminder-1",
	    "reminder-2", "reminder-3", "reminder-4", "call", "cadence",
	    "letter", "decision"};
	static const int days[] = {0, -3, 3, 10, 20, 30, 37, 44, 100, 114};
	const struct sequence *s;
	struct config *c = NULL;
	struct tree t = {.count = 0};
	struct err err;

	(void)state;
	if (config_load("gateway.conf", &c, tree_told, &t, &err) != RC_OK)
		tree_show(&t);
	assert_non_null(c);
	s = config_sequence(c, STR("invoicing"));
	assert_non_null(s);
	assert_int_equal(s->step_count, 10);
	for (size_t i = 0; i < 10; i++) {
		assert_true(str_eqc(s->steps[i].name, names[i]));
		assert_int_equal(s->steps[i].offset, days[i]);
	}
	assert_int_equal(s->steps[0].expires, 5);
	assert_true(s->steps[1].has_expires);
	assert_int_equal(s->steps[1].expires, 0);
	assert_int_equal(s->steps[7].repeat, 14);
	assert_int_equal(s->steps[9].repeat, 14);
	assert_true(str_eqc(config_settings(c)->templates_dir, "templates"));
	assert_true(str_eqc(
	    config_mailbox(c, STR("ar"))->send_maildir, "var/mail/{address}"));
	config_free(&c);
	assert_null(c);
}

static void
test_defaults_and_values(void **state)
{
	const struct mailbox_settings *b;
	const struct settings *s;
	struct config *c = NULL;
	struct tree t;
	char path[512];

	(void)state;
	tree_open(&t);
	assert_int_equal(
	    load(&t,
		"\xef\xbb\xbf# with a mark that editors leave\r\n"
		"[company]\r\nname = Caf\xc3\xa9 #1  \r\n"
		"email=ar@example.com\r\ncurrency = EUR\r\n"
		"address = One\r\n\tTwo\r\n    # not this\r\n  Three\r\n\r\n"
		"locale = de-DE\ntimezone = Europe/Berlin\ncolor = #00Ff10\n"
		"[links]\nbase = http://127.0.0.1:8080/pay\nvalid_for = 2w\n"
		"[ledger]\nstale_after = 2d\n"
		"path = postgresql://db.example.com/dunmail\n"
		"[sending]\nfrom = 00:00\nto = 24:00\nweekdays_only = no\n"
		"[run]\ntick = 2m\n"
		"[staff]\nfallback = staff@example.com\n",
		"[mailbox]\naddress = ar@mail.example.com\n"
		"[send]\nmaildir =\n"
		"[smtp]\nhost = localhost\ntls = none\n"
		"[read]\nchannel = server\n"
		"[imap]\nhost = imap.example.com\nuser = ar\n"
		"password_file = /etc/dunmail/ar\ntls = starttls\n",
		SEQUENCE_OK, &c),
	    RC_OK);
	s = config_settings(c);
	assert_true(str_eqc(s->company_name, "Caf\xc3\xa9 #1"));
	assert_true(str_eqc(s->company_address, "One\nTwo\nThree"));
	assert_int_equal(s->company_address.p[s->company_address.n], '\0');
	assert_true(str_eqc(s->company_color, "#00Ff10"));
	assert_true(
	    str_eqc(s->ledger_path, "postgresql://db.example.com/dunmail"));
	assert_int_equal(s->ledger_stale_hours, 48);
	assert_int_equal(s->links_days, 14);
	assert_int_equal(s->window_from, 0);
	assert_int_equal(s->window_to, 1440);
	assert_false(s->weekdays_only);
	assert_int_equal(s->tick_seconds, 120);
	assert_int_equal(s->min_gap_days, 5);
	assert_int_equal(s->per_hour, 500);
	tree_path(&t, "var/keys", path);
	assert_true(str_eqc(s->keys_dir, path));
	b = config_mailbox(c, STR("ar"));
	assert_true(str_eqc(b->name, "ar"));
	assert_true(str_eqc(b->display, "Caf\xc3\xa9 #1"));
	assert_true(str_eqc(b->reply_address, "ar@mail.example.com"));
	assert_true(str_eqc(b->helo, "mail.example.com"));
	assert_true(str_eqc(b->language, "de"));
	assert_int_equal(b->smtp.port, 25);
	assert_int_equal(b->imap.port, 143);
	assert_int_equal(b->imap.tls, TLS_STARTTLS);
	assert_int_equal(b->imap.timeout, 60);
	assert_true(str_eqc(b->imap.password_file, "/etc/dunmail/ar"));
	assert_true(b->reply_tag);
	assert_null(config_mailbox(c, STR("other")));
	assert_null(config_sequence(c, STR("other")));
	config_free(&c);
	tree_close(&t);
}

static void
listens(struct tree *t, const char *written, const char *want)
{
	char gateway[1024];
	struct config *c = NULL;

	snprintf(gateway, sizeof(gateway), GATEWAY_OK "[portal]\nlisten = %s\n",
	    written);
	assert_int_equal(load(t, gateway, MAILBOX_OK, SEQUENCE_OK, &c), RC_OK);
	assert_true(str_eqc(config_settings(c)->portal_listen, want));
	config_free(&c);
}

static void
test_socket_is_beside_the_file(void **state)
{
	struct tree t;
	char want[600], path[512];

	(void)state;
	tree_open(&t);
	tree_path(&t, "run/portal.sock", path);
	snprintf(want, sizeof(want), "unix:%s", path);
	listens(&t, "unix:run/portal.sock", want);
	listens(&t, "unix:/run/portal.sock", "unix:/run/portal.sock");
	listens(&t, "unix:", "unix:");
	listens(&t, "127.0.0.1:8080", "127.0.0.1:8080");
	listens(&t, "[::1]:8080", "[::1]:8080");
	tree_close(&t);
}

static void
test_all_mistakes_in_one_go(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(load(&t,
			     "name = too early\n"                    /* 1 */
			     "[company]\nname = X\nname = Y\n"       /* 4 */
			     "adress = Here\n"                       /* 5 */
			     "email = not an address\n"              /* 6 */
			     "currency = XQX\n"                      /* 7 */
			     "timezone = Europe/Atlantis\n"          /* 8 */
			     "color = blue\n"                        /* 9 */
			     "locale = english\n"                    /* 10 */
			     "phone = \xff\xfe\n"                    /* 11 */
			     "no equals sign\n"                      /* 12 */
			     "[link]\nbase = x\n"                    /* 13 */
			     "[links]\nbase = http://example.com\n"  /* 16 */
			     "[ledger]\nstale_after = 30\n"          /* 18 */
			     "timezone = UTC\n"                      /* 19 */
			     "[sending]\nfrom = 18:00\nto = 17:00\n" /* 22 */
			     "min_gap = 12h\nper_hour = 0\n"         /* 24 */
			     "weekdays_only = maybe\n"               /* 25 */
			     "[company]\nzzz = 1\n"                  /* 27 */
			     "[run\n  tick = 5s\n",                  /* 28 */
			     MAILBOX_OK, SEQUENCE_OK, &c),
	    RC_BAD);
	assert_null(c);
	expect(&t, "gateway.conf", 1, "before any section");
	expect(&t, "gateway.conf", 4, "twice, first on line 3");
	expect(&t, "gateway.conf", 5, "did you mean \"address\"?");
	expect(&t, "gateway.conf", 6, "such as ar@example.com");
	expect(&t, "gateway.conf", 7, "ISO 4217");
	expect(&t, "gateway.conf", 8, "/usr/share/zoneinfo");
	expect(&t, "gateway.conf", 9, "#rrggbb");
	expect(&t, "gateway.conf", 10, "such as en-US");
	expect(&t, "gateway.conf", 11, "UTF-8");
	expect(&t, "gateway.conf", 12, "write key = value");
	expect(&t, "gateway.conf", 13, "did you mean [links]?");
	expect(&t, "gateway.conf", 16, "https://host");
	expect(&t, "gateway.conf", 18, "such as 30h");
	expect(&t, "gateway.conf", 19, "move it to [company]");
	expect(&t, "gateway.conf", 22, "ends before it begins");
	expect(&t, "gateway.conf", 23, "such as 5d");
	expect(&t, "gateway.conf", 24, "from 1 to 1000000");
	expect(&t, "gateway.conf", 25, "yes or no");
	expect(&t, "gateway.conf", 26, "second time, first on line 2");
	expect(&t, "gateway.conf", 27, "dunmail check --settings");
	expect(&t, "gateway.conf", 28, "end with ']'");
	expect(&t, "gateway.conf", 0, "[staff] lacks \"fallback\"");
	assert_int_equal(t.count, 22);
	tree_close(&t);
}

static void
test_values_at_their_limits(void **state)
{
	char gateway[LIMIT_CONFIG_VALUE * 2 + 1000];
	char longer[LIMIT_CONFIG_VALUE + 100];
	struct config *c = NULL;
	struct tree t;

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[200] = '\0';
	tree_open(&t);
	snprintf(gateway, sizeof(gateway),
	    "[company]\nname = %s\nemail = a@b.example\ncurrency = JPY\n"
	    "[links]\nbase = https://b.example\n"
	    "[staff]\nfallback = s@b.example\n"
	    "[ledger]\nstale_after = 8760h\n",
	    longer);
	assert_int_equal(load(&t, gateway, MAILBOX_OK, SEQUENCE_OK, &c), RC_OK);
	config_free(&c);
	longer[200] = 'x';
	longer[201] = '\0';
	snprintf(gateway, sizeof(gateway),
	    "[company]\nname = %s\nemail = a@b.example\ncurrency =\n"
	    "[links]\nbase = https://b.example\n"
	    "[staff]\nfallback = s@b.example\n"
	    "[ledger]\nstale_after = 8761h\n",
	    longer);
	assert_int_equal(
	    load(&t, gateway, MAILBOX_OK, SEQUENCE_OK, &c), RC_BAD);
	expect(&t, "gateway.conf", 2, "201 bytes, and at most 200");
	expect(&t, "gateway.conf", 4, "currency is empty");
	expect(&t, "gateway.conf", 10, "to 8760h");
	assert_int_equal(t.count, 3);
	t.count = 0;
	longer[201] = 'x';
	longer[LIMIT_CONFIG_VALUE + 1] = '\0';
	snprintf(gateway, sizeof(gateway),
	    GATEWAY_OK "[folders]\nfilters = %s\n", longer);
	assert_int_equal(
	    load(&t, gateway, MAILBOX_OK, SEQUENCE_OK, &c), RC_BAD);
	expect(&t, "gateway.conf", 10, "longer than 8192 bytes");
	t.count = 0;
	longer[LIMIT_CONFIG_VALUE - 10] = '\0';
	snprintf(gateway, sizeof(gateway),
	    GATEWAY_OK "[company]\nbank = %s\n  and so on and on\n", longer);
	assert_int_equal(
	    load(&t, gateway, MAILBOX_OK, SEQUENCE_OK, &c), RC_BAD);
	expect(&t, "gateway.conf", 10, "longer than 8192 bytes");
	tree_close(&t);
}

static void
test_too_many_lines(void **state)
{
	char *text = malloc(LIMIT_CONFIG_LINES + 200);
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	strcpy(text, GATEWAY_OK);
	memset(text + strlen(GATEWAY_OK), '\n', LIMIT_CONFIG_LINES - 7);
	text[strlen(GATEWAY_OK) + LIMIT_CONFIG_LINES - 7] = '\0';
	assert_int_equal(load(&t, text, MAILBOX_OK, SEQUENCE_OK, &c), RC_BAD);
	expect(&t, "gateway.conf", LIMIT_CONFIG_LINES + 1, "5000 lines");
	assert_int_equal(t.count, 1);
	free(text);
	tree_close(&t);
}

static void
test_values_of_one_line(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(load(&t,
			     "[company]\n  name = X\n"   /* 2: indented */
			     "name = X\n  email = a@b\n" /* 3 swallows 4 */
			     "email = ar@example.com\r\n"
			     "phone = 1\x01\n" /* 6 */
			     "currency = EUR\n[links]\nbase = https://x\n"
			     "[staff]\nfallback = a@example.org\n",
			     MAILBOX_OK, SEQUENCE_OK, &c),
	    RC_BAD);
	expect(&t, "gateway.conf", 2, "starts with a blank");
	expect(&t, "gateway.conf", 3, "one line of text");
	expect(&t, "gateway.conf", 6, "one line of text");
	assert_int_equal(t.count, 3);
	for (int i = 0; i < t.count; i++) /* told in one line, too */
		for (const char *p = t.told[i].text; *p != '\0'; p++)
			assert_true((unsigned char)*p >= 0x20);
	tree_close(&t);
}

static void
test_no_files(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(load(&t, NULL, NULL, NULL, &c), RC_MISS);
	assert_int_equal(load(&t, GATEWAY_OK, NULL, NULL, &c), RC_BAD);
	expect(&t, "gateway.conf", 0, "there is no mailbox");
	expect(&t, "gateway.conf", 0, "templates cannot be read");
	t.count = 0;
	tree_put(&t, "templates/other/readme", "");
	assert_int_equal(
	    load(&t, GATEWAY_OK "[folders]\n", MAILBOX_OK, NULL, &c), RC_BAD);
	expect(&t, "gateway.conf", 9, "holds a sequence.conf");
	assert_int_equal(t.count, 1);
	tree_close(&t);
}

static void
test_mailboxes(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	tree_put(&t, "mailboxes/zz.conf", MAILBOX_OK);
	tree_put(&t, "mailboxes/bad name.conf", MAILBOX_OK);
	tree_put(&t, "mailboxes/ignored.conf~", "x");
	tree_put(&t, "mailboxes/.conf", "x");
	tree_put(&t, "mailboxes/dir.conf/x", "x");
	assert_int_equal(
	    load(&t, GATEWAY_OK, MAILBOX_OK, SEQUENCE_OK, &c), RC_BAD);
	expect(&t, "mailboxes/zz.conf", 2, "mailbox \"ar\" already");
	expect(&t, "mailboxes/bad name.conf", 0, "letters, digits");
	expect(&t, "mailboxes/dir.conf", 0, "cannot be read");
	assert_int_equal(t.count, 3);
	tree_close(&t);
}

static void
test_too_many_mailboxes(void **state)
{
	struct config *c = NULL;
	struct tree t;
	char name[64];

	(void)state;
	tree_open(&t);
	for (int i = 0; i < LIMIT_MAILBOXES; i++) {
		snprintf(name, sizeof(name), "mailboxes/m%d.conf", i);
		tree_put(&t, name, "");
	}
	load(&t, GATEWAY_OK, NULL, SEQUENCE_OK, &c);
	assert_false(tree_has(&t, "mailboxes", 0, "more than 200"));
	t.count = 0;
	load(&t, NULL, MAILBOX_OK, NULL, &c);
	expect(&t, "mailboxes", 0, "more than 200");
	tree_close(&t);
}

static void
test_mailbox_settings_together(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(load(&t, GATEWAY_OK,
			     "[mailbox]\naddress = STAFF@example.com\n" /* 2 */
			     "[send]\nsent_copy = yes\n"                /* 4 */
			     "[smtp]\nhost = smtp.example.com\n"
			     "tls = none\nuser = me\n" /* 7, 8 */
			     "[read]\nchannel = maildir\n"
			     "[imap]\ntls = tsl\n", /* 12 */
			     SEQUENCE_OK, &c),
	    RC_BAD);
	expect(&t, "gateway.conf", 8, "come back to the gateway");
	expect(&t, "mailboxes/ar.conf", 4, "sent_copy needs");
	expect(&t, "mailboxes/ar.conf", 7, "in the clear");
	expect(&t, "mailboxes/ar.conf", 8, "no password_file");
	expect(&t, "mailboxes/ar.conf", 9, "lacks \"maildir\"");
	expect(&t, "mailboxes/ar.conf", 12, "implicit, starttls or none");
	assert_int_equal(t.count, 6);
	t.count = 0;
	assert_int_equal(load(&t, GATEWAY_OK,
			     "[mailbox]\naddress = ar@example.com\n"
			     "[send]\nchannel = maildir\nmaildir = var/mail\n"
			     "[read]\nchannel = maildir\nmaildir = var/mail\n",
			     SEQUENCE_OK, &c),
	    RC_BAD);
	expect(&t, "mailboxes/ar.conf", 8, "read again as a reply");
	t.count = 0;
	assert_int_equal(load(&t, GATEWAY_OK,
			     "[mailbox]\naddress = ar@example.com\n"
			     "[imap]\npassword_file = x\n"
			     "host = imap.example.com\n",
			     SEQUENCE_OK, &c),
	    RC_BAD);
	expect(&t, "mailboxes/ar.conf", 0, "[smtp] lacks \"host\"");
	expect(&t, "mailboxes/ar.conf", 4, "no user");
	assert_int_equal(t.count, 2);
	tree_close(&t);
}

static void
test_where(void **state)
{
	const struct settings *s;
	struct config *c = NULL;
	const char *file;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(
	    load(&t, GATEWAY_OK, MAILBOX_OK, SEQUENCE_OK, &c), RC_OK);
	s = config_settings(c);
	assert_int_equal(config_where(c, &s->company_email, &file), 3);
	assert_string_equal(file, config_path(c));
	assert_int_equal(config_where(c, &s->company_color, &file), 1);
	assert_int_equal(config_where(c, &s->per_hour, &file), 0);
	assert_int_equal(config_where(c, &s->mailboxes[0].address, &file), 2);
	assert_non_null(strstr(file, "mailboxes/ar.conf"));
	config_free(&c);
	tree_close(&t);
}

static void
test_inspect_goes_on(void **state)
{
	struct config *c = NULL;
	struct tree t;
	struct err err;
	char path[512];

	(void)state;
	tree_open(&t);
	tree_put(&t, "gateway.conf", GATEWAY_OK "[zz]\n");
	tree_path(&t, "gateway.conf", path);
	assert_int_equal(config_inspect(path, &c, NULL, NULL, &err), RC_BAD);
	assert_non_null(strstr(err.text, "3 mistakes"));
	assert_true(str_eqc(config_settings(c)->company_name, "X"));
	config_free(&c);
	tree_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table_is_sound),
	    cmocka_unit_test(test_samples_are_the_table),
	    cmocka_unit_test(test_manual_is_the_table),
	    cmocka_unit_test(test_samples_load),
	    cmocka_unit_test(test_defaults_and_values),
	    cmocka_unit_test(test_socket_is_beside_the_file),
	    cmocka_unit_test(test_all_mistakes_in_one_go),
	    cmocka_unit_test(test_values_at_their_limits),
	    cmocka_unit_test(test_too_many_lines),
	    cmocka_unit_test(test_values_of_one_line),
	    cmocka_unit_test(test_no_files),
	    cmocka_unit_test(test_mailboxes),
	    cmocka_unit_test(test_too_many_mailboxes),
	    cmocka_unit_test(test_mailbox_settings_together),
	    cmocka_unit_test(test_where),
	    cmocka_unit_test(test_inspect_goes_on),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
