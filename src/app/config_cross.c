#include "app/config_cross.h"

#include "app/config_oauth.h"
#include "app/config_texts.h"
#include "app/shape.h"
#include "decide/credit.h"
#include "flow/provider.h"
#include "flow/hookout.h"
#include "flow/people_lines.h"

struct cross {
	const struct config *c;
	const struct settings *s;
	struct mistakes *m;
};

/* The place is that of the member that is to be changed. */
#define TELL(x, field, ...)                                                    \
	do {                                                                   \
		const char *file_;                                             \
		int line_ = config_where((x)->c, field, &file_);               \
		mistake_add((x)->m, file_, line_, __VA_ARGS__);                \
	} while (0)

static void
cross_login(
    const struct cross *x, const char *section, const struct server_settings *s)
{
	bool password = !str_is_empty(s->password_file);
	bool token = !str_is_empty(s->token_file);

	if (!str_is_empty(s->user) && !password && !token)
		TELL(x, &s->user,
		    "[%s] has a user and no password_file; add the file's "
		    "path, or remove user",
		    section);
	if (str_is_empty(s->user) && (password || token))
		TELL(x, password ? &s->password_file : &s->token_file,
		    "[%s] has a secret and no user; add user, or remove "
		    "the secret",
		    section);
	if (password && token)
		TELL(x, &s->token_file,
		    "[%s] has a password_file and a token_file; keep one",
		    section);
}

static void
cross_server(
    const struct cross *x, const char *section, const struct server_settings *s)
{
	if (str_is_empty(s->host)) {
		TELL(x, &s->host,
		    "[%s] lacks \"host\"; name the server, or write "
		    "channel = maildir",
		    section);
		return;
	}
	if (s->tls == TLS_NONE && !shape_loopback(s->host))
		TELL(x, &s->tls,
		    "tls = none would send mail and password to %.*s in the "
		    "clear; write implicit or starttls",
		    STR_ARG(s->host));
	cross_login(x, section, s);
}

static void
cross_send(const struct cross *x, const struct mailbox_settings *b)
{
	switch (b->send) {
	case CHANNEL_SERVER:
		cross_server(x, "smtp", &b->smtp);
		break;
	case CHANNEL_MAILDIR:
		if (str_is_empty(b->send_maildir))
			TELL(x, &b->send_maildir,
			    "[send] lacks \"maildir\"; name the folder, or "
			    "write channel = server");
		break;
	}
	if (b->sent_copy && b->read != CHANNEL_SERVER)
		TELL(x, &b->sent_copy,
		    "sent_copy needs the server of [imap], and [read] has "
		    "channel = maildir; write sent_copy = no");
}

static void
cross_read(const struct cross *x, const struct mailbox_settings *b)
{
	switch (b->read) {
	case CHANNEL_SERVER:
		cross_server(x, "imap", &b->imap);
		return;
	case CHANNEL_MAILDIR:
		break;
	}
	if (str_is_empty(b->read_maildir))
		TELL(x, &b->read_maildir,
		    "[read] lacks \"maildir\"; name the folder, or write "
		    "channel = server");
	else if (str_find(b->read_maildir, STR("{address}")) != STR_NPOS)
		TELL(x, &b->read_maildir,
		    "{address} stands for a recipient, and [read] has none; "
		    "name one Maildir");
	else if (b->send == CHANNEL_MAILDIR &&
		 str_eq(b->send_maildir, b->read_maildir))
		TELL(x, &b->read_maildir,
		    "what is sent would be read again as a reply; give "
		    "[send] and [read] different Maildirs");
}

/* Mail from us to us goes round for ever. */
static void
cross_addresses(const struct cross *x, size_t at)
{
	const struct mailbox_settings *b = &x->s->mailboxes[at];

	if (str_fold_eq(b->address, x->s->staff_fallback) ||
	    str_fold_eq(b->reply_address, x->s->staff_fallback))
		TELL(x, &x->s->staff_fallback,
		    "%.*s is the address of mailbox \"%.*s\", so mail to a "
		    "person would come back to the gateway; name a person",
		    STR_ARG(x->s->staff_fallback), STR_ARG(b->name));
	for (size_t i = 0; i < at; i++) {
		const struct mailbox_settings *o = &x->s->mailboxes[i];

		if (str_is_empty(b->address) ||
		    !str_fold_eq(o->address, b->address))
			continue;
		TELL(x, &b->address,
		    "%.*s is the address of mailbox \"%.*s\" already; give "
		    "each its own",
		    STR_ARG(b->address), STR_ARG(o->name));
		return;
	}
}

/* Whose drafts they are has to be clear, and two cannot share a name: tokens
 * and what was looked at are kept by it. */
static void
cross_collector(const struct cross *x, size_t at)
{
	const struct mailbox_settings *b = &x->s->collectors[at].box;

	if (b->read == CHANNEL_SERVER)
		cross_server(x, "imap", &b->imap);
	else if (str_is_empty(b->read_maildir))
		TELL(x, &b->read_maildir,
		    "[read] lacks \"maildir\"; name the folder, or write "
		    "channel = server");
	for (size_t i = 0; i < x->s->mailbox_count; i++) {
		const struct mailbox_settings *o = &x->s->mailboxes[i];

		if (str_eq(o->name, b->name))
			TELL(x, &b->address,
			    "there is a mailbox \"%.*s\" already; rename "
			    "this file",
			    STR_ARG(b->name));
		if (!str_is_empty(b->address) &&
		    str_fold_eq(o->address, b->address))
			TELL(x, &b->address,
			    "%.*s is the address of mailbox \"%.*s\", which "
			    "is the gateway's own; name a person's",
			    STR_ARG(b->address), STR_ARG(o->name));
	}
	for (size_t i = 0; i < at; i++)
		if (!str_is_empty(b->address) &&
		    str_fold_eq(x->s->collectors[i].box.address, b->address))
			TELL(x, &b->address,
			    "%.*s is the address of collector \"%.*s\" "
			    "already; give each its own",
			    STR_ARG(b->address),
			    STR_ARG(x->s->collectors[i].box.name));
}

