#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/config.h"
#include "tree.h"

#define HEAD                                                                   \
	"[mailbox]\naddress = ar@example.com\n"                                \
	"[smtp]\nhost = smtp.example.com\nuser = ar@example.com\n"             \
	"[imap]\nhost = imap.example.com\nuser = ar@example.com\n"             \
	"[oauth]\n" /* 9 */

static enum rc
load(struct tree *t, const char *mailbox, struct config **out)
{
	char path[512];
	struct err err;

	t->count = 0;
	tree_put(t, "gateway.conf",
	    "[company]\nname = Example\nemail = ar@example.com\n"
	    "currency = USD\n[links]\nbase = https://pay.example.com\n"
	    "[staff]\nfallback = staff@example.com\n");
	tree_put(t, "mailboxes/ar.conf", mailbox);
	tree_put(
	    t, "templates/invoicing/sequence.conf", "[step first]\nday = +1\n");
	tree_path(t, "gateway.conf", path);
	return config_load(path, out, tree_told, t, &err);
}

static void
expect(struct tree *t, const char *mailbox, int line, const char *words)
{
	struct config *c = NULL;

	assert_int_equal(load(t, mailbox, &c), RC_BAD);
	if (!tree_has(t, "mailboxes/ar.conf", line, words)) {
		tree_show(t);
		fail();
	}
}

static void
test_presets(void **state)
{
	const struct oauth_settings *o;
	const struct mailbox_settings *b;
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(
	    load(&t, HEAD "provider = google\nclient_id = x\n", &c), RC_OK);
	b = config_mailbox(c, STR("ar"));
	o = &b->oauth;
	assert_true(
	    str_eqc(o->token_url, "https://oauth2.googleapis.com/token"));
	assert_true(str_eqc(o->scope, "https://mail.google.com/"));
	assert_true(str_ends(o->store, STR("/var/tokens/ar")));
	assert_ptr_equal(b->smtp.oauth, o);
	assert_ptr_equal(b->imap.oauth, o);
	assert_true(str_eq(b->imap.token_file, o->store));
	config_free(&c);

	assert_int_equal(load(&t,
			     HEAD "provider = microsoft\nclient_id = x\n"
				  "flow = device\nstore = kept\n",
			     &c),
	    RC_OK);
	o = &config_mailbox(c, STR("ar"))->oauth;
	assert_true(str_eqc(o->device_url,
	    "https://login.microsoftonline.com/organizations/oauth2/v2.0/"
	    "devicecode"));
	assert_int_not_equal(
	    str_find(o->scope, STR("offline_access")), STR_NPOS);
	assert_true(str_ends(o->store, STR("/kept")));
	config_free(&c);

	assert_int_equal(
	    load(&t,
		HEAD "provider = microsoft\nclient_id = x\ntenant = t-1\n"
		     "flow = client_credentials\nclient_secret_file = s\n",
		&c),
	    RC_OK);
	o = &config_mailbox(c, STR("ar"))->oauth;
	assert_true(str_eqc(o->token_url,
	    "https://login.microsoftonline.com/t-1/oauth2/v2.0/token"));
	assert_true(
	    str_eqc(o->scope, "https://outlook.office365.com/.default"));
	config_free(&c);
	tree_close(&t);
}

/* A secret of its own goes before; without a user there is no log-in. */
static void
test_who_uses_it(void **state)
{
	const struct mailbox_settings *b;
	struct config *c = NULL;
	struct tree t;

	(void)state;
	tree_open(&t);
	assert_int_equal(
	    load(&t,
		"[mailbox]\naddress = ar@example.com\n"
		"[smtp]\nhost = relay.example.com\n"
		"[imap]\nhost = imap.example.com\nuser = shared@example.com\n"
		"[oauth]\nprovider = google\nclient_id = x\n",
		&c),
	    RC_OK);
	b = config_mailbox(c, STR("ar"));
	assert_null(b->smtp.oauth);
	assert_int_equal(b->smtp.token_file.n, 0);
	assert_ptr_equal(b->imap.oauth, &b->oauth);
	config_free(&c);
	expect(&t,
	    "[mailbox]\naddress = ar@example.com\n"
	    "[smtp]\nhost = h\nuser = u\npassword_file = p\n"
	    "[imap]\nhost = h\nuser = u\ntoken_file = p\n"
	    "[oauth]\nprovider = google\nclient_id = x\n",
	    12, "neither [smtp] nor [imap]");
	tree_close(&t);
}

static void
test_what_is_missing(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t);
	expect(&t, HEAD "client_id = x\n", 10, "no provider");
	expect(&t, HEAD "provider = google\n", 10, "lacks \"client_id\"");
	expect(&t, HEAD "provider = google\nclient_id = x\nflow = device\n", 12,
	    "flow = refresh");
	expect(&t,
	    HEAD "provider = microsoft\nclient_id = x\n"
		 "flow = client_credentials\n",
	    12, "no client_secret_file");
	expect(&t,
	    HEAD "provider = microsoft\nclient_id = x\n"
		 "flow = client_credentials\nclient_secret_file = s\n",
	    12, "no tenant");
	expect(&t, HEAD "provider = other\nclient_id = x\n", 10,
	    "lacks \"token_url\"");
	expect(&t,
	    HEAD "provider = other\nclient_id = x\n"
		 "token_url = https://id.example.com/token\n",
	    10, "lacks \"scope\"");
	expect(&t,
	    HEAD "provider = other\nclient_id = x\nscope = mail\n"
		 "token_url = https://id.example.com/token\n",
	    9, "\"refresh_file\"");
	expect(&t,
	    HEAD "provider = other\nclient_id = x\nscope = mail\n"
		 "token_url = http://id.example.com/token\n",
	    13, "does not fit token_url");
	tree_close(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_presets),
	    cmocka_unit_test(test_who_uses_it),
	    cmocka_unit_test(test_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
