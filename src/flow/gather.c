#include "flow/gather.h"

#include <string.h>

#include "mail/message.h"
#include "model/limits.h"
#include "render/msgid.h"
#include "store/drafts.h"
#include "store/ledger.h"
#include "store/meta.h"
#include "store/outbox.h"
#include "store/owner.h"

#define INVOICES_ASKED 50
#define ACCOUNTS_ASKED 1000 /* at once */

static bool
touch_known(const struct gather *g, struct str touch)
{
	for (size_t i = 0; i < g->touch_count; i++)
		if (str_eq(g->touches[i].touch, touch))
			return true;
	return false;
}

/* What a collector sent as we drafted it went to the customer. */
static enum rc
find_draft(const struct gather *g, struct str token, struct outbox_touch *t,
    struct err *err)
{
	struct drafts_row d;
	enum rc rc = drafts_by_token(g->f->store, g->a, token, &d, err);

	if (rc == RC_OK)
		*t = (struct outbox_touch){
		    .id = token,
		    .account = d.account,
		    .contact = d.contact,
		    .recipient = d.recipient,
		};
	return rc;
}

static enum rc
add_touch(struct gather *g, struct str touch, enum thread_place place,
    struct err *err)
{
	struct outbox_touch t = {.id = touch};
	enum rc rc;

	if (touch_known(g, touch) || g->touch_count >= LIMIT_MAIL_REFS)
		return RC_OK;
	rc = outbox_get(g->f->store, g->a, touch, &t, err);
	if (rc == RC_MISS)
		rc = find_draft(g, touch, &t, err);
	if (rc != RC_OK && rc != RC_MISS)
		return rc;
	g->touches = arena_grow(g->a, g->touches, g->touch_count, &g->touch_cap,
	    sizeof(*g->touches));
	g->touches[g->touch_count++] = (struct thread_touch){
	    .touch = touch,
	    .place = place,
	    .account = t.account,
	    .contact = t.contact,
	    .address = t.recipient,
	};
	return RC_OK;
}

static bool
tag_is_new(struct gather *g, struct str tag)
{
	for (size_t i = 0; i < g->tag_count; i++)
		if (str_eq(g->tags[i], tag))
			return false;
	if (g->tag_count == GATHER_NOTES)
		return false;
	g->tags[g->tag_count++] = tag;
	return true;
}

static void
note_of(struct gather *g, struct str account)
{
	g->notes = arena_grow(
	    g->a, g->notes, g->note_count, &g->note_cap, sizeof(*g->notes));
	g->notes[g->note_count++].account = arena_dup(g->a, account);
}

/* Whose tag it is, only the key can tell: all accounts are tried, for a tag
 * that is one of ours. */
static enum rc
add_note(struct gather *g, struct str tag, struct err *err)
{
	struct arena *a = arena_new(LIMIT_JOB_ARENA);
	char last[LIMIT_IMPORT_ID + 1] = "";
	struct str *v = NULL, after = {last, 0};
	bool found = false;
	size_t n = 1;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n > 0 && !found) {
		arena_reset(a);
		rc = meta_account_ids(
		    g->f->store, a, after, ACCOUNTS_ASKED, &v, &n, err);
		for (size_t i = 0; rc == RC_OK && i < n && !found; i++) {
			found = str_eq(msgid_note_tag(a, g->f->key, v[i]), tag);
			if (found)
				note_of(g, v[i]);
		}
		if (rc != RC_OK || n == 0 || v[n - 1].n > LIMIT_IMPORT_ID)
			break;
		after.n = v[n - 1].n;
		memcpy(last, v[n - 1].p, after.n);
	}
	arena_free(&a);
	return rc;
}

static enum rc
add_address(struct gather *g, struct str address, struct err *err)
{
	struct str touch;

	if (msgid_read_note(g->a, g->f->key, address, &touch))
		return tag_is_new(g, touch) ? add_note(g, touch, err) : RC_OK;
	if (!msgid_read_address(g->a, g->f->key, address, &touch))
		return RC_OK;
	return add_touch(g, touch, THREAD_IN_ADDRESS, err);
}

static enum rc
add_id(
    struct gather *g, struct str id, enum thread_place place, struct err *err)
{
	struct str touch;

