#include "app/variables.h"

#include "base/nearest.h"

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
    ROW("invoices", "contested_amount", "What is in dispute of it."),
    FLAG("several", "There is more than one invoice."),
    TEXT("invoice_count", "How many."),
    TEXT("worst_days", "Days past due of the oldest."),
    LIST("totals", "The sum of them, a row for each currency."),
    ROW("totals", "amount", "One sum."),
    LIST("contested", "Parts of them in dispute, which are not asked for."),
    ROW("contested", "number", "Of the invoice."),
    ROW("contested", "amount", "How much."),
    LIST("unapplied", "Payments not yet matched, a row for each currency."),
    ROW("unapplied", "amount", "One sum."),
    LIST("net", "What is left of the totals after those payments."),
    ROW("net", "amount", "One sum."),
    LIST("charges", "Late interest and fees, where they are switched on."),
    ROW("charges", "label", "What for."),
    ROW("charges", "amount", "How much."),
    TEXT("charges_total", "Their sum."),
    TEXT("deadline", "The day by which an answer is asked for."),
    TEXT("reference", "What a bank transfer should carry."),

    TEXT("pay_url", "Signed link to pay."),
    TEXT("dispute_url", "Signed link to dispute."),
    TEXT("note_address", "Staff: what is copied there becomes a note of the "
			 "account."),
    TEXT("account_url", "Signed link to see the account."),

    TEXT("promise.date", "When payment was promised."),
    TEXT("promise.amount", "How much, if that was said."),
    TEXT("promise.paid", "How much of it came."),
    TEXT("promise.missing", "How much of it is missing."),
    TEXT("promise.broken_count", "How many promises were broken so far."),
    TEXT("dispute.invoices", "What is disputed, if that was said."),
    TEXT("dispute.reason", "Why, in the reader's words."),
    TEXT("dispute.id", "How we call it."),
    TEXT("dispute.opened", "Since when."),
    TEXT("dispute.amount", "What is disputed."),
    TEXT("dispute.text", "Why, in the customer's words."),
    TEXT("dispute.deadline", "Until when somebody has to answer."),
    TEXT("dispute.credit", "What was credited."),
    FLAG("dispute.credited", "It ended with a credit."),
    FLAG("dispute.upheld", "It ended: the invoice stands."),
    FLAG("dispute.withdrawn", "It ended: the customer takes it back."),
    FLAG("dispute.part", "It ended with a credit for a part."),
    TEXT("stakeholder.name", "Who settles it."),
    LIST("undisputed", "What is to be paid all the same."),
    ROW("undisputed", "amount", "One sum."),
    TEXT("terms_days", "Days until an invoice is due."),
    TEXT("credit_limit", "What the account may owe."),
    TEXT("first_due", "When its first invoice is due."),
    TEXT("period", "The month of a statement."),
    LIST("balances", "Opening, movements and closing, a row a currency."),
    ROW("balances", "currency", "Of the row."),
    ROW("balances", "opening", "Open when the month began."),
    ROW("balances", "invoiced", "Added by invoices."),
    ROW("balances", "credited", "Taken off by credits."),
    ROW("balances", "paid", "Taken off by payments."),
    ROW("balances", "closing", "Open at its end."),
    LIST("aging", "What is open by days past due, a row a currency."),
    ROW("aging", "currency", "Of the row."),
    ROW("aging", "current", "Not due yet."),
    ROW("aging", "days_30", "1 to 30 days."),
    ROW("aging", "days_60", "31 to 60 days."),
    ROW("aging", "days_90", "61 to 90 days."),
    ROW("aging", "older", "More than 90 days."),
    TEXT("credit.used", "What the account owes."),
    TEXT("credit.used_percent", "The same in per cent of the limit."),
    TEXT("credit.limit", "The limit."),
    TEXT("credit.available", "What is left of it."),
    TEXT("credit.past_due", "What is past due."),
    TEXT("credit.oldest_days", "Since how many days, the oldest."),
    TEXT("credit.reason", "Why orders wait."),
    TEXT("credit.hold", "That they wait, or soon will, and since when."),
    TEXT("credit.grace_until", "From when on they will."),
    TEXT("credit.review_on", "When the limit is looked at again."),
    TEXT("credit.requested", "The limit that is asked for."),
    TEXT("credit.requested_by", "By whom."),
    TEXT("average_days_to_pay", "Days from an invoice to its payment."),
    TEXT("broken_promises", "How many, in a year."),
    TEXT("open_disputes", "How many."),
    TEXT("visit.date", "The day of the next talk."),
    LIST("visits", "Those that are proposed."),
    ROW("visits", "date", "One of them."),
    LIST("notes", "What was noted last."),
    ROW("notes", "at", "When."),
    ROW("notes", "author", "By whom."),
    ROW("notes", "text", "What."),
    TEXT("mailto_url", "Beside a draft: the same as a mailto: link."),
    TEXT("phone", "The contact's telephone number."),
    TEXT("document.name", "What was asked for."),
    LIST("document.names", "What is attached."),
    ROW("document.names", "name", "One of them."),
    TEXT("subject",
	"In an answer: that of the question; in the layout: its own."),
    TEXT("text", "In a mail to staff: the words that came in."),
    LIST("tasks", "In a mail to staff: what a person has to do."),
    ROW("tasks", "task", "One of them."),
    TEXT("from.address", "In a mail to staff: who wrote, by address."),
    TEXT("from.name", "Their name."),
    TEXT("from.role", "What they do, if they are on file."),
    TEXT("from.phone", "Their telephone number."),
    TEXT("from.trust", "Proven or not, and why."),
    LIST("quote", "The words that came in, or that go out."),
    ROW("quote", "line", "One line of them."),
    LIST("files", "In a mail to staff: what was attached."),
    ROW("files", "name", "One file, with its size."),
    FLAG("enclosed", "They came by a form of the portal, and are attached."),
    LIST("understood", "In a mail to staff: what was found, by which words."),
    ROW("understood", "text", "One of them."),
    LIST("done", "In a mail to staff: what was done already."),
    ROW("done", "text", "One of them."),
    LIST("holds", "In a mail to staff: what holds reminders back."),
    ROW("holds", "text", "One of them."),
    TEXT("promises_kept", "How many promises were kept."),
    TEXT("promises_open", "How many are open."),
    TEXT("late", "In a mail to staff: who has not answered in time."),
    TEXT("answer_to", "In a mail to staff: whom a reply to it reaches."),
    LIST("draft", "In a mail to staff: the draft of an answer."),
    ROW("draft", "line", "One line of it."),
    {"draft", "first", VARIABLE_FLAG, "It is the first."},
    LIST("cases", "In a mail to staff: several customers' mails."),
    ROW("cases", "account", "Of the account."),
    ROW("cases", "name", "Of the account."),
    ROW("cases", "open", "What it owes."),
    ROW("cases", "from", "Who wrote."),
    ROW("cases", "trust", "Proven or not, and why."),
    ROW("cases", "subject", "Of their mail."),
    ROW("cases", "text", "Its words."),
    ROW("cases", "answer_url", "A mailto: link that answers it."),
    ROW("cases", "todo", "What to do."),
    TEXT("by", "In an answer that one of ours wrote: their name."),
