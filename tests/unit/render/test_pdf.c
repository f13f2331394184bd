#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xalloc.h"
#include "model/limits.h"
#include "render/pdf.h"

#define FOLDER "build/pdf"
#define PAY_URL                                                                \
	"https://pay.example.com/p/"                                           \
	"Zm9vYmFyLXRoaXMtaXMtYS1zaWduZWQtdG9rZW4tb2YtYS11c3VhbC1sZW5ndGg.0AbC"

static struct pdf_party
seller(void)
{
	return (struct pdf_party){
	    .name = STR("Example Industrial Supply, Inc."),
	    .address = STR("1200 Harbor Way\nSuite 400\nOakland, CA 94607"),
	    .phone = STR("+1 510 555 0100"),
	    .email = STR("ar@example.com"),
	    .bank =
		STR("Example Bank\nRouting 121000358\nAccount 000123456789"),
	    .color = STR("#1155cc"),
	};
}

static struct pdf_application applied[] = {
    {.label = {"Payment P-881", 13}, .amount = {40000, "USD"}},
    {.label = {"Credit memo C-12", 16}, .amount = {1000, "USD"}},
};

static struct pdf_invoice
invoice(void)
{
	applied[0].date = day_of(2026, 11, 2);
	applied[1].date = day_of(2026, 11, 9);
	return (struct pdf_invoice){
	    .seller = seller(),
	    .customer_name = STR("Acme Tools Ltd"),
	    .customer_account = STR("ACME-1"),
	    .number = STR("INV-10482"),
	    .po = STR("PO-7731"),
	    .issued = day_of(2026, 10, 10),
	    .due = day_of(2026, 11, 9),
	    .as_of = day_of(2026, 11, 22),
	    .amount = {165000, "USD"},
	    .open = {124000, "USD"},
	    .applied = applied,
	    .applied_count = 2,
	    .pay_url = STR(PAY_URL),
	    .locale = STR("en-US"),
	};
}

static struct buf
made(enum rc rc, struct buf *b, struct err *err)
{
	if (rc != RC_OK)
		print_error("%s\n", err->text);
	assert_int_equal(rc, RC_OK);
	assert_true(b->n > 1000);
	assert_memory_equal(b->p, "%PDF-", 5);
	return *b;
}

static struct buf
invoice_pdf(const struct pdf_invoice *doc)
{
	struct err err = {0};
	struct buf b;

	buf_init(&b, 4u << 20);
	return made(pdf_invoice(doc, &b, &err), &b, &err);
}

static struct buf
statement_pdf(const struct pdf_statement *doc)
{
	struct err err = {0};
	struct buf b;

	buf_init(&b, 4u << 20);
	return made(pdf_statement(doc, &b, &err), &b, &err);
}

/* Standard output of a tool; false when the tool is not installed. */
static bool
tool(const char *const argv[], struct buf *out, int *status)
{
	int fd[2];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(fd[1], 1);
		dup2(fd[1], 2);
		close(fd[0]);
		close(fd[1]);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(fd[1]);
	buf_init(out, 8u << 20);
	while (buf_reserve(out, 4096) != NULL &&
	       (n = read(fd[0], out->p + out->n, 4096)) > 0)
		out->n += (size_t)n;
	close(fd[0]);
	assert_int_equal(waitpid(pid, status, 0), pid);
	return !(WIFEXITED(*status) && WEXITSTATUS(*status) == 127);
}

static char *
keep(const char *name, struct buf *b)
{
	static char path[256];
	struct err err;

	assert_int_equal(file_mkdirs(FOLDER, &err), RC_OK);
	snprintf(path, sizeof(path), FOLDER "/%s.pdf", name);
	assert_int_equal(file_write(path, buf_str(b), 0644, &err), RC_OK);
	return path;
}

