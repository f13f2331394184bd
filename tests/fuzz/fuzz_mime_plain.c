#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "mail/header.h"
#include "model/limits.h"
#include "port/mime.h"
#include "port/mime_plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
same(bool yes)
{
	if (!yes)
		abort();
}

/* The library writes the fields anew: what counts is what is found in them. */
static void
compare_heads(struct arena *a, struct str one, struct str two)
{
	static const char *const names[] = {"Message-ID", "To", "Subject"};
	struct header_block x, y;

	header_scan(a, one, &x);
	header_scan(a, two, &y);
	for (size_t i = 0; i < 3; i++)
		same(str_eq(
		    header_find(&x, names[i]), header_find(&y, names[i])));
}

static void
compare(struct arena *a, const struct mime *x, const struct mime *y)
{
	static const char *const names[] = {
	    "boundary", "charset", "format", "delsp", "name", "report-type"};

	same(x->n == y->n && x->truncated == y->truncated);
	for (size_t i = 0; i < x->n; i++) {
		const struct mime_part *p = &x->v[i], *q = &y->v[i];

		same(p->kind == q->kind && p->parent == q->parent);
		same(p->depth == q->depth && p->has_id == q->has_id);
		same(str_eq(p->type, q->type) && str_eq(p->name, q->name));
		same(str_eq(p->disposition, q->disposition));
		same(str_eq(p->charset, q->charset));
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
			same(str_eq(mime_param(a, p, names[k]),
			    mime_param(a, q, names[k])));
		same(mime_size(p) == mime_size(q));
		if (p->kind == MIME_MESSAGE)
			compare_heads(a, mime_head(a, p), mime_head(a, q));
		if (p->kind == MIME_LEAF)
			same(p->coding == q->coding &&
			     str_eq(p->encoded, q->encoded));
	}
}

/* What is read without the library is what the library reads. The input is
 * the fields of the mail, a byte 1, its body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(LIMIT_MAIL_ARENA);
	struct str all = {(const char *)data, size}, head;
	struct mime plain = {0}, any;
	size_t at = str_chr(all, '\x01');

	if (at != STR_NPOS && at > 0 && all.p[at - 1] == '\n') {
		head = str_sub(all, 0, at);
		all = str_sub(all, at + 1, size);
		if (head.p[0] != '\n' && str_chr(head, '\0') == STR_NPOS &&
		    str_find(head, STR("\n\n")) == STR_NPOS &&
		    str_chr(head, '\r') == STR_NPOS &&
		    mime_plain_open(a, head, all, &plain)) {
			mime_open_any(a, head, all, &any);
			plain.truncated = any.truncated;
			compare(a, &plain, &any);
			mime_close(&any);
		}
	}
	arena_free(&a);
	return 0;
}
