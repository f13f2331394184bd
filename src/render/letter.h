#ifndef DUNMAIL_RENDER_LETTER_H
#define DUNMAIL_RENDER_LETTER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "render/template.h"

/*
 * letter: one mail to bytes. The source is Markdown with Mustache; it gives
 * the text part and, by cmark-gfm and layout.html, the HTML part.
 */
struct letter_file {
	struct str name; /* shown to the reader, any UTF-8 */
	struct str type; /* "application/pdf" */
	struct str bytes;
	struct str method; /* of a text/calendar: "REQUEST"; else empty */
};

struct letter_head {
	struct str from_name, from_address;
	struct str to_name, to_address;
	const struct str *cc; /* addresses */
	size_t cc_count;
	struct str bcc;         /* of a draft: an address; empty: none */
	struct str reply_to;    /* address; empty: none */
	struct str message_id;  /* without <> */
	struct str in_reply_to; /* without <>, may be empty */
	struct str *references; /* without <>, oldest first */
	size_t reference_count;
	int64_t date;        /* instant */
	int date_offset;     /* minutes east of UTC */
	bool auto_replied;   /* Auto-Submitted: auto-replied, else
			      * auto-generated */
	struct str language; /* "en"; empty: not known */
	bool by_person;      /* neither, and no other mark of a machine */
	bool unsent;         /* a draft that somebody opens to send it */
	struct str token;    /* of a draft: what it is known again by */
	struct str subject;  /* set by letter_render; in its arena */
};

/* A step's text in one language: subject line and body, compiled. */
struct letter_template;

/* Source: first line "Subject: ...", a blank line, then the Markdown body. */
enum rc letter_template_compile(
    struct str source, struct letter_template **out, struct err *err);
void letter_template_free(struct letter_template **t);
const struct template *letter_template_subject(const struct letter_template *t);
const struct template *letter_template_body(const struct letter_template *t);

/*
 * Render values into a complete mail, added to *out: CRLF line ends,
 * multipart/alternative (text and HTML) and, with files, multipart/mixed
 * around it; RFC 2047 and 2231 where needed, quoted-printable or base64
 * bodies, no line over 998 octets. Deterministic: the boundary comes from the
 * Message-ID.
 *
 * RC_BAD when a header value holds CR, LF, NUL or another control character,
 * or an address is not one: nothing can be injected. A reference that no
 * header can carry is left out.
 *
 * layout may be NULL; beside the values it gets body (HTML: {{{body}}}),
 * subject, language, address_line (company.address in one line) and color
 * (company.color, or the default where that is none).
 */
enum rc letter_render(struct arena *a, struct letter_head *head,
    const struct letter_template *t, const struct template *layout,
    const struct value *values, const struct letter_file *files,
    size_t file_count, struct buf *out, struct err *err);

/* The plain words as the reader sees them, for the note of the timeline. */
void letter_text(const struct letter_template *t, const struct value *values,
    struct buf *subject, struct buf *body);

/* A thread that renders keeps memory for its next letter: give it back before
 * the thread ends. */
void letter_forget(void);

#endif
