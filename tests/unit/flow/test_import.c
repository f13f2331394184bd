#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "import_house.h"
#include "model/limits.h"

static struct house h;

#define CUSTOMERS "account,name,currency\nA1,Acme,EUR\nA2,Blue,USD\n"
#define HEAD      "account,invoice,issued,due,amount,currency,po\n"
#define ROW1      "A1,I1,2026-10-01,2026-10-31,100.00,EUR,PO1\n"
#define ROW2      "A1,I2,2026-10-02,2026-11-01,50.50,EUR,\n"
#define ROW3      "A2,I3,2026-10-03,2026-11-02,7,USD,\n"
#define PAY       "account,payment,received,amount,currency,invoice,applied\n"

static int
set_up(void **state)
{
	(void)state;
	house_open(&h);
	if (house_take(&h, "customers", CUSTOMERS) != RC_OK)
		fail_msg("%s", h.err.text);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	house_close(&h);
	return 0;
}

static void
counts(int64_t added, int64_t changed, int64_t unchanged, int64_t refused)
{
	if (h.rc != RC_OK)
		fail_msg("%s", h.err.text);
	if (h.refused > 0 && refused == 0)
		print_message("refused: %s\n", h.reason[0]);
	assert_int_equal(h.r.added, added);
	assert_int_equal(h.r.changed, changed);
	assert_int_equal(h.r.unchanged, unchanged);
	assert_int_equal(h.r.refused, refused);
	assert_int_equal(h.refused, refused);
}

static void
reason(int i, int64_t line, const char *words)
{
	assert_true(i < h.refused);
	if (strstr(h.reason[i], words) == NULL)
		fail_msg("wanted \"%s\" in \"%s\"", words, h.reason[i]);
	assert_int_equal(h.line[i], line);
}

#define asked(sql, want) assert_string_equal(house_ask(&h, sql), want)
#define invoices()       house_ask(&h, "SELECT count(*) || '' FROM invoice")

static void
good_rows_and_again(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD ROW1 ROW2 ROW3);
	counts(3, 0, 0, 0);
	assert_int_equal(h.r.sum_count, 2);
	assert_int_equal(h.r.sums[0].minor, 15050);
	assert_int_equal(h.r.sums[1].minor, 700);
	asked("SELECT account || issued || due || amount || currency || po "
	      "FROM invoice WHERE id = 'I1'",
	    "A12026-10-012026-10-3110000EURPO1");
	asked("SELECT kind || finished_at || totals || as_of "
	      "FROM import_batch WHERE id = '2'",
	    "invoices1795334400EUR 150.50, USD 7.002026-11-22");
	asked("SELECT group_concat(account || at) FROM agenda",
	    "A11795334400,A21795334400");
	house_take(&h, "invoices", HEAD ROW1 ROW2 ROW3);
	counts(0, 0, 3, 0);
	assert_int_equal(h.r.sums[0].minor, 15050);
	asked("SELECT group_concat(batch) FROM invoice", "2,2,2");
}

static void
only_what_changed_is_written(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD ROW1 ROW2 ROW3);
	h.now++;
	asked("SELECT count(*) || '' FROM (SELECT 1 FROM import_before)", "0");
	house_take(&h, "invoices",
	    "Invoice , ACCOUNT,issued,due,amount,currency\n"
	    "I1,A1,2026-10-01,2026-11-15,90.00,EUR\n"
	    "I2,A1,2026-10-02,2026-11-01,50.5,EUR\n");
	counts(0, 1, 1, 0);
	/* The file has no po, so it stays. */
	asked("SELECT due || amount || po || first_batch || batch "
	      "FROM invoice WHERE id = 'I1'",
	    "2026-11-159000PO123");
	asked("SELECT group_concat(id) FROM import_before WHERE batch = '3'",
	    "I1");
}

