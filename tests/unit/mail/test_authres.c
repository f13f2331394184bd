#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "../../support/build_message.h"
#include "mail/authres.h"

#define FROM "From: Pat <pat@customer.example>\n"
#define BORDER                                                                 \
	"Received: from mx.evil.example (evil [203.0.113.9]) by "              \
	"mx.ar.example with ESMTPS id 1\n"
#define AR "Authentication-Results: mx.ar.example; "

struct row {
	const char *name;
	const char *head;
	enum authres want;
};

static const struct row rows[] = {
    {"dmarc pass", AR "dmarc=pass header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"all methods",
	AR "spf=pass smtp.mailfrom=pat@customer.example; dkim=pass "
	   "header.d=customer.example header.s=s1; dmarc=pass "
	   "header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"case of everything",
	"AUTHENTICATION-RESULTS: MX.AR.Example 1; DMARC=Pass "
	"Header.From=Customer.EXAMPLE\n" BORDER FROM,
	AUTHRES_PASS},
    {"comments everywhere",
	"Authentication-Results: (a (nested) one) mx.ar.example (b) 1 (c); "
	"(d) dmarc (e) = (f) pass (p=reject dis=none) (g) "
	"header.from=customer.example (h)\n" BORDER FROM,
	AUTHRES_PASS},
    {"reason with a semicolon",
	AR "dmarc=pass reason=\"a; dmarc=fail\" "
	   "header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"method version", AR "dmarc/1=pass header.from=customer.example\n" FROM,
	AUTHRES_PASS},
    {"internal hops above",
	"Received: from mx.ar.example (mx.ar.example [10.0.0.4]) by "
	"store.ar.example with LMTP\n"
	"Received: by store.ar.example (Postfix)\n" AR
	"dmarc=pass header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"dovecot's hand-over above, from postfix over a socket",
	"Received: from mail.ar.example\tby store.ar.example with LMTP"
	"\tid sAxaBwCqAmtzEQAAg+zDdQ"
	"\t(envelope-from <\"a 203.0.113.9 by b\"@evil.example>)"
	"\tfor <ar@ar.example>; Sun, 22 Nov 2026 08:38:24 +0000\n" AR
	"dmarc=pass header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"a folded internal hop above",
	"Received: from mx.ar.example (mx.ar.example [10.0.0.4])"
	"\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)"
	"\tby store.ar.example (Postfix) with ESMTPS id 1"
	"\tfor <ar@ar.example>; Sun, 22 Nov 2026 08:38:24 +0000\n" AR
	"dmarc=pass header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"a forger is still one behind dovecot's hand-over",
	"Received: from mail.ar.example\tby store.ar.example with LMTP"
	"\tid 1\n" AR "dmarc=fail header.from=customer.example\n" BORDER FROM,
	AUTHRES_FAIL},
    {"arc above the border",
	"ARC-Authentication-Results: i=1; mx.ar.example; dmarc=pass "
	"(p=NONE) header.from=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"aligned dkim", AR "dkim=pass header.d=customer.example\n" BORDER FROM,
	AUTHRES_PASS},
    {"dkim by identity", AR "dkim=pass header.i=@customer.example\n" FROM,
	AUTHRES_PASS},
    {"dkim of the parent",
	AR "dkim=pass header.d=customer.example; dmarc=none\n"
	   "From: pat@mail.customer.example\n",
	AUTHRES_PASS},
    {"another signature failed",
	AR "dkim=pass header.d=customer.example; dkim=fail "
	   "header.d=esp.example\n" FROM,
	AUTHRES_PASS},

    {"dmarc fail",
	AR "dkim=pass header.d=customer.example; dmarc=fail "
	   "header.from=customer.example\n" BORDER FROM,
	AUTHRES_FAIL},
    {"fail in a second field",
	AR "dmarc=pass header.from=customer.example\n" AR
	   "dmarc=fail header.from=customer.example\n" BORDER FROM,
	AUTHRES_FAIL},
    {"pass and fail of one domain",
	AR "dkim=pass header.d=customer.example; dkim=fail "
	   "header.d=customer.example\n" BORDER FROM,
	AUTHRES_FAIL},
    {"fail with two From", AR "dmarc=fail header.from=a.example\n" FROM FROM,
	AUTHRES_FAIL},

    {"no field", BORDER FROM, AUTHRES_NONE},
    {"other server",
	"Authentication-Results: mx.evil.example; dmarc=pass "
	"header.from=customer.example\n" BORDER FROM,
	AUTHRES_NONE},
    {"id as prefix",
	"Authentication-Results: mx.ar.example.evil.example; dmarc=pass "
	"header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"no id at all",
	"Authentication-Results: dmarc=pass "
	"header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted below the border",
	BORDER AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, border says it greets as us",
	"Received: from mx.ar.example (unknown [203.0.113.9]) by "
	"mx.ar.example\n" AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, greets as a private address",
	"Received: from [10.0.0.4] (unknown [203.0.113.9]) by "
	"mx.ar.example\n" AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, greets private, address without brackets",
	"Received: from unknown (HELO [10.0.0.4]) (203.0.113.9) by "
	"mx.ar.example\n" AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, greets private, no address at all",
	"Received: from [10.0.0.4] (host.evil.example) by "
	"mx.ar.example\n" AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, greets as if it were dovecot",
	"Received: from a by b with LMTP (unknown [203.0.113.9])"
	"\tby mx.ar.example (Postfix) with ESMTP id 1\n" AR
	"dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, folded border without an address",
	"Received: from mx.ar.example\tby mx.ar.example with ESMTP id 1\n" AR
	"dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, a word that only begins as LMTP",
	"Received: from mx.ar.example\tby mx.ar.example with LMTPX id 1\n" AR
	"dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, LMTP in one line as any greeting can say",
	"Received: from mx.ar.example by b with LMTP id 1\n" AR
	"dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"planted, v6 border",
	"Received: from [10.0.0.4] (2001:db8::9) by "
	"mx.ar.example\n" AR "dmarc=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"pass in a comment",
	AR "dmarc=none (dmarc=pass "
	   "header.from=customer.example)\n" FROM,
	AUTHRES_NONE},
    {"open comment", AR "dmarc=pass header.from=customer.example (\n" FROM,
	AUTHRES_NONE},
    {"open quote",
	AR "dmarc=pass header.from=customer.example; spf=pass "
	   "smtp.mailfrom=\"x\n" FROM,
	AUTHRES_NONE},
    {"pass in a quoted local part",
	AR "spf=pass smtp.mailfrom=\"; dmarc=pass "
	   "header.from=customer.example; \"@evil.example\n" FROM,
	AUTHRES_NONE},
    {"property of another clause",
	AR "dmarc=pass; dkim=pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"other domain passed", AR "dmarc=pass header.from=evil.example\n" FROM,
	AUTHRES_NONE},
    {"two header.from",
	AR "dmarc=pass header.from=evil.example "
	   "header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"quoted local in header.from",
	AR "dmarc=pass header.from=\"customer.example\"@evil.example\n" FROM,
	AUTHRES_NONE},
    {"subdomain passed",
	AR "dmarc=pass header.from=evil.customer.example\n" FROM, AUTHRES_NONE},
    {"temperror beside dkim",
	AR "dmarc=temperror header.from=customer.example; dkim=pass "
	   "header.d=customer.example\n" FROM,
	AUTHRES_NONE},
    {"spf alone", AR "spf=pass smtp.mailfrom=customer.example\n" FROM,
	AUTHRES_NONE},
    {"dkim of a child", AR "dkim=pass header.d=x.customer.example\n" FROM,
	AUTHRES_NONE},
    {"dkim of a suffix", AR "dkim=pass header.d=example\n" FROM, AUTHRES_NONE},
    {"dkim of a lookalike", AR "dkim=pass header.d=tomer.example\n" FROM,
	AUTHRES_NONE},
    {"none", AR "none\n" FROM, AUTHRES_NONE},
    {"empty", "Authentication-Results:\n" FROM, AUTHRES_NONE},
    {"two From fields",
	AR "dmarc=pass header.from=customer.example\n" FROM FROM, AUTHRES_NONE},
    {"two From addresses",
	AR "dmarc=pass header.from=customer.example\n"
	   "From: pat@customer.example, b@evil.example\n",
	AUTHRES_NONE},
    {"no From", AR "dmarc=pass header.from=customer.example\n", AUTHRES_NONE},
    {"missing equals", AR "dmarc pass header.from=customer.example\n" FROM,
	AUTHRES_NONE},
    {"backslash at the end", AR "dmarc=pass (\\\n" FROM, AUTHRES_NONE},
};

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *a = arena_new(1 << 20);
		struct message *m = build_message(a, rows[i].head, "");
		enum authres got = authres_judge(m, STR("mx.ar.example"));

		if (got != rows[i].want)
			print_error("row: %s\n", rows[i].name);
		assert_int_equal(got, rows[i].want);
		arena_free(&a);
	}
}

/* Without a pinned id nobody is ever verified. */
static void
test_no_id_closes_the_door(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct message *m = build_message(
	    a, AR "dmarc=pass header.from=customer.example\n" FROM, "");

	(void)state;
	assert_int_equal(authres_judge(m, STR("")), AUTHRES_NONE);
	assert_int_equal(authres_judge(m, (struct str){NULL, 0}), AUTHRES_NONE);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_no_id_closes_the_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
