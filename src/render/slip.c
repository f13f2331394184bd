#include "render/slip.h"

#include "render/letter_file.h"
#include "render/mimeout.h"

static enum rc
check(const struct slip *s, struct err *err)
{
	if (!mimeout_check_address(s->from_address) ||
	    !mimeout_check_address(s->to_address))
		return err_set(
		    err, RC_BAD, "no address: %.*s", STR_ARG(s->from_address));
	if (!mimeout_check_id(s->message_id) ||
	    (s->in_reply_to.n > 0 && !mimeout_check_id(s->in_reply_to)))
		return err_set(err, RC_BAD, "no message id");
	if (!mimeout_check_value(s->from_name) ||
	    !mimeout_check_value(s->to_name) ||
	    !mimeout_check_value(s->subject))
		return err_set(err, RC_BAD, "a control character in a header");
	return letter_file_check(s->files, s->file_count, err);
}

static void
put_head(const struct slip *s, struct buf *out)
{
	mimeout_mailbox(out, "From", s->from_name, s->from_address);
	mimeout_mailbox(out, "To", s->to_name, s->to_address);
	mimeout_text(out, "Subject", s->subject);
	mimeout_date(out, s->date, 0);
	mimeout_ids(out, "Message-ID", &s->message_id, 1);
	if (s->in_reply_to.n > 0) {
		mimeout_ids(out, "In-Reply-To", &s->in_reply_to, 1);
		mimeout_ids(out, "References", &s->in_reply_to, 1);
	}
	buf_adds(out, "MIME-Version: 1.0\r\n");
}

static void
put_text(const struct slip *s, struct buf *out)
{
	buf_adds(out, "Content-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	mimeout_quoted(out, s->text);
	buf_adds(out, "\r\n");
}

/* No text that is quoted-printable holds "=_", and base64 neither. */
static struct str
boundary(const struct slip *s, char to[64])
{
	size_t n = 0;

	to[n++] = '=';
	to[n++] = '_';
	for (size_t i = 0; i < s->message_id.n && n < 60; i++)
		if (str_is_alnum(s->message_id.p[i]))
			to[n++] = s->message_id.p[i];
	return (struct str){to, n};
}

static void
put_delimiter(struct buf *out, struct str mark, const char *end)
{
	buf_adds(out, "\r\n--");
	buf_add_str(out, mark);
	buf_adds(out, end);
}

enum rc
slip_write(const struct slip *s, struct buf *out, struct err *err)
{
	enum rc rc = check(s, err);
	char room[64];
	struct str mark = boundary(s, room);

	if (rc != RC_OK)
		return rc;
	put_head(s, out);
	if (s->file_count == 0) {
		put_text(s, out);
		return out->full ? err_set(err, RC_BAD, "too large") : RC_OK;
	}
	buf_adds(out, "Content-Type: multipart/mixed; boundary=\"");
	buf_add_str(out, mark);
	buf_adds(out, "\"\r\n");
	put_delimiter(out, mark, "\r\n");
	put_text(s, out);
	for (size_t i = 0; i < s->file_count; i++) {
		put_delimiter(out, mark, "");
		letter_file_put(out, &s->files[i]);
	}
	put_delimiter(out, mark, "--\r\n");
	return out->full ? err_set(err, RC_BAD, "too large") : RC_OK;
}
