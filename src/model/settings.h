#ifndef DUNMAIL_MODEL_SETTINGS_H
#define DUNMAIL_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/interest.h"
#include "model/oauth.h"

/*
 * settings: gateway.conf, mailboxes/<name>.conf and collectors/<name>.conf as
 * values. app/config.c
 * fills them from one table that knows each setting's type, range, default
 * and line of documentation. Texts live in the config's arena and end with
 * NUL. Paths are absolute or relative to the folder of gateway.conf, and
 * already joined.
 */
enum channel_kind {
	CHANNEL_MAILDIR, /* a folder on this machine, no server */
	CHANNEL_SERVER,  /* SMTP for sending, IMAP for reading */
};

enum tls_mode {
	TLS_IMPLICIT, /* from the first byte: 465, 993 */
	TLS_STARTTLS, /* required, never stripped: 587, 143 */
	TLS_NONE,     /* loopback only: refused for any other host */
};

enum payments_provider {
	PAYMENTS_NONE,
	PAYMENTS_STRIPE,
};

enum texts_carrier {
	TEXTS_NONE, /* texts and calls are files of the spool */
	TEXTS_TWILIO,
};

enum texts_consent {
	TEXTS_ON_FILE, /* who gave us a number may be texted, until they say
			* otherwise */
	TEXTS_ASKED,   /* only who said so by a text */
};

enum texts_answer {
	TEXTS_BY_TEXT,
	TEXTS_BY_MAIL,
};

/* How to reach one server. */
struct server_settings {
	struct str host;
	int64_t port;
	enum tls_mode tls;
	struct str user;          /* empty: no log-in */
	struct str password_file; /* 0600, first line is the secret */
	struct str token_file;    /* 0600, OAuth 2.0 token that another
				   * program keeps fresh, or we */
	const struct oauth_settings *oauth; /* we do; NULL: another */
	struct str ca_file;                 /* empty: the system's trust */
	int64_t timeout;                    /* seconds without a byte */
};

struct mailbox_settings {
	struct str name;          /* file stem, the key in every table */
	struct str address;       /* the company's address, in From */
	struct str display;       /* name in From */
	bool reply_tag;           /* Reply-To carries local+tag@domain */
	struct str reply_address; /* where replies go; default: address */

	enum channel_kind send;
	struct server_settings smtp;
	struct str helo;         /* name said in EHLO */
	struct str send_maildir; /* delivery folder of send = maildir; may
				  * hold {address}: one Maildir each */
	int64_t connections;
	bool sent_copy; /* file a copy in sent_folder */
	struct str sent_folder;

	enum channel_kind read;
	struct server_settings imap;
	struct str read_maildir;
	struct str inbox; /* folder to read, "INBOX" */
	bool file_queues; /* handled mail goes into a folder for each queue */
	bool account_folders;    /* and one for each account, with all of it */
	struct str queue_prefix; /* of those folders: "dunmail/Disputes" */
	int64_t poll_seconds;
	struct str authserv_id; /* trusted Authentication-Results; empty:
				 * nothing is verified, no documents */
	struct str language;    /* of mails to accounts without one */
	struct str signature;   /* text under each mail, may be empty */

	struct oauth_settings oauth; /* store: token_file of its servers */
};

/* A collector's own mailbox, collectors/<name>.conf: drafts are put into it,
 * and those that they sent are looked for there. */
struct collector_settings {
	struct mailbox_settings box; /* name, address, read, read_maildir,
				      * imap, oauth, poll_seconds: the
				      * others are not set */
	struct str drafts, sent;     /* folders; empty: those that the server
				      * says are for it */
};

struct settings {
	/* company */
	struct str company_name;
	struct str company_address; /* lines separated by LF */
	struct str company_phone;
	struct str company_email;  /* shown to customers */
	struct str company_locale; /* "en-US": default for every account */
	struct str company_timezone;
	struct str company_currency;
	struct str company_bank;  /* remit-to lines: only from here */
	struct str company_color; /* "#1155cc" */

	/* ledger */
	struct str ledger_path;
	int64_t ledger_stale_hours; /* 0: never stale */

	/* links */
	struct str links_base; /* "https://pay.example.com" */
	int64_t links_days;    /* life of a link */
	struct str keys_dir;

	/* folders */
	struct str templates_dir;
	struct str filters_dir;
	struct str documents_dir; /* PDFs kept beside what is rendered */
	struct str calendars_dir; /* public holidays, COUNTRY.ics */

	/* spool */
	struct str spool_dir; /* letters, texts, calls, ... as files */

	/* interest */
	enum interest_rule interest_rule;
	struct str interest_margin_text; /* per cent, "8.00" */
	struct str interest_flat_text;
	bool interest_fixed;       /* the fixed sums of the rule too */
	struct str interest_rates; /* file of reference rates */