/* Each line is refused alone, for its own reason; the good one is in. */
static void
every_refusal_of_an_invoice(void **state)
{
	static const struct {
		const char *row, *why;
	} bad[] = {
	    {"A9,X,2026-10-01,2026-10-31,1,EUR,", "unknown account A9"},
	    {"A1,X,2026-02-30,2026-10-31,1,EUR,", "issued: bad date"},
	    {"A1,X,01.10.2026,2026-10-31,1,EUR,", "bad date \"01.10.2026\""},
	    {"A1,X,2026-10-01,,1,EUR,", "due is empty"},
	    {"A1,X,2026-10-01,2026-09-30,1,EUR,", "before issued"},
	    {"A1,X,2026-10-01,2026-10-31,\"1,5\",EUR,", "bad amount \"1,5\""},
	    {"A1,X,2026-10-01,2026-10-31,1.234,EUR,", "more than 2 decimals"},
	    {"A1,X,2026-10-01,2026-10-31,1.5,JPY,", "more than 0 decimals"},
	    {"A1,X,2026-10-01,2026-10-31,-1.00,EUR,", "is negative"},
	    {"A1,X,2026-10-01,2026-10-31,99999999999999999999,EUR,",
		"too large"},
	    {"A1,X,2026-10-01,2026-10-31,90000000000000.01,EUR,", "too large"},
	    {"A1,X,2026-10-01,2026-10-31,1,XXQ,", "unknown currency"},
	    {"A1,X,2026-10-01,2026-10-31,1,eur,", "unknown currency"},
	    {"A1,X\x01Y,2026-10-01,2026-10-31,1,EUR,", "control character"},
	    {"A1,X,2026-10-01,2026-10-31,1,EUR,M\xfcller", "not UTF-8"},
	    {"A1,X,2026-10-01,2026-10-31,1,EUR,12\" pipe", "quote"},
	    {"A1,X,2026-10-01,2026-10-31,1,EUR", "6 values, but the header"},
	    {",X,2026-10-01,2026-10-31,1,EUR,", "account is empty"},
	    {"A1,I1,2026-10-01,2026-10-31,101.00,EUR,PO1", "twice"},
	    {"A2,I1,2026-10-01,2026-10-31,100.00,EUR,PO1", "account A1's"},
	    {"A1,I1,2026-10-01,2026-10-31,100.00,USD,PO1",
		"currency changes from EUR to USD"},
	};
	size_t n = sizeof(bad) / sizeof(*bad);
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, HEAD ROW1);
	for (size_t i = 0; i < n; i++) {
		buf_adds(&b, bad[i].row);
		buf_adds(&b, "\n");
	}
	buf_adds(&b, ROW2);
	house_take(&h, "invoices", b.p);
	counts(2, 0, 0, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		reason((int)i, (int64_t)i + 3, bad[i].why);
	assert_string_equal(invoices(), "2");
	buf_fini(&b);
}

static void
long_things(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 32u << 20);
	buf_adds(&b, HEAD "A1,");
	for (int i = 0; i < LIMIT_IMPORT_ID + 1; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, ",2026-10-01,2026-10-31,1,EUR,\n" ROW1 "A1,");
	for (int i = 0; i < 10 << 20; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, ",2026-10-01,2026-10-31,1,EUR,\n" ROW2);
	house_write(&h, b.p, b.n);
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(2, 0, 0, 2);
	reason(0, 2, "longer than 64 bytes");
	reason(1, 4, "too long");
	buf_fini(&b);
}

static void
other_ways_to_write_a_file(void **state)
{
	(void)state;
	house_take(&h, "invoices",
	    "\xef\xbb\xbf"
	    "account;invoice;issued;due;amount;currency;po\r\n"
	    "A1;\"I1\";2026-10-01;2026-10-31;100.00;EUR;\"a;\"\"b\"\"\nc\"\r\n"
	    ";;;;;;\r\n\r\n"
	    "A1;I2;bad;2026-10-31;100.00;EUR;\r\n");
	counts(1, 0, 0, 1);
	reason(0, 6, "bad date");
	asked("SELECT po FROM invoice", "a;\"b\" c");
	house_take(&h, "invoices",
	    "account\tinvoice\tissued\tdue\tamount\tcurrency\n"
	    "A1\tI3\t2026-10-01\t2026-10-31\t1\tEUR\n");
	counts(1, 0, 0, 0);
}

static void
files_that_are_refused(void **state)
{
	(void)state;
	assert_int_equal(
	    house_take(&h, "invoices", "account,invoice,issued\nA1,I,x\n"),
	    RC_BAD);
	assert_non_null(strstr(h.err.text, "due, amount, currency"));
	assert_int_equal(house_take(&h, "invoices", ""), RC_BAD);
	assert_int_equal(
	    house_take(&h, "invoices", "account,Account,invoice\n"), RC_BAD);
	assert_non_null(strstr(h.err.text, "twice"));
	assert_int_equal(house_take(&h, "invoices",
			     "\xff\xfe"
			     "a"),
	    RC_BAD);
	assert_int_equal(house_take(&h, "bills", HEAD), RC_BAD);
	unlink(h.file);
	assert_int_equal(
	    house_run(&h, (struct import_options){.kind = "invoices"}), RC_BAD);
	asked("SELECT count(*) || '' FROM import_batch", "1");
	/* One warning for each column that is not ours, and no more. */
	house_take(&h, "customers",
	    "account,fax,name,,telex\nA1,1,Acme,x,2\nA2,1,Blue,x,2\n");
	counts(0, 0, 2, 0);
	assert_int_equal(h.warned, 2);
	assert_non_null(strstr(h.warning[1], "telex"));
}

