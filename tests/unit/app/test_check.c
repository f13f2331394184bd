#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <limits.h>

#include "../../support/no_landlock.h"
#include "app/cage.h"
#include "app/check.h"
#include "app/variables.h"
#include "port/sandbox.h"
#include "tree.h"

#define TEXT_OK                                                                \
	"Subject: {{invoice_count}} invoices of {{company.name}}\n\n"          \
	"Dear {{contact.name}},\n\n"                                           \
	"{{#invoices}}{{number}} {{open}}{{#po}} {{po}}{{/po}}\n"              \
	"{{/invoices}}\n[Pay]({{pay_url}})\n"
#define LAYOUT_OK     "<html><body>{{{body}}}{{address_line}}</body></html>\n"
#define SEQUENCE_FILE "templates/invoicing/sequence.conf"
#define TEXT_FILE     "templates/invoicing/reminder-1.en.md"

static const char *const answers[] = {
    "templates/answers/dispute-acknowledged.en.md",
    "templates/answers/document.en.md",
    "templates/answers/paid-ask-remittance.en.md",
    "templates/answers/paid-thanks.en.md",
    "templates/answers/promise-confirmed.en.md",
    "templates/staff/task.en.md",
};

struct fixture {
	struct tree t;
	int well;
	char noted[1024];
};

static void
heard_mistake(void *ctx, const char *file, int line, const char *text)
{
	struct fixture *f = ctx;

	tree_told(&f->t, file, line, text);
}

static void
heard_well(void *ctx, const char *words)
{
	struct fixture *f = ctx;

	(void)words;
	f->well++;
}

static void
heard_note(void *ctx, const char *words)
{
	struct fixture *f = ctx;
	size_t n = strlen(f->noted);

	snprintf(f->noted + n, sizeof(f->noted) - n, "%s\n", words);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	tree_open(&f->t);
	tree_put(&f->t, "gateway.conf", GATEWAY_OK);
	tree_put(&f->t, "mailboxes/ar.conf", MAILBOX_OK);
	tree_put(&f->t, SEQUENCE_FILE, SEQUENCE_OK);
	tree_put(&f->t, TEXT_FILE, TEXT_OK);
	tree_put(&f->t, "templates/layout.html", LAYOUT_OK);
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		tree_put(&f->t, answers[i], "Subject: x\n\nx\n");
	tree_put(&f->t, "filters/en.rules", "# no rule yet\n");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	tree_close(&f->t);
	free(f);
	return 0;
}

static enum rc
run(struct fixture *f, unsigned flags)
{
	struct check_sink sink = {
	    .mistake = heard_mistake, .well = heard_well, .note = heard_note};
	struct err err;
	char path[512];

	sink.ctx = f;
	f->t.count = f->well = 0;
	f->noted[0] = '\0';
	tree_path(&f->t, "gateway.conf", path);
	return check_run(path, flags, &sink, &err);
}

static void
expect(struct fixture *f, const char *file, int line, const char *words)
{
	if (!tree_has(&f->t, file, line, words)) {
		fprintf(stderr, "not told: %s:%d: ...%s...; but:\n", file, line,
		    words);
		tree_show(&f->t);
		fail();
	}
}

/* Put one file, and want exactly this mistake. */
static void
only(struct fixture *f, const char *put, const char *text, const char *file,
    int line, const char *words)
{
	tree_put(&f->t, put, text);
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, file, line, words);
	if (f->t.count != 1)
		tree_show(&f->t);
	assert_int_equal(f->t.count, 1);
}

static void
test_all_is_well(void **state)
{
	struct fixture *f = *state;

	if (run(f, 0) != RC_OK)
		tree_show(&f->t);
	assert_int_equal(f->t.count, 0);
	/* No holidays of the company's country is said, and no mistake. */
	assert_int_equal(f->well, 5);
	/* nothing was made by looking */
	tree_put(&f->t, "x", "");
	char path[512];
	tree_path(&f->t, "var", path);
	assert_false(file_exists(path));
}

