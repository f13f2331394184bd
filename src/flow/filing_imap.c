#include <stdio.h>

#include "flow/filing_box.h"
#include "port/imap_folder.h"

#define PLACE 32 /* "uidvalidity:uid" */

static struct str
place_of(struct arena *a, int64_t validity, uint32_t uid)
{
	return arena_fmt(
	    a, "%lld:%lu", (long long)validity, (unsigned long)uid);
}

/* The uid of a place; 0 when the folder is another by now. */
static uint32_t
uid_of(const struct filing_box *box, struct str place)
{
	size_t colon = str_chr(place, ':');
	int64_t validity, uid;

	if (colon == STR_NPOS ||
	    !str_to_i64(str_sub(place, 0, colon), 1, UINT32_MAX, &validity) ||
	    !str_to_i64(
		str_sub(place, colon + 1, place.n), 1, UINT32_MAX, &uid) ||
	    validity != box->look.validity)
		return 0;
	return (uint32_t)uid;
}

static void
hang_up(struct filing_box *box)
{
	imap_close(&box->imap);
	box->folder = (struct str){NULL, 0};
}

/* The link is not used again after it went away. */
static enum rc
checked(struct filing_box *box, enum rc rc)
{
	if (rc == RC_DOWN)
		hang_up(box);
	return rc;
}

static enum rc
select_folder(struct filing_box *box, struct str folder, struct err *err)
{
	struct imap_state st = {0};
	enum rc rc = imap_select(box->imap, folder, &st, err);

	box->look = (struct filing_look){
	    .validity = st.uidvalidity, .next = st.uidnext, .held = st.exists};
	return rc;
}

static enum rc
open_folder(
    struct filing_box *box, struct str folder, bool make, struct err *err)
{
	enum rc rc = RC_OK;

	if (box->imap == NULL)
		rc = imap_open(&box->set->imap, &box->imap, err);
	if (rc == RC_OK)
		rc = select_folder(box, folder, err);
	if (rc == RC_MISS && make) {
		rc = imap_folder_make(box->imap, folder, err);
		if (rc == RC_OK)
			rc = select_folder(box, folder, err);
	}
	if (rc == RC_OK)
		box->folder = folder;
	return checked(box, rc);
}

static enum rc
any_uid(void *ctx, uint32_t uid, uint64_t modseq, struct err *err)
{
	(void)ctx;
	(void)uid;
	(void)modseq;
	(void)err;
	return RC_OK;
}

/*
 * Where the folder counts changes, that count tells of mails that were marked
 * \Deleted, too; else what came and went tells. A folder that does not say
 * its next uid is looked at each time.
 */
static enum rc
has_changed(struct filing_box *box, const struct filing_look *last,
    bool *changed, struct err *err)
{
	uint64_t highest = 0;
	enum rc rc;

	*changed = box->look.validity == 0 || box->look.next == 0 ||
		   box->look.validity != last->validity ||
		   box->look.next != last->next || box->look.held != last->held;
	if (*changed || last->highest <= 0)
		return RC_OK;
	rc = imap_folder_list(box->imap, 1, (uint64_t)last->highest, any_uid,
	    NULL, &highest, err);
	*changed = highest != (uint64_t)last->highest;
	return checked(box, rc);
}

struct listing {
	const struct filing_box *box;
	struct arena *a;
	struct str *v;
	size_t n, cap;
};

static enum rc
take_uid(void *ctx, uint32_t uid, uint64_t modseq, struct err *err)
{
	struct listing *l = ctx;

	(void)modseq;
	(void)err;
	l->v = arena_grow(l->a, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = place_of(l->a, l->box->look.validity, uid);
	return RC_OK;
}

static enum rc
list(struct filing_box *box, struct arena *a, struct str **places,
    size_t *count, struct err *err)
{
	struct listing l = {.box = box, .a = a};
	uint64_t highest = 0;
	enum rc rc =
	    imap_folder_list(box->imap, 1, 0, take_uid, &l, &highest, err);

	*places = l.v;
	*count = l.n;
	box->look.highest = highest <= INT64_MAX ? (int64_t)highest : 0;
	return checked(box, rc);
}

struct reading {
	const struct filing_box *box;
	filing_mail *each;
	void *ctx;
};

static enum rc
take_mail(void *ctx, uint32_t uid, int64_t internal_date, struct str raw,
    struct err *err)
{
	const struct reading *r = ctx;
	char text[PLACE];

	snprintf(text, sizeof(text), "%lld:%lu",
	    (long long)r->box->look.validity, (unsigned long)uid);
	return r->each(r->ctx, str_of(text), internal_date, raw, err);
}

static enum rc
read_mails(struct filing_box *box, const struct str *places, size_t count,
    filing_mail *each, void *ctx, struct err *err)
{
	struct reading r = {.box = box, .each = each, .ctx = ctx};
	struct arena *a = arena_new(count * sizeof(uint32_t) + 4096);
	uint32_t *uids = arena_array(a, count, sizeof(*uids));
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		uids[i] = uid_of(box, places[i]);
	rc = imap_folder_read(box->imap, uids, count, take_mail, &r, err);
	arena_free(&a);
	return checked(box, rc);
}

static enum rc
move(struct filing_box *box, struct str place, struct str folder,
    struct arena *a, struct str *to, struct err *err)
{
	uint32_t uid = uid_of(box, place);
	struct imap_place out = {0};
	enum rc rc;

	*to = (struct str){NULL, 0};
	if (uid == 0)
		return err_set(err, RC_MISS, "the folder is another by now");
	rc = imap_folder_move(box->imap, uid, folder, &out, err);
	if (rc == RC_OK && out.uid > 0 && out.uidvalidity > 0)
		*to = place_of(a, out.uidvalidity, out.uid);
	return checked(box, rc);
}

static enum rc
mark(struct filing_box *box, struct str place, const struct str *words,
    size_t count, struct err *err)
{
	uint32_t uid = uid_of(box, place);

	if (uid == 0 || count == 0)
		return RC_OK;
	return checked(
	    box, imap_folder_mark(box->imap, uid, words, count, err));
}

static enum rc
nothing(struct filing_box *box, struct err *err)
{
	(void)box;
	(void)err;
	return RC_OK;
}

const struct filing_door filing_imap = {
    .open = open_folder,
    .changed = has_changed,
    .list = list,
    .read = read_mails,
    .move = move,
    .mark = mark,
    .sync = nothing,
    .close = hang_up,
};
