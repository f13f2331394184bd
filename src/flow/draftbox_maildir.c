#include <stdio.h>

#include "flow/draftbox.h"
#include "model/limits.h"
#include "port/maildir.h"
#include "port/maildir_folder.h"

static enum rc
open_folder(struct draftbox *box, enum imap_use use, struct err *err)
{
	struct str given =
	    use == IMAP_DRAFTS ? box->set->drafts : box->set->sent;
	char root[PATH_MAX];

	if (given.n == 0)
		given = use == IMAP_DRAFTS ? STR("Drafts") : STR("Sent");
	snprintf(box->folder, sizeof(box->folder), "%.*s", STR_ARG(given));
	snprintf(
	    root, sizeof(root), "%.*s", STR_ARG(box->set->box.read_maildir));
	return maildir_folder_make(
	    root, given, box->path, sizeof(box->path), err);
}

struct scan {
	struct draftbox *box;
	draftbox_head *each;
	void *ctx;
	struct buf raw;
};

/* The header alone is looked at. */
static enum rc
take_name(void *ctx, struct str unique, struct err *err)
{
	struct scan *s = ctx;
	int64_t mtime = 0;
	struct str rest, line;
	enum rc rc;

	buf_clear(&s->raw);
	rc = maildir_folder_read(s->box->path, unique, &s->raw, &mtime, err);
	if (rc != RC_OK)
		return rc == RC_MISS ? RC_OK : rc;
	rest = buf_str(&s->raw);
	while (str_line(&rest, &line) && !str_is_empty(str_trim(line)))
		continue;
	return s->each(
	    s->ctx, unique, str_head(buf_str(&s->raw), s->raw.n - rest.n), err);
}

static enum rc
heads(struct draftbox *box, const struct draftbox_from *from,
    draftbox_head *each, void *ctx, int64_t *next, struct err *err)
{
	struct scan s = {.box = box, .each = each, .ctx = ctx};
	enum rc rc;

	(void)from;
	*next = 0;
	buf_init(&s.raw, LIMIT_MAIL_RAW + 1);
	rc = maildir_folder_list(box->path, take_name, &s, err);
	buf_fini(&s.raw);
	return rc;
}

static enum rc
read_mail(struct draftbox *box, struct str place, draftbox_mail *each,
    void *ctx, struct err *err)
{
	int64_t mtime = 0;
	struct buf raw;
	enum rc rc;

	buf_init(&raw, LIMIT_MAIL_RAW + 1);
	rc = maildir_folder_read(box->path, place, &raw, &mtime, err);
	if (rc == RC_OK)
		rc = each(ctx, buf_str(&raw), err);
	buf_fini(&raw);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
put(struct draftbox *box, struct arena *a, struct str key, struct str raw,
    struct str *place, struct err *err)
{
	enum rc rc = maildir_deliver(box->path, key, raw, err);

	*place = arena_dup(a, key);
	if (rc == RC_OK)
		rc = maildir_folder_flag(box->path, key, "DS", err);
	return rc == RC_MISS ? RC_OK : rc;
}

static enum rc
take_away(struct draftbox *box, struct str place, struct err *err)
{
	return maildir_folder_remove(box->path, place, err);
}

static void
nothing(struct draftbox *box)
{
	(void)box;
}

const struct draftbox_door draftbox_maildir = {
    .open = open_folder,
    .heads = heads,
    .read = read_mail,
    .put = put,
    .remove = take_away,
    .close = nothing,
};