static void
twice_in_a_file(void **state)
{
	static const char other[] =
	    "A1,I1,2026-10-01,2026-10-31,100.00,EUR,other\n";
	struct buf b;

	(void)state;
	/* The same again is no harm. */
	house_take(&h, "invoices", HEAD ROW1 ROW2 ROW1);
	counts(2, 0, 1, 0);
	/* The ledger has the first of the two, unchanged: still refused. */
	buf_init(&b, 4096);
	buf_adds(&b, HEAD ROW1 ROW2);
	buf_adds(&b, other);
	house_take(&h, "invoices", b.p);
	counts(0, 0, 2, 1);
	reason(0, 4, "twice, with other content");
	asked("SELECT po FROM invoice WHERE id = 'I1'", "PO1");
	/* ... and when the first of the two changed it. */
	buf_clear(&b);
	buf_adds(&b, HEAD);
	buf_adds(&b, other);
	buf_adds(&b, ROW1);
	house_take(&h, "invoices", b.p);
	counts(0, 1, 0, 1);
	asked("SELECT po FROM invoice WHERE id = 'I1'", "other");
	buf_fini(&b);
}

static void
refused_file(void **state)
{
	char path[160];
	struct buf b;

	(void)state;
	snprintf(path, sizeof(path), "%s.refused.csv", h.file);
	house_take(&h, "invoices",
	    HEAD "A1,\"=1+1\",bad,2026-10-31,-1,EUR,\"a,b\"\n" ROW1
		 "\"x\"y,+2\n");
	counts(1, 0, 0, 2);
	assert_true(str_eqc(h.r.refused_path, path));
	buf_init(&b, 1 << 20);
	assert_int_equal(file_read(path, &b, &h.err), RC_OK);
	assert_string_equal(b.p,
	    "account,invoice,issued,due,amount,currency,po,line,reason\n"
	    "A1,'=1+1,bad,2026-10-31,'-1,EUR,\"a,b\",2,"
	    "\"issued: bad date \"\"bad\"\", want 2026-11-22\"\n"
	    "\"\"\"x\"\"y,+2\",,,,,,,4,"
	    "\"a quote inside a value, or text behind a closing quote\"\n");
	buf_fini(&b);
	/* All well: the old one goes. */
	house_take(&h, "invoices", HEAD ROW1);
	counts(0, 0, 1, 0);
	assert_false(file_exists(path));
	assert_int_equal(h.r.refused_path.n, 0);
}

static void
nothing_taken_is_not_fresh(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD "A1,I1,x,x,x,x,\n");
	counts(0, 0, 0, 1);
	asked("SELECT coalesce(finished_at || '', 'no') FROM import_batch "
	      "WHERE id = '2'",
	    "no");
	house_take(&h, "invoices", HEAD);
	counts(0, 0, 0, 0);
	asked("SELECT coalesce(finished_at || '', 'no') FROM import_batch "
	      "WHERE id = '3'",
	    "1795334400");
}

static void
control_totals(void **state)
{
	struct money totals[2] = {
	    {.minor = 15050, .currency = "EUR"},
	    {.minor = 701, .currency = "USD"},
	};
	struct import_options o = {
	    .kind = "invoices", .totals = totals, .total_count = 2};

	(void)state;
	house_take(&h, "invoices", HEAD); /* a file to write over */
	house_write(&h, HEAD ROW1 ROW2 ROW3, strlen(HEAD ROW1 ROW2 ROW3));
	assert_int_equal(house_run(&h, o), RC_BAD);
	assert_non_null(strstr(h.err.text, "EUR 150.50, USD 7.01"));
	assert_non_null(strstr(h.err.text, "EUR 150.50, USD 7.00"));
	assert_string_equal(invoices(), "0");
	o.total_count = 1; /* says nothing of the dollars */
	assert_int_equal(house_run(&h, o), RC_BAD);
	assert_string_equal(invoices(), "0");
	totals[1].minor = 700;
	o.total_count = 2;
	house_run(&h, o);
	counts(3, 0, 0, 0);
	/* What is refused counts too. */
	totals[0].minor = 500;
	o.total_count = 1;
	house_write(&h, HEAD "A9,X,2026-01-01,2026-01-01,5,EUR,\n",
	    strlen(HEAD "A9,X,2026-01-01,2026-01-01,5,EUR,\n"));
	house_run(&h, o);
	counts(0, 0, 0, 1);
}

