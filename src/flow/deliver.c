#include "flow/deliver.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "flow/compose_rows.h"
#include "flow/hookpost.h"
#include "flow/spool.h"
#include "port/imap.h"
#include "port/maildir.h"
#include "port/oauth.h"

#define CLOCKS_APART 300 /* theirs and ours, seconds */

struct deliver {
	const struct flow *f;
	struct journal *journal;
	struct smtp **smtp; /* one a mailbox, opened when first needed */
	void *carrier;      /* the same */

	/* what to_server has at hand, one beside the other */
	struct smtp_mail *mails;
	struct deliver_item **items;
};

struct deliver *
deliver_new(const struct flow *f, struct journal *journal)
{
	struct deliver *d = xcalloc(1, sizeof(*d));

	d->f = f;
	d->journal = journal;
	d->smtp = xcalloc(f->set->mailbox_count, sizeof(*d->smtp));
	return d;
}

void
deliver_free(struct deliver **d)
{
	if (*d == NULL)
		return;
	for (size_t i = 0; i < (*d)->f->set->mailbox_count; i++)
		smtp_close(&(*d)->smtp[i]);
	if ((*d)->carrier)
		carrier_find((*d)->f->set)->close(&(*d)->carrier);
	free((*d)->smtp);
	free(*d);
	*d = NULL;
}

/* The folder for one recipient: {address} names it, cleaned of '/'. */
static void
maildir_path(struct str pattern, struct str address, char out[PATH_MAX])
{
	size_t at = str_find(pattern, STR("{address}"));
	char safe[256];
	size_t n = 0;

	for (size_t i = 0; i < address.n && n + 1 < sizeof(safe); i++) {
		char c = str_lower(address.p[i]);

		safe[n++] = str_is_alnum(c) || strchr("@.-_+", c) ? c : '_';
	}
	safe[n] = '\0';
	if (safe[0] == '.')
		safe[0] = '_';
	if (at == STR_NPOS)
		snprintf(out, PATH_MAX, "%.*s", STR_ARG(pattern));
	else
		snprintf(out, PATH_MAX, "%.*s%s%.*s",
		    STR_ARG(str_sub(pattern, 0, at)), safe,
		    STR_ARG(str_sub(pattern, at + 9, pattern.n)));
}

static void
settle_item(struct deliver_item *item, enum smtp_outcome outcome, int code,
    const char *reply)
{
	item->settled = true;
	item->outcome = outcome;
	item->code = code;
	snprintf(item->reply_text, sizeof(item->reply_text), "%.*s",
	    (int)sizeof(item->reply_text) - 1, reply);
	item->reply = str_of(item->reply_text);
}

/* The touch's id is the key: delivering twice is delivering once. */
static enum rc
to_maildir(const struct mailbox_settings *box, struct deliver_item *item,
    struct err *err)
{
	char path[PATH_MAX];
	enum rc rc;

	maildir_path(box->send_maildir, item->touch.recipient, path);
	rc = maildir_make(path, err);
	if (rc == RC_OK)
		rc = maildir_deliver(path, item->touch.id, item->bytes, err);
	if (rc == RC_OK || rc == RC_MISS)
		settle_item(item, SMTP_ACCEPTED, 250, "delivered");
	else if (rc == RC_BAD)
		settle_item(item, SMTP_FAILED, 0, err->text);
	else
		settle_item(item, SMTP_DEFERRED, 0, err->text);
	return RC_OK;
}

static struct str
touch_of(const struct deliver *d, const struct smtp_mail *mail)
{
	return d->items[mail - d->mails]->touch.id;
}

static void
on_settled(void *ctx, struct smtp_mail *mail)
{
	struct deliver *d = ctx;

	/* An uncertain one stays a dot without a reply. */
	if (mail->outcome != SMTP_UNCERTAIN)
		journal_reply(d->journal, touch_of(d, mail),
		    mail->outcome == SMTP_ACCEPTED, mail->code);
}

static void
on_round(void *ctx, struct smtp_mail *const *dots, size_t n)
{
	struct deliver *d = ctx;

	for (size_t i = 0; i < n; i++)
		journal_dot(d->journal, touch_of(d, dots[i]));
	journal_flush(d->journal);
}

