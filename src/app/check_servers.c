#include "app/check_job.h"

#include "flow/carrier.h"
#include "flow/tokens.h"
#include "port/db.h"
#include "port/imap_folder.h"
#include "port/smtp.h"

static void
tell(struct check_job *j, const struct server_settings *s, const char *section,
    enum rc rc, const struct err *why)
{
	if (rc == RC_OK)
		check_job_well(j, "[%s] %.*s:%d: log-in", section,
		    STR_ARG(s->host), (int)s->port);
	else
		check_job_tell(j, &s->host,
		    "[%s] log-in failed (%s); correct the section, or "
		    "ask who runs the server",
		    section, why->text);
}

/* Without a token there is no log-in to try. */
static bool
check_token(struct check_job *j, const struct mailbox_settings *b)
{
	const struct server_settings *s =
	    b->smtp.oauth != NULL ? &b->smtp : &b->imap;
	struct err why = {""};

	if (s->oauth == NULL)
		return true;
	if (tokens_fresh(s, false, &why) != RC_OK) {
		check_job_tell(j, &b->oauth.provider,
		    "[oauth] has no token to log in with (%s); correct the "
		    "section, or see `dunmail oauth %.*s --status`",
		    why.text, STR_ARG(b->name));
		return false;
	}
	check_job_well(j, "[oauth] %.*s: a token", STR_ARG(b->name));
	return true;
}

static void
check_mailbox(struct check_job *j, const struct mailbox_settings *b)
{
	struct err why = {""};
	bool token = check_token(j, b);
	enum rc rc;

	if (b->send == CHANNEL_SERVER && (token || b->smtp.oauth == NULL)) {
		rc = smtp_probe(&b->smtp, b->helo, &why);
		tell(j, &b->smtp, "smtp", rc, &why);
	}
	if (b->read == CHANNEL_SERVER && (token || b->imap.oauth == NULL)) {
		rc = imap_probe(&b->imap, b->inbox, &why);
		if (rc == RC_MISS)
			check_job_tell(j, &b->inbox,
			    "the server has no folder \"%.*s\"; correct "
			    "inbox, or make it",
			    STR_ARG(b->inbox));
		else
			tell(j, &b->imap, "imap", rc, &why);
	}
}

/* The folder that is named, or that the server names. */
static void
check_folder(struct check_job *j, struct imap *s, const struct str *field,
    enum imap_use use)
{
	const char *key = use == IMAP_DRAFTS ? "drafts" : "sent";
	char name[1024];
	struct imap_state st;
	struct err why = {""};
	enum rc rc;

	if (field->n > 0) {
		rc = imap_select(s, *field, &st, &why);
		if (rc == RC_MISS)
			check_job_tell(j, field,
			    "the server has no folder \"%.*s\"; correct %s, "
			    "or make it",
			    STR_ARG(*field), key);
	} else {
		rc = imap_folder_of_use(s, use, name, sizeof(name), &why);
		if (rc == RC_MISS)
			check_job_tell(j, field,
			    "the server names no folder for it; write %s = "
			    "and the folder's name",
			    key);
	}
	if (rc != RC_OK && rc != RC_MISS)
		check_job_tell(
		    j, field, "the folder cannot be opened (%s)", why.text);
}

static void
check_collector(struct check_job *j, const struct collector_settings *c)
{
	const struct mailbox_settings *b = &c->box;
	struct imap *s = NULL;
	struct err why = {""};
	enum rc rc;

	if (b->read != CHANNEL_SERVER || !check_token(j, b))
		return;
	rc = imap_open(&b->imap, &s, &why);
	tell(j, &b->imap, "imap", rc, &why);
	if (rc != RC_OK)
		return;
	check_folder(j, s, &c->drafts, IMAP_DRAFTS);
	check_folder(j, s, &c->sent, IMAP_SENT);
	imap_close(&s);
}

static void
check_carrier(struct check_job *j)
{
	const struct settings *set = j->settings;
	const struct carrier *c = carrier_find(set);
	void *session = NULL;
	struct err why = {""};
	enum rc rc;

	if (c == NULL)
		return;
	rc = c->open(set, &session, &why);
	if (rc == RC_OK)
		rc = c->probe(session, &why);
	if (session)
		c->close(&session);
	if (rc == RC_OK)
		check_job_well(
		    j, "[texts] %.*s: log-in", STR_ARG(set->texts_api));
	else
		check_job_tell(j, &set->texts_account,
		    "[texts] the carrier does not let us in (%s); correct "
		    "account, key and secret_file",
		    why.text);
}

static void
check_database(struct check_job *j)
{
	const struct str *uri = &j->settings->ledger_path;
	struct db *db = NULL;
	struct err why;

	if (str_find(*uri, STR("://")) == STR_NPOS)
		return;
	if (db_open(uri->p, DB_READONLY, &db, &why) != RC_OK)
		check_job_tell(j, uri,
		    "the database cannot be opened (%s); correct path in "
		    "[ledger], or start it",
		    why.text);
	else
		check_job_well(j, "[ledger] database");
	db_close(&db);
}

void
check_servers(struct check_job *j)
{
	check_database(j);
	for (size_t i = 0; i < j->settings->mailbox_count; i++)
		check_mailbox(j, &j->settings->mailboxes[i]);
	for (size_t i = 0; i < j->settings->collector_count; i++)
		check_collector(j, &j->settings->collectors[i]);
	check_carrier(j);
}
