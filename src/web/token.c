#include "web/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define ROWS 1024 /* a power of two */
#define WAYS 2
#define TAG  16
#define ID   40 /* hex digits of an id, and some */

struct known {
	unsigned char tag[TAG]; /* all zero: empty */
	enum link_purpose purpose;
	int64_t expires;
	unsigned char lengths[4];
	char texts[3 * LINK_ID_MAX + ID];
};

struct token_memory {
	unsigned char key[32];
	struct known rows[ROWS][WAYS];
};

struct token_memory *
token_memory_new(void)
{
	struct token_memory *m = xcalloc(1, sizeof(*m));

	seal_random(m->key, sizeof(m->key));
	return m;
}

void
token_memory_free(struct token_memory **m)
{
	free(*m);
	*m = NULL;
}

/* Keyed, so that nobody outside can choose which token drives out which. */
static void
tag_of(const struct token_memory *m, const struct token_ask *ask,
    unsigned char tag[TAG])
{
	char text[2048];
	size_t n = sizeof(m->key);

	memcpy(text, m->key, n);
	text[n++] = (char)ask->purpose;
	memcpy(text + n, ask->text.p, ask->text.n);
	seal_blake2b((struct str){text, n + ask->text.n}, tag, TAG);
}

static void
remember(struct known *k, const unsigned char tag[TAG], const struct link *l)
{
	const struct str parts[] = {l->account, l->contact, l->invoice, l->id};
	size_t n = 0;

	if (l->id.n > ID)
		return;
	memcpy(k->tag, tag, TAG);
	k->purpose = l->purpose;
	k->expires = l->expires;
	for (int i = 0; i < 4; i++) {
		k->lengths[i] = (unsigned char)parts[i].n;
		if (parts[i].n > 0)
			memcpy(k->texts + n, parts[i].p, parts[i].n);
		n += parts[i].n;
	}
}

static void
recall(struct arena *a, const struct known *k, struct link *out)
{
	struct str *const parts[] = {
	    &out->account, &out->contact, &out->invoice, &out->id};
	size_t n = 0;

	*out = (struct link){.purpose = k->purpose, .expires = k->expires};
	for (int i = 0; i < 4; i++) {
		*parts[i] =
		    arena_dup(a, (struct str){k->texts + n, k->lengths[i]});
		n += k->lengths[i];
	}
}

enum rc
token_read(struct token_memory *m, struct arena *a, const struct token_ask *ask,
    struct link *out, struct err *err)
{
	unsigned char tag[TAG];
	struct known *row;
	enum rc rc;

	if (ask->text.n == 0 || ask->text.n > 1500)
		return err_set(err, RC_BAD, "not a link of ours");
	tag_of(m, ask, tag);
	row = m->rows[(tag[0] | (unsigned)tag[1] << 8) & (ROWS - 1)];
	for (int i = 0; i < WAYS; i++)
		if (memcmp(row[i].tag, tag, TAG) == 0) {
			recall(a, &row[i], out);
			return ask->now < out->expires
				   ? RC_OK
				   : err_set(err, RC_MISS,
					 "link %.*s has expired",
					 STR_ARG(out->id));
		}
	rc =
	    link_read(a, ask->key, ask->purpose, ask->text, ask->now, out, err);
	if (rc == RC_OK) {
		row[1] = row[0];
		remember(&row[0], tag, out);
	}
	return rc;
}
