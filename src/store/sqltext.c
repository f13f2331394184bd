#include "store/sqltext.h"

struct clause {
	struct str mark, text;
	bool wanted;
};

static void
expand(struct str sql, const struct clause *c, size_t count, struct buf *out)
{
	size_t at;

	while (count > 0 && !c->wanted)
		c++, count--;
	while (count > 0 && (at = str_find(sql, c->mark)) != STR_NPOS) {
		expand(str_sub(sql, 0, at), c + 1, count - 1, out);
		buf_add_str(out, c->text);
		sql = str_sub(sql, at + c->mark.n, sql.n);
	}
	if (count > 0)
		expand(sql, c + 1, count - 1, out);
	else
		buf_add_str(out, sql);
}

void
sqltext_expand(const char *sql, const struct db_ways *ways, struct buf *out)
{
	const struct clause clauses[] = {
	    {STR(SQLTEXT_SKIP), STR("FOR UPDATE SKIP LOCKED"),
		ways->skips_locked},
	    {STR(SQLTEXT_KEYED), STR("WITHOUT ROWID"), ways->hides_rowid},
	};

	expand(str_of(sql), clauses, sizeof(clauses) / sizeof(*clauses), out);
}
