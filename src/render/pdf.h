#ifndef DUNMAIL_RENDER_PDF_H
#define DUNMAIL_RENDER_PDF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "base/money.h"
#include "model/aging.h"

/*
 * pdf: the documents a customer gets. Values in, PDF bytes out; the same
 * values give the same bytes. The ledger knows an invoice's head, not its
 * lines, so the page is a duplicate's: who, what, when, how much, how to pay.
 */
struct pdf_party {
	struct str name;
	struct str address; /* lines separated by LF; may be empty */
	struct str phone, email;
	struct str bank;  /* remit-to lines; may be empty */
	struct str color; /* "#1155cc"; may be empty */
};

struct pdf_application {
	day_t date;
	struct str label; /* "Payment P-881", "Credit memo C-12" */
	struct money amount;
};

struct pdf_invoice {
	struct pdf_party seller;
	struct str customer_name, customer_account;
	struct str number, po;
	day_t issued, due, as_of;
	struct money amount, open;
	struct pdf_application *applied;
	size_t applied_count;
	struct str pay_url; /* also drawn as a QR code; may be empty */
	struct str locale;
};

struct pdf_statement_row {
	day_t date, due; /* due may be DAY_NONE */
	struct str label;
	struct money amount, open;
	int days_past_due;
};

struct pdf_statement {
	struct pdf_party seller;
	struct str customer_name, customer_account;
	struct str period; /* "November 2026"; may be empty */
	day_t as_of;
	struct pdf_statement_row *rows; /* one currency per table, sorted */
	size_t row_count;
	struct money *totals; /* open per currency */
	size_t total_count;
	struct str pay_url;
	struct str locale;
};

/* The same as balance forward: opening, what moved it, closing. */
struct pdf_forward_row {
	day_t date;
	struct str label;
	struct money amount; /* what it adds; negative: takes off */
};

struct pdf_forward_section { /* one currency */
	struct money opening, invoiced, credited, paid, closing;
	struct money aging[AGING_BUCKETS]; /* together the closing */
	struct pdf_forward_row *rows;
	size_t row_count;
};

struct pdf_forward {
	struct pdf_party seller;
	struct str customer_name, customer_account;
	struct str period;
	day_t from, to;
	struct pdf_forward_section *sections;
	size_t count;
	struct str pay_url;
	struct str locale;
};

/* One payment or credit memo, and what it was applied to. */
struct pdf_receipt_row {
	day_t issued;
	struct str invoice;
	struct money invoiced, applied;
};

struct pdf_receipt {
	struct pdf_party seller;
	struct str customer_name, customer_account;
	bool is_credit;
	struct str number;
	day_t day, as_of;
	struct money amount, rest; /* rest: of it, applied to nothing */
	struct str method, note;   /* the reference, or the reason */
	struct pdf_receipt_row *rows;
	size_t row_count;
	struct str locale;
};

enum rc pdf_invoice(
    const struct pdf_invoice *doc, struct buf *out, struct err *err);
enum rc pdf_statement(
    const struct pdf_statement *doc, struct buf *out, struct err *err);
enum rc pdf_forward(
    const struct pdf_forward *doc, struct buf *out, struct err *err);
enum rc pdf_receipt(
    const struct pdf_receipt *doc, struct buf *out, struct err *err);

#endif