static void
dry_run_changes_nothing(void **state)
{
	struct import_options o = {.kind = "invoices", .dry_run = true};

	(void)state;
	house_write(&h, HEAD ROW1 ROW1 "A9,X,,,,,\n",
	    strlen(HEAD ROW1 ROW1 "A9,X,,,,,\n"));
	house_run(&h, o);
	counts(1, 0, 1, 1);
	assert_int_equal(h.r.batch.n, 0);
	assert_string_equal(invoices(), "0");
	asked("SELECT count(*) || '' FROM import_batch", "1");
}

static void
customers(void **state)
{
	static const char head[] = "account,name,language,timezone,currency,"
				   "credit_limit,terms_days,white_glove\n";
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	buf_adds(&b, head);
	buf_adds(&b, "B1,Bee,de-DE,Europe/Berlin,EUR,1000.50,30,yes\n"
		     "B2,Cee,,,,10,,0\n"
		     "B3,,,,,,,\n"
		     "B3,x,xx-YY,,,,,\n"
		     "B3,x,,Mars/Base,,,,\n"
		     "B3,x,,,,-5,,\n"
		     "B3,x,,,JPY,1.5,,\n"
		     "B3,x,,,,,-1,\n"
		     "B3,x,,,,,99999,\n"
		     "B3,x,,,,,,maybe\n");
	house_take(&h, "customers", b.p);
	buf_fini(&b);
	counts(2, 0, 0, 8);
	reason(0, 4, "name is empty");
	reason(1, 5, "unknown language");
	reason(2, 6, "unknown time zone");
	reason(3, 7, "negative");
	reason(4, 8, "decimals");
	reason(5, 9, "terms_days");
	reason(6, 10, "terms_days");
	reason(7, 11, "neither yes nor no");
	asked("SELECT name || language || timezone || currency || "
	      "credit_limit || terms_days || white_glove "
	      "FROM account WHERE id = 'B1'",
	    "Beede-DEEurope/BerlinEUR100050301");
	asked("SELECT credit_limit || '' FROM account WHERE id = 'B2'", "1000");
	/* Columns that are not there leave all as it is; a limit does not
	 * outlive its currency. */
	house_take(&h, "customers", "account,name\nB1,Bees\n");
	counts(0, 1, 0, 0);
	asked("SELECT name || credit_limit || white_glove || created_at "
	      "FROM account WHERE id = 'B1'",
	    "Bees10005011795334400");
	house_take(&h, "customers", "account,name,currency\nB1,Bees,USD\n");
	counts(0, 0, 0, 1);
	reason(0, 2, "currency changes from EUR to USD");
}

static void
contacts(void **state)
{
	static const char *const bad[] = {"a", "a@b", "a b@c.de",
	    "a@c.de,b@c.de", "<a@c.de>", "a@-c.de", ".a@c.de", "a@c..de",
	    "\"a b\"@c.de", "a@[1.2.3.4]", "\xc3\xa4@c.de"};
	char text[200];

	(void)state;
	house_take(&h, "contacts",
	    "account,name,email,role\nA1,Ann,Ann@Example.com,AP\n"
	    "A1,Bob,bob@example.com,boss\nA9,X,x@example.com,\n");
	counts(1, 0, 0, 2);
	reason(0, 3, "unknown role");
	reason(1, 4, "unknown account");
	/* SHA-256 of "A1", a zero byte and "ann@example.com", 16 digits. */
	asked("SELECT id || email || email_key || role FROM contact",
	    "7068114d6ffc27f5Ann@Example.comann@example.comap");
	house_ask(&h, "UPDATE contact SET state = 'bounced'");
	house_take(
	    &h, "contacts", "account,email,phone\nA1,ann@EXAMPLE.com,1\n");
	counts(0, 1, 0, 0);
	asked("SELECT name || email || phone || role || state FROM contact",
	    "Annann@EXAMPLE.com1apbounced");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "account;email\nA1;%s%s%s\n",
		    bad[i][0] == '"' ? "\"\"\"a b\"\"@c.de\"" : bad[i], "", "");
		house_take(&h, "contacts", text);
		counts(0, 0, 0, 1);
		reason(0, 2, "not one mail address");
	}
}

