#include "app/config_table.h"

#include "model/interest.h"
#include "model/sequence.h"
#include "model/settings.h"

/* Offset of a member, refused by the compiler if its type is another. */
#define AT(type, s, member)                                                    \
	(offsetof(struct s, member) +                                          \
	    0 * sizeof(                                                        \
		    char[_Generic(((struct s *)0)->member, type : 1, default   \
				  : -1)]))

static const char *const channels[] = {
    [CHANNEL_MAILDIR] = "maildir", [CHANNEL_SERVER] = "server", NULL};
static const char *const tls_modes[] = {[TLS_IMPLICIT] = "implicit",
    [TLS_STARTTLS] = "starttls",
    [TLS_NONE] = "none",
    NULL};
static const char *const tones[] = {[TONE_COURTESY] = "courtesy",
    [TONE_REMINDER] = "reminder",
    [TONE_FIRM] = "firm",
    [TONE_FINAL] = "final",
    NULL};

static const char *const gloves[] = {
    [GLOVE_ANY] = "any", [GLOVE_NO] = "no", [GLOVE_ONLY] = "only", NULL};
static const char *const statements[] = {[STATEMENT_NONE] = "none",
    [STATEMENT_OPEN_ITEMS] = "open-items",
    [STATEMENT_FORWARD] = "balance-forward",
    NULL};

/* Who says: scope, section and the struct that is filled. */
#define G(section, key) SCOPE_GATEWAY, section, #key
#define M(section, key) SCOPE_MAILBOX, section, #key
#define S(section, key) SCOPE_SEQUENCE, section, #key

/* What is held: type, place, required, default, range, unit, words. */
#define TEXT_(type, s, member, need, dflt, max)                                \
	type, AT(struct str, s, member), need, dflt, 0, max, 0, NULL
#define NUMBER(s, member, dflt, min, max)                                      \
	TYPE_NUMBER, AT(int64_t, s, member), false, dflt, min, max, 0, NULL
#define SPAN(s, member, dflt, min, max, unit)                                  \
	TYPE_DURATION, AT(int64_t, s, member), false, dflt, min, max, unit, NULL
#define TIME(s, member, dflt)                                                  \
	TYPE_TIME, AT(int64_t, s, member), false, dflt, 0, 1440, 0, NULL
#define BOOL(s, member, dflt)                                                  \
	TYPE_BOOL, AT(bool, s, member), false, dflt, 0, 1, 0, NULL
#define CHOICE(type, s, member, dflt, words)                                   \
	TYPE_CHOICE, AT(enum type, s, member), false, dflt, 0, 0, 0, words

#define SECOND 1
#define HOUR   3600
#define DAY    86400
#define PATHS  1024

