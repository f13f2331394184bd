#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tree.h"

#include "app/config.h"
#include "model/limits.h"

#define GATEWAY                                                                \
	"[company]\nname = X\nemail = ar@example.com\ncurrency = EUR\n"        \
	"[links]\nbase = https://pay.example.com\n"                            \
	"[staff]\nfallback = staff@example.com\n"
#define BOX                                                                    \
	"[mailbox]\naddress = ar@example.com\n"                                \
	"[send]\nchannel = maildir\nmaildir = var/mail/{address}\n"            \
	"[read]\nchannel = maildir\nmaildir = var/in\n"
#define SEQUENCE "[sequence]\n[step invoice]\nanchor = issued\nday = 0\n"

static enum rc
load(struct tree *t, struct config **c)
{
	char path[512];
	struct err err;

	tree_put(t, "gateway.conf", GATEWAY);
	tree_put(t, "mailboxes/ar.conf", BOX);
	tree_put(t, "templates/invoicing/sequence.conf", SEQUENCE);
	tree_path(t, "gateway.conf", path);
	t->count = 0;
	return config_load(path, c, tree_told, t, &err);
}

static void
expect(struct tree *t, const char *file, int line, const char *words)
{
	if (tree_has(t, file, line, words))
		return;
	fprintf(stderr, "not told: %s:%d: %s; but:\n", file, line, words);
	tree_show(t);
	fail();
}

static void
test_none(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(load(&t, &c), RC_OK);
	assert_int_equal(config_settings(c)->collector_count, 0);
	config_free(&c);
	tree_close(&t);
}

static void
test_read(void **state)
{
	const struct collector_settings *s;
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	tree_put(&t, "collectors/lee.conf",
	    "[collector]\naddress = lee@example.com\ndrafts = Entw\xc3\xbcrfe\n"
	    "poll = 5m\n[imap]\nhost = imap.example.com\ntls = starttls\n"
	    "user = lee\npassword_file = secrets/lee\n");
	tree_put(&t, "collectors/ruth.conf",
	    "[collector]\naddress = ruth@example.com\n"
	    "[imap]\nhost = outlook.office365.com\nuser = ruth@example.com\n"
	    "[oauth]\nprovider = microsoft\nclient_id = c\n");
	tree_put(&t, "collectors/ann.conf.sample", "not read");
	assert_int_equal(load(&t, &c), RC_OK);
	assert_int_equal(config_settings(c)->collector_count, 2);
	s = config_settings(c)->collectors;
	assert_true(str_eqc(s[0].box.name, "lee"));
	assert_true(str_eqc(s[0].box.address, "lee@example.com"));
	assert_true(str_eqc(s[0].drafts, "Entw\xc3\xbcrfe"));
	assert_true(str_is_empty(s[0].sent));
	assert_int_equal(s[0].box.poll_seconds, 300);
	assert_int_equal(s[0].box.imap.port, 143);
	assert_true(str_ends(s[0].box.imap.password_file, STR("/secrets/lee")));
	assert_null(s[0].box.imap.oauth);
	assert_int_equal(s[1].box.imap.port, 993);
	assert_ptr_equal(s[1].box.imap.oauth, &s[1].box.oauth);
	assert_true(str_ends(s[1].box.imap.token_file, STR("/tokens/ruth")));
	/* `dunmail oauth ruth` finds it. */
	assert_ptr_equal(config_mailbox(c, STR("ruth")), &s[1].box);
	config_free(&c);
	tree_close(&t);
}

static void
test_mistakes(void **state)
{
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	tree_put(&t, "collectors/ar.conf",
	    "[collector]\naddress = AR@example.com\n"
	    "[imap]\nhost = i.example.com\n");
	tree_put(&t, "collectors/b.conf",
	    "[collector]\naddress = lee@example.com\n"
	    "[imap]\nhost = i.example.com\nuser = lee\n");
	tree_put(&t, "collectors/c.conf",
	    "[collector]\naddress = LEE@example.com\nqueues = yes\n"
	    "[read]\nchannel = maildir\n");
	tree_put(&t, "collectors/d.conf",
	    "[collector]\n"
	    "[imap]\nhost = i.example.com\ntls = none\n");
	tree_put(&t, "collectors/e e.conf", "");
	assert_int_equal(load(&t, &c), RC_BAD);
	expect(&t, "collectors/ar.conf", 2, "mailbox \"ar\" already");
	expect(&t, "collectors/ar.conf", 2, "gateway's own");
	expect(&t, "collectors/b.conf", 5, "no password_file");
	expect(&t, "collectors/c.conf", 2, "collector \"b\" already");
	expect(&t, "collectors/c.conf", 3, "knows no \"queues\"");
	expect(&t, "collectors/c.conf", 4, "lacks \"maildir\"");
	expect(&t, "collectors/d.conf", 1, "lacks \"address\"");
	expect(&t, "collectors/d.conf", 4, "in the clear");
	expect(&t, "collectors/e e.conf", 0, "a collector is named after");
	assert_int_equal(t.count, 9);
	tree_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