static void
payments(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD ROW1 ROW2 ROW3);
	house_take(&h, "payments",
	    PAY "A1,P1,2026-11-01,120,EUR,I1,100\n"
		"A1,P1,2026-11-01,120,EUR,I2,20\n"
		"A1,P2,2026-11-02,5,EUR,,\n");
	counts(3, 0, 0, 0);
	assert_int_equal(h.r.sum_count, 1);
	assert_int_equal(h.r.sums[0].minor, 12500); /* P1 once */
	asked("SELECT group_concat(source || invoice || amount) "
	      "FROM application",
	    "P1I110000,P1I22000");
	house_take(&h, "payments",
	    PAY "A1,P1,2026-11-01,120,EUR,I1,100\n"
		"A1,P1,2026-11-01,120,EUR,I2,20\n"
		"A1,P2,2026-11-02,5,EUR,,\n");
	counts(0, 0, 3, 0);
	assert_int_equal(h.r.sums[0].minor, 12500);
	house_take(&h, "payments",
	    PAY "A1,P1,2026-11-01,120,EUR,I2,30\n"   /* of the payment */
		"A1,P3,2026-11-03,120,EUR,I1,1\n"    /* of the invoice */
		"A1,P3,2026-11-03,120,EUR,I9,1\n"    /* unknown */
		"A1,P3,2026-11-03,120,EUR,I3,1\n"    /* another's */
		"A2,P3,2026-11-03,120,EUR,I3,1\n"    /* in dollars */
		"A1,P3,2026-11-03,120,EUR,,1\n"      /* to none */
		"A1,P3,2026-11-03,120,EUR,I2,\n"     /* nothing */
		"A1,P1,2026-11-01,110,EUR,,\n"       /* less than applied */
		"A1,P1,2026-11-01,120,USD,,\n"       /* currency */
		"A1,P4,2026-11-03,10,EUR,I2,11\n"    /* more than it is */
		"A1,P5,2026-11-03,10,EUR,I2,10.00\n" /* well */
		"A1,P5,2026-11-04,10,EUR,,\n"        /* does not agree */
		"A1,P5,2026-11-03,10,EUR,I2,9\n");   /* twice */
	counts(1, 0, 0, 12);
	reason(0, 2, "less than the 130.00 that is applied");
	reason(1, 3, "only 0.00 open");
	reason(2, 4, "unknown invoice");
	reason(3, 5, "account A2's");
	reason(4, 6, "is in USD");
	reason(5, 7, "to no invoice");
	reason(6, 8, "nothing applied");
	reason(7, 9, "less than the 120.00");
	reason(8, 10, "currency changes");
	reason(9, 11, "less than the 11.00");
	reason(10, 13, "do not agree");
	reason(11, 14, "twice");
	asked("SELECT count(*) || '' FROM payment", "3");
	/* An invoice cannot be less than what is applied to it. */
	house_take(&h, "invoices",
	    HEAD "A1,I1,2026-10-01,2026-10-31,99.99,EUR,PO1\n"
		 "A1,I2,2026-10-02,2026-11-01,30.00,EUR,\n");
	counts(0, 1, 0, 1);
	reason(0, 2, "less than the 100.00 that is applied");
	/* An application may be taken back and made elsewhere. */
	house_take(&h, "payments",
	    PAY "A1,P1,2026-11-01,120,EUR,I2,0\n"
		"A1,P1,2026-11-01,100,EUR,I1,100\n");
	counts(0, 1, 0, 1);
	reason(0, 3, "do not agree");
}

static void
credits(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD ROW1);
	house_take(&h, "credits",
	    "account,credit,issued,amount,currency,invoice,applied,reason\n"
	    "A1,C1,2026-11-01,10,EUR,I1,10,\"short\tshipped\"\n"
	    "A1,C2,2026-11-01,95,EUR,I1,95,\n");
	counts(1, 0, 0, 1);
	reason(0, 3, "only 90.00 open");
	asked("SELECT kind || source || invoice || amount FROM application",
	    "creditC1I11000");
	asked("SELECT reason FROM credit", "short shipped");
}