#define ASK(name, doc) FLAG("ask." name, "In a draft: " doc)
    ASK("dispute", "a dispute."),
    ASK("question", "a question."),
    ASK("payment_plan", "they ask to pay in parts."),
    ASK("bank_details", "they ask for ours."),
    ASK("bank_change", "it speaks of bank details."),
    ASK("contact_change", "somebody else is in charge."),
    ASK("call_back", "they ask for a call."),
    ASK("hardship_legal", "hardship, or a legal matter."),
    ASK("promise", "a promise that is not clear."),
    ASK("document", "a document that could not be sent."),
    ASK("paid", "a payment that is not there."),
    ASK("credit_request", "they ask for credit."),
    ASK("hold_release", "they ask for the end of a hold."),
    ASK("unsubscribe", "they want no mails."),
    ASK("unsure", "it was not understood."),
#undef ASK
    LIST("rows", "In a mail to staff: a list that is answered by number."),
    ROW("rows", "number", "From 1."),
    ROW("rows", "account", "Whom it is about."),
    ROW("rows", "name", "The customer's name."),
    ROW("rows", "contact", "Who is spoken with."),
    ROW("rows", "phone", "Their telephone number."),
    ROW("rows", "owed", "What is past due."),
    ROW("rows", "expected", "What a word is expected to move of it."),
    ROW("rows", "rank", "Why it stands at this place."),
    ROW("rows", "said", "What the customer wrote last."),
    ROW("rows", "todo", "What is to be done."),
    ROW("rows", "script", "What to say."),
    ROW("rows", "step", "What is about to be sent."),
    ROW("rows", "when", "When."),
    ROW("rows", "to", "To whom."),
    ROW("rows", "amount", "How much it speaks of."),
    ROW("rows", "why", "Why it is sent."),
    ROW("rows", "waits", "What it waits for."),
    FLAG("listed",
	"In a script: it stands on a worklist, which is answered by number."),
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