/* The words on the pages, for a reader's eyes and for assertions. */
static struct buf
words(const char *name, struct buf *pdf)
{
	char *path = keep(name, pdf);
	const char *text[] = {"pdftotext", "-layout", path, "-", NULL};
	const char *check[] = {"qpdf", "--check", path, NULL};
	struct buf out, report;
	int status;

	if (!tool(check, &report, &status))
		fail_msg("%s is missing: scripts/install.sh test", check[0]);
	if (status != 0 || strstr(report.p, "WARNING") != NULL)
		print_error("%s\n", report.p);
	assert_int_equal(status, 0);
	assert_null(strstr(report.p, "WARNING"));
	buf_fini(&report);
	if (!tool(text, &out, &status))
		fail_msg("%s is missing: scripts/install.sh test", text[0]);
	assert_int_equal(status, 0);
	out.p[out.n] = '\0';
	return out;
}

static void
want(const struct buf *text, const char *what)
{
	if (strstr(text->p, what) == NULL) {
		print_error("\"%s\" is not in:\n%s\n", what, text->p);
		fail();
	}
}

static bool
holds(const struct buf *pdf, const char *what)
{
	return memmem(pdf->p, pdf->n, what, strlen(what)) != NULL;
}

static void
same_values_give_the_same_bytes(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf a = invoice_pdf(&doc), b;

	(void)state;
	setenv("LANG", "ja_JP.UTF-8", 1);
	setenv("TZ", "Asia/Tokyo", 1);
	b = invoice_pdf(&doc);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_fini(&b);

	doc.open.minor++;
	b = invoice_pdf(&doc);
	assert_true(a.n != b.n || memcmp(a.p, b.p, a.n) != 0);
	buf_fini(&a);
	buf_fini(&b);
}

/* A second process has other addresses and another clock. */
static void
another_process_gives_the_same_bytes(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf a, b;
	struct err err;
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0) {
		a = invoice_pdf(&doc);
		keep("child", &a);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	a = invoice_pdf(&doc);
	buf_init(&b, 4u << 20);
	assert_int_equal(file_read(FOLDER "/child.pdf", &b, &err), RC_OK);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.p, b.p, a.n);
	buf_fini(&a);
	buf_fini(&b);
}

static void
an_invoice_says_what_it_must(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf pdf = invoice_pdf(&doc), text = words("invoice", &pdf);
	static const char *const needed[] = {"Example Industrial Supply, Inc.",
	    "Acme Tools Ltd", "ACME-1", "INV-10482", "PO-7731", "Payment P-881",
	    "Credit memo C-12", "13 days past due", "Routing 121000358",
	    "Suite 400", "Page 1 of 1", "Duplicate", "1,650.00", "1,240.00",
	    "400.00", "410.00", "ar@example.com"};

	(void)state;
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		want(&text, needed[i]);
	buf_fini(&pdf);
	buf_fini(&text);
}

static void
the_code_leads_to_the_address(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf pdf = invoice_pdf(&doc), out;
	char *path = keep("qr", &pdf);
	const char *draw[] = {
	    "pdftoppm", "-r", "150", "-png", path, FOLDER "/qr", NULL};
	const char *scan[] = {
	    "zbarimg", "--quiet", "--raw", FOLDER "/qr-1.png", NULL};
	int status;

	(void)state;
	if (!tool(draw, &out, &status))
		fail_msg("%s is missing: scripts/install.sh test", draw[0]);
	buf_fini(&out);
	if (!tool(scan, &out, &status))
		fail_msg("%s is missing: scripts/install.sh test", scan[0]);
	assert_int_equal(status, 0);
	assert_non_null(strstr(out.p, PAY_URL));
	assert_true(holds(&pdf, PAY_URL));
	assert_true(holds(&pdf, "/Link"));
	buf_fini(&out);
	buf_fini(&pdf);
}

static void
paid_and_empty_fields_leave_no_holes(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf pdf, text;

	(void)state;
	doc.seller = (struct pdf_party){.name = STR("Solo")};
	doc.po = doc.pay_url = (struct str){0};
	doc.applied_count = 0;
	doc.amount = doc.open;
	pdf = invoice_pdf(&doc);
	text = words("bare", &pdf);
	assert_null(strstr(text.p, "How to pay"));
	assert_null(strstr(text.p, "Purchase order"));
	assert_null(strstr(text.p, "Payments and credits"));
	buf_fini(&pdf);
	buf_fini(&text);

	doc = invoice();
	doc.open.minor = 0;
	pdf = invoice_pdf(&doc);
	text = words("paid", &pdf);
	want(&text, "Paid in full");
	assert_null(strstr(text.p, "How to pay"));
	assert_null(strstr(text.p, "past due"));
	buf_fini(&pdf);
	buf_fini(&text);
}