	/* answers */
	int64_t documents_per_day; /* per contact */
	int64_t reply_rest_days;   /* rest after a human reply */
	int64_t promise_grace_days;
	int64_t classify_threshold; /* percent */
	int64_t max_age_days;       /* older mail is noted, never acted on */

	/* sending */
	int64_t window_from; /* minutes after local midnight */
	int64_t window_to;
	bool weekdays_only;
	int64_t min_gap_days;   /* between two reminders to an account */
	int64_t per_hour;       /* cap of reminders an hour, all accounts */
	int64_t jump_hours;     /* a longer gap since the last tick holds
				 * reminders until a person says go */
	int64_t first_approved; /* of each new text so many wait for a yes */

	/* staff */
	struct str staff_fallback; /* address that gets what needs a person */
	struct str staff_orders;   /* the order desk */
	struct str staff_credit;   /* decides about limits and holds */
	struct str staff_escalation;
	struct str staff_stakeholders; /* "reason: address", one a line */
	struct str staff_people;       /* "address: name, approves" */
	struct str staff_away;         /* "address: deputy until DATE" */
	int64_t staff_escalate_hours;  /* of business */
	int64_t staff_mails_per_hour;  /* single ones, to one person */
	int64_t staff_credit_alone;    /* minor units */
	int64_t staff_worklist_at;     /* minutes after midnight; 1440: none */
	int64_t staff_worklist_lines;
	bool staff_digest;

	/* credit */
	bool credit_watch;            /* any of it happens by itself */
	struct str credit_thresholds; /* per cent of the limit */
	bool credit_holds;
	int64_t credit_hold_after; /* days past due */
	int64_t credit_grace;
	int64_t credit_min_amount; /* minor units */
	int64_t credit_broken;     /* promises in a year; 0: never */
	bool credit_releases;
	int64_t credit_review_days; /* 0: never */
	bool credit_webhook;
	struct str credit_holds_file;

	/* white_glove */
	int64_t visits_every; /* days between the talks that are proposed */
	int64_t visits_count;

	/* hooks: what a program of the house is told */
	struct str hooks_url; /* empty: files of the spool */
	struct str hooks_secret_file, hooks_ca_file;
	struct str hooks_events; /* names, by commas */
	int64_t hooks_timeout;

	/* payments */
	enum payments_provider payments_provider;
	struct str payments_secret_file;  /* 0600: the key of the API */
	struct str payments_webhook_file; /* 0600: one secret a line, two
					   * while they are changed */
	struct str payments_api;          /* "https://api.stripe.com" */
	struct str payments_version;
	struct str payments_methods; /* "card, sepa_debit" */
	int64_t payments_min;        /* whole units of the currency; 0: */
	int64_t payments_max;        /* that of the provider */
	int64_t payments_expires;    /* seconds that a hosted page lives */

	/* texts */
	enum texts_carrier texts_carrier;
	struct str texts_account;     /* "AC..." */
	struct str texts_key;         /* "SK..."; empty: the account */
	struct str texts_secret_file; /* 0600: the key's secret */
	struct str texts_token_file;  /* 0600: what the carrier signs with;
				       * empty: it cannot tell us anything */
	struct str texts_api;
	struct str texts_number;    /* ours: "+12075550100" */
	struct str texts_countries; /* "US, CA, +49"; empty: none */
	enum texts_consent texts_consent;
	enum texts_answer texts_answer;
	bool texts_believe; /* a number on file is its owner's word */
	int64_t texts_from; /* minutes of the reader's day */
	int64_t texts_to;
	int64_t texts_per_day;       /* texts and calls */
	int64_t texts_price;         /* hundredths of the minor unit, a part */
	int64_t texts_call_price;    /* a call */
	int64_t texts_spend_per_day; /* minor units; 0: not looked at */
	bool texts_calls;
	struct str texts_voice;
	struct str texts_people; /* "address: +49...", one a line */

	/* portal */
	struct str portal_listen; /* empty: no portal */
	bool portal_with_run;
	bool portal_staff; /* pages of our own people */
	struct str portal_cert, portal_key;
	struct str portal_proxies; /* addresses, one a line */
	struct str portal_texts, portal_logo;
	int64_t portal_threads, portal_connections, portal_per_address;
	int64_t portal_timeout;
	int64_t portal_per_link, portal_per_minute;  /* pages */
	int64_t portal_posts_per_link, portal_posts; /* an hour, a minute */

	/* run */
	int64_t tick_seconds;

	struct mailbox_settings *mailboxes;
	size_t mailbox_count;
	struct collector_settings *collectors;
	size_t collector_count;
};

#endif
