#include "flow/judge_draft.h"

#include "mail/message.h"
#include "render/msgid.h"
#include "store/ledger.h"

/* RC_MISS: the token is no draft's. */
static enum rc
by_token(const struct gather *g, struct str token, struct judge_draft *out,
    struct err *err)
{
	enum rc rc = drafts_by_token(g->f->store, g->a, token, &out->row, err);

	out->known = rc == RC_OK;
	return rc;
}

static enum rc
by_id(const struct gather *g, struct str id, struct judge_draft *out,
    struct err *err)
{
	struct str token;

	return msgid_read(g->a, g->f->key, id, &token)
		   ? by_token(g, token, out, err)
		   : RC_MISS;
}

static enum rc
by_ids(const struct gather *g, struct str *ids, size_t n,
    struct judge_draft *out, struct err *err)
{
	enum rc rc = RC_MISS;

	for (size_t i = 0; rc == RC_MISS && i < n; i++)
		rc = by_id(g, ids[i], out, err);
	return rc;
}

/* Where replies to it go is ours: nobody else's mail says so. */
static enum rc
by_reply_to(const struct gather *g, struct judge_draft *out, struct err *err)
{
	const struct message_addresses *list = &g->message->reply_to;
	struct str token;
	enum rc rc = RC_MISS;

	for (size_t i = 0; rc == RC_MISS && i < list->n; i++)
		if (msgid_read_address(
			g->a, g->f->key, list->v[i].address, &token))
			rc = by_token(g, token, out, err);
	return rc;
}

static enum rc
by_field(const struct gather *g, struct judge_draft *out, struct err *err)
{
	const struct message_header *h =
	    message_header(g->message, "X-Draft-Token");

	return h ? by_id(g, str_trim(h->value), out, err) : RC_MISS;
}

enum rc
judge_draft_find(const struct gather *g, struct str inbox,
    struct judge_draft *out, struct err *err)
{
	const struct message *m = g->message;
	enum rc rc = RC_MISS;

	*out = (struct judge_draft){.known = false};
	if (inbox.n > 0)
		rc = drafts_by_found(g->f->store, g->a, inbox, &out->row, err);
	out->known = out->proven = rc == RC_OK;
	if (rc == RC_MISS)
		rc = by_field(g, out, err);
	if (rc == RC_MISS)
		rc = by_id(g, m->message_id, out, err);
	if (rc == RC_MISS)
		rc = by_reply_to(g, out, err);
	if (rc == RC_MISS)
		rc = by_ids(g, m->in_reply_to, m->in_reply_to_count, out, err);
	if (rc == RC_MISS)
		rc = by_ids(g, m->references, m->reference_count, out, err);
	return rc == RC_MISS ? RC_OK : rc;
}

static bool
is_to(const struct message_addresses *list, struct str address)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_fold_eq(list->v[i].address, address))
			return true;
	return false;
}

enum rc
judge_draft_to(const struct gather *g, struct str account, struct str by,
    struct drafts_row *out, struct err *err)
{
	struct drafts_row *v = NULL;
	size_t n = 0;
	enum rc rc = drafts_of_person(g->f->store, g->a, account,
	    ledger_email_key(g->a, by), &v, &n, err);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (is_to(&g->message->to, v[i].recipient) ||
		    is_to(&g->message->cc, v[i].recipient)) {
			*out = v[i];
			return RC_OK;
		}
	return rc == RC_OK ? RC_MISS : rc;
}

void
judge_draft_reached(const struct drafts_row *d, struct effects *e)
{
	struct effect *x = effect_add(e, EFFECT_DRAFT);

	x->what = d->touch;
	x->text = STR("answered");
}