static void
hostile_texts_stay_in_their_place(void **state)
{
	struct pdf_invoice doc = invoice();
	char *long_name = xcalloc(1, 60001);
	struct buf pdf, text;

	(void)state;
	memset(long_name, 'W', 60000);
	doc.customer_name = str_of(long_name);
	doc.number = STR("INV\x01\xff\xc3 <b>&amp;\n\r\t%s%n \xe2\x80\xae"
			 "evil");
	doc.po = str_of(long_name);
	doc.seller.name = str_of(long_name);
	doc.seller.color = STR("#ffff00");
	doc.seller.bank = str_of(long_name);
	doc.pay_url = STR("https://x.example/')(\\ uri='javascript:1");
	doc.amount.minor = INT64_MAX;
	doc.open.minor = INT64_MAX;
	applied[0].amount.minor = INT64_MIN;
	pdf = invoice_pdf(&doc);
	text = words("hostile", &pdf);
	want(&text, "<b>&amp;");
	want(&text, "92,233,720,368,547,758.07");
	assert_true(holds(&pdf, "%20uri=%27javascript:1)"));
	assert_null(strstr(text.p, "\xe2\x80\xae"));
	buf_fini(&pdf);
	buf_fini(&text);

	doc.pay_url = str_of(long_name);
	pdf = invoice_pdf(&doc);
	assert_false(holds(&pdf, "/URI"));
	buf_fini(&pdf);
	applied[0].amount.minor = 40000;
	free(long_name);
}

static void
names_of_every_script_are_drawn(void **state)
{
	struct pdf_invoice doc = invoice();
	struct buf pdf, text;

	(void)state;
	doc.customer_name =
	    STR("شركة المثال للتجارة (ذ.م.م)\n東京商事株式会社\n"
		"Łódź Çelik Αθήνα ООО «Ромашка»");
	doc.seller.name = STR("חברת הדוגמה בע״מ");
	doc.locale = STR("de-DE");
	pdf = invoice_pdf(&doc);
	text = words("scripts", &pdf);
	want(&text, "Łódź Çelik Αθήνα ООО «Ромашка»");
	want(&text, "Rechnung");
	want(&text, "13 Tage überfällig");
	buf_fini(&pdf);
	buf_fini(&text);
}

static struct pdf_statement_row *
rows_of(size_t n, size_t euros)
{
	struct pdf_statement_row *rows = xcalloc(n, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		char *label = xcalloc(1, 128);
		bool euro = i >= n - euros;

		snprintf(label, 128,
		    i % 7 == 3 ? "Invoice INV-%05zu, replacement parts for the "
				 "press line in hall 4 and freight"
			       : "Invoice INV-%05zu",
		    i);
		rows[i].label = str_of(label);
		rows[i].date = day_of(2026, 7, 1) + (day_t)(i % 120);
		rows[i].due = i % 11 == 10 ? DAY_NONE : rows[i].date + 30;
		rows[i].days_past_due =
		    i % 11 == 10 ? 0
				 : (int)(day_of(2026, 11, 30) - rows[i].due);
		rows[i].amount = money_of(
		    10000 + (int64_t)i * 37, euro ? STR("EUR") : STR("USD"));
		rows[i].open = rows[i].amount;
		if (i % 11 == 10)
			rows[i].open.minor = rows[i].amount.minor = -2500;
	}
	return rows;
}

static void
free_rows(struct pdf_statement_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)rows[i].label.p);
	free(rows);
}

static struct pdf_statement
statement(struct pdf_statement_row *rows, size_t n)
{
	return (struct pdf_statement){
	    .seller = seller(),
	    .customer_name = STR("Acme Tools Ltd"),
	    .customer_account = STR("ACME-1"),
	    .as_of = day_of(2026, 11, 30),
	    .rows = rows,
	    .row_count = n,
	    .pay_url = STR(PAY_URL),
	    .locale = STR("en-GB"),
	};
}

