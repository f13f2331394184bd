#include "store/sqltext.h"

void
sqltext_expand(const char *sql, bool skips_locked, struct buf *out)
{
	struct str rest = str_of(sql);
	struct str mark = STR(SQLTEXT_SKIP);
	size_t at;

	while (skips_locked && (at = str_find(rest, mark)) != STR_NPOS) {
		buf_add_str(out, str_sub(rest, 0, at));
		buf_adds(out, "FOR UPDATE SKIP LOCKED");
		rest = str_sub(rest, at + mark.n, rest.n);
	}
	buf_add_str(out, rest);
}