/* All items of one mailbox over its server. */
static enum rc
to_server(struct deliver *d, size_t box_index, struct deliver_item **items,
    size_t count, struct err *err)
{
	const struct mailbox_settings *box = &d->f->set->mailboxes[box_index];
	struct smtp_mail *mails = xcalloc(count, sizeof(*mails));
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count; i++)
		mails[i] = (struct smtp_mail){
		    .from = box->address,
		    .to = items[i]->touch.recipient,
		    .bytes = items[i]->bytes,
		};
	d->mails = mails;
	d->items = items;
	if (d->smtp[box_index] == NULL)
		rc = smtp_open(&box->smtp, box->helo, (int)box->connections,
		    &d->smtp[box_index], err);
	if (rc == RC_OK) {
		smtp_on_round(d->smtp[box_index], on_round, d);
		rc = smtp_send(
		    d->smtp[box_index], mails, count, on_settled, d, err);
	}
	for (size_t i = 0; i < count; i++)
		if (mails[i].settled)
			settle_item(items[i], mails[i].outcome, mails[i].code,
			    mails[i].reply);
	free(mails);
	return rc;
}

static bool
is_spool(const struct deliver_item *item)
{
	return compose_is_spool(&item->touch);
}

static void
settle_carried(struct deliver_item *item, const struct carrier_told *told)
{
	static const enum smtp_outcome outcomes[] = {
	    [CARRIER_TAKEN] = SMTP_ACCEPTED,
	    [CARRIER_LATER] = SMTP_DEFERRED,
	    [CARRIER_REFUSED] = SMTP_FAILED,
	    [CARRIER_UNCERTAIN] = SMTP_UNCERTAIN,
	};

	settle_item(item, outcomes[told->fate], (int)told->status,
	    told->fate == CARRIER_TAKEN ? told->sid : told->why);
	memcpy(item->sid, told->sid, sizeof(item->sid));
	memcpy(item->state, told->state, sizeof(item->state));
	memcpy(item->carrier_code, told->code, sizeof(item->carrier_code));
}

/* The journal knows that it may have left before it does. Where no answer
 * came, they are asked what they have. */
static void
to_carrier(struct deliver *d, struct deliver_item *item)
{
	const struct carrier *c = carrier_find(d->f->set);
	struct carrier_job job = {
	    .touch = item->touch.id,
	    .to = item->touch.recipient,
	    .words = item->bytes,
	    .since = oauth_clock() - CLOCKS_APART,
	};
	struct carrier_told told, seen;
	struct err err = {{0}};

	item->carried = true;
	if (d->carrier == NULL &&
	    c->open(d->f->set, &d->carrier, &err) != RC_OK) {
		settle_item(item, SMTP_DEFERRED, 0, err.text);
		return;
	}
	journal_dot(d->journal, item->touch.id);
	journal_flush(d->journal);
	if (str_eqc(item->touch.channel, "call"))
		c->call(d->carrier, &job, &told);
	else
		c->text(d->carrier, &job, &told);
	if (told.fate == CARRIER_UNCERTAIN &&
	    !str_eqc(item->touch.channel, "call") &&
	    c->look(d->carrier, &job, &seen, &err) == RC_OK)
		told = seen;
	if (told.fate != CARRIER_UNCERTAIN)
		journal_reply(d->journal, item->touch.id,
		    told.fate == CARRIER_TAKEN, (int)told.status);
	settle_carried(item, &told);
}

static bool
is_event(const struct deliver *d, const struct deliver_item *item)
{
	return is_spool(item) && d->f->set->hooks_url.n > 0 &&
	       str_eqc(item->touch.channel, "webhook");
}

/* What is not begun waits for the next round. */
static void
to_hook(struct hookpost *h, struct deliver_item *item)
{
	struct hookpost_result r;

	if (!hookpost_may(h))
		return;
	hookpost_send(h, item->touch.id, str_rtrim(item->bytes), &r);
	settle_item(item, r.outcome, r.code, r.text);
}