/* Every page has the table's head, and every row is there once. */
static void
a_long_statement_breaks_cleanly(void **state)
{
	struct pdf_statement_row *rows = rows_of(500, 120);
	struct pdf_statement doc = statement(rows, 500);
	struct money totals[] = {{1234500, "USD"}, {98765, "EUR"}};
	struct buf pdf, text;
	int pages = 0, heads = 0;
	char name[32];

	(void)state;
	doc.totals = totals;
	doc.total_count = 2;
	pdf = statement_pdf(&doc);
	text = words("statement500", &pdf);
	for (char *p = text.p; (p = strchr(p, '\f')) != NULL; p++)
		pages++;
	for (char *p = text.p; (p = strstr(p, "Days past due")) != NULL; p++)
		heads++;
	assert_true(pages > 10);
	assert_true(heads >= pages - 1 && heads <= pages + 1);
	snprintf(name, sizeof(name), "Page %d of %d", pages, pages);
	want(&text, name);
	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "INV-%05d", i);
		want(&text, name);
		assert_null(strstr(strstr(text.p, name) + 1, name));
	}
	want(&text, "12,345.00");
	want(&text, "987.65");
	buf_fini(&pdf);
	buf_fini(&text);
	free_rows(rows, 500);
}

static void
aging_follows_the_buckets(void **state)
{
	static const int late[] = {-3, 0, 1, 30, 31, 60, 61, 90, 91, 4000};
	struct pdf_statement_row *rows = rows_of(10, 0);
	struct pdf_statement doc = statement(rows, 10);
	struct money totals[] = {{1111111111, "USD"}};
	struct buf pdf, text;
	int64_t minor = 100;

	(void)state;
	for (int i = 0; i < 10; i++) {
		rows[i].days_past_due = late[i];
		rows[i].open.minor = minor * (i % 2 ? 3 : 1);
		if (i % 2)
			minor *= 10;
	}
	doc.totals = totals;
	doc.total_count = 1;
	pdf = statement_pdf(&doc);
	text = words("aging", &pdf);
	want(&text, "$4.00");
	want(&text, "$40.00");
	want(&text, "$400.00");
	want(&text, "$4,000.00");
	want(&text, "$40,000.00");
	want(&text, "$11,111,111.11");
	buf_fini(&pdf);
	buf_fini(&text);
	free_rows(rows, 10);
}

static void
an_empty_statement_says_so(void **state)
{
	struct pdf_statement doc = statement(NULL, 0);
	struct buf pdf = statement_pdf(&doc), text = words("empty", &pdf);

	(void)state;
	want(&text, "Nothing is open on this account.");
	assert_null(strstr(text.p, "How to pay"));
	buf_fini(&pdf);
	buf_fini(&text);
}

static struct pdf_receipt
receipt(struct pdf_receipt_row *rows, size_t n)
{
	return (struct pdf_receipt){
	    .seller = seller(),
	    .customer_name = STR("Larkspur Bakery"),
	    .customer_account = STR("C-1001"),
	    .number = STR("P-881"),
	    .day = day_of(2026, 11, 20),
	    .as_of = day_of(2026, 11, 22),
	    .amount = {150000, "USD"},
	    .rest = {2575, "USD"},
	    .method = STR("ACH"),
	    .note = STR("10077 <b>"),
	    .rows = rows,
	    .row_count = n,
	    .locale = STR("en-US"),
	};
}

static struct buf
receipt_pdf(const struct pdf_receipt *doc)
{
	struct err err = {0};
	struct buf b;

	buf_init(&b, 4u << 20);
	return made(pdf_receipt(doc, &b, &err), &b, &err);
}

static void
a_receipt_says_what_it_was_applied_to(void **state)
{
	struct pdf_receipt_row rows[] = {
	    {day_of(2026, 9, 1), STR_INIT("HP-1"), {100000, "USD"},
		{100000, "USD"}},
	    {day_of(2026, 9, 2), STR_INIT("HP-2"), {60000, "USD"},
		{47425, "USD"}},
	};
	struct pdf_receipt doc = receipt(rows, 2);
	struct buf pdf = receipt_pdf(&doc), text = words("receipt", &pdf);

	(void)state;
	want(&text, "Receipt");
	want(&text, "P-881");
	want(&text, "11/20/2026");
	want(&text, "10077 <b>");
	want(&text, "HP-2");
	want(&text, "$474.25");
	want(&text, "Not applied to an invoice yet");
	want(&text, "$25.75");
	want(&text, "$1,500.00");
	assert_null(strstr(text.p, "Duplicate"));
	buf_fini(&pdf);
	buf_fini(&text);
	doc.is_credit = true;
	doc.rest.minor = 0;
	doc.locale = STR("nl-NL");
	pdf = receipt_pdf(&doc);
	text = words("credit", &pdf);
	want(&text, "Creditnota");
	want(&text, "Duplicaat");
	want(&text, "Reden");
	assert_null(strstr(text.p, "Nog niet"));
	buf_fini(&pdf);
	buf_fini(&text);
}