/* In a child without Landlock: what is noted, and that it is no mistake. */
static bool
notes_alone(struct fixture *f, bool portal)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		no_landlock(ENOSYS);
		_exit(run(f, 0) == RC_OK && f->t.count == 0 &&
			      strstr(f->noted, "the kernel has no Landlock") &&
			      strstr(f->noted, "the parser of mails") &&
			      portal == !!strstr(f->noted, "passwords, too")
			  ? 0
			  : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
test_no_landlock(void **state)
{
	struct fixture *f = *state;
	char gateway[PATH_MAX + 1024], pages[PATH_MAX];

	assert_int_equal(run(f, 0), RC_OK);
	assert_int_equal(f->noted[0] != '\0', sandbox_no_paths() != NULL);
	assert_true(notes_alone(f, false));
	assert_non_null(realpath("portal", pages));
	snprintf(gateway, sizeof(gateway),
	    GATEWAY_OK "[portal]\nlisten = 127.0.0.1:0\ntexts = %s\n", pages);
	tree_put(&f->t, "gateway.conf", gateway);
	tree_put(
	    &f->t, "templates/answers/portal-link.en.md", "Subject: x\n\nx\n");
	assert_true(notes_alone(f, true));
}

/* Words of the log of one that starts. */
static void
heard_log(enum cage who, int how, char out[1024])
{
	int end[2], status = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(end), 0);
	pid = fork();
	if (pid == 0) {
		dup2(end[1], STDERR_FILENO);
		if (how != 0)
			no_landlock(how);
		cage_log(who);
		_exit(0);
	}
	close(end[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	n = read(end[0], out, 1023);
	out[n > 0 ? n : 0] = '\0';
	close(end[0]);
}

static void
test_log_of_the_cage(void **state)
{
	char said[1024];

	(void)state;
	heard_log(CAGE_PORTAL, 0, said);
	assert_int_equal(said[0] != '\0', sandbox_no_paths() != NULL);
	heard_log(CAGE_PORTAL, EOPNOTSUPP, said);
	assert_non_null(strstr(said, "sandbox-weaker of=portal"));
	assert_non_null(strstr(said, "switched off"));
	heard_log(CAGE_PARSER, EPERM, said);
	assert_non_null(strstr(said, "sandbox-weaker of=parser"));
	assert_non_null(strstr(said, "not allowed"));
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
}

static void
test_no_gateway(void **state)
{
	struct check_sink sink = {.mistake = NULL};
	struct err err;

	(void)state;
	assert_int_equal(
	    check_run("/nonexistent/gateway.conf", 0, &sink, &err), RC_MISS);
}

static void
test_text_missing(void **state)
{
	struct fixture *f = *state;

	only(f, SEQUENCE_FILE, SEQUENCE_OK "[step late]\nday = 30\n",
	    SEQUENCE_FILE, 3, "write ");
	only(f, SEQUENCE_FILE,
	    SEQUENCE_OK "[step late]\nday = 30\ntemplate = reminder-1\n"
			"[step last]\nday = 40\ntemplate = reminder-2\n",
	    SEQUENCE_FILE, 6, "reminder-2.en.md");
	tree_put(&f->t, SEQUENCE_FILE, SEQUENCE_OK);
	only(f, "mailboxes/ar.conf",
	    "[mailbox]\nlanguage = de\n"
	    "address = ar@example.com\n[send]\nchannel = maildir\n"
	    "maildir = o\n[read]\nchannel = maildir\nmaildir = i\n",
	    SEQUENCE_FILE, 1, "no text in \"de\"");
}

static void
test_text_broken(void **state)
{
	struct fixture *f = *state;
	char path[512];

	only(f, TEXT_FILE, "Dear customer,\n", TEXT_FILE, 1, "Subject");
	only(f, TEXT_FILE, "Subject: x\n\nline three\n{{#invoices}} open\n",
	    TEXT_FILE, 4, "correct the text");
	only(f, TEXT_FILE, "Subject: {{acount.name}}\n\nx\n", TEXT_FILE, 1,
	    "did you mean {{account.name}}?");
	only(f, TEXT_FILE, "Subject: x\n\none\ntwo {{zzzzzzzzz}}\n", TEXT_FILE,
	    4, "see gateway.conf(5)");
	only(f, TEXT_FILE, "Subject: x\n\n{{invoices}}\n", TEXT_FILE, 3,
	    "write {{#invoices}}");
	only(f, TEXT_FILE, "Subject: x\n\n{{{body}}}\n", TEXT_FILE, 3,
	    "only layout.html");
	only(f, TEXT_FILE, "Subject: x\n\n\xff\n", TEXT_FILE, 0, "UTF-8");
	tree_put(&f->t, TEXT_FILE, TEXT_OK);
	only(f, "templates/layout.html", "<p>\n{{/x}}", "templates/layout.html",
	    2, "correct the text");
	only(f, "templates/layout.html", "{{{body}}}\n{{colour}}",
	    "templates/layout.html", 2, "did you mean {{color}}?");
	tree_put(&f->t, "templates/layout.html", LAYOUT_OK);
	tree_path(&f->t, "templates/layout.html", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "templates/layout.html", 0, "{{{body}}}");
	tree_put(&f->t, "templates/layout.html", LAYOUT_OK);
	tree_path(&f->t, answers[1], path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, answers[1], 0, "missing");
	tree_put(&f->t, answers[1], TEXT_OK);
	/* a text that no step names is judged, too */
	only(f, "templates/answers/receipt.fr.md", "Bonjour\n",
	    "templates/answers/receipt.fr.md", 1, "Subject");
}

static void
test_rules(void **state)
{
	struct fixture *f = *state;
	char path[512];

	tree_put(&f->t, "filters/en.rules", "# fine\nthis is no rule\n");
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "filters/en.rules", 2, "");
	tree_path(&f->t, "filters/en.rules", path);
	assert_int_equal(unlink(path), 0);
	tree_put(
	    &f->t, "gateway.conf", GATEWAY_OK "[folders]\nfilters = filters\n");
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "gateway.conf", 10, "no reply would be understood");
	assert_int_equal(f->t.count, 1);
}