/* All events of a batch; without a secret they wait. */
static void
to_hooks(const struct deliver *d, struct deliver_item *items, size_t count)
{
	struct hookpost *h = NULL;
	struct err err = {{0}};
	bool tried = false;

	for (size_t i = 0; i < count; i++) {
		if (!is_event(d, &items[i]))
			continue;
		if (!tried)
			h = hookpost_new(d->f, &err);
		tried = true;
		if (h != NULL)
			to_hook(h, &items[i]);
		else
			settle_item(&items[i], SMTP_DEFERRED, 0, err.text);
	}
	hookpost_free(&h);
}

static void
to_spool(const struct deliver *d, struct deliver_item *item)
{
	struct err err = {{0}};
	enum rc rc = spool_deliver(d->f->set->spool_dir, item->touch.channel,
	    item->touch.id, item->bytes, &err);

	if (rc == RC_OK)
		settle_item(item, SMTP_ACCEPTED, 250, "in the spool");
	else
		settle_item(item, rc == RC_BAD ? SMTP_FAILED : SMTP_DEFERRED, 0,
		    err.text);
}

static enum rc
deliver_box(struct deliver *d, size_t box_index, struct deliver_item *items,
    size_t count, struct err *err)
{
	const struct mailbox_settings *box = &d->f->set->mailboxes[box_index];
	struct deliver_item **mine =
	    xcalloc(count, sizeof(struct deliver_item *));
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count; i++)
		if (!is_spool(&items[i]) && !items[i].drafted &&
		    flow_mailbox(d->f, items[i].touch.mailbox) == box)
			mine[n++] = &items[i];
	if (box->send == CHANNEL_SERVER && n > 0)
		rc = to_server(d, box_index, mine, n, err);
	for (size_t i = 0; box->send == CHANNEL_MAILDIR && i < n; i++)
		rc = to_maildir(box, mine[i], err);
	free(mine);
	return rc;
}

enum rc
deliver_all(struct deliver *d, struct deliver_item *items, size_t count,
    struct err *err)
{
	enum rc rc, worst = RC_OK;
	struct err why = {{0}};

	for (size_t i = 0; i < count; i++)
		if (is_event(d, &items[i]))
			continue; /* all of them together */
		else if (is_spool(&items[i]) &&
			 carrier_takes(d->f->set, items[i].touch.channel))
			to_carrier(d, &items[i]);
		else if (is_spool(&items[i]))
			to_spool(d, &items[i]);
		else if (items[i].drafted)
			settle_item(
			    &items[i], SMTP_ACCEPTED, 250, "to be a draft");
	to_hooks(d, items, count);
	for (size_t b = 0; b < d->f->set->mailbox_count; b++) {
		rc = deliver_box(d, b, items, count, &why);
		if (rc != RC_OK)
			worst = err_set(err, rc, "mailbox %.*s: %s",
			    STR_ARG(d->f->set->mailboxes[b].name), why.text);
	}
	return worst;
}

static void
copy_box(struct deliver *d, const struct mailbox_settings *box,
    const struct deliver_item *items, size_t count)
{
	struct imap *imap = NULL;
	struct err err = {{0}};
	enum rc rc = imap_open(&box->imap, &imap, &err);

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		if (items[i].settled && items[i].outcome == SMTP_ACCEPTED &&
		    !is_spool(&items[i]) && !items[i].drafted &&
		    !str_eqc(items[i].touch.kind, "copy") &&
		    flow_mailbox(d->f, items[i].touch.mailbox) == box)
			rc = imap_append(
			    imap, box->sent_folder, items[i].bytes, &err);
	imap_close(&imap);
	if (rc != RC_OK)
		log_event(LOG_WARN, "sent-copy-failed", "mailbox=%.*s why=%s",
		    STR_ARG(box->name), err.text);
}

void
deliver_copies(
    struct deliver *d, const struct deliver_item *items, size_t count)
{
	for (size_t b = 0; b < d->f->set->mailbox_count; b++) {
		const struct mailbox_settings *box = &d->f->set->mailboxes[b];

		if (box->sent_copy && box->read == CHANNEL_SERVER)
			copy_box(d, box, items, count);
	}
}