/* A server is described in the same words wherever one is named. */
#define SERVER(name, ports)                                                    \
	{M(#name, host),                                                       \
	    TEXT_(TYPE_HOST, mailbox_settings, name.host, false, "", 253),     \
	    "Name of the server."},                                            \
	    {M(#name, port),                                                   \
		NUMBER(mailbox_settings, name.port, "", 1, 65535),             \
		"Its port. Default: " ports "."},                              \
	    {M(#name, tls),                                                    \
		CHOICE(tls_mode, mailbox_settings, name.tls, "implicit",       \
		    tls_modes),                                                \
		"How the connection is encrypted; none only to this "          \
		"machine."},                                                   \
	    {M(#name, user),                                                   \
		TEXT_(TYPE_TEXT, mailbox_settings, name.user, false, "", 254), \
		"Name to log in with; empty: no log-in."},                     \
	    {M(#name, password_file),                                          \
		TEXT_(TYPE_PATH, mailbox_settings, name.password_file, false,  \
		    "", PATHS),                                                \
		"File (mode 0600) whose first line is the password."},         \
	    {M(#name, token_file),                                             \
		TEXT_(TYPE_PATH, mailbox_settings, name.token_file, false, "", \
		    PATHS),                                                    \
		"File (mode 0600) with an OAuth 2.0 token in a password's "    \
		"stead."},                                                     \
	    {M(#name, ca_file),                                                \
		TEXT_(TYPE_PATH, mailbox_settings, name.ca_file, false, "",    \
		    PATHS),                                                    \
		"Certificates to trust instead of the system's."},             \
	{                                                                      \
		M(#name, timeout),                                             \
		    SPAN(mailbox_settings, name.timeout, "60s", 1, 3600,       \
			SECOND),                                               \
		    "Silence after which the connection is given up."          \
	}

const struct config_setting config_table[] = {
    {G("company", name),
	TEXT_(TYPE_TEXT, settings, company_name, true, "", 200),
	"Name of the company, as customers know it."},
    {G("company", address),
	TEXT_(TYPE_LINES, settings, company_address, false, "", 1000),
	"Postal address, one line below the other."},
    {G("company", phone),
	TEXT_(TYPE_TEXT, settings, company_phone, false, "", 60),
	"Telephone number shown to customers."},
    {G("company", email),
	TEXT_(TYPE_EMAIL, settings, company_email, true, "", 254),
	"Address shown to customers."},
    {G("company", locale),
	TEXT_(TYPE_LOCALE, settings, company_locale, false, "en-US", 35),
	"Language and country of accounts that have none of their own."},
    {G("company", timezone),
	TEXT_(TYPE_ZONE, settings, company_timezone, false, "UTC", 60),
	"Time zone of accounts that have none of their own."},
    {G("company", currency),
	TEXT_(TYPE_CURRENCY, settings, company_currency, true, "", 3),
	"Currency (ISO 4217) where none is written."},
    {G("company", bank),
	TEXT_(TYPE_LINES, settings, company_bank, false, "", 1000),
	"Where to pay. Bank details come from here and nowhere else."},
    {G("company", color),
	TEXT_(TYPE_COLOR, settings, company_color, false, "#1155cc", 7),
	"Colour of buttons and headings in mails and documents."},

    {G("ledger", path),
	TEXT_(
	    TYPE_LEDGER, settings, ledger_path, false, "var/ledger.db", PATHS),
	"File of the ledger (SQLite)."},
    {G("ledger", stale_after),
	SPAN(settings, ledger_stale_hours, "30h", 0, 8760, HOUR),
	"Reminders wait when the last import is older; 0: never."},

    {G("links", base), TEXT_(TYPE_URL, settings, links_base, true, "", 500),
	"Address of the portal, what every signed link starts with."},
    {G("links", valid_for), SPAN(settings, links_days, "90d", 1, 3650, DAY),
	"How long a link can be used."},
    {G("links", keys),
	TEXT_(TYPE_PATH, settings, keys_dir, false, "var/keys", PATHS),
	"Folder (mode 0700) of the keys that sign links and replies."},

    {G("folders", templates),
	TEXT_(TYPE_PATH, settings, templates_dir, false, "templates", PATHS),
	"Folder of the sequences and their texts."},
    {G("folders", filters),
	TEXT_(TYPE_PATH, settings, filters_dir, false, "filters", PATHS),
	"Folder of the rules that understand replies."},
    {G("folders", documents),
	TEXT_(
	    TYPE_PATH, settings, documents_dir, false, "var/documents", PATHS),
	"Folder of documents that are kept beside what is rendered."},
    {G("folders", calendars),
	TEXT_(TYPE_PATH, settings, calendars_dir, false, "calendars", PATHS),
	"Folder of public holidays, one file a country: DE.ics, US.ics."},

    {G("spool", dir),
	TEXT_(TYPE_PATH, settings, spool_dir, false, "var/spool", PATHS),
	"Letters, texts, calls, events, placements; docs/SPOOL.md tells more."},

    {G("interest", rule),
	CHOICE(interest_rule, settings, interest_rule, "none", interest_rules),
	"Late interest that texts speak of; it is never part of what is open."},
    {G("interest", margin),
	TEXT_(TYPE_TEXT, settings, interest_margin_text, false, "8.00", 10),
	"Points above the reference rate, for eu and uk."},
    {G("interest", rate),
	TEXT_(TYPE_TEXT, settings, interest_flat_text, false, "0", 10),
	"The whole rate of the rule flat, in per cent a year."},
    {G("interest", fixed), BOOL(settings, interest_fixed, "yes"),
	"The fixed sums too: EUR 40 an invoice; GBP 40, 70 or 100."},
    {G("interest", rates),
	TEXT_(TYPE_PATH, settings, interest_rates, false, "rates.csv", PATHS),
	"File of reference rates, a line each: 2026-07-01,2.40."},

    {G("answers", documents_per_day),
	NUMBER(settings, documents_per_day, "10", 0, 1000),
	"Documents sent to one contact in a day without a person."},
    {G("answers", rest_after_reply),
	SPAN(settings, reply_rest_days, "5d", 0, 365, DAY),
	"How long reminders rest after a human reply."},
    {G("answers", promise_grace),
	SPAN(settings, promise_grace_days, "2d", 0, 60, DAY),
	"How long after its date a promise may still be kept."},
    {G("answers", certainty),
	NUMBER(settings, classify_threshold, "70", 1, 100),
	"Per cent below which a person reads the reply first."},
    {G("answers", max_age), SPAN(settings, max_age_days, "14d", 1, 365, DAY),
	"Mail that is older is noted and never acted on."},

    {G("sending", from), TIME(settings, window_from, "08:00"),
	"Reminders leave from this time on, in the reader's zone."},
    {G("sending", to), TIME(settings, window_to, "17:30"),
	"And until this time."},
    {G("sending", weekdays_only), BOOL(settings, weekdays_only, "yes"),
	"No reminder on Saturday and Sunday."},
    {G("sending", min_gap), SPAN(settings, min_gap_days, "5d", 0, 365, DAY),
	"Least business days between two touches of one account."},
    {G("sending", per_hour), NUMBER(settings, per_hour, "500", 1, 1000000),
	"Reminders that leave in an hour, all accounts together."},
    {G("sending", hold_after), SPAN(settings, jump_hours, "4d", 1, 8760, HOUR),
	"After a longer silence reminders wait for a person's word."},
    {G("sending", first_approved),
	NUMBER(settings, first_approved, "0", 0, 1000),
	"So many messages of a new or changed text wait for a yes first."},

    {G("staff", fallback),
	TEXT_(TYPE_EMAIL, settings, staff_fallback, true, "", 254),
	"Who gets what needs a person when no collector is assigned."},
    {G("staff", orders),
	TEXT_(TYPE_EMAIL, settings, staff_orders, false, "", 254),
	"The order desk: is told of credit holds and their end."},
    {G("staff", credit),
	TEXT_(TYPE_EMAIL, settings, staff_credit, false, "", 254),
	"Who decides about credit limits and holds."},
    {G("staff", escalation),
	TEXT_(TYPE_EMAIL, settings, staff_escalation, false, "", 254),
	"Who is told of what was not answered in time."},
    {G("staff", stakeholders),
	TEXT_(TYPE_LINES, settings, staff_stakeholders, false, "", 4000),
	"Who settles disputes, \"REASON: address\", one a line."},

    {G("credit", watch), BOOL(settings, credit_watch, "no"),
	"Credit limits are watched: notices of use, holds, reviews."},
    {G("credit", thresholds),
	TEXT_(TYPE_TEXT, settings, credit_thresholds, false, "80, 100", 60),
	"Per cent of the limit at which the collector is told."},
    {G("credit", holds), BOOL(settings, credit_holds, "no"),
	"New orders are held when the limit or a due date is passed."},
    {G("credit", hold_after),
	SPAN(settings, credit_hold_after, "30d", 1, 3650, DAY),
	"Days past due that lead to a hold."},
    {G("credit", grace), SPAN(settings, credit_grace, "7d", 0, 365, DAY),
	"Days from the warning to the hold."},
    {G("credit", min_amount),
	NUMBER(settings, credit_min_amount, "5000", 0, INT64_C(1000000000000)),
	"No hold for less, in the minor unit (cents)."},
    {G("credit", broken_promises),
	NUMBER(settings, credit_broken, "0", 0, 1000),
	"So many in a year lead to a hold while something is late; 0: no."},
    {G("credit", release), BOOL(settings, credit_releases, "yes"),
	"A hold ends by itself as soon as it is cured."},
    {G("credit", review_every),
	SPAN(settings, credit_review_days, "365d", 0, 3650, DAY),
	"Limits are put before [staff] credit again; 0: never."},
    {G("credit", webhook), BOOL(settings, credit_webhook, "no"),
	"Holds and their end are told to the webhook as well."},
    {G("credit", holds_file),
	TEXT_(TYPE_PATH, settings, credit_holds_file, false, "var/holds.csv",
	    PATHS),
	"File (CSV) of who is on hold, for machines."},

    {G("white_glove", every), SPAN(settings, visits_every, "91d", 1, 730, DAY),
	"How far apart the talks are that a white-glove account is offered."},
    {G("white_glove", count), NUMBER(settings, visits_count, "4", 0, 12),
	"And how many of them are proposed at once."},

    {G("run", tick), SPAN(settings, tick_seconds, "60s", 1, 3600, SECOND),
	"How often the gateway looks for what is due."},

    {M("mailbox", address),
	TEXT_(TYPE_EMAIL, mailbox_settings, address, true, "", 254),
	"The company's address, in From."},
    {M("mailbox", display),
	TEXT_(TYPE_TEXT, mailbox_settings, display, false, "", 200),
	"The name beside it. Default: the company's name."},
    {M("mailbox", reply_tag), BOOL(mailbox_settings, reply_tag, "yes"),
	"Replies go to local+tag@domain, which proves the thread."},
    {M("mailbox", reply_address),
	TEXT_(TYPE_EMAIL, mailbox_settings, reply_address, false, "", 254),
	"Where replies go. Default: address."},
    {M("mailbox", language),
	TEXT_(TYPE_LANGUAGE, mailbox_settings, language, false, "", 8),
	"Of mails to accounts without one. Default: the company's."},
    {M("mailbox", signature),
	TEXT_(TYPE_LINES, mailbox_settings, signature, false, "", 2000),
	"Text under each mail."},

    {M("send", channel),
	CHOICE(channel_kind, mailbox_settings, send, "server", channels),
	"By a server ([smtp] below), or into a Maildir of this machine."},
    {M("send", maildir),
	TEXT_(TYPE_PATH, mailbox_settings, send_maildir, false, "", PATHS),
	"The Maildir; {address} stands for the recipient, one each."},
    {M("send", helo), TEXT_(TYPE_HOST, mailbox_settings, helo, false, "", 253),
	"Name said in EHLO. Default: the domain of address."},
    {M("send", connections), NUMBER(mailbox_settings, connections, "4", 1, 50),
	"Connections to the server at the same time."},
    {M("send", sent_copy), BOOL(mailbox_settings, sent_copy, "no"),
	"File a copy of each mail on the server of [imap]."},
    {M("send", sent_folder),
	TEXT_(TYPE_FOLDER, mailbox_settings, sent_folder, false, "Sent", 255),
	"In this folder."},
    SERVER(smtp, "465, or 587 with starttls, or 25 with none"),

    {M("read", channel),
	CHOICE(channel_kind, mailbox_settings, read, "server", channels),
	"From a server ([imap] below), or a Maildir of this machine."},
    {M("read", maildir),
	TEXT_(TYPE_PATH, mailbox_settings, read_maildir, false, "", PATHS),
	"The Maildir."},
    {M("read", inbox),
	TEXT_(TYPE_FOLDER, mailbox_settings, inbox, false, "INBOX", 255),
	"Folder of the server to read."},
    {M("read", file_queues), BOOL(mailbox_settings, file_queues, "yes"),
	"Handled mail is filed into a folder for each queue; what a person "
	"moves there is a correction."},
    {M("read", queue_prefix),
	TEXT_(TYPE_FOLDER, mailbox_settings, queue_prefix, false, "dunmail",
	    100),
	"Folder above those of the queues."},
    {M("read", poll),
	SPAN(mailbox_settings, poll_seconds, "60s", 5, 3600, SECOND),
	"How often to look where the server does not tell by itself."},
    {M("read", authserv_id),
	TEXT_(TYPE_HOST, mailbox_settings, authserv_id, false, "", 253),
	"Whose Authentication-Results to trust; empty: nobody's."},
    SERVER(imap, "993, or 143 otherwise"),

    {S("sequence", kind),
	CHOICE(sequence_kind, sequence_step, kind, "", sequence_kinds),
	"What it is about. Default: the name of its folder."},
    {S("sequence", segment),
	TEXT_(TYPE_TEXT, sequence_step, only.segment, false, "", 500),
	"Only accounts of these segments, parted by commas."},
    {S("sequence", language),
	TEXT_(TYPE_TEXT, sequence_step, only.language, false, "", 500),
	"Only accounts of these languages."},
    {S("sequence", currency),
	TEXT_(TYPE_TEXT, sequence_step, only.currency, false, "", 500),
	"Only accounts of these currencies."},
    {S("sequence", collector),
	TEXT_(TYPE_TEXT, sequence_step, only.collector, false, "", 500),
	"Only accounts of these collectors."},
    {S("sequence", anchor),
	CHOICE(step_anchor, sequence_step, anchor, "due", step_anchors),
	"What days are counted from where a step says nothing."},
    {S("sequence", min_gap), SPAN(sequence_step, min_gap, "", 0, 365, DAY),
	"Gap where a step says nothing. Default: that of gateway.conf."},
    {S("step", channel),
	CHOICE(step_channel, sequence_step, channel, "email", step_channels),
	"How it reaches somebody."},
    {S("step", to), TEXT_(TYPE_TEXT, sequence_step, to, false, "", 200),
	"Roles, the first that is there; see docs/HOWTO.md for the list."},
    {S("step", cc), TEXT_(TYPE_TEXT, sequence_step, cc, false, "", 200),
	"Roles that get it as well."},
    {S("step", day), NUMBER(sequence_step, offset, "", -3650, 3650),
	"Days from the anchor; negative: before it. Required."},
    {S("step", business), BOOL(sequence_step, business, "no"),
	"They are business days."},
    {S("step", anchor),
	CHOICE(step_anchor, sequence_step, anchor, "", step_anchors),
	"What the days are counted from."},
    {S("step", template),
	TEXT_(TYPE_NAME, sequence_step, template_name, false, "", 63),
	"Stem of its texts, <template>.<language>.md. Default: its name."},
    {S("step", expires), NUMBER(sequence_step, expires, "", -3650, 3650),
	"From this day of the anchor on it is no longer said."},
    {S("step", repeat), SPAN(sequence_step, repeat, "", 1, 3650, DAY),
	"Said again and again with this gap."},
    {S("step", times), NUMBER(sequence_step, times, "0", 0, 1000),
	"So often, if it repeats; 0: for ever, last step only."},
    {S("step", until), TEXT_(TYPE_TEXT, sequence_step, until, false, "", 200),
	"Not said any more after one of these has happened."},
    {S("step", response), BOOL(sequence_step, response, "no"),
	"The customer waits for it: no gap, rest or stale ledger keeps it."},
    {S("step", tone), CHOICE(step_tone, sequence_step, tone, "reminder", tones),
	"How it speaks."},
    {S("step", min_amount),
	NUMBER(sequence_step, min_amount, "0", 0, INT64_C(1000000000000)),
	"Only invoices with as much open, in the minor unit (cents)."},
    {S("step", min_days), NUMBER(sequence_step, only.min_days, "0", 0, 3650),
	"Only when an open invoice is so many days past due."},
    {S("step", segment),
	TEXT_(TYPE_TEXT, sequence_step, only.segment, false, "", 500),
	"Only accounts of these segments, parted by commas."},
    {S("step", language),
	TEXT_(TYPE_TEXT, sequence_step, only.language, false, "", 500),
	"Only accounts of these languages."},
    {S("step", currency),
	TEXT_(TYPE_TEXT, sequence_step, only.currency, false, "", 500),
	"Only accounts of these currencies."},
    {S("step", collector),
	TEXT_(TYPE_TEXT, sequence_step, only.collector, false, "", 500),
	"Only accounts of these collectors."},
    {S("step", outcome),
	TEXT_(TYPE_TEXT, sequence_step, only.outcome, false, "", 200),
	"Only after the last contact by a person ended in one of these."},
    {S("step", min_gap), SPAN(sequence_step, min_gap, "", 0, 365, DAY),
	"Least business days since the account's last reminder."},
    {S("step", attach_invoices), BOOL(sequence_step, attach_invoices, "no"),
	"With copies of the invoices."},
    {S("step", attach_statement), BOOL(sequence_step, attach_statement, "no"),
	"With a statement of the account."},
    {S("step", white_glove),
	CHOICE(step_glove, sequence_step, only.white_glove, "any", gloves),
	"Whether it is for white-glove accounts; only: for no others."},
    {S("step", statement),
	CHOICE(step_statement, sequence_step, statement, "none", statements),
	"With the statement of the month that has ended, in this form."},
    {S("step", despite_rests), BOOL(sequence_step, despite_rests, "no"),
	"Sent though a reply waits or they are away; not while they are "
	"paused."},
    {S("step", approval), BOOL(sequence_step, approval, "no"),
	"Waits for a person's yes."},
};

const size_t config_table_count = sizeof(config_table) / sizeof(*config_table);
_Static_assert(
    sizeof(config_table) / sizeof(*config_table) <= CONFIG_SETTINGS_MAX,
    "CONFIG_SETTINGS_MAX is too small");