static void
a_receipt_runs_over_pages_and_has_a_ceiling(void **state)
{
	struct pdf_receipt_row *rows = calloc(20001, sizeof(*rows));
	struct pdf_receipt doc = receipt(rows, 300);
	struct err err = {0};
	struct buf pdf, text;

	(void)state;
	for (size_t i = 0; i < 20001; i++)
		rows[i] = (struct pdf_receipt_row){
		    .issued = day_of(2026, 9, 1),
		    .invoice = STR("HP-77"),
		    .invoiced = {100, "USD"},
		    .applied = {100, "USD"},
		};
	pdf = receipt_pdf(&doc);
	text = words("long-receipt", &pdf);
	want(&text, "Page 5 of");
	buf_fini(&text);
	doc.row_count = 20001;
	buf_clear(&pdf);
	assert_int_equal(pdf_receipt(&doc, &pdf, &err), RC_BAD);
	buf_fini(&pdf);
	free(rows);
}

static struct pdf_forward_section
forwarded(const char *code, struct pdf_forward_row *rows, size_t n)
{
	struct money zero = money_of(0, str_of(code));
	struct pdf_forward_section s = {
	    .opening = zero,
	    .invoiced = zero,
	    .credited = zero,
	    .paid = zero,
	    .closing = zero,
	    .rows = rows,
	    .row_count = n,
	};

	s.opening.minor = 1000000;
	s.invoiced.minor = 250005;
	s.paid.minor = 50000;
	s.closing.minor = 1200005;
	for (size_t i = 0; i < AGING_BUCKETS; i++)
		s.aging[i] = zero;
	s.aging[AGING_60] = s.closing;
	return s;
}

/* A currency each, with its own decimals, and the balance line by line. */
static void
a_balance_is_carried_forward(void **state)
{
	struct pdf_forward_row rows[][2] = {
	    {{day_of(2026, 11, 3), STR("Invoice J-1"), {250005, "JPY"}},
		{day_of(2026, 11, 9), STR("Payment P-1"), {-50000, "JPY"}}},
	    {{day_of(2026, 11, 3), STR("Invoice K-1"), {250005, "KWD"}},
		{day_of(2026, 11, 9), STR("Payment P-2"), {-50000, "KWD"}}},
	};
	struct pdf_forward_section sections[] = {
	    forwarded("JPY", rows[0], 2), forwarded("KWD", rows[1], 2)};
	struct pdf_forward doc = {
	    .seller = seller(),
	    .customer_name = STR("Acme Tools Ltd"),
	    .customer_account = STR("ACME-1"),
	    .period = STR("November 2026"),
	    .from = day_of(2026, 11, 1),
	    .to = day_of(2026, 11, 30),
	    .sections = sections,
	    .count = 2,
	    .pay_url = STR(PAY_URL),
	    .locale = STR("en-GB"),
	};
	struct err err = {0};
	struct buf pdf, text;

	(void)state;
	buf_init(&pdf, 4u << 20);
	pdf = made(pdf_forward(&doc, &pdf, &err), &pdf, &err);
	text = words("forward", &pdf);
	want(&text, "November 2026");
	want(&text, "Opening balance");
	want(&text, "1,000,000");
	want(&text, "1,250,005"); /* behind the invoice */
	want(&text, "-JPY");
	want(&text, "1,200,005");
	want(&text, "1,000.000");
	want(&text, "1,250.005");
	want(&text, "1,200.005");
	want(&text, "How to pay");
	buf_fini(&pdf);
	buf_fini(&text);
	sections[0].row_count = LIMIT_DOCUMENT_ROWS;
	buf_init(&pdf, 4u << 20);
	assert_int_equal(pdf_forward(&doc, &pdf, &err), RC_BAD);
	doc.count = 0;
	pdf = made(pdf_forward(&doc, &pdf, &err), &pdf, &err);
	text = words("forward0", &pdf);
	want(&text, "Nothing is open on this account.");
	buf_fini(&pdf);
	buf_fini(&text);
}

