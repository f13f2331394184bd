#include "mail/certified.h"

static bool
is_envelope(const struct header_block *b)
{
	struct str what = str_trim(header_find(b, "X-Trasporto"));

	/* A receipt (RFC 6109, 3.3) encloses what we sent. */
	if (header_find(b, "X-Ricevuta").n > 0)
		return false;
	return str_fold_eqc(what, "posta-certificata") ||
	       str_fold_eqc(what, "errore");
}

/* What was said on the way to us. Nobody inside may say it. */
static bool
is_of_the_way(struct str name)
{
	static const char *const names[] = {"Return-Path", "Received",
	    "Authentication-Results", "ARC-Authentication-Results", "ARC-Seal",
	    "ARC-Message-Signature", "DKIM-Signature", "Received-SPF",
	    "X-Trasporto"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_fold_eqc(name, names[i]))
			return true;
	return false;
}

static void
take_fields(struct header_block *out, const struct header_block *from, bool way)
{
	for (size_t i = 0; i < from->n; i++)
		if (is_of_the_way(from->v[i].name) == way)
			out->v[out->n++] = from->v[i];
	out->truncated |= from->truncated;
}

static bool
find_mail(const struct mime *mime, size_t *at)
{
	for (size_t i = 0; i < mime->n; i++)
		if (mime->v[i].kind == MIME_MESSAGE &&
		    !mime_is_attached(mime, i)) {
			*at = i;
			return true;
		}
	return false;
}

bool
certified_open(struct arena *a, struct header_block *b, struct mime *mime)
{
	struct header_block inner, both = {.body = b->body};
	size_t i;

	if (!is_envelope(b) || !find_mail(mime, &i))
		return false;
	header_scan(a, mime_head(a, &mime->v[i]), &inner);
	if (header_find(&inner, "From").n == 0 || !mime_keep_inside(a, mime, i))
		return false;
	both.v = arena_array(a, b->n + inner.n, sizeof(*both.v));
	take_fields(&both, b, true);
	take_fields(&both, &inner, false);
	*b = both;
	return true;
}