static void
waiting_rows(void **state)
{
	(void)state;
	house_take(&h, "invoices",
	    HEAD "B1,W1,2026-10-01,2026-10-31,10,EUR,\n"
		 "B1,W2,2026-10-01,2026-10-31,20,EUR,\n" ROW1);
	counts(1, 0, 0, 2);
	assert_int_equal(h.r.quarantined, 2);
	house_take(&h, "payments",
	    PAY "B1,Q1,2026-11-01,30,EUR,W1,10\n"
		"B1,Q1,2026-11-01,30,EUR,W2,20\n"
		"B1,Q2,2026-11-01,5,EUR,W7,5\n");
	counts(0, 0, 0, 3);
	house_take(&h, "contacts", "account,email\nB1,b@example.com\n");
	asked("SELECT count(*) || '' FROM quarantine", "6");
	house_take(&h, "customers", "account,name\nB1,Bee\n");
	counts(1, 0, 0, 0);
	assert_int_equal(h.r.taken_in, 5);
	assert_int_equal(h.r.waiting_on, 1);
	assert_non_null(strstr(h.warning[0], "unknown invoice W7"));
	asked("SELECT group_concat(id) FROM quarantine", "Q2\x1fW7");
	asked("SELECT group_concat(source || invoice || amount) "
	      "FROM application",
	    "Q1W11000,Q1W22000");
	asked("SELECT count(*) || '' FROM contact WHERE account = 'B1'", "1");
	asked("SELECT at || '' FROM agenda WHERE account = 'B1'", "1795334400");
	/* The missing invoice comes, and then the payment by itself. */
	house_take(&h, "invoices", HEAD "B1,W7,2026-10-01,2026-10-31,5,EUR,\n");
	house_take(&h, "payments", PAY "B1,Q2,2026-11-01,5,EUR,W7,5\n");
	counts(1, 0, 0, 0);
	asked("SELECT count(*) || '' FROM quarantine", "0");
}

static void
undo(const char *batch, enum rc want)
{
	enum rc rc;

	h.warned = 0;
	rc = import_undo(&h.flow, h.a, str_of(batch), &h.sink, h.now, &h.err);
	if (rc != want)
		fail_msg("%d: %s", rc, h.err.text);
}

/* All that an import may touch, as one text. */
static void
picture(char out[4096])
{
	snprintf(out, 4096, "%s",
	    house_ask(&h,
		"SELECT coalesce((SELECT group_concat(id || name || "
		"currency || batch) FROM account), '') || '/' || "
		"coalesce((SELECT group_concat(id || due || amount || po || "
		"batch) FROM invoice), '') || '/' || "
		"coalesce((SELECT group_concat(id || amount || method || "
		"batch) FROM payment), '') || '/' || "
		"coalesce((SELECT group_concat(source || invoice || amount || "
		"batch) FROM application), '') || '/' || "
		"coalesce((SELECT group_concat(id || name || email) "
		"FROM contact), '') || '/' || "
		"coalesce((SELECT group_concat(id || row || batch) "
		"FROM quarantine), '')"));
}

static void
undo_puts_all_back(void **state)
{
	static const struct {
		const char *kind, *text;
	} steps[] = {
	    {"customers", "account,name\nA1,Acme & Co\nA3,New\n"},
	    {"contacts", "account,email,name\nA1,a@example.com,Ann\n"},
	    {"contacts", "account,email,name\nA1,A@example.com,Anna\n"
			 "A3,c@example.com,Cy\n"},
	    {"invoices", HEAD ROW1 ROW2 "B1,W1,2026-10-01,2026-10-31,1,EUR,\n"},
	    {"invoices", HEAD "A1,I1,2026-10-01,2026-12-31,99,EUR,x\n" ROW3
			      "B1,W1,2026-10-01,2026-10-31,2,EUR,\n"},
	    {"payments", PAY "A1,P1,2026-11-01,60,EUR,I1,50\n"},
	    {"payments", PAY "A1,P1,2026-11-01,70,EUR,I1,20\n"
			     "A1,P1,2026-11-01,70,EUR,I2,50\n"},
	    {"customers", "account,name\nB1,Bee\n"}, /* W1 comes in */
	};
	const int n = (int)(sizeof(steps) / sizeof(*steps));
	char seen[9][4096], now[4096], id[8];

	(void)state;
	for (int i = 0; i < n; i++) {
		picture(seen[i]);
		house_take(&h, steps[i].kind, steps[i].text);
		assert_int_equal(h.rc, RC_OK);
	}
	undo("9", RC_BAD); /* the row that came in is number 10 */
	assert_non_null(strstr(h.err.text, "that is 10 (invoices"));
	undo("10", RC_OK);
	for (int i = n - 1; i >= 0; i--) {
		snprintf(id, sizeof(id), "%d", i + 2);
		undo(id, RC_OK);
		picture(now);
		assert_string_equal(now, seen[i]);
	}
	undo("1", RC_OK);
	undo("1", RC_BAD);
	assert_non_null(strstr(h.err.text, "no import to undo"));
	asked("SELECT count(*) || '' FROM membership", "0");
	asked("SELECT count(*) || '' FROM agenda", "0");
	asked("SELECT count(*) || '' FROM import_before", "0");
}

