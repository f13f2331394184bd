#include "port/imap_session.h"

#include <string.h>

#include "model/limits.h"

enum rc
imap_session_result(struct imap *s, int r, const char *what, struct err *err)
{
	const char *said = s->session->imap_response;

	switch (r) {
	case MAILIMAP_NO_ERROR:
	case MAILIMAP_NO_ERROR_AUTHENTICATED:
	case MAILIMAP_NO_ERROR_NON_AUTHENTICATED:
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
imap_session_enter(struct imap *s, const char *folder, struct err *err)
{
	enum rc rc;
	int r;

	if (s->at.n > 0 && strcmp(s->at.p, folder) == 0)
		return s->dead ? imap_session_begin(s, 0, err) : RC_OK;
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc != RC_OK)
		return rc;
	/* RFC 3501, 6.3.1: a SELECT that fails leaves nothing selected. */
	buf_clear(&s->at);
	r = mailimap_select(s->session, folder);
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
	return RC_OK;
}

enum rc
imap_session_home(struct imap *s, struct err *err)
{
	uint32_t known = s->known;
	enum rc rc;

	if (s->home.n == 0)
		return err_set(err, RC_BAD, "no folder is selected");
	rc = imap_session_enter(s, s->home.p, err);
	/* What came while another folder was selected is still news. */
	if (rc == RC_OK)
		s->known = known;
	return rc;
}
