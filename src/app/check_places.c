#include "app/check_job.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/day.h"
#include "base/file.h"
#include "port/seal.h"

#define SECRET_MAX 4096

static struct str
parent_of(struct str path)
{
	size_t slash = str_rchr(path, '/');

	if (slash == STR_NPOS)
		return STR(".");
	return slash == 0 ? STR("/") : str_sub(path, 0, slash);
}

/* A folder is fine if it can be written, or made where it is missing. */
static bool
folder_ok(struct check_job *j, struct str path, struct str *culprit)
{
	struct stat st;

	for (;;) {
		const char *p = arena_cstr(j->a, path);

		*culprit = path;
		if (stat(p, &st) == 0)
			return S_ISDIR(st.st_mode) &&
			       access(p, W_OK | X_OK) == 0;
		if (str_eqc(path, ".") || str_eqc(path, "/"))
			return false;
		path = parent_of(path);
	}
}

static bool
check_folder(struct check_job *j, const struct str *field, struct str folder)
{
	struct str culprit;

	if (folder.n == 0 || folder_ok(j, folder, &culprit))
		return true;
	check_job_tell(j, field,
	    "%.*s is no folder that can be written; correct the path, or the "
	    "folder's owner and mode",
	    STR_ARG(culprit));
	return false;
}

static bool
is_uri(struct str s)
{
	return str_find(s, STR("://")) != STR_NPOS;
}

static void
check_ledger(struct check_job *j)
{
	const struct str *path = &j->settings->ledger_path;
	struct stat st;

	if (is_uri(*path) || !check_folder(j, path, parent_of(*path)))
		return;
	if (stat(path->p, &st) == 0 &&
	    (!S_ISREG(st.st_mode) || access(path->p, R_OK | W_OK) != 0))
		check_job_tell(j, path,
		    "%.*s is no file that can be read and written; correct "
		    "its owner and mode",
		    STR_ARG(*path));
}

static void
check_secret(struct check_job *j, const struct str *path)
{
	struct str rest, line = STR("");
	struct err why;
	struct buf buf;
	enum rc rc;

	if (path->n == 0)
		return;
	buf_init(&buf, SECRET_MAX);
	rc = file_read_secret(path->p, &buf, &why);
	rest = buf_str(&buf);
	if (rc == RC_MISS)
		check_job_tell(j, path,
		    "there is no file %.*s; write the password into it and "
		    "chmod 600 it",
		    STR_ARG(*path));
	else if (rc != RC_OK)
		check_job_tell(j, path, "%s%s", why.text,
		    str_chr(str_of(why.text), ';') != STR_NPOS
			? ""
			: "; make it a file of this user with mode 0600");
	else if (!str_line(&rest, &line) || str_is_empty(str_trim(line)))
		check_job_tell(j, path,
		    "the first line of %.*s is empty; write the password "
		    "there",
		    STR_ARG(*path));
	if (buf.p != NULL)
		explicit_bzero(buf.p, buf.cap);
	buf_fini(&buf);
}

static void
check_server_files(struct check_job *j, const struct server_settings *s)
{
	check_secret(j, &s->password_file);
	if (s->oauth == NULL)
		check_secret(j, &s->token_file);
	if (s->ca_file.n > 0 && access(s->ca_file.p, R_OK) != 0)
		check_job_tell(j, &s->ca_file,
		    "%.*s cannot be read; correct the path, or its mode",
		    STR_ARG(s->ca_file));
}

/* The part of a delivery path that stands before {address}. */
static struct str
before_address(struct str path)
{
	size_t at = str_find(path, STR("{address}"));

	return at == STR_NPOS ? path : parent_of(str_sub(path, 0, at));
}

static void
check_oauth_files(struct check_job *j, const struct oauth_settings *o)
{
	if (o->provider == OAUTH_NONE)
		return;
	check_secret(j, &o->client_secret_file);
	check_secret(j, &o->refresh_file);
	check_folder(j, &o->store, parent_of(o->store));
	if (o->ca_file.n > 0 && access(o->ca_file.p, R_OK) != 0)
		check_job_tell(j, &o->ca_file,
		    "%.*s cannot be read; correct the path, or its mode",
		    STR_ARG(o->ca_file));
}

