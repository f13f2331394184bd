#include "port/imap.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_session.h"
#include "port/imap_tree.h"

/* What is offered, said anew after the log-in. */
static void
learn(struct imap *s)
{
	mailimap *m = s->session;

	s->idle = mailimap_has_idle(m) != 0;
	s->namespaces = mailimap_has_namespace(m) != 0;
	s->can = (struct imap_can){
	    .move = mailimap_has_extension(m, "MOVE") != 0,
	    .uidplus = mailimap_has_uidplus(m) != 0,
	    .condstore = mailimap_has_condstore(m) != 0,
	    .qresync = mailimap_has_qresync(m) != 0,
	    .special_use = mailimap_has_extension(m, "SPECIAL-USE") != 0,
	};
}

/* A log-in is not yet a mailbox: some servers then say that the user is
 * "authenticated but not connected". */
static enum rc
settle(struct imap *s, struct err *err)
{
	enum rc rc = imap_session_say(s, "NOOP", LIMIT_IMAP_ANSWER, err);

	/* Before any folder is selected (RFC 5161, 3.1). */
	if (rc == RC_OK && s->can.qresync) {
		rc = imap_session_say(
		    s, "ENABLE QRESYNC", LIMIT_IMAP_ANSWER, err);
		s->can.qresync = rc == RC_OK;
		return rc == RC_DOWN ? rc : RC_OK;
	}
	return rc;
}

enum rc
imap_open(
    const struct server_settings *server, struct imap **out, struct err *err)
{
	int64_t timeout = server->timeout > 0 ? server->timeout : 60;
	struct mailimap_capability_data *caps = NULL;
	struct connect *c = NULL;
	mailstream *stream;
	struct imap *s;
	enum rc rc;
	int r;

	rc = connect_open(server, CONNECT_IMAP, (struct str){0}, &c, err);
	if (rc != RC_OK)
		return rc;
	s = xcalloc(1, sizeof(*s));
	s->c = c;
	buf_init(&s->home, IMAP_WIRE_MAX);
	buf_init(&s->at, IMAP_WIRE_MAX);
	buf_init(&s->prefix, IMAP_WIRE_MAX);
	stream = imap_stream_new(&s->stream, c, timeout * 1000);
	s->session = mailimap_new(0, NULL);
	if (!s->session)
		xdie("out of memory");
	r = mailimap_connect(s->session, stream);
	rc = imap_session_result(s, r, "greeting", err);
	if (rc == RC_OK) {
		r = mailimap_capability(s->session, &caps);
		rc = imap_session_result(s, r, "capability", err);
	}
	if (rc == RC_OK) {
		mailimap_capability_data_free(caps);
		learn(s);
		rc = settle(s, err);
	}
	if (rc == RC_OK) {
		*out = s;
		return RC_OK;
	}
	imap_close(&s);
	return err_prefix(
	    err, RC_DOWN, "%.*s:%d", STR_ARG(server->host), (int)server->port);
}

void
imap_close(struct imap **sp)
{
	struct imap *s = *sp;

	if (!s)
		return;
	*sp = NULL;
	/* mailimap_free says LOGOUT, which must not wait for the dead. */
	if (s->dead && !s->stream.why)
		s->stream.why = "closed";
	if (!s->dead)
		imap_stream_allow(&s->stream, LIMIT_IMAP_ANSWER);
	mailimap_free(s->session);
	connect_close(&s->c);
	buf_fini(&s->home);
	buf_fini(&s->at);
	buf_fini(&s->prefix);
	free(s);
}

enum rc
imap_select(
    struct imap *s, struct str folder, struct imap_state *st, struct err *err)
{
	const struct mailimap_selection_info *info;
	struct buf name;
	enum rc rc;

	rc = imap_tree_wire(s, folder, &name, err);
	if (rc != RC_OK)
		return rc;
	buf_clear(&s->at); /* asked for anew: the figures must be fresh */
	buf_clear(&s->home);
	rc = imap_session_enter(s, name.p, err);
	if (rc == RC_OK) {
		info = s->session->imap_selection_info;
		buf_add_str(&s->home, buf_str(&name));
		st->uidvalidity = info->sel_uidvalidity;
		st->uidnext = info->sel_uidnext;
		st->exists = info->sel_exists;
		s->validity = info->sel_uidvalidity;
		s->next = info->sel_uidnext;
		s->news = false;
	}
	buf_fini(&name);
	return rc;
}

enum rc
imap_append(struct imap *s, struct str folder, struct str raw, struct err *err)
{
	struct imap_place ignored;

	return imap_folder_append(s, folder, raw, "\\Seen", &ignored, err);
}

/* "<id>", refusing what would not be a string on the wire. */
static char *
search_value(struct str id)
{
	struct buf b;

	for (size_t i = 0; i < id.n; i++) {
		unsigned char ch = (unsigned char)id.p[i];

		if (ch <= 0x20 || ch >= 0x7f || strchr("\"\\<>", ch))
			return NULL;
	}
	if (id.n == 0)
		return NULL;
	buf_init(&b, 1024);
	buf_addc(&b, '<');
	buf_add_str(&b, id);
	buf_addc(&b, '>');
	if (!b.full)
		return buf_take(&b);
	buf_fini(&b);
	return NULL;
}

static enum rc
search(struct imap *s, char *value, struct err *err)
{
	struct mailimap_search_key *key;
	clist *found = NULL;
	enum rc rc;
	int r;

	/* libetpan frees both strings with the key. */
	key = mailimap_search_key_new_header(xstrdup("Message-ID"), value);
	if (!key)
		xdie("out of memory");
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uid_search(s->session, NULL, key, &found);
		rc = imap_session_result(s, r, "search", err);
	}
	mailimap_search_key_free(key);
	if (rc == RC_OK && (!found || clist_isempty(found)))
		rc = err_set(err, RC_MISS, "no such mail");
	if (found)
		mailimap_search_result_free(found);
	return rc;
}

enum rc
imap_find(
    struct imap *s, struct str folder, struct str message_id, struct err *err)
{
	char *value;
	struct buf name;
	enum rc rc;

	rc = imap_tree_wire(s, folder, &name, err);
	if (rc != RC_OK)
		return rc;
	value = search_value(message_id);
	if (!value)
		rc = err_set(err, RC_BAD, "not a Message-ID");
	if (rc == RC_OK)
		rc = imap_session_enter(s, name.p, err);
	if (rc == RC_OK)
		rc = search(s, value, err);
	else
		free(value);
	buf_fini(&name);
	return rc;
}

enum rc
imap_probe(
    const struct server_settings *server, struct str folder, struct err *err)
{
	struct imap_state st;
	struct imap *s;
	enum rc rc;

	rc = imap_open(server, &s, err);
	if (rc != RC_OK)
		return rc;
	rc = imap_select(s, folder, &st, err);
	imap_close(&s);
	return rc;
}