static void
test_locale(void **state)
{
	struct fixture *f = *state;

	tree_put(&f->t, "gateway.conf",
	    "[company]\nname = X\nemail = ar@example.com\ncurrency = EUR\n"
	    "locale = zz-ZZ\n[links]\nbase = https://pay.example.com\n"
	    "[staff]\nfallback = staff@example.com\n");
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "gateway.conf", 5, "are not known");
}

#define SERVERS                                                                \
	"[mailbox]\naddress = ar@example.com\n"                                \
	"[send]\nchannel = server\n"                                           \
	"[smtp]\nhost = 127.0.0.1\nport = 1\ntls = none\n"                     \
	"user = u\npassword_file = secret\ntimeout = 2s\n"                     \
	"[read]\nchannel = maildir\nmaildir = var/in\n"

static void
test_secret(void **state)
{
	struct fixture *f = *state;
	char path[512];

	tree_path(&f->t, "secret", path);
	only(f, "mailboxes/ar.conf", SERVERS, "mailboxes/ar.conf", 10,
	    "there is no file");
	only(f, "secret", "\nnot the first line\n", "mailboxes/ar.conf", 10,
	    "first line of");
	tree_put(&f->t, "secret", "hunter2\n");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "mailboxes/ar.conf", 10, "chmod 600");
	assert_int_equal(f->t.count, 1);
	for (int i = 0; i < f->t.count; i++)
		assert_null(strstr(f->t.told[i].text, "hunter2"));
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(run(f, 0), RC_OK);
}

static void
test_servers(void **state)
{
	struct fixture *f = *state;

	tree_put(&f->t, "mailboxes/ar.conf", SERVERS);
	tree_put(&f->t, "secret", "hunter2\n");
	assert_int_equal(run(f, CHECK_SERVERS), RC_BAD);
	expect(f, "mailboxes/ar.conf", 6, "log-in failed");
	assert_int_equal(f->t.count, 1);
	/* not tried while anything else is wrong */
	tree_put(&f->t, TEXT_FILE, "Dear customer,\n");
	assert_int_equal(run(f, CHECK_SERVERS), RC_BAD);
	expect(f, TEXT_FILE, 1, "Subject");
	assert_int_equal(f->t.count, 1);
}

