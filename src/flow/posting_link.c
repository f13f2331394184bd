#include "base/log.h"
#include "flow/params.h"
#include "flow/postform.h"
#include "flow/posting_parts.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/owner.h"

#define ACCOUNTS_MAX 10     /* of one address */
#define LINKED       "link" /* a mail has left for it */

/* Only to the address on file, in the words of its own language. */
static enum rc
put(const struct posting_job *j, const struct owner *to, struct str email,
    struct err *err)
{
	struct params p = {.promise_day = DAY_NONE};
	struct outbox_touch t = {
	    .account = to->account,
	    .contact = to->contact,
	    .kind = STR("answer"),
	    .template_name = STR("portal-link"),
	    .recipient = email,
	    .reason = STR("a new link was asked for"),
	    .planned_at = j->now,
	    .not_before = j->now,
	};

	t.params = params_write(j->a, &p);
	t.natural_key = arena_fmt(j->a, "new-link|%.*s|%.*s",
	    STR_ARG(j->post->id), STR_ARG(to->contact));
	t.id = msgid_touch(j->a, j->f->key, t.natural_key);
	return outbox_put(j->f->store, &t, err);
}

/* Not to an address that takes no mail, nor more often than so. */
static enum rc
send(struct posting_job *j, const struct owner *to, struct err *err)
{
	struct contact c;
	int64_t given = 0;
	enum rc rc = ledger_contact(j->f->store, j->a, to->contact, &c, err);

	if (rc == RC_MISS || (rc == RC_OK && c.state == CONTACT_BOUNCED))
		return RC_OK;
	if (rc == RC_OK)
		rc = outbox_links(j->f->store, c.email, to->contact,
		    j->now - DAY_SECS, &given, err);
	if (rc != RC_OK || given >= LIMIT_NEW_LINKS_CONTACT)
		return rc;
	j->answer = LINKED;
	return put(j, to, c.email, err);
}

/* The last bound, of all together: only what becomes a mail counts, for which
 * somebody has to know addresses of ours. */
static enum rc
is_too_much(const struct posting_job *j, bool *out, struct err *err)
{
	int64_t came = 0;
	enum rc rc = posts_answered(j->f->store, j->post->kind, STR(LINKED),
	    j->post->at - DAY_SECS, &came, err);

	*out = came >= LIMIT_NEW_LINKS_DAY;
	if (rc == RC_OK && *out)
		log_event(
		    LOG_WARN, "new-links-limited", "post=%.16s", j->post->id.p);
	return rc;
}

/* Who asks is never told whether that address is on file. */
enum rc
posting_link(struct posting_job *j, struct err *err)
{
	struct posting_form form;
	struct posting_ask ask = {.locale = STR("en")};
	struct posting_read read;
	struct owner *v = NULL;
	bool too_much = false;
	size_t n = 0;
	enum rc rc;

	j->answer = "no-link";
	postform_read(j->a, j->post->fields, &form);
	posting_read(j->a, POSTING_NEW_LINK, &form, &ask, &read);
	if (read.wrong_count > 0) {
		j->refused = true;
		return RC_OK;
	}
	rc = owner_by_address(j->f->store, j->a, read.address, &v, &n, err);
	if (rc == RC_OK && n > 0)
		rc = is_too_much(j, &too_much, err);
	if (rc == RC_OK && too_much) {
		j->refused = true;
		return RC_OK;
	}
	for (size_t i = 0; rc == RC_OK && i < n && i < ACCOUNTS_MAX; i++)
		rc = send(j, &v[i], err);
	return rc;
}
