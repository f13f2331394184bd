#include "web/writer.h"

enum rc
writer_open(struct web_thread *t, struct err *err)
{
	enum rc rc;

	if (t->write != NULL)
		return RC_OK;
	rc = store_open(
	    arena_cstr(t->a, t->web->ledger), DB_THREADS, &t->write, err);
	if (rc == RC_OK)
		store_only_brings(t->write);
	return rc;
}
