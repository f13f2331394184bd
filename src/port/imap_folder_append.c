#include <string.h>

#include "model/limits.h"
#include "port/imap_flags.h"
#include "port/imap_tree.h"

/* Frees the flags. */
static enum rc
append(struct imap *s, const char *wire, struct str raw,
    struct mailimap_flag_list *flags, struct imap_place *out, struct err *err)
{
	uint32_t validity = 0;
	uint32_t uid = 0;
	enum rc rc;
	int r;

	rc = imap_session_begin(s, LIMIT_IMAP_ANSWER, err);
	if (rc == RC_OK) {
		r = mailimap_uidplus_append(s->session, wire, flags, NULL,
		    raw.p, raw.n, &validity, &uid);
		rc = imap_session_result(s, r, "append", err);
	}
	mailimap_flag_list_free(flags);
	if (rc == RC_OK)
		*out = (struct imap_place){validity, uid, false};
	return rc;
}

/* After a refusal: as if there were no folder, then without keywords. Not
 * every server says TRYCREATE, so the folder is looked for. */
static enum rc
again(struct imap *s, const char *wire, struct str raw, const char *flags,
    bool keywords, struct imap_place *out, struct err *err)
{
	struct err second;
	enum rc rc = imap_tree_has(s, wire, &second);
	bool ignored;

	if (rc == RC_MISS) {
		rc = imap_tree_make(s, wire, &second);
		if (rc == RC_OK)
			rc = append(s, wire, raw,
			    imap_flags_of(flags, &ignored), out, &second);
	} else if (rc == RC_OK) {
		rc = RC_LATER;
	}
	if (rc == RC_LATER && keywords)
		rc = append(
		    s, wire, raw, imap_flags_system(flags), out, &second);
	/* The first refusal stands. */
	if (rc == RC_DOWN)
		return err_set(err, rc, "%s", second.text);
	return rc == RC_OK ? rc : RC_LATER;
}

enum rc
imap_folder_append(struct imap *s, struct str folder, struct str raw,
    const char *flags, struct imap_place *out, struct err *err)
{
	struct mailimap_flag_list *list;
	struct buf name;
	bool keywords;
	enum rc rc;

	*out = (struct imap_place){0};
	if (raw.n == 0 || memchr(raw.p, '\0', raw.n))
		return err_set(err, RC_BAD, "append: no mail");
	list = imap_flags_of(flags, &keywords);
	if (!list)
		return err_set(err, RC_BAD, "append: no flags: %s", flags);
	rc = imap_tree_wire(s, folder, &name, err);
	if (rc != RC_OK) {
		mailimap_flag_list_free(list);
		return rc;
	}
	rc = append(s, name.p, raw, list, out, err);
	if (rc == RC_LATER)
		rc = again(s, name.p, raw, flags, keywords, out, err);
	buf_fini(&name);
	return rc;
}