static void
undo_spares_what_is_named(void **state)
{
	(void)state;
	house_take(&h, "invoices", HEAD ROW1 ROW2);
	house_ask(&h,
	    "INSERT INTO dispute (id, account, invoice, reason, state, "
	    "opened_at, opened_by, inbox) VALUES "
	    "('d', 'A1', 'I2', 'other', 'open', 1, 'x', '')");
	undo("2", RC_BAD);
	assert_int_equal(h.warned, 1);
	assert_string_equal(h.warning[0], "invoice I2: a dispute names it");
	assert_string_equal(invoices(), "2");
	undo("7", RC_BAD);
	house_ask(&h, "DELETE FROM dispute");
	undo("2", RC_OK);
	assert_string_equal(invoices(), "0");
	asked("SELECT undone_at || '' FROM import_batch WHERE id = '2'",
	    "1795334400");
}

/* Rows enough for three parts; ids that do, or do not, come in order. */
static void
many(int changed, bool in_order)
{
	struct buf b;

	buf_init(&b, 8u << 20);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 2 * LIMIT_IMPORT_PART + 500; i++)
		buf_fmt(&b, "A1,N%05d,2026-10-01,2026-10-31,%d,EUR,\n",
		    in_order ? i : (i * 7919) % (2 * LIMIT_IMPORT_PART + 500),
		    i % 100 < changed ? 2 : 1);
	house_write(&h, b.p, b.n);
	buf_fini(&b);
}

static void
stopped_half_way(void **state)
{
	const int64_t all = 2 * LIMIT_IMPORT_PART + 500;
	int status;
	pid_t pid;

	(void)state;
	many(0, true);
	store_close(&h.flow.store);
	pid = fork();
	if (pid == 0) {
		char path[160];

		snprintf(path, sizeof(path), "%s/ledger.db", h.dir);
		h.die_after = 2;
		if (store_open(path, 0, &h.flow.store, &h.err) == RC_OK)
			house_run(
			    &h, (struct import_options){.kind = "invoices"});
		_exit(1);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 9);
	{
		char path[160];

		snprintf(path, sizeof(path), "%s/ledger.db", h.dir);
		assert_int_equal(
		    store_open(path, 0, &h.flow.store, &h.err), RC_OK);
	}
	assert_string_equal(invoices(), "20000");
	asked("SELECT count(*) || '' FROM membership", "0");
	asked("SELECT coalesce(finished_at, 0) || ' ' || added "
	      "FROM import_batch WHERE id = '2'",
	    "0 20000");
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(all - 2 * LIMIT_IMPORT_PART, 0, 2 * LIMIT_IMPORT_PART, 0);
	asked("SELECT (finished_at IS NULL) || ' ' || stopped_at "
	      "FROM import_batch WHERE id = '2'",
	    "1 1795334400");
	asked("SELECT account || at FROM agenda", "A11795334400");
	/* One after the other, both can be undone. */
	undo("3", RC_OK);
	assert_string_equal(invoices(), "20000");
	undo("2", RC_OK);
	assert_string_equal(invoices(), "0");
}

static void
large_files_again(void **state)
{
	const int64_t all = 2 * LIMIT_IMPORT_PART + 500;

	(void)state;
	many(0, true);
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(all, 0, 0, 0);
	many(3, true);
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(0, all * 3 / 100, all * 97 / 100, 0);
	assert_int_equal(h.r.sums[0].minor, (all + all * 3 / 100) * 100);
	many(0, false);
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(0, all * 3 / 100, all * 97 / 100, 0);
	many(3, false);
	house_run(&h, (struct import_options){.kind = "invoices"});
	counts(0, all * 3 / 100, all * 97 / 100, 0);
	asked("SELECT sum(amount) || '' FROM invoice", "2111500");
}

/* Known and new ones in turn, and gaps: reading on must not miss any. */
static void
gaps_in_the_order(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4u << 20);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 3000; i += 3)
		buf_fmt(&b, "A1,G%05d,2026-10-01,2026-10-31,1,EUR,\n", i);
	house_take(&h, "invoices", b.p);
	counts(1000, 0, 0, 0);
	buf_clear(&b);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 3000; i += i < 1000 ? 1 : i < 2000 ? 2 : 57)
		buf_fmt(&b, "A1,G%05d,2026-10-01,2026-10-31,1,EUR,\n", i);
	house_take(&h, "invoices", b.p);
	assert_int_equal(h.r.refused + h.r.changed, 0);
	asked("SELECT count(*) || '' FROM invoice WHERE id < 'G01000'", "1000");
	house_take(&h, "invoices", b.p);
	assert_int_equal(h.r.added + h.r.refused + h.r.changed, 0);
	buf_fini(&b);
}