static void
too_much_is_refused(void **state)
{
	struct pdf_statement doc = statement(NULL, LIMIT_DOCUMENT_ROWS + 1);
	struct pdf_invoice one = invoice();
	struct err err = {0};
	struct buf b;

	(void)state;
	buf_init(&b, 4u << 20);
	assert_int_equal(pdf_statement(&doc, &b, &err), RC_BAD);
	assert_non_null(strstr(err.text, "rows"));
	buf_fini(&b);

	buf_init(&b, 4000);
	err.text[0] = '\0';
	assert_int_equal(pdf_invoice(&one, &b, &err), RC_BAD);
	assert_true(err.text[0] != '\0');
	buf_fini(&b);
}

/* fontconfig reads its file once, so this asks in a fresh process. */
static void
no_font_no_document(void **state)
{
	const char *again[] = {"/proc/self/exe", "--no-font", NULL};
	char path[PATH_MAX];
	struct buf out;
	struct err err;
	int status;

	(void)state;
	assert_int_equal(file_mkdirs(FOLDER, &err), RC_OK);
	assert_int_equal(file_write(FOLDER "/fonts.conf",
			     STR("<fontconfig></fontconfig>\n"), 0644, &err),
	    RC_OK);
	assert_non_null(realpath(FOLDER "/fonts.conf", path));
	setenv("FONTCONFIG_FILE", path, 1);
	assert_true(tool(again, &out, &status));
	unsetenv("FONTCONFIG_FILE");
	assert_int_equal(status, 0);
	assert_non_null(strstr(out.p, "DejaVu Sans"));
	buf_fini(&out);
}

static int
no_font_child(void)
{
	struct pdf_invoice doc = invoice();
	struct err err = {0};
	struct buf b;

	buf_init(&b, 4u << 20);
	if (pdf_invoice(&doc, &b, &err) != RC_DOWN || b.n != 0)
		return 1;
	puts(err.text);
	return 0;
}

/* test_pdf --time 500: milliseconds of processor time for one invoice. */
static int
time_child(long n)
{
	struct pdf_invoice doc = invoice();
	clock_t start;
	struct buf b = invoice_pdf(&doc);

	buf_fini(&b);
	start = clock();
	for (long i = 0; i < n; i++) {
		b = invoice_pdf(&doc);
		buf_fini(&b);
	}
	printf("%.2f ms\n",
	    (double)(clock() - start) * 1000 / CLOCKS_PER_SEC / (double)n);
	return 0;
}

/* fontconfig keeps what it read of the installed fonts until the end. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(same_values_give_the_same_bytes),
	    cmocka_unit_test(another_process_gives_the_same_bytes),
	    cmocka_unit_test(an_invoice_says_what_it_must),
	    cmocka_unit_test(the_code_leads_to_the_address),
	    cmocka_unit_test(paid_and_empty_fields_leave_no_holes),
	    cmocka_unit_test(hostile_texts_stay_in_their_place),
	    cmocka_unit_test(names_of_every_script_are_drawn),
	    cmocka_unit_test(a_long_statement_breaks_cleanly),
	    cmocka_unit_test(aging_follows_the_buckets),
	    cmocka_unit_test(an_empty_statement_says_so),
	    cmocka_unit_test(a_receipt_says_what_it_was_applied_to),
	    cmocka_unit_test(a_receipt_runs_over_pages_and_has_a_ceiling),
	    cmocka_unit_test(a_balance_is_carried_forward),
	    cmocka_unit_test(too_much_is_refused),
	    cmocka_unit_test(no_font_no_document),
	};

	if (argc == 2 && strcmp(argv[1], "--no-font") == 0)
		return no_font_child();
	if (argc == 3 && strcmp(argv[1], "--time") == 0)
		return time_child(strtol(argv[2], NULL, 10));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
