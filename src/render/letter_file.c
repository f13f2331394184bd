#include "render/letter_file.h"

#include "model/limits.h"
#include "render/mimeout.h"

static bool
is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!str_is_alpha(s.p[i]))
			return false;
	return true;
}

enum rc
letter_file_check(const struct letter_file *files, size_t n, struct err *err)
{
	if (n > LIMIT_ATTACHMENTS)
		return err_set(err, RC_BAD, "%zu attachments, at most %d", n,
		    LIMIT_ATTACHMENTS);
	for (size_t i = 0; i < n; i++) {
		if (files[i].name.n == 0)
			return err_set(err, RC_BAD, "attachment has no name");
		if (!mimeout_check_type(files[i].type))
			return err_set(err, RC_BAD, "attachment type: %.*s",
			    STR_ARG(files[i].type));
		if (!is_word(files[i].method))
			return err_set(err, RC_BAD, "attachment method");
		if (!mimeout_check_value(files[i].name))
			return err_set(err, RC_BAD,
			    "attachment: a control character or bad UTF-8: "
			    "%.*s",
			    STR_ARG(files[i].name));
	}
	return RC_OK;
}

/* RFC 2046, 5.2.1: a mail in a mail is not encoded. Ours are ASCII, save for
 * an address that is not; then it goes as a file like any other. */
static bool
is_plain_mail(const struct letter_file *f)
{
	bool plain = str_eqc(f->type, "message/rfc822");

	for (size_t i = 0; plain && i < f->bytes.n; i++)
		plain = (unsigned char)f->bytes.p[i] < 0x80;
	return plain;
}

void
letter_file_put(struct buf *out, const struct letter_file *f)
{
	bool mail = str_eqc(f->type, "message/rfc822");
	bool plain = is_plain_mail(f);

	buf_adds(out, "\r\nContent-Type: ");
	buf_add_str(
	    out, mail && !plain ? STR("application/octet-stream") : f->type);
	if (f->method.n > 0) {
		buf_adds(out, "; charset=utf-8; method=");
		buf_add_str(out, f->method);
	}
	buf_adds(out, "\r\nContent-Disposition: attachment");
	mimeout_file_name(out, "filename", f->name);
	if (plain) {
		buf_adds(out, "\r\n\r\n");
		buf_add_str(out, f->bytes);
		return;
	}
	buf_adds(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	mimeout_base64(out, f->bytes);
}
