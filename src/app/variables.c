#include "app/variables.h"

#include "app/nearest.h"

#define TEXT(name, doc)                                                        \
	{                                                                      \
		"", name, VARIABLE_TEXT, doc                                   \
	}
#define FLAG(name, doc)                                                        \
	{                                                                      \
		"", name, VARIABLE_FLAG, doc                                   \
	}
#define LIST(name, doc)                                                        \
	{                                                                      \
		"", name, VARIABLE_LIST, doc                                   \
	}
#define ROW(list, name, doc)                                                   \
	{                                                                      \
		list, name, VARIABLE_TEXT, doc                                 \
	}

const struct variable variables[] = {
    TEXT("company.name", "The company, from gateway.conf."),
    TEXT("company.address", "Its postal address."),
    TEXT("company.phone", "Its telephone number."),
    TEXT("company.email", "Its address for customers."),
    TEXT("company.bank", "Where to pay."),
    TEXT("company.color", "Its colour, #rrggbb."),
    TEXT("signature", "The signature of the mailbox."),
    TEXT("today", "The day of sending, as the reader writes it."),

    ROW(VARIABLES_LAYOUT, "body", "The mail itself, as HTML: {{{body}}}."),
    ROW(VARIABLES_LAYOUT, "subject", "Its subject line."),
    ROW(VARIABLES_LAYOUT, "language", "Its language."),
    ROW(VARIABLES_LAYOUT, "color", "The company's colour."),
    ROW(VARIABLES_LAYOUT, "address_line", "Its address on one line."),

    TEXT("account.id", "The customer's account number."),
    TEXT("account.name", "The customer's name."),
    TEXT("contact.name", "Who reads this."),
    TEXT("contact.email", "Their address."),
    TEXT("collector.name", "Who looks after the account."),
    TEXT("collector.email", "Their address."),
    TEXT("collector.phone", "Their telephone number."),

    LIST("invoices", "The invoices of this mail, oldest due first."),
    ROW("invoices", "number", "Its number."),
    ROW("invoices", "po", "The customer's order number."),
    ROW("invoices", "issued", "Its date."),
    ROW("invoices", "due", "Its due date."),
    ROW("invoices", "amount", "What it came to."),
    ROW("invoices", "open", "What is still open."),
    ROW("invoices", "days_past_due", "Days since it was due."),
    ROW("invoices", "pay_url", "Signed link to pay it."),
    ROW("invoices", "dispute_url", "Signed link to dispute it."),
    ROW("invoices", "invoice_url", "Signed link to its document."),
    {"invoices", "past_due", VARIABLE_FLAG, "It is past its due date."},
    {"invoices", "disputed", VARIABLE_FLAG, "It is in dispute."},
    TEXT("invoice_count", "How many invoices."),
    FLAG("single", "There is exactly one invoice."),
    FLAG("several", "There is more than one invoice."),
    FLAG("more", "There are more than the table shows."),

    LIST("totals", "What is open, a row for each currency."),
    ROW("totals", "total", "The sum."),
    TEXT("oldest_due", "The earliest due date."),
    TEXT("days_past_due", "Days since then."),
    TEXT("credit_limit", "The account's credit limit."),
    TEXT("credit_used", "Per cent of it that is used."),

    TEXT("pay_url", "Signed link to pay all of it."),
    TEXT("dispute_url", "Signed link to dispute."),
    TEXT("promise_url", "Signed link to promise a date."),
    TEXT("account_url", "Signed link to see the account."),
    TEXT("statement_url", "Signed link to the statement."),
    TEXT("unsubscribe_url", "Signed link to be mailed no more."),

    TEXT("promise.date", "When payment was promised."),
    TEXT("promise.amount", "How much was promised."),
    TEXT("dispute.reason", "Why it is disputed, in the reader's words."),
    TEXT("dispute.resolution", "How it ended."),
    TEXT("document.type", "What was asked for."),
    TEXT("document.ref", "Which one."),

    LIST("files", "What is attached."),
    ROW("files", "file.name", "Its name."),
    FLAG("has_files", "Something is attached."),
};

const size_t variables_count = sizeof(variables) / sizeof(*variables);

const struct variable *
variables_find(struct str name)
{
	for (size_t i = 0; i < variables_count; i++)
		if (str_eqc(name, variables[i].name))
			return &variables[i];
	return NULL;
}

const char *
variables_nearest(struct str name)
{
	struct nearest near;

	nearest_init(&near, name);
	for (size_t i = 0; i < variables_count; i++)
		nearest_offer(&near, variables[i].name);
	return nearest_best(&near);
}