static void
fresh_of_size(size_t size)
{
	char po[1001], want[32];
	struct buf b;
	int n = 0;

	memset(po, 'p', sizeof(po) - 1);
	po[sizeof(po) - 1] = '\0';
	buf_init(&b, size + 64u * 1024 * 1024);
	buf_adds(&b, HEAD);
	/* Up to where a part ends, and with it the file. */
	for (; b.n <= size || n % (5 * LIMIT_IMPORT_PART) != 0; n++)
		buf_fmt(&b, "A%d,F%06d,2026-10-01,2026-10-31,1,EUR,%s\n",
		    n % 2 + 1, n, po);
	house_write(&h, b.p, b.n);
	buf_fini(&b);
	house_run(&h, (struct import_options){.kind = "invoices"});
	assert_int_equal(h.rc, RC_OK);
	counts(n, 0, 0, 0);
	assert_true(n > LIMIT_IMPORT_PART);
	snprintf(want, sizeof(want), "%d", n / 2);
	asked("SELECT count(*) || '' FROM invoice INDEXED BY invoice_account "
	      "WHERE account = 'A2'",
	    want);
	asked("SELECT count(*) || '' FROM pragma_integrity_check "
	      "WHERE integrity_check <> 'ok'",
	    "0");
}

/* A first import above the size from which the index comes last. */
static void
fresh_ledger(void **state)
{
	(void)state;
	fresh_of_size(LIMIT_IMPORT_FRESH);
}

/* ... and above that from which it is sorted on disk. */
static void
large_fresh_ledger(void **state)
{
	(void)state;
	fresh_of_size(LIMIT_IMPORT_LARGE);
	undo(h.r.batch.p, RC_OK);
	asked("SELECT count(*) || '' FROM invoice", "0");
}

/* What the second pair of hands brings: every row once and in its order, by
 * piles that end by count or by size, whatever lies between. */
static void
piles_of_rows(void **state)
{
	char po[3000], want[32];
	struct buf b;
	int rows = 0;

	(void)state;
	memset(po, 'p', sizeof(po) - 1);
	po[sizeof(po) - 1] = '\0';
	buf_init(&b, 16u << 20);
	buf_adds(&b, HEAD);
	for (int i = 0; i < 5000; i++) {
		if (i % 7 == 0)
			buf_adds(&b, ",,,,,,\n\n");
		buf_fmt(&b, "A1,P%05d,2026-10-01,2026-10-31,%d,EUR,%s\n", i,
		    i % 100, i % 500 == 0 || (i >= 1000 && i < 1100) ? po : "");
	}
	house_write(&h, b.p, b.n);
	buf_fini(&b);
	house_run(&h, (struct import_options){.kind = "invoices"});
	assert_int_equal(h.rc, RC_OK);
	for (int i = 0; i < 5000; i++)
		rows += !(i % 500 == 0 || (i >= 1000 && i < 1100));
	counts(rows, 0, 0, 5000 - rows);
	assert_string_equal(h.reason[1], "po is longer than 1024 bytes");
	assert_int_equal(h.line[1], 2 + 500 + 2 * (500 / 7 + 1));
	snprintf(want, sizeof(want), "%d", rows);
	asked("SELECT count(DISTINCT id) || '' FROM invoice WHERE amount = "
	      "CAST(substr(id, 5) AS INTEGER) * 100",
	    want);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(good_rows_and_again),
	    TEST(only_what_changed_is_written),
	    TEST(every_refusal_of_an_invoice),
	    TEST(long_things),
	    TEST(other_ways_to_write_a_file),
	    TEST(files_that_are_refused),
	    TEST(twice_in_a_file),
	    TEST(refused_file),
	    TEST(nothing_taken_is_not_fresh),
	    TEST(control_totals),
	    TEST(dry_run_changes_nothing),
	    TEST(customers),
	    TEST(contacts),
	    TEST(payments),
	    TEST(credits),
	    TEST(waiting_rows),
	    TEST(undo_puts_all_back),
	    TEST(undo_spares_what_is_named),
	    TEST(stopped_half_way),
	    TEST(large_files_again),
	    TEST(gaps_in_the_order),
	    TEST(fresh_ledger),
	    TEST(large_fresh_ledger),
	    TEST(piles_of_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
