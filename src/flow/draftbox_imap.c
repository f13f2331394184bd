#include <stdio.h>

#include "flow/draftbox.h"

#define PLACE 32 /* "uidvalidity:uid" */

static void
hang_up(struct draftbox *box)
{
	imap_close(&box->imap);
}

static enum rc
checked(struct draftbox *box, enum rc rc)
{
	if (rc == RC_DOWN)
		hang_up(box);
	return rc;
}

static enum rc
name_of(struct draftbox *box, enum imap_use use, struct err *err)
{
	struct str given =
	    use == IMAP_DRAFTS ? box->set->drafts : box->set->sent;

	if (given.n == 0)
		return imap_folder_of_use(
		    box->imap, use, box->folder, sizeof(box->folder), err);
	snprintf(box->folder, sizeof(box->folder), "%.*s", STR_ARG(given));
	return RC_OK;
}

static enum rc
open_folder(struct draftbox *box, enum imap_use use, struct err *err)
{
	struct imap_state st = {0};
	enum rc rc = RC_OK;

	if (box->imap == NULL)
		rc = imap_open(&box->set->box.imap, &box->imap, err);
	if (rc == RC_OK)
		rc = name_of(box, use, err);
	if (rc == RC_OK)
		rc = imap_select(box->imap, str_of(box->folder), &st, err);
	box->validity = st.uidvalidity;
	box->upcoming = st.uidnext;
	return checked(box, rc);
}

struct scan {
	const struct draftbox *box;
	draftbox_head *each;
	void *ctx;
};

static enum rc
take_head(void *ctx, uint32_t uid, struct str head, struct err *err)
{
	const struct scan *s = ctx;
	char place[PLACE];

	snprintf(place, sizeof(place), "%lld:%lu", (long long)s->box->validity,
	    (unsigned long)uid);
	return s->each(s->ctx, str_of(place), head, err);
}

static enum rc
heads(struct draftbox *box, const struct draftbox_from *from,
    draftbox_head *each, void *ctx, int64_t *next, struct err *err)
{
	bool same = from->uid > 0 && from->validity == box->validity;
	uint32_t uid = same ? (uint32_t)from->uid : 1, after;
	struct scan s = {box, each, ctx};
	enum rc rc = RC_OK;

	if (!same)
		rc = imap_folder_since(box->imap, from->since, &uid, err);
	after = rc == RC_OK ? uid : box->upcoming;
	if (rc == RC_OK)
		rc = imap_folder_heads(
		    box->imap, uid, take_head, &s, &after, err);
	*next = after;
	return rc == RC_MISS ? RC_OK : checked(box, rc);
}

/* 0 when the folder is another by now. */
static uint32_t
uid_of(const struct draftbox *box, struct str place)
{
	size_t colon = str_chr(place, ':');
	int64_t validity, uid;

	if (colon == STR_NPOS ||
	    !str_to_i64(str_sub(place, 0, colon), 1, UINT32_MAX, &validity) ||
	    !str_to_i64(
		str_sub(place, colon + 1, place.n), 1, UINT32_MAX, &uid) ||
	    validity != box->validity)
		return 0;
	return (uint32_t)uid;
}

struct reading {
	draftbox_mail *each;
	void *ctx;
};

static enum rc
take_mail(
    void *ctx, uint32_t uid, int64_t date, struct str raw, struct err *err)
{
	const struct reading *r = ctx;

	(void)uid;
	(void)date;
	return r->each(r->ctx, raw, err);
}

static enum rc
read_mail(struct draftbox *box, struct str place, draftbox_mail *each,
    void *ctx, struct err *err)
{
	struct reading r = {each, ctx};
	uint32_t uid = uid_of(box, place);

	if (uid == 0)
		return RC_OK;
	return checked(
	    box, imap_folder_read(box->imap, &uid, 1, take_mail, &r, err));
}

static enum rc
put(struct draftbox *box, struct arena *a, struct str key, struct str raw,
    struct str *place, struct err *err)
{
	struct imap_place at;
	enum rc rc = imap_folder_append(
	    box->imap, str_of(box->folder), raw, "\\Draft \\Seen", &at, err);

	(void)key;
	*place = (struct str){NULL, 0};
	if (rc == RC_OK && at.uid > 0)
		*place = arena_fmt(a, "%lu:%lu", (unsigned long)at.uidvalidity,
		    (unsigned long)at.uid);
	return checked(box, rc);
}

static enum rc
take_away(struct draftbox *box, struct str place, struct err *err)
{
	uint32_t uid = uid_of(box, place);

	if (uid == 0)
		return err_set(err, RC_MISS, "the folder is another one");
	return checked(box, imap_folder_remove(box->imap, uid, err));
}

const struct draftbox_door draftbox_imap = {
    .open = open_folder,
    .heads = heads,
    .read = read_mail,
    .put = put,
    .remove = take_away,
    .close = hang_up,
};
