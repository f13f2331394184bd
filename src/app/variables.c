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
    TEXT("company.color", "Its colour, #rrggbb."),
    TEXT("bank", "Where to pay, from gateway.conf only."),
    TEXT("signature", "The signature of the mailbox."),
    TEXT("today", "The day of writing, as the reader writes it."),

    TEXT("account.id", "The customer's account number."),
    TEXT("account.name", "The customer's name."),
    TEXT("contact.id", "Who reads this, as the ledger knows them."),
    TEXT("contact.name", "Their name."),
    TEXT("collector.name", "Who looks after the account, if anybody."),
    TEXT("collector.email", "Where to write to them."),

    LIST("invoices", "The invoices of this mail, oldest due first."),
    ROW("invoices", "number", "Its number."),
    ROW("invoices", "po", "The customer's order number."),
    ROW("invoices", "issued", "Its date."),
    ROW("invoices", "due", "Its due date."),
    ROW("invoices", "days_past_due", "Days since then."),
    ROW("invoices", "amount", "What it came to."),
    ROW("invoices", "open", "What is still open."),
    {"invoices", "past_due", VARIABLE_FLAG, "It is past its due date."},
    {"invoices", "disputed", VARIABLE_FLAG, "It is in dispute."},
    {"invoices", "promised", VARIABLE_FLAG, "Its payment is promised."},
    ROW("invoices", "promised_for", "The day that was promised, if so."),
    FLAG("several", "There is more than one invoice."),
    TEXT("invoice_count", "How many."),
    TEXT("worst_days", "Days past due of the oldest."),
    LIST("totals", "The sum of them, a row for each currency."),
    ROW("totals", "amount", "One sum."),
    LIST("unapplied", "Payments not yet matched, a row for each currency."),
    ROW("unapplied", "amount", "One sum."),
    TEXT("reference", "What a bank transfer should carry."),

    TEXT("pay_url", "Signed link to pay."),
    TEXT("dispute_url", "Signed link to dispute."),
    TEXT("account_url", "Signed link to see the account."),

    TEXT("promise.date", "When payment was promised."),
    TEXT("promise.amount", "How much, if that was said."),
    TEXT("dispute.invoices", "What is disputed, if that was said."),
    TEXT("dispute.reason", "Why, in the reader's words."),
    TEXT("document.name", "What was asked for."),
    LIST("document.names", "What is attached."),
    ROW("document.names", "name", "One of them."),
    TEXT("subject",
	"In an answer: that of the question; in the layout: its own."),
    TEXT("text", "In a mail to staff: the words that came in."),
    LIST("tasks", "In a mail to staff: what a person has to do."),
    ROW("tasks", "task", "One of them."),
    TEXT("level", "Which step of the sequence this is, from 1."),
    FLAG("earlier", "Set when this account was written to before."),

    ROW(VARIABLES_LAYOUT, "body", "The mail itself, as HTML: {{{body}}}."),
    ROW(VARIABLES_LAYOUT, "language", "Its language."),
    ROW(VARIABLES_LAYOUT, "color", "The company's colour."),
    ROW(VARIABLES_LAYOUT, "address_line", "Its address on one line."),
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
