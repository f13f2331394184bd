#ifndef DUNMAIL_RENDER_SLIP_H
#define DUNMAIL_RENDER_SLIP_H

#include "base/buf.h"
#include "base/err.h"
#include "render/letter.h"

/*
 * slip: what somebody wrote elsewhere than in a mail (a form of the portal),
 * as the mail that they would have sent us: plain text and files. It is read
 * like any other mail, and filed. Deterministic: the boundary comes from the
 * Message-ID.
 */
struct slip {
	struct str from_name, from_address;
	struct str to_name, to_address;
	struct str subject;
	struct str message_id;  /* without <> */
	struct str in_reply_to; /* without <>; may be empty */
	int64_t date;
	struct str text; /* LF line ends */
	const struct letter_file *files;
	size_t file_count;
};

/* Added to *out. RC_BAD: a value that no header can carry. */
enum rc slip_write(const struct slip *s, struct buf *out, struct err *err);

#endif
