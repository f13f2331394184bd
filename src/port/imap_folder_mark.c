#include "port/imap_flags.h"

#include "base/xalloc.h"

enum rc
imap_folder_mark(struct imap *s, uint32_t uid, const struct str *words,
    size_t count, struct err *err)
{
	struct mailimap_flag_list *flags;
	size_t kept = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		if (!imap_flags_word(words[i]))
			return err_set(err, RC_BAD, "not a keyword: %.*s",
			    STR_ARG(words[i]));
	}
	rc = imap_session_home(s, err);
	if (rc != RC_OK)
		return rc;
	flags = mailimap_flag_list_new_empty();
	if (!flags)
		xdie("out of memory");
	for (size_t i = 0; i < count; i++) {
		if (!imap_flags_keeps(s, words[i]))
			continue;
		if (mailimap_flag_list_add(flags,
			mailimap_flag_new_flag_keyword(xstrndup(
			    words[i].p, words[i].n))) != MAILIMAP_NO_ERROR)
			xdie("out of memory");
		kept++;
	}
	if (kept == 0) {
		mailimap_flag_list_free(flags);
		return err_set(err, RC_MISS, "no keywords in this folder");
	}
	rc = imap_flags_add(s, uid, flags, err);
	/* Some announce more than they then take. */
	return rc == RC_LATER ? RC_MISS : rc;
}