	if (!msgid_read(g->a, g->f->key, id, &touch))
		return RC_OK;
	return add_touch(g, touch, place, err);
}

static enum rc
addresses(
    struct gather *g, const struct message_addresses *list, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < list->n; i++)
		rc = add_address(g, list->v[i].address, err);
	return rc;
}

static enum rc
address_headers(struct gather *g, struct err *err)
{
	static const char *const names[] = {
	    "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct message_header *h = NULL;

		while (rc == RC_OK && (h = message_header_next(
					   g->message, names[i], h)) != NULL)
			rc = add_address(g, str_trim(h->value), err);
	}
	return rc;
}

/* Keyed names of ours, in the order in which they count. */
static enum rc
gather_touches(struct gather *g, struct err *err)
{
	const struct message *m = g->message;
	enum rc rc;

	rc = addresses(g, &m->to, err);
	if (rc == RC_OK)
		rc = addresses(g, &m->cc, err);
	if (rc == RC_OK)
		rc = address_headers(g, err);
	for (size_t i = 0; rc == RC_OK && i < m->in_reply_to_count; i++)
		rc = add_id(g, m->in_reply_to[i], THREAD_IN_REPLY_TO, err);
	if (rc == RC_OK && !str_is_empty(m->returned_id))
		rc = add_id(g, m->returned_id, THREAD_IN_REPLY_TO, err);
	for (size_t i = m->reference_count; rc == RC_OK && i > 0; i--)
		rc = add_id(g, m->references[i - 1], THREAD_IN_REFERENCES, err);
	return rc;
}

/* The language of the account at which the sender is on file. */
static struct str
owner_language(const struct owner *v, size_t n, struct str account)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].account, account))
			return v[i].language;
	return (struct str){NULL, 0};
}

static enum rc
account_language(const struct gather *g, struct str account,
    struct str *language, struct err *err)
{
	struct account found;
	enum rc rc;

	rc = ledger_account(g->f->store, g->a, account, &found, err);
	if (rc == RC_OK)
		*language = found.language;
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
find_locale(struct gather *g, const struct owner *v, size_t n, struct err *err)
{
	struct str language = {NULL, 0}, account = {NULL, 0};
	enum rc rc = RC_OK;

	if (g->touch_count > 0)
		account = g->touches[0].account;
	if (str_is_empty(account) && n > 0)
		account = v[0].account;
	language = owner_language(v, n, account);
	/* On file nowhere there: the account itself is asked. */
	if (language.p == NULL && !str_is_empty(account))
		rc = account_language(g, account, &language, err);
	g->locale =
	    str_is_empty(language) ? g->f->set->company_locale : language;
	return rc;
}

static enum rc
gather_owners(struct gather *g, struct err *err)
{
	struct owner *v = NULL;
	size_t n = 0;
	enum rc rc = RC_OK;

	if (g->message->from.n == 1)
		rc = owner_by_address(g->f->store, g->a,
		    g->message->from.v[0].address, &v, &n, err);
	if (rc != RC_OK)
		return rc;
	g->owners = arena_array(g->a, n, sizeof(*g->owners));
	for (size_t i = 0; i < n; i++) {
		g->owners[i].account = v[i].account;
		g->owners[i].contact = v[i].contact;
	}
	g->owner_count = n;
	return find_locale(g, v, n, err);
}

enum rc
gather_names(struct gather *g, struct err *err)
{
	enum rc rc = gather_touches(g, err);

	return rc == RC_OK ? gather_owners(g, err) : rc;
}

enum rc
gather_invoices(
    struct gather *g, const struct str *numbers, size_t count, struct err *err)
{
	g->invoices = arena_array(g->a, count, sizeof(*g->invoices));
	for (size_t i = 0; i < count && i < INVOICES_ASKED; i++) {
		struct str account;
		enum rc rc = owner_of_invoice(
		    g->f->store, g->a, numbers[i], &account, err);

		if (rc == RC_MISS)
			continue;
		if (rc != RC_OK)
			return rc;
		g->invoices[g->invoice_count].number = numbers[i];
		g->invoices[g->invoice_count++].account = account;
	}
	return RC_OK;
}
