#include "flow/chain.h"

#define REFERENCES_MAX 20
#define ID_MAX         500 /* bytes; no client makes longer ones */

/* "Re:" once, whatever chain the customer's client made. */
struct str
chain_subject(struct str subject)
{
	struct str s = str_trim(subject);

	while (str_fold_starts(s, STR("re:")))
		s = str_trim(str_sub(s, 3, s.n));
	return s;
}

static void
push(struct params *p, struct str id)
{
	if (id.n > 0 && id.n <= ID_MAX)
		p->references[p->reference_count++] = id;
}

void
chain_set(struct arena *a, const struct message *m, struct params *p)
{
	size_t keep = m->reference_count < REFERENCES_MAX ? m->reference_count
							  : REFERENCES_MAX;

	if (m->message_id.n <= ID_MAX)
		p->in_reply_to = m->message_id;
	p->references = arena_array(a, keep + 1, sizeof(*p->references));
	p->reference_count = 0;
	for (size_t i = 0; i < keep; i++)
		push(p, m->references[m->reference_count - keep + i]);
	push(p, m->message_id);
}
