#include "web/renew.h"

static bool
has_more(const struct seal_key *now, const struct seal_key *before)
{
	for (unsigned id = 0; id < SEAL_IDS; id++)
		if (seal_key_knows(now, id) && !seal_key_knows(before, id))
			return true;
	return false;
}

enum rc
renew_key(struct web_thread *t, int64_t now)
{
	struct seal_key *key = NULL;
	struct err ignored;

	if (now >= t->renewed && now - t->renewed < RENEW_SECS)
		return RC_MISS;
	t->renewed = now;
	if (seal_key_load_public(t->flow.set->keys_dir.p, &key, &ignored) !=
	    RC_OK)
		return RC_MISS;
	if (!has_more(key, t->flow.key)) {
		seal_key_free(&key);
		return RC_MISS;
	}
	seal_key_free(&t->key);
	t->key = key;
	t->flow.key = key;
	return RC_OK;
}

enum rc
renew_token(struct web_thread *t, const struct token_ask *ask, struct link *out,
    struct err *err)
{
	struct token_ask again = *ask;
	enum rc rc = token_read(t->tokens, t->a, ask, out, err);

	if (rc != RC_BAD || renew_key(t, ask->now) != RC_OK)
		return rc;
	again.key = t->flow.key;
	return token_read(t->tokens, t->a, &again, out, err);
}
