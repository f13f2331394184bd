#include "mail/flowed.h"

#include <string.h>

struct join {
	char *p;
	size_t n;
	size_t depth;
	bool open; /* the last line flows on */
};

static void
put(struct join *j, struct str s)
{
	if (s.n)
		memcpy(j->p + j->n, s.p, s.n);
	j->n += s.n;
}

static void
put_line(struct join *j, struct str line, bool delsp)
{
	struct str stuffed = line;
	size_t depth = 0;
	bool signature, flows;

	while (depth < line.n && line.p[depth] == '>')
		depth++;
	stuffed = str_sub(line, depth, line.n);
	if (stuffed.n && stuffed.p[0] == ' ')
		stuffed = str_sub(stuffed, 1, stuffed.n);
	signature = str_eqc(stuffed, "-- ");
	/* RFC 3676, 4.3 and 4.5: depth and signature end a paragraph. */
	if (j->open && (depth != j->depth || signature)) {
		put(j, STR("\n"));
		j->open = false;
	}
	if (!j->open) {
		for (size_t i = 0; i < depth; i++)
			put(j, STR(">"));
		if (depth)
			put(j, STR(" "));
	}
	flows = !signature && stuffed.n && stuffed.p[stuffed.n - 1] == ' ';
	if (flows && delsp)
		stuffed.n--;
	put(j, stuffed);
	if (!flows)
		put(j, STR("\n"));
	j->open = flows;
	j->depth = depth;
}

struct str
flowed_join(struct arena *a, struct str text, bool delsp)
{
	struct join j = {0};
	struct str line;

	/* A line grows by one blank at most, and keeps its own end. */
	j.p = arena_alloc(a, text.n * 2 + 8);
	while (str_line(&text, &line))
		put_line(&j, line, delsp);
	return (struct str){j.p, j.n};
}
