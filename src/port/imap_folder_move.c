#include "base/xalloc.h"
#include "model/limits.h"
#include "port/imap_flags.h"
#include "port/imap_tree.h"

static struct mailimap_search_key *
key_of(uint32_t uid)
{
	struct mailimap_search_key *both =
	    mailimap_search_key_new_multiple_empty();
	struct mailimap_search_key *there =
	    mailimap_search_key_new_uid(mailimap_set_new_single(uid));
	struct mailimap_search_key *kept = xcalloc(1, sizeof(*kept));

	/* The only constructor takes 24 arguments. */
	kept->sk_type = MAILIMAP_SEARCH_KEY_UNDELETED;
	if (!both || !there ||
	    mailimap_search_key_multiple_add(both, there) !=
		MAILIMAP_NO_ERROR ||
	    mailimap_search_key_multiple_add(both, kept) != MAILIMAP_NO_ERROR)
		xdie("out of memory");
	return both;
}

/* Is it there, and not marked \Deleted? */
static enum rc
look(struct imap *s, uint32_t uid, struct err *err)
{
	struct mailimap_search_key *key = key_of(uid);
	clist *found = NULL;
	enum rc rc;
	int r;

	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uid_search(s->session, NULL, key, &found);
		rc = imap_session_result(s, r, "search", err);
	}
	mailimap_search_key_free(key);
	if (rc == RC_OK && (!found || clist_isempty(found)))
		rc = err_set(err, RC_MISS, "the mail is not there any more");
	if (found)
		mailimap_search_result_free(found);
	return rc;
}

/* The one uid of a COPYUID; 0: it is none, or several. */
static uint32_t
only(const struct mailimap_set *set)
{
	const struct mailimap_set_item *item;

	if (!set || clist_count(set->set_list) != 1)
		return 0;
	item = clist_content(clist_begin(set->set_list));
	if (!item || item->set_first != item->set_last)
		return 0;
	return item->set_first;
}

typedef int transfer(mailimap *session, struct mailimap_set *set,
    const char *mb, uint32_t *uidvalidity, struct mailimap_set **source,
    struct mailimap_set **dest);

/* One MOVE or COPY. RC_MISS: with UIDPLUS, nothing was there to take. */
static enum rc
bring(struct imap *s, transfer *how, const char *what, uint32_t uid,
    const char *wire, struct imap_place *out, struct err *err)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);
	struct mailimap_set *source = NULL;
	struct mailimap_set *dest = NULL;
	uint32_t validity = 0;
	enum rc rc;
	int r;

	if (!set)
		xdie("out of memory");
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = how(s->session, set, wire, &validity, &source, &dest);
		rc = imap_session_result(s, r, what, err);
	}
	if (rc == RC_OK && only(source) == uid && only(dest) > 0)
		*out = (struct imap_place){validity, only(dest), false};
	mailimap_set_free(set);
	if (source)
		mailimap_set_free(source);
	if (dest)
		mailimap_set_free(dest);
	return rc;
}

static enum rc
expunge(struct imap *s, uint32_t uid, struct err *err)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);
	enum rc rc;
	int r;

	if (!set)
		xdie("out of memory");
	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uid_expunge(s->session, set);
		rc = imap_session_result(s, r, "expunge", err);
	}
	mailimap_set_free(set);
	return rc;
}

static enum rc
mark_deleted(struct imap *s, uint32_t uid, struct err *err)
{
	struct mailimap_flag_list *deleted = mailimap_flag_list_new_empty();

	if (!deleted || mailimap_flag_list_add(deleted,
			    mailimap_flag_new_deleted()) != MAILIMAP_NO_ERROR)
		xdie("out of memory");
	return imap_flags_add(s, uid, deleted, err);
}

/* COPY, \Deleted, UID EXPUNGE; a plain EXPUNGE would take the mails of others
 * with it, so without UIDPLUS it stays. */
static enum rc
copy_away(struct imap *s, uint32_t uid, const char *wire,
    struct imap_place *out, struct err *err)
{
	enum rc rc;

	rc = bring(s, mailimap_uidplus_uid_copy, "copy", uid, wire, out, err);
	if (rc != RC_OK)
		return rc;
	if (s->can.uidplus && out->uid == 0)
		return err_set(err, RC_MISS, "the mail is not there any more");
	rc = mark_deleted(s, uid, err);
	/* Not another time: each would leave one more copy. */
	if (rc == RC_LATER)
		return err_prefix(err, RC_BAD, "copied, but not taken away");
	if (rc != RC_OK)
		return rc;
	rc = s->can.uidplus ? expunge(s, uid, err) : RC_LATER;
	out->left = rc == RC_LATER;
	return rc == RC_DOWN ? rc : RC_OK;
}

static enum rc
move(struct imap *s, uint32_t uid, const char *wire, struct imap_place *out,
    struct err *err)
{
	enum rc rc = look(s, uid, err);

	if (rc != RC_OK)
		return rc;
	if (!s->can.move)
		return copy_away(s, uid, wire, out, err);
	rc = bring(s, mailimap_uidplus_uid_move, "move", uid, wire, out, err);
	/* Between the look and the move. */
	if (rc == RC_OK && s->can.uidplus && out->uid == 0)
		return err_set(err, RC_MISS, "the mail is not there any more");
	return rc;
}

/* Why? Not every server says TRYCREATE, and some refuse what another took
 * away between the look and the move. */
static enum rc
refused(struct imap *s, uint32_t uid, const char *wire, struct imap_place *out,
    struct err *err)
{
	struct err second;
	enum rc rc = imap_tree_has(s, wire, &second);

	if (rc == RC_MISS) {
		rc = imap_tree_make(s, wire, err);
		return rc == RC_OK ? move(s, uid, wire, out, err) : rc;
	}
	if (rc == RC_OK)
		rc = look(s, uid, &second);
	if (rc == RC_MISS || rc == RC_DOWN)
		return err_set(err, rc, "%s", second.text);
	return RC_LATER;
}

enum rc
imap_folder_move(struct imap *s, uint32_t uid, struct str folder,
    struct imap_place *out, struct err *err)
{
	struct buf name;
	enum rc rc;

	*out = (struct imap_place){0};
	if (uid == 0)
		return err_set(err, RC_BAD, "move: no uid");
	rc = imap_tree_wire(s, folder, &name, err);
	if (rc != RC_OK)
		return rc;
	rc = imap_session_home(s, err);
	if (rc == RC_OK && !imap_flags_deletes(s))
		rc =
		    err_set(err, RC_BAD, "this folder lets nothing be deleted");
	if (rc == RC_OK)
		rc = move(s, uid, name.p, out, err);
	if (rc == RC_LATER)
		rc = refused(s, uid, name.p, out, err);
	buf_fini(&name);
	return rc;
}

enum rc
imap_folder_remove(struct imap *s, uint32_t uid, struct err *err)
{
	enum rc rc = imap_session_home(s, err);

	if (rc == RC_OK && uid == 0)
		return err_set(err, RC_BAD, "remove: no uid");
	if (rc == RC_OK && !imap_flags_deletes(s))
		rc =
		    err_set(err, RC_BAD, "this folder lets nothing be deleted");
	if (rc == RC_OK)
		rc = look(s, uid, err);
	if (rc == RC_OK)
		rc = mark_deleted(s, uid, err);
	if (rc == RC_OK && s->can.uidplus)
		rc = expunge(s, uid, err);
	return rc;
}