/* A collector's own mailbox: its secret, its log-in. */
static void
test_collector(void **state)
{
	struct fixture *f = *state;
	char path[512];

	tree_put(&f->t, "collectors/ruth.conf",
	    "[collector]\naddress = ruth@example.com\n"
	    "[imap]\nhost = 127.0.0.1\nport = 1\ntls = none\n"
	    "user = ruth\npassword_file = ruth\ntimeout = 2s\n");
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "collectors/ruth.conf", 8, "there is no file");
	tree_put(&f->t, "ruth", "hunter2\n");
	tree_path(&f->t, "ruth", path);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(run(f, 0), RC_OK);
	assert_int_equal(run(f, CHECK_SERVERS), RC_BAD);
	expect(f, "collectors/ruth.conf", 4, "log-in failed");
	assert_int_equal(f->t.count, 1);
}

static void
test_places(void **state)
{
	struct fixture *f = *state;
	char path[512];

	tree_put(&f->t, "file", "");
	only(f, "gateway.conf", GATEWAY_OK "[ledger]\npath = file/ledger.db\n",
	    "gateway.conf", 10, "no folder that can be written");
	only(f, "gateway.conf", GATEWAY_OK "[ledger]\npath = templates\n",
	    "gateway.conf", 10, "no file that can be read and written");
	only(f, "gateway.conf",
	    GATEWAY_OK "[folders]\ndocuments = /proc/self/x\n", "gateway.conf",
	    10, "/proc/self");
	tree_put(&f->t, "gateway.conf", GATEWAY_OK);
	tree_put(&f->t, "var/keys/readme", "");
	tree_path(&f->t, "var/keys", path);
	assert_int_equal(run(f, 0), RC_OK);
	assert_int_equal(chmod(path, 0755), 0);
	assert_int_equal(run(f, 0), RC_BAD);
	expect(f, "gateway.conf", 5, "chmod 700");
	assert_int_equal(chmod(path, 0700), 0);
	only(f, "var/keys/master.key", "short", "gateway.conf", 5,
	    "a key has 32");
}

static void
test_all_at_once(void **state)
{
	struct fixture *f = *state;

	tree_put(&f->t, "gateway.conf", GATEWAY_OK "[zzz]\n");
	tree_put(&f->t, "mailboxes/ar.conf", "[mailbox]\n");
	tree_put(&f->t, SEQUENCE_FILE, "[step a]\nday = -1\n");
	tree_put(&f->t, TEXT_FILE, "x");
	assert_int_equal(run(f, CHECK_SERVERS), RC_BAD);
	expect(f, "gateway.conf", 9, "no section [zzz]");
	expect(f, "mailboxes/ar.conf", 1, "lacks \"address\"");
	expect(f, SEQUENCE_FILE, 1, "write day = 1, or tone");
	expect(f, SEQUENCE_FILE, 1, "has no text");
	expect(f, TEXT_FILE, 1, "Subject");
}

static void
test_variables_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < variables_count; i++) {
		const struct variable *v = &variables[i];
		const struct variable *list = variables_find(str_of(v->within));

		assert_true(str_ends(str_of(v->doc), STR(".")));
		if (v->within[0] != '\0' &&
		    strcmp(v->within, VARIABLES_LAYOUT) != 0) {
			assert_non_null(list);
			assert_int_equal(list->kind, VARIABLE_LIST);
		}
		for (size_t j = 0; j < i; j++)
			assert_false(
			    strcmp(v->name, variables[j].name) == 0 &&
			    strcmp(v->within, variables[j].within) == 0);
	}
}

static void
test_calendars(void **state)
{
	struct fixture *f = *state;

	tree_put(&f->t, "calendars/US.ics",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n"
	    "END:VEVENT\nEND:VCALENDAR\n");
	assert_int_equal(run(f, 0), RC_OK);
	assert_int_equal(f->well, 5);
	only(f, "calendars/DE.ics",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225T090000Z\n"
	    "END:VEVENT\nEND:VCALENDAR\n",
	    "calendars/DE.ics", 2, "has no day");
	tree_put(&f->t, "calendars/DE.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
	only(f, "calendars/germany.ics", "x", "calendars/germany.ics", 0,
	    "named after its country");
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_all_is_well),
	    T(test_no_landlock),
	    T(test_log_of_the_cage),
	    T(test_no_gateway),
	    T(test_text_missing),
	    T(test_text_broken),
	    T(test_rules),
	    T(test_locale),
	    T(test_secret),
	    T(test_servers),
	    T(test_collector),
	    T(test_places),
	    T(test_calendars),
	    T(test_all_at_once),
	    T(test_variables_are_sound),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