static void
cross_credit(const struct cross *x)
{
	struct credit_rules rules;

	if (!credit_thresholds(x->s->credit_thresholds, &rules))
		TELL(x, &x->s->credit_thresholds,
		    "[credit] thresholds are no rising list of per cent; write "
		    "one such as 80, 100");
	if (x->s->credit_holds && !x->s->credit_watch)
		TELL(x, &x->s->credit_holds,
		    "[credit] holds need watch = yes; write that too");
}

static void
cross_payments(const struct cross *x)
{
	const struct settings *s = x->s;
	const struct provider *p = provider_find(s);
	struct str odd = provider_odd_method(s);

	if (p == NULL)
		return;
	if (str_is_empty(s->payments_secret_file))
		TELL(x, &s->payments_secret_file,
		    "[payments] lacks \"secret_file\"; name the file with "
		    "the provider's API key");
	if (!p->version(s->payments_version))
		TELL(x, &s->payments_version,
		    "[payments] version %.*s is none that this program "
		    "speaks; take the default",
		    STR_ARG(s->payments_version));
	if (odd.n > 0)
		TELL(x, &s->payments_methods,
		    "[payments] methods: %.*s is none that the provider takes "
		    "here; write card, us_bank_account, acss_debit, "
		    "bacs_debit, sepa_debit or au_becs_debit",
		    STR_ARG(odd));
	if (s->payments_max > 0 && s->payments_max < s->payments_min)
		TELL(x, &s->payments_max,
		    "[payments] max is less than min; one of them is wrong");
}

/* Who is meant by a line has to be clear: mails and rights go by it. */
/* An answer has to come before the first mail goes. */
#define ANSWER_MINUTES 15

static void
cross_morning(const struct cross *x)
{
	const struct settings *s = x->s;

	if (!s->staff_digest)
		return;
	if (s->staff_worklist_at >= 1440)
		TELL(x, &s->staff_digest,
		    "[staff] digest goes with the worklist; set worklist_at, "
		    "as 07:30, or write digest = no");
	else if (s->staff_worklist_at + ANSWER_MINUTES > s->window_from)
		TELL(x, &s->staff_worklist_at,
		    "[staff] digest: nobody can answer it before [sending] "
		    "from; set worklist_at at least %d minutes before it",
		    ANSWER_MINUTES);
}

static void
cross_people(const struct cross *x)
{
	struct str rest = x->s->staff_people, line;
	struct people_line p;

	while (people_lines_next(&rest, &line, &p))
		if (!shape_email(p.address))
			TELL(x, &x->s->staff_people,
			    "[staff] people: \"%.*s\" begins with no address; "
			    "write ruth@example.com: Ruth Okafor, approves",
			    STR_ARG(line));
	rest = x->s->staff_away;
	while (people_lines_away(&rest, &line, &p))
		if (!shape_email(p.address) || !shape_email(p.deputy))
			TELL(x, &x->s->staff_away,
			    "[staff] away: \"%.*s\" cannot be read; write "
			    "ruth@example.com: lee@example.com until "
			    "2026-12-31",
			    STR_ARG(line));
}

static void
cross_hooks(const struct cross *x)
{
	struct str word;

	if (x->s->hooks_url.n > 0 && x->s->hooks_secret_file.n == 0)
		TELL(x, &x->s->hooks_url,
		    "[hooks] url without secret_file: nobody could tell that "
		    "it was us; make a file of one long random line, mode "
		    "0600");
	if (hookout_events_check(x->s->hooks_events, &word) != RC_OK)
		TELL(x, &x->s->hooks_events,
		    "[hooks] events: \"%.*s\" is none of hold, release, "
		    "dispute, promise, payment",
		    STR_ARG(word));
}

void
config_cross_check(const struct config *c, struct mistakes *m)
{
	struct cross x = {.c = c, .s = config_settings(c), .m = m};

	if (x.s->window_from >= x.s->window_to)
		TELL(&x, &x.s->window_to,
		    "[sending] ends before it begins, so nothing could leave; "
		    "write a \"to\" later than \"from\"");
	cross_credit(&x);
	cross_payments(&x);
	cross_people(&x);
	cross_hooks(&x);
	cross_morning(&x);
	config_texts_check(c, m);
	for (size_t i = 0; i < x.s->mailbox_count; i++) {
		cross_send(&x, &x.s->mailboxes[i]);
		cross_read(&x, &x.s->mailboxes[i]);
		cross_addresses(&x, i);
		config_oauth_check(c, &x.s->mailboxes[i], m);
	}
	for (size_t i = 0; i < x.s->collector_count; i++) {
		cross_collector(&x, i);
		config_oauth_check(c, &x.s->collectors[i].box, m);
	}
}
