#include "port/imap_session.h"

#include <string.h>

#include "model/limits.h"

static bool
at_home(const struct imap *s)
{
	return s->at.n > 0 && str_eq(buf_str(&s->at), buf_str(&s->home));
}

void
imap_session_came(struct imap *s, uint64_t n)
{
	if (n == 0 || !at_home(s))
		return;
	s->news = true;
	/* Never ahead of the server, which would hide a mail: rather 0. */
	s->next =
	    s->next > 0 && n < UINT32_MAX - s->next ? s->next + (uint32_t)n : 0;
}

void
imap_session_gone(struct imap *s, uint64_t n)
{
	s->count = n < s->count ? s->count - (uint32_t)n : 0;
}

uint64_t
imap_session_size(const struct mailimap_set *set)
{
	uint64_t n = 0;

	for (clistiter *i = set ? clist_begin(set->set_list) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_set_item *item = clist_content(i);

		if (item->set_first > 0 && item->set_last >= item->set_first)
			n += (uint64_t)item->set_last - item->set_first + 1;
	}
	return n;
}

/* Mails that vanished now; libetpan does not take them off its count. */
static uint64_t
vanished(const struct mailimap_response_info *info)
{
	uint64_t n = 0;

	for (clistiter *i = info->rsp_extension_list
				? clist_begin(info->rsp_extension_list)
				: NULL;
	     i; i = clist_next(i)) {
		const struct mailimap_extension_data *x = clist_content(i);
		const struct mailimap_qresync_vanished *v = x->ext_data;

		if (x->ext_extension->ext_id == MAILIMAP_EXTENSION_QRESYNC &&
		    x->ext_type == MAILIMAP_QRESYNC_TYPE_VANISHED && v &&
		    !v->qr_earlier)
			n += imap_session_size(v->qr_known_uids);
	}
	return n;
}

/*
 * Any answer may tell of mails that came or went. Where a count does not say
 * which of both, an EXISTS beside a VANISHED, it is taken for a mail: looking
 * once too often costs nothing.
 */
static void
heed(struct imap *s)
{
	struct mailimap_selection_info *info = s->session->imap_selection_info;
	const struct mailimap_response_info *said =
	    s->session->imap_response_info;
	uint64_t lost;

	if (s->at.n == 0 || !info || !said)
		return;
	lost = vanished(said);
	imap_session_gone(s, lost);
	if (said->rsp_expunged)
		imap_session_gone(s, (uint64_t)clist_count(said->rsp_expunged));
	if (lost > 0 && info->sel_has_exists)
		imap_session_came(s, UINT32_MAX);
	else if (lost == 0 && info->sel_exists > s->count)
		imap_session_came(s, info->sel_exists - s->count);
	if (lost == 0 || info->sel_has_exists)
		s->count = info->sel_exists;
	/* Too few is safe: the next EXISTS is then news. */
	if (lost > 0 && info->sel_has_exists)
		imap_session_gone(s, lost);
	info->sel_exists = s->count;
	info->sel_has_exists = 0;
}

enum rc
imap_session_result(struct imap *s, int r, const char *what, struct err *err)
{
	const char *said = s->session->imap_response;

	switch (r) {
	case MAILIMAP_NO_ERROR:
	case MAILIMAP_NO_ERROR_AUTHENTICATED:
	case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
		heed(s);
		return RC_OK;
	case MAILIMAP_ERROR_BAD_STATE:
	case MAILIMAP_ERROR_STREAM:
	case MAILIMAP_ERROR_PARSE:
	case MAILIMAP_ERROR_CONNECTION_REFUSED:
	case MAILIMAP_ERROR_MEMORY:
	case MAILIMAP_ERROR_FATAL:
	case MAILIMAP_ERROR_PROTOCOL:
	case MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION:
		s->dead = true;
		return err_set(err, RC_DOWN, "%s: %s", what,
		    s->stream.why ? s->stream.why : "the answer is no IMAP");
	default:
		heed(s);
		return err_set(err, RC_LATER, "%s: the server says: %s", what,
		    said ? said : "no");
	}
}

enum rc
imap_session_begin(struct imap *s, uint64_t bytes, struct err *err)
{
	if (s->dead || s->stream.why) {
		s->dead = true;
		return err_set(err, RC_DOWN, "imap: %s",
		    s->stream.why ? s->stream.why : "the link is gone");
	}
	imap_stream_allow(&s->stream, bytes);
	return RC_OK;
}

uint32_t
imap_session_exists(const struct imap *s)
{
	const struct mailimap_selection_info *info =
	    s->session->imap_selection_info;

	return info ? info->sel_exists : 0;
}

enum rc
imap_session_say(
    struct imap *s, const char *command, uint64_t bytes, struct err *err)
{
	enum rc rc = imap_session_begin(s, bytes, err);
	int r;

	if (rc != RC_OK)
		return rc;
	r = mailimap_custom_command(s->session, command);
	return imap_session_result(s, r, command, err);
}

static int
select_folder(struct imap *s, const char *folder)
{
	s->highest = 0;
	if (s->can.condstore)
		return mailimap_select_condstore(
		    s->session, folder, &s->highest);
	return mailimap_select(s->session, folder);
}

enum rc
imap_session_enter(struct imap *s, const char *folder, struct err *err)
{
	enum rc rc;
	int r;

	if (s->at.n > 0 && strcmp(s->at.p, folder) == 0)
		return s->dead ? imap_session_begin(s, 0, err) : RC_OK;
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	if (at_home(s))
		s->waiting = s->count;
	/* RFC 3501, 6.3.1: a SELECT that fails leaves nothing selected. */
	buf_clear(&s->at);
	r = select_folder(s, folder);
	rc = imap_session_result(s, r, "select", err);
	if (rc == RC_LATER)
		return RC_MISS;
	if (rc != RC_OK)
		return rc;
	if (!s->session->imap_selection_info) {
		s->dead = true;
		return err_set(err, RC_DOWN, "select: nothing was said");
	}
	buf_adds(&s->at, folder);
	s->count = s->session->imap_selection_info->sel_exists;
	s->session->imap_selection_info->sel_has_exists = 0;
	return RC_OK;
}

/* Home again: is it the same, and what came meanwhile? */
static enum rc
compare(struct imap *s, struct err *err)
{
	const struct mailimap_selection_info *info =
	    s->session->imap_selection_info;

	if (info->sel_uidvalidity > 0 && s->validity > 0 &&
	    info->sel_uidvalidity != s->validity) {
		s->dead = true;
		return err_set(err, RC_DOWN, "the folder was made anew");
	}
	if (info->sel_uidnext > 0)
		s->news = s->news || info->sel_uidnext != s->next;
	else
		s->news = s->news || s->count != s->waiting;
	s->next = info->sel_uidnext;
	return RC_OK;
}

enum rc
imap_session_home(struct imap *s, struct err *err)
{
	bool away = !at_home(s);
	enum rc rc;

	if (s->home.n == 0)
		return err_set(err, RC_BAD, "no folder is selected");
	rc = imap_session_enter(s, s->home.p, err);
	return rc == RC_OK && away ? compare(s, err) : rc;
}
