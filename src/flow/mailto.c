#include "flow/mailto.h"

#include "base/buf.h"
#include "model/limits.h"

#define MAILTO_BODY 1500 /* bytes; some systems stop at 2000 */

/* `plain`: of what else stands for itself. */
static void
add_escaped(struct buf *b, struct str s, const char *plain)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (str_is_alnum(s.p[i]) || c == '-' || c == '.' || c == '_' ||
		    str_chr(str_of(plain), s.p[i]) != STR_NPOS) {
			buf_addc(b, s.p[i]);
		} else if (c == '\n') {
			buf_adds(b, "%0D%0A");
		} else {
			buf_addc(b, '%');
			buf_addc(b, hex[c >> 4]);
			buf_addc(b, hex[c & 15]);
		}
	}
}

struct str
mailto_url(struct arena *a, const struct mailto *m)
{
	struct buf url;
	struct str out;

	buf_init(&url, LIMIT_LETTER);
	buf_adds(&url, "mailto:");
	add_escaped(&url, m->address, "@+");
	buf_adds(&url, "?subject=");
	add_escaped(&url, m->subject, "");
	if (m->in_reply_to.n > 0) {
		buf_adds(&url, "&In-Reply-To=%3C");
		add_escaped(&url, m->in_reply_to, "");
		buf_adds(&url, "%3E");
	}
	if (m->bcc.n > 0) {
		buf_adds(&url, "&bcc=");
		add_escaped(&url, m->bcc, "@");
	}
	if (m->body.n > 0) {
		buf_adds(&url, "&body=");
		add_escaped(&url, str_head(m->body, MAILTO_BODY), "");
	}
	out = arena_dup(a, buf_str(&url));
	buf_fini(&url);
	return out;
}