static void
check_payments(struct check_job *j)
{
	if (j->settings->payments_provider == PAYMENTS_NONE)
		return;
	check_secret(j, &j->settings->payments_secret_file);
	check_secret(j, &j->settings->payments_webhook_file);
}

static void
check_mailbox(struct check_job *j, const struct mailbox_settings *b)
{
	check_oauth_files(j, &b->oauth);
	switch (b->send) {
	case CHANNEL_SERVER:
		check_server_files(j, &b->smtp);
		break;
	case CHANNEL_MAILDIR:
		check_folder(
		    j, &b->send_maildir, before_address(b->send_maildir));
		break;
	}
	switch (b->read) {
	case CHANNEL_SERVER:
		check_server_files(j, &b->imap);
		break;
	case CHANNEL_MAILDIR:
		check_folder(j, &b->read_maildir, b->read_maildir);
		break;
	}
}

/* Those whose last link has expired can go. */
static void
check_old_keys(struct check_job *j, const struct seal_key *key)
{
	const struct str *dir = &j->settings->keys_dir;
	char stamp[INSTANT_TEXT];
	struct err why;
	int64_t until;

	for (unsigned id = 0; id < SEAL_IDS; id++) {
		enum rc rc = seal_key_retired(dir->p, key, id, &until, &why);

		if (rc == RC_BAD)
			check_job_tell(j, dir, "%s", why.text);
		if (rc == RC_OK && until < j->sink->now)
			check_job_well(j,
			    "links-%u.pub: its last link expired at %s; it and "
			    "links-%u.old can be removed",
			    id, day_instant_iso(until, stamp), id);
	}
}

static void
check_collector(struct check_job *j, const struct mailbox_settings *b)
{
	check_oauth_files(j, &b->oauth);
	if (b->read == CHANNEL_SERVER)
		check_server_files(j, &b->imap);
	else
		check_folder(j, &b->read_maildir, b->read_maildir);
}

static void
check_texts_files(struct check_job *j)
{
	const struct settings *s = j->settings;

	if (s->texts_carrier == TEXTS_NONE)
		return;
	check_secret(j, &s->texts_secret_file);
	check_secret(j, &s->texts_token_file);
	if (str_is_empty(s->texts_token_file))
		check_job_well(j,
		    "[texts] no token_file: what becomes of texts, and what "
		    "customers answer, is not heard");
}

/* Keys that are not there yet are made by the first run. */
static void
check_keys(struct check_job *j)
{
	const struct str *dir = &j->settings->keys_dir;
	struct seal_key *key = NULL;
	struct stat st;
	struct err why;
	enum rc rc;

	if (!check_folder(j, dir, *dir))
		return;
	if (stat(dir->p, &st) == 0 && (st.st_mode & 077) != 0)
		check_job_tell(j, dir,
		    "%.*s is open to others (mode %03o); chmod 700 it",
		    STR_ARG(*dir), (unsigned)st.st_mode & 0777u);
	rc = seal_start(&why);
	if (rc == RC_OK)
		rc = seal_key_load(dir->p, false, &key, &why);
	if (rc != RC_OK && rc != RC_MISS)
		check_job_tell(j, dir, "%s", why.text);
	if (rc == RC_OK)
		check_old_keys(j, key);
	seal_key_free(&key);
}

void
check_places(struct check_job *j)
{
	const struct settings *s = j->settings;
	int before = j->m.count;

	check_ledger(j);
	check_payments(j);
	check_folder(j, &s->documents_dir, s->documents_dir);
	if (s->hooks_url.n > 0)
		check_secret(j, &s->hooks_secret_file);
	check_keys(j);
	check_texts_files(j);
	for (size_t i = 0; i < s->mailbox_count; i++)
		check_mailbox(j, &s->mailboxes[i]);
	for (size_t i = 0; i < s->collector_count; i++)
		check_collector(j, &s->collectors[i].box);
	if (j->m.count == before)
		check_job_well(j, "folders, keys and password files");
}
